import type { Authentication, Direct, Login, Way } from './authentication.js';
import { TokenKeeper } from './login.js';

/** One way in, at work: what a request says of who asks, or what keeps the token that it says it with. */
export type Pass = Direct | TokenKeeper;

/** Names of schemes that an operation demands together. */
export type Requirement = readonly string[];

/** What lets the requests of one connection in. */
export class Credentials {
  readonly #passes = new Map<string, Pass>();
  /** Of each way that is not configured, what it lacks. */
  readonly #unset = new Map<string, string>();
  /** The only way, where the description does not say which operation takes what. */
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

  /** All tokens there have been, for none of them may be shown. */
  get tokens(): readonly string[] {
    const all = this.#only === undefined ? [...this.#passes.values()] : [this.#only];
    return all.flatMap((pass) => (pass instanceof TokenKeeper ? pass.tokens : []));
  }

  /**
   * What a request of an operation is sent with: the first of the alternatives that is configured. An operation that need not know who
   * asks is told all the same, if possible. Undefined `accepted`: unknown, and the first way there is has to do.
   */
  for(accepted: readonly Requirement[] | undefined): readonly Pass[] | { readonly lacking: string } {
    if (this.#only !== undefined) return [this.#only];
    if (accepted === undefined) return [...this.#passes.values()].slice(0, 1);
    // What no setting is for, such as a certificate of the client, is not sent here.
    const known = accepted.map((together) =>
      together.filter((name) => this.#passes.has(name) || this.#unset.has(name)),
    );
    const alternatives = known.filter((together) => together.length > 0);
    const found = alternatives.find((together) => together.every((name) => this.#passes.has(name)));
    if (found !== undefined) return found.map((name) => this.#passes.get(name)!);
    if (alternatives.length < known.length || known.length === 0) return [];
    const lacking = alternatives.map((together) =>
      together.flatMap((name) => this.#unset.get(name) ?? []).join(' and '),
    );
    return { lacking: [...new Set(lacking)].join(', or ') };
  }
}
