import { evaluate, type GivenVariable } from '../../engine/index.js';
import { parseTemplate, type FindModule, type TestFile, type TestRun } from '../../language/index.js';
import { installedModules } from '../../modules/index.js';
import {
  DiagnosticError,
  EMPTY_STATE,
  errorDiagnostic,
  failWith,
  hasErrors,
  sensitive,
  traced,
  warningDiagnostic,
  type ConfigurationFile,
  type Diagnostic,
  type ObjectValue,
  type State,
  type Value,
} from '../../model/index.js';
import { moduleFinder } from '../../program/index.js';
import type { OperationEnvironment } from '../environment.js';
import { projectFiles } from '../expression-files.js';
import { writtenSecrets } from '../known-secrets.js';
import type { StackPlan } from '../plan-stack.js';
import { modulesOf, type OpenProject, type Stack } from '../project.js';
import { stackDirectory } from '../written-stack.js';
import { carryOutRun, destroyAll, prepareRun, type PreparedRun, type RunEnvironment } from './run.js';
import { readRunModule, runModule } from './run-modules.js';
import { testScope } from './scope.js';
import { TestStates } from './states.js';
import type { Verdict } from './verdict.js';

export interface TestedRun {
  readonly name: string;
  readonly verdict: Verdict;
  readonly elapsedMs: number;
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

type Outcome = Omit<TestedRun, 'name' | 'elapsedMs'>;

const SKIPPED: Outcome = { verdict: 'skip', diagnostics: [] };

interface Tested {
  readonly stack: Stack;
  /** Of its root module, relative to the module under test. */
  readonly directory: string;
}

class RunningFile {
  readonly #suite: Suite;
  readonly #test: TestFile;
  readonly #states: TestStates;
  readonly #outputs = new Map<string, ObjectValue>();
  readonly #diagnostics: Diagnostic[] = [];
  readonly #modules = new Map<string, Tested>();
  #find: FindModule | undefined;
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
        const { clock } = this.#suite.env;
        const started = clock();
        const outcome = stopped ? SKIPPED : await this.#traced(run);
        const one: TestedRun = { name: run.name, ...outcome, elapsedMs: clock() - started };
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

  /** A span of its own: a run that fails as it should is not a failure, and one that ends as "fail" has no error of a stack. */
  async #traced(run: TestRun): Promise<Outcome> {
    const attributes = { 'landform.test.file': this.#test.name, 'landform.test.run': run.name };
    return traced(
      () => ({ name: 'test run', attributes }),
      async (span) => {
        const outcome = await this.#run(run);
        const { verdict, diagnostics } = outcome;
        if (span !== undefined && (verdict === 'fail' || verdict === 'error')) failWith(span, diagnostics);
        return outcome;
      },
    );
  }

  async #run(run: TestRun): Promise<Outcome> {
    try {
      const key = TestStates.keyOf(run);
      const { stack, directory } = this.#testedBy(run);
      const prepared = prepareRun(this.#shared, run, stack, directory);
      const session = await this.#states.open(key);
      const left = this.#last.has(key) ? [] : await this.#destroyLeft(key, prepared);
      this.#last.delete(key);
      this.#last.set(key, prepared);
      if (hasErrors(left)) return { verdict: 'error', diagnostics: left };
      const { outputs, diagnostics, ...outcome } = await carryOutRun(this.#shared, prepared, session);
      if (outputs !== undefined) this.#outputs.set(run.name, outputs);
      return { ...outcome, diagnostics: [...left, ...diagnostics] };
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      return { verdict: 'error', diagnostics: error.diagnostics };
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
  #testedBy(run: TestRun): Tested {
    const { env, project, stack, seen } = this.#suite;
    const module = runModule(this.#test, run);
    if (module === undefined) return { stack, directory: '.' };
    const known = this.#modules.get(module.key);
    if (known !== undefined) return known;
    const root = stackDirectory(project, stack);
    this.#find ??= moduleFinder(root, installedModules(modulesOf(project, stack)));
    const { configuration, diagnostics, complete, directory } = readRunModule(this.#find, module);
    seen.push(...configuration.files);
    env.learn?.(() => writtenSecrets(configuration));
    if (hasErrors(diagnostics)) throw new DiagnosticError(diagnostics);
    const own = { stack: { ...stack, configuration, complete, files: configuration.files }, directory };
    this.#modules.set(module.key, own);
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
