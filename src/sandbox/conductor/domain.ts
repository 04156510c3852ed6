import type { Store } from '../store.js';
import type { Call, Control, Kind, Reply } from '../system.js';
import type { UserEntry } from './entries.js';

/** A request of a user who may do this, in a tenant the user may enter. */
export interface Ask extends Call {
  readonly user: UserEntry;
  /** Name of the tenant the request is about. */
  readonly tenant: string;
  /** Whether the user is an administrator of the manager, or a manager of the tenant. */
  readonly privileged: boolean;
}

/** What an operation needs and does. Refuses by throwing a `Refused`. */
export interface Served {
  /** As roles are given it: `site_create`. Absent: everybody may, once authenticated. */
  readonly permission?: string;
  /** `manager`: about the manager as a whole, whatever tenant is named; `open`: nobody needs to say who asks. Default: `tenant`. */
  readonly scope?: 'tenant' | 'manager' | 'open';
  readonly act: (ask: Ask) => Reply;
}

/** One part of Conductor. */
export interface Domain {
  /** By the operation's id. */
  readonly operations: Readonly<Record<string, Served>>;
  readonly kinds: Readonly<Record<string, Kind>>;
  readonly controls?: Readonly<Record<string, Control>>;
  readonly seed?: (store: Store) => void;
  readonly advance?: (store: Store, now: Date) => void;
}

export const inTenant = (permission: string, act: Served['act']): Served => ({ permission, act });
export const ofManager = (permission: string, act: Served['act']): Served => ({ permission, scope: 'manager', act });
