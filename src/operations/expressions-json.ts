import { constantValue, contentOf } from '../engine/index.js';
import { argumentFromJson, references } from '../language/index.js';
import {
  type Block,
  type BlockType,
  type Expression,
  inQuotes,
  isJsonList,
  isPlainText,
  type JsonText,
  objectIn,
  plainJson,
  plainText,
  quoted,
  quotedWord,
  type Reference,
  type SourcePlace,
  type Value,
  valueFromUntyped,
} from '../model/index.js';

/** Adds arguments with the key `expressions`, if there are any. */
export function addExpressions(
  json: JsonText,
  content: Readonly<Record<string, Expression>>,
  block: Block | undefined,
): void {
  if (addArguments(json, ',"expressions":{', content, block)) json.add('}');
}

/**
 * Adds arguments by name, preceded by `before` if there are any. If the schema of the body is given, it distinguishes blocks from
 * attributes, and everything else is omitted.
 */
export function addArguments(
  json: JsonText,
  before: string,
  content: Readonly<Record<string, Expression>>,
  block: Block | undefined,
): boolean {
  let between = before;
  const begin = (name: string): JsonText => {
    json.add(`${between}${quotedWord(name)}:`);
    between = ',';
    return json;
  };
  for (const name of Object.keys(content).sort()) {
    const expression = content[name];
    if (expression === undefined) continue;
    const nested = block !== undefined && Object.hasOwn(block.blockTypes, name) ? block.blockTypes[name] : undefined;
    if (nested !== undefined) {
      const written = writtenBlocks(expression);
      if (written !== undefined) addBlocks(begin(name), written, nested);
    } else if (block === undefined || Object.hasOwn(block.attributes, name)) {
      addExpression(begin(name), expression);
    }
  }
  return between !== before;
}

/** The content of a block, or the labels above it. */
type Content = Readonly<Record<string, Expression>>;

function addBlocks(json: JsonText, bodies: readonly Content[], { nesting, block }: BlockType): void {
  switch (nesting) {
    case 'single':
    case 'group':
      addBody(json, bodies[0] ?? {}, block);
      return;
    case 'list':
    case 'set':
      addEach(json, '[', bodies, (body) => addBody(json, body, block));
      json.add(']');
      return;
    case 'map':
      addEach(json, '{', new Map(bodies.flatMap((labelled) => Object.entries(labelled))), ([label, body]) =>
        addBody(json.add(`${quoted(label)}:`), writtenBlocks(body)?.[0] ?? {}, block),
      );
      json.add('}');
  }
}

function addBody(json: JsonText, content: Content, block: Block): void {
  json.add(addArguments(json, '{', content, block) ? '}' : '{}');
}

export function addEach<T>(json: JsonText, before: string, items: Iterable<T>, add: (item: T) => void): void {
  let between = before;
  for (const item of items) {
    json.add(between);
    add(item);
    between = ',';
  }
  if (between === before) json.add(before);
}

/**
 * Adds an expression as Terraform does, which treats the text of a template in JSON as a constant and lists its references
 * separately.
 */
export function addExpression(json: JsonText, expression: Expression): void {
  const value = writtenValue(expression);
  json.add('{');
  if (value !== undefined) json.add('"constant_value":').add(plainText(value));
  const start = value === undefined ? '"references":[' : ',"references":[';
  let between = start;
  for (const reference of references(expression)) {
    const names = spellings(reference);
    // The others are prefixes of the first.
    const [longest = ''] = names;
    const part = isPlainText(longest) ? inQuotes : quoted;
    for (const name of names) {
      json.add(between + part(name));
      between = ',';
    }
  }
  json.add(between === start ? '}' : ']}');
}

/** Whether Terraform has nothing to print of an expression: functions of constants are neither a constant nor references. */
export const isEmptyInJson = (expression: Expression): boolean =>
  writtenValue(expression) === undefined &&
  references(expression).every((reference) => spellings(reference).length === 0);

/** The value as written, printed later with sorted keys, normalized text and full numbers; undefined if it is not constant. */
function writtenValue(expression: Expression): Value | undefined {
  const { written } = expression;
  if (written !== undefined) return valueFromUntyped(written);
  if (expression.kind === 'literal') return expression.value;
  return references(expression).length === 0 ? constantValue(expression, NOWHERE).value : undefined;
}

const NOWHERE: SourcePlace = { file: '', path: [] };

/** The content of each of the blocks; undefined if there are none. */
function writtenBlocks(expression: Expression): readonly Content[] | undefined {
  if (expression.isBlock === true) {
    const blocks = expression.kind === 'tuple' ? expression.items : [expression];
    return blocks.map((block) => contentOf(block) ?? {});
  }
  const value = writtenValue(expression);
  const json = value === undefined ? null : plainJson(value);
  if (json === null) return undefined;
  return (isJsonList(json) ? json : [json]).map((body) =>
    Object.fromEntries(Object.entries(objectIn(body)).map(([name, part]) => [name, argumentFromJson(part).expression])),
  );
}

/** The forms of a reference, from the longest to the shortest: `a.b[0].c`, `a.b[0]`, `a.b`. */
function spellings(reference: Reference): readonly string[] {
  const { subject } = reference;
  let text: string;
  let shortest = 0;
  switch (subject.kind) {
    case 'variable':
      text = `var.${subject.name}`;
      break;
    case 'local':
      text = `local.${subject.name}`;
      break;
    case 'module':
      text = `module.${subject.name}`;
      break;
    case 'resource':
      text = subject.key;
      break;
    case 'self':
      text = 'self';
      break;
    default:
      text = subject.kind;
      shortest = 1;
  }
  const forms = [text];
  // An instance of a module counts as one name.
  if (subject.kind === 'module' && reference.steps[0]?.kind === 'index') shortest = 1;
  for (const step of reference.steps) {
    text += step.kind === 'attribute' ? `.${step.key}` : `[${JSON.stringify(step.key)}]`;
    forms.push(text);
  }
  return forms.slice(shortest).reverse();
}
