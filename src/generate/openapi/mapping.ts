import { indented, lineComment, quoted } from '../print.js';
import { configurationCode } from './configuration-code.js';
import { attributeCode, parametersCode, replyCode } from './attribute-code.js';
import { callCode, NO_OWNER } from './call-code.js';
import type { DataSourceGuess, ProviderGuess, ResourceGuess } from './guess.js';
import type { ListGuess } from './paging.js';
import { resourceCode } from './resource-code.js';
import { entry, objectCode, plainCode, textsCode, type Code, type Entry } from './source.js';
import { spoken } from './words.js';

/** Names that the module may import; those it uses it does. */
const VALUES = ['jsonSent', 'jsonShown', 'listOf', 'mapOf', 'objectOf', 'setOf'];
const TYPES = ['ConfigurationMapping', 'DataSourceMapping', 'ListMapping', 'ResourceMapping', 'RestProviderDefinition'];

/** The module that maps the API to resources, in the form people go on with: guesses and doubts stand where they were made. */
export function mappingModule(guess: ProviderGuess): string {
  const lists = listNames(guess);
  const body = [
    ...[...lists].flatMap(([list, name]) => [`const ${name}: ListMapping = ${listMapping(list)};`, '']),
    ...guess.resources.flatMap((resource) => [
      `const ${constant(resource)}: ResourceMapping = ${resourceCode(resource, lists)};`,
      '',
    ]),
    ...guess.dataSources.flatMap((source) => [
      `const ${dataConstant(source)}: DataSourceMapping = ${dataSourceCode(source, lists)};`,
      '',
    ]),
    ...configurationCode(guess),
    '',
    `export const mapping: RestProviderDefinition = ${definitionCode(guess)};`,
    ...othersComment(guess),
  ].join('\n');
  const used = (names: readonly string[]): string[] => names.filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  const imports = [...used(VALUES), ...used(TYPES).map((name) => `type ${name}`)];
  return [
    lineComment(
      `How ${guess.title} becomes a provider, concluded from its API description, which is beside this file.`,
    ),
    '// "guess" marks what the description does not say outright, "doubt" what somebody who knows the service should look at.',
    '// This file is yours: change what is wrong. What the parts mean: docs/provider-from-openapi.md of Landform.',
    'import {',
    ...indented(imports.map((name) => `${name},`)),
    "} from 'landform/provider';",
    '',
    `${body}\n`,
  ].join('\n');
}

const constant = ({ group }: ResourceGuess): string => camel(group.noun);
const dataConstant = (source: DataSourceGuess): string =>
  camel(`${source.many === undefined ? source.group.noun : source.group.plural}_data`);

function camel(name: string): string {
  const joined = name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return RESERVED.has(joined) ? `${joined}Thing` : joined;
}

const RESERVED = new Set([
  ...VALUES,
  ...'mapping configuration break case catch class const continue default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with package interface private public static let yield await async of'.split(
    ' ',
  ),
]);

function listNames(guess: ProviderGuess): ReadonlyMap<ListGuess, string> {
  const lists = new Map<ListGuess, string>();
  for (const { list, group } of guess.resources) if (list !== undefined) lists.set(list, `${camel(group.noun)}List`);
  for (const { many, group } of guess.dataSources)
    if (many !== undefined && !lists.has(many.list)) lists.set(many.list, `${camel(group.noun)}List`);
  return lists;
}

function listMapping({ operation, paging, doubt }: ListGuess): Code {
  const parts = Object.entries(paging).map(([name, value]): Entry => ({
    key: name,
    code:
      typeof value === 'object'
        ? objectCode(
            Object.entries<string | number>({ ...value }).map(([inner, each]) => ({
              key: inner,
              code: plainCode(each),
            })),
          )
        : plainCode(value),
  }));
  const style = paging.style === 'whole' ? [] : [`guess: pages are asked for by ${paging.style}`];
  return objectCode([
    ...entry('operation', quoted(operation.id)),
    ...entry('paging', objectCode(parts), doubt === undefined ? style : [`doubt: ${doubt}`]),
  ]);
}

function dataSourceCode(
  { group, attributes, parameters, one, many }: DataSourceGuess,
  lists: ReadonlyMap<ListGuess, string>,
): Code {
  const plain = attributes.map((attribute) => ({
    key: attribute.name,
    code: attributeCode({ ...attribute, replaces: false }, new Set(), []),
  }));
  const noun = one === undefined ? `list of ${spoken(group.plural)}` : spoken(group.noun);
  return objectCode([
    ...entry('noun', quoted(noun)),
    ...entry('description', quoted(one === undefined ? `All ${spoken(group.plural)}.` : `One ${spoken(group.noun)}.`)),
    ...entry('attributes', objectCode(plain)),
    ...entry('parameters', parametersCode(parameters)),
    ...entry(
      'one',
      one &&
        objectCode([
          ...entry('call', callCode(one.call, NO_OWNER)),
          ...entry('reply', replyCode(one.reply, attributes)),
        ]),
    ),
    ...entry(
      'many',
      many &&
        objectCode([
          ...entry('list', lists.get(many.list)),
          ...entry('into', quoted(many.into)),
          ...entry('item', quoted(many.list.item)),
          ...entry('sensitive', many.sensitive ? 'true' : undefined),
        ]),
    ),
  ]);
}

function definitionCode(guess: ProviderGuess): Code {
  const { name, errors, resources, dataSources } = guess;
  return objectCode([
    ...entry('name', quoted(name)),
    ...entry('source', quoted(`${name}/${name}`)),
    ...entry('version', quoted('0.1.0')),
    ...entry('beside', 'import.meta.url'),
    ...entry('configuration', 'configuration'),
    ...entry('resources', objectCode(resources.map((each) => ({ key: each.type, code: constant(each) })))),
    ...entry('dataSources', objectCode(dataSources.map((each) => ({ key: each.type, code: dataConstant(each) })))),
    ...entry(
      'errors',
      objectCode([
        ...entry('message', textsCode(errors.message)),
        ...entry('details', errors.details === undefined ? undefined : quoted(errors.details)),
      ]),
    ),
  ]);
}

function othersComment({ others }: ProviderGuess): string[] {
  if (others.length === 0) return [];
  return [
    '',
    '// doubt: nothing here uses these operations:',
    ...others.map(({ method, path, id }) => lineComment(`- ${method.toUpperCase()} ${path} (${id})`)),
  ];
}
