import { realpathSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Backend, Lease, LockAttempt, LockHolder, LockRequest, Snapshot } from '../backend.js';
import { systemClock, type Clock } from '../clock.js';
import { stateChanged, storageFailed } from '../diagnostics.js';
import {
  flushFolder,
  keepAs,
  modeOf,
  readIfThere,
  removeIfThere,
  versionIfThere,
  versionOf,
  writeBeside,
} from './files.js';
import { JournalFile } from './journal-file.js';
import { removeLeftovers } from './leftovers.js';
import { LockFile } from './lock-file.js';

export interface LocalSettings {
  /** The state file, e.g. `terraform.tfstate` in the folder of the project. */
  readonly path: string;
  /** What people are told; the path when not given. */
  readonly place?: string;
  /** Where the state before a change is kept: a file, beside the state when not given; `-` for nowhere. */
  readonly backup?: string | undefined;
  readonly clock?: Clock;
}

/** Beside the state. The last record of a lock stays, so that fencing numbers rise; here it is in the way of nothing. */
const LOCK_FOLDER = '.landform';

/**
 * State in a file, as Terraform's local backend has it: `terraform.tfstate` and `terraform.tfstate.backup`, with the journal
 * (`terraform.tfstate.journal`) beside it and the lock in `.landform/`. Files are replaced whole.
 */
export class LocalBackend implements Backend {
  readonly place: string;
  readonly journalPlace: string;
  readonly #path: string;
  readonly #backup: string | undefined;
  readonly #lock: LockFile;
  readonly #journal: JournalFile;

  constructor(settings: LocalSettings) {
    const path = resolveLink(settings.path);
    this.place = settings.place ?? settings.path;
    this.journalPlace = `${this.place}.journal`;
    this.#path = path;
    this.#backup = settings.backup === '-' ? undefined : (settings.backup ?? `${path}.backup`);
    this.#lock = new LockFile(
      join(dirname(path), LOCK_FOLDER, `${basename(path)}.lock`),
      this.place,
      settings.clock ?? systemClock,
    );
    this.#journal = new JournalFile(`${path}.journal`, this.journalPlace);
  }

  async read(): Promise<Snapshot | undefined> {
    try {
      const content = readIfThere(this.#path);
      if (content === undefined) return undefined;
      const kept = `${this.#path}.backup`;
      const backup = (await modeOf(kept)) === undefined ? {} : { backup: `${this.place}.backup` };
      return { text: content.toString('utf8'), version: versionOf(content), ...backup };
    } catch (error) {
      throw storageFailed('Reading', this.place, error);
    }
  }

  async write(
    lease: Lease,
    pieces: Iterable<string>,
    expected: string | undefined,
    replacing?: (version: string) => Promise<void>,
  ): Promise<string> {
    this.#lock.check(lease);
    const beside = this.#beside(lease, 'tmp');
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
    const current = versionIfThere(this.#path);
    if (current !== expected) throw stateChanged(this.place);
    if (current !== undefined && this.#backup !== undefined)
      await keepAs(this.#path, this.#backup, `${this.#backup}.${lease.fence}.tmp`);
    this.#lock.check(lease);
    await rename(beside, this.#path);
    await flushFolder(this.#path);
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
    await this.#journal.replace(pieces, this.#beside(lease, 'journal.tmp'));
  }

  async tryLock(request: LockRequest): Promise<LockAttempt> {
    await mkdir(join(dirname(this.#path), LOCK_FOLDER), { recursive: true }).catch((error: unknown) => {
      throw storageFailed('Creating the folder of', this.place, error);
    });
    const attempt = this.#lock.tryLock(request);
    if ('lease' in attempt) await removeLeftovers(this.#path, attempt.lease.fence);
    return attempt;
  }

  async renew(lease: Lease): Promise<void> {
    this.#lock.renew(lease);
  }

  async unlock(lease: Lease): Promise<void> {
    await this.#journal.close();
    this.#lock.unlock(lease);
  }

  async forceUnlock(id: string): Promise<LockHolder> {
    return this.#lock.forceUnlock(id);
  }

  /** Names of their own for every lease, so that a run that lost the lock disturbs no other. */
  #beside(lease: Lease, ending: string): string {
    return join(dirname(this.#path), `.${basename(this.#path)}.${lease.fence}.${ending}`);
  }
}

/** Replacing a file must replace what a symbolic link points to, not the link. */
function resolveLink(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
