import { createRequire } from 'node:module';
import type * as OpenPgp from 'openpgp';
import { DiagnosticError, errorDiagnostic, reasonOf, type ProviderSource } from '../../model/index.js';
import { shortSource } from '../diagnostics.js';

let loaded: typeof OpenPgp | undefined;

/** Files that the build writes have no declarations to check this against. */
const library = (): typeof OpenPgp => (loaded ??= createRequire(import.meta.url)('#openpgp') as typeof OpenPgp);

export interface Signed {
  readonly signed: Buffer;
  /** Detached, binary or armored. */
  readonly signature: Buffer;
  /** Armored public keys of those who may publish the provider. */
  readonly keys: readonly string[];
}

/**
 * Checks a signature, and returns the ID of its key. A key must have been valid when it signed: keys expire long before the providers
 * that were signed with them are replaced, and what was signed in time stays good.
 */
export async function checkSignature(
  source: ProviderSource,
  version: string,
  { signed, signature, keys }: Signed,
): Promise<string> {
  const pgp = library();
  const refuse = (reason: string): DiagnosticError =>
    new DiagnosticError([
      errorDiagnostic('bad-provider-signature', `The signature of ${shortSource(source)} ${version} is not valid`, {
        detail: `${reason}. Nothing was installed. Report it to those who publish the provider.`,
      }),
    ]);
  if (keys.length === 0) throw refuse('The registry names no key for it');
  const read = await readSignature(pgp, signature).catch((error: unknown) => refuse(reasonOf(error)));
  if (read instanceof DiagnosticError) throw read;
  const verificationKeys = await Promise.all(keys.map((armoredKey) => pgp.readKey({ armoredKey }))).catch(
    (error: unknown) => refuse(`A key of the registry cannot be read: ${reasonOf(error)}`),
  );
  if (verificationKeys instanceof DiagnosticError) throw verificationKeys;
  const message = await pgp.createMessage({ binary: signed });
  // The library asks whether a key was valid at the time of the signature, not now.
  const { signatures } = await pgp.verify({ message, signature: read, verificationKeys, config: { minRSABits: 1024 } });
  let reason = 'It has no signature';
  for (const { keyID, verified } of signatures) {
    try {
      await verified;
      return keyID.toHex().toUpperCase();
    } catch (error) {
      reason = reasonOf(error);
    }
  }
  throw refuse(reason);
}

/** Registries serve the binary form; some servers the armored one. */
const readSignature = (pgp: typeof OpenPgp, bytes: Buffer): Promise<OpenPgp.Signature> =>
  bytes.subarray(0, 10).toString('latin1') === '-----BEGIN'
    ? pgp.readSignature({ armoredSignature: bytes.toString('utf8') })
    : pgp.readSignature({ binarySignature: new Uint8Array(bytes) });
