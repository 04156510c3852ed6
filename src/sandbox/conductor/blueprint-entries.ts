import type { Store } from '../store.js';
import type { Ask } from './domain.js';
import { collectionOf, identityOf } from './entries.js';
import type { OwnedEntry } from './entries.js';
import { findOwned } from './owned.js';
import { Refused } from './refusal.js';
import type { LabelEntry } from './running-entries.js';

/** What the emulator keeps of a blueprint. */
export interface BlueprintEntry extends OwnedEntry {
  readonly id: string;
  readonly main_file_name: string;
  /** The main file as it was written. Empty when the archive is at an address: the emulator fetches nothing. */
  readonly plan: Readonly<Record<string, unknown>>;
  readonly labels: readonly LabelEntry[];
  readonly state: string;
  readonly error: string | null;
  readonly updated_at: string;
  /** The execution that reads, or read, its archive. */
  readonly upload_execution?: string;
  /** The archive in base64; none when it is at an address. */
  readonly archive?: string;
  /** Of the icon only this is kept, so that a test can tell which one arrived. No reply shows it. */
  readonly iconFingerprint?: string;
}

export const blueprints = collectionOf<BlueprintEntry>('blueprints');

export const BLUEPRINT = 'Blueprint';

/** The blueprint as seen from where the request is about, or a refusal. */
export function findBlueprint(ask: Ask, id: string): BlueprintEntry {
  return findOwned(ask, blueprints(ask.store), id, BLUEPRINT);
}

/** A blueprint that deployments can be made of: its upload is over, and went well. */
export function findUploaded(ask: Ask, id: string): BlueprintEntry {
  const found = findBlueprint(ask, id);
  if (found.state === 'uploaded') return found;
  throw new Refused(
    400,
    `Required blueprint \`${id}\` is ${found.state}${found.error === null ? '' : `: ${found.error}`}`,
    'invalid_blueprint_error',
  );
}

/** The blueprint of that name in a tenant, or one that every tenant sees. */
export function lookUpBlueprint(store: Store, tenant: string, id: string): BlueprintEntry | undefined {
  const own = blueprints(store).get(identityOf(tenant, id));
  return (
    own ??
    blueprints(store)
      .where('visibility', 'global')
      .find((entry) => entry.id === id)
  );
}
