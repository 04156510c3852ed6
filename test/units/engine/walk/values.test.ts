import { describe, expect, it } from 'vitest';
import type { EngineContext } from '../../../../src/engine/context.js';
import { Values } from '../../../../src/engine/walk/values.js';
import type { InstanceKey, Value } from '../../../../src/model/index.js';

const configuration = { terraform: { requiredProviders: new Map() } };
const values = (): Values =>
  new Values({ variables: new Map(), configuration } as unknown as EngineContext, () => undefined);

function all(known: Values): Value | undefined {
  const subject = { kind: 'resource', mode: 'managed', type: 't', name: 'n', key: 't.n' } as const;
  const found = known.scope().lookup(subject, []);
  return found.problem === undefined ? found.value : undefined;
}

const KEYS: readonly (readonly [string, InstanceKey, InstanceKey])[] = [
  ['count', 0, 1],
  ['for_each', 'a', 'b'],
];

describe.each(KEYS)('the collection of the instances of %s', (_, first, second) => {
  it('is the same object for all that refer to it', () => {
    const known = values();
    known.set('t.n', first, 'x');
    expect(all(known)).toBe(all(known));
  });

  it('is a new object as soon as an instance has another value', () => {
    const known = values();
    known.set('t.n', first, 'x');
    const before = all(known);
    known.set('t.n', second, 'y');
    expect(all(known)).not.toBe(before);
    expect(Object.values(all(known) as object)).toEqual(['x', 'y']);
    expect(Object.values(before as object)).toEqual(['x']);
  });
});

describe('a local that is null', () => {
  const local = { kind: 'local', name: 'n' } as const;

  it('is a value like any other', () => {
    const known = values();
    known.locals.set('n', null);
    expect(known.scope().lookup(local, [])).toEqual({ value: null, consumed: 0 });
  });

  it('may be evaluated when it is first needed', () => {
    const known = values();
    known.late = {
      local: (_, name) => (name === 'n' ? null : undefined),
      variable: () => undefined,
      output: () => undefined,
      instances: () => undefined,
      created: () => undefined,
    };
    expect(known.scope().lookup(local, [])).toEqual({ value: null, consumed: 0 });
    expect(known.scope().lookup({ kind: 'local', name: 'm' }, []).problem).toMatchObject({ code: 'unknown-reference' });
  });
});
