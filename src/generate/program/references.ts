import { parseExpression, parseTemplate, printTemplate } from '../../language/index.js';
import { type Expression, subjectOf, type Traversal } from '../../model/index.js';
import { quoted } from '../print.js';
import type { Code } from '../source.js';

/** A construct that other code can refer to. */
export interface Target {
  /** The constant that holds it. */
  readonly name: string;
  /** The type of a variable, as it is declared. */
  readonly type?: string | undefined;
  /** Whether it has `count` or `for_each`. */
  readonly repeated?: boolean;
}

/** What the compiler must know of a value: strings are accepted everywhere, references only if their type fits. */
export type Wanted = 'any' | 'string' | 'number' | 'bool' | 'collection';

/** Prints references in text as references of the program, as far as their constructs are visible. */
export class References {
  /** The keys of the constructs that the code refers to. */
  readonly used = new Set<string>();
  /** Names that the code imports. */
  readonly imports = new Set<string>();
  readonly #visible: (key: string) => Target | undefined;

  constructor(visible: (key: string) => Target | undefined) {
    this.#visible = visible;
  }

  /** The construct under a key: `var.a`, `aws_vpc.main`, `provider.aws.west`. */
  target(key: string): Target | undefined {
    const target = this.#visible(key);
    if (target !== undefined) this.used.add(key);
    return target;
  }

  /** A template. What has no typed reference stays as it is. */
  template(text: string, wanted: Wanted = 'any'): Code {
    if (!text.includes('${')) return quoted(text);
    const { expression, problems } = parseTemplate(text);
    if (problems.length > 0) return quoted(text);
    if (expression.kind === 'traversal') return this.#reference(expression, wanted) ?? quoted(text);
    return (expression.kind === 'template' ? this.#parts(expression.parts) : undefined) ?? quoted(text);
  }

  /** A reference that is written without `${…}`: a whole construct, or one of its attributes. */
  bare(text: string): Code {
    const { expression, problems } = parseExpression(text);
    if (problems.length > 0 || expression.kind !== 'traversal') return quoted(text);
    const named = subjectOf(expression.root, expression.steps);
    const rest = expression.steps.slice(named?.taken);
    if (named?.subject.kind === 'resource' && rest.length === 0) {
      return this.target(named.subject.key)?.name ?? quoted(text);
    }
    if (named?.subject.kind === 'module' && rest.length === 0) {
      return this.target(`module.${named.subject.name}`)?.name ?? quoted(text);
    }
    if (named?.subject.kind === 'action' && rest.length === 0) {
      return this.target(`action.${named.subject.type}.${named.subject.name}`)?.name ?? quoted(text);
    }
    return this.#reference(expression, 'any') ?? quoted(text);
  }

  /** A template literal; undefined if no part of it is a typed reference. */
  #parts(parts: readonly Expression[]): Code | undefined {
    let code = '';
    let isTyped = false;
    for (const part of parts) {
      if (part.kind === 'template-if' || part.kind === 'template-for') return undefined;
      const reference = part.kind === 'traversal' ? this.#reference(part, 'any') : undefined;
      isTyped ||= reference !== undefined;
      if (reference !== undefined) code += `\${${reference}}`;
      else if (part.kind !== 'literal') code += literalCode(printTemplate(part));
      // An escape of the language, or a sign that would become part of one.
      else if (typeof part.value !== 'string' || /[$%](?:\{|$)/.test(part.value)) return undefined;
      else code += literalCode(part.value);
    }
    return isTyped ? `\`${code}\`` : undefined;
  }

  #reference({ root, steps }: Traversal, wanted: Wanted): Code | undefined {
    const named = subjectOf(root, steps);
    if (named === undefined) return undefined;
    const { subject, taken } = named;
    const [first, second, ...more] = steps.slice(taken);
    switch (subject.kind) {
      case 'each':
        if (second !== undefined || !isOneOf(first?.key, ['key', 'value'])) return undefined;
        return this.#imported('each', `each.${first?.key}`, wanted === 'any');
      case 'count':
        if (second !== undefined || first?.key !== 'index') return undefined;
        return this.#imported('count', 'count.index', wanted === 'any' || wanted === 'number');
      case 'variable': {
        if (first !== undefined) return undefined;
        const target = this.#visible(`var.${subject.name}`);
        if (target === undefined || !fits(target.type, wanted)) return undefined;
        this.used.add(`var.${subject.name}`);
        return `${target.name}.value`;
      }
      case 'local': {
        if (first !== undefined || wanted !== 'any') return undefined;
        const target = this.target(`local.${subject.name}`);
        return target && `${target.name}.value`;
      }
      case 'resource':
      case 'module': {
        const key = subject.kind === 'resource' ? subject.key : `module.${subject.name}`;
        const isRepeated = this.#visible(key)?.repeated === true;
        const attribute = isRepeated ? second : first;
        if (attribute?.kind !== 'attribute' || (isRepeated ? more.length > 0 : second !== undefined)) return undefined;
        const instance = isRepeated ? instanceCode(first?.kind === 'index' ? first.key : undefined) : '';
        const target = instance === undefined ? undefined : this.target(key);
        const member = subject.kind === 'module' ? 'output' : 'attribute';
        return target && `${target.name}${instance}.${member}(${quoted(String(attribute.key))})`;
      }
      default:
        return undefined;
    }
  }

  #imported(name: string, code: Code, fitting: boolean): Code | undefined {
    if (!fitting) return undefined;
    this.imports.add(name);
    return code;
  }
}

/** Text inside of a template literal. */
const literalCode = (text: string): Code =>
  quoted(text).slice(1, -1).replaceAll("\\'", "'").replaceAll('`', '\\`').replaceAll('${', '\\${');

const isOneOf = (key: unknown, keys: readonly string[]): boolean => typeof key === 'string' && keys.includes(key);

/** A key with a template in it would be evaluated. */
function instanceCode(key: string | number | undefined): Code | undefined {
  if (key === undefined || (typeof key === 'string' && /[$%]\{/.test(key))) return undefined;
  return `.instance(${typeof key === 'string' ? quoted(key) : key})`;
}

/** Whether the compiler accepts a variable of this type. */
const fits = (type: string | undefined, wanted: Wanted): boolean =>
  wanted === 'any' || type === undefined || type === 'any' || type === wanted;
