import type { Readable, Writable } from 'node:stream';

export interface OutputStream {
  readonly isTTY: boolean;
  readonly color: boolean;
  /** Undefined where there is no screen. */
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  write(text: string): void;
  /** Resolves when all that was written has left the process, or nobody reads it any more. */
  flush(): Promise<void>;
}

export interface Terminal {
  readonly out: OutputStream;
  readonly err: OutputStream;
  readonly input: Readable & { readonly isTTY?: boolean };
  /** True when somebody is there to be asked. */
  readonly interactive: boolean;
}

type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

export interface TerminalSource {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** `color` false: the user wants none. Otherwise a screen has colours unless the environment says no. */
export function openTerminal(source: TerminalSource, color: boolean): Terminal {
  const wanted = (stream: Stream): boolean => color && hasColor(stream, source.env);
  const [out, err] = [outputStream(source.stdout, wanted), outputStream(source.stderr, wanted)];
  return { out, err, input: source.stdin, interactive: source.stdin.isTTY === true && err.isTTY };
}

/** https://no-color.org: any value that is not empty means none. */
function hasColor(stream: Stream, env: TerminalSource['env']): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/**
 * When whoever read the output has gone, the work goes on and what it would print is dropped: an apply must not end half way
 * because of `| head`.
 */
function outputStream(stream: Stream, wanted: (stream: Stream) => boolean): OutputStream {
  let broken = false;
  stream.on('error', () => {
    broken = true;
  });
  return {
    isTTY: stream.isTTY === true,
    color: wanted(stream),
    get columns() {
      // A terminal that was given no size says 0.
      return stream.columns === 0 ? undefined : stream.columns;
    },
    get rows() {
      return stream.rows === 0 ? undefined : stream.rows;
    },
    write: (text) => {
      if (!broken && text !== '') stream.write(text);
    },
    flush: () =>
      new Promise((resolve) => {
        if (broken) resolve();
        else stream.write('', () => resolve());
      }),
  };
}
