import { JsonIndex, parseTemplate } from '../language/index.js';
import { isJsonList, isJsonObject, parseJson, valueFromUntyped, type Path, type Span } from '../model/index.js';
import type { FollowTraversal } from './hcl.js';
import { computed, type Member, type ObjectNode, type SourceNode, type SourceText } from './node.js';

/** Reads what Terraform's JSON syntax says at a place. */
export class JsonNodes {
  readonly #source: SourceText;
  readonly #follow: FollowTraversal;
  readonly #index: JsonIndex;

  constructor(source: SourceText, follow: FollowTraversal) {
    this.#source = source;
    this.#follow = follow;
    this.#index = new JsonIndex(source.text);
  }

  at(path: Path): SourceNode | undefined {
    let start = this.#index.root;
    for (const step of path) {
      const content = this.#index.content(start);
      if (content.kind === 'array') {
        const item = typeof step === 'number' ? content.items[step] : undefined;
        if (item === undefined) return undefined;
        start = item;
      } else if (content.kind === 'object' && typeof step === 'string') {
        const [member, ...twins] = content.members.get(step) ?? [];
        if (member === undefined || twins.length > 0) return undefined;
        ({ start } = member);
      } else return undefined;
    }
    return this.#node(start);
  }

  #node(start: number): SourceNode {
    const span: Span = { start, end: this.#index.end(start) };
    const place = { source: this.#source, span };
    const content = this.#index.content(start);
    if (content.kind === 'array')
      return { kind: 'list', ...place, items: content.items.map((item) => this.#node(item)), isSpread: false };
    if (content.kind === 'object') return this.#object(content.members, span);
    const json = parseJson(this.#source.text.slice(span.start, span.end));
    if (isJsonList(json) || isJsonObject(json) || typeof json !== 'string')
      return { kind: 'literal', ...place, value: valueFromUntyped(json) };
    const { expression } = parseTemplate(json);
    if (expression.kind === 'literal') return { kind: 'literal', ...place, value: expression.value };
    if (expression.kind === 'traversal') return { kind: 'name', ...place, follow: () => this.#follow(expression) };
    return { kind: 'opaque', ...place, reason: computed(json) };
  }

  #object(
    found: ReadonlyMap<string, readonly { readonly keyStart: number; readonly start: number }[]>,
    span: Span,
  ): ObjectNode {
    const members: Member[] = [];
    const dynamic: Member[] = [];
    for (const [name, twins] of found) {
      for (const { keyStart, start } of twins) {
        const value = this.#node(start);
        members.push({ name, span: { start: keyStart, end: value.span.end }, value });
        if (name !== 'dynamic' || value.kind !== 'object') continue;
        const reason = computed('a dynamic block');
        for (const { name: block, span: inner } of value.members)
          dynamic.push({
            name: block,
            span: inner,
            value: { kind: 'opaque', source: this.#source, span: inner, reason },
          });
      }
    }
    const braces = { open: span.start, close: span.end - 1 };
    const all = [...members, ...dynamic];
    const place = { source: this.#source, span };
    return { kind: 'object', ...place, members: all, spreads: [], isBody: false, isCamelCase: false, ...braces };
  }
}
