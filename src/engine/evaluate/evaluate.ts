import {
  append,
  convert,
  formOf,
  subjectOf,
  type Diagnostic,
  type Expression,
  type ObjectConstructor,
  objectValue,
  Sensitive,
  sensitive,
  type SourcePlace,
  type Span,
  type Traversal,
  type TupleConstructor,
  UNKNOWN,
  Unknown,
  unmark,
  type Value,
} from '../../model/index.js';
import { stepText, takeAttribute, takeIndex, takeStep, type Target } from './access.js';
import { evaluateCall } from './call.js';
import { evaluateConditional } from './conditional.js';
import { bind, type Attempt, type Evaluator, type Frame } from './contract.js';
import { evaluateForObject, evaluateForTuple } from './iteration.js';
import { evaluateBinary, evaluateUnary } from './operators.js';
import type { Scope } from './scope.js';
import { isShareable, type SharedValues } from './shared.js';
import { evaluateSplat } from './splat.js';
import { evaluateTemplate, evaluateTemplateFor, evaluateTemplateIf } from './template.js';

export interface Evaluated {
  readonly value: Value;
  readonly diagnostics: readonly Diagnostic[];
}

const NONE: readonly Diagnostic[] = [];

/** References to anything but a template's variables are rejected before evaluation. */
const nothingElse: Scope['lookup'] = () => ({
  problem: { code: 'unknown-reference', summary: 'A template can only refer to its variables', detail: '' },
});

/**
 * Evaluates an expression as Terraform does: unknown and sensitive marks propagate through every operation, and an
 * error makes the value unknown. Errors never show a sensitive value. `source` is the place of the expression's part of
 * the document; the places of the diagnostics are relative to it.
 */
export function evaluate(expression: Expression, scope: Scope, source: SourcePlace, frame?: Frame): Evaluated {
  if (expression.kind === 'literal') return { value: expression.value, diagnostics: NONE };
  const evaluation = new Evaluation(scope, source);
  const value = evaluation.evaluate(expression, frame);
  return { value, diagnostics: evaluation.found };
}

class Evaluation implements Evaluator {
  readonly scope: Scope;
  /** Both lists are created on first use: most expressions are short and valid. */
  #diagnostics: Diagnostic[] | undefined;
  readonly #source: SourcePlace;
  /** The path of the current expression in the document, relative to that of the source. */
  #steps: (string | number)[] | undefined;

  constructor(scope: Scope, source: SourcePlace) {
    this.scope = scope;
    this.#source = source;
  }

  get found(): readonly Diagnostic[] {
    return this.#diagnostics ?? NONE;
  }

  evaluate(expression: Expression, frame: Frame | undefined): Value {
    const { shared } = this.scope;
    return shared !== undefined && frame === undefined && isShareable(expression)
      ? this.#evaluateShared(expression, shared)
      : this.#evaluateAnew(expression, frame);
  }

  /** A value with diagnostics is not shared: each instance reports them. */
  #evaluateShared(expression: Expression, shared: SharedValues): Value {
    const known = shared.get(expression);
    if (known !== undefined) return known;
    const before = this.reported;
    const value = this.#evaluateAnew(expression, undefined);
    if (this.reported === before) shared.set(expression, value);
    return value;
  }

  #evaluateAnew(expression: Expression, frame: Frame | undefined): Value {
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'traversal':
        return this.#traversal(expression, frame);
      case 'template':
        return evaluateTemplate(this, expression, frame);
      case 'object':
        return this.#object(expression, frame);
      case 'tuple':
        return this.#tuple(expression, frame);
      case 'call':
        return evaluateCall(this, expression, frame);
      case 'attribute': {
        const target = this.evaluate(expression.target, frame);
        return takeAttribute(this, target, expression.name, { name: 'This value', span: expression.span });
      }
      case 'index': {
        const target = this.evaluate(expression.target, frame);
        const key = this.evaluate(expression.key, frame);
        return takeIndex(this, target, key, { name: nameOf(expression.target), span: expression.span });
      }
      case 'splat':
        return evaluateSplat(this, expression, frame);
      case 'conditional':
        return evaluateConditional(this, expression, frame);
      case 'for-tuple':
        return evaluateForTuple(this, expression, frame);
      case 'for-object':
        return evaluateForObject(this, expression, frame);
      case 'binary':
        return evaluateBinary(this, expression, frame);
      case 'unary':
        return evaluateUnary(this, expression, frame);
      case 'template-if':
        return evaluateTemplateIf(this, expression, frame);
      case 'template-for':
        return evaluateTemplateFor(this, expression, frame);
    }
  }

  attempt(expression: Expression, frame: Frame | undefined): Attempt {
    const start = this.reported;
    return this.#since(start, this.evaluate(expression, frame));
  }

  trying(compute: () => Value): Attempt {
    const start = this.reported;
    return this.#since(start, compute());
  }

  #since(start: number, value: Value): Attempt {
    const all = this.#diagnostics;
    if (all === undefined || all.length === start) return { value, diagnostics: NONE, failed: false };
    return { value, diagnostics: all.splice(start), failed: true };
  }

  get reported(): number {
    return this.#diagnostics === undefined ? 0 : this.#diagnostics.length;
  }

  render(template: Expression, variables: Readonly<Record<string, Value>>): Evaluated {
    const { surroundings, functions } = this.scope;
    const scope: Scope = { lookup: nothingElse, isTemplate: true, surroundings, ...(functions && { functions }) };
    let frame: Frame | undefined;
    for (const [name, value] of Object.entries(variables)) frame = bind(frame, undefined, name, name, value);
    const evaluation = new Evaluation(scope, { file: '', path: [] });
    const value = evaluation.evaluate(template, frame);
    return { value, diagnostics: evaluation.found };
  }

  keep(diagnostics: readonly Diagnostic[]): void {
    if (diagnostics.length > 0) append((this.#diagnostics ??= []), diagnostics);
  }

  fail(code: string, summary: string, span: Span | undefined, detail?: string): Unknown {
    const steps = this.#steps ?? [];
    const path = steps.length === 0 ? this.#source.path : [...this.#source.path, ...steps];
    (this.#diagnostics ??= []).push({
      severity: 'error',
      code,
      summary,
      ...(detail === undefined ? {} : { detail }),
      source: { file: this.#source.file, path, ...(span === undefined ? {} : { span }) },
    });
    return UNKNOWN;
  }

  #traversal(expression: Traversal, frame: Frame | undefined): Value {
    const { root, steps } = expression;
    for (let bound = frame; bound !== undefined; bound = bound.outer) {
      if (bound.name === root) return this.#follow(expression, bound.value, 0);
    }
    const named = expression.named ?? subjectOf(root, steps);
    if (named === undefined) {
      const form = formOf(root) ?? 'type.name for a resource, or var.name, local.name, data.type.name';
      return this.fail('unknown-reference', `"${root}" does not refer to anything`, expression.span, `Write ${form}.`);
    }
    const rest = named.taken === 0 ? steps : steps.slice(named.taken);
    const lookup = this.scope.lookup(named.subject, rest, expression.span);
    if (lookup.problem !== undefined) {
      const { code, summary, detail } = lookup.problem;
      return this.fail(code, summary, expression.span, detail);
    }
    return this.#follow(expression, lookup.value, named.taken + lookup.consumed);
  }

  /** Follows the remaining steps. */
  #follow(expression: Traversal, start: Value, from: number): Value {
    const { steps } = expression;
    let value = start;
    let count = 0;
    for (const step of steps) {
      if (count >= from) value = takeStep(this, value, step, new Reached(expression, count));
      count += 1;
    }
    return value;
  }

  /** Evaluates a part of a structure written as JSON, which has its own path in the document. */
  #within(step: string | number | undefined, expression: Expression, frame: Frame | undefined): Value {
    if (step === undefined || expression.kind === 'literal') return this.evaluate(expression, frame);
    const steps = (this.#steps ??= []);
    steps.push(step);
    const value = this.evaluate(expression, frame);
    steps.pop();
    return value;
  }

  #tuple(expression: TupleConstructor, frame: Frame | undefined): Value {
    const isJson = expression.span === undefined;
    return expression.items.map((item, index) => this.#within(isJson ? index : undefined, item, frame));
  }

  #object(expression: ObjectConstructor, frame: Frame | undefined): Value {
    const isJson = expression.span === undefined;
    const result = objectValue();
    let known = true;
    let marked = false;
    for (const item of expression.items) {
      const key = this.attempt(item.key, frame);
      this.keep(key.diagnostics);
      const name = key.failed ? UNKNOWN : this.#key(key.value, item.key.span ?? expression.span);
      marked ||= key.value instanceof Sensitive;
      const step = isJson && typeof name === 'string' ? name : undefined;
      const value = this.#within(step, item.value, frame);
      if (typeof name !== 'string') known = false;
      else if (isJson && name in result) this.#duplicate(name, key.value, item.key.span);
      else result[name] = value;
    }
    const value = known ? result : UNKNOWN;
    return marked ? sensitive(value) : value;
  }

  /** In braces, the last of two equal keys wins; in JSON, the second one is an error. */
  #duplicate(name: string, key: Value, span: Span | undefined): void {
    const summary =
      key instanceof Sensitive ? 'Two keys of this object are equal' : `The key ${JSON.stringify(name)} occurs twice`;
    this.fail('duplicate-key', summary, span, 'Remove or rename one of them.');
  }

  #key(given: Value, span: Span | undefined): string | Unknown {
    const key = convert(unmark(given), 'string');
    if (key.ok && (typeof key.value === 'string' || key.value instanceof Unknown)) return key.value;
    return this.fail(
      'invalid-key',
      'The key of an object must be a string',
      span,
      key.ok ? 'It is null.' : `It ${key.message}.`,
    );
  }
}

/** The value after the first `count` steps of a traversal; its name is only computed for an error. */
class Reached implements Target {
  readonly #traversal: Traversal;
  readonly #count: number;

  constructor(traversal: Traversal, count: number) {
    this.#traversal = traversal;
    this.#count = count;
  }

  get name(): string {
    const { root, steps } = this.#traversal;
    return (root === '*' ? 'each element' : root) + steps.slice(0, this.#count).map(stepText).join('');
  }

  get span(): Span | undefined {
    return this.#traversal.span;
  }
}

function nameOf(expression: Expression): string {
  return expression.kind === 'traversal' && expression.root !== '*'
    ? expression.root + expression.steps.map(stepText).join('')
    : 'This value';
}
