import { realpathSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  READ_WHOLE,
  type Backend,
  type HistoryStore,
  type Lease,
  type LockAttempt,
  type LockHolder,
  type LockRequest,
  type Snapshot,
} from '../backend.js';
import { systemClock, type Clock } from '../clock.js';
import { stateChanged, storageFailed } from '../diagnostics.js';
import {
  chunksOf,
  flushFolder,
  keepAs,
  modeOf,
  readIfThere,
  removeIfThere,
  sizeIfThere,
  versionIfThere,
  versionOf,
  writeBeside,
} from './files.js';
import { historyFile } from './history-file.js';
import { JournalFile } from './journal-file.js';
import { removeLeftovers } from './leftovers.js';
import { LockFile } from './lock-file.js';

export interface LocalSettings {
  /** The state file, e.g. `terraform.tfstate` in the folder of the project. */
  readonly path: string;
  /** Name for messages; default: the path. */
  readonly place?: string;
  /** The file to write the changed state to, instead of the one it is read from. */
  readonly output?: string | undefined;
  /** Where the previous state is kept: a file, by default beside the changed state; `-` for none. */
  readonly backup?: string | undefined;
  readonly clock?: Clock;
}

/** Lock records are in a folder next to the state. The last record stays, so that fencing numbers keep rising. */
export const LOCK_FOLDER = '.landform';

/**
 * State in a file, as in Terraform's local backend: `terraform.tfstate` and `terraform.tfstate.backup`, with the
 * journal (`terraform.tfstate.journal`) beside it and the lock in `.landform/`. Files are replaced atomically.
 */
/** More than any state has: neither reading nor writing needs the whole text. */
const MOST_BYTES = 2 ** 35;

export class LocalBackend implements Backend {
  readonly place: string;
  readonly mostBytes = MOST_BYTES;
  readonly journalPlace: string;
  readonly writesElsewhere: boolean;
  readonly keepsBackup: boolean;
  readonly #path: string;
  readonly #target: string;
  /** Where the last snapshot is: the one that was read, until one is written. */
  #current: string;
  readonly #backup: string | undefined;
  readonly #lock: LockFile;
  readonly #journal: JournalFile;
  readonly history: HistoryStore | undefined;

  constructor(settings: LocalSettings) {
    const path = resolveLink(settings.path);
    this.place = settings.place ?? settings.path;
    this.journalPlace = `${this.place}.journal`;
    this.#path = path;
    this.#current = path;
    this.#target = settings.output === undefined ? path : resolveLink(settings.output);
    this.writesElsewhere = this.#target !== path;
    this.#backup = settings.backup === '-' ? undefined : (settings.backup ?? `${this.#target}.backup`);
    this.keepsBackup = this.#backup !== undefined && !this.writesElsewhere;
    this.#lock = new LockFile(
      join(dirname(path), LOCK_FOLDER, `${basename(path)}.lock`),
      this.place,
      settings.clock ?? systemClock,
    );
    this.#journal = new JournalFile(`${path}.journal`, this.journalPlace);
    const place = join(LOCK_FOLDER, `${basename(path)}.history`);
    this.history = this.writesElsewhere
      ? undefined
      : historyFile(join(dirname(path), place), place, (lease) => this.#lock.check(lease));
  }

  async read(): Promise<Snapshot | undefined> {
    try {
      const content = this.#content();
      if (content === undefined) return undefined;
      const kept = `${this.#path}.backup`;
      const backup = (await modeOf(kept)) === undefined ? {} : { backup: `${this.place}.backup` };
      return { ...content, ...backup };
    } catch (error) {
      throw storageFailed('Reading', this.place, error);
    }
  }

  #content(): Snapshot | undefined {
    const path = this.#current;
    const size = sizeIfThere(path);
    if (size === undefined || size <= READ_WHOLE) {
      const content = readIfThere(path);
      if (content === undefined) return undefined;
      return { size: content.length, chunks: () => [content], version: versionOf(content) };
    }
    const version = versionIfThere(path);
    return version === undefined ? undefined : { size, chunks: () => this.#chunks(path, version), version };
  }

  *#chunks(path: string, version: string): Generator<Uint8Array> {
    let found: string;
    try {
      found = yield* chunksOf(path);
    } catch (error) {
      throw storageFailed('Reading', this.place, error);
    }
    if (found !== version) throw stateChanged(this.place);
  }

  async write(
    lease: Lease,
    pieces: Iterable<string>,
    expected: string | undefined,
    replacing?: (version: string) => Promise<void>,
  ): Promise<string> {
    this.#lock.check(lease);
    const beside = namedBeside(this.#target, lease, 'tmp');
    try {
      const version = await writeBeside(beside, pieces);
      await replacing?.(version);
      await this.#replace(lease, beside, expected);
      return version;
    } catch (error) {
      await removeIfThere(beside).catch(() => undefined);
      throw error instanceof Error && error.name === 'DiagnosticError'
        ? error
        : storageFailed('Writing', this.place, error);
    }
  }

  async #replace(lease: Lease, beside: string, expected: string | undefined): Promise<void> {
    if (versionIfThere(this.#current) !== expected) throw stateChanged(this.place);
    if (this.#backup !== undefined && versionIfThere(this.#target) !== undefined)
      await keepAs(this.#target, this.#backup, `${this.#backup}.${lease.fence}.tmp`);
    this.#lock.check(lease);
    await rename(beside, this.#target);
    await flushFolder(this.#target);
    this.#current = this.#target;
  }

  readJournal(): Promise<Uint8Array> {
    return this.#journal.read();
  }

  async appendJournal(lease: Lease, line: Iterable<Uint8Array>): Promise<void> {
    this.#lock.check(lease);
    await this.#journal.append(line);
  }

  async replaceJournal(lease: Lease, pieces: Iterable<Uint8Array> | undefined): Promise<void> {
    this.#lock.check(lease);
    await this.#journal.replace(pieces, namedBeside(this.#path, lease, 'journal.tmp'));
  }

  async tryLock(request: LockRequest): Promise<LockAttempt> {
    await mkdir(join(dirname(this.#path), LOCK_FOLDER), { recursive: true }).catch((error: unknown) => {
      throw storageFailed('Creating the folder of', this.place, error);
    });
    const attempt = await this.#lock.tryLock(request);
    if ('lease' in attempt) {
      for (const path of new Set([this.#path, this.#target])) await removeLeftovers(path, attempt.lease.fence);
    }
    return attempt;
  }

  async renew(lease: Lease): Promise<void> {
    this.#lock.renew(lease);
  }

  async unlock(lease: Lease): Promise<void> {
    await this.#journal.close();
    await this.#lock.unlock(lease);
  }

  async forceUnlock(id: string): Promise<LockHolder> {
    return this.#lock.forceUnlock(id);
  }
}

/** Unique for every lease, so that a run that lost the lock does not disturb another. */
const namedBeside = (path: string, lease: Lease, ending: string): string =>
  join(dirname(path), `.${basename(path)}.${lease.fence}.${ending}`);

/** Replacing a file must replace the target of a symbolic link, not the link. */
function resolveLink(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
