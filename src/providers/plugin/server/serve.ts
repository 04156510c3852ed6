import type { ProviderFactory } from '../../catalog.js';
import { makeCertificate, type Certificate } from '../process/certificate.js';
import { MAGIC_COOKIE } from '../process/handshake.js';
import { listen, type Listening } from './listen.js';
import { SERVED_PROTOCOL } from './schemas.js';
import { serviceOf } from './service.js';
import { ServedProvider, type ServerSurroundings } from './session.js';

type Environment = Readonly<Record<string, string | undefined>>;

export interface ServeOptions extends ServerSurroundings {
  readonly environment: Environment;
  /** The folder for sockets if the environment names none; undefined on Windows. */
  readonly socketFolder: string | undefined;
  /** Instead of the client that started this process, any process of the machine may connect, without TLS. */
  readonly attach: boolean;
  readonly pid: number;
}

/** A provider that Terraform can use. */
export interface Served {
  /** The address of the provider, `host/namespace/type`. */
  readonly source: string;
  /** The line that tells the client, which started this process, where to connect. */
  readonly handshake: string;
  /** The value of TF_REATTACH_PROVIDERS with which clients find this process. */
  readonly reattach: string;
  /** Resolves when the client has asked the process to end. */
  readonly shutDown: Promise<void>;
  close(): Promise<void>;
}

/** Whether a client of plugins has started this process, and not a person. */
export const isStartedByClient = (environment: Environment): boolean =>
  Object.entries(MAGIC_COOKIE).every(([name, value]) => environment[name] === value);

export async function serveFactory(factory: ProviderFactory, options: ServeOptions): Promise<Served> {
  const { environment, attach } = options;
  const served = new ServedProvider(factory, options);
  // A provider that cannot be started is reported before the handshake, where its message is shown.
  const { source } = (await served.plain()).schemas;
  const client = attach ? undefined : environment['PLUGIN_CLIENT_CERT'] || undefined;
  const own = client === undefined ? undefined : makeCertificate();
  const folder = environment['PLUGIN_UNIX_SOCKET_DIR'] || options.socketFolder;
  const listening = await listen(serviceOf(served, source), {
    socketFolder: options.socketFolder === undefined ? undefined : folder,
    ...(own !== undefined && client !== undefined && { certificates: { own, client } }),
  });
  return {
    source,
    handshake: handshakeOf(listening, own),
    reattach: reattachOf(source, listening, options.pid),
    shutDown: listening.shutDown,
    async close() {
      await served.close();
      listening.close();
    },
  };
}

/** The first number is the version of go-plugin's own protocol. */
function handshakeOf({ address: { network, address } }: Listening, own: Certificate | undefined): string {
  const certificate = own === undefined ? '' : own.certificate.replaceAll(/-----[^-]+-----|\s|=/g, '');
  return ['1', SERVED_PROTOCOL, network, address, 'grpc', certificate].join('|');
}

/** Terraform neither starts nor ends a process that it attaches to. */
const reattachOf = (source: string, { address: { network, address } }: Listening, pid: number): string =>
  JSON.stringify({
    [source]: {
      Protocol: 'grpc',
      ProtocolVersion: SERVED_PROTOCOL,
      Pid: pid,
      Test: true,
      Addr: { Network: network, String: address },
    },
  });
