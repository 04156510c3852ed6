import { defaultOf, providerSourceOf } from '../engine/index.js';
import { printExpression } from '../language/index.js';
import {
  canonicalConstraints,
  type ActionConfiguration,
  compareText,
  type Configuration,
  type Expression,
  inQuotes,
  isPlainText,
  localAction,
  type JsonDocument,
  type ModuleCall,
  type ModuleConfiguration,
  type JsonObject,
  JsonText,
  LazyList,
  LazyRecord,
  type OutputConfiguration,
  plainJson,
  type ProviderConfiguration,
  type ProviderSource,
  type Provisioning,
  quoted,
  quotedWord,
  type ResourceConfiguration,
  type SchemaOf,
  type VariableConfiguration,
  formatModule,
  moduleAt,
  modulePathOf,
  modulesOf,
  ROOT_MODULE,
  parseModule,
} from '../model/index.js';
import { addArguments, addEach, addExpression, addExpressions, isEmptyInJson } from './expressions-json.js';
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
      const json = providerJson(name, source, version, block, schemas);
      providers.set(block?.alias === undefined ? name : `${name}.${block.alias}`, json.add('}'));
    }
  }
  for (const module of modulesOf(configuration)) {
    for (const block of module === configuration ? [] : module.providers.values()) {
      const source = providerSourceOf(configuration, block.name);
      const { localName = block.name } = block;
      const version = module.terraform.requiredProviders.get(localName)?.version;
      const json = providerJson(localName, source, version, block, schemas);
      providers.set(ownKey(block), json.add(`,"module_address":${quoted(module.path)}}`));
    }
    for (const name of module === configuration ? [] : namesIn(module, configuration)) {
      const key = moduleKey(module, name, configuration);
      if (isConfiguredIn(module, name) || key === undefined || providers.has(key) || !key.startsWith(`${module.path}:`))
        continue;
      const source = providerSourceOf(configuration, name);
      const version = [...module.terraform.requiredProviders.values()].find((one) => one.source === source)?.version;
      const json = new JsonText(`{"name":${quoted(name)},"full_name":${quoted(source)}`);
      if (version !== undefined) json.add(`,"version_constraint":${quoted(canonicalConstraints(version))}`);
      providers.set(key, json.add(`,"module_address":${quoted(module.path)}}`));
    }
  }
  return providers;
}

function providerJson(
  name: string,
  source: ProviderSource,
  version: string | undefined,
  block: ProviderConfiguration | undefined,
  schemas: KnownSchemas['schemas'],
): JsonText {
  const json = new JsonText(`{"name":${quoted(name)},"full_name":${quoted(source)}`);
  if (block?.alias !== undefined) json.add(`,"alias":${quoted(block.alias)}`);
  if (version !== undefined) json.add(`,"version_constraint":${quoted(canonicalConstraints(version))}`);
  if (block !== undefined) addExpressions(json, block.body.content, schemas.get(source)?.provider().block);
  return json;
}

const isConfiguredIn = ({ providers }: ModuleConfiguration, name: string): boolean =>
  [...providers.values()].some((block) => block.name === name && block.alias === undefined);

/** The key of a provider configuration in a called module. */
const ownKey = ({ name, localName = name, alias, module = ROOT_MODULE }: Omit<ProviderConfiguration, 'body'>): string =>
  `${module}:${localName}${alias === undefined ? '' : `.${alias}`}`;

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
      take('actions', new LazyList((item) => sorted.forEach((action) => item(actionJson(configuration, action)))));
    }
  });

const callJson = (call: ModuleCall, configuration: Configuration, schemaOf: SchemaOf): LazyRecord =>
  new LazyRecord((take) => {
    const { from, body, count, forEach, module, version, dependsOn } = call;
    take('source', from);
    const given = new JsonText('');
    if (addArguments(given, '{', body.content, undefined)) take('expressions', given.add('}'));
    if (isPrinted(count)) take('count_expression', expressionJson(count));
    if (isPrinted(forEach)) take('for_each_expression', expressionJson(forEach));
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

function actionJson(configuration: Configuration, action: ActionConfiguration): JsonText {
  const { address } = action;
  const json = new JsonText(
    `{"address":${quoted(localAction(address))},"type":${quoted(address.type)},"name":${quoted(address.name)},"provider_config_key":${configKey(action, configuration)}`,
  );
  addRepetition(json, action);
  return json.add('}');
}

function configKey({ provider, address }: Configured, configuration?: Configuration): string {
  const { name, alias, module: holder } = provider;
  if (holder !== undefined && configuration !== undefined) {
    const blocks = moduleAt(configuration, holder)?.providers.values() ?? [];
    const own = [...blocks].find((block) => block.name === name && block.alias === alias);
    return quotedWord(ownKey(own ?? provider));
  }
  if (alias !== undefined) return quotedWord(`${name}.${alias}`);
  const module = address.module !== '' ? address.module : undefined;
  const around =
    module === undefined || configuration === undefined ? undefined : moduleAt(configuration, modulePathOf(module));
  const key = around === undefined || configuration === undefined ? undefined : moduleKey(around, name, configuration);
  return quotedWord(key ?? name);
}

type Configured =
  Pick<ResourceConfiguration, 'provider' | 'address'> | Pick<ActionConfiguration, 'provider' | 'address'>;

function addRepetition(json: JsonText, { count, forEach }: Pick<ResourceConfiguration, 'count' | 'forEach'>): void {
  if (isPrinted(count)) addExpression(json.add(',"count_expression":'), count);
  if (isPrinted(forEach)) addExpression(json.add(',"for_each_expression":'), forEach);
}

const isPrinted = (repetition: Expression | undefined): repetition is Expression =>
  repetition !== undefined && !isEmptyInJson(repetition);

function addDependsOn(json: JsonText, dependsOn: readonly Expression[]): void {
  if (dependsOn.length > 0)
    json.add(`,"depends_on":[${dependsOn.map((one) => quoted(printExpression(one))).join(',')}]`);
}
