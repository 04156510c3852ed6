import type { Input } from '../reference.js';
import { any, bool, call, several, text, texts } from './call.js';

type Text = Input<string>;

export const encoding = {
  base64decode: (value: Text) => text('base64decode', value),
  base64encode: (value: Text) => text('base64encode', value),
  base64gzip: (value: Text) => text('base64gzip', value),
  csvdecode: (value: Text) => any('csvdecode', value),
  jsondecode: (value: Text) => any('jsondecode', value),
  /** The value as JSON text; what JSON.stringify can not do for a reference. */
  jsonencode: (value: unknown) => text('jsonencode', value),
  textdecodebase64: (value: Text, encodingName: Text) => text('textdecodebase64', value, encodingName),
  textencodebase64: (value: Text, encodingName: Text) => text('textencodebase64', value, encodingName),
  urlencode: (value: Text) => text('urlencode', value),
  yamldecode: (value: Text) => any('yamldecode', value),
  yamlencode: (value: unknown) => text('yamlencode', value),
};

export const hashes = {
  base64sha256: (value: Text) => text('base64sha256', value),
  base64sha512: (value: Text) => text('base64sha512', value),
  bcrypt: (value: Text, ...cost: readonly Input<number>[]) => text('bcrypt', value, ...cost),
  md5: (value: Text) => text('md5', value),
  rsadecrypt: (value: Text, key: Text) => text('rsadecrypt', value, key),
  sha1: (value: Text) => text('sha1', value),
  sha256: (value: Text) => text('sha256', value),
  sha512: (value: Text) => text('sha512', value),
  uuid: () => text('uuid'),
  uuidv5: (namespace: Text, name: Text) => text('uuidv5', namespace, name),
};

/** Files are read when the plan is made, relative to the project. */
export const files = {
  abspath: (path: Text) => text('abspath', path),
  basename: (path: Text) => text('basename', path),
  dirname: (path: Text) => text('dirname', path),
  file: (path: Text) => text('file', path),
  filebase64: (path: Text) => text('filebase64', path),
  filebase64sha256: (path: Text) => text('filebase64sha256', path),
  filebase64sha512: (path: Text) => text('filebase64sha512', path),
  fileexists: (path: Text) => bool('fileexists', path),
  filemd5: (path: Text) => text('filemd5', path),
  fileset: (path: Text, pattern: Text) => call<readonly string[]>('fileset', [path, pattern], STRING_SET),
  filesha1: (path: Text) => text('filesha1', path),
  filesha256: (path: Text) => text('filesha256', path),
  filesha512: (path: Text) => text('filesha512', path),
  pathexpand: (path: Text) => text('pathexpand', path),
  templatefile: (path: Text, variables: unknown) => text('templatefile', path, variables),
};

const STRING_SET = { kind: 'set', element: 'string' } as const;

export const networks = {
  cidrhost: (prefix: Text, host: Input<number>) => text('cidrhost', prefix, host),
  cidrnetmask: (prefix: Text) => text('cidrnetmask', prefix),
  cidrsubnet: (prefix: Text, bits: Input<number>, subnet: Input<number>) => text('cidrsubnet', prefix, bits, subnet),
  cidrsubnets: (prefix: Text, ...bits: readonly Input<number>[] | readonly [readonly Input<number>[]]) =>
    texts('cidrsubnets', prefix, ...several(bits)),
};
