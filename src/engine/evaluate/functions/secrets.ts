import { constants, createPrivateKey, type KeyObject, privateDecrypt } from 'node:crypto';
import type { Value } from '../../../model/index.js';
import { decodedBase64 } from './base64.js';
import {
  ArgumentError,
  type Caller,
  fixed,
  type FunctionDefinition,
  FunctionError,
  numberParameter,
  surroundingsOf,
  textParameter,
} from './definition.js';
import { library } from './library.js';
import { openSshKey } from './openssh-key.js';
import { wholeNumber } from './sequence.js';
import { decodeUtf8 } from './utf8.js';

const bcryptjs = library('#bcrypt') as () => { hashSync(text: string, salt: string): string };

/** The alphabet of bcrypt's encoding: that of Base64 in another order. */
const ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const PLAIN = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const MOST_BYTES = 72;

function bcrypt([text, ...more]: readonly Value[], caller: Caller): string {
  if (more.length > 1) throw new FunctionError('at most one cost can be given');
  const wanted = more.length === 0 ? 10 : wholeNumber(more[0]!, 1);
  if (wanted > 31) throw new ArgumentError(1, 'must not be more than 31');
  if (Buffer.byteLength(text as string) > MOST_BYTES)
    throw new ArgumentError(0, `has more than ${MOST_BYTES} bytes, which bcrypt cannot hash`);
  // As in Go, a cost below the minimum means the default cost.
  const cost = String(wanted < 4 ? 10 : wanted).padStart(2, '0');
  const random = Buffer.from(surroundingsOf(caller).varying!.randomHex(16), 'hex').toString('base64');
  const salt = random.replace(/[A-Za-z0-9+/]/g, (digit) => ALPHABET[PLAIN.indexOf(digit)]!).replaceAll('=', '');
  return bcryptjs().hashSync(text as string, `$2a$${cost}$${salt}`);
}

function rsaDecrypt([text, pem]: readonly Value[]): string {
  const bytes = decodedBase64(text as string, 0);
  const key = readKey(pem as string);
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
  bcrypt: fixed([textParameter('str')], 'string', bcrypt, { rest: numberParameter('cost'), varying: true }),
  rsadecrypt: fixed([textParameter('ciphertext'), textParameter('privatekey')], 'string', rsaDecrypt),
};
