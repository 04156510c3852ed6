import { readConfiguration, type FindModule, type TestFile, type TestRun } from '../../language/index.js';
import {
  calledPath,
  DiagnosticError,
  errorDiagnostic,
  parseModule,
  ROOT_MODULE,
  type ModulePath,
  type SourcePlace,
} from '../../model/index.js';

/** A module that a run of a test file has in place of the one under test. */
export interface RunModule {
  /** By which it is installed. Terraform records it as `test.tests.names.setup`. */
  readonly key: ModulePath;
  readonly from: string;
  readonly version?: string;
  readonly source: SourcePlace;
}

/** The module of a run; undefined if it is the one under test. */
export function runModule({ name: file }: TestFile, { name, module }: TestRun): RunModule | undefined {
  if (module === undefined) return undefined;
  const names = ['test', ...file.replace(/\.(?:tftest|tofutest)\.hcl$/, '').split(/[/.]/), name];
  return { ...module, key: names.reduce(calledPath, ROOT_MODULE) };
}

export const runModules = (tests: readonly TestFile[]): readonly RunModule[] =>
  tests.flatMap((test) => test.runs.flatMap((run) => runModule(test, run) ?? []));

export interface ReadRunModule extends ReturnType<typeof readConfiguration> {
  /** Relative to the module under test. */
  readonly directory: string;
}

/** Reads the module of a run as a root module. Throws diagnostics if it is not there. */
export function readRunModule(find: FindModule, { key, from, version, source }: RunModule): ReadRunModule {
  const found = find({ key, from, ...(version === undefined ? {} : { version }) }, '.');
  if (found.problem !== undefined) {
    const { code, summary, detail } = found.problem;
    throw new DiagnosticError([errorDiagnostic(code, summary, { source, detail })]);
  }
  const { files, directory } = found;
  // The modules that it calls are installed below its own key.
  const inside: FindModule = (call, caller) => {
    const names = (parseModule(call.key) ?? []).map((step) => step.name);
    return find({ ...call, key: names.reduce(calledPath, key) }, caller);
  };
  return { ...readConfiguration(files, inside, directory), directory };
}
