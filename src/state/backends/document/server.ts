import type { LockHolder } from '../../backend.js';
import type { LockInfo } from '../remote/lock-info.js';

/** A server with room for one document, and perhaps a lock. All reject with a DiagnosticError. */
export interface DocumentServer {
  /** Display name of the document's place. */
  readonly place: string;
  readonly hasLock: boolean;
  /** The size of the largest document that it takes, and that can be read again. */
  readonly mostBytes: number;
  /** Undefined if there is none. */
  read(): Promise<Buffer | undefined>;
  /**
   * Replaces the document. `held`: the lock of this process. Another holder is returned if the server refuses the
   * document for its lock; a reply that was lost rejects.
   */
  write(bytes: Buffer<ArrayBuffer>, held: LockInfo | undefined): Promise<'written' | LockHolder | undefined>;
  /** Takes the lock, or tells who has it. The present holder may be this very request, whose first reply was lost. */
  lock(info: LockInfo): Promise<'taken' | LockInfo>;
  /** Releases the lock; does nothing if it is another one or there is none. */
  unlock(info: LockInfo): Promise<void>;
  /** Who has the lock; undefined if it is free. */
  holder(id: string): Promise<LockInfo | undefined>;
  /** Releases the lock of another holder. */
  forceUnlock(info: LockInfo): Promise<void>;
}
