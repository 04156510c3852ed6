import { constants, createPrivateKey, type KeyObject, privateDecrypt } from 'node:crypto';
import type { Num } from '../../../model/index.js';
import { decodedBase64 } from './base64.js';
import {
  ArgumentError,
  type Caller,
  define,
  type FunctionDefinition,
  FunctionError,
  numberParameter,
  textParameter,
  varyingOf,
} from './definition.js';
import { library } from './library.js';
import { openSshKey } from './openssh-key.js';
import { wholeNumber } from './sequence.js';
import { decodeUtf8 } from './utf8.js';

const bcryptjs = library('#bcrypt');

/** The alphabet of bcrypt's encoding: that of Base64 in another order. */
const ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const PLAIN = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const MOST_BYTES = 72;

function bcrypt([text, given = 10, ...more]: readonly [string, ...Num[]], caller: Caller): string {
  if (more.length > 0) throw new FunctionError('at most one cost can be given');
  const wanted = wholeNumber(given, 1);
  if (wanted > 31) throw new ArgumentError(1, 'must not be more than 31');
  if (Buffer.byteLength(text) > MOST_BYTES)
    throw new ArgumentError(0, `has more than ${MOST_BYTES} bytes, which bcrypt cannot hash`);
  // As in Go, a cost below the minimum means the default cost.
  const cost = String(wanted < 4 ? 10 : wanted).padStart(2, '0');
  const random = Buffer.from(varyingOf(caller).randomHex(16), 'hex').toString('base64');
  const salt = random.replace(/[A-Za-z0-9+/]/g, (digit) => ALPHABET.charAt(PLAIN.indexOf(digit))).replaceAll('=', '');
  return bcryptjs().hashSync(text, `$2a$${cost}$${salt}`);
}

function rsaDecrypt([text, pem]: readonly [string, string]): string {
  const bytes = decodedBase64(text, 0);
  const key = readKey(pem);
  const plain = unpadded(key, bytes);
  const decoded = plain === undefined ? undefined : decodeUtf8(plain);
  if (decoded === undefined)
    throw new ArgumentError(0, 'cannot be decrypted with this key', {
      advice: 'It must be encrypted with the matching public key and PKCS #1 v1.5 padding.',
    });
  return decoded;
}

function readKey(pem: string): KeyObject {
  const isProtected = /^(?:Proc-Type: 4,ENCRYPTED|-----BEGIN ENCRYPTED)/m.test(pem);
  if (isProtected) throw new ArgumentError(1, 'is protected with a passphrase', { advice: 'Remove the passphrase.' });
  const key = openSshKey(pem) ?? privateKey(pem);
  if (key?.asymmetricKeyType === 'rsa') return key;
  throw new ArgumentError(1, key === undefined ? 'is not a private key in PEM' : 'is not an RSA key', {
    advice: 'Use a key that begins with "-----BEGIN RSA PRIVATE KEY-----".',
  });
}

function privateKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

/**
 * The text within PKCS #1 v1.5 padding: 0, 2, at least eight bytes, 0, text. Some versions of Node do not remove this
 * padding, and return noise if it is wrong.
 */
function unpadded(key: KeyObject, bytes: Buffer): Buffer | undefined {
  let block: Buffer;
  try {
    block = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, bytes);
  } catch {
    return undefined;
  }
  const end = block.indexOf(0, 2);
  return block[0] === 0 && block[1] === 2 && end >= 10 ? block.subarray(end + 1) : undefined;
}

export const SECRET_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  bcrypt: define([textParameter('str')], 'string', bcrypt, { rest: numberParameter('cost'), varying: true }),
  rsadecrypt: define([textParameter('ciphertext'), textParameter('privatekey')], 'string', rsaDecrypt),
};
