import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { App, Stack } from '../../src/constructs/index.js';
import { plainJson, stringifyJson, type JsonObject, type Schema } from '../../src/model/index.js';
import type { Entry, Example, Guide, Importing, ResourceEntry } from '../../src/generate/index.js';
import type { Sandbox } from '../../src/sandbox/index.js';
import type { ProviderSchemas } from '../../src/providers/provider.js';
import type {
  AttributeMapping,
  ConfigurationMapping,
  ResourceMapping,
  RestProviderDefinition,
} from '../../src/providers/rest/mapping/definition.js';

/** The parts of a guide. */
export interface GuideSource {
  readonly definition: RestProviderDefinition;
  readonly schemas: ProviderSchemas;
  /** Adds the provider to a stack. */
  readonly configure: (stack: Stack) => unknown;
  /** Creates the objects that an example expects to exist. */
  readonly prepare?: (sandbox: Sandbox, directory: string, example: string) => Promise<unknown>;
}

/** An example by name, as the guide shows it and as a whole document. */
export interface RunExample extends Example {
  readonly document: string;
}

const FOLDER = path.resolve('docs/providers');

/** The guide of a provider, from its schemas and the texts in `docs/providers/<name>`. */
export async function guideOf({ definition, schemas, configure }: GuideSource): Promise<Guide> {
  const { name, configuration, resources, dataSources, actions = {} } = definition;
  const entries = <M extends { readonly attributes: Readonly<Record<string, AttributeMapping>> }, E extends Entry>(
    mappings: Readonly<Record<string, M>>,
    schemaOf: (type: string) => Schema | undefined,
    more: (mapping: M) => Omit<E, keyof Entry>,
  ): Record<string, E> =>
    Object.fromEntries(
      Object.keys(mappings)
        .sort()
        .map((type): [string, E] => {
          const mapping = mappings[type]!;
          const entry = { schema: schemaOf(type)!, defaults: defaultsOf(mapping.attributes) };
          return [type, { ...entry, ...more(mapping) } as E];
        }),
    );
  const none = (): object => ({});
  return {
    name,
    command: 'scripts/provider-guides.mjs',
    configuration: {
      schema: schemas.provider(),
      defaults: defaultsOf(configuration.attributes),
      environment: environmentOf(configuration),
    },
    resources: entries<ResourceMapping, ResourceEntry>(resources, (type) => schemas.resource(type), resourceFacts),
    dataSources: entries(dataSources, (type) => schemas.dataSource(type), none),
    actions: entries(actions, (type) => schemas.action(type), none),
    texts: {
      intro: textOf(name, 'intro.md'),
      topics: textOf(name, 'topics.md'),
      notes: notesOf(name),
      examples: await examplesOf(name, configure),
    },
  };
}

function resourceFacts(mapping: ResourceMapping): Omit<ResourceEntry, keyof Entry> {
  return {
    importing: importingOf(mapping),
    ...('forget' in mapping.remove ? { forgets: mapping.remove.forget } : {}),
  };
}

function importingOf({ read, imports, lookup, identity }: ResourceMapping): Importing {
  if (read.kept !== undefined) return { impossible: read.kept };
  const byName = lookup === undefined ? {} : { byName: { part: identity.at(-1)!, name: lookup.name } };
  return { forms: imports, ...byName };
}

function defaultsOf(attributes: Readonly<Record<string, AttributeMapping>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, { default: source }]) => {
      if (source === undefined) return [];
      return [[name, 'value' in source ? `\`${stringifyJson(plainJson(source.value))}\`` : 'that of the provider']];
    }),
  );
}

function environmentOf({ attributes }: ConfigurationMapping): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, { environment }]) =>
      environment === undefined ? [] : [[name, environment]],
    ),
  );
}

function textOf(provider: string, file: string): string {
  try {
    return readFileSync(path.join(FOLDER, provider, file), 'utf8');
  } catch {
    return '';
  }
}

function notesOf(provider: string): Record<string, string> {
  return Object.fromEntries(
    filesIn(provider, 'notes', '.md').map((name) => [name, textOf(provider, `notes/${name}.md`)]),
  );
}

async function examplesOf(provider: string, configure: GuideSource['configure']): Promise<Record<string, Example>> {
  const all = exampleNames(provider).map(async (name) => [name, await exampleOf(provider, name, configure)] as const);
  return Object.fromEntries(await Promise.all(all));
}

export function exampleNames(provider: string): string[] {
  return filesIn(provider, 'examples', '.ts');
}

/** A file of `examples/` builds a part of a stack; it is shown without the shared parts. */
export async function exampleOf(
  provider: string,
  name: string,
  configure: GuideSource['configure'],
): Promise<RunExample> {
  const file = path.join(FOLDER, provider, 'examples', `${name}.ts`);
  const { default: build } = (await import(pathToFileURL(file).href)) as { default: (stack: Stack) => void };
  const app = new App();
  const stack = new Stack(app, 'example');
  configure(stack);
  build(stack);
  const { document } = app.assemble().stacks[0]!;
  return { document, json: jsonOf(document), typescript: snippetOf(readFileSync(file, 'utf8')) };
}

function filesIn(provider: string, folder: string, ending: string): string[] {
  const all = (() => {
    try {
      return readdirSync(path.join(FOLDER, provider, folder));
    } catch {
      return [];
    }
  })();
  return all
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();
}

/** Imports of classes, and the body of the function. */
function snippetOf(source: string): string {
  const [head = '', rest = ''] = source.split(/^export default \(stack: Stack\): void => \{\n/m);
  const body = rest.slice(0, rest.lastIndexOf('\n};')).replaceAll(/^ {2}/gm, '');
  const imports = head
    .replaceAll(/^import type .*\n/gm, '')
    .replaceAll(/, type Stack\b|\btype Stack, /g, '')
    .trim();
  return `${imports}\n\n${body}`;
}

/** A document without the parts that every folder has. */
function jsonOf(document: string): string {
  const { terraform: _terraform, provider: _provider, '//': _meta, ...rest } = JSON.parse(document) as JsonObject;
  return JSON.stringify(rest, (key, value: unknown) => (key === '//' ? undefined : value));
}
