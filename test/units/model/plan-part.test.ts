import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  JsonScanner,
  JsonWriter,
  planPartToJson,
  planToJson,
  readPlan,
  Unknown,
  type Json,
  type Plan,
  type ResourceChange,
} from '../../../src/model/index.js';
import { FrontCoder, FrontDecoder } from '../../../src/model/json/front-coded.js';
import { valueOfShape } from '../../../src/model/json/shape.js';

const names = fc.array(fc.constantFrom('a.a', 'a.b', 'b.a', 'b."b'), { maxLength: 4 });

describe('lists of names, each written as a shared prefix with the name before and the rest', () => {
  it('survive a round trip', () => {
    fc.assert(
      fc.property(fc.array(names), (lists) => {
        const [coder, decoder] = [new FrontCoder(), new FrontDecoder()];
        const texts = lists.map((list) => coder.text(list));
        expect(texts.map((text) => decoder.list(JSON.parse(text) as Json, 'it'))).toEqual(lists);
      }),
    );
  });

  it('are as short as possible', () => {
    const coder = new FrontCoder();
    const lists = [['a'], ['a', 'b'], ['a', 'b'], ['a', 'c'], ['a'], ['d']];
    expect(lists.map((list) => coder.text(list))).toEqual(['["a"]', '[1,"b"]', '[2]', '[1,"c"]', '[1]', '["d"]']);
  });

  it('that are equal share memory', () => {
    const decoder = new FrontDecoder();
    const first = decoder.list(['a', 'b'], 'it');
    expect(decoder.list([2], 'it')).toBe(first);
  });

  it.each([[[3]], [[-1]], [[0.5]], [['a', 1]], [[1, 1]], ['a'], [{}], [undefined]])('%j is rejected', (json) => {
    const decoder = new FrontDecoder();
    decoder.list(['a', 'b'], 'it');
    expect(() => decoder.list(json, 'it')).toThrow('it: expected a list of strings');
  });
});

describe('the shape of an unknown value', () => {
  it.each([
    ['"string"', 'string', new Unknown('string')],
    ['one that is not null', 'bool!', new Unknown('bool', true)],
    [
      'one as version 2 wrote it',
      { is: 'value', value: { $: 'unknown', type: 'number', notNull: true } },
      new Unknown('number', true),
    ],
  ])('%s', (_, shape, value) => {
    expect(valueOfShape(undefined, shape)).toEqual(value);
  });

  it.each(['text', '', '!', 'string!!'])('%j is rejected', (shape) => {
    expect(() => valueOfShape(undefined, shape)).toThrow('the type of an unknown value is unknown');
  });
});

const change = (name: string, dependencies: readonly string[]): ResourceChange => ({
  address: `t.${name}`,
  resource: { module: '', mode: 'managed', type: 't', name },
  resourceKey: `t.${name}`,
  key: undefined,
  provider: { source: 'example.com/a/b' },
  action: 'create',
  before: null,
  after: { id: new Unknown('string', true) },
  replacePaths: [],
  dependencies,
  createBeforeDestroy: false,
  schemaVersion: 0,
});

const changes = [change('a', []), change('b', ['t.a']), change('c', ['t.a', 't.b']), change('d', ['t.a', 't.b'])];

const plan: Plan = {
  mode: 'normal',
  timestamp: '2026-01-01T00:00:00Z',
  variables: new Map(),
  ephemeral: [],
  changes,
  deferred: [],
  drift: [],
  outputs: [],
  invocations: [],
  steps: changes.map(({ address }, index) => ({ index, kind: 'create', address, change: index, needs: [] })),
  priorState: {
    terraformVersion: '',
    serial: 0,
    lineage: '',
    outputs: new Map(),
    resources: new Map(),
    checkResults: null,
  },
  refreshed: [],
  resolved: [],
  checks: [],
  applyable: true,
  complete: true,
  errored: false,
  targets: [],
};

const seal = { program: '', stack: '', lineage: '', serial: 0, digest: '', configuration: '', providers: {} };

function written(): string {
  let text = '';
  const writer = new JsonWriter((piece) => {
    text += piece;
  });
  writer.raw('{');
  writer.members(planToJson(plan));
  writer.raw(',"landform":{');
  writer.members(planPartToJson(plan, seal));
  writer.raw('}}');
  writer.flush();
  return text;
}

function read(text: string): Plan {
  const chunks = [Buffer.from(text)];
  return readPlan(new JsonScanner(() => chunks.shift())).plan;
}

describe('a saved plan', () => {
  it('is read with its dependencies and unknown values', () => {
    expect(read(written()).changes).toEqual(changes);
  });

  it('of version 2, which stores both in full, is also read', () => {
    const text = written()
      .replace('"version":3', '"version":2')
      .replaceAll('"id":"string!"', '"id":{"is":"value","value":{"$":"unknown","type":"string","notNull":true}}')
      .replace('[1,"t.b"]', '["t.a","t.b"]')
      .replace('"dependencies":[2]', '"dependencies":["t.a","t.b"]');
    expect(text).not.toMatch(/"dependencies":\[[0-9]|string!/);
    expect(read(text).changes).toEqual(read(written()).changes);
  });

  it('of another version is rejected', () => {
    expect(() => read(written().replace('"version":3', '"version":4'))).toThrow('landform.version is not supported');
  });
});
