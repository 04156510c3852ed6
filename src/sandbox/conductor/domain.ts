import type { Store } from '../store.js';
import type { Call, Control, Kind, Reply } from '../system.js';
import type { UserEntry } from './entries.js';

/** A request by a user who has the permission, in a tenant the user has access to. */
export interface Ask extends Call {
  readonly user: UserEntry;
  /** Name of the request's tenant. */
  readonly tenant: string;
  /** Whether the user is an administrator of the manager, or a manager of the tenant. */
  readonly privileged: boolean;
}

/** The permission and the handler of an operation. Refuses by throwing a `Refused`. */
export type Served = Protected | Open;

interface Protected {
  /** In the form of roles: `site_create`. Absent: any authenticated user. */
  readonly permission?: string;
  /** `manager`: about the whole manager, whatever the tenant. Default: `tenant`. */
  readonly scope?: 'tenant' | 'manager';
  readonly act: (ask: Ask) => Reply;
}

/** An operation without authentication: there is no user. */
interface Open {
  readonly permission?: undefined;
  readonly scope: 'open';
  readonly act: (call: Call) => Reply;
}

/** One area of Conductor. */
export interface Domain {
  /** By operation ID. */
  readonly operations: Readonly<Record<string, Served>>;
  readonly kinds: Readonly<Record<string, Kind>>;
  readonly controls?: Readonly<Record<string, Control>>;
  readonly seed?: (store: Store) => void;
  readonly advance?: (store: Store, now: Date) => void;
}

export const inTenant = (permission: string, act: Protected['act']): Served => ({ permission, act });
export const ofManager = (permission: string, act: Protected['act']): Served => ({ permission, scope: 'manager', act });
