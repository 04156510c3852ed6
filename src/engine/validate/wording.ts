import { toShorten } from '../../model/index.js';
import type { Finding } from './compiled.js';
import type { Position } from './position.js';
import type { Plain } from './track.js';

/** The message for one finding; `inside` is set if it concerns something inside the place of the finding. */
export interface Message {
  readonly code: string;
  readonly summary: string;
  readonly detail?: string;
  readonly severity?: 'warning';
  readonly inside?: string;
  /** True if the inner element is missing, so that it has no place in the file. */
  readonly missing?: boolean;
}

/** The input of a message. `name` is the formatted place; `value` must not be shown if `secret` is set. */
export interface Subject {
  readonly finding: Finding;
  readonly position: Position;
  readonly name: string;
  readonly value: Plain | undefined;
  readonly secret: boolean;
}

/** A value as part of a sentence; only its type if it is secret. */
export function describe(value: Plain, secret: boolean): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return secret ? 'a string' : `the string ${short(value)}`;
  if (typeof value === 'number') return secret ? 'a number' : `the number ${value}`;
  return secret ? 'a bool' : String(value);
}

const LONGEST = 60;

const short = (text: string): string => `"${toShorten(JSON.stringify(text).slice(1, -1), LONGEST)}"`;

/** `1 element`, `2 entries`. */
export function counted(count: number, what: string): string {
  if (count === 1) return `1 ${what}`;
  return `${count} ${what.endsWith('y') ? `${what.slice(0, -1)}ies` : `${what}s`}`;
}
