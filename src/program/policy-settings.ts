import {
  isJsonList,
  isJsonObject,
  nearest,
  POLICY_LEVELS,
  type Json,
  type JsonObject,
  type Path,
  type PolicyLevel,
} from '../model/index.js';

/** An entry of `policies`: a module with policies, and what is set for them. */
export interface PolicySettings {
  /** A file, a pattern such as `./policies/*.ts`, a package, or `landform/policy`. */
  readonly from: string;
  /** Values of parameters, by policy. */
  readonly parameters: Readonly<Record<string, JsonObject>>;
  /** Levels other than the policies' own, by policy. */
  readonly levels: Readonly<Record<string, PolicyLevel | 'off'>>;
  /** The time limit of each policy, and of loading each module. */
  readonly seconds?: number;
}

/** In seconds. */
const LONGEST = 3600;

type Report = (at: Path, code: string, summary: string, detail: string) => void;

const KEYS = ['from', 'parameters', 'levels', 'seconds'];

/** Reads `policies`, and reports what is wrong with it. */
export function readPolicySettings(json: Json | undefined, report: Report): readonly PolicySettings[] {
  if (!isJsonList(json)) {
    report(['policies'], 'wrong-shape', '"policies" must be a list', 'Write ["./policies/*.ts"].');
    return [];
  }
  return json.map((entry, index) => new EntryReader(['policies', index], report).read(entry));
}

class EntryReader {
  readonly #at: Path;
  readonly #report: Report;

  constructor(at: Path, report: Report) {
    this.#at = at;
    this.#report = report;
  }

  read(json: Json): PolicySettings {
    if (typeof json === 'string') return { from: this.#from(json, this.#at), parameters: {}, levels: {} };
    const entry = this.#object(json, []);
    for (const name of Object.keys(entry).filter((key) => !KEYS.includes(key))) {
      const [near] = nearest(name, KEYS);
      const detail = near === undefined ? `Known keys: ${KEYS.join(', ')}.` : `Did you mean "${near}"?`;
      this.#report([...this.#at, name], 'unknown-argument', `"${name}" is not supported in "policies"`, detail);
    }
    const parameters = Object.entries(this.#object(entry['parameters'] ?? {}, ['parameters'])).map(
      ([name, values]) => [name, this.#object(values, ['parameters', name])] as const,
    );
    const levels = Object.entries(this.#object(entry['levels'] ?? {}, ['levels'])).map(
      ([name, level]) => [name, this.#level(level, name)] as const,
    );
    return {
      from: this.#from(entry['from'], [...this.#at, 'from']),
      parameters: Object.fromEntries(parameters),
      levels: Object.fromEntries(levels),
      ...this.#seconds(entry['seconds']),
    };
  }

  #seconds(json: Json | undefined): { readonly seconds?: number } {
    if (json === undefined) return {};
    if (typeof json === 'number' && json > 0 && json <= LONGEST) return { seconds: json };
    const summary = `"seconds" must be a number between 0 and ${LONGEST}`;
    this.#report([...this.#at, 'seconds'], 'invalid-value', summary, 'It limits each policy; 10 is the default.');
    return {};
  }

  #from(json: Json | undefined, at: Path): string {
    if (typeof json === 'string' && json !== '' && !/\*.*\//.test(json)) return json;
    this.#report(
      at,
      'invalid-value',
      'A policy comes from a file or a package',
      'Write a path that begins with "./", as in "./policies/*.ts", or the name of a package. "*" is for names of files only.',
    );
    return '';
  }

  #level(json: Json, name: string): PolicyLevel | 'off' {
    const level = json === 'off' ? json : POLICY_LEVELS.find((one) => one === json);
    if (level !== undefined) return level;
    const at = [...this.#at, 'levels', name];
    this.#report(at, 'invalid-value', `The level of "${name}" is unknown`, `Write ${LEVELS}.`);
    return 'off';
  }

  #object(json: Json | undefined, below: Path): JsonObject {
    if (isJsonObject(json)) return json;
    const at = [...this.#at, ...below];
    const what = below.length === 0 ? 'An entry of "policies"' : `"${below.join('.')}"`;
    this.#report(at, 'wrong-shape', `${what} must be an object`, 'Write {…}.');
    return {};
  }
}

const LEVELS = [...POLICY_LEVELS, 'off'].map((level) => `"${level}"`).join(', ');
