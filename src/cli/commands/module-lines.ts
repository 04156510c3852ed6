import type { CalledModule } from '../../operations/index.js';
import { lines, toned, type Line, type Page } from '../../render/index.js';

/** The modules that a project calls, and where each is. */
export function moduleLines(modules: readonly CalledModule[]): Page {
  if (modules.length === 0) return [];
  return [lines(['Modules:'], ...modules.map(row))];
}

function row({ name, source, version, directory, installed }: CalledModule): Line {
  const from = version === undefined ? source : `${source} ${version}`;
  return [`  ${name}  `, toned('faint', `${from} in ${directory}`), installed ? ' (installed)' : ''];
}
