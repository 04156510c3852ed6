import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A certificate for loopback, and for a storage account of Azure; trusted where SSL_CERT_FILE names it. */
export const CERTIFICATE_FILE = fileURLToPath(new URL('tls/certificate.pem', import.meta.url));

export const TLS = {
  cert: readFileSync(CERTIFICATE_FILE, 'utf8'),
  key: readFileSync(new URL('tls/key.pem', import.meta.url), 'utf8'),
};
