import path from 'node:path';
import { splitModule, type ResourceChange } from '../../model/index.js';
import { BY_HAND } from '../fit.js';
import type { Source } from '../folder.js';
import {
  computed,
  isReason,
  type Followed,
  type Reach,
  type Reason,
  type SourceNode,
  type SourceText,
} from '../node.js';
import { ProgramNodes, shown } from './nodes.js';
import { parseProgram } from './parse.js';
import { bindingOf, exported, type Binding, type Steps } from './scope.js';
import { child, children, findAll, keyOf, pathTo, textIn, unwrapped, type Syntax } from './syntax.js';

export interface ProgramInput {
  /** The file that is run, relative to the project. */
  readonly entry: string;
  /** The text of a file; undefined if it is not one that may be edited. */
  readonly read: (file: string) => string | undefined;
  /** For resources in modules that the program calls. */
  readonly modules: Source;
}

interface ProgramFile {
  readonly source: SourceText;
  readonly root: Syntax;
}

/** Where an expression is evaluated: in a file, for one resource. */
interface Context {
  readonly file: ProgramFile;
  readonly constructPath: string;
  readonly isCamelCase: boolean;
  /** How often a name was followed: a circle ends. */
  readonly depth: number;
}

const DEEPEST = 30;

/** Finds what a program says about resources, from the lines that create them. */
export class ProgramSource implements Source {
  readonly #input: ProgramInput;
  readonly #files = new Map<string, ProgramFile | undefined>();
  #all: readonly ProgramFile[] | undefined;

  constructor(input: ProgramInput) {
    this.#input = input;
  }

  declarationOf(change: ResourceChange): string | undefined {
    if (isInModule(change)) return this.#input.modules.declarationOf(change);
    return change.origin?.location;
  }

  body(change: ResourceChange): SourceNode | Reason {
    if (isInModule(change)) return this.#input.modules.body(change);
    const { location, constructPath = '' } = change.origin ?? {};
    const [, name, line, column] = /^(.*):(\d+):(\d+)$/.exec(location ?? '') ?? [];
    const file = name === undefined ? undefined : this.#file(name);
    if (file === undefined) return NO_LINE;
    const offset = offsetOf(file.source.text, Number(line), Number(column));
    const created = creationAt(file.root, offset);
    const config = created && children(created, 'arguments')[2];
    if (created === undefined || config === undefined) return NO_ARGUMENT;
    const context = { file, constructPath, isCamelCase: true, depth: 0 };
    const node = this.#node(config, context);
    // The class for any type has the attributes in an option of their own.
    const generic = node.kind === 'object' && node.members.some((member) => member.name === 'type');
    const inner = node.kind === 'object' ? node.members.find((member) => member.name === 'attributes') : undefined;
    if (!generic || inner === undefined) return node;
    const attributes = children(unwrapped(config), 'properties').find((one) => one && keyOf(one) === 'attributes');
    const value = child(attributes, 'value');
    return value === undefined ? inner.value : this.#node(value, { ...context, isCamelCase: false });
  }

  #file(name: string): ProgramFile | undefined {
    if (this.#files.has(name)) return this.#files.get(name);
    const text = /\.[cm]?[jt]sx?$/.test(name) ? this.#input.read(name) : undefined;
    const root = text === undefined ? undefined : parseProgram(name, text);
    const file =
      text === undefined || root === undefined
        ? undefined
        : { source: { name, text, syntax: 'typescript' as const }, root };
    this.#files.set(name, file);
    return file;
  }

  /** The program's files: the one that is run, and what it imports. */
  #everyFile(): readonly ProgramFile[] {
    if (this.#all !== undefined) return this.#all;
    const found = new Map<string, ProgramFile>();
    const open = [this.#file(this.#input.entry)];
    for (let file = open.pop(); file !== undefined || open.length > 0; file = open.pop()) {
      if (file === undefined || found.has(file.source.name)) continue;
      found.set(file.source.name, file);
      for (const statement of children(file.root, 'body')) {
        const from = textIn(child(statement, 'source'), 'value');
        if (from !== undefined) open.push(this.#imported(file, from));
      }
    }
    this.#all = [...found.values()];
    return this.#all;
  }

  /** The file that a relative import names, as Node and jiti find it. */
  #imported(file: ProgramFile, from: string): ProgramFile | undefined {
    if (!from.startsWith('.')) return undefined;
    const name = path.posix.join(path.posix.dirname(file.source.name), from);
    const bare = name.replace(/\.([cm]?)js$/, '.$1ts');
    for (const candidate of [name, bare, `${name}.ts`, `${name}.js`, `${name}/index.ts`]) {
      const found = this.#file(candidate);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #node(expression: Syntax, context: Context): SourceNode {
    const { file, isCamelCase } = context;
    const follow = (name: Syntax, steps: Steps): Followed => this.#follow(name, steps, context);
    return new ProgramNodes(file.source, isCamelCase, follow).read(expression);
  }

  #follow(name: Syntax, steps: Steps, context: Context): Followed {
    const { file, depth } = context;
    const what = shown(file.source.text, name);
    if (depth > DEEPEST || name.type !== 'Identifier') return computed([what, ...steps].join('.'));
    const above = pathTo(file.root, name.start, (node) => node.start === name.start && node.end === name.end);
    const binding = above && bindingOf(textIn(name, 'name') ?? '', above);
    return this.#bound(binding, steps, { ...context, depth: depth + 1 }, what);
  }

  #bound(binding: Binding | undefined, steps: Steps, context: Context, what: string): Followed {
    switch (binding?.kind) {
      case 'constant':
        return this.#into([this.#node(binding.value, context)], [...binding.steps, ...steps], 'others', what);
      case 'element':
        return this.#elements(binding.of, [...binding.steps, ...steps], context, what);
      case 'parameter':
        return this.#arguments(binding, steps, context, what);
      case 'import': {
        const target = this.#imported(context.file, binding.from);
        if (target === undefined) return computed(`${what} from ${binding.from}`);
        const [name, rest] = binding.name === '*' ? [String(steps[0]), steps.slice(1)] : [binding.name, steps];
        return this.#bound(exported(target.root, name), rest, { ...context, file: target }, what);
      }
      default:
        return computed(what);
    }
  }

  /** What a loop goes through, element by element. */
  #elements(of: Syntax, steps: Steps, context: Context, what: string): Followed {
    const node = unwrapped(of);
    const callee = child(node, 'callee');
    const method = callee && keyOf(callee);
    const object = child(callee, 'object');
    const [argument] = children(node, 'arguments');
    if (node.type === 'CallExpression' && method !== undefined && object !== undefined) {
      const [first, ...rest] = steps;
      const isObject = textIn(object, 'name') === 'Object' && argument !== undefined;
      if (isObject && method === 'values') return this.#into(this.#parts(argument, context), steps, 'instance', what);
      if (isObject && method === 'entries' && first === 1)
        return this.#into(this.#parts(argument, context), rest, 'instance', what);
      if (method === 'entries' && first === 1) return this.#into(this.#parts(object, context), rest, 'instance', what);
      return computed(what);
    }
    return this.#into(this.#parts(node, context), steps, 'instance', what);
  }

  /** The items of a list, or the values of an object. */
  #parts(expression: Syntax, context: Context): readonly SourceNode[] {
    const found: SourceNode[] = [];
    const open: SourceNode[] = [this.#node(expression, context)];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node.kind === 'list') found.push(...node.items);
      else if (node.kind === 'object') found.push(...node.members.map(({ value }) => value));
      else if (node.kind === 'name') {
        const followed = node.follow();
        if (!isReason(followed)) open.push(...followed.nodes);
      }
    }
    return found;
  }

  /** What is passed for a parameter, wherever its function is called. */
  #arguments(
    { of, index, steps: own, standard }: Extract<Binding, { kind: 'parameter' }>,
    steps: Steps,
    context: Context,
    what: string,
  ): Followed {
    const { file, constructPath } = context;
    const above = pathTo(file.root, of.start, (node) => node === of) ?? [];
    const parent = above.at(-2);
    const all = [...own, ...steps];
    const callee = parent?.type === 'CallExpression' ? child(parent, 'callee') : undefined;
    const list = child(callee, 'object');
    // `sites.forEach((site) => …)`
    if (callee !== undefined && list !== undefined && index === 0 && EACH.has(keyOf(callee) ?? ''))
      return this.#elements(list, all, context, what);
    const name = nameOfFunction(of, above);
    if (name === undefined) return computed(what);
    const isClass = of.type === 'ClassMethod';
    const calls = this.#everyFile().flatMap((one) =>
      findAll(
        one.root,
        (node) =>
          node.type === (isClass ? 'NewExpression' : 'CallExpression') &&
          textIn(child(node, 'callee'), 'name') === name,
      ).map((call) => [one, call] as const),
    );
    const fitting = isClass ? calls.filter(([, call]) => isInPath(call, constructPath)) : calls;
    const nodes = fitting.flatMap(([one, call]) => {
      const given = children(call, 'arguments')[index];
      if (given !== undefined) return this.#node(given, { ...context, file: one });
      return standard === undefined ? [] : this.#node(standard, context);
    });
    return this.#into(nodes, all, 'others', what);
  }

  /** The parts of values that steps lead to. */
  #into(nodes: readonly SourceNode[], steps: Steps, reach: Reach, what: string): Followed {
    let found: readonly SourceNode[] = nodes;
    let far: Reach = reach;
    let reason: Reason | undefined;
    for (const step of steps) {
      const next: SourceNode[] = [];
      for (const one of found) {
        const results = within(one, step);
        if (isReason(results)) reason ??= results;
        else {
          next.push(...results.nodes);
          if (results.reach === 'others') far = 'others';
        }
      }
      found = next;
    }
    return found.length === 0 ? (reason ?? computed(what)) : { nodes: found, reach: far };
  }
}

/** Methods of a list that call a function for each element. */
const EACH: ReadonlySet<string> = new Set(['forEach', 'map', 'flatMap', 'filter']);

function within(node: SourceNode, step: string | number): Followed {
  switch (node.kind) {
    case 'name': {
      const followed = node.follow();
      if (isReason(followed)) return followed;
      const inner = followed.nodes.map((one) => within(one, step));
      const nodes = inner.flatMap((one) => (isReason(one) ? [] : one.nodes));
      const isFar = inner.some((one) => !isReason(one) && one.reach === 'others');
      return nodes.length === 0
        ? (inner.find(isReason) ?? NO_ARGUMENT)
        : { nodes, reach: isFar ? 'others' : followed.reach };
    }
    case 'object': {
      const member = node.members.findLast(({ name }) => name === String(step));
      if (member !== undefined) return { nodes: [member.value], reach: 'instance' };
      return node.spreads.length > 0 ? SPREAD : { nodes: [], reach: 'instance' };
    }
    case 'list': {
      const item = typeof step === 'number' && !node.isSpread ? node.items[step] : undefined;
      return { nodes: item === undefined ? [] : [item], reach: 'instance' };
    }
    case 'opaque':
      return node.reason;
    case 'literal':
      return { nodes: [], reach: 'instance' };
  }
}

const isInModule = ({ address }: ResourceChange): boolean => splitModule(address).module !== '';

/** The offset of a line and a column, both from one. */
function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let count = 1; count < line; count += 1) {
    const end = text.indexOf('\n', start);
    if (end === -1) return text.length;
    start = end + 1;
  }
  return start + column - 1;
}

/** The expression at an offset that creates a construct. */
const creationAt = (root: Syntax, offset: number): Syntax | undefined =>
  pathTo(root, offset, (node) => node.type === 'NewExpression' && node.start === offset)?.at(-1);

/** The name by which a function, or the class of a constructor, is called. */
function nameOfFunction(node: Syntax, above: readonly Syntax[]): string | undefined {
  const parent = above.at(-2);
  if (node.type === 'ClassMethod') {
    if (node['kind'] !== 'constructor') return undefined;
    return textIn(child(above.at(-3), 'id'), 'name');
  }
  if (node.type === 'FunctionDeclaration') return textIn(child(node, 'id'), 'name');
  return parent?.type === 'VariableDeclarator' ? textIn(child(parent, 'id'), 'name') : undefined;
}

/** Whether a construct that a call creates can be above another one: its ID is in the path, as far as it is written. */
function isInPath(call: Syntax, constructPath: string): boolean {
  const id = children(call, 'arguments')[1];
  const text = id?.type === 'StringLiteral' ? textIn(id, 'value') : undefined;
  return text === undefined || constructPath.split('/').includes(text);
}

const NO_LINE: Reason = {
  why: 'the line of the program that creates it is unknown, or not in this project',
  todo: BY_HAND,
};

const NO_ARGUMENT: Reason = {
  why: 'the line that creates it passes no object with values',
  todo: BY_HAND,
};

const SPREAD: Reason = {
  why: 'it comes from an object that is spread into another one',
  todo: BY_HAND,
};
