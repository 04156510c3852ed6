import { describe, expect, it } from 'vitest';
import {
  JsonScanner,
  planPartToJson,
  readPlan,
  stringifyJson,
  wholeJson,
  type Json,
} from '../../../src/model/index.js';
import { aPlan } from '../../support/plans.js';

const SEAL = { program: '0', stack: '', lineage: '', serial: 0, digest: '', configuration: '', providers: {} };

function readBack(part: (written: Json) => Json): ReturnType<typeof readPlan>['plan'] {
  const resolved = [
    { kind: 'call', key: 'a' },
    { kind: 'action', key: 'a' },
    { kind: 'due', key: 'after_create 0 0 t.n' },
  ] as const;
  const landform = part(wholeJson(planPartToJson(aPlan([], { resolved }), SEAL)));
  let text: string | undefined = stringifyJson({ format_version: '1.2', landform });
  return readPlan(
    new JsonScanner(() => {
      const chunk = text === undefined ? undefined : Buffer.from(text);
      text = undefined;
      return chunk;
    }),
  ).plan;
}

describe('a call of an earlier run that a saved plan settles', () => {
  it('keeps its kind', () => {
    expect(readBack((part) => part).resolved).toEqual([
      { kind: 'call', key: 'a' },
      { kind: 'action', key: 'a' },
      { kind: 'due', key: 'after_create 0 0 t.n' },
    ]);
  });

  it('matches every kind in version 2, which stores none', () => {
    const old = (part: Json): Json => ({ ...(part as object), version: 2, resolved: ['a'] });
    expect(readBack(old).resolved).toEqual(['call', 'action', 'due'].map((kind) => ({ kind, key: 'a' })));
  });

  it('is rejected if the kind is unknown', () => {
    const renamed = (part: Json): Json => ({ ...(part as object), resolved: [{ kind: 'other', key: 'a' }] });
    expect(() => readBack(renamed)).toThrow(/landform\.resolved\[0\]\.kind/);
  });
});
