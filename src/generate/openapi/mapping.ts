import { entryOf } from '../../model/index.js';
import { indented, lineComment, quoted } from '../print.js';
import { Names } from '../names.js';
import { configurationCode } from './configuration-code.js';
import { attributeCode, parametersCode, replyCode } from './attribute-code.js';
import { callCode, NO_OWNER } from './call-code.js';
import { actionCode } from './action-code.js';
import type { ActionGuess, DataSourceGuess, ProviderGuess, ResourceGuess } from './guess.js';
import type { ListGuess } from './paging.js';
import { resourceCode } from './resource-code.js';
import { entry, objectCode, plainCode, textsCode, type Code, type Entry } from '../source.js';
import { spoken } from './words.js';

/** Names that the module may import; only used ones are imported. */
const VALUES = ['describedAccess', 'jsonSent', 'jsonShown', 'listOf', 'mapOf', 'objectOf', 'setOf', 'whenKnown'];
const TYPES = [
  'ActionMapping',
  'ConfigurationMapping',
  'DataSourceMapping',
  'ListMapping',
  'ResourceMapping',
  'RestProviderDefinition',
];

/** The module that maps the API to resources, in an editable form: guesses and doubts are noted where they apply. */
export function mappingModule(
  guess: ProviderGuess,
  { typed = true, patient = true }: { readonly typed?: boolean; readonly patient?: boolean } = {},
): string {
  const typedAs = (type: string): string => (typed ? `: ${type}` : '');
  const names = namesOf(guess);
  const lists = new Map([...names].filter((entry): entry is [ListGuess, string] => 'paging' in entry[0]));
  const body = [
    ...[...lists].flatMap(([list, name]) => [`const ${name}${typedAs('ListMapping')} = ${listMapping(list)};`, '']),
    ...guess.resources.flatMap((resource) => [
      `const ${entryOf(names, resource)}${typedAs('ResourceMapping')} = ${resourceCode(resource, lists)};`,
      '',
    ]),
    ...guess.dataSources.flatMap((source) => [
      `const ${entryOf(names, source)}${typedAs('DataSourceMapping')} = ${dataSourceCode(source, lists)};`,
      '',
    ]),
    ...guess.actions.flatMap((action) => [
      `const ${entryOf(names, action)}${typedAs('ActionMapping')} = ${actionCode(action)};`,
      '',
    ]),
    ...configurationCode(guess, typedAs('ConfigurationMapping'), patient),
    '',
    `export const mapping${typedAs('RestProviderDefinition')} = ${definitionCode(guess, names)};`,
    ...othersComment(guess),
  ].join('\n');
  const used = (names: readonly string[]): string[] => names.filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  const imports = [...used(VALUES), ...(typed ? used(TYPES).map((name) => `type ${name}`) : [])];
  return [
    lineComment(`Maps ${guess.title} to a provider. Derived from its API description, which is beside this file.`),
    '// "guess" marks what the description does not state explicitly, "doubt" what needs a look by someone who knows the service.',
    '// This file is yours: correct what is wrong. The parts are explained in docs/provider-from-openapi.md of Landform.',
    ...(imports.length === 0
      ? []
      : ['import {', ...indented(imports.map((name) => `${name},`)), "} from 'landform/provider';"]),
    '',
    `${body}\n`,
  ].join('\n');
}

type Mapped = ListGuess | ResourceGuess | DataSourceGuess | ActionGuess;

/** The unique name of each part in the module, whatever the nouns. */
function namesOf(guess: ProviderGuess): ReadonlyMap<Mapped, string> {
  const names = new Names(RESERVED);
  const given = new Map<Mapped, string>();
  const give = (part: Mapped, noun: string): void => {
    if (!given.has(part)) given.set(part, names.take(camel(noun)));
  };
  for (const resource of guess.resources) give(resource, resource.group.noun);
  for (const { list, group } of guess.resources) if (list !== undefined) give(list, `${group.noun}_list`);
  for (const { many, group } of guess.dataSources) if (many !== undefined) give(many.list, `${group.noun}_list`);
  for (const source of guess.dataSources)
    give(source, `${source.many === undefined ? source.group.noun : source.group.plural}_data`);
  for (const action of guess.actions) give(action, action.noun);
  return given;
}

const camel = (name: string): string => name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const RESERVED = new Set([
  ...VALUES,
  ...'mapping configuration settings access break case catch class const continue default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with package interface private public static let yield await async of eval arguments'.split(
    ' ',
  ),
]);

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
  const style = paging.style === 'whole' ? [] : [`guess: pages are requested by ${paging.style}`];
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

function definitionCode(guess: ProviderGuess, names: ReadonlyMap<Mapped, string>): Code {
  const { name, errors, resources, dataSources, actions } = guess;
  return objectCode([
    ...entry('name', quoted(name)),
    ...entry('source', quoted(`${name}/${name}`)),
    ...entry('version', quoted('0.1.0')),
    ...entry('beside', 'import.meta.url'),
    ...entry('configuration', 'configuration'),
    ...entry('resources', objectCode(resources.map((each) => ({ key: each.type, code: entryOf(names, each) })))),
    ...entry('dataSources', objectCode(dataSources.map((each) => ({ key: each.type, code: entryOf(names, each) })))),
    ...entry(
      'actions',
      actions.length === 0
        ? undefined
        : objectCode(actions.map((each) => ({ key: each.type, code: entryOf(names, each) }))),
    ),
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
    '// doubt: these operations are not used:',
    ...others.map(({ operation: { method, path, id }, reason }) =>
      lineComment(`- ${method.toUpperCase()} ${path} (${id})${reason === undefined ? '' : `: ${reason}`}`),
    ),
  ];
}
