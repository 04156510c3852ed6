import type { Collection, Entry } from '../collection.js';
import { anything, object, text } from '../shape.js';
import type { Shaped } from '../shape.js';
import type { Store } from '../store.js';
import type { Reply } from '../system.js';

export const meshCluster = object(
  { clusterID: text, projectID: text },
  { installation: anything, injection: anything },
);
export type MeshCluster = Shaped<typeof meshCluster>;

/** The stored form of a mesh; its identity is the uid. */
export interface MeshEntry extends Entry {
  readonly name: string;
  readonly projectId: string;
  readonly type: string;
  readonly version: string;
  readonly clusters: readonly MeshCluster[];
  readonly phase: string;
  readonly creationTimestamp: string;
  readonly updateTimestamp: string;
  /** Stored but never shown. */
  readonly hidden: Readonly<Record<string, unknown>>;
}

/** The stored form of a one-click experience task; its identity is the uid. */
export interface WorkshopEntry extends Entry {
  readonly meshId: string;
  readonly name: string;
  readonly description?: string;
  readonly primaryCluster: string;
  readonly elbId: string;
  readonly elbIp: string;
  readonly port: number;
  readonly imageAddress?: string;
  readonly creationTimestamp: string;
  readonly updateTime: string;
}

/** A token issued by a login; its identity is a hash of it. */
export interface TokenEntry extends Entry {
  readonly expiresAt: string;
}

export const ASM = 'asm';

export function meshes(store: Store): Collection<MeshEntry> {
  return store.collection(ASM, 'meshes');
}

export function workshops(store: Store): Collection<WorkshopEntry> {
  return store.collection(ASM, 'workshops');
}

export function tokens(store: Store): Collection<TokenEntry> {
  return store.collection(ASM, 'tokens');
}

/** The emulator's behaviour where the documentation is silent. */
export function settings(store: Store): Collection<Entry & { readonly by: 'name' | 'uid' }> {
  return store.collection(ASM, 'settings');
}

export function ok(body: unknown, status = 200): Reply {
  return { status, body };
}

/** Errors of the gateway in front of the service have the gateway's form, the others the service's. */
export function refusal(status: number, message: string, details: readonly string[] = []): Reply {
  const words = details.length === 0 ? message : `${message} (${details.join('; ')})`;
  const code = GATEWAY_CODES[status];
  if (code !== undefined) return { status, body: { error_code: code, error_msg: words } };
  return { status, body: { errorCode: `ASM.01${status}001`, errorMsg: words } };
}

const GATEWAY_CODES: Readonly<Record<number, string>> = { 401: 'APIGW.0301', 429: 'APIGW.0308' };
