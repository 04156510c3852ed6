import type { Operation } from './description.js';

/** One operation of one system. */
export interface Route<System> {
  readonly system: System;
  readonly operation: Operation;
}

export type Match<System> =
  | { readonly kind: 'found'; readonly route: Route<System>; readonly parameters: Readonly<Record<string, string>> }
  | { readonly kind: 'wrong-method'; readonly allowed: readonly string[] }
  | { readonly kind: 'nothing' };

interface Node<System> {
  readonly literal: Map<string, Node<System>>;
  variable: Node<System> | undefined;
  /** Segments with text around a parameter: `{id}:rotate`, `{name}.{format}`. */
  readonly mixed: Map<string, { readonly pattern: RegExp; readonly node: Node<System> }>;
  readonly methods: Map<string, Route<System>>;
}

/**
 * Maps method and path to an operation. A literal segment takes precedence over a parameter, whatever the order of the
 * routes. The cost only depends on the number of segments.
 */
export class Router<System> {
  readonly #root: Node<System> = node();

  /** Throws when two operations have the same method and path. */
  add(route: Route<System>, basePath = ''): void {
    let here = this.#root;
    for (const segment of segments(basePath + route.operation.path)) {
      here = /^\{[^}]+\}$/.test(segment) ? (here.variable ??= node()) : child(here, segment);
    }
    const { method, path } = route.operation;
    if (here.methods.has(method)) throw new Error(`two operations have the method and path ${method} ${path}`);
    here.methods.set(method, route);
  }

  match(method: string, path: string): Match<System> {
    const values: string[] = [];
    const end = walk(this.#root, segments(path), 0, values);
    if (end === undefined) return { kind: 'nothing' };
    const route = end.methods.get(method);
    if (route === undefined) return { kind: 'wrong-method', allowed: [...end.methods.keys()] };
    const names = [...route.operation.path.matchAll(HOLE)].map(([, name = '']) => name);
    const parameters = Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
    return { kind: 'found', route, parameters };
  }
}

function walk<System>(
  here: Node<System>,
  path: readonly string[],
  index: number,
  values: string[],
): Node<System> | undefined {
  const segment = path[index];
  if (segment === undefined) return here.methods.size > 0 ? here : undefined;
  const literal = here.literal.get(segment);
  const exact = literal && walk(literal, path, index + 1, values);
  if (exact !== undefined) return exact;
  for (const { pattern, node: inner } of here.mixed.values()) {
    const parts = pattern.exec(segment)?.slice(1).map(decode);
    if (parts === undefined || !parts.every((part) => part !== undefined)) continue;
    const before = values.length;
    values.push(...parts);
    const found = walk(inner, path, index + 1, values);
    if (found !== undefined) return found;
    values.length = before;
  }
  if (here.variable === undefined) return undefined;
  const value = decode(segment);
  if (value === undefined || value === '') return undefined;
  const depth = values.push(value);
  const found = walk(here.variable, path, index + 1, values);
  if (found === undefined) values.length = depth - 1;
  return found;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function segments(path: string): string[] {
  return path.split('/').slice(1);
}

const HOLE = /\{([^}]+)\}/g;

function child<System>(parent: Node<System>, segment: string): Node<System> {
  if (segment.includes('{')) {
    const parts = segment.split(/\{[^}]+\}/).map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`));
    const found = parent.mixed.get(parts.join('{}')) ?? {
      pattern: new RegExp(`^${parts.join('(.+?)')}$`),
      node: node<System>(),
    };
    parent.mixed.set(parts.join('{}'), found);
    return found.node;
  }
  const found = parent.literal.get(segment) ?? node<System>();
  parent.literal.set(segment, found);
  return found;
}

function node<System>(): Node<System> {
  return { literal: new Map(), variable: undefined, mixed: new Map(), methods: new Map() };
}
