import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  errorDiagnostic,
  listIn,
  objectIn,
  parseJson,
  warningDiagnostic,
  type ConfigurationFile,
  type Diagnostic,
  type Json,
} from '../../model/index.js';
import { readConfigurationFile } from '../configuration-file.js';

/** A stack as CDKTF's library has written it. */
export interface CdktfStack {
  readonly name: string;
  /** Named relative to the project. */
  readonly file: ConfigurationFile;
  /** Relative to the project: where Terraform would run, so where relative paths of the configuration start. */
  readonly folder: string;
  /** Names of the stacks that are applied first. */
  readonly dependencies: readonly string[];
}

export interface CdktfAssembly {
  /** In an order in which they can be applied. */
  readonly stacks: readonly CdktfStack[];
  /** The program's annotations, too. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads `manifest.json` in the output folder, and the stacks that it lists. `undefined` without a manifest. Throws a
 * DiagnosticError where a file is not text, and an error of the file system where it cannot be read.
 */
export function readAssembly(project: string, output: string): CdktfAssembly | undefined {
  const manifest = readManifest(path.resolve(project, output, 'manifest.json'));
  if (manifest === undefined) return undefined;
  const diagnostics: Diagnostic[] = [];
  const stacks = Object.entries(objectIn(objectIn(manifest)['stacks'])).map(([key, json]): CdktfStack => {
    const { name, workingDirectory, synthesizedStackPath, annotations, dependencies } = objectIn(json);
    const folder = textOr(workingDirectory, `stacks/${key}`);
    const place = textOr(synthesizedStackPath, `${folder}/cdk.tf.json`);
    diagnostics.push(...listIn(annotations).flatMap(annotation));
    return {
      name: textOr(name, key),
      file: readConfigurationFile(path.resolve(project, output, place), path.posix.join(output, place)),
      folder: path.posix.join(output, folder),
      dependencies: listIn(dependencies).filter((item) => typeof item === 'string'),
    };
  });
  return { stacks: inOrder(stacks), diagnostics };
}

function readManifest(file: string): Json | undefined {
  try {
    return parseJson(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

const textOr = (json: Json | undefined, standard: string): string =>
  typeof json === 'string' && json !== '' ? json : standard;

/** A message that the program added to a construct. One for information only is not shown. */
function annotation(json: Json): readonly Diagnostic[] {
  const { constructPath, level, message } = objectIn(json);
  const more = { origin: { constructPath: textOr(constructPath, '') } };
  const summary = textOr(message, 'An annotation without a message');
  if (level === '@cdktf/error') return [errorDiagnostic('annotation', summary, more)];
  return level === '@cdktf/warn' ? [warningDiagnostic('annotation', summary, more)] : [];
}

/** Every stack after those it depends on. CDKTF refuses circles. */
function inOrder(stacks: readonly CdktfStack[]): readonly CdktfStack[] {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const ordered = new Set<CdktfStack>();
  const visited = new Set<CdktfStack>();
  const visit = (stack: CdktfStack): void => {
    if (visited.has(stack)) return;
    visited.add(stack);
    for (const name of stack.dependencies) {
      const before = byName.get(name);
      if (before !== undefined) visit(before);
    }
    ordered.add(stack);
  };
  for (const stack of stacks) visit(stack);
  return [...ordered];
}
