import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  StateDraft,
  DiagnosticError,
  parseNumber,
  shortened,
  type Json,
  type JsonObject,
  type ObjectState,
  type Path,
  type State,
} from '../../../src/model/index.js';
import { readState, sameContent, statePieces, stateText } from '../../../src/state/index.js';
import type { Snapshot } from '../../../src/state/backend.js';
import { readSnapshot } from '../../../src/state/file.js';
import { placeOfPath } from '../../../src/state/place-in-text.js';
import { anObject, aRef, aState } from '../../support/states.js';

const terraformText = readFileSync(new URL('fixtures/terraform-1.11.tfstate', import.meta.url), 'utf8');

const read = (text: string): State => readState(text, { place: 'terraform.tfstate' });

/** The snapshot of a text, in chunks of the given size. */
function inChunks(text: string, length: number): Snapshot {
  const bytes = Buffer.from(text);
  const chunks = function* (): Generator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += length) yield bytes.subarray(start, start + length);
  };
  return { size: bytes.length, chunks, version: '' };
}

const problemsOf = (text: string, backup?: string): string[] =>
  messagesOf(() => readState(text, { place: 'terraform.tfstate', ...(backup === undefined ? {} : { backup }) }));

function messagesOf(attempt: () => unknown): string[] {
  try {
    attempt();
    return [];
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ code, summary }) => `${code} ${shortened(summary)}`);
  }
}

/** The text of a state with one resource that has one instance. */
function withInstance(instance: JsonObject, resource: JsonObject = {}): string {
  const head = {
    mode: 'managed',
    type: 'terraform_data',
    name: 'a',
    provider: 'provider["terraform.io/builtin/terraform"]',
  };
  return JSON.stringify({
    version: 4,
    serial: 1,
    lineage: 'l',
    resources: [{ ...head, ...resource, instances: [instance] }],
  });
}

describe('state file', () => {
  test('a file written by Terraform is rewritten byte for byte', () => {
    expect(stateText(read(terraformText))).toBe(terraformText);
  });

  test('a file written by Terraform is read correctly', () => {
    const state = read(terraformText);
    const deposed = state.resources.get('terraform_data.deposed')!.instances.get('[0]')!;
    const each = state.resources.get('terraform_data.each')!;
    expect([...deposed.deposed.keys()]).toEqual(['f28f84e5']);
    expect([...each.instances.values()].map(({ key }) => key)).toEqual(['a', 'b', 'k "q" ${x}', 'é']);
    expect(state.resources.get('terraform_data.count')!.instances.get('[3]')!.current!.status).toBe('tainted');
    expect(state.resources.get('terraform_data.secret')!.instances.get('')!.current!.sensitivePaths).toEqual([
      ['input', 'deep', 0, 'p'],
    ]);
    expect(state.resources.has('module.m["x"].terraform_data.inner')).toBe(true);
    expect(state.outputs.get('s')).toEqual({ value: 'p<&>w\u2028', type: 'string', sensitive: true });
    const input = state.resources.get('terraform_data.one')!.instances.get('')!.current!.attributes['input'] as {
      value: Record<string, Json>;
    };
    expect(input.value['big']).toEqual(parseNumber('12345678901234567890123'));
  });

  test('resources and instances are sorted as in Terraform, regardless of their order of creation', () => {
    const object = anObject();
    const sorted = ['data.b.a', 'b.a', 'b.b', 'module.m.data.a.a', 'module.m.a.a'];
    const keys = ['', '[2]', '[10]', '["a"]', '["b"]'].map((key) => `b.b${key}`);
    const texts = [sorted.concat(keys.slice(1)), sorted.concat(keys.slice(1)).toReversed()].map((addresses) =>
      stateText(aState(Object.fromEntries(addresses.map((address) => [address, object])))),
    );
    expect(texts[0]).toBe(texts[1]);
    const names = [...texts[0]!.matchAll(/"(?:module|mode|type|name|index_key)": (.*?),?\n/g)].map((match) => match[1]);
    expect(names.join(' ')).toBe(
      '"data" "b" "a" "managed" "b" "a" "managed" "b" "b" 2 10 "a" "b" "module.m" "data" "a" "a" "module.m" "managed" "a" "a"',
    );
  });

  test('the chunks of a large state are small, and together equal the whole text', () => {
    const keys = Array.from({ length: 1200 }, (_, index) => index);
    const strange = { n: parseNumber('12345678901234567890123')! };
    const state = aState({
      ...Object.fromEntries(keys.map((key) => [`b.counted[${key}]`, anObject()])),
      ...Object.fromEntries(
        keys.map((key) => [`b.strange[${key}]`, anObject({ attributes: key === 0 || key === 700 ? strange : {} })]),
      ),
      ...Object.fromEntries(keys.map((key) => [`c.r${key}`, anObject()])),
    });
    const pieces = [...statePieces(state)];
    const text = pieces.join('');
    expect(sameContent(read(text), state)).toBe(true);
    // Indented as one piece would be: with a number of the usual kind, JavaScript prints the same.
    const usual = text.replaceAll('12345678901234567890123', '7');
    expect(usual).toBe(`${JSON.stringify(JSON.parse(usual), undefined, 2)}\n`);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(text.length / 4);
  });

  test('no chunk contains the whole of a long string, in an attribute or in an output', () => {
    const long = '<é😀"\n'.repeat(500_000);
    const state = {
      ...aState({ 'a.a': anObject({ attributes: { nested: [{ long }], n: 1 } }), 'a.b': anObject() }),
      outputs: new Map([['o', { value: long, type: 'string' as const, sensitive: false }]]),
    };
    const pieces = [...statePieces(state)];
    const text = pieces.join('');
    expect(text.includes('<')).toBe(false);
    expect(text.replaceAll('\\u003c', '<')).toBe(`${JSON.stringify(JSON.parse(text), undefined, 2)}\n`);
    expect(read(text)).toEqual(state);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(long.length);
  });

  test('a deposed object follows the current one of its instance and precedes the next instance', () => {
    const text = stateText(
      aState({
        'a.a[1]': anObject(),
        'a.a[0]': anObject(),
        'a.a[0] deposed 0000beef': anObject(),
        'a.a[0] deposed 00000001': anObject(),
      }),
    );
    expect([...text.matchAll(/"(?:index_key|deposed)": (.*),/g)].map((match) => match[1])).toEqual([
      '0',
      '0',
      '"00000001"',
      '0',
      '"0000beef"',
      '1',
    ]);
  });

  test('empty keys are omitted, as in Terraform', () => {
    const instance = (
      JSON.parse(stateText(aState({ 'a.a': anObject() }))) as { resources: [{ instances: [JsonObject] }] }
    ).resources[0].instances[0];
    expect(Object.keys(instance)).toEqual(['schema_version', 'attributes', 'sensitive_attributes']);
  });

  test("keys have Terraform's order", () => {
    const full = anObject({
      status: 'tainted',
      private: 'AA==',
      dependencies: ['a.b'],
      createBeforeDestroy: true,
      identity: { a: 1 },
      identitySchemaVersion: 2,
    });
    const state = aState({ 'a.a[0] deposed 0000beef': full });
    const instance = (JSON.parse(stateText(state)) as { resources: [{ instances: [JsonObject] }] }).resources[0]
      .instances[0];
    expect(Object.keys(instance).join(' ')).toBe(
      'index_key status deposed schema_version attributes sensitive_attributes identity_schema_version identity private dependencies create_before_destroy',
    );
    expect(read(stateText(state)).resources).toEqual(state.resources);
  });

  const numbers = [
    '0',
    '-1',
    '0.1',
    '9007199254740993',
    '12345678901234567890123',
    '0.0000001',
    '-1.5',
    '3.141592653589793238462643383279',
  ];
  for (const number of numbers) {
    test(`the number ${number} is written as it was read`, () => {
      const text = withInstance({ schema_version: 0, attributes: { n: 'N' } }).replace('"N"', number);
      expect(stateText(read(text))).toContain(`"n": ${number}\n`);
    });
  }

  test('keys that look like numbers are sorted as text', () => {
    const text = stateText(aState({ 'a.a': anObject({ attributes: { m: { b: 1, '10': 1, '9': 1, a: 1 } } }) }));
    expect(text.match(/"m": \{[^}]*\}/)![0].replaceAll(/\s/g, '')).toBe('"m":{"10":1,"9":1,"a":1,"b":1}');
  });

  test('check results and identities are kept', () => {
    const checks = [{ object_kind: 'check', config_addr: 'check.c', status: 'pass', objects: null }];
    const text = JSON.stringify({
      ...(JSON.parse(withInstance({ schema_version: 1, attributes: {}, identity_schema_version: 0 })) as object),
      check_results: checks,
    });
    const again = JSON.parse(stateText(read(text))) as {
      check_results: unknown;
      resources: [{ instances: [JsonObject] }];
    };
    expect([again.check_results, again.resources[0].instances[0]['identity_schema_version']]).toEqual([checks, 0]);
  });

  const tolerated: Record<string, string> = {
    'missing lineage, outputs, resources and check results': '{"version": 4}',
    'unknown keys': '{"version": 4, "later": {"a": 1}, "serial": 1}',
    'an instance without attributes': withInstance({ schema_version: 0 }),
    'the old `each`': withInstance({ schema_version: 0, attributes: {} }, { each: 'list' }),
    'dependencies out of order': withInstance({ attributes: {}, dependencies: ['b.b', 'a.a', 'b.b'] }),
  };
  for (const [name, text] of Object.entries(tolerated)) {
    test(`is read despite: ${name}`, () => {
      expect(problemsOf(text)).toEqual([]);
    });
  }

  const refused: Record<string, { text: string; says: RegExp }> = {
    'an unknown mode': {
      text: withInstance({}, { mode: 'ephemeral' }),
      says: /line 1, column \d+: resources\[0\]\.mode: expected "managed" or "data", found "ephemeral"$/,
    },
    'a mode that is a number': {
      text: withInstance({}, { mode: 1 }),
      says: /mode: expected "managed" or "data", found a number$/,
    },
    'a mode that no double holds': {
      text: withInstance({}, { mode: 1 }).replace('"mode":1', '"mode":12345678901234567890123'),
      says: /mode: expected "managed" or "data", found a number$/,
    },
    'a missing mode': {
      text: withInstance({}).replace('"mode":"managed",', ''),
      says: /mode: expected "managed" or "data", found nothing$/,
    },
    'a very long mode': {
      text: withInstance({}, { mode: 'x'.repeat(1000) }),
      says: /found "x{40}…"$/,
    },
    'very deeply nested attributes': {
      text: withInstance({ attributes: { input: 1 } }).replace(
        '"input":1',
        `"input":${'['.repeat(3000)}${']'.repeat(3000)}`,
      ),
      says: /resources\[0\]\.instances\[0\]\.attributes\.input\[0\]\[0\]: expected at most 1000 levels of values, found more$/,
    },
    'an invalid module': { text: withInstance({}, { module: 'a.b' }), says: /resources\[0\]\.module: "a\.b"/ },
    'a resource without name': { text: withInstance({}, { name: '' }), says: /a resource needs a type and a name/ },
    'an unknown status': {
      text: withInstance({ status: 'odd' }),
      says: /status: expected "tainted" or "", found "odd"$/,
    },
    'an invalid index key': {
      text: withInstance({ index_key: 1.5 }),
      says: /index_key: expected a whole number or a string, found a number$/,
    },
    'attributes in the format of Terraform 0.11': {
      text: withInstance({ attributes_flat: { a: '1' } }),
      says: /0\.11/,
    },
    'attributes that are not an object': {
      text: withInstance({ attributes: [] }),
      says: /attributes: expected an object, found a list$/,
    },
    'an invalid schema version': {
      text: withInstance({ schema_version: -1 }),
      says: /schema_version: expected a whole number, found a number$/,
    },
    'an invalid sensitive path': {
      text: withInstance({ sensitive_attributes: [[{ type: 'odd' }]] }),
      says: /sensitive_attributes\[0\]\[0\]: expected a step/,
    },
    'an output without type': {
      text: '{"version": 4, "outputs": {"o": {"value": 1}}}',
      says: /outputs\.o\.type: expected a type, such as "string", found nothing$/,
    },
    'an output of another type': {
      text: '{"version": 4, "outputs": {"o": {"value": {}, "type": "number"}}}',
      says: /outputs\.o\.value: it does not have the type of the output: expected a number, found an object$/,
    },
  };
  for (const [name, { text, says }] of Object.entries(refused)) {
    test(`is rejected with the location of the error: ${name}`, () => {
      expect(problemsOf(text)[0]).toMatch(says);
    });
  }

  test('has the same errors in chunks and as a whole', () => {
    for (const { text } of Object.values(refused)) {
      const read = (): State => readSnapshot(inChunks(text, 7), 'terraform.tfstate', 0);
      expect(messagesOf(read)).toEqual(problemsOf(text));
      expect(messagesOf(read)).not.toEqual([]);
    }
  });

  test('a duplicate resource or object is rejected', () => {
    const { resources } = JSON.parse(withInstance({ attributes: {} })) as { resources: [JsonObject] };
    const twice = {
      version: 4,
      resources: [
        resources[0],
        { ...resources[0], name: 'b', instances: [{}, {}, { deposed: '0000beef' }, { deposed: '0000beef' }] },
        resources[0],
      ],
    };
    expect(problemsOf(JSON.stringify(twice))).toEqual([
      expect.stringMatching(/instances\[1\]: the current object/) as string,
      expect.stringMatching(/instances\[3\]: the deposed \(0000beef\) object/) as string,
      expect.stringMatching(/terraform_data\.a occurs a second time/) as string,
    ]);
  });

  test('all errors are reported at once', () => {
    expect(problemsOf('{"version": 4, "serial": "x", "lineage": 1, "resources": {}}')).toHaveLength(3);
  });
});

describe('the position of a value', () => {
  const text = '{\n "a": [\n  1,\n  {"b, ]}": "x\\"",\n   "c": {\n     "d": null } } ],\n "e": []\n}';
  const places: [Path, number, number][] = [
    [[], 1, 1],
    [['a'], 2, 7],
    [['a', 0], 3, 3],
    [['a', 1, 'b, ]}'], 4, 13],
    [['a', 1, 'c', 'd'], 6, 11],
    [['a', 1, 'c', 'missing'], 5, 9],
    [['e'], 7, 7],
    [['e', 0], 7, 7],
  ];
  for (const [path, line, column] of places) {
    test(`${JSON.stringify(path)} is in line ${line}, column ${column}`, () => {
      expect(placeOfPath(text, path)).toEqual({ line, column });
    });
  }
});

describe('state equality', () => {
  const base = aState({ 'a.a[0]': anObject(), 'a.b': anObject() }, { serial: 3, lineage: 'l' });
  test('ignores serial, lineage and the order of keys', () => {
    const attributes = { id: 'a1' };
    const other = aState({ 'a.b': anObject(), 'a.a[0]': anObject({ attributes }) }, { serial: 9, lineage: 'm' });
    expect(sameContent(base, other)).toBe(true);
  });
  const others: Record<string, State> = {
    'an attribute': aState({ 'a.a[0]': anObject({ attributes: { id: 'a2' } }), 'a.b': anObject() }),
    'a status': aState({ 'a.a[0]': anObject({ status: 'tainted' }), 'a.b': anObject() }),
    'one more instance': aState({ 'a.a[0]': anObject(), 'a.a[1]': anObject(), 'a.b': anObject() }),
    'another resource': aState({ 'a.a[0]': anObject(), 'a.c': anObject() }),
    'an output': { ...base, outputs: new Map([['o', { value: 1, type: 'number', sensitive: false }]]) },
  };
  for (const [name, other] of Object.entries(others)) {
    test(`depends on ${name}`, () => {
      expect(sameContent(base, other)).toBe(false);
    });
  }
});

describe('any state', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,5}$/);
  const text = fc.string({ unit: 'grapheme', maxLength: 8 });
  const number = fc.oneof(fc.integer(), fc.constantFrom(...numbersOf()));
  const json = fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 3 },
      text,
      number,
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(text, tie('json'), { maxKeys: 3 }),
    ),
  })).json;
  const object: fc.Arbitrary<ObjectState> = fc
    .record({
      status: fc.constantFrom<('ready' | 'tainted')[]>('ready', 'tainted'),
      schemaVersion: fc.nat(),
      attributes: fc.dictionary(word, json, { maxKeys: 4 }),
      dependencies: fc
        .uniqueArray(
          fc.tuple(word, word).map((parts) => parts.join('.')),
          { maxLength: 3 },
        )
        .map((list) => [...list].sort()),
      createBeforeDestroy: fc.boolean(),
      sensitivePaths: fc.uniqueArray(
        fc.tuple(word, fc.oneof(fc.nat(9), text)).map((path): Path => path),
        { maxLength: 2, selector: (path) => JSON.stringify(path) },
      ),
    })
    .map((made) => ({ ...made, sensitivePaths: [...made.sensitivePaths].sort((a, b) => order(steps(a), steps(b))) }));
  const key = fc.oneof(
    fc.constant(''),
    fc.nat().map((count) => `[${count}]`),
    text.map((name) => `[${JSON.stringify(name).replaceAll('${', '$${').replaceAll('%{', '%%{')}]`),
  );
  const state = fc.dictionary(
    fc.tuple(word, word, key).map(([type, name, printed]) => `t_${type}.${name}${printed}`),
    object,
    { maxKeys: 5 },
  );

  test('survives a round trip through its file', () => {
    fc.assert(
      fc.property(state, (objects) => {
        const made = aState(objects, { serial: 4, lineage: 'l' });
        const again = read(stateText(made));
        expect(again).toEqual(made);
        expect(stateText(again)).toBe(stateText(made));
      }),
    );
  });

  test('is read the same in chunks and as a whole', () => {
    fc.assert(
      fc.property(state, fc.integer({ min: 1, max: 500 }), (objects, length) => {
        const made = aState(objects, { serial: 4, lineage: 'l' });
        const snapshot = inChunks(stateText(made), length);
        const chunks = vi.fn<Snapshot['chunks']>(snapshot.chunks);
        expect(readSnapshot({ ...snapshot, chunks }, 'terraform.tfstate', 0)).toEqual(made);
        // The text is put together only to say where something is wrong.
        expect(chunks).toHaveBeenCalledOnce();
      }),
    );
  });

  test('equals one it shares instances with exactly if their texts are equal', () => {
    fc.assert(
      fc.property(state, fc.array(object, { minLength: 1, maxLength: 2 }), (objects, others) => {
        const left = aState(objects);
        const draft = new StateDraft(left);
        for (const [index, [address, before]] of Object.entries(objects).entries())
          if (index % 2 === 0) draft.setObject(aRef(address), others[index] ?? { ...before });
        const right = draft.freeze();
        expect(sameContent(left, right)).toBe(stateText(left) === stateText(right));
      }),
    );
  });
});

function numbersOf(): Json[] {
  return ['0.5', '1e30', '123456789012345678901', '0.1234567890123456789'].map((text) => {
    const number = parseNumber(text)!;
    return text === '0.5' ? 0.5 : number;
  });
}

const order = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** As the file has a path: what its order is made by. */
const steps = (path: Path): string =>
  JSON.stringify(
    path.map((step) =>
      typeof step === 'number'
        ? { type: 'index', value: { value: step, type: 'number' } }
        : { type: 'get_attr', value: step },
    ),
  );
