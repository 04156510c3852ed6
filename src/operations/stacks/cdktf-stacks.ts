import { hasErrors, type Diagnostic } from '../../model/index.js';
import { loadCdktfApp, readFolder, type CdktfApp, type Project } from '../../program/index.js';
import type { OperationEnvironment } from '../environment.js';
import type { WrittenStack } from '../written-stack.js';

/** Runs the app of a CDKTF project. Its stacks are configured like those of a program. */
export async function cdktfStacks(
  env: OperationEnvironment,
  { directory, stacks: settings }: Project,
  app: CdktfApp,
): Promise<{ readonly sources: readonly WrittenStack[]; readonly diagnostics: readonly Diagnostic[] }> {
  const { environment, stop, signal } = env;
  // A signal must end the app as well, which has a process group of its own.
  env.hold?.();
  const { stacks, diagnostics } = await loadCdktfApp(app, { directory, environment, stop, signal });
  if (hasErrors(diagnostics)) return { sources: [], diagnostics };
  const folder = await readFolder(directory);
  const sources = stacks.map((stack) => ({
    kind: 'cdktf' as const,
    name: stack.name,
    files: [stack.file],
    folder: stack.folder,
    variableFiles: folder.variableFiles,
    variables: settings[stack.name]?.variables ?? {},
    dependencies: stack.dependencies,
  }));
  return { sources, diagnostics: [...diagnostics, ...folder.diagnostics] };
}
