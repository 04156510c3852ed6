import { createHash } from 'node:crypto';

import { parameter } from '../asked.js';
import type { Collection, Entry } from '../collection.js';
import { anything, list, object, record, text, flag } from '../shape.js';
import type { Shaped } from '../shape.js';
import type { Store } from '../store.js';
import type { Call, Headers, Reply } from '../system.js';

export const PALETTE = 'palette';

/** Objects in a project, or (with an empty scope) in the tenant. */
export interface ScopedEntry extends Entry, Described {
  readonly scope: string;
  readonly name: string;
}

/** The stored metadata other than the name. */
interface Described {
  readonly labels: Readonly<Record<string, string>>;
  /** In addition to those that the service sets. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly namespace?: string;
}

/** The metadata of a request, as far as it is stored. */
export const metadataBody = object(
  {},
  { name: text, labels: record(text), annotations: record(text), namespace: text },
);
export type MetadataBody = Shaped<typeof metadataBody>;

export interface ApiKeyEntry extends Entry, Described {
  readonly name: string;
  readonly userUid: string;
  readonly expiry: string;
  readonly isActive: boolean;
  /** Only this hash of the key is stored. */
  readonly fingerprint: string;
}

export interface TokenEntry extends Entry {
  readonly endsAt: string;
}

export interface PackEntry extends Entry {
  readonly name: string;
  readonly version: string;
  readonly layer: string;
  readonly type: string;
  readonly registryUid: string;
  readonly values: string;
}

export interface ProfilePack {
  readonly name: string;
  readonly tag: string;
  readonly packUid: string;
  readonly layer: string;
  readonly type: string;
  readonly values: string;
}

export interface Template {
  readonly cloudType: string;
  readonly type: string;
  readonly packs: readonly ProfilePack[];
}

export const variable = object({ name: text }, { defaultValue: text, isSensitive: flag });
export type Variable = Shaped<typeof variable>;

export interface ProfileEntry extends ScopedEntry {
  readonly version: string;
  /** Changes since it was published. */
  readonly draft?: Template;
  readonly published?: Template;
  readonly variables: readonly Variable[];
}

export interface AccountEntry extends ScopedEntry {
  readonly vcenterServer: string;
  readonly username: string;
  readonly insecure: boolean;
  readonly fingerprint: string;
}

export const packValues = object({ name: text }, { tag: text, values: text });
export type PackValues = Shaped<typeof packValues>;

/** A cluster's copy of a profile: its packs as of the cluster's last update. */
export interface AttachedProfile {
  readonly uid: string;
  readonly packValues: readonly PackValues[];
  readonly packs: readonly ProfilePack[];
}

export const placement = record(anything);
export type Placement = Shaped<typeof placement>;

export interface Pool {
  readonly name: string;
  readonly size: number;
  readonly isControlPlane: boolean;
  readonly useControlPlaneAsWorker: boolean;
  readonly labels: readonly string[];
  readonly instanceType?: Readonly<Record<string, number>>;
  readonly placements?: readonly Placement[];
  readonly profileConfig?: PoolProfile;
}

/** The profile of a pool's machines, and its overrides. */
export const poolProfile = object({}, { infraProfileUid: text, packValues: list(packValues) });
export type PoolProfile = Shaped<typeof poolProfile>;

/** A cluster's running operation, and when it started. */
export interface Work {
  readonly kind: 'create' | 'change' | 'delete';
  readonly since: string;
  /** Why it will fail, if it will. */
  readonly failing?: string;
}

export interface ClusterEntry extends ScopedEntry {
  readonly cloudAccountUid: string;
  readonly configUid: string;
  readonly clusterConfig: Readonly<Record<string, unknown>>;
  readonly profiles: readonly AttachedProfile[];
  readonly pools: readonly Pool[];
  readonly state: string;
  readonly health: string;
  readonly message: string;
  readonly repave?: 'Pending' | 'Approved';
  readonly work?: Work;
}

export const apiKeys = (store: Store): Collection<ApiKeyEntry> => store.collection(PALETTE, 'apiKeys');
export const tokens = (store: Store): Collection<TokenEntry> => store.collection(PALETTE, 'tokens');
export const projects = (store: Store): Collection => store.collection(PALETTE, 'projects');
export const packs = (store: Store): Collection<PackEntry> => store.collection(PALETTE, 'packs');
export const profiles = (store: Store): Collection<ProfileEntry> => store.collection(PALETTE, 'clusterProfiles');
export const accounts = (store: Store): Collection<AccountEntry> => store.collection(PALETTE, 'cloudAccounts');
export const clusters = (store: Store): Collection<ClusterEntry> => store.collection(PALETTE, 'clusters');

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const created = (uid: string): Reply => ({ status: 201, body: { uid } });
export const noContent: Reply = { status: 204 };

const CODES: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'OperationForbidden',
  404: 'ResourceNotFound',
  409: 'Conflict',
  429: 'TooManyRequests',
};

export function refusal(status: number, message: string, details: readonly string[] = []): Reply {
  const body = { code: CODES[status] ?? 'InternalError', message, ref: 'sandbox' };
  return { status, body: details.length === 0 ? { ...body, details: {} } : { ...body, details: { errors: details } } };
}

/** The same, with a specific error code. */
export function refusalWith(code: string, status: number, message: string): Reply {
  return { status, body: { code, message, ref: 'sandbox', details: {} } };
}

export const fingerprint = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** The project of a request; empty for the tenant. */
export const scopeOf = (headers: Headers): string => headers['projectuid'] ?? '';

/** A project sees its own objects, and those of the tenant. */
export function isSeen({ scope }: ScopedEntry, call: Call): boolean {
  return scope === scopeOf(call.headers) || scope === '';
}

/** Runs on the entry in the path, or answers 404. */
export function onEntry<T extends ScopedEntry>(call: Call, collection: Collection<T>, act: (entry: T) => Reply): Reply {
  const uid = parameter(call, 'uid');
  const entry = collection.get(uid);
  return entry === undefined || !isSeen(entry, call) ? refusal(404, `No object has the uid ${uid}.`) : act(entry);
}

/** The stored metadata of a new object other than its name. */
export function keptOf({ labels = {}, annotations, namespace }: MetadataBody = {}): Described {
  return {
    labels,
    ...(annotations === undefined ? {} : { annotations }),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** The maps in the metadata after a change, which replaces those that it contains. */
export function changedMaps({ labels, annotations }: MetadataBody = {}): Partial<Described> {
  return { ...(labels === undefined ? {} : { labels }), ...(annotations === undefined ? {} : { annotations }) };
}

/** IDs, name, labels and annotations as every reply shows them. */
export function metadataOf(entry: ScopedEntry): Readonly<Record<string, unknown>> {
  const { identity: uid, name, labels, scope, namespace } = entry;
  const annotations = { ...entry.annotations, scope: scope === '' ? 'tenant' : 'project', projectUid: scope };
  return { uid, name, labels, annotations, ...(namespace === undefined ? {} : { namespace }) };
}

/** One page of at most 50 items, which names the next by a token. */
export function page<T>(call: Call, items: readonly T[], show: (item: T) => unknown): Reply {
  const limit = typeof call.query['limit'] === 'number' ? Math.min(call.query['limit'], 50) : 50;
  const token = call.query['continue'];
  const offset = typeof token === 'string' ? Number(Buffer.from(token, 'base64url').toString('utf8')) || 0 : 0;
  const next = offset + limit;
  const more = next < items.length ? Buffer.from(String(next)).toString('base64url') : '';
  const listmeta = { continue: more, count: items.length, limit, offset };
  return ok({ items: items.slice(offset, next).map(show), listmeta });
}
