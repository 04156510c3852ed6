import type { ChildProcess } from 'node:child_process';
import type { Ran } from './run-landform.js';

/** Types each answer when its question has been asked. */
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

/** What a terminal showed, as text. */
export const readable = ({ stdout }: Ran): string =>
  // oxlint-disable-next-line no-control-regex -- without colors and movements
  stdout.replaceAll(/\u001B\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '');
