import {
  type ActionConfiguration,
  addressIn,
  type Block,
  type Body,
  type CheckConfiguration,
  connectionOf,
  type Diagnostic,
  type Expression,
  hasErrors,
  impliedType,
  type LocalConfiguration,
  type Mode,
  type ModuleCall,
  objectValue,
  type Origin,
  type OutputConfiguration,
  ownEntry,
  type ProviderConfiguration,
  type Provisioning,
  type Repeatable,
  type ResourceConfiguration,
  type Schema,
  sensitive,
  type SourcePlace,
  typeOf,
  UNKNOWN,
  Unknown,
  unmark,
  unmarkDeep,
  type Value,
  type VariableConfiguration,
  withMarksOf,
} from '../../model/index.js';
import type { ProviderSchemas } from '../../providers/provider.js';
import { placeDiagnostics, wheneverEvaluating, type EngineContext } from '../context.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { decodeBody } from '../evaluate/body.js';
import { evaluate } from '../evaluate/evaluate.js';
import type { Scope } from '../evaluate/scope.js';
import { buildGraph, checkName, localNode, outputNode, providerNode, variableNode } from '../graph/build.js';
import type { GraphNode } from '../graph/node.js';
import { orderOf } from '../graph/order.js';
import { CheckRecorder, conditionHolds, placeOf } from '../walk/conditions.js';
import { schemaAt } from '../walk/schema-at.js';
import { expand } from '../walk/expand.js';
import { evaluateOutput } from '../walk/outputs.js';
import { moduleOutput } from '../walk/modules.js';
import { settleArgument } from '../variables.js';
import { unknownInstance } from '../walk/unknown-instance.js';
import { Values } from '../walk/values.js';
import { configurationAddress, providerSourceOf } from '../walk/provider-configurations.js';
import { schemasByName } from './schemas.js';

/**
 * Finds problems that do not depend on the values of variables and providers: everything is evaluated once, with
 * unknown values of the right types. Planning does its own evaluation, so only validation needs this.
 *
 * @param known existing diagnostics; the objects with errors count as unknown and are not checked again.
 */
export async function validateEvaluation(
  context: EngineContext,
  known: readonly Diagnostic[],
): Promise<readonly Diagnostic[]> {
  const order = orderOf(buildGraph(context.configuration, context.referencesOf));
  if ('cycle' in order) return [];
  const evaluation = new Evaluation(context, await schemasByName(context), known);
  evaluation.run(order.order);
  await evaluation.askProviders();
  return evaluation.diagnostics;
}

/** Something with an address, and the construct it comes from. */
interface Owner {
  readonly address: string;
  readonly origin?: Origin | undefined;
}

/** A configuration that its provider validates as a whole. */
interface Judged extends Pick<ResourceConfiguration, 'key' | 'provider' | 'body' | 'origin'> {
  readonly mode: Mode | 'action';
  readonly type: string;
  readonly config: Value;
}

/** The configuration of a provider, which validates it without being configured. */
interface Configured extends Omit<ProviderConfiguration, 'alias'> {
  readonly config: Value;
}

class Evaluation {
  readonly diagnostics: Diagnostic[] = [];
  readonly #context: EngineContext;
  readonly #schemas: ReadonlyMap<string, ProviderSchemas | undefined>;
  /** The values in the module that is being evaluated, and in the root. */
  #values: Values;
  readonly #root: Values;
  readonly #broken = new Set<string>();
  readonly #judged: Judged[] = [];
  readonly #configured: Configured[] = [];

  constructor(
    context: EngineContext,
    schemas: ReadonlyMap<string, ProviderSchemas | undefined>,
    known: readonly Diagnostic[],
  ) {
    const variables = new Map<string, Value>();
    for (const { name, type, sensitive: secret } of context.configuration.variables.values())
      variables.set(name, secret ? sensitive(new Unknown(type)) : new Unknown(type));
    this.#context = context;
    this.#schemas = schemas;
    // These objects contain no nulls, so their types are never looked up.
    this.#root = new Values({ ...context, variables }, () => undefined, wheneverEvaluating(context));
    this.#values = this.#root;
    for (const { severity, address } of known)
      if (severity === 'error' && address !== undefined) this.#broken.add(address);
  }

  run(order: readonly number[]): void {
    const { configuration, referencesOf } = this.#context;
    const graph = buildGraph(configuration, referencesOf);
    for (const node of order) {
      const found = graph.nodeAt(node);
      // Each call has one instance here, whatever its count.
      const [values] = this.#root.instancesOf(found.module.path);
      if (values === undefined) continue;
      this.#values = values;
      this.#visit(found);
    }
    this.#values = this.#root;
    for (const { name, validations, origin } of configuration.variables.values()) {
      const owner = { address: variableNode(name), origin };
      for (const validation of validations)
        this.#condition(validation.condition, this.#scope(), owner, placeOf(validation));
    }
  }

  /** Lets the providers validate the evaluated configurations: only they know rules that involve several attributes. */
  async askProviders(): Promise<void> {
    const { configuration, providers } = this.#context;
    for (const { config, ...configured } of this.#configured) {
      const provider = await providers.unconfigured(providerSourceOf(configuration, configured.name));
      const found = await provider?.validateConfig(config);
      const address = configurationAddress(configured);
      const ofConfiguration = (found?.diagnostics ?? []).filter((each) => isWritten(configured.body, each));
      this.#add(placeDiagnostics(ofConfiguration, address, configured), { address });
    }
    for (const { mode, type, config, ...judged } of this.#judged) {
      const provider = await providers.unconfigured(providerSourceOf(configuration, judged.provider.name));
      const found =
        mode === 'action'
          ? await provider?.abilities.actions?.validate({ type, config })
          : mode === 'ephemeral'
            ? await provider?.abilities.ephemeral?.validate({ type, config })
            : await provider?.validate({ mode, type, config });
      this.#add(placeDiagnostics(found?.diagnostics ?? [], judged.key, judged), { address: judged.key });
    }
  }

  #visit(node: GraphNode): void {
    switch (node.kind) {
      case 'local':
        return this.#local(node.local);
      case 'provider':
        return this.#provider(node.provider);
      case 'resource':
        return this.#resource(node.resource);
      case 'action':
        return this.#action(node.action);
      case 'output':
        return this.#output(node.output);
      case 'variable':
        return this.#variable(node.variable);
      case 'check':
        return this.#check(node.check);
      case 'call':
        return this.#call(node.call);
      case 'import':
      case 'end':
    }
  }

  #addressOf(local: string): string {
    return addressIn(this.#values.module.path, local);
  }

  #call(call: ModuleCall): void {
    const owner = { address: call.key, origin: call.origin };
    if (!this.#broken.has(call.key)) {
      const { diagnostics, ...rest } = expand(call, this.#values);
      if (!('pending' in rest)) this.#add(diagnostics, owner);
    }
    this.#values.setCalled(call, [{}]);
  }

  /** The variable of a called module, with its argument. */
  #variable(variable: VariableConfiguration): void {
    const { caller } = this.#values;
    if (caller === undefined) return;
    const { values, call } = caller;
    const { name, validations, origin } = variable;
    const { content, source } = call.body;
    const place = { file: source.file, path: [...source.path, name] };
    const argument = ownEntry(content, name);
    const given = argument && evaluate(argument, this.#scope(call, undefined, values), place);
    const settled =
      given === undefined || !hasErrors(given.diagnostics)
        ? settleArgument(variable, given?.value, { address: call.key, source: place })
        : undefined;
    if (!this.#broken.has(call.key)) {
      const owner = { address: call.key, origin: call.origin };
      this.#add(given?.diagnostics ?? [], owner);
      if (settled !== undefined && 'summary' in settled) this.#add([settled], owner);
    }
    const type = new Unknown(variable.type);
    // What the argument is decides which resources exist, and the others need not be valid: only the plan knows.
    this.#values.variables.set(
      name,
      settled === undefined || 'summary' in settled ? type : withMarksOf(type, settled.value),
    );
    const owner = { address: this.#addressOf(variableNode(name)), origin };
    for (const validation of validations)
      this.#condition(validation.condition, this.#scope(), owner, placeOf(validation));
  }

  #provider(provider: ProviderConfiguration): void {
    const { name, alias, body, origin, localName = name } = provider;
    const schema = this.#schemas.get(name)?.provider();
    if (schema === undefined || this.#broken.has(configurationAddress(provider))) return;
    const config = this.#body(body, schema.block, this.#scope(), {
      address: this.#addressOf(providerNode(localName, alias)),
      origin,
    });
    if (config !== undefined) this.#configured.push({ ...provider, config });
  }

  #local({ name, value, source }: LocalConfiguration): void {
    const owner = { address: this.#addressOf(localNode(name)) };
    if (this.#broken.has(owner.address)) {
      this.#values.locals.set(name, UNKNOWN);
      return;
    }
    const result = evaluate(value, this.#scope(), source);
    this.#add(result.diagnostics, owner);
    this.#values.locals.set(name, hasErrors(result.diagnostics) ? UNKNOWN : result.value);
  }

  #resource(resource: ResourceConfiguration): void {
    const { key, origin, body, lifecycle } = resource;
    const owner = { address: key, origin };
    const schema = this.#schemaOf(resource);
    const object = schema === undefined ? UNKNOWN : unknownObject(schema.block);
    const broken = this.#broken.has(key);
    if (broken) this.#values.resources.set(key, { kind: 'unknown' });
    else this.#expand(resource, object);
    if (broken || schema === undefined) return;
    const scope = this.#scope(resource);
    const config = this.#body(body, schema.block, scope, owner);
    if (config !== undefined) this.#judged.push({ ...resource, ...resource.address, config });
    if (resource.provisioning !== undefined) this.#provisioning(resource, resource.provisioning, object, owner);
    for (const condition of lifecycle.preconditions)
      this.#condition(condition.condition, scope, owner, placeOf(condition));
    for (const condition of lifecycle.postconditions)
      this.#condition(condition.condition, this.#scope(resource, object), owner, placeOf(condition));
    for (const trigger of lifecycle.actionTriggers)
      if (trigger.condition !== undefined) this.#condition(trigger.condition, scope, owner, placeOf(trigger));
  }

  #provisioning(resource: ResourceConfiguration, provisioning: Provisioning, self: Value, owner: Owner): void {
    const { byType, connection: schema } = this.#context.provisioners;
    const scope = this.#scope(resource, self);
    for (const configuration of provisioning.provisioners) {
      const provisioner = byType.get(configuration.type);
      if (provisioner === undefined) continue;
      this.#body(configuration.body, provisioner.block, scope, owner);
      const connection = connectionOf(provisioning, configuration);
      if (connection !== undefined) this.#body(connection, schema, scope, owner);
    }
  }

  #schemaOf({ address, provider }: ResourceConfiguration): Schema | undefined {
    const schemas = this.#schemas.get(provider.name);
    return schemas && schemaAt(schemas, address);
  }

  /**
   * Sets the values of the instances. Known are only those that are written as constants: what switches resources off may
   * switch off what refers to them as well.
   */
  #expand(resource: ResourceConfiguration, object: Value): void {
    const { key, count, forEach, origin } = resource;
    const { instances = [], diagnostics, ...rest } = expand(resource, this.#values);
    if (!('pending' in rest)) this.#add(diagnostics, { address: key, origin });
    const { resources } = this.#values;
    const repeated = count ?? forEach;
    if (repeated === undefined) resources.set(key, { kind: 'single', value: object });
    else if (instances.length === 0 || !this.#isConstant(repeated)) resources.set(key, { kind: 'unknown' });
    else if (count !== undefined) resources.set(key, { kind: 'count', values: instances.map(() => object) });
    else resources.set(key, { kind: 'each', values: new Map(instances.map((each) => [String(each.key), object])) });
  }

  #isConstant(expression: Expression): boolean {
    return this.#context.referencesOf(expression).every(({ subject }) => subject.kind === 'function');
  }

  #action(action: ActionConfiguration): void {
    const owner = { address: action.key, origin: action.origin };
    if (this.#broken.has(action.key)) return;
    const { diagnostics, ...rest } = expand(action, this.#values);
    if (!('pending' in rest)) this.#add(diagnostics, owner);
    const schema = this.#schemas.get(action.provider.name)?.action(action.address.type);
    if (schema === undefined) return;
    const config = this.#body(action.body, schema.block, this.#scope(action), owner);
    if (config !== undefined) this.#judged.push({ ...action, type: action.address.type, mode: 'action', config });
  }

  #output(output: OutputConfiguration): void {
    const owner = { address: this.#addressOf(outputNode(output.name)), origin: output.origin };
    if (this.#values.caller !== undefined) {
      const { value, diagnostics } = moduleOutput(output, this.#values);
      this.#values.outputs.set(
        output.name,
        value === undefined ? UNKNOWN : withMarksOf(new Unknown(typeOf(unmark(value))), value),
      );
      if (!this.#broken.has(owner.address)) this.#add(diagnostics, owner);
    }
    if (this.#broken.has(owner.address)) return;
    const walk = { values: this.#values, checks: new CheckRecorder() };
    if (this.#values.caller === undefined)
      this.#add(evaluateOutput({ ...output, preconditions: [] }, walk).diagnostics, owner);
    for (const condition of output.preconditions)
      this.#condition(condition.condition, this.#scope(), owner, placeOf(condition));
  }

  #check({ name, assertions, origin }: CheckConfiguration): void {
    const owner = { address: this.#addressOf(checkName(name)), origin };
    for (const assertion of assertions) this.#condition(assertion.condition, this.#scope(), owner, placeOf(assertion));
  }

  /**
   * The scope for evaluation; for something with count or for_each, that of an instance with an unknown key and value.
   */
  #scope(repeatable: Pick<Repeatable, 'count' | 'forEach'> = {}, self?: Value, values = this.#values): Scope {
    return unknownInstance(values.scope(self === undefined ? {} : { self }), repeatable);
  }

  /** The configured value without marks; undefined if it has errors. */
  #body(body: Body, block: Block, scope: Scope, owner: Owner): Value | undefined {
    if (this.#broken.has(owner.address)) return undefined;
    const { value, diagnostics } = decodeBody(body, block, scope, owner.address);
    this.#add(diagnostics, owner);
    return hasErrors(diagnostics) ? undefined : unmarkDeep(value);
  }

  /** Checks that the result is a bool; only the plan knows which one. */
  #condition(expression: Expression, scope: Scope, owner: Owner, source: SourcePlace): void {
    if (!this.#broken.has(owner.address))
      this.#add(conditionHolds(expression, scope, owner.address, source).diagnostics, owner);
  }

  /** The elements of a collection often have the same error, which is reported once. */
  #add(diagnostics: readonly Diagnostic[], { address, origin }: Owner): void {
    const told = new Set<string>();
    for (const found of diagnostics) {
      const diagnostic = { address, ...(origin === undefined ? {} : { origin }), ...found };
      const { code, summary, source } = diagnostic;
      const key = JSON.stringify([code, summary, source?.file, source?.path, source?.span]);
      if (!told.has(key)) this.diagnostics.push(diagnostic);
      told.add(key);
    }
  }
}

/**
 * Whether a problem of a provider's configuration is about an argument that is written: others may come from the environment of
 * the run that needs them.
 */
const isWritten = ({ content }: Body, { path = [] }: Diagnostic): boolean =>
  path[0] !== undefined && Object.hasOwn(content, path[0]);

/** An object with unknown attributes, marked as its schema requires. */
function unknownObject(block: Block): Value {
  const object = objectValue();
  const type = impliedType(block);
  if (typeof type === 'object' && type.kind === 'object')
    for (const [name, attribute] of Object.entries(type.attributes)) object[name] = new Unknown(attribute);
  return markSensitiveAttributes(object, block);
}
