import type { Authentication, Direct, Login, Way } from './authentication.js';
import { TokenKeeper } from './login.js';

/** One configured way to authenticate: headers, or the holder of the token for them. */
export type Pass = Direct | TokenKeeper;

/** Names of schemes that an operation requires together. */
export type Requirement = readonly string[];

/** The credentials of one connection. */
export class Credentials {
  readonly #passes = new Map<string, Pass>();
  /** The missing settings of each way that is not configured. */
  readonly #unset = new Map<string, string>();
  /** The only way, if the description does not assign schemes to operations. */
  readonly #only: Pass | undefined;

  constructor(authentication: Authentication, now: () => number) {
    const passOf = (way: Direct | Login): Pass => (way.scheme === 'login' ? new TokenKeeper(way, now) : way);
    if (authentication.scheme !== 'described') {
      this.#only = passOf(authentication);
      return;
    }
    for (const [name, way] of Object.entries<Way>(authentication.ways))
      if (way.scheme === 'unset') this.#unset.set(name, way.settings);
      else this.#passes.set(name, passOf(way));
  }

  /** All tokens obtained so far; none of them may be shown. */
  get tokens(): readonly string[] {
    const all = this.#only === undefined ? [...this.#passes.values()] : [this.#only];
    return all.flatMap((pass) => (pass instanceof TokenKeeper ? pass.tokens : []));
  }

  /**
   * The authentication of an operation's request: the first alternative that is configured. Operations that do not
   * require authentication get it too, if possible. Undefined `accepted`: unknown, so the first way is used.
   */
  for(accepted: readonly Requirement[] | undefined): readonly Pass[] | { readonly lacking: string } {
    if (this.#only !== undefined) return [this.#only];
    if (accepted === undefined) return [...this.#passes.values()].slice(0, 1);
    // A scheme without settings, such as a client certificate, is not handled here.
    const known = accepted.map((together) =>
      together.filter((name) => this.#passes.has(name) || this.#unset.has(name)),
    );
    const alternatives = known.filter((together) => together.length > 0);
    for (const together of alternatives) {
      const passes = together.flatMap((name) => this.#passes.get(name) ?? []);
      if (passes.length === together.length) return passes;
    }
    if (alternatives.length < known.length || known.length === 0) return [];
    const lacking = alternatives.map((together) =>
      together.flatMap((name) => this.#unset.get(name) ?? []).join(' and '),
    );
    return { lacking: [...new Set(lacking)].join(', or ') };
  }
}
