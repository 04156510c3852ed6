import {
  type Expression,
  isJsonList,
  isJsonObject,
  type Json,
  type Mutable,
  type Path,
  valueFromUntyped,
} from '../model/index.js';
import { type Item, object, tuple } from './collections.js';
import { parseTemplate } from './parser.js';
import type { Problem } from './problem.js';
import { referenceProblems } from './references.js';

/** How deep JSON may nest. */
export const MAX_JSON_DEPTH = 500;

export interface FromJson {
  readonly expression: Expression;
  /** Each with its `path` inside the JSON. */
  readonly problems: readonly Problem[];
}

const NONE: readonly Problem[] = [];

/**
 * JSON as an expression, as Terraform's JSON syntax means it: strings and the keys of objects are templates. A part
 * without templates is one literal, however deep. Parts that come from JSON itself have no span; what was parsed from a
 * string has.
 */
export function expressionFromJson(json: Json): FromJson {
  if (typeof json === 'string') return fromText(json);
  if (typeof json !== 'object' || json === null) {
    return { expression: { kind: 'literal', value: valueFromUntyped(json) }, problems: NONE };
  }
  const reading = new Reading();
  const expression = reading.read(json);
  return { expression, problems: reading.problems };
}

/** The same, with the JSON stored on the expression as `written` where its text differs from its meaning. */
export function argumentFromJson(json: Json): FromJson {
  const read = expressionFromJson(json);
  // The expression was just created, so nothing else sees the change; copying each argument would cost as much as
  // parsing it.
  const expression: Mutable<Expression> = read.expression;
  if (expression.kind !== 'literal' || holdsTemplate(json)) expression.written = json;
  return read;
}

function holdsTemplate(json: Json): boolean {
  if (typeof json === 'string') return json.includes('${') || json.includes('%{');
  if (isJsonList(json)) return json.some(holdsTemplate);
  return isJsonObject(json) && Object.keys(json).some((name) => holdsTemplate(name) || holdsTemplate(json[name]!));
}

function fromText(text: string): FromJson {
  const parsed = parseTemplate(text);
  if (parsed.expression.kind === 'literal' || parsed.problems.length > 0) return parsed;
  const problems = referenceProblems(parsed.expression);
  return problems.length === 0 ? parsed : { expression: parsed.expression, problems };
}

class Reading {
  readonly problems: Problem[] = [];
  readonly #path: (string | number)[] = [];

  read(json: Json): Expression {
    if (typeof json === 'string') return this.#template(json, this.#path);
    if (isJsonList(json)) return this.#within(() => tuple(json.map((item, index) => this.#at(index, item))));
    if (json === null || typeof json !== 'object' || !isJsonObject(json))
      return { kind: 'literal', value: valueFromUntyped(json) };
    return this.#within(() => {
      const items = Object.keys(json).map((name) => ({
        key: this.#template(name, [...this.#path, name]),
        value: this.#at(name, json[name]!),
      }));
      // Two keys may turn out to be equal, which evaluation reports.
      return haveTwins(items) ? { kind: 'object', items } : object(items);
    });
  }

  #at(step: string | number, json: Json): Expression {
    this.#path.push(step);
    const expression = this.read(json);
    this.#path.pop();
    return expression;
  }

  #within(read: () => Expression): Expression {
    if (this.#path.length <= MAX_JSON_DEPTH) return read();
    const message = `This value is nested more than ${MAX_JSON_DEPTH} levels deep`;
    this.problems.push({ message, span: { start: 0, end: 0 }, path: [...this.#path] });
    return { kind: 'literal', value: null };
  }

  #template(text: string, path: Path): Expression {
    const { expression, problems } = fromText(text);
    for (const problem of problems) this.problems.push({ ...problem, path: [...path] });
    return expression;
  }
}

function haveTwins(items: readonly Item[]): boolean {
  const names = items.flatMap(({ key }) => (key.kind === 'literal' ? [key.value] : []));
  return new Set(names).size < names.length;
}

/** True for a JSON object; false for an exact number. */
