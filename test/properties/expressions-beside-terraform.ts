import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluate } from '../../src/engine/evaluate/evaluate.js';
import { infinityIn } from '../../src/engine/evaluate/infinite.js';
import type { Scope } from '../../src/engine/evaluate/scope.js';
import { parseTemplate } from '../../src/language/index.js';
import { projectFiles } from '../../src/operations/expression-files.js';
import { type Expression, hasErrors, type Value, typeOf, typeToJson } from '../../src/model/index.js';
import { consoleText } from '../units/engine/evaluate/console-text.js';
import { randomExpression, RANDOM_LOCALS } from './random-expression.js';

const EMPTY_FOLDER = mkdtempSync(join(tmpdir(), 'nothing-'));
process.on('exit', () => rmSync(EMPTY_FOLDER, { recursive: true, force: true }));

/** The result of an expression in one tool: its value as in the console, and its type as in state. */
interface Answer {
  readonly value: string;
  /** Undefined where no document can hold the value. */
  readonly type: string | undefined;
}

export interface Comparison {
  /** How many expressions have a value, in both tools. */
  readonly valued: number;
  /** How many differ for each known reason. */
  readonly explained: Readonly<Record<string, number>>;
  /** Differences without one. */
  readonly unexplained: readonly string[];
}

/** Compares so many random expressions, the first of which belongs to the seed and the others to the numbers behind it. */
export function compareRandomExpressions(seed: number, count: number): Comparison {
  return compareExpressions(
    Array.from({ length: count }, (_, index) => randomExpression(seed + index)),
    seed,
  );
}

/** Compares expressions; a difference is reported with the number of its expression, the first of which is `first`. */
export function compareExpressions(expressions: readonly string[], first = 0): Comparison {
  const landform = new Landform();
  const ours = expressions.map((expression) => landform.answer(expression));
  const theirs = terraformAnswers(
    expressions,
    ours.map(({ type }) => type !== undefined),
  );
  const explained: Record<string, number> = {};
  const unexplained: string[] = [];
  for (const [index, expression] of expressions.entries()) {
    const [our, their] = [ours[index]!, theirs[index]!];
    if (agree(our, their)) continue;
    const reason = REASONS.find(([, explains]) => explains({ expression, our, their, landform }))?.[0];
    if (reason === undefined) unexplained.push([first + index, expression, text(our), text(their)].join('\n'));
    else explained[reason] = (explained[reason] ?? 0) + 1;
  }
  const valued = ours.filter(({ value }, index) => value !== ERROR && theirs[index]!.value !== ERROR).length;
  return { valued, explained, unexplained };
}

const text = ({ value, type }: Answer): string => `${value} ${type}`;
const agree = (our: Answer, their: Answer): boolean => our.value === their.value && our.type === their.type;

interface Difference {
  readonly expression: string;
  readonly our: Answer;
  readonly their: Answer;
  readonly landform: Landform;
}

/** Why results may differ: the reasons in docs/compatibility.md. */
const REASONS: readonly (readonly [string, (difference: Difference) => boolean])[] = [
  ['zero has no sign', ({ our, their }) => agree(withoutSignOfZero(our), withoutSignOfZero(their))],
  [
    'zero has no sign in hashed texts either',
    ({ expression, our, their }) =>
      /(?:sha\d+|md5|base64encode|regexall)\(/.test(expression) &&
      /log\(|-(?:0|local|\()|[*%]/.test(expression) &&
      our.type === their.type,
  ],
  ['zero has no sign as a key either', ({ expression, their }) => their.value === ERROR && expression.includes('[-0]')],
  ['all numbers have 512 bits', ({ our, their }) => our.type === their.type && isAlmost(our.value, their.value)],
  [
    '"&&" and "||" stop where one side decides',
    ({ expression, their, landform }) => agree(landform.withBothSides(expression), their),
  ],
  [
    'a branch that fails and is not taken marks nothing',
    ({ expression, our, their, landform }) =>
      our.type === their.type && their.value.includes(HIDDEN) && landform.withBothBranches(expression).value === ERROR,
  ],
  [
    'Terraform panics at negative indexes of tuples',
    ({ expression, their, landform }) =>
      (their.value === ERROR && expression.includes('element(')) ||
      agree(landform.withoutNegativeIndexes(expression), their),
  ],
  [
    'elements of a tuple beside an empty list without a type are converted',
    ({ expression, their }) => their.value === ERROR && /to(?:list|set|map)\((?:\[\]|\{\})\)/.test(expression),
  ],
  ['Terraform computes no call with a null of no type', ({ their }) => their.value.includes('(known after apply)')],
  ['JSON keys are brought into normal form', ({ expression }) => expression.includes('{\\"e\\\\u0301\\": 1}')],
  [
    'YAML may have tabs before a value',
    ({ expression, their }) => /yamldecode\(/.test(expression) && /\\t/.test(expression) && their.value !== ERROR,
  ],
  [
    'pow has 53 bits in Terraform, and a remainder shows the others',
    ({ expression, our, their }) => /pow\(/.test(expression) && expression.includes('%') && our.type === their.type,
  ],
  ['groups of one name are refused', ({ expression }) => expression.includes('(?P<n>a)(?P<n>b)')],
];

/** Division by a negative zero gives a negative infinity. */
const withoutSignOfZero = ({ value, type }: Answer): Answer => ({
  value: value.replace(/-0(?![\w.])/g, '0').replace(/[+-]Inf/g, 'Inf'),
  type,
});

/** Whether two texts differ only in the last digits of long numbers. */
function isAlmost(ours: string, theirs: string): boolean {
  const number = /\d+\.\d{6,}/g;
  if (ours.replace(number, '#') !== theirs.replace(number, '#')) return false;
  const others = theirs.match(number) ?? [];
  return (ours.match(number) ?? []).every((text, index) => Math.abs(Number(text) / Number(others[index]) - 1) < 1e-12);
}

/** In the shelter of `try`, an error is a text; the object keeps the type of what is in it. */
const sheltered = (expression: string): string => `\${try({ r = ${expression} }, "ERROR")}`;
const ERROR = '"ERROR"';
const HIDDEN = '(sensitive value)';

/** A text as the console shows it. */
const QUOTED = /"(?:[^"\\]|\\.)*"/g;

const nameOf = (index: number): string => `e${String(index).padStart(5, '0')}`;

/** Terraform's answers, from one run of its console and one apply, which gives the types of those that are `typed`. */
function terraformAnswers(expressions: readonly string[], typed: readonly boolean[]): Answer[] {
  const folder = mkdtempSync(join(tmpdir(), 'expressions-'));
  const env = { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' };
  const terraform = (args: readonly string[], input = ''): string =>
    execFileSync('terraform', args, { cwd: folder, env, input, encoding: 'utf8', maxBuffer: 2 ** 28, stdio: 'pipe' });
  const locals = {
    ...Object.fromEntries(Object.entries(RANDOM_LOCALS).map(([name, value]) => [name, `\${${value}}`])),
    ...Object.fromEntries(expressions.map((expression, index) => [nameOf(index), sheltered(expression)])),
  };
  const write = (more: object): void =>
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ locals, ...more }, undefined, 1));
  try {
    write({});
    const all = expressions.map((_, index) => `"${nameOf(index)}" = local.${nameOf(index)}`);
    const shown = terraform(['console', '-no-color'], `{ ${all.join(', ')} }\n`)
      .replace(/\n\}\n?$/, '')
      .split(/\n {2}"e\d{5}" = /)
      .slice(1);
    const outputs = expressions.flatMap((_, index) =>
      typed[index] === true && !/Inf/.test(shown[index]!.replace(QUOTED, ''))
        ? [[nameOf(index), { value: `\${local.${nameOf(index)}}`, sensitive: true }] as const]
        : [],
    );
    if (outputs.length > 0) write({ output: Object.fromEntries(outputs) });
    terraform(['apply', '-auto-approve', '-no-color']);
    const state = JSON.parse(readFileSync(join(folder, 'terraform.tfstate'), 'utf8')) as {
      outputs: Record<string, { type: unknown }>;
    };
    return shown.map((value, index) => ({ value, type: typeText(state.outputs[nameOf(index)]?.type) }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Landform's answers, read from the same texts. */
class Landform {
  readonly #locals = new Map<string, Value>();
  readonly #scope: Scope = {
    surroundings: { files: projectFiles({ environment: process.env }, EMPTY_FOLDER), parseTemplate },
    lookup: ({ kind, ...subject }) => {
      const value = kind === 'local' && 'name' in subject ? this.#locals.get(subject.name) : undefined;
      return value === undefined
        ? { problem: { code: 'unknown-reference', summary: 'It is not declared', detail: '' } }
        : { value, consumed: 0 };
    },
  };

  constructor() {
    for (const [name, text] of Object.entries(RANDOM_LOCALS)) this.#locals.set(name, this.#valueOf(`\${${text}}`));
  }

  answer(expression: string): Answer {
    return this.#answer(expression, (tree) => tree);
  }

  /** The answer if both sides of every "&&" and "||" have to have a value. */
  withBothSides(expression: string): Answer {
    return this.#answer(expression, (tree) => strictly(tree, sidesOf));
  }

  /** The answer if both branches of every condition have to have a value. */
  withBothBranches(expression: string): Answer {
    return this.#answer(expression, (tree) => strictly(tree, branchesOf));
  }

  /** The answer if `element` refuses negative indexes. */
  withoutNegativeIndexes(expression: string): Answer {
    return this.#answer(expression, (tree) => rebuilt(tree, withIndexChecked));
  }

  #answer(expression: string, change: (tree: Expression) => Expression): Answer {
    const value = this.#valueOf(sheltered(expression), change);
    const isFinite = infinityIn(value) === undefined;
    return { value: consoleText(value, 2), type: isFinite ? typeText(typeToJson(typeOf(value))) : undefined };
  }

  #valueOf(text: string, change: (tree: Expression) => Expression = (tree) => tree): Value {
    const { expression, problems } = parseTemplate(text);
    if (problems.length > 0) throw new Error(`${problems[0]!.message}: ${text}`);
    const { value, diagnostics } = evaluate(change(expression), this.#scope, { file: 'main.tf.json', path: [] });
    if (hasErrors(diagnostics)) throw new Error(`${diagnostics[0]!.summary}: ${text}`);
    return value;
  }
}

const typeText = (type: unknown): string | undefined => (type === undefined ? undefined : JSON.stringify(type));

const sidesOf = (node: Expression): readonly Expression[] =>
  node.kind === 'binary' && ['&&', '||'].includes(node.operator) ? [node.left, node.right] : [];

const branchesOf = (node: Expression): readonly Expression[] =>
  node.kind === 'conditional' || node.kind === 'template-if' ? [node.then, node.otherwise] : [];

const SPAN = { start: 0, end: 0 };

/** The node, as the first item of a list of itself and the parts it needs, if there are any. */
function withParts(node: Expression, needed: readonly Expression[]): Expression {
  if (needed.length === 0) return node;
  const target: Expression = { kind: 'tuple', items: [node, ...needed], span: SPAN };
  return { kind: 'index', target, key: { kind: 'literal', value: 0 }, span: SPAN };
}

/** The call with an index that fails if it is negative: `i + length(chunklist([], i))`. */
function withIndexChecked(node: Expression): Expression {
  if (node.kind !== 'call' || node.name !== 'element' || node.args.length !== 2) return node;
  const [list, index] = node.args as [Expression, Expression];
  const call = (name: string, ...args: Expression[]): Expression => ({ ...node, name, args });
  const none = call('length', call('chunklist', { kind: 'tuple', items: [] }, index));
  return { ...node, args: [list, { kind: 'binary', operator: '+', left: index, right: none, span: SPAN }] };
}

/** The tree in which each part that does not need all of its own parts needs them. */
const strictly = (tree: Expression, partsOf: (node: Expression) => readonly Expression[]): Expression =>
  rebuilt(tree, (node) => withParts(node, partsOf(node)));

/** The tree with each of its nodes changed, from the leaves on. */
function rebuilt(tree: Expression, change: (node: Expression) => Expression): Expression {
  return changed(tree) as Expression;

  function changed(part: unknown): unknown {
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return part.map(changed);
    if ((part as Expression).kind === 'literal') return part;
    const node = Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, changed(inner)])) as unknown;
    return change(node as Expression);
  }
}
