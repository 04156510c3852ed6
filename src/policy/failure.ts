import { fileURLToPath } from 'node:url';
import type { CodePlace, PolicyFailure } from './messages.js';

/** Names of what a policy does not have, as other programs do. */
const OUTSIDE =
  /^(process|require|__dirname|__filename|fetch|XMLHttpRequest|WebSocket|EventSource|Buffer|setTimeout|setInterval|setImmediate|performance|crypto|Atomics|SharedArrayBuffer|WebAssembly) is not defined$/;

const KINDS: Readonly<Record<string, PolicyFailure['kind']>> = {
  Impure: 'impure',
  InvalidPolicy: 'invalid',
  Missing: 'missing',
  Unreadable: 'syntax',
};

export interface Thrown {
  readonly error?: { readonly name?: string; readonly message?: string; readonly stack?: string };
}

/** What went wrong in a policy, from the error that it threw, which arrives as text. */
export function failureOf(thrown: Thrown, ours: ReadonlySet<string>): PolicyFailure {
  const { name = '', message = '', stack = '' } = thrown.error ?? {};
  const [place] = placesIn(stack, ours);
  const [first = ''] = message.split('\n');
  const [, missing] = OUTSIDE.exec(first) ?? [];
  const isEvaluation = name === 'EvalError';
  const kind = missing !== undefined || isEvaluation ? 'impure' : (KINDS[name] ?? 'threw');
  const said = missing !== undefined ? `uses ${missing}` : isEvaluation ? 'evaluates text as code' : first;
  return { kind, message: said, ...(place === undefined ? {} : { place }) };
}

/** The places in a stack of calls, the innermost first, without those in files of `ours`. */
export function placesIn(stack: string, ours: ReadonlySet<string>): readonly CodePlace[] {
  return stack.split('\n').flatMap((line) => {
    const [, where, row] = /^\s+at (?:.*\()?(.+?):(\d+):\d+\)?$/.exec(line) ?? [];
    if (where === undefined) return [];
    const file = where.startsWith('file:') ? fileURLToPath(where) : where;
    return file.startsWith('/') || /^[A-Za-z]:[\\/]/.test(file)
      ? ours.has(file)
        ? []
        : [{ file, line: Number(row) }]
      : [];
  });
}
