import type { Expression, Span } from '../../model/index.js';

/** What functions learn from outside of an expression. The engine does no I/O of its own. */
export interface Surroundings {
  readonly files: FileAccess;
  readonly parseTemplate: ParseTemplate;
  /** When the plan was made, RFC 3339; undefined where there is no plan. */
  readonly planned?: string | undefined;
  /** Given where `timestamp`, `uuid` and `bcrypt` have a value. Elsewhere, while planning, their results are unknown. */
  readonly varying?: Varying | undefined;
  /** Whether what an address names (`var.a`, `local.b`) is ephemeral. */
  readonly isEphemeral?: ((address: string) => boolean) | undefined;
}

export interface Varying {
  /** RFC 3339, in UTC. */
  readonly now: () => string;
  readonly randomHex: (bytes: number) => string;
}

/** Why a file could not be read: `missing`, a `folder`, `too-large`, or what the system says. */
export interface FileProblem {
  readonly problem: 'missing' | 'folder' | 'too-large' | 'failed';
  /** What the system says: `permission denied`. */
  readonly reason?: string;
}

export interface FileAccess {
  /** An absolute path, from one that may be relative to the working directory. */
  absolute(path: string): string;
  /** The user's home folder; undefined if there is none. */
  readonly home: string | undefined;
  read(path: string): Uint8Array | FileProblem;
  /** What a path leads to, through links. */
  kind(path: string): 'file' | 'folder' | 'other' | FileProblem;
  /** The names of what is in a folder; none if it cannot be read. */
  list(folder: string): readonly { readonly name: string; readonly isFolder: boolean }[];
}

export type ParseTemplate = (text: string) => {
  readonly expression: Expression;
  readonly problems: readonly { readonly message: string; readonly detail?: string; readonly span: Span }[];
};
