import { parseHcl, type HclContent } from '../language/index.js';
import {
  parseModule,
  splitModule,
  valuesEqual,
  type Configuration,
  type InstanceKey,
  type ModuleCall,
  type ModuleConfiguration,
  type Path,
  type ResourceChange,
  type ResourceConfiguration,
  type SourcePlace,
  type Traversal,
  type TraversalStep,
  type Value,
} from '../model/index.js';
import { HclNodes } from './hcl.js';
import { JsonNodes } from './json.js';
import {
  isReason,
  type Followed,
  type ObjectNode,
  type Reach,
  type Reason,
  type SourceNode,
  type SourceText,
} from './node.js';

/** A module as one of its instances sees it. */
interface Scope {
  readonly module: ModuleConfiguration;
  /** What calls it; none for the root module. */
  readonly call?: { readonly from: Scope; readonly call: ModuleCall; readonly key: InstanceKey };
}

/** What `each` and `count` refer to. */
interface Repeated {
  readonly at: SourcePlace;
  readonly key: InstanceKey;
}

export interface FolderInput {
  readonly configuration: Configuration;
  /** The values that variables of the root module have. */
  readonly variables: ReadonlyMap<string, Value>;
  /** The text of a file; undefined if it is not one that may be edited. */
  readonly read: (file: string) => string | undefined;
}

/** Finds what a project says about the resources of a stack. */
export interface Source {
  /** Equal for the instances that one block or line declares; undefined if none is known. */
  declarationOf(change: ResourceChange): string | undefined;
  /** What is written about an instance. */
  body(change: ResourceChange): SourceNode | Reason;
}

/** Finds what files of a configuration say about resources. */
export class FolderSource implements Source {
  readonly #input: FolderInput;
  readonly #parsed = new Map<string, { readonly source: SourceText; readonly content?: HclContent } | undefined>();

  constructor(input: FolderInput) {
    this.#input = input;
  }

  /** Equal for the instances that one block declares. */
  declarationOf(change: ResourceChange): string | undefined {
    const scope = this.#scopeOf(change.address);
    const place = scope && findResource(scope.module, change)?.body.source;
    return place && JSON.stringify([place.file, ...place.path]);
  }

  /** The block of a resource, for one of its instances. */
  body(change: ResourceChange): ObjectNode | Reason {
    const scope = this.#scopeOf(change.address);
    const resource = scope && findResource(scope.module, change);
    if (scope === undefined || resource === undefined) return NO_BLOCK;
    const { body } = resource;
    const node = this.#node(body.source, scope, { at: body.source, key: change.key });
    return node?.kind === 'object' ? node : NOT_EDITABLE;
  }

  #scopeOf(address: string): Scope | undefined {
    const steps = parseModule(splitModule(address).module) ?? [];
    let scope: Scope = { module: this.#input.configuration };
    for (const { name, key } of steps) {
      const call = scope.module.calls.get(name);
      if (call === undefined) return undefined;
      scope = { module: call.module, call: { from: scope, call, key } };
    }
    return scope;
  }

  #node(place: SourcePlace, scope: Scope, repeated?: Repeated): SourceNode | undefined {
    const file = this.#file(place.file);
    if (file === undefined) return undefined;
    const follow = (traversal: Traversal): Followed => this.#follow(traversal, scope, repeated);
    return file.content === undefined
      ? new JsonNodes(file.source, follow).at(place.path)
      : new HclNodes(file.source, follow).at(file.content, place.path);
  }

  #file(name: string): { readonly source: SourceText; readonly content?: HclContent } | undefined {
    if (this.#parsed.has(name)) return this.#parsed.get(name);
    const text = this.#input.read(name);
    const isJson = name.endsWith('.json');
    const source: SourceText | undefined =
      text === undefined ? undefined : { name, text, syntax: isJson ? 'json' : 'hcl' };
    const file =
      source === undefined
        ? undefined
        : { source, ...(isJson ? {} : { content: parseHcl(source.text, { unfolded: true }).body }) };
    this.#parsed.set(name, file);
    return file;
  }

  #follow({ root, steps }: Traversal, scope: Scope, repeated: Repeated | undefined): Followed {
    const [first, ...rest] = steps;
    if (first?.kind === 'attribute' && typeof first.key === 'string') {
      if (root === 'local') return this.#into(this.#local(first.key, scope), rest);
      if (root === 'var') return this.#into(this.#variable(first.key, scope), rest);
      if (root === 'each' && first.key === 'value' && repeated !== undefined)
        return this.#into(this.#element(repeated, scope), rest);
    }
    return refersTo([root, ...steps.map(({ key }) => String(key))].join('.'));
  }

  #local(name: string, scope: Scope): Followed {
    const local = scope.module.locals.get(name);
    return this.#single(local && this.#node(local.source, scope), 'others');
  }

  #variable(name: string, scope: Scope): Followed {
    const variable = scope.module.variables.get(name);
    if (variable === undefined) return NOT_EDITABLE;
    const { call } = scope;
    if (call !== undefined && Object.hasOwn(call.call.body.content, name)) {
      const { source } = call.call.body;
      const repeated = { at: source, key: call.key };
      return this.#single(this.#node(within(source, [name]), call.from, repeated), 'others');
    }
    const standard = variable.default?.kind === 'literal' ? variable.default.value : undefined;
    const value = this.#input.variables.get(name);
    const isSet =
      call === undefined && value !== undefined && (standard === undefined || !valuesEqual(standard, value));
    if (isSet || variable.default === undefined) return setOutside(name);
    return this.#single(this.#node(within(variable.source, ['default']), scope), 'others');
  }

  /** The value of `for_each` for an instance. */
  #element({ at, key }: Repeated, scope: Scope): Followed {
    if (typeof key !== 'string') return NOT_EDITABLE;
    return this.#into(this.#single(this.#node(within(at, ['for_each']), scope), 'instance'), [{ kind: 'index', key }]);
  }

  #single(node: SourceNode | undefined, reach: Reach): Followed {
    return node === undefined ? NOT_EDITABLE : { nodes: [node], reach };
  }

  #into(followed: Followed, steps: readonly TraversalStep[]): Followed {
    const [step, ...rest] = steps;
    if (isReason(followed) || step === undefined) return followed;
    const [node] = followed.nodes;
    if (node?.kind === 'name') return this.#into(further(node.follow(), followed.reach), steps);
    const next =
      node?.kind === 'object'
        ? node.members.findLast(({ name }) => name === step.key)?.value
        : node?.kind === 'list' && !node.isSpread && typeof step.key === 'number'
          ? node.items[step.key]
          : undefined;
    if (node?.kind === 'opaque') return node.reason;
    return this.#into(this.#single(next, followed.reach), rest);
  }
}

const further = (followed: Followed, reach: Reach): Followed =>
  isReason(followed) || reach !== 'others' ? followed : { ...followed, reach };

const within = ({ file, path }: SourcePlace, inner: Path): SourcePlace => ({ file, path: [...path, ...inner] });

function findResource(
  module: ModuleConfiguration,
  { address, resource }: ResourceChange,
): ResourceConfiguration | undefined {
  const prefix = resource.mode === 'data' ? 'data.' : '';
  const found = module.resources.get(`${prefix}${resource.type}.${resource.name}`);
  return found !== undefined && address.includes(resource.name) ? found : undefined;
}

const refersTo = (what: string): Reason => ({
  why: `it refers to ${what}`,
  todo: 'Write the value here, or change what it refers to by hand.',
});

const setOutside = (name: string): Reason => ({
  why: `the variable ${name} is set outside the configuration`,
  todo: 'Change it in the variable file, the environment or the option that sets it.',
});

const NO_BLOCK: Reason = {
  why: 'the configuration has no block for it',
  todo: 'Apply to undo the drift.',
};

const NOT_EDITABLE: Reason = {
  why: 'it is not written in a file of this project',
  todo: 'Change it where it is written, or apply to undo the drift.',
};
