import {
  convert,
  type Expression,
  isNull,
  normalized,
  Sensitive,
  sensitive,
  type Span,
  type Template,
  type TemplateFor,
  type TemplateIf,
  Unknown,
  unmark,
  type Value,
} from '../../model/index.js';
import { bind, type Evaluator, type Frame } from './contract.js';
import { MAX_LENGTH, tooLong } from './functions/bounds.js';
import { elementsOf } from './iteration.js';
import { textFrom } from './refined.js';

/** The maximum length of the known prefix of an unknown text, in bytes, as in Terraform. */
const MAX_PREFIX = 128;

const encoder = new TextEncoder();

function cutBytes(text: string, most: number): string {
  // No character takes more than three bytes per UTF-16 unit.
  if (text.length * 3 <= most) return text;
  const short = text.slice(0, most);
  return text.slice(0, encoder.encodeInto(short, new Uint8Array(most)).read);
}

/**
 * The text built so far from the parts of a template; one unknown part makes the whole text unknown, one marked part
 * marks it.
 */
class Text {
  #text = '';
  #known = true;
  /** The text before the first unknown part. */
  #start = '';
  #marked: boolean;
  constructor(marked = false) {
    this.#marked = marked;
  }

  add(evaluator: Evaluator, given: Value, span: Span | undefined): void {
    if (typeof given === 'string') return this.#append(evaluator, given, span);
    const value = unmark(given);
    if (isNull(value)) {
      evaluator.fail(
        'invalid-template-value',
        'A null value cannot be used in a string template',
        span,
        'Set a value, or use a default with coalesce().',
      );
      return;
    }
    if (given instanceof Sensitive) this.#marked = true;
    if (value instanceof Unknown) {
      if (this.#known) this.#start = this.#text;
      this.#known = false;
      return;
    }
    const text = convert(value, 'string');
    if (text.ok && typeof text.value === 'string') return this.#append(evaluator, text.value, span);
    const reason = text.ok ? '' : `It ${text.message}. `;
    evaluator.fail(
      'invalid-template-value',
      'This value cannot be used in a string template',
      span,
      `${reason}Convert it to a string with join() or jsonencode().`,
    );
  }

  #append(evaluator: Evaluator, part: string, span: Span | undefined): void {
    if (!this.#known) return;
    if (this.#text.length + part.length <= MAX_LENGTH) {
      this.#text += part;
      return;
    }
    this.#known = false;
    evaluator.fail(
      'invalid-template-value',
      'The result of a template is too long',
      span,
      `In this template, ${tooLong()}.`,
    );
  }

  unknown(): void {
    this.#start = '';
    this.#known = false;
  }

  finish(): Value {
    const value = this.#known ? normalized(this.#text) : textFrom(cutBytes(this.#start, MAX_PREFIX));
    return this.#marked ? sensitive(value) : value;
  }
}

export function evaluateTemplate(evaluator: Evaluator, expression: Template, frame: Frame | undefined): Value {
  const text = new Text();
  for (const part of expression.parts) addPart(evaluator, text, part, frame, expression.span);
  return text.finish();
}

function addPart(
  evaluator: Evaluator,
  text: Text,
  part: Expression,
  frame: Frame | undefined,
  span: Span | undefined,
): void {
  const { value, failed, diagnostics } = evaluator.attempt(part, frame);
  evaluator.keep(diagnostics);
  if (failed) text.unknown();
  else text.add(evaluator, value, part.span ?? span);
}

/** Both branches already produce strings; only errors in the chosen one count. */
export function evaluateTemplateIf(evaluator: Evaluator, expression: TemplateIf, frame: Frame | undefined): Value {
  const then = evaluator.attempt(expression.then, frame);
  const otherwise = evaluator.attempt(expression.otherwise, frame);
  const given = evaluator.evaluate(expression.condition, frame);
  const condition = convert(given, 'bool');
  const decided = condition.ok ? unmark(condition.value) : undefined;
  const marked = [given, then.value, otherwise.value].some((value) => value instanceof Sensitive);
  const text = new Text(marked);
  if (typeof decided === 'boolean') {
    const taken = decided ? then : otherwise;
    evaluator.keep(taken.diagnostics);
    text.add(evaluator, taken.value, (decided ? expression.then : expression.otherwise).span ?? expression.span);
    return text.finish();
  }
  text.unknown();
  if (!(decided instanceof Unknown)) {
    const detail = condition.ok ? 'It is null.' : `It ${condition.message}.`;
    evaluator.fail(
      'invalid-condition',
      'The condition of %{ if } must be true or false',
      expression.condition.span ?? expression.span,
      detail,
    );
  }
  return text.finish();
}

export function evaluateTemplateFor(evaluator: Evaluator, expression: TemplateFor, frame: Frame | undefined): Value {
  const { pairs, marked } = elementsOf(evaluator, expression.collection, frame, expression.span);
  const text = new Text(marked);
  if (pairs === undefined || pairs === 'unknown') {
    text.unknown();
    return text.finish();
  }
  for (const [key, value] of pairs) {
    const inner = bind(frame, expression.keyName, key, expression.valueName, value);
    addPart(evaluator, text, expression.body, inner, expression.span);
  }
  return text.finish();
}
