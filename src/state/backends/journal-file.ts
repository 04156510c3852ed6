import { constants, statSync } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import { journalGone, storageFailed } from '../diagnostics.js';
import { flushFolder, OWNER_ONLY, readIfThere, removeIfThere, writeBeside } from './files.js';

/** With this flag, a write is durable when it returns, which saves a second call; without it, a flush follows. */
const WRITE_THROUGH: number | undefined = constants.O_DSYNC;

/** How many lines are written before checking again whether the file still has its name. */
const LOOK_EVERY = 64;

/** The file of a journal: appended to and flushed, and truncated to its last good length if that fails. */
export class JournalFile {
  readonly #path: string;
  readonly #place: string;
  #open: { readonly file: FileHandle; readonly inode: bigint } | undefined;
  #length = 0;
  #lines = 0;

  constructor(path: string, place: string) {
    this.#path = path;
    this.#place = place;
  }

  async read(): Promise<Uint8Array> {
    try {
      return readIfThere(this.#path) ?? new Uint8Array();
    } catch (error) {
      throw storageFailed('Reading', this.#place, error);
    }
  }

  async append(line: Iterable<Uint8Array>): Promise<void> {
    try {
      this.#open ??= await this.#openToAppend();
    } catch (error) {
      throw storageFailed('Writing', this.#place, error);
    }
    const { file, inode } = this.#open;
    if (this.#lines % LOOK_EVERY === 0 && this.#inodeNow() !== inode) throw journalGone(this.#place);
    this.#lines += 1;
    try {
      let length = 0;
      for (const bytes of line) {
        await writeAll(file, bytes);
        length += bytes.length;
      }
      if (WRITE_THROUGH === undefined) await file.datasync();
      this.#length += length;
    } catch (error) {
      // If this fails, too, the checksum reveals the incomplete line.
      await file.truncate(this.#length).catch(() => undefined);
      throw storageFailed('Writing', this.#place, error);
    }
  }

  async replace(pieces: Iterable<Uint8Array> | undefined, beside: string): Promise<void> {
    await this.close();
    try {
      if (pieces === undefined) await removeIfThere(this.#path);
      else {
        await writeBeside(beside, pieces);
        await rename(beside, this.#path);
      }
      await flushFolder(this.#path);
    } catch (error) {
      throw storageFailed('Writing', this.#place, error);
    }
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.file.close();
  }

  #inodeNow(): bigint | undefined {
    return statSync(this.#path, { bigint: true, throwIfNoEntry: false })?.ino;
  }

  async #openToAppend(): Promise<{ file: FileHandle; inode: bigint }> {
    const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (WRITE_THROUGH ?? 0);
    const file = await open(this.#path, flags, OWNER_ONLY);
    // Another owner's file keeps its mode.
    await file.chmod(OWNER_ONLY).catch(() => undefined);
    const { ino, size } = await file.stat({ bigint: true });
    this.#length = Number(size);
    this.#lines = 0;
    await flushFolder(this.#path);
    return { file, inode: ino };
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  let done = 0;
  while (done < bytes.length) done += (await file.write(bytes, done)).bytesWritten;
}
