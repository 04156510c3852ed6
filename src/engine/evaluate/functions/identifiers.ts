import { createHash } from 'node:crypto';
import { ownEntry } from '../../../model/index.js';
import { ArgumentError, define, type FunctionDefinition, textParameter, varyingOf } from './definition.js';

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
  const uuid = ownEntry(NAMESPACES, given) ?? given;
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
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return uuidText(bytes.toString('hex'));
}

export const IDENTIFIER_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  uuid: define([], 'string', (_, caller) => uuidText(varyingOf(caller).randomHex(16)), { varying: true }),
  uuidv5: define([textParameter('namespace'), textParameter('name')], 'string', ([namespace, name]) =>
    uuidOfName(namespace, name),
  ),
};
