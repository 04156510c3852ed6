import type { LockHolder, LockRequest } from '../../backend.js';

/**
 * The lock that Terraform sees, used as a lease: the lock of one state, for one process. All reject with a
 * DiagnosticError if the server fails.
 */
export interface StateLock {
  /** Takes the lock if it is free, or if its lease has ended. */
  take(request: LockRequest): Promise<{ readonly id: string } | { readonly holder: LockHolder }>;
  /** Prolongs the lease; false if another holder has it. */
  renew(): Promise<boolean>;
  /** Gives up what `take` took and `renew` has just confirmed. */
  release(): Promise<void>;
  /** Who has it; `renewed` is undefined if it is not a lease of Landform. */
  holder(): Promise<LockHolder | undefined>;
  /** Ends the lock of another holder. */
  remove(holder: LockHolder): Promise<void>;
}
