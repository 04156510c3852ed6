import { DiagnosticError, errorDiagnostic, type Diagnostic } from '../../model/index.js';

export type At = Pick<Diagnostic, 'source' | 'origin'>;

export function invalidEncryption(summary: string, detail: string, at: At = {}): DiagnosticError {
  return new DiagnosticError([errorDiagnostic('invalid-encryption', summary, { ...at, detail })]);
}

/** `what` is encrypted, and no encryption is configured. */
export function isEncrypted(place: string): DiagnosticError {
  return new DiagnosticError([
    errorDiagnostic('state-encrypted', `${place} is encrypted`, {
      detail:
        'No encryption is configured. Add the encryption block that it was written with to the terraform block or to landform.json, or set TF_ENCRYPTION.',
    }),
  ]);
}

export function isNotEncrypted(place: string): DiagnosticError {
  return new DiagnosticError([
    errorDiagnostic('state-not-encrypted', `${place} is not encrypted, but encryption is configured`, {
      detail:
        'It was not used, since anyone could have written it. If it is yours, encrypt it once with "landform state encrypt", ' +
        'or allow it in the encryption block: fallback { method = method.unencrypted.NAME }.',
    }),
  ]);
}

/** `reasons` has one sentence for each method that was tried. */
export function notDecrypted(place: string, reasons: readonly string[]): DiagnosticError {
  return new DiagnosticError([
    errorDiagnostic('state-not-decrypted', `${place} cannot be decrypted`, {
      detail:
        `${reasons.join('\n')}\n` +
        'Nothing was changed. Check the key. If it was replaced, add the earlier one as a fallback. ' +
        'If the file is damaged, restore it from a backup.',
    }),
  ]);
}

export function unknownEnvelope(place: string, version: string): DiagnosticError {
  return new DiagnosticError([
    errorDiagnostic('state-encryption-version', `${place} has the encryption version ${JSON.stringify(version)}`, {
      detail:
        'Landform reads v0. It was written by a newer program, or is damaged. Upgrade Landform, or restore a backup.',
    }),
  ]);
}

/** What the document says of itself is not what was encrypted. */
export function mislabelled(place: string, field: string): DiagnosticError {
  return new DiagnosticError([
    errorDiagnostic('state-not-decrypted', `${place} was changed: its ${field} is not the encrypted one`, {
      detail: 'It was edited, or combined from two states. Nothing was changed. Restore it from a backup.',
    }),
  ]);
}

export function replayed(place: string, serial: number, last: number, record: string): DiagnosticError {
  return new DiagnosticError([
    errorDiagnostic('state-replayed', `${place} is older than the state that was used here before`, {
      detail:
        `Its serial is ${serial}, and was ${last}. An old state may have been put in its place; using it would forget objects. ` +
        `Restore the newest version. If the old one was restored on purpose, delete ${record} and run the command again.`,
    }),
  ]);
}

export function keyUnavailable(name: string, reason: string, at: At = {}): DiagnosticError {
  return new DiagnosticError([
    errorDiagnostic('key-unavailable', `The key provider ${name} has no key to encrypt with`, {
      ...at,
      detail: `${reason} Nothing was written.`,
    }),
  ]);
}
