import type { JsonObject } from './json.js';
import type { InstanceKey, ProviderConfigAddress, ResourceAddress } from './address.js';
import type { Origin } from './diagnostic.js';
import type { Path } from './path.js';
import type { Sensitive, Value } from './value.js';

/** All actions that a plan can have for one object. */
export type Action =
  | 'no-op'
  | 'create'
  | 'read'
  | 'update'
  | 'delete'
  /** Replaced: deleted first, then created. */
  | 'delete-create'
  /** Replaced without a gap: created first, then the old one deleted. */
  | 'create-delete'
  /** Removed from state only; the object keeps existing. */
  | 'forget';

/** An action in the plan's JSON. */
export const ACTION_WORDS: Readonly<Record<Action, readonly string[]>> = {
  'no-op': ['no-op'],
  create: ['create'],
  read: ['read'],
  update: ['update'],
  delete: ['delete'],
  'delete-create': ['delete', 'create'],
  'create-delete': ['create', 'delete'],
  forget: ['forget'],
};

export const isReplace = (action: Action): action is 'delete-create' | 'create-delete' =>
  action === 'delete-create' || action === 'create-delete';

/** Reasons, as in Terraform's plan JSON. */
export const ACTION_REASONS = [
  'replace_because_cannot_update',
  'replace_because_tainted',
  'replace_by_request',
  'replace_by_triggers',
  'delete_because_no_resource_config',
  'delete_because_wrong_repetition',
  'delete_because_count_index',
  'delete_because_each_key',
  'delete_because_enabled_false',
  'delete_because_no_module',
  'delete_because_no_move_target',
  'read_because_config_unknown',
  'read_because_dependency_pending',
  'read_because_check_nested',
] as const;

export type ActionReason = (typeof ACTION_REASONS)[number];

/** What a plan that only changes the state does to an object there, without changing the object itself. */
export const IN_STATE = ['added', 'tainted', 'untainted'] as const;

/** What will happen to one object of one resource instance. */
export interface ResourceChange {
  /** Instance address, `terraform_data.a["k"]`. */
  readonly address: string;
  readonly resource: ResourceAddress;
  /** `formatResource(resource)`. */
  readonly resourceKey: string;
  readonly key: InstanceKey;
  /** Set for a deposed object. */
  readonly deposed?: string;
  /** Previous address of a moved object. */
  readonly previousAddress?: string;
  readonly provider: ProviderConfigAddress;
  readonly action: Action;
  readonly reason?: ActionReason;
  /**
   * The address of a replaced object with which the service removes this one, where this is a replacement by triggers; of an update,
   * one that the service takes out of a set in this one, whose `before` is what is left then.
   */
  readonly removedWith?: string;
  /** The object as last refreshed, null when there is none. Sensitive parts are wrapped. */
  readonly before: Value;
  /** The planned object, with unknown parts; null if it is destroyed. */
  readonly after: Value;
  readonly replacePaths: readonly Path[];
  /** An update of the state (marks) only: the provider is not called. */
  readonly marksOnly?: true;
  /** Of a change to the state alone: the source of the provider that the object belonged to. */
  readonly previousProvider?: string;
  readonly inState?: (typeof IN_STATE)[number];
  /** Of a forgotten object: the configuration protects it from being destroyed. */
  readonly preventDestroy?: true;
  /** Of a read: the check block that contains the data source, by name. Apply reads it after all steps. */
  readonly check?: string;
  /** The ID is marked if it is sensitive; that of an identity is its JSON. */
  readonly importing?: { readonly id: string | Sensitive; readonly identity?: JsonObject };
  /** The resource block that was generated for an imported object, in HCL. */
  readonly generatedConfig?: string;
  /** The provider's planned private bytes, base64. */
  readonly plannedPrivate?: string;
  /** Addresses of resources (without keys) this object depends on, for state and for order. */
  readonly dependencies: readonly string[];
  /** The dependencies of the prior object in state, where they may differ. */
  readonly priorDependencies?: readonly string[];
  readonly createBeforeDestroy: boolean;
  /** Of a replacement that creates first: the old object stays deposed, since something that is deferred depends on it. */
  readonly keepsOld?: true;
  readonly schemaVersion: number;
  readonly origin?: Origin;
}

export interface OutputChange {
  readonly name: string;
  readonly action: 'no-op' | 'create' | 'update' | 'delete';
  readonly before: Value;
  readonly after: Value;
  readonly sensitive: boolean;
}
