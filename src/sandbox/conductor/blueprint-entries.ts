import type { Store } from '../store.js';
import type { Ask } from './domain.js';
import { collectionOf, identityOf } from './entries.js';
import type { OwnedEntry } from './entries.js';
import { findOwned } from './owned.js';
import { Refused } from './refusal.js';
import type { LabelEntry } from './running-entries.js';

/** The stored form of a blueprint. */
export interface BlueprintEntry extends OwnedEntry {
  readonly id: string;
  readonly main_file_name: string;
  /** The content of the main file. Empty if the archive is at an address: the emulator downloads nothing. */
  readonly plan: Readonly<Record<string, unknown>>;
  readonly labels: readonly LabelEntry[];
  readonly state: string;
  readonly error: string | null;
  readonly updated_at: string;
  /** The execution that parses, or parsed, its archive. */
  readonly upload_execution?: string;
  /** The archive in base64; null if it is at an address. */
  readonly archive?: string;
  /** Only this hash of the icon is stored, so that a test can tell which one arrived. No reply shows it. */
  readonly iconFingerprint?: string;
}

export const blueprints = collectionOf<BlueprintEntry>('blueprints');

export const BLUEPRINT = 'Blueprint';

/** The blueprint as seen from the request's tenant, or a refusal. */
export function findBlueprint(ask: Ask, id: string): BlueprintEntry {
  return findOwned(ask, blueprints(ask.store), id, BLUEPRINT);
}

/** A blueprint that can be deployed: its upload has ended successfully. */
export function findUploaded(ask: Ask, id: string): BlueprintEntry {
  const found = findBlueprint(ask, id);
  if (found.state === 'uploaded') return found;
  throw new Refused(
    400,
    `Required blueprint \`${id}\` is ${found.state}${found.error === null ? '' : `: ${found.error}`}`,
    'invalid_blueprint_error',
  );
}

/** The blueprint with that name in a tenant, or a global one. */
export function lookUpBlueprint(store: Store, tenant: string, id: string): BlueprintEntry | undefined {
  const own = blueprints(store).get(identityOf(tenant, id));
  return (
    own ??
    blueprints(store)
      .where('visibility', 'global')
      .find((entry) => entry.id === id)
  );
}
