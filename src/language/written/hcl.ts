import { type ConfigurationFile, type Diagnostic, errorDiagnostic } from '../../model/index.js';
import { parseHcl } from '../hcl-parser.js';
import { syntaxDiagnostics } from '../hcl-problems.js';
import type { HclArgument, HclBlock, HclContent } from '../hcl-tree.js';
import { LineIndex } from '../line-index.js';
import { Comments } from './comments.js';
import { writtenArgument } from './expression.js';
import { type Rule, ruleFor, RULES } from './rules.js';
import type { Written, WrittenBlock, WrittenList, WrittenMember, WrittenObject } from './tree.js';

/** The blocks of a file in HCL, in order. */
export function writtenHcl(file: ConfigurationFile, diagnostics: Diagnostic[]): readonly WrittenBlock[] {
  const { name, text } = file;
  const { body, problems } = parseHcl(text, { unfolded: true });
  diagnostics.push(...syntaxDiagnostics(name, text, problems));
  return problems.length > 0 ? [] : new Reading(file, diagnostics).root(body);
}

type Item =
  | { readonly name: string; readonly start: number; readonly argument: HclArgument; readonly block?: undefined }
  | { readonly name: string; readonly start: number; readonly argument?: undefined; readonly block: HclBlock };

class Reading {
  readonly #file: ConfigurationFile;
  readonly #diagnostics: Diagnostic[];
  readonly #comments: Comments;
  readonly #lines: LineIndex;

  constructor(file: ConfigurationFile, diagnostics: Diagnostic[]) {
    this.#file = file;
    this.#diagnostics = diagnostics;
    this.#comments = new Comments(file.text);
    this.#lines = new LineIndex(file.text);
  }

  root(content: HclContent): readonly WrittenBlock[] {
    const blocks: WrittenBlock[] = [];
    for (const item of itemsOf(content)) {
      if (item.block === undefined) {
        this.#diagnostics.push(
          errorDiagnostic('wrong-shape', `"${item.name}" is an argument outside of a block`, {
            detail: 'Move it into a block, or remove it.',
            range: this.#rangeOf(item.argument),
          }),
        );
        continue;
      }
      const { block, name, start } = item;
      const comments = this.#comments.before(start);
      const body = this.#body(block.content, RULES[name] ?? {}, block.span.end);
      const { line } = this.#lines.position(start);
      const place = { file: this.#file.name, line };
      const behind = this.#comments.upTo(block.span.end);
      blocks.push({ kind: name, labels: block.labels, body, comments: [...comments, ...behind], place });
    }
    const last = blocks.at(-1);
    const rest = this.#comments.before(Infinity);
    if (last === undefined || rest.length === 0) return blocks;
    return [...blocks.slice(0, -1), { ...last, comments: [...last.comments, ...rest] }];
  }

  #body(content: HclContent, rules: Rule, end: number): WrittenObject {
    const members: WrittenMember[] = [];
    /** Blocks of one type become one member, at the place of the first. */
    const grouped = new Map<string, { readonly at: number; readonly items: WrittenList['items'][number][] }>();
    for (const { name, start, argument, block } of itemsOf(content)) {
      const comments = this.#comments.before(start);
      if (block === undefined) {
        const value = this.#argument(name, argument, ruleFor(rules, name));
        const all = [...comments, ...this.#comments.upTo(argument.value.end)];
        if (value !== undefined) members.push({ name, value, comments: all });
        continue;
      }
      const value = this.#block(block, ruleFor(rules, name));
      const all = [...comments, ...this.#comments.upTo(block.span.end)];
      const group = grouped.get(name);
      if (group !== undefined) group.items.push({ value, comments: all });
      else {
        grouped.set(name, { at: members.length, items: [{ value, comments: all }] });
        members.push({ name, value, comments: all });
      }
    }
    for (const [name, { at, items }] of grouped) {
      if (items.length > 1) members[at] = { name, value: { kind: 'list', items }, comments: [] };
    }
    return { kind: 'object', members, comments: this.#comments.before(end) };
  }

  /** A block in one object for each of its labels. */
  #block({ labels, content, span }: HclBlock, rules: Rule): Written {
    let value: Written = this.#body(content, rules, span.end);
    for (const name of labels.toReversed()) {
      value = { kind: 'object', members: [{ name, value, comments: [] }], comments: [] };
    }
    return value;
  }

  #argument(name: string, argument: HclArgument, rule: Rule): Written | undefined {
    const { expression, value, ambiguous = [] } = argument;
    const written =
      ambiguous.length > 0 && rule !== 'bare'
        ? undefined
        : writtenArgument({ expression, value, text: this.#file.text }, rule);
    if (written === undefined) {
      this.#diagnostics.push(
        errorDiagnostic('not-convertible', `"${name}" has no form in JSON syntax`, {
          detail: 'Its value must be constant, or written without calculations. Change it before converting.',
          range: this.#rangeOf(argument),
        }),
      );
    }
    return written;
  }

  #rangeOf({ name, value }: HclArgument): NonNullable<Diagnostic['range']> {
    return { file: this.#file.name, ...this.#lines.range(name.start, value.end) };
  }
}

/** Arguments and blocks in the order of the text. */
function itemsOf(content: HclContent): readonly Item[] {
  const items: Item[] = [];
  for (const [name, part] of content) {
    if (part.kind === 'argument') items.push({ name, start: part.name.start, argument: part });
    else for (const block of part.blocks) items.push({ name, start: block.header.start, block });
  }
  return items.sort((left, right) => left.start - right.start);
}
