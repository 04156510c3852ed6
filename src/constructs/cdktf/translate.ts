import { Construct, RootConstruct, type IConstruct } from 'constructs';
import type { Beside, RequiredProvider } from '../element.js';
import type { Override } from '../overrides.js';
import { copyLocation, locationOf } from '../scope.js';
import type { BackendConfig } from '../stack.js';
import { TerraformBackend } from './backend.js';
import { TerraformElement } from './element.js';
import { Resolution } from './resolve.js';
import { TerraformStack } from './stack.js';
import { Written, WrittenStack } from './written.js';

type Fragment = Readonly<Record<string, unknown>>;

/** Sections of a document with a label, and with two. */
const LABELLED = new Set(['variable', 'output', 'module']);
const TWICE_LABELLED = new Set(['resource', 'data']);
const LISTS = new Set(['import', 'moved', 'removed']);

/**
 * Converts the tree of a program to a tree of Landform's constructs with the same paths, which then become documents as those
 * of any program: with names that are checked, references between stacks, and an order of stacks.
 */
export function translate(
  app: IConstruct,
  nameOf: (stack: TerraformStack) => string,
  directory: string,
): RootConstruct {
  const root = new RootConstruct();
  const stacks = new Map<TerraformStack, WrittenStack>();
  const visit = (from: IConstruct, scope: Construct): void => {
    for (const child of from.node.children) visit(child, counterpart(child, scope));
  };
  const counterpart = (from: IConstruct, scope: Construct): Construct => {
    const { id } = from.node;
    if (TerraformStack.isStack(from)) {
      const made = writeStack(from, scope, nameOf(from), directory);
      stacks.set(from, made);
      return copyLocation(from, made);
    }
    if (!isElement(from)) return copyLocation(from, new Construct(scope, id));
    return copyLocation(from, writeElement(from, scope, stackOf(scope)));
  };
  visit(app, root);
  for (const [from, made] of stacks) {
    for (const dependency of from.dependencies) {
      const other = stacks.get(dependency);
      if (other !== undefined) made.addDependency(other);
    }
    const resolution = new Resolution(from);
    for (const { path, value } of TerraformStack.overridesOf(from))
      made.addOverride(written(path), resolution.resolve(value));
  }
  return root;
}

const isElement = (construct: IConstruct): construct is TerraformElement =>
  TerraformElement.isTerraformElement(construct);

function stackOf(scope: Construct): WrittenStack {
  for (let current: Construct | undefined = scope; current !== undefined; current = current.node.scope)
    if (current instanceof WrittenStack) return current;
  throw new TypeError('an element outside of a stack');
}

function writeStack(stack: TerraformStack, scope: Construct, name: string, directory: string): WrittenStack {
  const backend = stack.node
    .findAll()
    .find((each) => TerraformBackend.isBackend(each) && TerraformStack.of(each) === stack);
  const remote = TerraformBackend.isBackend(backend)
    ? remoteOf(backend)
    : { type: 'local', config: { path: `${directory}/terraform.${name}.tfstate` } };
  return new WrittenStack(scope, stack.node.id, name, remote);
}

const remoteOf = (backend: TerraformBackend): BackendConfig => {
  const { type, config } = TerraformBackend.remoteOf(backend);
  const resolved: unknown = new Resolution(backend).resolve(config);
  return { type, config: isObject(resolved) ? resolved : {} };
};

/** The counterpart of an element; what it adds to the document beside its own block is set in the stack. */
function writeElement(element: TerraformElement, scope: Construct, stack: WrittenStack): Construct {
  const resolution = new Resolution(element);
  const resolved: unknown = resolution.resolve(element.toTerraform());
  const rest = { ...(isObject(resolved) ? resolved : {}) };
  const beside = takeBeside(rest, locationOf(element));
  const requires = takeRequired(rest);
  const own = takeOwn(rest);
  const overrides = TerraformElement.overridesOf(element).map(({ path, value }) => ({
    path,
    value: resolution.resolve(value) as unknown,
  }));
  addBackend(element, rest, stack, overrides);
  for (const [key, value] of Object.entries(rest)) stack.addOverride(key.replaceAll('.', String.raw`\.`), value);
  if (own === undefined && beside.length === 0) return new Construct(scope, element.node.id);
  return new Written(scope, element.node.id, {
    address: TerraformElement.addressOf(element),
    name: element.friendlyUniqueId,
    section: [],
    repeated: false,
    body: {},
    ...own,
    beside,
    requires,
    overrides,
  });
}

/** The backend's block is the stack's own; that of a cloud replaces it. */
function addBackend(
  element: TerraformElement,
  rest: Record<string, unknown>,
  stack: WrittenStack,
  overrides: readonly Override[],
): void {
  if (!TerraformBackend.isBackend(element)) return;
  const terraform = rest['terraform'];
  if (isObject(terraform)) stack.addOverride('terraform.backend', undefined);
  const { backend, cloud } = isObject(terraform) ? terraform : {};
  const place = isObject(backend) ? `terraform.backend.${Object.keys(backend)[0] ?? ''}` : 'terraform.cloud';
  if (isObject(backend))
    for (const [type, config] of Object.entries(backend)) stack.addOverride(`terraform.backend.${type}`, config);
  else stack.addOverride(place, cloud);
  for (const { path, value } of overrides) stack.addOverride(`${place}.${written(path)}`, value);
  delete rest['terraform'];
}

const written = (path: readonly string[]): string => path.map((part) => part.replaceAll('.', String.raw`\.`)).join('.');

type Own = Pick<ConstructorParameters<typeof Written>[2], 'section' | 'body' | 'repeated'>;

/** The first block of the fragment, which is the element's. */
function takeOwn(rest: Record<string, unknown>): Own | undefined {
  for (const key of Object.keys(rest)) {
    const depth = TWICE_LABELLED.has(key) ? 2 : LABELLED.has(key) ? 1 : undefined;
    if (depth !== undefined) {
      const [labels, body, others] = firstBlock(rest[key], depth);
      if (body === undefined) continue;
      put(rest, key, others);
      return { section: [key, ...labels], body, repeated: false };
    }
    if (key === 'locals' && isObject(rest[key])) {
      const body = rest[key];
      delete rest[key];
      return { section: [key], body, repeated: false };
    }
    if (key === 'provider') {
      const [labels, bodies] = firstList(rest[key]);
      const [body] = bodies;
      if (!isObject(body)) continue;
      delete rest[key];
      return { section: [key, ...labels], body, repeated: true };
    }
  }
  return undefined;
}

function put(rest: Record<string, unknown>, key: string, value: Fragment | undefined): void {
  if (value === undefined) delete rest[key];
  else rest[key] = value;
}

/** The labels and the body of the first block, and the other blocks. */
function firstBlock(
  value: unknown,
  depth: number,
): [labels: readonly string[], body: Fragment | undefined, others: Fragment | undefined] {
  if (!isObject(value)) return [[], undefined, undefined];
  if (depth === 0) return [[], value, undefined];
  const [label, ...more] = Object.keys(value);
  if (label === undefined) return [[], undefined, undefined];
  const [labels, body, others] = firstBlock(value[label], depth - 1);
  const left = Object.fromEntries(more.map((key) => [key, value[key]]));
  const all = others === undefined ? left : { ...left, [label]: others };
  return [[label, ...labels], body, Object.keys(all).length === 0 ? undefined : all];
}

function firstList(value: unknown): [labels: readonly string[], bodies: readonly unknown[]] {
  const [entry] = isObject(value) ? Object.entries(value) : [];
  if (entry === undefined) return [[], []];
  const [label, bodies] = entry;
  return [[label], isList(bodies) ? bodies : [bodies]];
}

function takeBeside(rest: Record<string, unknown>, location: string | undefined): readonly Beside[] {
  const beside: Beside[] = [];
  for (const section of Object.keys(rest).filter((key) => LISTS.has(key))) {
    const bodies = rest[section];
    if (!isList(bodies)) continue;
    for (const body of bodies) if (isObject(body)) beside.push({ section, body, location });
    delete rest[section];
  }
  return beside;
}

function takeRequired(rest: Record<string, unknown>): readonly RequiredProvider[] {
  const { terraform } = rest;
  if (!isObject(terraform) || !isObject(terraform['required_providers'])) return [];
  const { required_providers: required, ...others } = terraform;
  put(rest, 'terraform', Object.keys(others).length === 0 ? undefined : others);
  return Object.entries(isObject(required) ? required : {}).flatMap(([name, provider]): readonly RequiredProvider[] =>
    isObject(provider) ? [{ name, source: textOf(provider['source']), version: textOf(provider['version']) }] : [],
  );
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
