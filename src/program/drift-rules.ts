import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readDocument, resolveDiagnostics } from '../language/index.js';
import {
  codeOf,
  errorDiagnostic,
  isJsonList,
  isJsonObject,
  nearest,
  type ConfigurationFile,
  type Diagnostic,
  type Json,
  type JsonObject,
  type Path,
} from '../model/index.js';

export const DRIFT_FILE = 'drift.json';

/** A rule in `drift.json`: which drift is ignored, until when and why. */
export interface DriftRule {
  /** An address or a pattern, after `stack:` in a project of several stacks. */
  readonly address: string;
  /** The path of an attribute, or a pattern; absent for the whole object. */
  readonly attribute?: DriftPath;
  /** The last day of the rule: `2027-01-31`. */
  readonly until: string;
  readonly reason: string;
  /** Its place in the file. */
  readonly path: Path;
}

/** Names (which may contain `*`) and indexes; `*` alone is any of either. */
export type DriftPath = readonly (string | number)[];

export interface DriftRules {
  readonly rules: readonly DriftRule[];
  /** The file, for messages about its rules; absent if there is none. */
  readonly file?: ConfigurationFile;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads `drift.json` next to `landform.json`; no rules if the project has none. */
export async function readDriftRules(directory: string): Promise<DriftRules> {
  let text: string;
  try {
    text = await readFile(path.join(directory, DRIFT_FILE), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { rules: [], diagnostics: [] };
    throw error;
  }
  const file = { name: DRIFT_FILE, text };
  const diagnostics: Diagnostic[] = [];
  const json = readDocument(file, {}, diagnostics);
  if (json === undefined) return { rules: [], file, diagnostics };
  const reader = new RulesReader();
  const rules = reader.rules(json);
  diagnostics.push(...resolveDiagnostics(reader.diagnostics, [file]));
  return { rules: diagnostics.length === 0 ? rules : [], file, diagnostics };
}

const RULE_KEYS = ['address', 'attribute', 'until', 'reason'];

const EXAMPLE =
  '{ "ignore": [{ "address": "random_pet.name", "until": "2027-01-31", "reason": "Renamed by hand, see OPS-12" }] }';

/** Reads the rules, and collects all problems in them. */
class RulesReader {
  readonly diagnostics: Diagnostic[] = [];

  rules(json: Json): readonly DriftRule[] {
    const root = this.#object(json, []);
    if (root === undefined) return [];
    this.#known(root, ['ignore', '$schema'], []);
    const ignore = root['ignore'];
    if (!isJsonList(ignore)) {
      this.#error(['ignore'], 'wrong-shape', '"ignore" must be a list of rules', `Write ${EXAMPLE}.`);
      return [];
    }
    return ignore.flatMap((entry, index) => this.#rule(entry, ['ignore', index]) ?? []);
  }

  #rule(json: Json, at: Path): DriftRule | undefined {
    const rule = this.#object(json, at);
    if (rule === undefined) return undefined;
    this.#known(rule, RULE_KEYS, at);
    const address = this.#text(rule, 'address', at, 'Write an address or a pattern, as in "module.web.*".');
    const until = this.#until(rule, at);
    const reason = this.#text(rule, 'reason', at, 'Say why the drift is ignored: readers of the report need it.');
    const attribute = 'attribute' in rule ? this.#attribute(rule['attribute'], at) : undefined;
    if (address === undefined || until === undefined || reason === undefined) return undefined;
    return { address, until, reason, path: at, ...(attribute && { attribute }) };
  }

  #until(rule: JsonObject, at: Path): string | undefined {
    const text = this.#text(rule, 'until', at, 'Write the last day of the rule, as in "2027-01-31".');
    if (text === undefined || isDay(text)) return text;
    this.#error(
      [...at, 'until'],
      'invalid-value',
      '"until" must be a day',
      'Write year, month and day, as in "2027-01-31".',
    );
    return undefined;
  }

  #attribute(json: Json | undefined, at: Path): DriftPath | undefined {
    const found = typeof json === 'string' ? parseDriftPath(json) : undefined;
    if (found !== undefined) return found;
    this.#error(
      [...at, 'attribute'],
      'invalid-value',
      '"attribute" must be a path',
      'Write it as in "tags.owner", "tags[\\"a b\\"]", "ports[0].name" or "tags.*".',
    );
    return undefined;
  }

  #text(rule: JsonObject, name: string, at: Path, detail: string): string | undefined {
    const value = rule[name];
    if (typeof value === 'string' && value.trim() !== '') return value;
    if (name in rule) this.#error([...at, name], 'invalid-value', `"${name}" must be a string`, detail);
    else this.#error(at, 'missing-argument', `The rule has no "${name}"`, detail);
    return undefined;
  }

  #object(json: Json, at: Path): JsonObject | undefined {
    if (isJsonObject(json)) return json;
    const [what, detail] = at.length === 0 ? [DRIFT_FILE, `Write ${EXAMPLE}.`] : ['A rule', 'Write {…}.'];
    this.#error(at, 'wrong-shape', `${what} must be an object`, detail);
    return undefined;
  }

  #known(json: JsonObject, known: readonly string[], at: Path): void {
    for (const name of Object.keys(json)) {
      if (known.includes(name)) continue;
      const near = nearest(name, known);
      const detail = near.length > 0 ? `Did you mean "${near.join('" or "')}"?` : `Known keys: ${known.join(', ')}.`;
      const where = at.length === 0 ? DRIFT_FILE : 'a rule';
      this.#error([...at, name], 'unknown-argument', `"${name}" is not supported in ${where}`, detail);
    }
  }

  #error(at: Path, code: string, summary: string, detail: string): void {
    this.diagnostics.push(errorDiagnostic(code, summary, { detail, source: { file: DRIFT_FILE, path: at } }));
  }
}

/** Whether a text is a day that exists, as `2027-01-31`. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** `tags.owner`, `tags["a b"]`, `ports[*].name`. */
function parseDriftPath(text: string): DriftPath | undefined {
  const path: (string | number)[] = [];
  const steps = /(\.?)([\p{L}_*][\p{L}\p{N}_*-]*)|\[(\d+|\*)\]|\[("(?:[^"\\]|\\.)*")\]/uy;
  for (let at = 0; at < text.length; at = steps.lastIndex) {
    steps.lastIndex = at;
    const [found, dot, name, index, quoted] = steps.exec(text) ?? [];
    if (found === undefined || (name !== undefined && (dot === '.') !== at > 0)) return undefined;
    const step = name ?? (index === '*' ? index : index === undefined ? unquoted(quoted) : Number(index));
    if (step === undefined) return undefined;
    path.push(step);
  }
  return path.length === 0 ? undefined : path;
}

function unquoted(text = ''): string | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'string' ? parsed : undefined;
  } catch {
    return undefined;
  }
}
