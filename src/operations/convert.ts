import path from 'node:path';
import { isOverride, printWrittenJson, readWritten, type WrittenBlock } from '../language/index.js';
import { type ConfigurationFile, type Diagnostic, errorDiagnostic, hasErrors } from '../model/index.js';
import { readFolder } from '../program/index.js';
import type { OperationEnvironment } from './environment.js';
import { guarded } from './guard.js';
import { starterFiles } from './starter/templates.js';
import { writeNewFiles } from './write-new-files.js';

export const TARGETS = ['typescript', 'json'] as const;

export interface ConvertOptions {
  /** The folder with the configuration, relative to the working directory. */
  readonly from: string;
  readonly to: (typeof TARGETS)[number];
  /** A folder, or a file; without it the text is only returned. */
  readonly out?: string | undefined;
  /** Whether to leave out what the other form cannot express. */
  readonly partial: boolean;
}

export interface Converted {
  /** The only document, if nothing was written. */
  readonly text?: string;
  /** The files that were written, relative to the working directory. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Converts the root module of a configuration to Terraform's JSON syntax or to a program; writes all of it, or nothing. */
export async function convertConfiguration(
  env: Pick<OperationEnvironment, 'directory' | 'version'>,
  options: ConvertOptions,
): Promise<Converted> {
  return guarded<Converted>({ files: [] }, async (seen) => {
    const from = path.resolve(env.directory, options.from);
    const folder = await readFolder(from);
    const diagnostics: Diagnostic[] = [...folder.diagnostics];
    seen.push(...folder.files);
    if (folder.files.length === 0 && diagnostics.length === 0) diagnostics.push(nothingToConvert(options.from));
    const isOneFile = options.to === 'typescript' || isFile(options.out);
    if (isOneFile) diagnostics.push(...folder.files.flatMap(overrideProblem));
    const target = options.out === undefined ? undefined : targetOf(env.directory, options.out, options.to);
    if (target !== undefined && options.to === 'json' && target.file === undefined && target.folder === from) {
      diagnostics.push(sameFolder(options.out ?? ''));
    }
    const files = folder.files.map((file): readonly [ConfigurationFile, readonly WrittenBlock[]] => [
      file,
      readWritten(file, diagnostics).map((block) => withSource(block, from, target?.folder ?? from)),
    ]);
    const found = diagnostics.map((diagnostic) =>
      options.partial && diagnostic.code === NOT_CONVERTIBLE
        ? { ...diagnostic, severity: 'warning' as const }
        : diagnostic,
    );
    if (hasErrors(found)) return { files: [], diagnostics: found };
    const kept = files.filter(([file]) => !isOneFile || !isOverride(file.name));
    const blocks = kept.flatMap(([, each]) => each);
    const text = options.to === 'json' ? printWrittenJson(blocks) : await programOf(blocks, from);
    if (target === undefined) return { text, files: [], diagnostics: found };
    const texts = new Map<string, string>();
    const optional = new Map<string, string>();
    if (target.file !== undefined) texts.set(target.file, text);
    else if (options.to === 'json') {
      for (const [{ name }, each] of kept) texts.set(jsonName(name), printWrittenJson(each));
    } else {
      texts.set('main.ts', text);
      for (const [name, starter] of Object.entries(starterFiles('program', env.version))) {
        if (name === 'landform.json') texts.set(name, starter);
        else if (!name.startsWith('main.')) optional.set(name, starter);
      }
    }
    const written = await writeNewFiles(target.folder, texts, optional);
    return { files: written.map((name) => path.join(target.shown, name)), diagnostics: found };
  });
}

const NOT_CONVERTIBLE = 'not-convertible';

async function programOf(blocks: readonly WrittenBlock[], from: string): Promise<string> {
  // Imported on demand, since no other command prints programs.
  const { programCode } = await import('../generate/index.js');
  const stack = path
    .basename(from)
    .replaceAll(/[^\w-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return programCode(blocks, { stack: stack === '' ? 'main' : stack, library: 'landform' });
}

interface Target {
  /** Absolute. */
  readonly folder: string;
  /** As it was given. */
  readonly shown: string;
  /** The only file to write, if one was named. */
  readonly file?: string;
}

function targetOf(directory: string, out: string, to: ConvertOptions['to']): Target {
  const absolute = path.resolve(directory, out);
  if (!isFile(out)) return { folder: absolute, shown: out };
  const name = path.basename(absolute);
  const file = to === 'json' && !name.endsWith('.tf.json') ? name.replace(/\.json$/, '.tf.json') : name;
  return { folder: path.dirname(absolute), shown: path.dirname(out), file };
}

const isFile = (out: string | undefined): boolean => out !== undefined && /\.(?:json|[cm]?ts)$/.test(out);

const jsonName = (name: string): string => (name.endsWith('.json') ? name : `${name}.json`);

/** The source of a local module as seen from another folder. */
function withSource(block: WrittenBlock, from: string, to: string): WrittenBlock {
  if (block.kind !== 'module' || from === to) return block;
  const members = block.body.members.map((member) => {
    const source = member.name === 'source' && member.value.kind === 'scalar' ? member.value.json : undefined;
    if (typeof source !== 'string' || !/^\.\.?(?:[\\/]|$)/.test(source) || member.value.kind !== 'scalar')
      return member;
    const moved = path.relative(to, path.resolve(from, source)).replaceAll(path.sep, '/');
    return { ...member, value: { ...member.value, json: moved.startsWith('.') ? moved : `./${moved}` } };
  });
  return { ...block, body: { ...block.body, members } };
}

function overrideProblem({ name }: ConfigurationFile): readonly Diagnostic[] {
  if (!isOverride(name)) return [];
  return [
    errorDiagnostic(NOT_CONVERTIBLE, `${name} is an override file, which only a folder can have`, {
      detail: 'Merge it into the files that it overrides, or convert to a folder of JSON.',
      source: { file: name, path: [] },
    }),
  ];
}

const nothingToConvert = (folder: string): Diagnostic =>
  errorDiagnostic('nothing-to-convert', `${folder} has no Terraform configuration`, {
    detail: 'Name a folder with *.tf or *.tf.json files.',
  });

const sameFolder = (out: string): Diagnostic =>
  errorDiagnostic('same-folder', `${out} is the folder of the configuration`, {
    detail: 'The new files would declare everything a second time. Choose another folder with --out.',
  });
