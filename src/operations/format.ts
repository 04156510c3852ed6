import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { formatHcl, parseHcl, syntaxDiagnostics } from '../language/index.js';
import { codeOf, DiagnosticError, errorDiagnostic, type Diagnostic } from '../model/index.js';
import { decodeText } from '../program/index.js';
import { replaceFile } from '../providers/index.js';

export interface FormatOptions {
  /** Files and directories, relative to the project. */
  readonly paths: readonly string[];
  /** Whether to format the directories below too. */
  readonly recursive: boolean;
  /** Whether to write the files. */
  readonly write: boolean;
}

export interface FormattedFile {
  /** As it was named, or below a directory that was. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export interface FormatResult {
  /** The files whose style is not canonical, sorted by name. */
  readonly changed: readonly FormattedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Rewrites files in HCL in their canonical style. A file with an error of syntax stays as it is. */
export async function format(directory: string, { paths, recursive, write }: FormatOptions): Promise<FormatResult> {
  const diagnostics: Diagnostic[] = [];
  const changed: FormattedFile[] = [];
  for (const name of await hclFiles(directory, paths, recursive, diagnostics)) {
    const file = path.resolve(directory, name);
    const { before, text: after, diagnostics: problems } = formatBytes(name, await readFile(file));
    diagnostics.push(...problems);
    if (after === before) continue;
    changed.push({ name, before, after });
    // Permissions stay.
    if (write) await replaceFile(file, Buffer.from(after), (await stat(file)).mode & 0o777);
  }
  return { changed, diagnostics };
}

export interface Formatted {
  readonly before: string;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** A text in its canonical style, unless it is not valid. `name` is for messages. */
export function formatBytes(name: string, bytes: Buffer): Formatted {
  let before: string;
  try {
    before = decodeText(bytes, name);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { before: '', text: '', diagnostics: error.diagnostics };
  }
  const diagnostics = syntaxDiagnostics(name, before, parseHcl(before).problems);
  return { before, text: diagnostics.length > 0 ? before : formatHcl(before), diagnostics };
}

/** Whether a file of this name is in HCL. */
const isHcl = (name: string): boolean => /\.(?:tf|tofu|tfvars)$/.test(name);

async function hclFiles(
  directory: string,
  paths: readonly string[],
  recursive: boolean,
  diagnostics: Diagnostic[],
): Promise<readonly string[]> {
  const found = new Set<string>();
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(path.resolve(directory, folder), { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const name = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (recursive) await visit(name);
      } else if (isHcl(entry.name)) found.add(name);
    }
  };
  for (const given of paths) {
    try {
      if ((await stat(path.resolve(directory, given))).isDirectory()) await visit(given);
      else if (isHcl(given)) found.add(given);
      else diagnostics.push(notHcl(given));
    } catch (error) {
      const detail = codeOf(error) === 'ENOENT' ? 'Correct the path.' : String(error);
      diagnostics.push(errorDiagnostic('unreadable-file', `${given} cannot be read`, { detail }));
    }
  }
  return [...found].sort();
}

const notHcl = (name: string): Diagnostic =>
  errorDiagnostic('not-hcl', `${name} is not a file in HCL`, { detail: 'Name *.tf, *.tofu or *.tfvars files.' });
