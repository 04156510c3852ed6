import { emptyRecord } from '../model/index.js';
import type { Construct } from 'constructs';
import { Action } from './action.js';
import { Exports, type Crossing } from './cross-stack.js';
import { Dependencies } from './dependencies.js';
import { Element, type Declaration, type RequiredProvider, type Subject } from './element.js';
import { ConstructError } from './error.js';
import { Module } from './module.js';
import { ProviderConfig } from './provider.js';
import { applyOverride } from './overrides.js';
import { EXPRESSION, isReferable } from './referable.js';
import { Resolver, type Resolved, type ResolvedObject } from './resolve.js';
import { Block } from './resource.js';
import { placeOf } from './scope.js';
import { replaceMarkers } from './text.js';
import type { Stack } from './stack.js';

const INPUT = 'cross-stack-reference-input-';

/** The documents of all stacks, during synthesis. */
export class Documents {
  readonly crossings: Crossing[] = [];
  readonly #documents = new Map<Stack, ResolvedObject>();
  readonly #subjects = new Map<string, Construct>();
  readonly #locate: (location: string) => string;
  readonly #problems: ConstructError[];
  readonly #dependencies: Dependencies;
  readonly #exports = new Exports();
  readonly #owners = new Map<ResolvedObject, Element>();

  constructor(options: {
    readonly constructs: readonly Construct[];
    readonly problems: ConstructError[];
    readonly locate: (location: string) => string;
  }) {
    for (const construct of options.constructs) this.#subjects.set(construct.node.path, construct);
    this.#problems = options.problems;
    this.#locate = options.locate;
    this.#dependencies = new Dependencies(this.#subjects, this.crossings);
  }

  of(stack: Stack): ResolvedObject {
    let document = this.#documents.get(stack);
    if (document === undefined) {
      document = record();
      this.#documents.set(stack, document);
      section(document, ['terraform', 'backend'])[stack.backend.type] = record();
    }
    return document;
  }

  add(element: Element): void {
    const declaration = element.declare({ dependencies: (of, on) => this.#dependencies.of(of, on) });
    const resolver = this.#resolver(element, element.fqn);
    const body = resolver.body(declaration.body, declaration.fields);
    const meta = this.#resolver(element, Block.isBlock(element) ? 'self' : element.fqn);
    Object.assign(body, meta.body(declaration.meta ?? {}, undefined));
    if (declaration.actionTriggers !== undefined) {
      const triggers = resolver.value(declaration.actionTriggers, 'dynamic', 'lifecycle.actionTriggers');
      if (triggers !== undefined) section(body, ['lifecycle']).action_trigger = triggers;
    }
    for (const { path, value } of element.overrides) {
      applyOverride(body, path, resolver.value(value, 'dynamic', path.join('.')));
    }
    this.#place(element, declaration, body);
    const document = this.of(element.stack);
    for (const beside of declaration.beside ?? []) {
      const body = resolver.body(beside.body, undefined);
      list(document, beside.section).push(Object.assign(body, this.#metadata(element, beside.location)));
    }
    for (const provider of declaration.requires ?? []) this.#require(element, document, provider);
  }

  /** Completes the stack's document. The stack's settings come last. */
  finish(stack: Stack): void {
    const document = this.of(stack);
    const resolver = this.#resolver(stack);
    const backend = resolver.body(stack.backend.config, undefined);
    if (stack.choosesBackend) Object.assign(backend, comment(this.#origin(stack)));
    section(document, ['terraform', 'backend'])[stack.backend.type] = backend;
    if (stack.encryption !== undefined) {
      const encryption = resolver.body({ ...stack.encryption }, undefined);
      section(document, ['terraform']).encryption = Object.assign(encryption, comment(this.#origin(stack)));
    }
    for (const { path, value } of stack.overrides) {
      applyOverride(document, path, resolver.value(value, 'dynamic', path.join('.')));
    }
  }

  /** Adds outputs for references from other stacks, after all stacks have been written. */
  addCrossStackOutputs(): void {
    for (const [stack, names] of this.#exports.all) {
      const outputs = section(this.of(stack), ['output']);
      for (const [name, expression] of names) {
        const output = Object.assign(record(), { value: `\${${expression}}`, sensitive: true });
        outputs[name] = stack.marksExports ? Object.assign(output, comment(this.#origin(stack))) : output;
      }
    }
  }

  #place(element: Element, declaration: Declaration, body: ResolvedObject): void {
    const document = this.of(element.stack);
    const keys = declaration.section;
    if (keys.length === 0) return;
    const above = keys.slice(0, -1);
    const [last = ''] = keys.slice(-1);
    if (declaration.repeated === true) {
      list(section(document, above), last).push(Object.assign(body, this.#metadata(element)));
      return;
    }
    const parent = section(document, above);
    if (keys.length === 1) {
      const target = section(document, keys);
      for (const key of Object.keys(body)) {
        if (Object.hasOwn(target, key)) this.#duplicate(element, element);
        this.#checkName(element, key);
      }
      Object.assign(target, body);
      return;
    }
    const present = Object.hasOwn(parent, last) ? parent[last] : undefined;
    const other = isObject(present) ? this.#owners.get(present) : undefined;
    if (other !== undefined) this.#duplicate(element, other);
    this.#checkName(element, last);
    parent[last] = Object.assign(body, this.#metadata(element));
    this.#owners.set(body, element);
  }

  #metadata(element: Element, location = placeOf(element).location): ResolvedObject {
    return comment({ uniqueId: element.logicalId, ...this.#origin(element, location) });
  }

  #origin(construct: Construct, location = placeOf(construct).location): Readonly<Record<string, Resolved>> {
    const { constructPath: path } = placeOf(construct);
    return location === undefined ? { path } : { path, location: this.#locate(location) };
  }

  /** `self` is the text for a reference of the element to itself. */
  #resolver(from: Element | Stack, self = ''): Resolver {
    return new Resolver({
      place: placeOf(from),
      problems: this.#problems,
      write: (path, rest) => this.#write(from, self, path, rest),
      addressOf: (target) => this.#addressOf(from, target),
    });
  }

  /** The text of a reference from `from`: an address in the same stack, or remote state in another. */
  #write(from: Element | Stack, self: string, path: string, rest: string): string {
    const target = this.#subjects.get(path);
    if (!isSubject(target)) {
      throw new ConstructError(
        'foreign-reference',
        `A reference to ${path} points outside this app`,
        'Refer to constructs of the same App.',
      );
    }
    if (Block.isBlock(target) || Module.isModule(target)) checkInstance(target, rest);
    const stack = Element.isElement(from) ? from.stack : from;
    const steps = replaceMarkers(rest, (inner, more) => this.#write(from, self, inner, more));
    if (target.stack !== stack && Action.isAction(target)) {
      throw new ConstructError(
        'foreign-action',
        `The action ${target.node.path} belongs to another stack`,
        `Declare the action in ${stack.name}, where it is triggered.`,
        placeOf(from),
      );
    }
    if (target.stack === stack) return (target === from ? self : target.fqn) + steps;
    // A computed index is evaluated in the consuming stack, so the whole value is exported.
    return steps === rest ? this.#cross(from, target, rest) : this.#cross(from, target, '') + steps;
  }

  #cross(from: Element | Stack, target: Subject, rest: string): string {
    const producer = target.stack;
    const consumer = Element.isElement(from) ? from.stack : from;
    this.crossings.push({ consumer, producer, from: from.node.path, to: target.fqn + rest });
    const input = INPUT + producer.name;
    const data = section(this.of(consumer), ['data', 'terraform_remote_state']);
    data[input] ??= Object.assign(record(), {
      backend: producer.backend.type,
      workspace: '${terraform.workspace}',
      config: this.#resolver(producer).body(producer.backend.config, undefined),
    });
    return `data.terraform_remote_state.${input}.outputs.${this.#exports.name(producer, target.fqn + rest)}`;
  }

  #addressOf(from: Element | Stack, target: unknown): string {
    const stack = Element.isElement(from) ? from.stack : from;
    if (ProviderConfig.isProviderConfig(target)) {
      if (target.stack === stack) return target.fqn;
      throw new ConstructError(
        'foreign-provider',
        `The provider ${target.node.path} belongs to another stack`,
        `Also configure the provider in ${stack.name}.`,
        placeOf(from),
      );
    }
    if (isReferable(target)) return target[EXPRESSION];
    throw new ConstructError(
      'wrong-type',
      'This option accepts only a resource, an attribute or a provider',
      undefined,
      placeOf(from),
    );
  }

  #require(element: Element, document: ResolvedObject, provider: RequiredProvider): void {
    if (provider.source === undefined) return;
    const required = section(document, ['terraform', 'required_providers']);
    const wanted: ResolvedObject = Object.assign(record(), { source: provider.source });
    if (provider.version !== undefined) wanted.version = provider.version;
    const present = required[provider.name];
    if (!isObject(present)) required[provider.name] = wanted;
    else if (
      present.source !== wanted.source ||
      (present.version ?? wanted.version) !== (wanted.version ?? present.version)
    ) {
      this.#problems.push(
        new ConstructError(
          'provider-conflict',
          `The provider ${provider.name} is required both as ${label(present)} and as ${label(wanted)}`,
          'A stack can use only one provider under a given name.',
          placeOf(element),
        ),
      );
    } else Object.assign(present, wanted);
  }

  #duplicate(element: Element, other: Element): void {
    this.#problems.push(
      new ConstructError(
        'duplicate-address',
        `${other.node.path} and ${element.node.path} have the same address ${element.fqn}`,
        'Change the id of one of them, or name it with overrideLogicalId().',
        placeOf(element),
      ),
    );
  }

  #checkName(element: Element, name: string): void {
    if (/^[A-Za-z_][\w-]*$/.test(name)) return;
    this.#problems.push(
      new ConstructError(
        'invalid-id',
        `${element.node.path} would get the invalid name ${JSON.stringify(name)}`,
        'A name begins with a letter or "_", followed by letters, digits, "_" and "-". Choose another id.',
        placeOf(element),
      ),
    );
  }
}

const isSubject = (construct: Construct | undefined): construct is Subject =>
  Element.isElement(construct) && isReferable(construct);

const record = (): ResolvedObject => emptyRecord<Resolved>();

/** The metadata that Landform adds to a body. Terraform ignores the key. */
const comment = (metadata: Readonly<Record<string, Resolved>>): ResolvedObject =>
  Object.assign(record(), { '//': Object.assign(record(), { metadata: Object.assign(record(), metadata) }) });

const label = ({ source, version }: ResolvedObject): string =>
  [source, version].filter((part) => typeof part === 'string').join(' ');

const isObject = (value: Resolved | undefined): value is ResolvedObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function section(document: ResolvedObject, keys: readonly string[]): ResolvedObject {
  let place = document;
  for (const key of keys) {
    const next = place[key];
    place = isObject(next) ? next : (place[key] = record());
  }
  return place;
}

function list(parent: ResolvedObject, key: string): Resolved[] {
  const present = parent[key];
  if (Array.isArray(present)) return present;
  const made: Resolved[] = [];
  parent[key] = made;
  return made;
}

function checkInstance(target: Block | Module, rest: string): void {
  if (rest === '' || rest.startsWith('[') || (target.count === undefined && target.forEach === undefined)) return;
  throw new ConstructError(
    'missing-instance-key',
    `${target.node.path} has ${target.count === undefined ? 'forEach' : 'count'}, and the reference does not say which instance it means`,
    'Use .instance(key) on it, or .pluck(attribute) for all of them.',
  );
}
