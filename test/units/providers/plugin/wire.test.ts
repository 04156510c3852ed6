import { describe, expect, it } from 'vitest';
import { WireError } from '../../../../src/providers/plugin/bytes/reader.js';
import { providerCall } from '../../../../src/providers/plugin/wire/calls.js';
import {
  diagnostic,
  functionSchema,
  providerSchema,
  rawState,
  SEVERITY,
} from '../../../../src/providers/plugin/wire/common.js';
import {
  BROKER,
  CHANNEL,
  HEALTH,
  SERVING,
  SHUTDOWN,
  STDIO,
} from '../../../../src/providers/plugin/wire/process-calls.js';
import type { Received } from '../../../../src/providers/plugin/wire/message.js';
import { schemaMessage } from '../../../../src/providers/plugin/wire/schemas.js';
import { readIdentitySchema, readSchema } from '../../../../src/providers/plugin/schema/read.js';
import { writeIdentitySchema, writeSchema } from '../../../../src/providers/plugin/schema/write.js';
import { nestedType, type NestedAttributes, type Schema } from '../../../../src/model/index.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('messages of the plugin protocol', () => {
  const path = { steps: [{ attributeName: 'a' }, { elementKeyInt: 0 }, { elementKeyString: '' }] };

  it('are Protocol Buffers: tags, lengths, and members of a choice that are sent although they are empty', () => {
    const message = { severity: SEVERITY.warning, summary: 'é', attribute: path };
    const encoded = '08 02  12 02 c3a9  22 0d  0a 03 0a 01 61  0a 02 18 00  0a 02 12 00'.replaceAll(' ', '');
    expect(hex(diagnostic.encode(message))).toBe(encoded);
  });

  it('are read with the values of fields that were not sent', () => {
    expect(diagnostic.decode(bytes('08 01'))).toEqual({ severity: 1, summary: '', detail: '', attribute: undefined });
    expect(rawState.decode(bytes(''))).toEqual({ json: Buffer.alloc(0), flatmap: new Map() });
  });

  it('skip fields of later versions, of each encoding', () => {
    const later = 'a0 06 96 01   a1 06 0102030405060708   a2 06 02 ffff   a5 06 01020304   12 01 78';
    expect(diagnostic.decode(bytes(later)).summary).toBe('x');
  });

  it.each([
    ['a length beyond the end', '12 05 78', 'the message ends too early'],
    ['an integer without an end', '08 ff ff ff ff ff ff ff ff ff ff', 'an integer has more than ten bytes'],
    ['a negative length', '12 ff ff ff ff ff ff ff ff ff 01', 'a length is negative'],
    ['a group', '0b', 'a field is encoded in an unknown way (3)'],
    ['an integer that JavaScript cannot hold', '08 ff ff ff ff ff ff ff ff 7f', 'an integer is out of range'],
  ])('are refused: %s', (_, text, problem) => {
    expect(() => diagnostic.decode(bytes(text))).toThrow(new WireError(problem));
  });

  it('hold integers up to 2^53 in both directions, negative ones too', () => {
    const { request } = providerCall(6, 'UpgradeResourceState');
    for (const version of [0, 1, 127, 128, 300, 2 ** 31, 2 ** 49, 2 ** 53 - 1, -1, -(2 ** 53 - 1)]) {
      expect(request.decode(request.encode({ version })).version).toBe(version);
    }
    expect(hex(request.encode({ version: -1 }))).toBe('10ffffffffffffffffff01');
  });

  it('may be longer than the buffer they are written to, wherever a part begins', () => {
    for (let length = 480; length < 540; length += 1) {
      const summary = 'x'.repeat(length);
      expect(diagnostic.decode(diagnostic.encode({ summary, detail: 'y', severity: 1 }))).toMatchObject({
        summary,
        detail: 'y',
      });
      expect(hex(diagnostic.encode({ summary, severity: 1 })).slice(-4)).toBe('0801');
    }
  });

  it('hold maps, and schemas that are decoded later', () => {
    const state = { flatmap: new Map([['tags.%', '0']]) };
    expect(hex(rawState.encode(state))).toBe('120b0a06746167732e25120130');
    const sent = { resourceSchemas: new Map([['x', bytes('08 01')]]), diagnostics: [{ severity: 1 }] };
    const received = providerSchema.decode(providerSchema.encode(sent));
    expect([...received.resourceSchemas].map(([name, schema]) => [name, hex(schema)])).toEqual([['x', '0801']]);
    expect(received.diagnostics).toHaveLength(1);
  });

  it('are calls with the names of each protocol', () => {
    const paths = (['GetProviderSchema', 'PlanResourceChange', 'Stop', 'ListResource'] as const).map((name) => [
      providerCall(5, name).path,
      providerCall(6, name).path,
      providerCall(6, name).streams,
    ]);
    expect(paths).toEqual([
      ['/tfplugin5.Provider/GetSchema', '/tfplugin6.Provider/GetProviderSchema', false],
      ['/tfplugin5.Provider/PlanResourceChange', '/tfplugin6.Provider/PlanResourceChange', false],
      ['/tfplugin5.Provider/Stop', '/tfplugin6.Provider/StopProvider', false],
      ['/tfplugin5.Provider/ListResource', '/tfplugin6.Provider/ListResource', true],
    ]);
  });

  it('are those of the process too', () => {
    expect(STDIO.response.decode(bytes('08 02 12 02 6869'))).toEqual({
      channel: CHANNEL.stderr,
      data: Buffer.from('hi'),
    });
    expect(hex(BROKER.request.encode({ serviceId: 1, network: 'unix', knock: { knock: true } }))).toBe(
      '08011204756e697822020801',
    );
    expect(hex(HEALTH.response.encode({ status: SERVING }))).toBe('0801');
    expect(SHUTDOWN.response.encode({})).toHaveLength(0);
  });

  it('describe functions', () => {
    const string = Buffer.from('"string"');
    const sent = { parameters: [{ name: 'x', type: string, allowNullValue: true }], return: { type: string } };
    const received: Received<typeof functionSchema> = functionSchema.decode(functionSchema.encode(sent));
    expect(received).toMatchObject({ ...sent, variadicParameter: undefined, summary: '' });
    expect(hex(functionSchema.encode({ return: { type: string } }))).toBe(`1a0a0a08${hex(string)}`);
  });
});

const nested: NestedAttributes = {
  nesting: 'map',
  attributes: { a: { type: 'string', required: true }, b: { type: 'dynamic', computed: true, sensitive: true } },
};

const schema: Schema = {
  version: 3,
  block: {
    description: 'A thing.',
    deprecated: true,
    attributes: {
      id: { type: 'string', computed: true, description: 'The ID.' },
      labels: { type: { kind: 'map', element: 'string' }, optional: true, computed: true, deprecated: true },
      secret: { type: 'string', optional: true, sensitive: true, writeOnly: true },
      parts: { type: nestedType(nested), nested, optional: true },
    },
    blockTypes: Object.fromEntries(
      (['single', 'group', 'list', 'set', 'map'] as const).map((nesting) => [
        nesting,
        {
          nesting,
          ...(nesting === 'list' && { minItems: 1, maxItems: 2 }),
          block: { attributes: { n: { type: 'number', required: true } }, blockTypes: {} },
        },
      ]),
    ),
  },
};

describe('schemas of plugins', () => {
  it('are the same after both directions of protocol 6, with every nesting', () => {
    expect(readSchema(writeSchema(schema, 6), 6)).toEqual(schema);
  });

  it('have objects in place of nested attributes in protocol 5, and another number for write-only', () => {
    const { nested: _, ...plain } = schema.block.attributes['parts']!;
    const attributes = { ...schema.block.attributes, parts: plain };
    expect(readSchema(writeSchema(schema, 5), 5)).toEqual({ ...schema, block: { ...schema.block, attributes } });
    expect(hex(writeSchema(schema, 5))).toContain('38015001');
    expect(hex(writeSchema(schema, 6))).toContain('38015801');
  });

  it('are identities: what an import needs is required', () => {
    const identity: Schema = {
      version: 1,
      block: {
        attributes: {
          id: { type: 'string', required: true, description: 'Its number.' },
          region: { type: 'string', optional: true },
        },
        blockTypes: {},
      },
    };
    expect(readIdentitySchema(writeIdentitySchema(identity))).toEqual(identity);
  });

  it.each([
    ['no block', {}, 'a schema has no block'],
    [
      'a type that is not one',
      { attributes: [{ name: 'x', type: Buffer.from('"text"') }] },
      'the type of x is not a type',
    ],
    [
      'an unknown nesting',
      { blockTypes: [{ typeName: 'x', nesting: 9, block: {} }] },
      'x is nested in an unknown way (9)',
    ],
  ])('are refused: %s', (title, block, problem) => {
    const table: { encode(message: object): Buffer } = schemaMessage(6);
    const encoded = table.encode(title === 'no block' ? { version: 1 } : { block });
    expect(() => readSchema(encoded, 6)).toThrow(new WireError(problem));
  });
});
