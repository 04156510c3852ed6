import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { errorDiagnostic, type Diagnostic } from '../model/index.js';
import type { OperationEnvironment } from './environment.js';

/** Refuses a selected workspace, which is not supported yet: with the default state, every object would be planned as new. */
export async function workspaceProblems({
  environment,
  directory,
}: OperationEnvironment): Promise<readonly Diagnostic[]> {
  const named = environment['TF_WORKSPACE'];
  const file = path.join(environment['TF_DATA_DIR'] || '.terraform', 'environment');
  const [workspace, from, remedy] =
    named !== undefined && named !== ''
      ? [named, 'TF_WORKSPACE', 'unset TF_WORKSPACE']
      : [await selected(path.resolve(directory, file)), file, 'terraform workspace select default'];
  if (workspace === '' || workspace === 'default') return [];
  return [
    errorDiagnostic('not-supported-yet', `The workspace ${workspace} is selected; workspaces are not supported yet`, {
      detail: `${from} selects it. To use the default workspace:  ${remedy}`,
    }),
  ];
}

async function selected(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    return '';
  }
}
