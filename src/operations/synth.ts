import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hasErrors, type Diagnostic } from '../model/index.js';
import type { OperationEnvironment, StackOptions } from './environment.js';
import { guarded } from './guard.js';
import { openProject } from './project.js';

export interface SynthResult {
  readonly stacks: readonly { readonly name: string; readonly file: string }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs the program and writes each stack's configuration to `landform.out/<stack>/landform.tf.json`. The app of a CDKTF project has written its own. */
export async function synth(env: OperationEnvironment, options: StackOptions = {}): Promise<SynthResult> {
  return guarded<SynthResult>({ stacks: [] }, async (seen) => {
    const project = await openProject(env, options, seen);
    if (hasErrors(project.diagnostics)) return { stacks: [], diagnostics: project.diagnostics };
    const stacks = [];
    for (const stack of project.stacks) {
      const [document] = stack.files;
      if (stack.name === '' || document === undefined) continue;
      if (stack.folder === '') await writeForOwner(path.join(project.directory, document.name), document.text);
      stacks.push({ name: stack.name, file: document.name });
    }
    return { stacks, diagnostics: project.diagnostics };
  });
}

/** Writes a file that only its owner can read, since a program's literals in the configuration may be secrets. */
async function writeForOwner(file: string, text: string): Promise<void> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  await rm(`${file}.tmp`, { force: true });
  await writeFile(`${file}.tmp`, text, { mode: 0o600, flag: 'wx' });
  await rename(`${file}.tmp`, file);
}
