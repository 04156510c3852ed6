/** Options that every command understands, before and behind its name. */
export interface Globals {
  readonly chdir: string | undefined;
  readonly json: boolean;
  readonly color: boolean;
  readonly debug: boolean;
}
