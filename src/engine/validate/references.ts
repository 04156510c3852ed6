import {
  formatResource,
  impliedType,
  warningDiagnostic,
  type Configuration,
  type Diagnostic,
  type Expression,
  type Mode,
  type Reference,
  type ResourceConfiguration,
  type Schema,
  type Subject,
  type TraversalStep,
  addressIn,
  modulesOf,
  type ModuleConfiguration,
} from '../../model/index.js';
import { isFunction, noSuchFunction } from '../evaluate/call.js';
import { fleetingAddress } from '../evaluate/ephemeral.js';
import type { ScopeFunctions } from '../evaluate/scope.js';
import { isComputedOnly } from './constraint.js';
import { ephemeralAddresses } from './ephemeral.js';
import { eachImportPlace, eachPlace, NOWHERE, type Place } from './places.js';
import { Reporter, type Spot } from './reporter.js';
import { isWriteOnly, type SchemaOf } from './write-only.js';

/** Finds what an expression refers to; passed in by the language folder. */
type ReferencesOf = (expression: Expression) => readonly Reference[];

/**
 * Checks that every reference leads to something that exists and is available at its place: `each`, `count` and `self`
 * only where they have a value, an instance key if there are instances, an attribute that the schema has. Reports all
 * problems at once.
 */
export function validateReferences(
  configuration: Configuration,
  referencesOf: ReferencesOf,
  schemaOf: SchemaOf = () => undefined,
  refused: ReadonlySet<string> = new Set(),
  functionsOf: (module: ModuleConfiguration) => ScopeFunctions = () => new Map(),
): Diagnostic[] {
  const reporter = new Reporter();
  for (const module of modulesOf(configuration)) {
    const checker = new Checker(
      module,
      reporter,
      schemaOf,
      refused,
      ephemeralAddresses(module, referencesOf),
      functionsOf(module),
    );
    eachPlace(module, (place) => {
      for (const reference of referencesOf(place.expression)) checker.check(reference, place);
    });
    if (module === configuration)
      eachImportPlace(configuration.imports, (place) => {
        for (const reference of referencesOf(place.expression)) checker.check(reference, place);
      });
    for (const resource of module.resources.values()) checker.checkIgnored(resource);
  }
  return reporter.diagnostics;
}

/** Whether something still exists when an object is destroyed. */
function isCertain({ subject, steps }: Reference): boolean {
  switch (subject.kind) {
    case 'self':
    case 'count':
    case 'path':
    case 'terraform':
    case 'function':
      return true;
    case 'each':
      return steps[0]?.key === 'key';
    default:
      return false;
  }
}

const WHAT: Readonly<Record<Mode, string>> = {
  managed: 'resource',
  data: 'data source',
  ephemeral: 'ephemeral resource',
};

/** Checks the references in one module. */
class Checker {
  readonly reporter: Reporter;
  readonly #configuration: ModuleConfiguration;
  readonly #schemaOf: SchemaOf;
  /** Names whose declarations the reader rejected and reported. */
  readonly #refused: ReadonlySet<string>;
  readonly #ephemeral: ReadonlySet<string>;
  readonly #functions: ScopeFunctions;

  constructor(
    configuration: ModuleConfiguration,
    reporter: Reporter,
    schemaOf: SchemaOf,
    refused: ReadonlySet<string>,
    ephemeral: ReadonlySet<string>,
    functions: ScopeFunctions,
  ) {
    this.#ephemeral = ephemeral;
    this.#functions = functions;
    this.reporter = reporter;
    this.#configuration = configuration;
    this.#schemaOf = schemaOf;
    this.#refused = refused;
  }

  check(reference: Reference, place: Place): void {
    const spot: Spot = { reference, place };
    const { subject } = reference;
    if (subject.kind === 'resource' && place.bound?.includes(subject.type) === true) return;
    if (place.destroying === true && !isCertain(reference)) {
      this.reporter.report(
        spot,
        'invalid-reference',
        'This provisioner runs on destroy and cannot refer to other objects',
        'Use self, count.index and each.key: other objects may be destroyed by then. Store what is needed in an attribute of the resource.',
      );
      return;
    }
    switch (subject.kind) {
      case 'variable':
        this.#checkNamed(spot, 'var', 'variable', subject.name, this.#configuration.variables);
        return;
      case 'local':
        this.#checkNamed(spot, 'local', 'local value', subject.name, this.#configuration.locals);
        return;
      case 'module':
        this.#checkModule(spot, subject.name);
        return;
      case 'resource':
        this.#checkResource(spot, subject);
        return;
      case 'action':
        this.reporter.report(
          spot,
          'invalid-reference',
          `action.${subject.type}.${subject.name} has no value`,
          'Actions can only be used in the action_trigger of a lifecycle and with --invoke. They have no readable attributes.',
        );
        return;
      case 'each':
        this.#checkRepetition(spot, 'each', ['key', 'value'], place.each, 'for_each');
        return;
      case 'count':
        this.#checkRepetition(spot, 'count', ['index'], place.count, 'count');
        return;
      case 'self':
        this.#checkSelf(spot);
        return;
      case 'path':
        this.#checkMember(spot, 'path', ['module', 'root', 'cwd']);
        return;
      case 'function':
        this.#checkFunction(spot, subject.name);
        return;
      case 'terraform':
        this.#checkMember(spot, 'terraform', ['workspace']);
    }
  }

  #checkModule(spot: Spot, name: string): void {
    const call = this.#configuration.calls.get(name);
    if (call === undefined) {
      if (this.#isRefused(`module.${name}`)) return;
      const near = this.reporter.near(name, () => this.#configuration.calls.keys());
      const detail = near || 'Declare it, or correct the name.';
      this.reporter.report(spot, 'unknown-reference', `There is no module ${name}`, detail);
      return;
    }
    const { steps } = spot.reference;
    const [first] = steps;
    if (spot.place.whole) return;
    if (first === undefined) return this.#checkKept(spot, `module.${name}`);
    const isKeyed = first.kind === 'index';
    const repeats = call.count !== undefined || call.forEach !== undefined;
    if (isKeyed !== repeats) {
      this.reporter.report(
        spot,
        'invalid-reference',
        repeats ? `module.${name} has several instances; a key is missing` : `module.${name} has no instances`,
        repeats
          ? `Write module.${name}[…] for one of them, or module.${name}${call.count === undefined ? '' : '[*]'} for all.`
          : `It has neither count nor for_each: write module.${name}, without a key.`,
      );
      return;
    }
    const output = isKeyed ? steps[1] : first;
    if (output === undefined || call.module.outputs.has(String(output.key)))
      return this.#checkKept(spot, fleetingAddress(spot.reference.subject, steps));
    if (this.#refused.has(addressIn(call.key, `output.${output.key}`))) return;
    const near = this.reporter.near(String(output.key), () => call.module.outputs.keys());
    this.reporter.report(
      spot,
      'unknown-reference',
      `module.${name} has no output ${output.key}`,
      near || 'Declare it in the module, or correct the name.',
    );
  }

  /** Whether the reader rejected the declaration of something in this module. */
  #isRefused(local: string): boolean {
    return this.#refused.has(addressIn(this.#configuration.path, local));
  }

  #checkFunction(spot: Spot, name: string): void {
    if (isFunction(name) || this.#functions.get(name) !== undefined) return;
    const { summary, detail } = this.#functions.missing?.(name) ?? noSuchFunction(name);
    this.reporter.report(spot, 'unknown-function', summary, detail);
  }

  #checkNamed(spot: Spot, prefix: string, what: string, name: string, known: ReadonlyMap<string, unknown>): void {
    if (known.has(name)) return this.#checkKept(spot, `${prefix}.${name}`);
    const near = this.reporter.near(name, () => known.keys()) || `Declare it, or correct the name.`;
    this.reporter.report(spot, 'unknown-reference', `There is no ${what} ${prefix}.${name}`, near);
  }

  /** A stored value must not depend on an ephemeral one. */
  #checkKept(spot: Spot, address: string): void {
    if (spot.place.fleeting === true || spot.reference.isKeptInside === true || !this.#ephemeral.has(address)) return;
    if (isWriteOnly(spot.place, this.#schemaOf)) return;
    this.reporter.report(
      spot,
      'ephemeral-value',
      `${address} is ephemeral and cannot be used here`,
      'State and plans must not contain ephemeral values. Use them in providers, locals, conditions and write-only attributes, or as null with ephemeralasnull().',
    );
  }

  #checkMember(spot: Spot, root: string, members: readonly string[]): boolean {
    const member = String(spot.reference.steps[0]?.key ?? '');
    if (members.includes(member)) return true;
    this.reporter.report(
      spot,
      'unknown-reference',
      `There is no ${root}.${member}`,
      `Supported names: ${members.map((one) => `${root}.${one}`).join(', ')}.`,
    );
    return false;
  }

  #checkRepetition(spot: Spot, root: 'each' | 'count', members: readonly string[], allowed: boolean, by: string): void {
    if (!this.#checkMember(spot, root, members) || allowed) return;
    const { resource } = spot.place;
    const detail =
      resource === undefined
        ? `Only a resource with ${by} has instances that differ.`
        : (resource.forEach ?? resource.count) === undefined
          ? `${resource.key} has no ${by}. Add one, or use the value itself.`
          : `It refers to the current instance, which is not available here or comes from ${resource.forEach === undefined ? 'count' : 'for_each'}.`;
    this.reporter.report(
      spot,
      'invalid-reference',
      `${root}.${String(spot.reference.steps[0]?.key)} cannot be used here`,
      detail,
    );
  }

  #checkSelf(spot: Spot): void {
    const { resource, self } = spot.place;
    if (!self) {
      this.reporter.report(
        spot,
        'invalid-reference',
        'self cannot be used here',
        'It refers to the object itself and is only available in postconditions, provisioners and connections.',
      );
      return;
    }
    const schema = resource && this.#schemaOf(resource.address.mode, resource.address.type);
    if (schema !== undefined) this.reporter.checkSteps(spot, impliedType(schema.block), 'self', spot.reference.steps);
  }

  #checkResource(spot: Spot, subject: Extract<Subject, { kind: 'resource' }>): void {
    const { key } = subject;
    const resource = this.#configuration.resources.get(key);
    if (resource === undefined) {
      if (!this.#isRefused(key)) this.#reportMissing(spot, subject, key);
      return;
    }
    if (!spot.place.whole) this.#checkKept(spot, key);
    if (resource.check !== undefined && resource.check !== spot.place.check) {
      this.reporter.report(
        spot,
        'invalid-reference',
        `${key} can only be used in the check block ${resource.check}`,
        'It is declared there. To use it elsewhere, move it out of the block.',
      );
      return;
    }
    const { steps } = spot.reference;
    const first = steps[0];
    const keyed = first?.kind === 'index';
    const repeats = resource.count !== undefined || resource.forEach !== undefined;
    if (keyed && !repeats) {
      this.reporter.report(
        spot,
        'invalid-reference',
        `${key} has no instances`,
        `It has neither count nor for_each: write ${key}, without a key.`,
      );
      return;
    }
    // The reader ensures that it refers to the whole object.
    if (spot.place.whole) return;
    if (repeats && !keyed) {
      if (first === undefined) return;
      const how = resource.count === undefined ? 'for_each' : 'count';
      const example = resource.count === undefined ? `${key}[each.key]` : `${key}[count.index]`;
      this.reporter.report(
        spot,
        'invalid-reference',
        `${key} has several instances; a key is missing`,
        `It has ${how}. Write ${key}[…] for one of them, such as ${example}, or ${key}${resource.count === undefined ? '' : '[*]'} for all.`,
      );
      return;
    }
    const schema = this.#schemaOf(subject.mode, subject.type);
    if (schema !== undefined) this.reporter.checkSteps(spot, impliedType(schema.block), key, steps, keyed ? 1 : 0);
  }

  #reportMissing(spot: Spot, subject: Extract<Subject, { kind: 'resource' }>, key: string): void {
    const other = formatResource({
      module: '',
      mode: subject.mode === 'managed' ? 'data' : 'managed',
      type: subject.type,
      name: subject.name,
    });
    const hint = this.#configuration.resources.has(other) ? `Did you mean ${other}?` : this.#nearResource(spot, key);
    const what = WHAT[subject.mode];
    this.reporter.report(
      spot,
      'unknown-reference',
      `There is no ${what} ${key}`,
      hint || 'Declare it, or correct the name.',
    );
  }

  /** Excludes the referring resource, because a reference to itself is unlikely to be meant. */
  #nearResource({ place }: Spot, key: string): string {
    const { resources } = this.#configuration;
    return this.reporter.near(key, () => [...resources.keys()].filter((one) => one !== place.resource?.key));
  }

  /** `ignore_changes` contains paths into the resource itself, not references. */
  checkIgnored(resource: ResourceConfiguration): void {
    const { ignoreChanges } = resource.lifecycle;
    if (ignoreChanges === 'all' || ignoreChanges.length === 0) return;
    const schema = this.#schemaOf(resource.address.mode, resource.address.type);
    if (schema === undefined) return;
    ignoreChanges.forEach((expression, index) => this.#checkIgnoredPath(resource, schema, expression, index));
  }

  #checkIgnoredPath(resource: ResourceConfiguration, schema: Schema, expression: Expression, index: number): void {
    if (expression.kind !== 'traversal') return;
    const { root, span } = expression;
    const source = {
      file: resource.body.source.file,
      path: [...resource.body.source.path, 'lifecycle', 'ignore_changes', index],
    };
    const reference: Reference = { subject: { kind: 'self' }, steps: [], ...(span === undefined ? {} : { span }) };
    const place: Place = {
      ...NOWHERE,
      expression,
      address: resource.key,
      source,
      origin: resource.origin,
      resource,
      self: false,
    };
    const attribute = Object.hasOwn(schema.block.attributes, root) ? schema.block.attributes[root] : undefined;
    if (attribute !== undefined && isComputedOnly(attribute)) {
      this.reporter.diagnostics.push(
        warningDiagnostic('redundant-ignore-changes', `ignore_changes has no effect on ${root}`, {
          detail:
            'Only the provider sets this attribute, so the configuration never changes it. Remove it from the list.',
          address: resource.key,
          source,
          ...(resource.origin === undefined ? {} : { origin: resource.origin }),
        }),
      );
      return;
    }
    const steps: TraversalStep[] = [{ kind: 'attribute', key: root }, ...expression.steps];
    this.reporter.checkSteps({ place, reference }, impliedType(schema.block), resource.key, steps);
  }
}
