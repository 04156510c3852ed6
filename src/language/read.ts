import {
  type ActionConfiguration,
  addressIn,
  type Body,
  type CheckConfiguration,
  type Configuration,
  type ConfigurationFile,
  type Diagnostic,
  type ImportConfiguration,
  isJsonObject,
  localAction,
  type LocalConfiguration,
  localResource,
  type Mode,
  type ModuleCall,
  type ModuleConfiguration,
  type MovedConfiguration,
  nearest,
  type OutputConfiguration,
  type Path,
  type ProviderConfiguration,
  type ResourceConfiguration,
  type RemovedConfiguration,
  ROOT_MODULE,
  type SourcePlace,
  type VariableConfiguration,
} from '../model/index.js';
import { readAction } from './action.js';
import { type Module, readCalled, type ReadModule, resolveProviders, type Whole } from './called-module.js';
import { BLOCKS } from './blocks.js';
import { readCheck } from './check.js';
import { readDocument } from './document.js';
import { HclBody } from './hcl-body.js';
import { parseHcl } from './hcl-parser.js';
import { syntaxDiagnostics } from './hcl-problems.js';
import { JsonBody } from './json-body.js';
import { type Locator, locatorOf } from './diagnostic-places.js';
import { readImport } from './import.js';
import {
  mergeAction,
  mergeCall,
  mergeLocal,
  mergeOutput,
  mergeProvider,
  mergeResource,
  mergeVariable,
} from './merge.js';
import { type CallDraft, type FindModule, readModuleCall } from './module-call.js';
import { type OwnProviders, type ProviderNames, rootProviderNames } from './module-providers.js';
import { checkName, isJson, isOverride } from './names.js';
import { readMoved, readRemoved } from './moved.js';
import { readOutput } from './output.js';
import { readProvider } from './provider.js';
import { type Report, Scope } from './report.js';
import { KINDS, readResource } from './resource.js';
import type { SyntaxBody } from './syntax.js';
import { Settings } from './terraform-block.js';
import { readVariable } from './variable.js';
import { checkDefault } from './variable-default.js';

/**
 * Reads files in HCL and in Terraform's JSON syntax as one configuration, with the modules it calls. Override files
 * (`override.tf`, `*_override.tf.json`) are merged over the others of their module, in order. All problems are
 * reported; the configuration contains everything that could be read. `complete` is false when the text of a file could
 * not be read at all, so that it is unknown what the configuration declares. `directory` is that of the root module,
 * relative to the project.
 */
export function readConfiguration(
  files: readonly ConfigurationFile[],
  find?: FindModule,
  directory = '.',
): {
  readonly configuration: Configuration;
  readonly diagnostics: Diagnostic[];
  readonly complete: boolean;
} {
  const whole: Whole = {
    files: new Map(files.map((file) => [file.name, file])),
    diagnostics: [],
    complete: true,
    find,
  };
  const reading = new Reading(whole, files, { path: ROOT_MODULE, directory, around: [] });
  return {
    configuration: {
      ...reading.finish(rootProviderNames),
      imports: reading.imports,
      files: [...whole.files.values()],
    },
    diagnostics: whole.diagnostics,
    complete: whole.complete,
  };
}

class Reading {
  readonly #whole: Whole;
  readonly #module: Module;
  readonly #files: readonly ConfigurationFile[];
  readonly #locators = new Map<string, Locator>();
  #override = false;

  readonly #settings = new Settings();
  readonly #providers = new Map<string, ProviderConfiguration>();
  readonly #variables = new Map<string, VariableConfiguration>();
  readonly #locals = new Map<string, LocalConfiguration>();
  readonly #resources = new Map<string, ResourceConfiguration>();
  readonly #actions = new Map<string, ActionConfiguration>();
  readonly #outputs = new Map<string, OutputConfiguration>();
  readonly #calls = new Map<string, CallDraft>();
  readonly #moved: MovedConfiguration[] = [];
  readonly #removed: RemovedConfiguration[] = [];
  readonly #checks = new Map<string, CheckConfiguration>();
  readonly imports: ImportConfiguration[] = [];

  constructor(whole: Whole, files: readonly ConfigurationFile[], module: Module) {
    this.#whole = whole;
    this.#files = files;
    this.#module = module;
    for (const file of files) if (!isOverride(file.name)) this.#file(file, false);
    for (const file of files) if (isOverride(file.name)) this.#file(file, true);
  }

  #file(file: ConfigurationFile, override: boolean): void {
    this.#override = override;
    const { diagnostics } = this.#whole;
    const report: Report = { file: file.name, diagnostics };
    if (!isJson(file.name)) return this.#hcl(file, report);
    const json = readDocument(file, BLOCKS, diagnostics);
    if (isJsonObject(json)) return this.#root(new Scope(report, new JsonBody(json), []));
    if (Array.isArray(json) && json.every((part) => isJsonObject(part))) {
      return json.forEach((part, index) => this.#root(new Scope(report, new JsonBody(part), [index])));
    }
    this.#whole.complete = false;
    if (json === undefined) return;
    new Scope(report, new JsonBody({}), []).error('wrong-shape', `${file.name} must contain a JSON object`, []);
  }

  #hcl(file: ConfigurationFile, report: Report): void {
    const { text } = file;
    const { body, problems } = parseHcl(text);
    if (problems.length > 0) this.#whole.complete = false;
    this.#whole.diagnostics.push(...syntaxDiagnostics(file.name, text, problems));
    this.#root(new Scope(report, new HclBody(body, text), []));
  }

  /** The module, with those it calls. */
  finish(namesOf: (own: OwnProviders) => ProviderNames): ModuleConfiguration {
    const { path, directory } = this.#module;
    for (const variable of this.#variables.values()) checkDefault(variable, path, this.#whole.diagnostics);
    const terraform = this.#settings.finish();
    const names = namesOf({ settings: terraform, blocks: this.#providers });
    const providers = { path, names, settings: terraform };
    if (path !== ROOT_MODULE) {
      resolveProviders(this.#resources, providers, this.#whole.diagnostics);
      resolveProviders(this.#actions, providers, this.#whole.diagnostics);
    }
    const calls = new Map<string, ModuleCall>();
    const read: ReadModule = (files, called, own) => new Reading(this.#whole, files, called).finish(own);
    for (const draft of this.#calls.values()) {
      const module = readCalled(this.#whole, this.#module, draft, providers, read);
      const { scope: _, ...call } = draft;
      if (module !== undefined) calls.set(call.name, { ...call, module });
    }
    return {
      path,
      directory,
      terraform,
      providers: names.own,
      variables: this.#variables,
      locals: this.#locals,
      resources: this.#resources,
      actions: this.#actions,
      outputs: this.#outputs,
      calls,
      moved: this.#moved,
      removed: this.#removed,
      checks: this.#checks,
    };
  }

  #root(scope: Scope): void {
    for (const name of scope.body.names()) {
      const labels = Object.hasOwn(BLOCKS, name) ? BLOCKS[name] : undefined;
      if (labels === undefined) this.#unknownBlock(scope, name);
      else scope.eachBlock(name, labels, (found, body, path) => this.#block(scope.report, name, found, body, path));
    }
  }

  #unknownBlock(scope: Scope, name: string): void {
    const near = nearest(name, Object.keys(BLOCKS));
    const detail =
      near.length > 0
        ? `Did you mean ${near.map((word) => `"${word}"`).join(' or ')}?`
        : 'The kinds of block are terraform, provider, variable, locals, data, ephemeral, resource, action and output.';
    scope.error('unknown-block', `"${name}" is not a kind of block`, [name], { detail });
  }

  #block(report: Report, kind: string, labels: readonly string[], body: SyntaxBody, path: Path): void {
    const [first = '', second = ''] = labels;
    const scope = new Scope(report, body, path, this.#addressOf(kind, labels));
    switch (kind) {
      case 'resource':
        return this.#resource(scope, 'managed', first, second);
      case 'data':
      case 'ephemeral':
        return this.#resource(scope, kind, first, second);
      case 'action':
        return this.#action(scope, first, second);
      case 'provider':
        return this.#provider(scope, first);
      case 'variable':
        return this.#variable(scope, first);
      case 'output':
        return this.#output(scope, first);
      case 'locals':
        return this.#local(scope);
      case 'terraform':
        return this.#settings.read(scope, this.#override);
      case 'moved': {
        const moved = readMoved(scope);
        if (moved !== undefined) this.#moved.push(moved);
        return;
      }
      case 'removed': {
        const removed = readRemoved(scope);
        if (removed !== undefined) this.#removed.push(removed);
        return;
      }
      case 'import':
        return this.#import(scope);
      case 'check':
        return this.#check(scope, first);
      case 'module':
        return this.#whole.find === undefined ? refuse(scope, kind, labels) : this.#call(scope, first);
      default:
        refuse(scope, kind, labels);
    }
  }

  #resource(scope: Scope, mode: Mode, type: string, name: string): void {
    const address = { module: this.#module.path, mode, type, name };
    checkName(scope, type, 'a type of resource');
    checkName(scope, name, KINDS[mode]);
    const resource = readResource(scope, address);
    this.#declare(this.#resources, localResource(address), resource, scope, mergeResource);
  }

  #call(scope: Scope, name: string): void {
    checkName(scope, name, 'a module');
    const call = readModuleCall(scope, name, this.#module.path, this.#override);
    this.#declare(this.#calls, name, call, scope, mergeCall);
  }

  #import(scope: Scope): void {
    if (this.#module.path !== ROOT_MODULE) {
      scope.error('misplaced-import', `The module ${this.#module.path} contains an import block`, [], {
        detail: `Only the root module can import. Move the block there, with "to" beginning with ${this.#module.path}.`,
      });
    } else if (!this.#isOverriding(scope, 'import')) {
      const found = readImport(scope);
      if (found !== undefined) this.imports.push(found);
    }
  }

  #check(scope: Scope, name: string): void {
    if (this.#isOverriding(scope, 'check')) return;
    checkName(scope, name, 'a check block');
    const { check, data } = readCheck(scope, name, this.#module.path);
    this.#declare(this.#checks, name, check, scope, (base) => base);
    if (data !== undefined) this.#declare(this.#resources, data.key, data.resource, data.scope, mergeResource);
  }

  /** Whether a block is in an override file, where blocks of its kind cannot be. */
  #isOverriding(scope: Scope, kind: string): boolean {
    if (this.#override)
      scope.error('misplaced-block', `An override file cannot contain "${kind}" blocks`, [], {
        detail: 'Move the block to a file that is not an override file.',
      });
    return this.#override;
  }

  #action(scope: Scope, type: string, name: string): void {
    checkName(scope, type, 'a type of action');
    checkName(scope, name, 'an action');
    const action = readAction(scope, { module: this.#module.path, type, name });
    this.#declare(this.#actions, localAction(action.address), action, scope, mergeAction);
  }

  #provider(scope: Scope, name: string): void {
    checkName(scope, name, 'a provider');
    const provider = readProvider(scope, name);
    const key = provider.alias === undefined ? name : `${name}.${provider.alias}`;
    if (this.#override && provider.alias === undefined && !this.#providers.has(key)) {
      // A provider without configuration has an empty one, which can be overridden.
      this.#providers.set(key, provider);
      return;
    }
    const own = new Scope(scope.report, scope.body, scope.path, `provider.${key}`, scope.origin);
    this.#declare(this.#providers, key, provider, own, mergeProvider);
  }

  #variable(scope: Scope, name: string): void {
    checkName(scope, name, 'a variable');
    const variable = readVariable(scope, name);
    this.#declare(this.#variables, name, variable, scope, mergeVariable);
  }

  #output(scope: Scope, name: string): void {
    checkName(scope, name, 'an output');
    const output = readOutput(scope, name, this.#override, this.#module.path === ROOT_MODULE);
    this.#declare(this.#outputs, name, output, scope, mergeOutput);
  }

  #local(block: Scope): void {
    for (const name of block.body.names()) {
      const address = addressIn(this.#module.path, `local.${name}`);
      const scope = new Scope(block.report, block.body, block.path, address, block.origin);
      checkName(scope, name, 'a local value', [name]);
      const source = { file: block.report.file, path: [...block.path, name] };
      const local: LocalConfiguration = { name, value: scope.expression(name), source };
      this.#declare(this.#locals, name, local, scope, mergeLocal, [name]);
    }
  }

  /** Adds a declaration under its name; in an override file, merges it over the existing one. */
  #declare<T extends Sourced>(
    known: Map<string, T>,
    key: string,
    value: T,
    scope: Scope,
    merge: (base: T, over: T, scope: Scope) => T,
    at: Path = [],
  ): void {
    const base = known.get(key);
    if (this.#override) {
      if (base !== undefined) known.set(key, merge(base, value, scope));
      else {
        scope.error('missing-base', `${scope.address} overrides nothing`, at, {
          detail:
            'No other file declares it. Correct the name, or move the block to a file that is not an override file.',
        });
      }
    } else if (base === undefined) {
      known.set(key, value);
    } else {
      scope.error('duplicate-address', `${scope.address} is declared twice`, at, {
        detail: `It is first declared at ${this.#placeOf(sourceOf(base))}. Rename or remove one of the two.`,
      });
    }
  }

  /** `main.tf.json:3` */
  #placeOf(source: SourcePlace): string {
    let locator = this.#locators.get(source.file);
    if (locator === undefined) {
      const { file: name } = source;
      const text = this.#files.find((file) => file.name === name)?.text ?? '';
      this.#locators.set(name, (locator = locatorOf({ name, text })));
    }
    const line = locator.locate(source.path)?.start.line;
    return line === undefined ? source.file : `${source.file}:${line}`;
  }

  /** Address of the declared object; empty for a block that declares none. */
  #addressOf(kind: string, labels: readonly string[]): string {
    const local = localAddress(kind, labels);
    return local === '' ? local : addressIn(this.#module.path, local);
  }
}

/** An object with a position, its own or that of its body. */
type Sourced = { readonly source: SourcePlace } | { readonly body: Body; readonly source?: SourcePlace };

const sourceOf = (value: Sourced): SourcePlace => value.source ?? (value as { readonly body: Body }).body.source;

function refuse(scope: Scope, kind: string, labels: readonly string[]): void {
  scope.error('not-supported-yet', `${[kind, ...labels].join('.')} is not supported yet`, [], {
    detail: `Blocks of the kind "${kind}" need a later version of Landform. Remove this one to continue.`,
  });
}

function localAddress(kind: string, labels: readonly string[]): string {
  const first = labels[0] ?? '';
  switch (kind) {
    case 'resource':
      return `${first}.${labels[1] ?? ''}`;
    case 'variable':
      return `var.${first}`;
    default:
      return labels.length === 0 ? '' : [kind, ...labels].join('.');
  }
}
