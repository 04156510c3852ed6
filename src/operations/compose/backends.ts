import { createHash } from 'node:crypto';
import path from 'node:path';
import { KNOWN_BACKENDS, systemClock, unknownBackend } from '../../state/index.js';
import { DocumentBackend } from '../../state/backends/document/backend.js';
import { HttpDocument } from '../../state/backends/http/document.js';
import { readHttpSettings } from '../../state/backends/http/settings.js';
import { workspacesUnsupported } from '../../state/backends/remote/diagnostics.js';
import { NoWorkspaces } from '../../state/backends/remote/no-workspaces.js';
import type { GivenSettings } from '../../state/backends/settings.js';
import type { OpenRemote, RemoteChoice, Surroundings } from './opening.js';
import { backendSender } from './sender.js';
import { DEFAULT_WORKSPACE } from '../backend/workspace.js';

/** Opens backends that keep state elsewhere. Loaded only where one is configured. */

export async function openRemote(env: Surroundings, directory: string, choice: RemoteChoice): Promise<OpenRemote> {
  const { type, config, ...at } = choice.backend;
  const given: GivenSettings = { type, config, environment: env.environment, at };
  switch (type) {
    case 'http':
      return openHttp(env, directory, given, choice);
    case 'pg':
      return openPg(env, directory, given, choice);
    case 'remote':
    case 'cloud': {
      const { openHcp } = await import('./hcp.js');
      return openHcp(type, { env, directory, given, choice });
    }
    default: {
      const { OBJECT_BACKENDS } = await import('./object-backends.js');
      const open = OBJECT_BACKENDS.get(type);
      if (open === undefined) throw unknownBackend(type, KNOWN_BACKENDS, at);
      return open({ env, directory, given, choice });
    }
  }
}

function openHttp(env: Surroundings, directory: string, given: GivenSettings, choice: RemoteChoice): OpenRemote {
  const { workspace, clock = systemClock } = choice;
  const settings = readHttpSettings(given);
  env.learn?.(() => settings.secrets);
  if (workspace !== DEFAULT_WORKSPACE) throw workspacesUnsupported('http');
  const { insecure, ca, cert, key } = settings.tls;
  const send = backendSender(env, {
    insecure,
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && key !== undefined && { client: { cert, key } }),
  });
  const { href } = settings.address;
  const place = path.join('.landform', `http-${createHash('sha256').update(href).digest('hex').slice(0, 12)}`);
  const server = new HttpDocument(settings, send, clock);
  const backend = new DocumentBackend({ server, path: path.resolve(directory, place), place, clock });
  return { backend, workspaces: new NoWorkspaces('http') };
}

async function openPg(
  env: Surroundings,
  directory: string,
  given: GivenSettings,
  { workspace, clock }: RemoteChoice,
): Promise<OpenRemote> {
  const [{ readPgSettings }, { PgBackend }, { PgWorkspaces }] = await Promise.all([
    import('../../state/backends/pg/settings.js'),
    import('../../state/backends/pg/backend.js'),
    import('../../state/backends/pg/workspaces.js'),
  ]);
  const settings = readPgSettings(given, directory);
  env.learn?.(() => settings.secrets);
  return {
    backend: new PgBackend({ settings, workspace, ...(clock && { clock }) }),
    workspaces: new PgWorkspaces(settings),
  };
}
