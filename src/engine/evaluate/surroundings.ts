import type { Expression, Span } from '../../model/index.js';

/** What functions may read from outside the expression. The engine itself does no I/O. */
export interface Surroundings {
  readonly files: FileAccess;
  readonly parseTemplate: ParseTemplate;
  /** The time the plan was created, in RFC 3339; undefined if there is no plan. */
  readonly planned?: string | undefined;
  /** Set if `timestamp`, `uuid` and `bcrypt` have a value. Otherwise, as during planning, their results are unknown. */
  readonly varying?: Varying | undefined;
  /** Whether the value at an address (`var.a`, `local.b`) is ephemeral. */
  readonly isEphemeral?: ((address: string) => boolean) | undefined;
}

export interface Varying {
  /** RFC 3339, in UTC. */
  readonly now: () => string;
  readonly randomHex: (bytes: number) => string;
}

/** Why a file could not be read: `missing`, a `folder`, `too-large`, or a system error. */
export interface FileProblem {
  readonly problem: 'missing' | 'folder' | 'too-large' | 'failed';
  /** The system's reason: `permission denied`. */
  readonly reason?: string;
}

export interface FileAccess {
  /** The absolute form of a path that may be relative to the working directory. */
  absolute(path: string): string;
  /** The user's home folder; undefined if there is none. */
  readonly home: string | undefined;
  read(path: string): Uint8Array | FileProblem;
  /** The kind of file a path leads to, following links. */
  kind(path: string): 'file' | 'folder' | 'other' | FileProblem;
  /** The entries of a folder; empty if the folder cannot be read. */
  list(folder: string): readonly { readonly name: string; readonly isFolder: boolean }[];
}

export type ParseTemplate = (text: string) => {
  readonly expression: Expression;
  readonly problems: readonly { readonly message: string; readonly detail?: string; readonly span: Span }[];
};
