import { createHash } from 'node:crypto';
import { ArgumentError, fixed, type FunctionDefinition, surroundingsOf, textParameter } from './definition.js';

/** RFC 4122, appendix C. */
const NAMESPACES: Readonly<Record<string, string>> = {
  dns: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  url: '6ba7b811-9dad-11d1-80b4-00c04fd430c8',
  oid: '6ba7b812-9dad-11d1-80b4-00c04fd430c8',
  x500: '6ba7b814-9dad-11d1-80b4-00c04fd430c8',
};

const HEX = '[0-9a-fA-F]';
const DASHED = `${HEX}{8}-${HEX}{4}-${HEX}{4}-${HEX}{4}-${HEX}{12}`;
const FORM = new RegExp(`^(?:(?:urn:uuid:)?${DASHED}|\\{${DASHED}\\}|${HEX}{32})$`, 'i');

function namespaceBytes(given: string): Buffer {
  const uuid = Object.hasOwn(NAMESPACES, given) ? NAMESPACES[given]! : given;
  if (!FORM.test(uuid))
    throw new ArgumentError(0, 'is not a namespace', {
      revealing: `is not a namespace: ${JSON.stringify(given)}`,
      advice: `Use ${Object.keys(NAMESPACES).join(', ')}, or a UUID.`,
    });
  return Buffer.from(uuid.replace(/^urn:uuid:/i, '').replace(/[-{}]/g, ''), 'hex');
}

const uuidText = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

function uuidOfName(namespace: string, name: string): string {
  const bytes = createHash('sha1').update(namespaceBytes(namespace)).update(name, 'utf8').digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return uuidText(bytes.toString('hex'));
}

export const IDENTIFIER_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  uuid: fixed([], 'string', (_, caller) => uuidText(surroundingsOf(caller).varying!.randomHex(16)), { varying: true }),
  uuidv5: fixed([textParameter('namespace'), textParameter('name')], 'string', ([namespace, name]) =>
    uuidOfName(namespace as string, name as string),
  ),
};
