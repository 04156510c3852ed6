import { fstatSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';
import { isatty } from 'node:tty';

/**
 * The stream of a descriptor that is a file or a device without a terminal; undefined for others. Node's own stream for files
 * takes a part for the whole: what a disk that is filling up no longer takes is lost, and nothing says so.
 */
export function fileOutput(descriptor: number): Writable | undefined {
  if (!isFile(descriptor)) return undefined;
  return new Writable({
    decodeStrings: true,
    write(chunk: Buffer, _encoding, done) {
      try {
        for (let at = 0; at < chunk.length;) at += writeSync(descriptor, chunk, at);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

function isFile(descriptor: number): boolean {
  try {
    const found = fstatSync(descriptor);
    return found.isFile() || (found.isCharacterDevice() && !isatty(descriptor));
  } catch {
    return false;
  }
}
