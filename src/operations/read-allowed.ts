import { isAddress, readerBeside } from './read-description.js';

/** Limits for files from other hosts: their total size, their number, and the time for each. */
const MOST_BYTES = 50_000_000;
const MOST_FILES = 500;
const PATIENCE_MS = 30_000;

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Whether the file at this address may be read: its host, with any non-default port, must be allowed. */
export function isAllowed(address: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(address)) return false;
  const { host } = new URL(address);
  return hosts.some((each) => each.toLowerCase() === host);
}

/** Reads files next to a description, and from allowed hosts. The message of an error states why a file is not read. */
export function readerOf(
  directory: string,
  place: string,
  hosts: readonly string[],
): (file: string) => Promise<string> {
  const beside = readerBeside(directory, place);
  const left = { bytes: MOST_BYTES, files: MOST_FILES };
  return async (file) => {
    if (!isAddress(file)) return beside(file);
    if (!isAllowed(file, hosts)) throw new Error('its host is not allowed');
    return download(new URL(file), left);
  };
}

async function download(url: URL, left: { bytes: number; files: number }): Promise<string> {
  if (url.protocol !== 'https:' && !LOOPBACK.includes(url.hostname))
    throw new Error('only https: is allowed, except on this machine');
  if (--left.files < 0) throw new Error(`more than ${MOST_FILES} files from other hosts`);
  // A redirect could lead to a host that is not allowed.
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) }).catch(
    (error: Error & { cause?: unknown }) => {
      throw new Error(`it cannot be read (${error.cause instanceof Error ? error.cause.message : error.message})`);
    },
  );
  if (!answer.ok) throw new Error(`the response has status ${answer.status}`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body ?? []) {
    left.bytes -= chunk.length;
    if (left.bytes < 0) throw new Error(`the files from other hosts exceed ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
