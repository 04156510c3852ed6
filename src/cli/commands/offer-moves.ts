import { suggestMoves, writeMoves, type StackPlan, type SuggestedMove } from '../../operations/index.js';
import { countOf, type Line } from '../../render/index.js';
import type { Context } from '../context.js';
import { UsageError } from '../usage-error.js';

/** How many are listed; the rest is counted. */
const LISTED = 5;

/** Names objects that look renamed, and writes their `moved` blocks if there is a file for them. */
export async function offerMoves(
  { present, environment }: Context,
  stacks: readonly StackPlan[],
  file: string | undefined,
): Promise<void> {
  const found = stacks
    .map(({ name, plan }) => ({ name, moves: suggestMoves(plan) }))
    .filter(({ moves }) => moves.length > 0);
  const moves = found.flatMap((stack) => stack.moves);
  if (file === undefined) {
    if (moves.length > 0 && present.messages === undefined) present.say(...hint(moves));
    return;
  }
  if (moves.length === 0) return present.say([], ['Nothing looks renamed: ', file, ' was not written.']);
  if (found.length > 1)
    throw new UsageError(
      'contradicting-options',
      `--suggest-moves writes for one stack, and ${found.map(({ name }) => name).join(', ')} have moves`,
      'Select one with --stack.',
    );
  if (moves.some(({ location }) => location !== undefined))
    throw new UsageError(
      'contradicting-options',
      '--suggest-moves writes files of a configuration, and this is a program',
      moves.map(programLine).join('\n'),
    );
  await writeMoves(environment, file, moves);
  present.say([], [`Wrote ${countOf(moves.length, 'moved block')} to ${file}. Plan again to see what is left.`]);
}

function hint(moves: readonly SuggestedMove[]): Line[] {
  const rows = moves
    .slice(0, LISTED)
    .map((move): Line => [`  ${move.location === undefined ? `${move.from} -> ${move.to}` : programLine(move)}`]);
  const rest = moves.length - rows.length;
  const inProgram = moves.some(({ location }) => location !== undefined);
  return [
    [],
    [
      `${countOf(moves.length, 'object or resource', 'objects or resources')} would be destroyed and created again under another address:`,
    ],
    ...rows,
    ...(rest > 0 ? [[`  and ${rest} more`]] : []),
    ...(inProgram ? [] : [['To keep them:  landform plan --suggest-moves moves.tf']]),
  ];
}

const programLine = ({ from, to, location = '' }: SuggestedMove): string =>
  `${location}: ${to} is new; to keep ${from}, call .moveFrom(${JSON.stringify(from)}) on it`;
