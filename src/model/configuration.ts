import type { ActionAddress, ActionEvent } from './action.js';
import type { InstanceKey, ModulePath, ResourceAddress } from './address.js';
import type { Origin, SourcePlace } from './diagnostic.js';
import type { Expression } from './expression.js';
import type { Json } from './json.js';
import type { Type } from './type.js';
import type { Value } from './value.js';

/**
 * The Configuration: Terraform's language, read and merged, with every string parsed, nothing evaluated. Bodies are
 * kept as expressions by attribute name; only the schema distinguishes attributes from blocks.
 */
export interface Configuration extends ModuleConfiguration {
  /** Only the root module can import. */
  readonly imports: readonly ImportConfiguration[];
  /** The documents that all modules were read from, for the plan's hash and for the places of diagnostics. */
  readonly files: readonly ConfigurationFile[];
}

/** The content of one module, at one place in the tree of calls. */
export interface ModuleConfiguration {
  readonly path: ModulePath;
  /** The value of `path.module`: relative to the project, `.` for the root. */
  readonly directory: string;
  readonly terraform: TerraformSettings;
  /** By `name` or `name.alias`. */
  readonly providers: ReadonlyMap<string, ProviderConfiguration>;
  readonly variables: ReadonlyMap<string, VariableConfiguration>;
  readonly locals: ReadonlyMap<string, LocalConfiguration>;
  /** By address inside the module, without instance key; managed and data resources. */
  readonly resources: ReadonlyMap<string, ResourceConfiguration>;
  /** By address inside the module, without instance key: `action.type.name`. */
  readonly actions: ReadonlyMap<string, ActionConfiguration>;
  readonly outputs: ReadonlyMap<string, OutputConfiguration>;
  readonly calls: ReadonlyMap<string, ModuleCall>;
  readonly moved: readonly MovedConfiguration[];
  readonly removed: readonly RemovedConfiguration[];
  /** By name. */
  readonly checks: ReadonlyMap<string, CheckConfiguration>;
}

/** An `import` block: existing objects become instances of a resource. */
export interface ImportConfiguration {
  readonly to: ImportTarget;
  readonly id: Expression;
  /** What the block calls the ID: an identity is an object of the type's identity schema. */
  readonly by: 'id' | 'identity';
  readonly forEach?: Expression;
  /** For a resource whose configuration is generated. */
  readonly provider?: ProviderReference;
  readonly source: SourcePlace;
  readonly origin?: Origin;
}

/** The address of an instance, with keys that may refer to `each`. */
export interface ImportTarget {
  readonly modules: readonly { readonly name: string; readonly key?: Expression }[];
  readonly type: string;
  readonly name: string;
  readonly key?: Expression;
}

/** A `check` block: conditions whose failure is a warning. */
export interface CheckConfiguration {
  readonly name: string;
  /** The key in `resources` of the data source that it contains. */
  readonly data?: string;
  readonly assertions: readonly ConditionConfiguration[];
  readonly source: SourcePlace;
  readonly origin?: Origin;
}

/** A `moved` block: addresses of resources, modules or instances of them, relative to the module of the block. */
export interface MovedConfiguration {
  readonly from: string;
  readonly to: string;
  readonly source: SourcePlace;
  readonly origin?: Origin;
}

/** A `removed` block: the address of a resource or module without keys, relative to the module of the block. */
export interface RemovedConfiguration {
  readonly from: string;
  /** False if the objects are only removed from state. */
  readonly destroy: boolean;
  /** To run before an object is destroyed. */
  readonly provisioning?: Provisioning;
  readonly source: SourcePlace;
  readonly origin?: Origin;
}

/** A `module` block, and the module it calls. */
export interface ModuleCall {
  readonly name: string;
  /** The path of the called module. */
  readonly key: ModulePath;
  /** The `source` as written. */
  readonly from: string;
  /** Constraints that the version of the module must meet. */
  readonly version?: string;
  /** The values of the called module's variables. */
  readonly body: Body;
  readonly count?: Expression;
  readonly forEach?: Expression;
  readonly enabled?: EnabledCondition;
  readonly dependsOn: readonly Expression[];
  /** By the names that the called module has for them. */
  readonly providers: ReadonlyMap<string, ProviderReference>;
  readonly module: ModuleConfiguration;
  readonly origin?: Origin;
}

export interface ConfigurationFile {
  /** Relative to the project, as diagnostics name it. */
  readonly name: string;
  readonly text: string;
  /** SHA-256 of the file in hexadecimal, where asking for the text may be expensive. */
  readonly digest?: string;
  /** To be called when the text has been read: a long one need not stay in memory. */
  release?(): void;
}

export interface RequiredProvider {
  readonly source: string;
  /** Constraints that the version of the provider must meet. */
  readonly version?: string;
  /** The configurations that a module expects from its callers, besides the default one: `name.alias`. */
  readonly aliases?: readonly string[];
  /** Where it is required. */
  readonly place: SourcePlace;
}

export interface TerraformSettings {
  readonly requiredVersion?: string;
  /** By local name. */
  readonly requiredProviders: ReadonlyMap<string, RequiredProvider>;
  readonly backend?: {
    readonly type: string;
    /** The constant settings. */
    readonly config: Readonly<Record<string, Json>>;
    /** Settings that refer to something that is known without state, such as a variable. */
    readonly computed?: Body | undefined;
    readonly source: SourcePlace;
    readonly origin?: Origin;
  };
  readonly encryption?: EncryptionSettings;
  /** What the module tells providers about itself, by their local names: constants. */
  readonly providerMeta?: ReadonlyMap<string, Body>;
}

/** How state and plan files are encrypted: OpenTofu's `encryption` block. */
export interface EncryptionSettings {
  readonly keyProviders: readonly EncryptionPart[];
  readonly methods: readonly EncryptionPart[];
  readonly state?: EncryptionTarget;
  readonly plan?: EncryptionTarget;
  /** For states that the data source `terraform_remote_state` reads; by its name, and `default`. */
  readonly remote: Readonly<Record<string, EncryptionTarget>>;
  readonly source: SourcePlace;
  readonly origin?: Origin;
}

/** A key provider, or a method. */
export interface EncryptionPart {
  readonly type: string;
  readonly name: string;
  /** Its settings, which may refer to variables and locals. */
  readonly body: Body;
  /** The key provider that it takes its keys from: `pbkdf2.main`. */
  readonly keysFrom?: string;
}

export interface EncryptionTarget {
  readonly isEnforced: boolean;
  /** `aes_gcm.main`; absent if another source of settings names it. */
  readonly method?: string;
  /** What else is tried to read what was written before. */
  readonly fallback?: EncryptionTarget;
}

/** A body read from JSON: attributes and blocks by name, and its position. */
export interface Body {
  readonly content: Readonly<Record<string, Expression>>;
  readonly source: SourcePlace;
}

export interface ProviderReference {
  /** The name that the root module has for the provider. */
  readonly name: string;
  readonly alias?: string;
  /** The module that has the configuration, if it is not the root module. */
  readonly module?: ModulePath;
}

export interface ProviderConfiguration extends ProviderReference {
  /** In a called module: the name that this module has for the provider. */
  readonly localName?: string;
  readonly body: Body;
  readonly origin?: Origin;
}

export interface ResourceConfiguration {
  readonly address: ResourceAddress;
  /** `formatResource(address)`; in the root module, the key in `resources`. */
  readonly key: string;
  /** What `provider` says; otherwise the type's first word, without alias. */
  readonly provider: ProviderReference;
  readonly body: Body;
  readonly count?: Expression;
  readonly forEach?: Expression;
  readonly enabled?: EnabledCondition;
  readonly dependsOn: readonly Expression[];
  readonly lifecycle: Lifecycle;
  readonly provisioning?: Provisioning;
  /** The instances that it had earlier, in place of those that are written. */
  readonly earlier?: EarlierInstances;
  /** The name of the check block that contains this data source. */
  readonly check?: string;
  readonly origin?: Origin;
}

/** The instances of a resource as they were before a run, to go back to. */
export interface EarlierInstances {
  /** The keys of those to plan, by the address of the resource in an instance of its module. */
  keysOf(resourceKey: string): readonly InstanceKey[];
  /** The configured value of an instance. `now`: the value of another instance that is planned or made. */
  valueOf(address: string, now: (resourceKey: string, key: InstanceKey) => Value | undefined): Value;
}

/** The provisioners of a resource in order, and the connection that they share. */
export interface Provisioning {
  readonly connection?: Body;
  readonly provisioners: readonly ProvisionerConfiguration[];
}

/** A `provisioner` block. */
export interface ProvisionerConfiguration {
  readonly type: string;
  readonly when: 'create' | 'destroy';
  readonly onFailure: 'continue' | 'fail';
  /** What its schema explains. */
  readonly body: Body;
  /** Its own connection, whose arguments take precedence over the shared one. */
  readonly connection?: Body;
}

/** The connection of a provisioner with what it takes from the shared one; undefined if there is neither. */
export function connectionOf(
  { connection: shared }: Provisioning,
  { connection: own }: ProvisionerConfiguration,
): Body | undefined {
  if (own === undefined || shared === undefined) return own ?? shared;
  return { content: { ...shared.content, ...own.content }, source: own.source };
}

export interface Lifecycle {
  readonly createBeforeDestroy: boolean;
  readonly preventDestroy: boolean;
  /** False if objects are only removed from state in place of being destroyed. */
  readonly destroy?: false;
  /** Attribute paths as traversals relative to the resource, or `all`. */
  readonly ignoreChanges: 'all' | readonly Expression[];
  readonly replaceTriggeredBy: readonly Expression[];
  readonly preconditions: readonly ConditionConfiguration[];
  readonly postconditions: readonly ConditionConfiguration[];
  readonly actionTriggers: readonly ActionTrigger[];
}

/** The lifecycle of a resource without a lifecycle block. Shared, so that scans can skip it by identity. */
export const NO_LIFECYCLE: Lifecycle = {
  createBeforeDestroy: false,
  preventDestroy: false,
  ignoreChanges: [],
  replaceTriggeredBy: [],
  preconditions: [],
  postconditions: [],
  actionTriggers: [],
};

/** Actions that are invoked on events of an instance of the resource, in order. */
export interface ActionTrigger {
  readonly events: readonly ActionEvent[];
  readonly condition?: Expression;
  readonly actions: readonly ActionReference[];
  readonly source: SourcePlace;
}

/** `action.type.name`, or one instance of it; the key may be calculated from `each` and `count`. */
export interface ActionReference {
  /** The key in `actions`. */
  readonly action: string;
  readonly instance?: Expression;
  readonly source: SourcePlace;
}

export interface ActionConfiguration {
  readonly address: ActionAddress;
  /** `formatAction(address)`; in the root module, the key in `actions`. */
  readonly key: string;
  readonly provider: ProviderReference;
  /** The content of `config`. */
  readonly body: Body;
  /** Of the whole block. */
  readonly source: SourcePlace;
  readonly count?: Expression;
  readonly forEach?: Expression;
  readonly origin?: Origin;
}

/** `enabled` in a lifecycle block: whether the only instance exists. Without it, references give null. */
export interface EnabledCondition {
  readonly value: Expression;
  readonly source: SourcePlace;
}

/** An object that `count` and `for_each` expand into instances. */
export type Repeatable = Pick<ResourceConfiguration, 'key' | 'body' | 'count' | 'forEach' | 'enabled' | 'origin'> & {
  readonly earlier?: EarlierInstances;
  /** Position of these two, if it is not that of the body. */
  readonly source?: SourcePlace;
};

export interface ConditionConfiguration {
  readonly condition: Expression;
  readonly errorMessage: Expression;
  readonly source: SourcePlace;
}

export interface VariableConfiguration {
  readonly name: string;
  readonly type: Type;
  /** Whether the type `any` is written out: a value given as text is then an expression, not a string. */
  readonly writtenAny?: true;
  /** Defaults of optional attributes inside `type`, by path from the value: `optional(string, "x")`. */
  readonly typeDefaults?: TypeDefaults;
  readonly default?: Expression;
  readonly description?: string;
  readonly sensitive: boolean;
  /** Its value is stored neither in state nor in a plan. */
  readonly ephemeral?: true;
  readonly nullable: boolean;
  readonly validations: readonly ConditionConfiguration[];
  readonly source: SourcePlace;
  readonly origin?: Origin;
}

/** Mirrors the shape of a type: defaults of an object's attributes, and those of what lies inside. */
export interface TypeDefaults {
  readonly attributes?: Readonly<Record<string, Expression>>;
  /** By attribute name, tuple index, or `*` for the elements of a collection. */
  readonly inside?: Readonly<Record<string, TypeDefaults>>;
}

export interface LocalConfiguration {
  readonly name: string;
  readonly value: Expression;
  readonly source: SourcePlace;
}

export interface OutputConfiguration {
  readonly name: string;
  readonly value: Expression;
  readonly description?: string;
  readonly sensitive: boolean;
  /** Of a module: its value is stored neither in state nor in a plan. */
  readonly ephemeral?: true;
  readonly dependsOn: readonly Expression[];
  readonly preconditions: readonly ConditionConfiguration[];
  readonly source: SourcePlace;
  readonly origin?: Origin;
}
