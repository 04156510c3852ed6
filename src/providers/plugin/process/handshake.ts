import type { Protocol } from '../wire/schemas.js';

/** What a plugin expects in its environment: without it, a person has started it, and it says so and ends. */
export const MAGIC_COOKIE = {
  TF_PLUGIN_MAGIC_COOKIE: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2',
} as const;

export const PROTOCOLS: readonly Protocol[] = [5, 6];

/** Where a plugin listens. */
export interface Address {
  readonly network: 'unix' | 'tcp';
  /** A path, or a host with a port. */
  readonly address: string;
}

/** What a plugin says on the first line of its output. */
export interface Handshake extends Address {
  readonly protocol: Protocol;
  /** The certificate that it will show, in DER; undefined if it does not use TLS. */
  readonly certificate: Buffer | undefined;
}

/** A shorter text cannot be a certificate. */
const LEAST_CERTIFICATE = 50;

/** Reads the line `core version|protocol|network|address|grpc|certificate`. Returns why it is not acceptable. */
export function readHandshake(line: string): Handshake | { readonly problem: string } {
  const [core, version, network, address, kind, certificate = ''] = line.trim().split('|');
  if (core === undefined || version === undefined || network === undefined || address === undefined)
    return { problem: 'its first line of output is not the handshake of a plugin' };
  if (core !== '1') return { problem: `it uses version ${shown(core)} of go-plugin's core protocol, not 1` };
  const protocol = PROTOCOLS.find((known) => String(known) === version);
  if (protocol === undefined)
    return { problem: `it speaks version ${shown(version)} of Terraform's plugin protocol; Landform speaks 5 and 6` };
  if (kind !== 'grpc') return { problem: 'it does not speak gRPC, so it is older than Terraform 0.12' };
  if (network !== 'unix' && network !== 'tcp')
    return { problem: `it listens on the unknown network ${shown(network)}` };
  if (address === '') return { problem: 'it does not say where it listens' };
  return {
    protocol,
    network,
    address,
    certificate: certificate.length < LEAST_CERTIFICATE ? undefined : Buffer.from(certificate, 'base64'),
  };
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 40));
