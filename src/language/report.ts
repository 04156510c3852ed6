import {
  convert,
  type Diagnostic,
  errorDiagnostic,
  type Expression,
  isNull,
  nearest,
  type Origin,
  type Path,
  type SourcePlace,
  type Span,
  type Value,
} from '../model/index.js';
import type { Problem } from './problem.js';
import type { SyntaxBody, SyntaxValue } from './syntax.js';

/** Optional parts of a message. */
export interface More {
  readonly detail?: string;
  readonly span?: Span;
}

/** The file that is being read, and its problems. */
export interface Report {
  readonly file: string;
  readonly diagnostics: Diagnostic[];
}

/** One body of a document: its content, its position, and its name in messages. */
export class Scope {
  readonly report: Report;
  readonly body: SyntaxBody;
  readonly path: Path;
  /** Address of the declared object: `terraform_data.a`, `var.x`; empty for bodies that declare nothing. */
  readonly address: string;
  readonly origin: Origin | undefined;
  /** Position of the object with the address. */
  readonly #owner: Path;

  constructor(report: Report, body: SyntaxBody, path: Path, address = '', origin = body.origin, owner = path) {
    this.report = report;
    this.body = body;
    this.path = path;
    this.address = address;
    this.origin = origin;
    this.#owner = owner;
  }

  get source(): SourcePlace {
    return { file: this.report.file, path: this.path };
  }

  has(name: string): boolean {
    return this.body.has(name);
  }

  /** Reports an error at a place below this body. */
  error(code: string, summary: string, at: Path, more: More = {}): void {
    const { detail, span } = more;
    const path = [...this.path, ...at];
    const source = { file: this.report.file, path, ...(span && { span }) };
    this.report.diagnostics.push(
      errorDiagnostic(code, summary, {
        ...(detail !== undefined && { detail }),
        ...(this.address !== '' && { address: this.address, path: path.slice(this.#owner.length) }),
        ...(this.origin && { origin: this.origin }),
        source,
      }),
    );
  }

  problems(problems: readonly Problem[], at: Path): void {
    for (const { code = 'invalid-expression', message, detail, span, path = [] } of problems) {
      this.error(code, message, [...at, ...path], { span, ...(detail !== undefined && { detail }) });
    }
  }

  /** The value of an argument as an expression. */
  expression(name: string): Expression {
    return this.#isArgument(name) ? this.content(name) : { kind: 'literal', value: null };
  }

  /** The same for what may also be written as blocks. */
  content(name: string): Expression {
    const { expression, problems } = this.body.expression(name);
    if (problems.length > 0) this.problems(problems, [name]);
    return expression;
  }

  /** The value of an argument as it is written; undefined when it is absent. */
  value(name: string): SyntaxValue | undefined {
    return this.has(name) && this.#isArgument(name) ? this.body.value(name) : undefined;
  }

  /** The parts of an argument that must be a list, each with its path. */
  items(name: string, wanted = 'a list'): readonly { readonly value: SyntaxValue; readonly at: Path }[] {
    const value = this.value(name);
    if (value === undefined) return [];
    const items = value.items();
    if (items !== undefined) return items.map((item, index) => ({ value: item, at: [name, index] }));
    this.error('invalid-value', `"${name}" must be ${wanted}`, [name]);
    return [];
  }

  /** A literal string; numbers and booleans are converted. */
  text(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    const constant = value.constant();
    const converted = constant === undefined ? undefined : convert(constant, 'string');
    if (converted?.ok === true && typeof converted.value === 'string') return converted.value;
    this.error('invalid-value', `"${name}" must be a string`, [name], reasonOf(constant));
    return undefined;
  }

  /** true or false, which Terraform also takes as strings. */
  flag(name: string): boolean | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    const constant = value.constant();
    if (constant === true || constant === 'true') return true;
    if (constant === false || constant === 'false') return false;
    const detail =
      constant !== undefined && isNull(constant) ? NULL : 'Its value must be constant: write true or false.';
    this.error('invalid-value', `"${name}" must be true or false`, [name], { detail });
    return undefined;
  }

  /** The bodies of a nested block. */
  blocks(name: string): Scope[] {
    const found: Scope[] = [];
    this.eachBlock(name, 0, (_, body, path) => {
      found.push(new Scope(this.report, body, path, this.address, this.origin, this.#owner));
    });
    return found;
  }

  /** Visits the blocks of a name, each with its labels and its path in the document. */
  eachBlock(
    name: string,
    labels: number,
    visit: (labels: readonly string[], body: SyntaxBody, path: Path) => void,
  ): void {
    if (!this.has(name)) return;
    this.body.eachBlock(name, labels, this.path, {
      block: visit,
      wrong: (summary, path, detail) =>
        this.error('wrong-shape', summary, path.slice(this.path.length), detail === undefined ? {} : { detail }),
    });
  }

  /** The one body of a block that may stand once. */
  block(name: string): Scope | undefined {
    const [first, second] = this.blocks(name);
    if (second !== undefined) {
      this.error('duplicate-block', `The block "${name}" appears more than once`, second.path.slice(this.path.length), {
        detail: 'Merge them into one block.',
      });
    }
    return first;
  }

  /** Reports unsupported keys. `what` names the body: `a variable`. */
  allow(known: readonly string[], what: string): void {
    for (const name of this.body.names()) if (!known.includes(name)) this.unknown(name, known, what);
  }

  unknown(name: string, known: readonly string[], what: string): void {
    const near = nearest(name, known);
    const detail =
      near.length > 0
        ? `Did you mean ${near.map((word) => `"${word}"`).join(' or ')}?`
        : `Known keys: ${known.join(', ')}.`;
    this.error('unknown-argument', `"${name}" is not supported in ${what}`, [name], { detail });
  }

  missing(name: string, what: string): void {
    this.error('missing-argument', `"${name}" is missing in ${what}`, []);
  }

  /** A nested body of the same object. */
  inside(body: SyntaxBody, at: Path): Scope {
    return new Scope(this.report, body, [...this.path, ...at], this.address, this.origin, this.#owner);
  }

  /** Reports a block in place of an argument. */
  #isArgument(name: string): boolean {
    if (this.body.form(name) !== 'blocks') return true;
    this.error('wrong-shape', `"${name}" is an argument, not a block`, [name], { detail: `Write ${name} = …` });
    return false;
  }
}

const NULL = 'It cannot be null. Leave it out to use the default.';

/** Why a value is not the constant that is needed. */
function reasonOf(constant: Value | undefined): More {
  if (constant === undefined) return { detail: 'Its value must be constant, without references and function calls.' };
  return isNull(constant) ? { detail: NULL } : {};
}
