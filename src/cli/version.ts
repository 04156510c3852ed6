import { readFileSync } from 'node:fs';

/** The version of this package, as its package.json says; the file lies two folders up, from `src` as from `dist`. */
export function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
