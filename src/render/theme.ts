import type { Action } from '../model/index.js';

/** The meaning of a piece of text; a format decides how it looks. */
export type Tone =
  | 'create'
  | 'update'
  | 'delete'
  | 'replace'
  | 'read'
  | 'forget'
  | 'strong'
  | 'faint'
  | 'error'
  | 'warning'
  | 'success'
  | 'accent';

export type Sign = '+' | '~' | '-' | '-/+' | '+/-' | '<=' | '.' | ' ';

/** Terraform's signs. */
export const SIGNS: Readonly<Record<Action, Sign>> = {
  'no-op': ' ',
  create: '+',
  read: '<=',
  update: '~',
  delete: '-',
  'delete-create': '-/+',
  'create-delete': '+/-',
  forget: '.',
};

export const SIGN_TONES: Readonly<Record<Sign, Tone | undefined>> = {
  '+': 'create',
  '~': 'update',
  '-': 'delete',
  '-/+': 'replace',
  '+/-': 'replace',
  '<=': 'read',
  '.': 'forget',
  ' ': undefined,
};

/** The start of each tone on a terminal (SGR); each one ends with {@link SGR_END}. */
export const SGR: Readonly<Record<Tone, string>> = {
  create: '\u001B[32m',
  update: '\u001B[33m',
  delete: '\u001B[31m',
  replace: '\u001B[1;31m',
  read: '\u001B[36m',
  forget: '\u001B[35m',
  strong: '\u001B[1m',
  faint: '\u001B[2m',
  error: '\u001B[1;31m',
  warning: '\u001B[1;33m',
  success: '\u001B[1;32m',
  accent: '\u001B[36m',
};

export const SGR_END = '\u001B[0m';
