import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { DiagnosticError, errorDiagnostic } from '../../../model/index.js';

export interface TlsSettings {
  /** File with certificates (PEM) to trust for the service, in addition to the default ones. */
  readonly caFile?: string;
  /** Certificates (PEM) to trust instead of the default ones. */
  readonly ca?: string;
  /** The certificate (PEM) that the client shows, with its private key. */
  readonly client?: ClientCertificate;
  /** Accepts any certificate. */
  readonly insecure?: boolean;
}

export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
}

/** The same, in the form that connections take. */
export interface Trust {
  readonly rejectUnauthorized: boolean;
  readonly secureContext?: SecureContext;
}

/** The certificates to trust for a service; undefined for Node's defaults. */
export interface Certificates {
  readonly rejectUnauthorized: boolean;
  readonly ca: readonly string[] | undefined;
  readonly client?: ClientCertificate;
}

/**
 * Reads the named files. SSL_CERT_FILE replaces the built-in roots, as it does for OpenSSL and Go; NODE_EXTRA_CA_CERTS
 * and the provider's own file add to them. Node itself only reads NODE_EXTRA_CA_CERTS if no other certificates are
 * given.
 */
export function certificatesOf(
  { caFile, ca: only, client, insecure }: TlsSettings,
  environment: Readonly<Record<string, string | undefined>>,
  directory: string,
): Certificates {
  const rejectUnauthorized = insecure !== true;
  const shown = client === undefined ? {} : { client };
  if (only !== undefined) return { rejectUnauthorized, ca: [only], ...shown };
  const [instead, extra] = [environment['SSL_CERT_FILE'], environment['NODE_EXTRA_CA_CERTS']];
  if (!caFile && !instead) return { rejectUnauthorized, ca: undefined, ...shown };
  const ca = instead ? [read(instead, '.', 'SSL_CERT_FILE')] : [...rootCertificates];
  if (extra) ca.push(read(extra, '.', 'NODE_EXTRA_CA_CERTS'));
  if (caFile) ca.push(read(caFile, directory));
  return { rejectUnauthorized, ca, ...shown };
}

/** Create once, and only for encrypted connections: parsing the certificates takes longer than many calls. */
export function trustOf({ rejectUnauthorized, ca, client }: Certificates): Trust {
  const trusted = ca === undefined || !rejectUnauthorized ? undefined : { ca: [...ca] };
  if (trusted === undefined && client === undefined) return { rejectUnauthorized };
  return { rejectUnauthorized, secureContext: createSecureContext({ ...trusted, ...client }) };
}

/** `variable` is the environment variable that names the file; undefined if the provider configuration does. */
function read(file: string, directory: string, variable?: string): string {
  try {
    const text = readFileSync(path.resolve(directory, file), 'utf8');
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
    throw new Error('it contains no PEM certificate');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const place = variable === undefined ? 'relative to the project' : `or unset ${variable}`;
    throw new DiagnosticError([
      errorDiagnostic('wrong-ca-file', `The certificates in ${file} cannot be used: ${reason}`, {
        detail: `Name a file that begins with -----BEGIN CERTIFICATE-----, ${place}.`,
        ...(variable === undefined ? { path: ['ca_file'] } : {}),
      }),
    ]);
  }
}
