import type { Readable, Writable } from 'node:stream';
import { isLost } from './output-lost.js';

export interface OutputStream {
  readonly isTTY: boolean;
  readonly color: boolean;
  /** Undefined where there is no screen. */
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  write(text: string): void;
  /** Resolves when all that was written has left the process, or its reader has gone. */
  flush(): Promise<void>;
  /** Why some of the output never arrived (a full disk); undefined when it did, or its reader has gone. */
  readonly lost: Error | undefined;
  /** Whether this was a terminal that is closed by now. */
  readonly hungUp: boolean;
}

export interface Terminal {
  readonly out: OutputStream;
  readonly err: OutputStream;
  readonly input: Readable & { readonly isTTY?: boolean };
  /** Where questions are shown. */
  readonly screen: Writable;
  /** True when the user can be asked. */
  readonly interactive: boolean;
}

type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

export interface TerminalSource {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Without `color`, colors are off. Otherwise a terminal has colors unless the environment disables them. */
export function openTerminal(source: TerminalSource, color: boolean): Terminal {
  const wanted = (stream: Stream): boolean => color && hasColor(stream, source.env);
  const [out, err] = [outputStream(source.stdout, wanted), outputStream(source.stderr, wanted)];
  // A terminal that closes while it is read from ends the question; readline sees that by itself.
  source.stdin.on('error', () => undefined);
  const interactive = source.stdin.isTTY === true && err.isTTY;
  return { out, err, input: source.stdin, screen: source.stderr, interactive };
}

/** https://no-color.org: any value that is not empty means none. */
function hasColor(stream: Stream, env: TerminalSource['env']): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/**
 * Once the reader of the output has gone, the work continues and what it would print is dropped: an apply must not end half
 * way because of `| head`. Output that is lost for another reason is dropped as well, and `lost` says why.
 */
function outputStream(stream: Stream, wanted: (stream: Stream) => boolean): OutputStream {
  let failure: NodeJS.ErrnoException | undefined;
  stream.on('error', (error) => {
    failure ??= error;
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
      // Node.js reserves three bytes for each character of a queued string, and fails if that exceeds 2 GiB.
      if (failure === undefined && text !== '') stream.write(Buffer.from(text));
    },
    flush: async () => {
      if (failure === undefined) await new Promise<void>((resolve) => void stream.write('', () => resolve()));
      // The event that says why a write failed comes after its callback.
      await new Promise((resolve) => setImmediate(resolve));
    },
    get lost() {
      return failure !== undefined && isLost(failure) ? failure : undefined;
    },
    get hungUp() {
      return stream.isTTY === true && failure?.code === 'EIO';
    },
  };
}
