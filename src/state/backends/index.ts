import type { Backend } from '../backend.js';
import { unknownBackend } from '../diagnostics.js';
import { LocalBackend, type LocalSettings } from './local.js';
import { MemoryBackend, type MemorySettings } from './memory.js';

/** The options of each kind of backend. */
export interface BackendSettings {
  readonly local: LocalSettings;
  readonly memory: MemorySettings;
}

/** What a `backend` block may name. */
export const KNOWN_BACKENDS: readonly string[] = [
  'azurerm',
  'consul',
  'gcs',
  'http',
  'kubernetes',
  'local',
  'pg',
  's3',
];

export type BackendName = keyof BackendSettings;

export const BACKEND_NAMES = ['local', 'memory'] as const satisfies readonly BackendName[];

const BACKENDS: { readonly [Name in BackendName]: (settings: BackendSettings[Name]) => Backend } = {
  local: (settings) => new LocalBackend(settings),
  memory: (settings) => new MemoryBackend(settings),
};

/** Opens a backend by its name. Nothing is read or locked yet. */
export function openBackend<Name extends BackendName>(name: Name, settings: BackendSettings[Name]): Backend {
  if (!Object.hasOwn(BACKENDS, name)) throw unknownBackend(name, BACKEND_NAMES);
  return BACKENDS[name](settings);
}
