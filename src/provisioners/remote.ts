import type { Connection } from './connection.js';
import { readConnection } from './connection.js';
import type { Failure, ProvisionerRequest } from './request.js';
import { connect, ConnectionFailed, type Remote } from './ssh.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Does something on another machine. The connection ends with it, and when the run is stopped. */
export async function onRemote(
  request: ProvisionerRequest,
  environment: Environment,
  work: (remote: Remote, connection: Connection) => Promise<Failure | undefined>,
): Promise<Failure | undefined> {
  const connection = readConnection(request.connection ?? {}, environment);
  if ('problem' in connection) return { reason: connection.problem };
  let remote: Remote | undefined;
  const end = (): void => remote?.close();
  request.stop.addEventListener('abort', end, { once: true });
  try {
    remote = await connect(connection, request);
    return await work(remote, connection);
  } catch (error) {
    if (error instanceof ConnectionFailed) return { reason: error.message };
    const what = request.stop.aborted ? 'The run was stopped' : 'The connection failed';
    return { reason: what, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    request.stop.removeEventListener('abort', end);
    remote?.close();
  }
}
