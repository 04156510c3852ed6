import { constantValue, contentOf, defaultOf, providerSourceOf } from '../engine/index.js';
import { argumentFromJson, printExpression, references } from '../language/index.js';
import {
  isJsonList,
  type ActionConfiguration,
  type Block,
  type BlockType,
  compareText,
  type Configuration,
  type Expression,
  inQuotes,
  isPlainText,
  type JsonDocument,
  type ModuleCall,
  type ModuleConfiguration,
  type JsonObject,
  JsonText,
  LazyList,
  LazyRecord,
  type OutputConfiguration,
  plainJson,
  plainText,
  type Provisioning,
  quoted,
  quotedWord,
  type Reference,
  type ResourceConfiguration,
  type SchemaOf,
  type SourcePlace,
  valueFromUntyped,
  type Value,
  type VariableConfiguration,
  objectIn,
  formatModule,
  moduleAt,
  modulePathOf,
  modulesOf,
  parseModule,
} from '../model/index.js';
import type { UsedSchemas } from './schemas.js';

type KnownSchemas = Pick<UsedSchemas, 'schemaOf' | 'schemas'>;

/**
 * The `configuration` part of a plan's JSON: the configuration as written, in constants and references. It may have very many
 * resources and arguments, so their JSON is composed as text.
 */
export function configurationJson(configuration: Configuration, { schemaOf, schemas }: KnownSchemas): LazyRecord {
  return new LazyRecord((take) => {
    const providers = providersJson(configuration, schemas);
    if (providers.size > 0) take('provider_config', recordOf(providers));
    take('root_module', moduleJson(configuration, configuration, schemaOf));
  });
}

const recordOf = (members: Iterable<readonly [string, JsonDocument]>): LazyRecord =>
  new LazyRecord((take) => {
    for (const [name, member] of members) take(name, member);
  });

function providersJson(configuration: Configuration, schemas: KnownSchemas['schemas']): Map<string, JsonText> {
  const providers = new Map<string, JsonText>();
  for (const name of [...namesIn(configuration, configuration)].sort()) {
    const source = providerSourceOf(configuration, name);
    const version = configuration.terraform.requiredProviders.get(name)?.version;
    const blocks = [...configuration.providers.values()].filter((provider) => provider.name === name);
    // The default configuration exists even if it is not written.
    for (const block of blocks.some(({ alias }) => alias === undefined) ? blocks : [undefined, ...blocks]) {
      const json = new JsonText(`{"name":${quoted(name)},"full_name":${quoted(source)}`);
      if (block?.alias !== undefined) json.add(`,"alias":${quoted(block.alias)}`);
      if (version !== undefined) json.add(`,"version_constraint":${quoted(version)}`);
      if (block !== undefined) addExpressions(json, block.body.content, schemas.get(source)?.provider().block);
      providers.set(block?.alias === undefined ? name : `${name}.${block.alias}`, json.add('}'));
    }
  }
  for (const module of modulesOf(configuration)) {
    for (const name of module === configuration ? [] : namesIn(module, configuration)) {
      const key = moduleKey(module, name, configuration);
      if (key === undefined || providers.has(key) || !key.startsWith(`${module.path}:`)) continue;
      const source = providerSourceOf(configuration, name);
      const version = [...module.terraform.requiredProviders.values()].find((one) => one.source === source)?.version;
      const json = new JsonText(`{"name":${quoted(name)},"full_name":${quoted(source)}`);
      if (version !== undefined) json.add(`,"version_constraint":${quoted(version)}`);
      providers.set(key, json.add(`,"module_address":${quoted(module.path)}}`));
    }
  }
  return providers;
}

const used = new WeakMap<ModuleConfiguration, ReadonlySet<string>>();

/** The providers that one module uses or requires, by their names in the root module. */
function namesIn(module: ModuleConfiguration, configuration: Configuration): ReadonlySet<string> {
  let names = used.get(module);
  if (names === undefined) {
    const found = new Set<string>();
    const own = [...module.providers.values(), ...module.actions.values(), ...module.resources.values()];
    for (const one of own) found.add('provider' in one ? one.provider.name : one.name);
    for (const [name, { source }] of module.terraform.requiredProviders)
      if (module === configuration || ![...found].some((other) => providerSourceOf(configuration, other) === source))
        found.add(name);
    used.set(module, (names = found));
  }
  return names;
}

/**
 * The key of a default provider configuration in a module, as Terraform has it: that of the topmost module from which it
 * comes without a gap. Undefined in the root.
 */
function moduleKey(module: ModuleConfiguration, name: string, configuration: Configuration): string | undefined {
  const steps = parseModule(module.path) ?? [];
  let top: string | undefined;
  for (let length = steps.length; length >= 0; length -= 1) {
    const path = modulePathOf(formatModule(steps.slice(0, length)));
    const around = moduleAt(configuration, path);
    if (around === undefined || !namesIn(around, configuration).has(name)) break;
    top = path;
  }
  return top === undefined || top === '' ? undefined : `${top}:${name}`;
}

const moduleJson = (module: ModuleConfiguration, configuration: Configuration, schemaOf: SchemaOf): LazyRecord =>
  new LazyRecord((take) => {
    const { outputs, resources, calls, variables, actions } = module;
    if (outputs.size > 0)
      take('outputs', recordOf([...outputs.values()].map((output) => [output.name, outputJson(output)])));
    if (resources.size > 0) {
      const sorted = [...resources.values()].sort((left, right) => compareText(left.key, right.key));
      // Managed resources first, then data.
      take(
        'resources',
        new LazyList((item) => {
          for (const mode of ['managed', 'data'])
            for (const resource of sorted)
              if (resource.address.mode === mode) item(resourceJson(configuration, resource, schemaOf));
        }),
      );
    }
    if (calls.size > 0)
      take(
        'module_calls',
        recordOf([...calls.values()].map((call) => [call.name, callJson(call, configuration, schemaOf)])),
      );
    if (variables.size > 0)
      take('variables', recordOf([...variables.values()].map((variable) => [variable.name, variableJson(variable)])));
    if (actions.size > 0) {
      const sorted = [...actions.values()].sort((left, right) => compareText(left.key, right.key));
      take('actions', new LazyList((item) => sorted.forEach((action) => item(actionJson(action)))));
    }
  });

const callJson = (call: ModuleCall, configuration: Configuration, schemaOf: SchemaOf): LazyRecord =>
  new LazyRecord((take) => {
    const { from, body, count, forEach, module, version, dependsOn } = call;
    take('source', from);
    const given = new JsonText('');
    if (addArguments(given, '{', body.content, undefined)) take('expressions', given.add('}'));
    if (count !== undefined) take('count_expression', expressionJson(count));
    if (forEach !== undefined) take('for_each_expression', expressionJson(forEach));
    take('module', moduleJson(module, configuration, schemaOf));
    if (version !== undefined) take('version_constraint', version);
    if (dependsOn.length > 0) take('depends_on', dependsOn.map(printExpression));
  });

function expressionJson(expression: Expression): JsonText {
  const json = new JsonText('');
  addExpression(json, expression);
  return json;
}

function outputJson(output: OutputConfiguration): JsonText {
  const json = new JsonText(output.sensitive ? '{"sensitive":true,' : '{');
  addExpression(json.add('"expression":'), output.value);
  addDependsOn(json, output.dependsOn);
  if (output.description !== undefined) json.add(`,"description":${quoted(output.description)}`);
  return json.add('}');
}

function variableJson(variable: VariableConfiguration): JsonObject {
  const standard = defaultOf(variable);
  return {
    ...(standard === undefined ? {} : { default: plainJson(standard) }),
    ...(variable.description === undefined ? {} : { description: variable.description }),
    ...(variable.sensitive ? { sensitive: true } : {}),
  };
}

function resourceJson(configuration: Configuration, resource: ResourceConfiguration, schemaOf: SchemaOf): JsonText {
  const { key, address, provider, body, dependsOn } = resource;
  const { mode, type, name } = address;
  const schema = schemaOf(providerSourceOf(configuration, provider.name), mode, type);
  // The name is part of the address.
  const part = isPlainText(key) ? inQuotes : quoted;
  const local = address.module === '' ? key : key.slice(address.module.length + 1);
  const json = new JsonText(
    `{"address":${part(local)},"mode":"${mode}","type":${quotedWord(type)},"name":${part(name)},"provider_config_key":${configKey(resource, configuration)}`,
  );
  if (resource.provisioning !== undefined) addProvisioners(json, resource.provisioning);
  addExpressions(json, body.content, schema?.block);
  json.add(`,"schema_version":${schema?.version ?? 0}`);
  addRepetition(json, resource);
  addDependsOn(json, dependsOn);
  return json.add('}');
}

function addProvisioners(json: JsonText, { provisioners }: Provisioning): void {
  if (provisioners.length === 0) return;
  addEach(json.add(',"provisioners":'), '[', provisioners, ({ type, body }) => {
    json.add(`{"type":${quoted(type)}`);
    addExpressions(json, body.content, undefined);
    json.add('}');
  });
  json.add(']');
}

function actionJson(action: ActionConfiguration): JsonText {
  const { key, address } = action;
  const json = new JsonText(
    `{"address":${quoted(key)},"type":${quoted(address.type)},"name":${quoted(address.name)},"provider_config_key":${configKey(action)}`,
  );
  addRepetition(json, action);
  return json.add('}');
}

function configKey({ provider, address }: Configured, configuration?: Configuration): string {
  const { name, alias } = provider;
  if (alias !== undefined) return quotedWord(`${name}.${alias}`);
  const module = configuration && 'module' in address && address.module !== '' ? address.module : undefined;
  const around =
    module === undefined || configuration === undefined ? undefined : moduleAt(configuration, modulePathOf(module));
  const key = around === undefined || configuration === undefined ? undefined : moduleKey(around, name, configuration);
  return quotedWord(key ?? name);
}

type Configured =
  Pick<ResourceConfiguration, 'provider' | 'address'> | Pick<ActionConfiguration, 'provider' | 'address'>;

function addRepetition(json: JsonText, { count, forEach }: Pick<ResourceConfiguration, 'count' | 'forEach'>): void {
  if (count !== undefined) addExpression(json.add(',"count_expression":'), count);
  if (forEach !== undefined) addExpression(json.add(',"for_each_expression":'), forEach);
}

function addDependsOn(json: JsonText, dependsOn: readonly Expression[]): void {
  if (dependsOn.length > 0)
    json.add(`,"depends_on":[${dependsOn.map((one) => quoted(printExpression(one))).join(',')}]`);
}

function addExpressions(json: JsonText, content: Readonly<Record<string, Expression>>, block: Block | undefined): void {
  if (addArguments(json, ',"expressions":{', content, block)) json.add('}');
}

/**
 * Adds arguments by name, preceded by `before` if there are any. If the schema of the body is given, it distinguishes blocks from
 * attributes, and everything else is omitted.
 */
function addArguments(
  json: JsonText,
  before: string,
  content: Readonly<Record<string, Expression>>,
  block: Block | undefined,
): boolean {
  let between = before;
  const begin = (name: string): JsonText => {
    json.add(`${between}${quotedWord(name)}:`);
    between = ',';
    return json;
  };
  for (const name of Object.keys(content).sort()) {
    const expression = content[name];
    if (expression === undefined) continue;
    const nested = block !== undefined && Object.hasOwn(block.blockTypes, name) ? block.blockTypes[name] : undefined;
    if (nested !== undefined) {
      const written = writtenBlocks(expression);
      if (written !== undefined) addBlocks(begin(name), written, nested);
    } else if (block === undefined || Object.hasOwn(block.attributes, name)) {
      addExpression(begin(name), expression);
    }
  }
  return between !== before;
}

/** The content of a block, or the labels above it. */
type Content = Readonly<Record<string, Expression>>;

function addBlocks(json: JsonText, bodies: readonly Content[], { nesting, block }: BlockType): void {
  switch (nesting) {
    case 'single':
    case 'group':
      addBody(json, bodies[0] ?? {}, block);
      return;
    case 'list':
    case 'set':
      addEach(json, '[', bodies, (body) => addBody(json, body, block));
      json.add(']');
      return;
    case 'map':
      addEach(json, '{', new Map(bodies.flatMap((labelled) => Object.entries(labelled))), ([label, body]) =>
        addBody(json.add(`${quoted(label)}:`), writtenBlocks(body)?.[0] ?? {}, block),
      );
      json.add('}');
  }
}

function addBody(json: JsonText, content: Content, block: Block): void {
  json.add(addArguments(json, '{', content, block) ? '}' : '{}');
}

function addEach<T>(json: JsonText, before: string, items: Iterable<T>, add: (item: T) => void): void {
  let between = before;
  for (const item of items) {
    json.add(between);
    add(item);
    between = ',';
  }
  if (between === before) json.add(before);
}

/**
 * Adds an expression as Terraform does, which treats the text of a template in JSON as a constant and lists its references
 * separately.
 */
function addExpression(json: JsonText, expression: Expression): void {
  const value = writtenValue(expression);
  json.add('{');
  if (value !== undefined) json.add('"constant_value":').add(plainText(value));
  const start = value === undefined ? '"references":[' : ',"references":[';
  let between = start;
  for (const reference of references(expression)) {
    const names = spellings(reference);
    // The others are prefixes of the first.
    const [longest = ''] = names;
    const part = isPlainText(longest) ? inQuotes : quoted;
    for (const name of names) {
      json.add(between + part(name));
      between = ',';
    }
  }
  json.add(between === start ? '}' : ']}');
}

/** The value as written, printed later with sorted keys, normalized text and full numbers; undefined if it is not constant. */
function writtenValue(expression: Expression): Value | undefined {
  const { written } = expression;
  if (written !== undefined) return valueFromUntyped(written);
  if (expression.kind === 'literal') return expression.value;
  return references(expression).length === 0 ? constantValue(expression, NOWHERE).value : undefined;
}

const NOWHERE: SourcePlace = { file: '', path: [] };

/** The content of each of the blocks; undefined if there are none. */
function writtenBlocks(expression: Expression): readonly Content[] | undefined {
  if (expression.isBlock === true) {
    const blocks = expression.kind === 'tuple' ? expression.items : [expression];
    return blocks.map((block) => contentOf(block) ?? {});
  }
  const value = writtenValue(expression);
  const json = value === undefined ? null : plainJson(value);
  if (json === null) return undefined;
  return (isJsonList(json) ? json : [json]).map((body) =>
    Object.fromEntries(Object.entries(objectIn(body)).map(([name, part]) => [name, argumentFromJson(part).expression])),
  );
}

/** The forms of a reference, from the longest to the shortest: `a.b[0].c`, `a.b[0]`, `a.b`. */
function spellings(reference: Reference): readonly string[] {
  const { subject } = reference;
  let text: string;
  let shortest = 0;
  switch (subject.kind) {
    case 'variable':
      text = `var.${subject.name}`;
      break;
    case 'local':
      text = `local.${subject.name}`;
      break;
    case 'module':
      text = `module.${subject.name}`;
      break;
    case 'resource':
      text = subject.key;
      break;
    case 'self':
      text = 'self';
      break;
    default:
      text = subject.kind;
      shortest = 1;
  }
  const forms = [text];
  // An instance of a module counts as one name.
  if (subject.kind === 'module' && reference.steps[0]?.kind === 'index') shortest = 1;
  for (const step of reference.steps) {
    text += step.kind === 'attribute' ? `.${step.key}` : `[${JSON.stringify(step.key)}]`;
    forms.push(text);
  }
  return forms.slice(shortest).reverse();
}
