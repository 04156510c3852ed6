import type { Option as ProgramOption } from 'commander';
import type { Command } from './command.js';

/** Options that are on unless they are switched off are shown the way they are used. */
const ON = new Set(['--lock', '--refresh', '--input']);

export function optionTerm(option: ProgramOption): string {
  if (option.long === '--color') return '--no-color';
  if (option.long !== undefined && ON.has(option.long)) return `${option.long}=false`;
  return option.flags.replace(/^-h, /, '').replace(/[<>]/g, '');
}

export function examplesText({ examples }: Command): string {
  const width = Math.max(0, ...examples.map(([line]) => line.length));
  const rows = examples.map(([line, what]) => `  ${line.padEnd(width)}  ${what}`);
  return rows.length === 0 ? '' : `\nExamples:\n${rows.join('\n')}`;
}
