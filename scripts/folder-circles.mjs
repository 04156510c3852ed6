/**
 * Refuses circles between folders of src/: `node scripts/folder-circles.mjs [directory]`. Folders with the same parent are compared,
 * each with everything below it. A parent's own files may be both above and below its folders: an index above, shared types below.
 * Type imports count.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import typescript from 'typescript';

const directory = process.argv[2] ?? fileURLToPath(new URL('../src', import.meta.url));

/** Folder → the folders beside it that it imports from, each with the first import found. */
const edges = new Map();
for (const file of readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
)) {
  const { importedFiles } = typescript.preProcessFile(readFileSync(join(directory, file), 'utf8'));
  for (const { fileName } of importedFiles) {
    const imported = fileName.startsWith('.') ? join(dirname(file), fileName.replace(/\.js$/, '.ts')) : undefined;
    const pair = imported === undefined ? undefined : foldersBeside(file, imported);
    if (pair === undefined) continue;
    const [from, to] = pair;
    if (!edges.has(from)) edges.set(from, new Map());
    if (!edges.get(from).has(to)) edges.get(from).set(to, `${file} imports ${imported}`);
  }
}

const circle = findCircle();
if (circle !== undefined) {
  console.log(`Folders import each other in a circle: ${[...circle, circle[0]].join(' → ')}`);
  circle.forEach((from, index) => console.log(`  ${edges.get(from).get(circle[(index + 1) % circle.length])}`));
  process.exitCode = 1;
}

/** The two folders of one parent in which two files are, if there are such. */
function foldersBeside(file, imported) {
  const [from, to] = [dirname(file).split(sep), dirname(imported).split(sep)];
  const shared = from.findIndex((name, index) => name !== to[index]);
  if (shared === -1 || to[shared] === undefined || to[0] === '..') return undefined;
  return [from.slice(0, shared + 1).join('/'), to.slice(0, shared + 1).join('/')];
}

/** The folders of a circle in the order of their imports, or undefined. */
function findCircle() {
  const done = new Set();
  const path = [];
  const visit = (folder) => {
    const start = path.indexOf(folder);
    if (start !== -1) return path.slice(start);
    if (done.has(folder)) return undefined;
    path.push(folder);
    for (const next of edges.get(folder)?.keys() ?? []) {
      const found = visit(next);
      if (found !== undefined) return found;
    }
    path.pop();
    done.add(folder);
    return undefined;
  };
  for (const folder of edges.keys()) {
    const found = visit(folder);
    if (found !== undefined) return found;
  }
  return undefined;
}
