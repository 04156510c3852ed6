import {
  type ActionConfiguration,
  type Body,
  type Configuration,
  type ConfigurationFile,
  convert,
  type Diagnostic,
  formatPath,
  type LocalConfiguration,
  type Mode,
  nearest,
  type OutputConfiguration,
  type Path,
  type ProviderConfiguration,
  type ResourceConfiguration,
  type SourcePlace,
  typeName,
  type VariableConfiguration,
} from '../model/index.js';
import { readAction } from './action.js';
import { type Labels, readDocument } from './document.js';
import { isRecord } from './expression-from-json.js';
import { JsonBody } from './json-body.js';
import { Locator } from './diagnostic-places.js';
import { mergeAction, mergeLocal, mergeOutput, mergeProvider, mergeResource, mergeVariable } from './merge.js';
import { checkName, isOverride } from './names.js';
import { readOutput } from './output.js';
import { readProvider } from './provider.js';
import { type Report, Scope } from './report.js';
import { readResource } from './resource.js';
import type { SyntaxBody } from './syntax.js';
import { Settings } from './terraform-block.js';
import { readVariable } from './variable.js';

/** Every block of Terraform's language, with the number of labels between its key and its body. */
const BLOCKS: Labels = {
  terraform: 0,
  provider: 1,
  variable: 1,
  locals: 0,
  resource: 2,
  data: 2,
  output: 1,
  module: 1,
  moved: 0,
  import: 0,
  removed: 0,
  check: 1,
  ephemeral: 2,
  action: 2,
  list: 2,
};

/**
 * Reads files in Terraform's JSON syntax as one configuration. Files named `override.tf.json` or `*_override.tf.json`
 * are merged over the others, in order. All problems are reported; the configuration contains everything that could be
 * read. `complete` is false when the text of a file could not be read at all, so that it is unknown what the
 * configuration declares.
 */
export function readConfiguration(files: readonly ConfigurationFile[]): {
  readonly configuration: Configuration;
  readonly diagnostics: Diagnostic[];
  readonly complete: boolean;
} {
  const reading = new Reading(files);
  for (const file of files) if (!isOverride(file.name)) reading.file(file, false);
  for (const file of files) if (isOverride(file.name)) reading.file(file, true);
  return { configuration: reading.finish(), diagnostics: reading.diagnostics, complete: reading.complete };
}

/** What does the work of blocks that are not supported yet. */
const IN_PLACE_OF: Readonly<Record<string, string>> = {
  import: 'Remove this one, and import the object:  landform import ADDRESS ID',
  moved: 'Remove this one, and move the state:  landform state mv FROM TO',
  removed: 'Remove this one, and remove the object from state:  landform state rm ADDRESS',
};

class Reading {
  readonly diagnostics: Diagnostic[] = [];
  complete = true;
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

  constructor(files: readonly ConfigurationFile[]) {
    this.#files = files;
  }

  file(file: ConfigurationFile, override: boolean): void {
    this.#override = override;
    const report: Report = { file: file.name, diagnostics: this.diagnostics };
    const json = readDocument(file, BLOCKS, this.diagnostics);
    if (isRecord(json)) return this.#root(new Scope(report, new JsonBody(json), []));
    if (Array.isArray(json) && json.every((part) => isRecord(part))) {
      return json.forEach((part, index) => this.#root(new Scope(report, new JsonBody(part), [index])));
    }
    this.complete = false;
    if (json === undefined) return;
    new Scope(report, new JsonBody({}), []).error('wrong-shape', `${file.name} must contain a JSON object`, []);
  }

  finish(): Configuration {
    for (const variable of this.#variables.values()) this.#checkDefault(variable);
    return {
      terraform: this.#settings.finish(),
      providers: this.#providers,
      variables: this.#variables,
      locals: this.#locals,
      resources: this.#resources,
      actions: this.#actions,
      outputs: this.#outputs,
      files: this.#files,
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
        : 'The kinds of block are terraform, provider, variable, locals, data, resource, action and output.';
    scope.error('unknown-block', `"${name}" is not a kind of block`, [name], { detail });
  }

  #block(report: Report, kind: string, labels: readonly string[], body: SyntaxBody, path: Path): void {
    const [first = '', second = ''] = labels;
    const scope = new Scope(report, body, path, addressOf(kind, labels));
    switch (kind) {
      case 'resource':
        return this.#resource(scope, 'managed', first, second);
      case 'data':
        return this.#resource(scope, 'data', first, second);
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
      default: {
        const called = [kind, ...labels].join('.');
        scope.error('not-supported-yet', `${called} is not supported yet`, [], {
          detail: `Blocks of the kind "${kind}" need a later version of Landform. ${IN_PLACE_OF[kind] ?? 'Remove this one to continue.'}`,
        });
      }
    }
  }

  #resource(scope: Scope, mode: Mode, type: string, name: string): void {
    const address = { module: '', mode, type, name };
    checkName(scope, type, 'a type of resource');
    checkName(scope, name, mode === 'data' ? 'a data source' : 'a resource');
    const resource = readResource(scope, address);
    this.#declare(this.#resources, resource.key, resource, scope, mergeResource);
  }

  #action(scope: Scope, type: string, name: string): void {
    checkName(scope, type, 'a type of action');
    checkName(scope, name, 'an action');
    const action = readAction(scope, { type, name });
    this.#declare(this.#actions, action.key, action, scope, mergeAction);
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
    const output = readOutput(scope, name, this.#override);
    this.#declare(this.#outputs, name, output, scope, mergeOutput);
  }

  #local(block: Scope): void {
    for (const name of block.body.names()) {
      const scope = new Scope(block.report, block.body, block.path, `local.${name}`, block.origin);
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
      const text = this.#files.find((file) => file.name === source.file)?.text ?? '';
      this.#locators.set(source.file, (locator = new Locator(text)));
    }
    const line = locator.locate(source.path)?.start.line;
    return line === undefined ? source.file : `${source.file}:${line}`;
  }

  /** A default must have its variable's type even if it is never used. */
  #checkDefault(variable: VariableConfiguration): void {
    const { name, type, nullable, sensitive, source } = variable;
    if (variable.default?.kind !== 'literal') return;
    const report: Report = { file: source.file, diagnostics: this.diagnostics };
    const scope = new Scope(report, new JsonBody({}), source.path, `var.${name}`, variable.origin);
    if (variable.default.value === null && !nullable) {
      scope.error('invalid-default', `The default of the variable ${name} must not be null`, ['default'], {
        detail: 'Remove the default, or set "nullable" to true.',
      });
      return;
    }
    const converted = convert(variable.default.value, type);
    if (converted.ok) return;
    const place = converted.path.length === 0 || sensitive ? '' : ` at ${formatPath(converted.path)}`;
    const reason = sensitive ? '' : ` It ${converted.message}.`;
    scope.error(
      'invalid-default',
      `The default of the variable ${name} does not fit its type${place}`,
      ['default', ...converted.path],
      {
        detail: `The type is ${typeName(type)}.${reason}`,
      },
    );
  }
}

/** An object with a position, its own or that of its body. */
type Sourced = { readonly source: SourcePlace } | { readonly body: Body; readonly source?: SourcePlace };

const sourceOf = (value: Sourced): SourcePlace => value.source ?? (value as { readonly body: Body }).body.source;

/** Address of the declared object; empty for a block that declares none. */
function addressOf(kind: string, labels: readonly string[]): string {
  const [first = '', second = ''] = labels;
  switch (kind) {
    case 'resource':
      return `${first}.${second}`;
    case 'variable':
      return `var.${first}`;
    default:
      return labels.length === 0 ? '' : [kind, ...labels].join('.');
  }
}
