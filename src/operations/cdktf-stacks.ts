import { hasErrors, type ConfigurationFile, type Diagnostic, type Json } from '../model/index.js';
import { loadCdktfApp, readFolder, type CdktfApp, type Project } from '../program/index.js';
import type { OperationEnvironment } from './environment.js';

/** A stack of a CDKTF project: what it has in common with those of a program. */
interface CdktfSource {
  readonly name: string;
  readonly folder: string;
  readonly files: readonly ConfigurationFile[];
  readonly variableFiles: readonly ConfigurationFile[];
  readonly variables: Readonly<Record<string, Json>>;
  readonly dependencies: readonly string[];
}

/** Runs the app of a CDKTF project. Its stacks are configured like those of a program. */
export async function cdktfStacks(
  env: OperationEnvironment,
  { directory, stacks: settings }: Project,
  app: CdktfApp,
): Promise<{ readonly sources: readonly CdktfSource[]; readonly diagnostics: readonly Diagnostic[] }> {
  const { environment, stop, signal } = env;
  // A signal must end the app as well, which has a process group of its own.
  env.hold?.();
  const { stacks, diagnostics } = await loadCdktfApp(app, { directory, environment, stop, signal });
  if (hasErrors(diagnostics)) return { sources: [], diagnostics };
  const folder = await readFolder(directory);
  const sources = stacks.map((stack) => ({
    name: stack.name,
    files: [stack.file],
    folder: stack.folder,
    variableFiles: folder.variableFiles,
    variables: settings[stack.name]?.variables ?? {},
    dependencies: stack.dependencies,
  }));
  return { sources, diagnostics: [...diagnostics, ...folder.diagnostics] };
}
