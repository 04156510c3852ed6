import type { Hidden } from './hidden.js';

/** A value of a plan, as a policy sees it. Sensitive and unknown parts are hidden: ask `isSensitive` and `isUnknown`. */
export type PolicyValue = null | boolean | number | string | Hidden | readonly PolicyValue[] | PolicyObject;

export interface PolicyObject {
  readonly [attribute: string]: PolicyValue;
}

/** What a finding can be about. */
export interface PolicySubject {
  /** `aws_s3_bucket.logs["eu"]`, `output.url`; empty for a stack. */
  readonly address: string;
  /** Name of the stack; empty in a plain folder. */
  readonly stack: string;
}

interface PolicyObjectSubject extends PolicySubject {
  readonly type: string;
  readonly name: string;
  readonly mode: 'managed' | 'data';
  /** Module instance; empty for the root. */
  readonly module: string;
  /** Source of the provider: `registry.terraform.io/hashicorp/aws`. */
  readonly provider: string;
  /** The program's line: `main.ts:14:3`. */
  readonly location?: string;
  /** Path of the construct in the program. */
  readonly construct?: string;
}

/** An object as it is after apply. */
export interface PolicyResource extends PolicyObjectSubject {
  readonly values: PolicyObject;
  /** Paths of attributes whose text is written in the configuration, and not read from a variable or another object. */
  readonly literals: readonly string[];
}

/** `replace`: destroyed and created again. `forget`: removed from state only. */
export type PolicyAction = 'no-op' | 'create' | 'read' | 'update' | 'replace' | 'delete' | 'forget';

export interface PolicyChange extends PolicyObjectSubject {
  readonly action: PolicyAction;
  /** As in Terraform's plans: `replace_because_tainted`. */
  readonly reason?: string;
  readonly before: PolicyObject | null;
  readonly after: PolicyObject | null;
  /** Paths of the attributes that cannot be changed in place. */
  readonly replacedBy: readonly string[];
  /** Of a replacement: the new object is created first. */
  readonly createBeforeDestroy: boolean;
  /** Address of a moved object before. */
  readonly previousAddress?: string;
  /** An existing object is imported. */
  readonly imported: boolean;
  /** Addresses of the resources it depends on. */
  readonly dependencies: readonly string[];
}

/** A difference between the state and the real object. */
export interface PolicyDrift extends PolicyObjectSubject {
  readonly action: 'update' | 'delete';
  readonly before: PolicyObject | null;
  readonly after: PolicyObject | null;
}

export interface PolicyOutput extends PolicySubject {
  readonly name: string;
  readonly action: 'no-op' | 'create' | 'update' | 'delete';
  readonly before: PolicyValue;
  readonly after: PolicyValue;
  readonly sensitive: boolean;
}

export interface PolicyProvider extends PolicySubject {
  readonly name: string;
  readonly source: string;
  /** The version constraint; absent if none is configured. */
  readonly version?: string;
}

/** One stack of the plan. */
export interface PolicyStack extends PolicySubject {
  readonly mode: 'normal' | 'destroy' | 'refresh-only' | 'invoke';
  readonly changes: readonly PolicyChange[];
  readonly resources: readonly PolicyResource[];
  readonly drift: readonly PolicyDrift[];
  readonly outputs: readonly PolicyOutput[];
  readonly providers: readonly PolicyProvider[];
}

/** The whole plan. The lists hold what all stacks contain, in the order of the stacks. */
export interface PolicyContext<Parameters = Readonly<Record<string, never>>> {
  /** When the plan was made, RFC 3339. `Date.now()` is this time as well. */
  readonly time: string;
  readonly parameters: Parameters;
  readonly stacks: readonly PolicyStack[];
  /** Without unchanged objects. */
  readonly changes: readonly PolicyChange[];
  readonly resources: readonly PolicyResource[];
  readonly drift: readonly PolicyDrift[];
  readonly outputs: readonly PolicyOutput[];
  readonly providers: readonly PolicyProvider[];
}
