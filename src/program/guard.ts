import process from 'node:process';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import { readableText } from '../constructs/index.js';

/** Thrown in place of process.exit, so that the command continues and can report the call. */
export class ProgramExit extends Error {
  readonly exitCode: number;
  constructor(exitCode: number) {
    super(`The program called process.exit(${exitCode})`);
    this.exitCode = exitCode;
  }
}

/** Node's warnings about TypeScript that do not concern the user's program. */
const NOISE = new Set(['ExperimentalWarning', 'MODULE_TYPELESS_PACKAGE_JSON']);

export interface Guarded<T> {
  readonly result: T | undefined;
  /** Errors thrown by the program, in `work` or outside it (such as a rejected promise that is never awaited). */
  readonly errors: readonly unknown[];
}

/**
 * Runs the user's code in this process without letting it interfere. Its output goes to stderr, since stdout carries the result of
 * the command, and shows references in readable form. process.exit ends the program and not the command. The exit code and the
 * working directory are restored.
 */
export async function guarded<T>(work: () => Promise<T>): Promise<Guarded<T>> {
  const errors: unknown[] = [];
  const undo = [redirectOutput(), catchExit(), quietWarnings(), catchStrays(errors), keepPlace()];
  try {
    const result = await work();
    // Node reports unhandled rejections at the end of the turn.
    await endOfTurn();
    return { result, errors };
  } catch (error) {
    errors.unshift(error);
    return { result: undefined, errors };
  } finally {
    for (const restore of undo) restore();
  }
}

type Restore = () => void;

function redirectOutput(): Restore {
  const { stdout, stderr } = process;
  // oxlint-disable-next-line typescript/unbound-method -- they are put back, and called with their objects
  const [out, error] = [stdout.write, stderr.write];
  const write = (text: string | Uint8Array, ...rest: never[]) =>
    Reflect.apply(error, stderr, [typeof text === 'string' ? readableText(text) : text, ...rest]);
  stdout.write = write;
  stderr.write = write;
  return () => {
    stdout.write = out;
    stderr.write = error;
  };
}

function catchExit(): Restore {
  // oxlint-disable-next-line typescript/unbound-method -- it is put back, and called with its object
  const { exit } = process;
  process.exit = (code) => {
    throw new ProgramExit(Number(code ?? process.exitCode ?? 0));
  };
  return () => {
    process.exit = exit;
  };
}

function quietWarnings(): Restore {
  // oxlint-disable-next-line typescript/unbound-method -- it is put back, and called with its object
  const { emitWarning } = process;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    const [first, second] = rest;
    const { type, code }: { type?: unknown; code?: unknown } = typeof first === 'object' && first !== null ? first : {};
    const labels = [first, second, type, code, typeof warning === 'string' ? undefined : warning.name];
    if (!labels.some((label) => typeof label === 'string' && NOISE.has(label)))
      Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  return () => {
    process.emitWarning = emitWarning;
  };
}

function catchStrays(errors: unknown[]): Restore {
  const note = (error: unknown): void => {
    errors.push(error);
  };
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
  return () => {
    process.off('uncaughtException', note);
    process.off('unhandledRejection', note);
  };
}

function keepPlace(): Restore {
  const directory = process.cwd();
  const { exitCode } = process;
  return () => {
    process.chdir(directory);
    process.exitCode = exitCode;
  };
}
