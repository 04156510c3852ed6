import { bytes, flag, integer, one, text } from './fields.js';
import { message } from './message.js';

/** The services that every plugin has beside its own, for the process as a whole. */

const empty = message({});

/** Ends the process. */
export const SHUTDOWN = { path: '/plugin.GRPCController/Shutdown', request: empty, response: empty } as const;

export const CHANNEL = { stdout: 1, stderr: 2 } as const;

/** What the process writes to its output after the handshake; a stream. */
export const STDIO = {
  path: '/plugin.GRPCStdio/StreamStdio',
  request: empty,
  response: message({ channel: integer(1), data: bytes(2) }),
} as const;

const connection = message({
  serviceId: integer(1),
  network: text(2),
  address: text(3),
  knock: one(4, message({ knock: flag(1), ack: flag(2), error: text(3) })),
});

/** Further connections between the two processes, of which this protocol has none; a stream in both directions. */
export const BROKER = { path: '/plugin.GRPCBroker/StartStream', request: connection, response: connection } as const;

export const SERVING = 1;

export const HEALTH = {
  path: '/grpc.health.v1.Health/Check',
  request: message({ service: text(1) }),
  response: message({ status: integer(1) }),
} as const;
