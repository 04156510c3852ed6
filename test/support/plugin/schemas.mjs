// The schemas of the provider for tests, as messages.
import { bytes, entry, flag, int, message, text } from './wire.mjs';

const json = (value) => Buffer.from(JSON.stringify(value));

const attribute = (protocol, name, type, { required, optional, computed, sensitive, writeOnly } = {}) =>
  bytes(
    2,
    message(
      text(1, name),
      bytes(2, json(type)),
      flag(4, required),
      flag(5, optional),
      flag(6, computed),
      flag(7, sensitive),
      flag(protocol === 5 ? 10 : 11, writeOnly),
    ),
  );

const NESTING = { single: 1, list: 2, set: 3, map: 4, group: 5 };

const blockType = (name, nesting, block) => bytes(3, message(text(1, name), bytes(2, block), int(3, NESTING[nesting])));

const schema = (version, ...parts) => message(int(1, version), bytes(2, message(...parts)));

const required = { required: true };
const optional = { optional: true };
const computed = { computed: true };

/** Of every type: the names of its attributes and of its blocks, which a value has to have. */
export const SHAPES = {
  box: [
    'id',
    'name',
    'size',
    'huge',
    'labels',
    'anything',
    'secret',
    'secret_version',
    'token',
    'rule',
    'note',
    'detail',
  ],
  legacy: ['id', 'name', 'comment', 'tag'],
  trouble: ['id', 'how'],
  loose: ['id', 'step', 'by'],
};

export function resourceSchemas(protocol, prefix) {
  const at = (name, type, options) => attribute(protocol, name, type, options);
  const peer = message(at('cidr', 'string', required), at('ports', ['set', 'number'], optional));
  const rule = message(at('port', 'number', required), at('id', 'string', computed), blockType('peer', 'set', peer));
  const note = message(at('text', 'string', optional));
  const detail = message(at('extra', 'dynamic', optional));
  return new Map([
    [
      `${prefix}_box`,
      schema(
        2,
        at('id', 'string', computed),
        at('name', 'string', required),
        at('size', 'number', optional),
        at('huge', 'number', { optional: true, computed: true }),
        at('labels', ['set', 'string'], optional),
        at('anything', 'dynamic', optional),
        at('secret', 'string', { optional: true, writeOnly: true }),
        at('secret_version', 'number', optional),
        at('token', 'string', { computed: true, sensitive: true }),
        blockType('rule', 'set', rule),
        blockType('note', 'list', note),
        blockType('detail', 'single', detail),
      ),
    ],
    [
      `${prefix}_legacy`,
      schema(
        0,
        at('id', 'string', computed),
        at('name', 'string', required),
        at('comment', 'string', optional),
        blockType('tag', 'list', message(at('value', 'string', optional))),
      ),
    ],
    [
      `${prefix}_loose`,
      schema(
        0,
        at('id', 'string', computed),
        blockType('step', 'list', message(at('input', 'dynamic', optional))),
        blockType('by', 'map', message(at('value', 'dynamic', optional))),
      ),
    ],
    [`${prefix}_trouble`, schema(0, at('id', 'string', computed), at('how', 'string', required))],
  ]);
}

/** An ephemeral resource. */
const tokenSchema = (at) =>
  schema(
    0,
    at('of', 'string', required),
    at('renewed_after', 'number', optional),
    at('value', 'string', { computed: true, sensitive: true }),
  );

export function providerSchema(protocol, prefix) {
  const at = (name, type, options) => attribute(protocol, name, type, options);
  const lookup = schema(0, at('name', 'string', required), at('id', 'string', computed));
  return message(
    bytes(
      1,
      schema(0, at('world', 'string', required), at('strict', 'bool', optional), at('token', 'string', optional)),
    ),
    ...[...resourceSchemas(protocol, prefix)].map(([name, encoded]) => entry(2, name, encoded)),
    entry(3, `${prefix}_lookup`, lookup),
    bytes(5, schema(0, at('module', 'string', required))),
    bytes(6, message(flag(1, protocol === 6), flag(2, true), flag(3, true))),
    entry(8, `${prefix}_token`, tokenSchema(at)),
    ...functionSchemas().map(([name, encoded]) => entry(7, name, encoded)),
  );
}

const parameter = (name, type, { nullable, unknown } = {}) =>
  message(text(1, name), bytes(2, json(type)), flag(3, nullable), flag(4, unknown));

const signature = (result, parameters, variadic) =>
  message(
    ...parameters.map((encoded) => bytes(1, encoded)),
    bytes(2, variadic),
    bytes(3, message(bytes(1, json(result)))),
    text(4, 'For tests.'),
  );

/** Functions of expressions, by name. */
export const functionSchemas = () => [
  ['shout', signature('string', [parameter('words', 'string')])],
  ['join', signature('string', [parameter('separator', 'string')], parameter('parts', 'string'))],
  ['same', signature('dynamic', [parameter('value', 'dynamic', { nullable: true })])],
  ['is_known', signature('bool', [parameter('value', 'string', { nullable: true, unknown: true })])],
  ['flip', signature(['map', 'number'], [parameter('items', ['list', ['object', { n: 'number', name: 'string' }]])])],
  ['trouble', signature('string', [parameter('how', 'string')])],
];

/** Identities of boxes: their names. */
export const identitySchemas = (prefix) =>
  message(
    entry(
      1,
      `${prefix}_box`,
      message(int(1, 1), bytes(2, message(text(1, 'name'), bytes(2, json('string')), flag(3, true)))),
    ),
  );
