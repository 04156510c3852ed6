import { readFileSync } from 'node:fs';

/**
 * Returns a function that finds the column of a construct in the source. A transformed program keeps its lines but not its columns,
 * since types are removed and names of imports are longer; with source columns, a program yields the same bytes on every Node.
 */
export function sourceColumns(): (location: string) => string {
  const files = new Map<string, readonly string[]>();
  return (location) => {
    const [, file, line, column] = /^(.*):(\d+):(\d+)$/.exec(location) ?? [];
    if (file === undefined) return location;
    let lines = files.get(file);
    if (lines === undefined) files.set(file, (lines = linesOf(file)));
    return `${file}:${line}:${columnOf(lines[Number(line) - 1] ?? '', Number(column))}`;
  };
}

/** The place where a construct can be created on the line that is closest to the column of the running code. */
function columnOf(line: string, column: number): number {
  const places = [...line.matchAll(/\b(?:new|super)\b/g)].map(({ index }) => index + 1);
  if (places.length === 0) return column;
  return places.reduce((best, place) => (Math.abs(place - column) < Math.abs(best - column) ? place : best));
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}
