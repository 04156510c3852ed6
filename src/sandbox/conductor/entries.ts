import { createHash } from 'node:crypto';

import type { Collection, Entry } from '../collection.js';
import type { Store } from '../store.js';

export const CONDUCTOR = 'conductor';

export interface TenantEntry extends Entry {
  readonly name: string;
}

export interface UserEntry extends Entry {
  readonly username: string;
  /** Only this hash of the password is stored, so that a test can tell which one arrived. No reply shows it. */
  readonly passwordFingerprint: string;
  readonly role: string;
  readonly active: boolean;
  readonly show_getting_started: boolean;
  readonly first_login_at: string | null;
}

export interface UserGroupEntry extends Entry {
  readonly name: string;
  readonly ldap_dn: string | null;
  /** The system role of its members. No reply shows it. */
  readonly role: string;
}

/** A user in a user group. */
export interface MemberEntry extends Entry {
  readonly group_name: string;
  readonly username: string;
}

/** A user, or a user group, in a tenant. */
export interface TenantMemberEntry extends Entry {
  readonly tenant_name: string;
  readonly member: string;
  readonly role: string;
}

export interface RolePermissionEntry extends Entry {
  readonly role: string;
  readonly permission: string;
}

/** An object that belongs to a tenant. */
export interface OwnedEntry extends Entry {
  readonly tenant_name: string;
  readonly visibility: string;
  readonly created_by: string;
  readonly created_at: string;
}

export const tenants = collectionOf<TenantEntry>('tenants');
export const users = collectionOf<UserEntry>('users');
export const userGroups = collectionOf<UserGroupEntry>('userGroups');
export const members = collectionOf<MemberEntry>('members');
export const tenantUsers = collectionOf<TenantMemberEntry>('tenantUsers');
export const tenantUserGroups = collectionOf<TenantMemberEntry>('tenantUserGroups');
export const rolePermissions = collectionOf<RolePermissionEntry>('rolePermissions');

/** A collection of this system in the given store. */
export function collectionOf<T extends Entry>(name: string): (store: Store) => Collection<T> {
  return (store) => store.collection<T>(CONDUCTOR, name);
}

/** Several names as one identity. */
export function identityOf(...names: readonly string[]): string {
  return names.map(encodeURIComponent).join('/');
}

export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 16);
}
