import { createHash } from 'node:crypto';
import path from 'node:path';
import { jsonOf, tokenVariable } from '../../packages/index.js';
import { readCliConfiguration } from '../../providers/install/cli-configuration.js';
import { DiagnosticError, errorDiagnostic, objectIn } from '../../model/index.js';
import { systemClock } from '../../state/index.js';
import { DocumentBackend } from '../../state/backends/document/backend.js';
import { HcpClient } from '../../state/backends/hcp/client.js';
import { HcpDocument } from '../../state/backends/hcp/document.js';
import { nameAtServer, readHcpSettings } from '../../state/backends/hcp/settings.js';
import { HcpWorkspaces } from '../../state/backends/hcp/workspaces.js';
import type { Send } from '../../state/backends/remote/send.js';
import type { Opening, OpenRemote } from './opening.js';
import { backendSender } from './sender.js';

/** Opens state at HCP Terraform, or at what speaks its API. */
export async function openHcp(
  kind: 'remote' | 'cloud',
  { env, directory, given, choice }: Opening,
): Promise<OpenRemote> {
  const { workspace, clock = systemClock } = choice;
  const settings = readHcpSettings(kind, given);
  const { host, organization } = settings;
  const { environment } = env;
  const { tokens, services } = readCliConfiguration(environment, directory);
  const token = settings.token ?? environment[tokenVariable(host)] ?? tokens.get(host);
  env.learn?.(() => [...settings.secrets, ...(token === undefined ? [] : [token])]);
  const send = backendSender(env, { insecure: false }, directory);
  let service: Promise<URL> | undefined;
  const client = new HcpClient({
    service: () => (service ??= discover(host, services.get(host), send)),
    token,
    send,
    clock,
    place: `${host}/${organization}`,
  });
  const workspaces = new HcpWorkspaces(settings, client);
  return {
    // Workspaces can be listed and made before one is selected that has a state.
    get backend() {
      const name = nameAtServer(settings, workspace);
      const server = new HcpDocument({ settings, client, workspaces, name });
      const digest = createHash('sha256').update(server.place).digest('hex').slice(0, 12);
      const place = path.join('.landform', `${kind}-${digest}`);
      return new DocumentBackend({ server, path: path.resolve(directory, place), place, clock });
    },
    workspaces,
  };
}

/** The address of the API that a host names. */
async function discover(host: string, given: Readonly<Record<string, string>> | undefined, send: Send): Promise<URL> {
  const address = new URL(`https://${host}/.well-known/terraform.json`);
  const reply = given === undefined ? await send(address, { method: 'GET', headers: {} }) : undefined;
  const services = given ?? objectIn(reply?.status === 200 ? jsonOf(Buffer.from(reply.body).toString()) : undefined);
  const place = services['tfe.v2'] ?? services['tfe.v2.1'] ?? services['tfe.v2.2'];
  if (typeof place !== 'string' || !URL.canParse(place, address.href)) {
    throw new DiagnosticError([
      errorDiagnostic('invalid-backend', `The host ${host} keeps no state for Terraform`, {
        detail: `${address.href} names no service "tfe.v2". Correct the hostname.`,
      }),
    ]);
  }
  const url = new URL(place, address);
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}
