import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  codeOf,
  DiagnosticError,
  errorDiagnostic,
  hasErrors,
  listIn,
  objectIn,
  parseJson,
  stringifyJson,
  type Diagnostic,
  type Json,
} from '../../model/index.js';
import { findProject } from '../../program/index.js';
import type { OperationEnvironment } from '../environment.js';
import { guarded } from '../guard.js';
import { LIBRARY } from '../library-folder.js';
import { plan, type PlanResult } from '../plan.js';
import type { StackPlan } from '../plan-stack.js';
import { writeNewFiles } from '../write-new-files.js';
import { findBlockers } from './blockers.js';
import { ALIAS_FILES, ALIAS_FOLDER, withAlias } from './package-file.js';

export interface Migration {
  /** Files to write, by name, with their contents. Empty if the project is migrated. */
  readonly files: ReadonlyMap<string, string>;
  /** Stacks whose plan is the same by alias, and how many changes it has. */
  readonly proven: readonly { readonly stack: string; readonly changes: number }[];
  readonly diagnostics: readonly Diagnostic[];
}

const NONE = { files: new Map<string, string>(), proven: [] };
const PACKAGE = 'package.json';

/** Lets the program resolve `cdktf` to `landform/cdktf`, before anything in the project has changed. */
const HOOK = path.join(LIBRARY, 'dist/cdktf/hook.cjs');
const MARK = 'LANDFORM_CDKTF_LOADED';

/**
 * Finds what has to change for the program to run with `landform/cdktf`, and proves that it then means the same: every stack is
 * planned on its own state, with CDKTF's library and by alias, and the plans must be equal. Writes nothing but what CDKTF's app writes.
 */
export async function prepareMigration(env: OperationEnvironment): Promise<Migration> {
  return guarded<Migration>(NONE, async () => {
    const { directory } = env;
    const [settings, packageText] = [await read(directory, 'cdktf.json'), await read(directory, PACKAGE)];
    if (settings === undefined || packageText === undefined)
      throw refused(
        `This folder has no ${settings === undefined ? 'cdktf.json' : PACKAGE}`,
        'Run the command in the folder of a CDKTF project in TypeScript.',
      );
    const { project, diagnostics } = await findProject(directory);
    if (hasErrors(diagnostics) || project === undefined) return { ...NONE, diagnostics };
    if (project.app === undefined)
      throw refused(
        'landform.json names a program, so the app of cdktf.json is not run',
        'Remove "program" from landform.json first.',
      );
    const language = objectIn(parseJson(settings))['language'];
    if (language !== undefined && language !== 'typescript' && language !== 'javascript')
      throw refused(
        `The language of the project is ${JSON.stringify(language)}`,
        'Landform plans and applies it as it is: run "landform plan".',
      );
    const changed = withAlias(packageText, env.version);
    const missing = [...ALIAS_FILES].filter(([name]) => !existsSync(path.join(directory, ALIAS_FOLDER, name)));
    const files = new Map(missing.map(([name, text]) => [`${ALIAS_FOLDER}/${name}`, text]));
    if (changed !== undefined) files.set(PACKAGE, changed);
    if (files.size === 0) return { ...NONE, diagnostics };
    const blockers = await findBlockers(directory, project.app.output);
    if (blockers.length > 0) return { ...NONE, diagnostics: blockers };
    return { files, ...(await prove(env)) };
  });
}

/** Writes the files: the new folder first, and `package.json`, which names it, in one step at the end. */
export async function migrate(
  { directory }: OperationEnvironment,
  files: Migration['files'],
): Promise<readonly Diagnostic[]> {
  const { diagnostics } = await guarded<{ readonly diagnostics: readonly Diagnostic[] }>({}, async () => {
    const folder = path.join(directory, ALIAS_FOLDER);
    const added = [...files].flatMap(([name, text]): readonly [string, string][] => {
      const inside = path.posix.relative(ALIAS_FOLDER, name);
      return inside.startsWith('..') ? [] : [[inside, text]];
    });
    if (added.length > 0) await writeNewFiles(folder, new Map(added));
    const changed = files.get(PACKAGE);
    if (changed !== undefined) {
      const beside = path.join(directory, `${PACKAGE}.landform`);
      await writeFile(beside, changed);
      await rename(beside, path.join(directory, PACKAGE));
    }
    return { diagnostics: [] };
  });
  return diagnostics;
}

async function prove(env: OperationEnvironment): Promise<Pick<Migration, 'proven' | 'diagnostics'>> {
  const before = await plan(env);
  if (hasErrors(before.diagnostics)) return { proven: [], diagnostics: before.diagnostics };
  const scratch = await mkdtemp(path.join(tmpdir(), 'landform-migrate-'));
  try {
    const mark = path.join(scratch, 'loaded');
    const after = await plan({ ...env, environment: { ...env.environment, ...hooked(env), [MARK]: mark } });
    if (hasErrors(after.diagnostics)) return { proven: [], diagnostics: after.diagnostics };
    if (!existsSync(mark))
      throw refused(
        'The app does not load cdktf with require, so it could not be run with Landform in its place',
        'Let it run as CommonJS, as ts-node does by default, or set the alias by hand: docs/from-cdktf.md.',
      );
    return compare(before, after);
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** CDKTF's command line gives an app this much memory, unless the user has set options of Node.js. */
const hooked = ({ environment }: OperationEnvironment): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `${environment['NODE_OPTIONS'] ?? '--max-old-space-size=4096'} --require ${JSON.stringify(HOOK)}`,
});

function compare(before: PlanResult, after: PlanResult): Pick<Migration, 'proven' | 'diagnostics'> {
  const expected = new Map(before.stacks.map((stack) => [stack.name, contentOf(stack)]));
  const diagnostics: Diagnostic[] = [];
  const proven = after.stacks.map((stack) => {
    const { name } = stack;
    const own = contentOf(stack);
    const other = expected.get(name) ?? new Map<string, string>();
    const different = [...new Set([...own.keys(), ...other.keys()])].filter((key) => own.get(key) !== other.get(key));
    if (different.length > 0)
      diagnostics.push(
        errorDiagnostic('plans-differ', `The plan of stack ${name} is not the same by alias`, {
          detail: `These differ: ${different.join(', ')}.\nNothing was written. The project still works as it is.`,
        }),
      );
    return { stack: name, changes: [...own.values()].filter((change) => !change.startsWith(NO_OP)).length };
  });
  return { proven: diagnostics.length > 0 ? [] : proven, diagnostics };
}

const NO_OP = 'no-op ';

/** What a plan does, by address: the values before and after, too. */
function contentOf(plan: StackPlan): ReadonlyMap<string, string> {
  const { resource_changes: resources, output_changes: outputs } = plan.planJson();
  const content = new Map<string, string>();
  for (const item of listIn(resources)) {
    const { address, change } = objectIn(item);
    if (typeof address === 'string') content.set(address, textOf(change));
  }
  for (const [name, change] of Object.entries(objectIn(outputs))) content.set(`output.${name}`, textOf(change));
  return content;
}

const textOf = (change: Json | undefined): string => {
  const { actions } = objectIn(change);
  return `${listIn(actions)[0] === 'no-op' ? NO_OP : ''}${stringifyJson(change ?? null)}`;
};

const refused = (summary: string, detail: string): DiagnosticError =>
  new DiagnosticError([errorDiagnostic('cannot-migrate', summary, { detail })]);

async function read(directory: string, name: string): Promise<string | undefined> {
  try {
    return await readFile(path.join(directory, name), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
