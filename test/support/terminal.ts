import type { ChildProcess } from 'node:child_process';
import type { Ran } from './run-landform.js';

/** Types each answer when its prompt appears. */
export function answering(
  ...answers: readonly (readonly [question: string, answer: string])[]
): (child: ChildProcess) => void {
  return (child) => {
    let seen = '';
    const left = [...answers];
    child.stdout!.on('data', (text: string) => {
      seen += text;
      const next = left[0];
      if (next === undefined || !seen.includes(next[0])) return;
      left.shift();
      seen = '';
      child.stdin!.write(next[1]);
    });
  };
}

/** The output of a terminal as text. */
export const readable = ({ stdout }: Ran): string =>
  // oxlint-disable-next-line no-control-regex -- without colors and movements
  stdout.replaceAll(/\u001B\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '');
