import { defaultOf, providerSourceOf } from '../engine/index.js';
import { argumentFromJson, printExpression, references } from '../language/index.js';
import {
  type ActionConfiguration,
  compareText,
  emptyRecord,
  LazyList,
  LazyRecord,
  plainJson,
  usedProviderNames,
  valueFromUntyped,
  type Block,
  type BlockType,
  type Configuration,
  type Expression,
  type Json,
  type JsonObject,
  type OutputConfiguration,
  type Reference,
  type ResourceConfiguration,
  type SchemaOf,
  type VariableConfiguration,
} from '../model/index.js';
import type { UsedSchemas } from './schemas.js';

type KnownSchemas = Pick<UsedSchemas, 'schemaOf' | 'schemas'>;

/** The `configuration` part of a plan's JSON: what was written, as constants and references. */
export function configurationJson(configuration: Configuration, { schemaOf, schemas }: KnownSchemas): LazyRecord {
  return new LazyRecord((take) => {
    const providers = providersJson(configuration, schemas);
    if (Object.keys(providers).length > 0) take('provider_config', providers);
    take('root_module', rootModuleJson(configuration, schemaOf));
  });
}

function providersJson(configuration: Configuration, schemas: KnownSchemas['schemas']): Record<string, Json> {
  const providers: Record<string, Json> = {};
  const names = new Set([...configuration.terraform.requiredProviders.keys(), ...usedProviderNames(configuration)]);
  for (const name of [...names].sort()) {
    const source = providerSourceOf(configuration, name);
    const version = configuration.terraform.requiredProviders.get(name)?.version;
    const blocks = [...configuration.providers.values()].filter((provider) => provider.name === name);
    // The one without alias is there whether it is written out or not.
    for (const block of blocks.some(({ alias }) => alias === undefined) ? blocks : [undefined, ...blocks]) {
      const schema = schemas.get(source)?.provider();
      const expressions = block === undefined ? {} : bodyJson(block.body.content, schema?.block);
      providers[block?.alias === undefined ? name : `${name}.${block.alias}`] = {
        name,
        full_name: source,
        ...(block?.alias === undefined ? {} : { alias: block.alias }),
        ...(version === undefined ? {} : { version_constraint: version }),
        ...(Object.keys(expressions).length === 0 ? {} : { expressions }),
      };
    }
  }
  return providers;
}

const rootModuleJson = (configuration: Configuration, schemaOf: SchemaOf): LazyRecord =>
  new LazyRecord((take) => {
    const { outputs, resources, variables, actions } = configuration;
    if (outputs.size > 0)
      take('outputs', recordOf([...outputs.values()].map((output) => [output.name, outputJson(output)])));
    if (resources.size > 0) {
      const sorted = [...resources.values()].sort(byModeAndKey);
      take(
        'resources',
        new LazyList((item) => sorted.forEach((resource) => item(resourceJson(configuration, resource, schemaOf)))),
      );
    }
    if (variables.size > 0)
      take('variables', recordOf([...variables.values()].map((variable) => [variable.name, variableJson(variable)])));
    if (actions.size > 0)
      take('actions', [...actions.values()].sort((left, right) => compareText(left.key, right.key)).map(actionJson));
  });

function recordOf(entries: readonly (readonly [string, Json])[]): JsonObject {
  const record = emptyRecord<Json>();
  for (const [name, json] of entries) record[name] = json;
  return record;
}

const outputJson = (output: OutputConfiguration): JsonObject => ({
  ...(output.sensitive ? { sensitive: true } : {}),
  expression: expressionJson(output.value),
  ...(output.dependsOn.length === 0 ? {} : { depends_on: output.dependsOn.map(printExpression) }),
  ...(output.description === undefined ? {} : { description: output.description }),
});

function variableJson(variable: VariableConfiguration): JsonObject {
  const standard = defaultOf(variable);
  return {
    ...(standard === undefined ? {} : { default: plainJson(standard) }),
    ...(variable.description === undefined ? {} : { description: variable.description }),
    ...(variable.sensitive ? { sensitive: true } : {}),
  };
}

function resourceJson(configuration: Configuration, resource: ResourceConfiguration, schemaOf: SchemaOf): JsonObject {
  const { address } = resource;
  const schema = schemaOf(providerSourceOf(configuration, resource.provider.name), address.mode, address.type);
  const expressions = bodyJson(resource.body.content, schema?.block);
  const dependsOn = resource.dependsOn.map(printExpression);
  return {
    address: resource.key,
    mode: address.mode,
    type: address.type,
    name: address.name,
    provider_config_key: configKey(resource),
    ...(Object.keys(expressions).length === 0 ? {} : { expressions }),
    schema_version: schema?.version ?? 0,
    ...repetitionJson(resource),
    ...(dependsOn.length === 0 ? {} : { depends_on: dependsOn }),
  };
}

function actionJson(action: ActionConfiguration): JsonObject {
  return {
    address: action.key,
    type: action.address.type,
    name: action.address.name,
    provider_config_key: configKey(action),
    ...repetitionJson(action),
  };
}

const configKey = ({ provider }: Pick<ResourceConfiguration, 'provider'>): string =>
  provider.alias === undefined ? provider.name : `${provider.name}.${provider.alias}`;

const repetitionJson = ({ count, forEach }: Pick<ResourceConfiguration, 'count' | 'forEach'>): JsonObject => ({
  ...(count === undefined ? {} : { count_expression: expressionJson(count) }),
  ...(forEach === undefined ? {} : { for_each_expression: expressionJson(forEach) }),
});

/** Managed resources first, then data. */
function byModeAndKey(left: ResourceConfiguration, right: ResourceConfiguration): number {
  if (left.address.mode !== right.address.mode) return left.address.mode === 'managed' ? -1 : 1;
  return compareText(left.key, right.key);
}

/** Arguments by name. With the schema of the body, its blocks are told from its attributes and the rest is left out. */
function bodyJson(content: Readonly<Record<string, Expression>>, block?: Block): Record<string, Json> {
  const result: Record<string, Json> = {};
  for (const name of Object.keys(content).sort()) {
    const expression = content[name]!;
    const nested = block !== undefined && Object.hasOwn(block.blockTypes, name) ? block.blockTypes[name] : undefined;
    if (nested !== undefined) {
      const blocks = blocksJson(writtenJson(expression), nested);
      if (blocks !== undefined) result[name] = blocks;
    } else if (block === undefined || Object.hasOwn(block.attributes, name)) {
      result[name] = expressionJson(expression);
    }
  }
  return result;
}

/** The blocks of one name; undefined when there are none. */
function blocksJson(json: Json, { nesting, block }: BlockType): Json | undefined {
  const ofBody = (body: Json): Json => bodyJson(argumentsOf(body), block);
  if (json === null) return undefined;
  switch (nesting) {
    case 'single':
    case 'group':
      return ofBody(bodiesOf(json)[0] ?? null);
    case 'list':
    case 'set':
      return bodiesOf(json).map(ofBody);
    case 'map':
      return recordOf(
        bodiesOf(json).flatMap((labelled) =>
          Object.entries(labelled as JsonObject).map(([label, body]) => [label, ofBody(body)] as const),
        ),
      );
  }
}

const bodiesOf = (json: Json): readonly Json[] => (Array.isArray(json) ? (json as readonly Json[]) : [json]);

const argumentsOf = (body: Json): Readonly<Record<string, Expression>> =>
  Object.fromEntries(
    Object.entries((body ?? {}) as JsonObject).map(([name, json]) => [name, argumentFromJson(json).expression]),
  );

/** Terraform takes the text of a template for a constant, and lists its references beside it. */
function expressionJson(expression: Expression): JsonObject {
  const constant = { constant_value: writtenJson(expression) };
  const names = references(expression).flatMap(spellings);
  return names.length === 0 ? constant : { ...constant, references: names };
}

/** What was written, in the form of a value: keys in order, text composed, numbers in full. */
function writtenJson(expression: Expression): Json {
  const { written } = expression;
  if (written !== undefined) return plainJson(valueFromUntyped(written));
  return expression.kind === 'literal' ? plainJson(expression.value) : null;
}

/** A reference from its longest to its shortest form: `a.b[0].c`, `a.b[0]`, `a.b`. */
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
    default:
      text = subject.kind;
      shortest = 1;
  }
  const forms = [text];
  for (const step of reference.steps) {
    text += step.kind === 'attribute' ? `.${step.key}` : `[${JSON.stringify(step.key)}]`;
    forms.push(text);
  }
  return forms.slice(shortest).reverse();
}
