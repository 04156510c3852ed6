import { printable, wellFormed } from '../redact.js';
import { ACTION_NAMES, stackAddress, type Review } from './review.js';

/** A remark at a line of the program. */
export interface LineNote {
  readonly path: string;
  readonly line: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}

const LEVELS = { error: 'failure', warning: 'warning', note: 'notice' } as const;

/** Longest title that GitHub takes. */
const TITLE = 255;
const MESSAGE = 4000;

/** Findings, and changes that end or found an object changed, at their lines; what has no line is left out. */
export function annotationsOf({ stacks, findings }: Review): readonly LineNote[] {
  const found: LineNote[] = [];
  const add = (location: string | undefined, level: LineNote['level'], title: string, message: string): void => {
    const place = /^(.*?):(\d+)(?::\d+)?$/.exec(location ?? '');
    if (place === null) return;
    const [, path = '', line = '1'] = place;
    found.push({ path, line: Number(line), level, title: cut(title, TITLE), message: cut(message, MESSAGE) });
  };
  for (const { level, rule, summary, detail, location } of findings)
    add(location, LEVELS[level], rule, detail === undefined ? summary : `${summary}. ${detail}`);
  for (const { name, entries } of stacks)
    for (const { action, address, words, dangerous, location } of entries)
      if (dangerous || action === 'drift' || action === 'forget')
        add(location, 'warning', `${ACTION_NAMES[action]} ${stackAddress(name, address)}`, words);
  return found;
}

/** Whether a check of it fails: an error was found. */
export const hasFailure = ({ findings }: Review): boolean => findings.some(({ level }) => level === 'error');

function cut(text: string, most: number): string {
  const shown = printable(wellFormed(text));
  return shown.length <= most ? shown : `${wellFormed(shown.slice(0, most - 1))}…`;
}
