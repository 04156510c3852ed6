import type { Input } from '../reference.js';
import { any, bool, call, several, text, texts } from './call.js';

type Text = Input<string>;

export const encoding = {
  /** The string decoded from Base64. Bytes that are not UTF-8 are an error. */
  base64decode: (value: Text) => text('base64decode', value),
  /** The string as UTF-8, in Base64. */
  base64encode: (value: Text) => text('base64encode', value),
  /** The string as UTF-8, compressed with gzip, in Base64. */
  base64gzip: (value: Text) => text('base64gzip', value),
  /** The string decoded from Base64 and decompressed with gzip. */
  base64gunzip: (value: Text) => text('base64gunzip', value),
  /** The rows of a CSV string (RFC 4180) as a list of objects. The first row contains the column names. */
  csvdecode: (value: Text) => any('csvdecode', value),
  /** The value decoded from JSON. A string that is not JSON is an error. */
  jsondecode: (value: Text) => any('jsondecode', value),
  /** The value as JSON. Use it instead of JSON.stringify, which does not support references. */
  jsonencode: (value: unknown) => text('jsonencode', value),
  /** The string decoded from Base64 and a character encoding, given by its IANA name, such as `"UTF-16LE"`. */
  textdecodebase64: (value: Text, encodingName: Text) => text('textdecodebase64', value, encodingName),
  /** The string in a character encoding, given by its IANA name, in Base64. */
  textencodebase64: (value: Text, encodingName: Text) => text('textencodebase64', value, encodingName),
  /**
   * The string with all characters except letters, digits, `-`, `_`, `.` and `~` written as `%` and hexadecimal digits. A
   * space becomes `+`. `urlencode("a b/c")` is `"a+b%2Fc"`.
   */
  urlencode: (value: Text) => text('urlencode', value),
  /** The reverse of `urlencode`: `%` and hexadecimal digits become bytes of UTF-8, and `+` becomes a space. */
  urldecode: (value: Text) => text('urldecode', value),
  /** The value decoded from a YAML document. Anchors are supported. More than one document is an error. */
  yamldecode: (value: Text) => any('yamldecode', value),
  /** The value as YAML in block style. */
  yamlencode: (value: unknown) => text('yamlencode', value),
};

export const hashes = {
  /** The SHA-256 hash of the string as UTF-8, in Base64. */
  base64sha256: (value: Text) => text('base64sha256', value),
  /** The SHA-512 hash of the string as UTF-8, in Base64. */
  base64sha512: (value: Text) => text('base64sha512', value),
  /**
   * The bcrypt hash of the string, with a cost from 4 to 31 (default 10). The salt is random, so the hash differs in every
   * plan.
   */
  bcrypt: (value: Text, ...cost: readonly Input<number>[]) => text('bcrypt', value, ...cost),
  /** The MD5 hash of the string as UTF-8, in hexadecimal. Not for secrets. */
  md5: (value: Text) => text('md5', value),
  /** The string decrypted from Base64 with an RSA key in PEM format (PKCS #1 v1.5). */
  rsadecrypt: (value: Text, key: Text) => text('rsadecrypt', value, key),
  /** The SHA-1 hash of the string as UTF-8, in hexadecimal. */
  sha1: (value: Text) => text('sha1', value),
  /** The SHA-256 hash of the string as UTF-8, in hexadecimal. */
  sha256: (value: Text) => text('sha256', value),
  /** The SHA-512 hash of the string as UTF-8, in hexadecimal. */
  sha512: (value: Text) => text('sha512', value),
  /** A random UUID, which differs in each apply. */
  uuid: () => text('uuid'),
  /**
   * The version 5 UUID of a name in a namespace: `"dns"`, `"url"`, `"oid"`, `"x500"` or a UUID. Equal arguments give
   * equal UUIDs.
   */
  uuidv5: (namespace: Text, name: Text) => text('uuidv5', namespace, name),
};

/** Files are read during planning. Relative paths start at the project's folder. */
export const files = {
  /** The absolute form of a path relative to the working directory, with `/` as the separator. */
  abspath: (path: Text) => text('abspath', path),
  /** The last part of a path. */
  basename: (path: Text) => text('basename', path),
  /** The path without its last part. */
  dirname: (path: Text) => text('dirname', path),
  /** The content of a file as a string. A file that is missing or not UTF-8 is an error. */
  file: (path: Text) => text('file', path),
  /** The content of a file in Base64. */
  filebase64: (path: Text) => text('filebase64', path),
  /** The SHA-256 hash of a file, in Base64. */
  filebase64sha256: (path: Text) => text('filebase64sha256', path),
  /** The SHA-512 hash of a file, in Base64. */
  filebase64sha512: (path: Text) => text('filebase64sha512', path),
  /** Whether a file exists. A folder is an error. */
  fileexists: (path: Text) => bool('fileexists', path),
  /** The MD5 hash of a file, in hexadecimal. */
  filemd5: (path: Text) => text('filemd5', path),
  /** The files in a folder that match a pattern (`*`, `**`, `?`, `{a,b}`), as paths relative to the folder. */
  fileset: (path: Text, pattern: Text) => call<readonly string[]>('fileset', [path, pattern], STRING_SET),
  /** The SHA-1 hash of a file, in hexadecimal. */
  filesha1: (path: Text) => text('filesha1', path),
  /** The SHA-256 hash of a file, in hexadecimal. */
  filesha256: (path: Text) => text('filesha256', path),
  /** The SHA-512 hash of a file, in hexadecimal. */
  filesha512: (path: Text) => text('filesha512', path),
  /** The path with a leading `~` replaced by the home folder. */
  pathexpand: (path: Text) => text('pathexpand', path),
  /** The template in a file, evaluated with an object of `variables`. A template cannot call itself. */
  templatefile: (path: Text, variables: unknown) => text('templatefile', path, variables),
};

const STRING_SET = { kind: 'set', element: 'string' } as const;

export const networks = {
  /**
   * Whether a network contains an address or all of another network: `cidrcontains("10.0.0.0/8", "10.1.0.0/16")` is `true`.
   * Networks of different IP versions are an error.
   */
  cidrcontains: (network: Text, other: Text) => bool('cidrcontains', network, other),
  /**
   * The address with number `host` in a network: `cidrhost("10.0.0.0/8", 2)` is `"10.0.0.2"`. Negative numbers count from
   * the end. A number outside the network is an error.
   */
  cidrhost: (prefix: Text, host: Input<number>) => text('cidrhost', prefix, host),
  /** The mask of an IPv4 network: `"255.240.0.0"` for `"172.16.0.0/12"`. IPv6 is an error. */
  cidrnetmask: (prefix: Text) => text('cidrnetmask', prefix),
  /**
   * The subnet with number `subnet` in a network, with a prefix that is `bits` longer: `cidrsubnet("10.0.0.0/8", 8, 2)` is
   * `"10.2.0.0/16"`. A number outside the network is an error.
   */
  cidrsubnet: (prefix: Text, bits: Input<number>, subnet: Input<number>) => text('cidrsubnet', prefix, bits, subnet),
  /** Consecutive subnets, each with a prefix that is longer by the given number of bits. */
  cidrsubnets: (prefix: Text, ...bits: readonly Input<number>[] | readonly [readonly Input<number>[]]) =>
    texts('cidrsubnets', prefix, ...several(bits)),
};
