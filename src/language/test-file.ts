import {
  type ConditionConfiguration,
  type ConfigurationFile,
  type Diagnostic,
  type Expression,
  isJsonObject,
  type Path,
  parseAddress,
  parseModule,
  type ProviderConfiguration,
  type ProviderReference,
  type SourcePlace,
} from '../model/index.js';
import { readBody } from './body.js';
import { readConditions } from './conditions.js';
import { readDocument } from './document.js';
import { HclBody } from './hcl-body.js';
import { parseHcl } from './hcl-parser.js';
import { syntaxDiagnostics } from './hcl-problems.js';
import { JsonBody } from './json-body.js';
import { readPassedProviders } from './module-call.js';
import { checkName, isJson } from './names.js';
import { readProvider } from './provider.js';
import { Scope } from './report.js';
import type { SyntaxBody } from './syntax.js';

/** A file of `terraform test`, such as `main.tftest.hcl` or `main.tftest.json`. */
export interface TestFile {
  /** Relative to the project. */
  readonly name: string;
  /** Values of variables for all runs. */
  readonly variables: ReadonlyMap<string, Expression>;
  /** By `name` or `name.alias`. */
  readonly providers: ReadonlyMap<string, ProviderConfiguration>;
  /** Providers that are simulated, by `name` or `name.alias`. */
  readonly mocks: ReadonlyMap<string, MockedProvider>;
  readonly overrides: readonly Override[];
  /** In order. */
  readonly runs: readonly TestRun[];
}

/** A `run` block: one plan or apply, and what must hold afterwards. */
export interface TestRun {
  readonly name: string;
  readonly command: 'plan' | 'apply';
  readonly refreshOnly: boolean;
  readonly refresh: boolean;
  readonly targets: readonly string[];
  readonly replace: readonly string[];
  readonly variables: ReadonlyMap<string, Expression>;
  /** The module to run in place of the project's own. */
  readonly module?: TestedModule;
  /** Which of the file's providers the configuration uses, by its own names for them. Empty: those of the same name. */
  readonly providers: ReadonlyMap<string, ProviderReference>;
  readonly overrides: readonly Override[];
  readonly assertions: readonly ConditionConfiguration[];
  readonly expectFailures: readonly ExpectedFailure[];
  /** Runs with the same key share a state. */
  readonly stateKey?: string;
  readonly source: SourcePlace;
}

export interface TestedModule {
  readonly from: string;
  readonly version?: string;
  readonly source: SourcePlace;
}

/** An object with conditions of which at least one must fail: `var.name`, `check.name`, `output.name` or a resource. */
export interface ExpectedFailure {
  readonly address: string;
  readonly source: SourcePlace;
}

/** Values in place of those that a provider would compute, and when they take effect. */
export interface MockedValues {
  /** An object. */
  readonly values?: Expression;
  readonly during: 'plan' | 'apply';
  readonly source: SourcePlace;
}

/** A `mock_provider` block. */
export interface MockedProvider {
  readonly name: string;
  readonly alias?: string;
  /** By type. */
  readonly resources: ReadonlyMap<string, MockedValues>;
  readonly dataSources: ReadonlyMap<string, MockedValues>;
  /** Of what this provider makes. */
  readonly overrides: readonly Override[];
  /** A folder with more of these, in files `*.tfmock.hcl` and `*.tfmock.json`. */
  readonly from?: string;
  readonly during: 'plan' | 'apply';
  readonly source: SourcePlace;
}

/** An `override_resource`, `override_data` or `override_module` block. */
export interface Override extends MockedValues {
  readonly kind: 'resource' | 'data' | 'module';
  /** The address of a resource, an instance or a module. Where it has no key, it is for all instances. */
  readonly target: string;
}

const FILE_BLOCKS = { variables: 0, provider: 1, mock_provider: 1, run: 1, test: 0 };
const OVERRIDES = { override_resource: 0, override_data: 0, override_module: 0 };
const ROOT = { ...FILE_BLOCKS, ...OVERRIDES };
/** Those of a mocked provider: a module has no provider. */
const OBJECT_OVERRIDES = ['override_resource', 'override_data'];
const MOCKS = { mock_resource: 1, mock_data: 1 };
const RUN = [
  'command',
  'plan_options',
  'variables',
  'module',
  'providers',
  'assert',
  'expect_failures',
  'state_key',
  'parallel',
  ...Object.keys(OVERRIDES),
];
const COMMANDS = ['plan', 'apply'] as const;

/** Reads a test file in HCL or in JSON. */
export function readTestFile(file: ConfigurationFile): {
  readonly test: TestFile;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const reading = new Reading(file.name);
  const scope = rootScope(file, ROOT, diagnostics);
  if (scope !== undefined) reading.root(scope);
  return { test: reading.file(), diagnostics };
}

type MockedObjects = Pick<MockedProvider, 'resources' | 'dataSources' | 'overrides'>;

/** Reads a file that a `mock_provider` block names: mocked types, and overrides. */
export function readMockFile(
  file: ConfigurationFile,
  during: MockedProvider['during'],
): MockedObjects & { readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const scope = rootScope(file, { ...MOCKS, ...OVERRIDES }, diagnostics);
  scope?.allow([...Object.keys(MOCKS), ...OBJECT_OVERRIDES], 'a file of mock data');
  const none = { resources: new Map(), dataSources: new Map(), overrides: [] };
  return { ...(scope === undefined ? none : mockedObjects(scope, during)), diagnostics };
}

function rootScope(
  file: ConfigurationFile,
  labels: Readonly<Record<string, number>>,
  diagnostics: Diagnostic[],
): Scope | undefined {
  const report = { file: file.name, diagnostics };
  if (!isJson(file.name)) {
    const { body, problems } = parseHcl(file.text);
    diagnostics.push(...syntaxDiagnostics(file.name, file.text, problems));
    return new Scope(report, new HclBody(body, file.text), []);
  }
  const json = readDocument(file, labels, diagnostics);
  if (isJsonObject(json)) return new Scope(report, new JsonBody(json), []);
  if (json !== undefined)
    new Scope(report, new JsonBody({}), []).error('wrong-shape', `${file.name} must contain a JSON object`, []);
  return undefined;
}

class Reading {
  readonly #name: string;
  readonly #variables = new Map<string, Expression>();
  readonly #providers = new Map<string, ProviderConfiguration>();
  readonly #mocks = new Map<string, MockedProvider>();
  readonly #overrides: Override[] = [];
  readonly #runs = new Map<string, TestRun>();

  constructor(name: string) {
    this.#name = name;
  }

  file(): TestFile {
    return {
      name: this.#name,
      variables: this.#variables,
      providers: this.#providers,
      mocks: this.#mocks,
      overrides: this.#overrides,
      runs: [...this.#runs.values()],
    };
  }

  root(scope: Scope): void {
    scope.allow(Object.keys(ROOT), 'a test file');
    for (const [name, value] of readValues(scope)) this.#variables.set(name, value);
    this.#overrides.push(...readOverrides(scope));
    scope.eachBlock('provider', 1, ([name = ''], body, path) => this.#provider(at(scope, body, path), name));
    scope.eachBlock('mock_provider', 1, ([name = ''], body, path) => this.#mock(at(scope, body, path), name));
    scope.eachBlock('run', 1, ([name = ''], body, path) => this.#run(at(scope, body, path), name));
  }

  #provider(scope: Scope, name: string): void {
    const provider = readProvider(scope, name);
    this.#declare(this.#providers, keyOf(provider), provider, scope, `The provider ${keyOf(provider)}`);
  }

  #mock(scope: Scope, name: string): void {
    const what = 'a mock_provider block';
    scope.allow(['alias', 'source', 'override_during', ...Object.keys(MOCKS), ...OBJECT_OVERRIDES], what);
    const alias = scope.text('alias');
    const from = scope.text('source');
    const during = readDuring(scope) ?? 'apply';
    const mock: MockedProvider = {
      name,
      ...(alias !== undefined && { alias }),
      ...mockedObjects(scope, during),
      ...(from !== undefined && { from }),
      during,
      source: scope.source,
    };
    if (this.#providers.has(keyOf(mock))) this.#twice(scope, `The provider ${keyOf(mock)}`);
    else this.#declare(this.#mocks, keyOf(mock), mock, scope, `The provider ${keyOf(mock)}`);
  }

  #run(scope: Scope, name: string): void {
    checkName(scope, name, 'a run block');
    scope.allow(RUN, 'a run block');
    const options = scope.block('plan_options');
    options?.allow(['mode', 'refresh', 'replace', 'target'], 'plan_options');
    const module = readModule(scope);
    const stateKey = scope.text('state_key');
    const run: TestRun = {
      name,
      command: readWord(scope, 'command', COMMANDS) ?? 'apply',
      refreshOnly: options !== undefined && readWord(options, 'mode', ['normal', 'refresh-only']) === 'refresh-only',
      refresh: options?.flag('refresh') ?? true,
      targets: options === undefined ? [] : readAddresses(options, 'target').map(({ address }) => address),
      replace: options === undefined ? [] : readAddresses(options, 'replace').map(({ address }) => address),
      variables: readValues(scope),
      ...(module !== undefined && { module }),
      providers: readPassedProviders(scope),
      overrides: readOverrides(scope),
      assertions: readConditions(scope, 'assert'),
      expectFailures: readAddresses(scope, 'expect_failures'),
      ...(stateKey !== undefined && { stateKey }),
      source: scope.source,
    };
    this.#declare(this.#runs, name, run, scope, `The run ${name}`);
  }

  #declare<T>(known: Map<string, T>, key: string, value: T, scope: Scope, what: string): void {
    if (known.has(key)) this.#twice(scope, what);
    else known.set(key, value);
  }

  #twice(scope: Scope, what: string): void {
    scope.error('duplicate-address', `${what} is declared twice`, [], { detail: 'Rename or remove one of the two.' });
  }
}

const at = (scope: Scope, body: SyntaxBody, path: Path): Scope => new Scope(scope.report, body, path);

const keyOf = ({ name, alias }: ProviderReference): string => (alias === undefined ? name : `${name}.${alias}`);

/** The `variables` block. */
function readValues(scope: Scope): ReadonlyMap<string, Expression> {
  const block = scope.block('variables');
  return new Map(block === undefined ? [] : Object.entries(readBody(block).content));
}

function readModule(scope: Scope): TestedModule | undefined {
  const block = scope.block('module');
  if (block === undefined) return undefined;
  block.allow(['source', 'version'], 'the module of a run block');
  const from = block.text('source');
  const version = block.text('version');
  if (from === undefined) {
    if (!block.has('source')) block.missing('source', 'the module of a run block');
    return undefined;
  }
  return { from, ...(version !== undefined && { version }), source: block.source };
}

function mockedObjects(scope: Scope, during: MockedProvider['during']): MockedObjects {
  const read = (kind: keyof typeof MOCKS): ReadonlyMap<string, MockedValues> => {
    const found = new Map<string, MockedValues>();
    scope.eachBlock(kind, 1, ([type = ''], body, path) => {
      const block = at(scope, body, path);
      block.allow(['defaults', 'override_during'], `a ${kind} block`);
      found.set(type, {
        ...(block.has('defaults') && { values: block.expression('defaults') }),
        during: readDuring(block) ?? during,
        source: block.source,
      });
    });
    return found;
  };
  return {
    resources: read('mock_resource'),
    dataSources: read('mock_data'),
    overrides: readOverrides(scope, during),
  };
}

/** `inherited` is when they take effect unless they say so themselves. */
function readOverrides(scope: Scope, inherited: MockedValues['during'] = 'apply'): readonly Override[] {
  const kinds = [
    ['resource', 'values'],
    ['data', 'values'],
    ['module', 'outputs'],
  ] as const;
  return kinds.flatMap(([kind, values]) =>
    scope.blocks(`override_${kind}`).flatMap((block) => {
      block.allow(['target', values, 'override_during'], `an override_${kind} block`);
      const target = readTarget(block, kind);
      if (target === undefined) return [];
      const override: Override = {
        kind,
        target,
        ...(block.has(values) && { values: block.expression(values) }),
        during: readDuring(block) ?? (kind === 'resource' ? inherited : 'plan'),
        source: block.source,
      };
      return [override];
    }),
  );
}

function readTarget(block: Scope, kind: Override['kind']): string | undefined {
  if (!block.has('target')) {
    block.missing('target', `an override_${kind} block`);
    return undefined;
  }
  // OpenTofu writes all instances so, too.
  const text = (block.value('target')?.bare()?.text.trim() ?? '').replaceAll(/\[\*\](?=\.|$)/g, '');
  const mode = kind === 'resource' ? 'managed' : kind;
  const isModule = parseModule(text) !== undefined && text !== '';
  const isTarget = kind === 'module' ? isModule : parseAddress(text)?.resource.mode === mode;
  if (isTarget && (kind !== 'module' || !text.includes('['))) return text;
  block.error('invalid-address', `An override_${kind} block cannot have the target ${text}`, ['target'], {
    detail: isTarget
      ? 'The override of a module is for all instances. Remove the key.'
      : `Write ${{ resource: 'type.name', data: 'data.type.name', module: 'module.name' }[kind]}.`,
  });
  return undefined;
}

const readDuring = (scope: Scope): MockedValues['during'] | undefined => readWord(scope, 'override_during', COMMANDS);

/** One of several words, which HCL writes without quotes. */
function readWord<T extends string>(scope: Scope, name: string, words: readonly T[]): T | undefined {
  const value = scope.value(name);
  if (value === undefined) return undefined;
  const text = value.bare()?.text;
  const word = words.find((one) => one === text);
  if (word === undefined) scope.error('invalid-value', `"${name}" must be ${words.join(' or ')}`, [name]);
  return word;
}

function readAddresses(scope: Scope, name: string): readonly ExpectedFailure[] {
  return scope.items(name, 'a list of addresses').flatMap(({ value, at: path }) => {
    const address = value.bare()?.text.trim();
    if (address !== undefined)
      return [{ address, source: { file: scope.source.file, path: [...scope.source.path, ...path] } }];
    scope.error('invalid-value', `"${name}" must be a list of addresses`, path);
    return [];
  });
}
