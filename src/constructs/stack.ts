import { Construct } from 'constructs';
import { ConstructError } from './error.js';
import { logicalId } from './logical-id.js';
import { CDKTF_MEMBERS, refuseMembers } from './missing-members.js';
import { refuseUnknownOptions } from './options.js';
import { parseOverride, type Override } from './overrides.js';
import { checkedScope, noteLocation, placeOf } from './scope.js';

const BRAND = Symbol.for('landform.stack');

/** The location of a stack's state, as in Terraform's `backend` block. */
export interface BackendConfig {
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
}

export interface StackOptions {
  /** Default: a local file, `terraform.<stack>.tfstate`, in the project's folder. */
  readonly backend?: BackendConfig | undefined;
  /** OpenTofu's `encryption` block, in JSON syntax. Default: state and plans are plain text. */
  readonly encryption?: EncryptionConfig | undefined;
}

/** An `encryption` block: names of methods and key providers are strings, such as `key_provider.pbkdf2.main`. */
export interface EncryptionConfig {
  /** By type and name. */
  readonly key_provider?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  /** By type and name. */
  readonly method?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly state?: EncryptionTarget;
  readonly plan?: EncryptionTarget;
  readonly remote_state_data_sources?: {
    readonly default?: EncryptionTarget;
    readonly remote_state_data_source?: Readonly<Record<string, EncryptionTarget>>;
  };
}

/** What encrypts a kind of document, and what else reads it. */
export interface EncryptionTarget {
  readonly enforced?: boolean;
  /** `method.aes_gcm.main` */
  readonly method?: string;
  readonly fallback?: EncryptionTarget;
}

/** A unit of planning and apply, with one document and one state. */
export class Stack extends Construct {
  readonly #overrides: Override[] = [];
  readonly #dependencies = new Set<Stack>();
  #backend: BackendConfig | undefined;
  readonly encryption: EncryptionConfig | undefined;

  constructor(scope: Construct, id: string, options: StackOptions = {}) {
    super(checkedScope(scope, id, new.target), id);
    noteLocation(this);
    Object.defineProperty(this, BRAND, { value: true });
    if (!/^\w[\w-]*$/.test(this.name)) {
      throw new ConstructError(
        'invalid-id',
        `${JSON.stringify(id)} cannot be the name of a stack`,
        'The name is used for a directory and a state file: use letters, digits, "-" and "_".',
        placeOf(this),
      );
    }
    refuseUnknownOptions(this, options, ['backend', 'encryption']);
    this.#backend = options.backend;
    this.encryption = options.encryption;
  }

  static isStack(value: unknown): value is Stack {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  /** Returns the stack that a construct is part of. */
  static of(construct: Construct): Stack {
    for (let current: Construct | undefined = construct; current !== undefined; current = current.node.scope) {
      if (Stack.isStack(current)) return current;
    }
    throw new ConstructError(
      'no-stack',
      `${construct.node.path} is not part of a stack`,
      'Create a Stack, and pass it (or a construct inside it) as the scope.',
      placeOf(construct),
    );
  }

  /** The id, preceded by the ids of the constructs that contain the stack. */
  get name(): string {
    return this.node.path.replaceAll('/', '-');
  }

  /** The states of other workspaces are in a folder of this stack's own, so that no two stacks share a state. */
  get backend(): BackendConfig {
    const { type, config } = this.#backend ?? { type: 'local', config: { path: `terraform.${this.name}.tfstate` } };
    return { type, config: type === 'local' ? { ...config, workspace_dir: this.#workspaceFolder(config) } : config };
  }

  #workspaceFolder({ workspace_dir: chosen }: BackendConfig['config']): unknown {
    return chosen ?? `terraform.${this.name}.tfstate.d`;
  }

  /** Whether the program chose the backend. */
  get choosesBackend(): boolean {
    return this.#backend !== undefined;
  }

  /** Whether an output for other stacks names its stack. One that does not is stored as sensitive, as CDKTF's are. */
  get marksExports(): boolean {
    return true;
  }

  set backend(backend: BackendConfig) {
    this.#backend = backend;
  }

  /** Applies another stack before this one, even without a reference to it. */
  addDependency(other: Stack): void {
    this.#dependencies.add(other);
  }

  get dependencies(): readonly Stack[] {
    return [...this.#dependencies];
  }

  /** Overrides a value in the stack's document, such as `terraform.required_version`. Undefined removes the value. */
  addOverride(path: string, value: unknown): void {
    this.#overrides.push(parseOverride(path, value));
  }

  get overrides(): readonly Override[] {
    return this.#overrides;
  }

  /** Returns the name of an element in the document. A subclass may return other names, which must be unique per type. */
  allocateLogicalId(element: Construct): string {
    const ids: string[] = [];
    for (
      let current: Construct | undefined = element;
      current !== undefined && current !== this;
      current = current.node.scope
    ) {
      ids.unshift(current.node.id);
    }
    return logicalId(ids);
  }
}

refuseMembers(Stack, CDKTF_MEMBERS.stacks);
