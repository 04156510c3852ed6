import { evaluate, type GivenVariable } from '../../engine/index.js';
import { parseTemplate, readConfiguration, type TestFile, type TestRun } from '../../language/index.js';
import { installedModules } from '../../modules/index.js';
import {
  DiagnosticError,
  EMPTY_STATE,
  errorDiagnostic,
  hasErrors,
  sensitive,
  warningDiagnostic,
  type ConfigurationFile,
  type Diagnostic,
  type ObjectValue,
  type State,
  type Value,
} from '../../model/index.js';
import { moduleFinder } from '../../program/index.js';
import path from 'node:path';
import type { OperationEnvironment } from '../environment.js';
import { projectFiles } from '../expression-files.js';
import { writtenSecrets } from '../known-secrets.js';
import type { StackPlan } from '../plan-stack.js';
import { modulesOf, type OpenProject, type Stack } from '../project.js';
import { stackDirectory } from '../written-stack.js';
import { carryOutRun, destroyAll, prepareRun, type PreparedRun, type RunEnvironment } from './run.js';
import { testScope } from './scope.js';
import { TestStates } from './states.js';
import type { Verdict } from './verdict.js';

export interface TestedRun {
  readonly name: string;
  readonly verdict: Verdict;
  readonly diagnostics: readonly Diagnostic[];
  readonly planned?: StackPlan;
}

export interface TestedFile {
  readonly name: string;
  readonly verdict: Verdict;
  readonly runs: readonly TestedRun[];
  /** Of the file, and of destroying what its runs created. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Learns of each step of a file while it runs. */
export interface TestObserver {
  started(file: TestFile): void;
  ran(file: TestFile, run: TestedRun): void;
  cleansUp(file: TestFile): void;
  ended(file: TestedFile): void;
}

/** What all test files share. */
export interface Suite {
  readonly env: OperationEnvironment;
  readonly project: OpenProject;
  readonly stack: Stack;
  /** The values that variables are given outside of test files. */
  readonly given: ReadonlyMap<string, GivenVariable>;
  readonly parallelism: number;
  readonly observer: TestObserver;
  /** Documents that diagnostics may be about. */
  readonly seen: ConfigurationFile[];
}

/** Carries out the runs of a test file in order, and destroys what they created. */
export async function runTestFile(suite: Suite, test: TestFile): Promise<TestedFile> {
  suite.observer.started(test);
  const file = new RunningFile(suite, test);
  const tested = await file.result();
  suite.observer.ended(tested);
  return tested;
}

class RunningFile {
  readonly #suite: Suite;
  readonly #test: TestFile;
  readonly #states: TestStates;
  readonly #outputs = new Map<string, ObjectValue>();
  readonly #diagnostics: Diagnostic[] = [];
  readonly #modules = new Map<string, Stack>();
  /** The last run of each state, in the order of their last runs. */
  readonly #last = new Map<string, PreparedRun>();
  readonly #shared: RunEnvironment;

  constructor(suite: Suite, test: TestFile) {
    this.#suite = suite;
    this.#test = test;
    this.#states = new TestStates(suite.env, suite.project, suite.stack, test.name);
    const given = this.#given();
    const { variables } = suite.stack.configuration;
    const known = [...given].map(([name, { value }]): [string, Value] => [
      name,
      variables.get(name)?.sensitive === true ? sensitive(value) : value,
    ]);
    const values = { variables: new Map(known), runs: this.#outputs };
    const { env, project, parallelism } = suite;
    this.#shared = { env, project, test, values, given, parallelism };
  }

  async result(): Promise<TestedFile> {
    const { name, runs } = this.#test;
    const tested: TestedRun[] = [];
    let stopped = hasErrors(this.#diagnostics);
    try {
      for (const run of runs) {
        stopped ||= this.#suite.env.stopping();
        const one = stopped ? ({ name: run.name, verdict: 'skip', diagnostics: [] } as const) : await this.#run(run);
        this.#suite.observer.ran(this.#test, one);
        tested.push(one);
        stopped ||= one.verdict === 'error';
      }
      this.#suite.observer.cleansUp(this.#test);
      for (const [key, prepared] of [...this.#last].reverse()) await this.#cleanUp(key, prepared);
    } finally {
      await this.#states.close();
    }
    const verdicts = tested.map(({ verdict }) => verdict);
    if (hasErrors(this.#diagnostics)) verdicts.push('error');
    return { name, verdict: worst(verdicts), runs: tested, diagnostics: this.#diagnostics };
  }

  async #run(run: TestRun): Promise<TestedRun> {
    const { name } = run;
    try {
      const key = TestStates.keyOf(run);
      const directory = run.module === undefined ? '.' : path.posix.normalize(run.module.from);
      const prepared = prepareRun(this.#shared, run, this.#stackOf(run, directory), directory);
      const session = await this.#states.open(key);
      const left = this.#last.has(key) ? [] : await this.#destroyLeft(key, prepared);
      this.#last.delete(key);
      this.#last.set(key, prepared);
      if (hasErrors(left)) return { name, verdict: 'error', diagnostics: left };
      const { outputs, diagnostics, ...outcome } = await carryOutRun(this.#shared, prepared, session);
      if (outputs !== undefined) this.#outputs.set(name, outputs);
      return { name, ...outcome, diagnostics: [...left, ...diagnostics] };
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      return { name, verdict: 'error', diagnostics: error.diagnostics };
    }
  }

  /** Variables of the file, over those of the project. */
  #given(): ReadonlyMap<string, GivenVariable> {
    const { env, project, stack, given } = this.#suite;
    const { name: file, variables } = this.#test;
    const values = new Map([...given].map(([name, { value }]): [string, Value] => [name, value]));
    const surroundings = { files: projectFiles(env, stackDirectory(project, stack)), parseTemplate };
    const scope = testScope({ variables: values, runs: this.#outputs }, surroundings);
    const all = new Map(given);
    for (const [name, expression] of variables) {
      const { value, diagnostics } = evaluate(expression, scope, { file, path: ['variables', name] });
      this.#diagnostics.push(...diagnostics);
      if (!hasErrors(diagnostics)) all.set(name, { value, from: file });
    }
    return all;
  }

  /** The stack itself, or a module that the run has in place of it. */
  #stackOf({ module }: TestRun, directory: string): Stack {
    const { env, project, stack, seen } = this.#suite;
    if (module === undefined) return stack;
    const known = this.#modules.get(directory);
    if (known !== undefined) return known;
    const { from, source } = module;
    if (!/^\.\.?(?:\/|$)/.test(from) || module.version !== undefined) {
      throw new DiagnosticError([
        errorDiagnostic('not-supported', `The module ${from} of a run is not in a local folder`, {
          source: { ...source, path: [...source.path, 'source'] },
          detail: 'Write a module in a folder, such as "./tests/setup", that calls it.',
        }),
      ]);
    }
    const root = stackDirectory(project, stack);
    const find = moduleFinder(root, installedModules(modulesOf(project, stack)));
    const found = find({ key: stack.configuration.path, from }, '.');
    if (found.problem !== undefined) {
      const { code, summary, detail } = found.problem;
      throw new DiagnosticError([errorDiagnostic(code, summary, { source, detail })]);
    }
    const read = readConfiguration(found.files, find, directory);
    seen.push(...read.configuration.files);
    env.learn?.(() => writtenSecrets(read.configuration));
    if (hasErrors(read.diagnostics)) throw new DiagnosticError(read.diagnostics);
    const { configuration, complete } = read;
    const own = { ...stack, configuration, complete, files: configuration.files };
    this.#modules.set(directory, own);
    return own;
  }

  /** Destroys what an earlier run of this file left, which did not come to its end. */
  async #destroyLeft(key: string, prepared: PreparedRun): Promise<readonly Diagnostic[]> {
    const session = await this.#states.open(key);
    if (session.state.resources.size === 0 && session.interrupted.length === 0) return [];
    const found = await destroyAll(this.#shared, prepared, session);
    if (hasErrors(found)) return found;
    return [
      warningDiagnostic('left-by-earlier-test', `An earlier run of ${this.#test.name} was interrupted`, {
        detail: `What it created was in ${this.#states.placeOf(key)}, and is destroyed now.`,
      }),
    ];
  }

  async #cleanUp(key: string, prepared: PreparedRun): Promise<void> {
    const session = await this.#states.open(key);
    if (session.state.resources.size === 0) {
      // Outputs are no reason to keep it.
      await session.commit({ ...EMPTY_STATE, lineage: session.state.lineage, serial: session.state.serial });
      return;
    }
    const found = await destroyAll(this.#shared, prepared, session);
    this.#diagnostics.push(...found.filter(({ severity }) => severity === 'error'));
    const left = addressesIn(session.state);
    if (left.length === 0) return;
    this.#diagnostics.push(
      errorDiagnostic('test-left-objects', `${this.#test.name} left ${left.length} objects behind`, {
        detail: `They are ${left.slice(0, 20).join(', ')}${left.length > 20 ? ', …' : ''}. Their state is in ${this.#states.placeOf(key)}: run the test again to destroy them.`,
      }),
    );
  }
}

const addressesIn = ({ resources }: State): readonly string[] =>
  [...resources].flatMap(([key, { instances }]) => [...instances.keys()].map((instance) => `${key}${instance}`));

const ORDER: readonly Verdict[] = ['skip', 'pass', 'fail', 'error'];

const worst = (verdicts: readonly Verdict[]): Verdict =>
  ORDER[Math.max(0, ...verdicts.map((verdict) => ORDER.indexOf(verdict)))] ?? 'pass';
