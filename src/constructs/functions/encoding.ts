import type { Input } from '../reference.js';
import { any, bool, call, several, text, texts } from './call.js';

type Text = Input<string>;

export const encoding = {
  /** The UTF-8 text that is written in Base64. Other bytes are an error. */
  base64decode: (value: Text) => text('base64decode', value),
  /** The text as UTF-8, in Base64. */
  base64encode: (value: Text) => text('base64encode', value),
  /** The text as UTF-8, compressed with gzip, in Base64. */
  base64gzip: (value: Text) => text('base64gzip', value),
  /** The text that was compressed with gzip and written in Base64. */
  base64gunzip: (value: Text) => text('base64gunzip', value),
  /** The rows of CSV text (RFC 4180) as a list of objects; the first row has the names of the columns. */
  csvdecode: (value: Text) => any('csvdecode', value),
  /** The value that JSON text is. Text that is not JSON is an error. */
  jsondecode: (value: Text) => any('jsondecode', value),
  /** The value as JSON text; JSON.stringify does not support references. */
  jsonencode: (value: unknown) => text('jsonencode', value),
  /** Text from bytes in Base64, in an encoding with an IANA name: `"UTF-16LE"`. */
  textdecodebase64: (value: Text, encodingName: Text) => text('textdecodebase64', value, encodingName),
  /** The bytes of a text in an encoding with an IANA name, in Base64. */
  textencodebase64: (value: Text, encodingName: Text) => text('textencodebase64', value, encodingName),
  /**
   * The text with everything but letters, digits, `-`, `_`, `.` and `~` as `%` and hexadecimal digits; a space is
   * `+`. `urlencode("a b/c")` is `"a+b%2Fc"`.
   */
  urlencode: (value: Text) => text('urlencode', value),
  /** The text that `urlencode` wrote: `%` and hexadecimal digits as bytes of UTF-8, `+` as a space. */
  urldecode: (value: Text) => text('urldecode', value),
  /** The value that a YAML document is. Anchors work; several documents are an error. */
  yamldecode: (value: Text) => any('yamldecode', value),
  /** The value as YAML, block style. */
  yamlencode: (value: unknown) => text('yamlencode', value),
};

export const hashes = {
  /** The SHA-256 hash of the text as UTF-8, in Base64. */
  base64sha256: (value: Text) => text('base64sha256', value),
  /** The SHA-512 hash of the text as UTF-8, in Base64. */
  base64sha512: (value: Text) => text('base64sha512', value),
  /**
   * The text hashed with bcrypt, at a cost of 4 to 31 (10). It has a new salt each time, so it differs in every plan.
   */
  bcrypt: (value: Text, ...cost: readonly Input<number>[]) => text('bcrypt', value, ...cost),
  /** The MD5 hash of the text as UTF-8, in hexadecimal digits. Not for secrets. */
  md5: (value: Text) => text('md5', value),
  /** Text decrypted with an RSA key in PEM (PKCS #1 v1.5), from Base64. */
  rsadecrypt: (value: Text, key: Text) => text('rsadecrypt', value, key),
  /** The SHA-1 hash of the text as UTF-8, in hexadecimal digits. */
  sha1: (value: Text) => text('sha1', value),
  /** The SHA-256 hash of the text as UTF-8, in hexadecimal digits. */
  sha256: (value: Text) => text('sha256', value),
  /** The SHA-512 hash of the text as UTF-8, in hexadecimal digits. */
  sha512: (value: Text) => text('sha512', value),
  /** A random UUID, another one at each apply. */
  uuid: () => text('uuid'),
  /**
   * The UUID (version 5) of a name in a namespace: `"dns"`, `"url"`, `"oid"`, `"x500"` or a UUID. Equal arguments have
   * equal UUIDs.
   */
  uuidv5: (namespace: Text, name: Text) => text('uuidv5', namespace, name),
};

/** Files are read when the plan is made, relative to the project. */
export const files = {
  /** The absolute path of a path relative to the working directory, with `/` between folders. */
  abspath: (path: Text) => text('abspath', path),
  /** The last part of a path. */
  basename: (path: Text) => text('basename', path),
  /** The path without its last part. */
  dirname: (path: Text) => text('dirname', path),
  /** The content of a file as text. A file that is not UTF-8, or not there, is an error. */
  file: (path: Text) => text('file', path),
  /** The content of a file in Base64. */
  filebase64: (path: Text) => text('filebase64', path),
  /** The SHA-256 hash of a file, in Base64. */
  filebase64sha256: (path: Text) => text('filebase64sha256', path),
  /** The SHA-512 hash of a file, in Base64. */
  filebase64sha512: (path: Text) => text('filebase64sha512', path),
  /** Whether there is a file. A folder is an error. */
  fileexists: (path: Text) => bool('fileexists', path),
  /** The MD5 hash of a file, in hexadecimal digits. */
  filemd5: (path: Text) => text('filemd5', path),
  /** Paths of the files in a folder that fit a pattern: `*`, `**`, `?`, `{a,b}`. Relative to the folder. */
  fileset: (path: Text, pattern: Text) => call<readonly string[]>('fileset', [path, pattern], STRING_SET),
  /** The SHA-1 hash of a file, in hexadecimal digits. */
  filesha1: (path: Text) => text('filesha1', path),
  /** The SHA-256 hash of a file, in hexadecimal digits. */
  filesha256: (path: Text) => text('filesha256', path),
  /** The SHA-512 hash of a file, in hexadecimal digits. */
  filesha512: (path: Text) => text('filesha512', path),
  /** The path with a leading `~` replaced by the home folder. */
  pathexpand: (path: Text) => text('pathexpand', path),
  /** The template in a file, evaluated with `variables`, an object. It cannot call itself. */
  templatefile: (path: Text, variables: unknown) => text('templatefile', path, variables),
};

const STRING_SET = { kind: 'set', element: 'string' } as const;

export const networks = {
  /**
   * Whether a network contains all of another one, or an address: `cidrcontains("10.0.0.0/8", "10.1.0.0/16")` is `true`.
   * Networks of different IP versions are an error.
   */
  cidrcontains: (network: Text, other: Text) => bool('cidrcontains', network, other),
  /**
   * The address number `host` of a network: `cidrhost("10.0.0.0/8", 2)` is `"10.0.0.2"`; negative numbers count from
   * the end. One that does not fit is an error.
   */
  cidrhost: (prefix: Text, host: Input<number>) => text('cidrhost', prefix, host),
  /** The mask of an IPv4 network: `"255.240.0.0"` for `"172.16.0.0/12"`. IPv6 is an error. */
  cidrnetmask: (prefix: Text) => text('cidrnetmask', prefix),
  /**
   * The subnet number `subnet` of a network, whose prefix is `bits` longer: `cidrsubnet("10.0.0.0/8", 8, 2)` is
   * `"10.2.0.0/16"`. One that does not fit is an error.
   */
  cidrsubnet: (prefix: Text, bits: Input<number>, subnet: Input<number>) => text('cidrsubnet', prefix, bits, subnet),
  /** Consecutive subnets, each with a prefix that is longer by the given number of bits. */
  cidrsubnets: (prefix: Text, ...bits: readonly Input<number>[] | readonly [readonly Input<number>[]]) =>
    texts('cidrsubnets', prefix, ...several(bits)),
};
