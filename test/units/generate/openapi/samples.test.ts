import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOfPattern } from '../../../../src/generate/openapi/pattern-text.js';
import type { JsonObject } from '../../../../src/model/index.js';
import { Sampler } from '../../../../src/generate/openapi/sampler.js';

const ajv = new Ajv2020({ strict: false, logger: false });
addFormats.default(ajv);

describe('a text generated for a pattern', () => {
  it.each([
    '^[a-z][a-z0-9-]{1,61}[a-z0-9]$',
    '^(?:[0-9]{1,3}\\.){3}[0-9]{1,3}$',
    '^PT[0-9]+[HMS]$',
    '^[^\\s/]+/[^\\s/]+$',
    '^(GET|POST)$',
    '^\\+?[1-9]\\d{1,14}$',
    '^[\\w.-]{3,}$',
    '^#[0-9A-Fa-f]{6}$',
    '\\S',
    '^[A-Za-z0-9_\\-]{20,22}$',
  ])('matches %s', (pattern) => {
    expect(textOfPattern(pattern)).toMatch(new RegExp(pattern, 'u'));
  });

  it.each(['^(?!a)b$', '(a)\\1', '[', '^(?=x)y$'])(
    'does not exist if %s cannot be read or nothing matches',
    (pattern) => {
      const text = textOfPattern(pattern);
      if (text !== undefined) expect(text).toMatch(new RegExp(pattern, 'u'));
    },
  );
});

const scalar = fc.oneof<fc.Arbitrary<JsonObject>[]>(
  fc.record({ type: fc.constant('string'), minLength: fc.nat(40) }),
  fc.record({ type: fc.constant('string'), maxLength: fc.nat(40) }),
  fc.record({
    type: fc.constant('string'),
    format: fc.constantFrom('uuid', 'date-time', 'date', 'email', 'uri', 'ipv4', 'ipv6', 'hostname'),
  }),
  fc.record({ type: fc.constant('string'), example: fc.string(), maxLength: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ type: fc.constant('string'), enum: fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 3 }) }),
  fc.record({ type: fc.constant('integer'), minimum: fc.integer({ min: -50, max: 50 }), example: fc.integer() }),
  fc.record({ type: fc.constant('integer'), maximum: fc.integer({ min: -50, max: 50 }) }),
  fc.record({ type: fc.constant(['boolean', 'null'] as string[]) }),
);

const { schema } = fc.letrec<{ schema: JsonObject }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.record({ type: fc.constant('array'), items: tie('schema'), minItems: fc.nat(3) }),
    fc.dictionary(fc.constantFrom('id', 'name', 'a_b', 'size'), tie('schema'), { maxKeys: 4 }).map((properties) => ({
      type: 'object',
      properties,
      required: Object.keys(properties),
    })),
    fc.tuple(tie('schema'), tie('schema')).map(([one, other]) => ({
      oneOf: [
        { type: 'object', required: ['kind'], properties: { kind: { const: 'one' }, one } },
        { type: 'object', required: ['kind'], properties: { kind: { const: 'other' }, other } },
      ],
    })),
  ),
}));

describe('a sample', () => {
  it('fits its schema', () => {
    fc.assert(
      fc.property(schema, (given) => {
        const sample = new Sampler({ schema: given }).sample('#/schema', 'name', 'sent');
        const validate = ajv.compile(given);
        expect(validate(sample), JSON.stringify([given, sample, validate.errors])).toBe(true);
      }),
    );
  });

  it.each(['sent', 'shown'] as const)('that is %s lacks attributes of the other direction', (direction) => {
    const given = {
      type: 'object',
      required: ['id', 'password', 'name'],
      properties: {
        id: { type: 'string', readOnly: true },
        password: { type: 'string', writeOnly: true },
        name: { type: 'string' },
      },
    };
    const sample = new Sampler({ schema: given }).sample('#/schema', '', direction);
    expect(Object.keys(sample as object).sort()).toEqual(direction === 'sent' ? ['name', 'password'] : ['id', 'name']);
  });

  it('of a recursive schema is finite', () => {
    const tree = { type: 'object', required: ['inner'], properties: { inner: { $ref: '#/tree' } } };
    expect(JSON.stringify(new Sampler({ tree }).sample('#/tree', '', 'sent')).length).toBeLessThan(200);
  });
});
