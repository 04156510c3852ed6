import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SourceRange } from '../model/index.js';

/** Folders whose files are not the user's. Those whose names begin with a dot are skipped, too. */
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'landform.out', 'cdktf.out']);

const SOURCE = /(?<!\.d)\.[cm]?[jt]sx?$/;

/** A static import, a dynamic one, an export from a module, or `require`. */
const SPECIFIER = /\b(?:from|import|require)\s*\(?\s*(['"])(\.[^'"\n]*)\1/g;

/**
 * Modules in a folder that the source files of a project import by relative paths: their paths in that folder, without an extension. The
 * text is searched and not parsed, so that an import in a comment counts as well.
 */
export async function importedPaths(project: string, folder: string): Promise<ReadonlyMap<string, SourceRange>> {
  const target = path.resolve(project, folder);
  const found = new Map<string, SourceRange>();
  const visit = async (directory: string): Promise<void> => {
    const entries = await readdir(directory, { withFileTypes: true });
    for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
      const file = path.join(directory, entry.name);
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && !SKIPPED.has(entry.name) && file !== target) await visit(file);
      } else if (entry.isFile() && SOURCE.test(entry.name)) {
        for (const [inside, range] of importsOf(await readFile(file, 'utf8'), directory, target)) {
          if (!found.has(inside)) found.set(inside, { file: path.relative(project, file), ...range });
        }
      }
    }
  };
  await visit(project);
  return found;
}

function* importsOf(
  text: string,
  directory: string,
  target: string,
): Generator<readonly [string, Pick<SourceRange, 'start' | 'end'>]> {
  for (const { 0: all, 2: specifier = '', index } of text.matchAll(SPECIFIER)) {
    const inside = path.relative(target, path.resolve(directory, specifier)).split(path.sep).join('/');
    if (inside === '' || inside.startsWith('..') || path.isAbsolute(inside)) continue;
    const end = index + all.length;
    const range = { start: positionOf(text, end - specifier.length - 1), end: positionOf(text, end - 1) };
    yield [inside.replace(SOURCE, ''), range];
  }
}

function positionOf(text: string, offset: number): SourceRange['start'] {
  const before = text.slice(0, offset);
  const lines = before.split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, byte: Buffer.byteLength(before) };
}
