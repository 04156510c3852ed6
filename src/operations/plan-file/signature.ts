import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  sign,
  timingSafeEqual,
  verify,
  type KeyObject,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DiagnosticError, errorDiagnostic, type JsonObject, reasonOf } from '../../model/index.js';

/** Signs the checksum of a plan. */
export type PlanSigner = (checksum: string) => JsonObject;

/** Whether the signature of the checksum was made with the right key. */
export type PlanVerifier = (checksum: string, signature: JsonObject) => boolean;

/** Prefixed, so that a signature made with the same key for another purpose is not accepted. */
const signed = (checksum: string): Buffer => Buffer.from(`landform plan ${checksum}`);

/** A shorter secret could be guessed. */
const SECRET_BYTES = 32;

/** A private Ed25519 key as PEM, or a secret of at least 32 bytes for HMAC-SHA256. */
export function planSigner(file: string, name: string): PlanSigner {
  const key = readKey(file, name, createPrivateKey);
  return (checksum) => ({
    algorithm: key instanceof Buffer ? 'hmac-sha256' : 'ed25519',
    value: (key instanceof Buffer ? hmac(key, checksum) : sign(null, signed(checksum), key)).toString('base64'),
  });
}

/** A public Ed25519 key as PEM (a private one works too), or the secret the plan was signed with. */
export function planVerifier(file: string, name: string): PlanVerifier {
  const key = readKey(file, name, createPublicKey);
  return (checksum, { algorithm, value }) => {
    if (typeof value !== 'string') return false;
    const given = Buffer.from(value, 'base64');
    if (!(key instanceof Buffer)) return algorithm === 'ed25519' && verify(null, signed(checksum), key, given);
    const right = hmac(key, checksum);
    return algorithm === 'hmac-sha256' && given.length === right.length && timingSafeEqual(given, right);
  };
}

const hmac = (secret: Buffer, checksum: string): Buffer =>
  createHmac('sha256', secret).update(signed(checksum)).digest();

function readKey(file: string, name: string, parse: (pem: string) => KeyObject): KeyObject | Buffer {
  const wrong = (why: string): DiagnosticError =>
    new DiagnosticError([
      errorDiagnostic('invalid-plan-key', `${name} is not a key for signing plans`, {
        detail: `${why} A key is an Ed25519 key in PEM format, or a file with a secret of at least ${SECRET_BYTES} bytes.`,
      }),
    ]);
  let text: string;
  try {
    text = readFileSync(file, 'latin1').trim();
  } catch (error) {
    throw wrong(`${reasonOf(error)}.`);
  }
  if (!text.startsWith('-----BEGIN')) {
    const secret = Buffer.from(text, 'latin1');
    if (secret.length < SECRET_BYTES) throw wrong(`It contains ${secret.length} bytes.`);
    return secret;
  }
  let key: KeyObject;
  try {
    key = parse(text);
  } catch {
    throw wrong('The key cannot be read, or is of the wrong kind.');
  }
  if (key.asymmetricKeyType !== 'ed25519') throw wrong(`It contains a key of type ${key.asymmetricKeyType}.`);
  return key;
}
