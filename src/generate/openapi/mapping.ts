import { indented, quoted } from '../print.js';
import { configurationCode } from './configuration-code.js';
import type {
  AttributeGuess,
  CallGuess,
  DataSourceGuess,
  FollowGuess,
  ProviderGuess,
  ResourceGuess,
  UpdateGuess,
  WaitGuess,
} from './guess.js';
import type { ListGuess } from './paging.js';
import {
  entry,
  listCode,
  objectCode,
  plainCode,
  recordCode,
  textCode,
  textsCode,
  typeCode,
  type Code,
  type Entry,
} from './source.js';
import { article, spoken } from './words.js';

/** Names that the module may import; those it uses it does. */
const VALUES = ['jsonSent', 'jsonShown', 'listOf', 'mapOf', 'objectOf', 'setOf'];
const TYPES = ['ConfigurationMapping', 'DataSourceMapping', 'ListMapping', 'ResourceMapping', 'RestProviderDefinition'];

/** How often a status is asked for, and how long. */
const PATIENCE = [entry('intervalSeconds', '1'), entry('deadlineSeconds', '1800')].flat();

/** The module that maps the API to resources, in the form people go on with: guesses and doubts stand where they were made. */
export function mappingModule(guess: ProviderGuess): string {
  const lists = listNames(guess);
  const body = [
    ...[...lists].flatMap(([list, name]) => [`const ${name}: ListMapping = ${listMapping(list)};`, '']),
    ...guess.resources.flatMap((resource) => [
      ...doubtLines(resource.doubts),
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
    `// How ${guess.title} becomes a provider, concluded from its API description, which lies beside this file.`,
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

function resourceCode(resource: ResourceGuess, lists: ReadonlyMap<ListGuess, string>): Code {
  const { group, label, parents, identity, list } = resource;
  const whole = [...parents, ...(identity === undefined ? [] : [identity])];
  const nameOfList = list && lists.get(list);
  const byService = identity !== undefined && !isGiven(resource);
  return objectCode([
    ...entry('noun', quoted(spoken(group.noun))),
    ...entry('label', label === undefined ? undefined : quoted(label)),
    ...entry(
      'description',
      textCode(resource.create.operation.summary ?? `${article(group.noun)} ${spoken(group.noun)}.`),
    ),
    ...entry('attributes', attributesCode(resource)),
    ...entry('parameters', parametersCode(resource.parameters)),
    ...entry('reply', replyCode(resource.reply, resource.attributes)),
    ...entry(
      'identity',
      textsCode(whole),
      byService ? [`guess: ${identity} tells one from another, and the service gives it`] : [],
    ),
    ...entry('imports', textsCode([whole.join('/')])),
    ...entry('create', callCode(resource.create, resource, [...waitEntry(resource.create.wait)])),
    ...entry('read', readCode(resource, nameOfList)),
    ...entry(
      'updates',
      resource.updates.length === 0
        ? undefined
        : listCode(resource.updates.map((update) => updateCode(update, resource))),
    ),
    ...entry('remove', removeCode(resource)),
    ...entry('locate', locateCode(resource, nameOfList)),
  ]);
}

function attributesCode({ attributes, updates }: ResourceGuess): Code {
  const carried = new Set(updates.flatMap(({ body }) => [...(body?.values() ?? [])]));
  const changing = attributes
    .filter(({ name, writeOnly, versionOf }) => (carried.has(name) && !writeOnly) || carried.has(versionOf ?? ''))
    .map(({ name }) => name);
  return objectCode(
    attributes.map((attribute) => ({
      key: attribute.name,
      code: attributeCode(attribute, carried, changing),
      comments: attribute.doubts.map((doubt) => `doubt: ${doubt}`),
    })),
  );
}

function attributeCode(attribute: AttributeGuess, carried: ReadonlySet<string>, changing: readonly string[]): Code {
  const flag = (name: 'required' | 'optional' | 'computed' | 'sensitive' | 'writeOnly' | 'local'): Entry[] =>
    entry(name, attribute[name] === true ? 'true' : undefined);
  const sent = carried.has(attribute.name);
  const replaces = attribute.replaces && (sent || attribute.local === true);
  return objectCode([
    ...entry('type', attribute.type === 'string' ? undefined : typeCode(attribute.type)),
    ...flag('required'),
    ...flag('optional'),
    ...flag('computed'),
    ...flag('sensitive'),
    ...flag('writeOnly'),
    ...flag('local'),
    ...entry('default', attribute.default === undefined ? undefined : `{ value: ${plainCode(attribute.default)} }`),
    ...entry('replaces', replaces ? 'true' : undefined),
    ...entry('versionOf', attribute.versionOf === undefined ? undefined : quoted(attribute.versionOf)),
    ...entry('changesWith', attribute.changes === true && changing.length > 0 ? textsCode(changing) : undefined),
    ...entry('followed', attribute.followed === undefined ? undefined : quoted(attribute.followed)),
    ...entry('same', attribute.shape.kind === 'json' ? quoted('json') : undefined),
    ...entry('description', attribute.description === undefined ? undefined : textCode(attribute.description)),
  ]);
}

function parametersCode(parameters: ResourceGuess['parameters']): Code {
  return objectCode(
    [...parameters].map(([name, from]) => ({
      key: name,
      code: typeof from === 'string' ? quoted(from) : `{ value: ${plainCode(from.value)} }`,
    })),
  );
}

function replyCode(reply: ReadonlyMap<string, string>, attributes: readonly AttributeGuess[]): Code {
  const json = new Set(attributes.filter(({ shape }) => shape.kind === 'json').map(({ name }) => name));
  return objectCode(
    [...reply].map(([name, place]) => ({
      key: name,
      code: json.has(name) ? `jsonShown(${quoted(place)})` : quoted(place),
    })),
  );
}

function callCode(call: CallGuess, { attributes }: Pick<ResourceGuess, 'attributes'>, more: readonly Entry[]): Code {
  const { operation, body, mediaType, object, follow } = call;
  const json = new Set(attributes.filter(({ shape }) => shape.kind === 'json').map(({ name }) => name));
  const fields = [...(body ?? [])].map(([place, name]) => ({
    key: place,
    code: json.has(name) ? `jsonSent(${quoted(name)})` : quoted(name),
  }));
  const bodyCode = objectCode([
    ...entry('json', objectCode(fields)),
    ...entry('type', mediaType === 'application/json' ? undefined : quoted(mediaType ?? '')),
  ]);
  return objectCode([
    ...entry('operation', quoted(operation.id)),
    ...entry('body', body === undefined ? undefined : bodyCode),
    ...entry('object', object === '' ? undefined : object === undefined ? quoted('none') : `{ at: ${quoted(object)} }`),
    ...entry(
      'follow',
      follow === undefined ? undefined : followCode(follow, attributes),
      follow === undefined ? [] : ['guess: the answer means "begun"; its status is asked for until it ends'],
    ),
    ...more,
  ]);
}

function followCode({ address, call, gives, ...wait }: FollowGuess, attributes: readonly AttributeGuess[]): Code {
  const identity = attributes.find(({ computed, optional }) => computed && !optional)?.name ?? 'id';
  return objectCode([
    ...entry('address', address && recordCode(new Map(Object.entries(address)))),
    ...entry('call', call && `{ operation: ${quoted(call.operation.id)} }`),
    ...entry('keeps', call && recordCode(new Map([[call.parameter, call.at]]))),
    ...entry('gives', gives === undefined ? undefined : recordCode(new Map([[identity, gives]]))),
    ...waitEntries(wait),
  ]);
}

function waitEntries({ field, ready, pending, failed, reason }: WaitGuess): Entry[] {
  return [
    ...entry('field', quoted(field)),
    ...entry('ready', textsCode(ready)),
    ...entry('pending', textsCode(pending)),
    ...entry('failed', textsCode(failed)),
    ...entry('reason', reason === undefined ? undefined : quoted(reason)),
    ...PATIENCE,
  ];
}

function waitEntry(wait: WaitGuess | undefined): Entry[] {
  return entry('wait', wait && objectCode(waitEntries(wait)), ['guess: it is there once it says so']);
}

function readCode({ read, list, identity, reply, parents }: ResourceGuess, nameOfList: string | undefined): Code {
  if (read === undefined) {
    const by = new Map([[identity!, reply.get(identity!)!]]);
    return `{ list: { ...${nameOfList!}, by: ${recordCode(by)} } }`;
  }
  const confirm = list !== undefined && parents.length === 0 ? nameOfList : undefined;
  return objectCode([
    ...entry('call', callCode(read, { attributes: [] }, [])),
    ...entry('confirmGone', confirm, ['guess: where this answers, a 404 means that the thing is gone']),
  ]);
}

function updateCode(update: UpdateGuess, resource: ResourceGuess): Code {
  const more = [
    ...entry('send', update.send === 'all' ? quoted('all') : undefined, [
      update.operation.method === 'put'
        ? 'guess: a PUT replaces the whole, so all of it is sent'
        : 'guess: it demands a field, so all of them are sent',
    ]),
    ...entry('clears', update.clears === undefined ? undefined : quoted(update.clears)),
    ...entry('repeatable', update.operation.method === 'patch' ? 'true' : undefined, [
      'guess: every field is a value and no step, so it may be sent twice',
    ]),
  ];
  return callCode(update, resource, more);
}

function removeCode({ remove, attributes }: ResourceGuess): Code {
  if (remove === undefined) return `{ forget: 'The API describes no way to delete it.' }`;
  return callCode(
    { ...remove, object: '' },
    { attributes },
    remove.wait === undefined
      ? []
      : entry('wait', objectCode(waitEntries(remove.wait)), ['guess: it is gone when it is no longer found']),
  );
}

/** Whether the configuration says which one it is. */
const isGiven = ({ attributes, identity }: ResourceGuess): boolean =>
  attributes.find(({ name }) => name === identity)?.required === true;

function locateCode(resource: ResourceGuess, nameOfList: string | undefined): Code | undefined {
  const { list, match, identity } = resource;
  if (identity === undefined || isGiven(resource)) return `{ match: ${textsCode(match)} }`;
  return list === undefined ? undefined : `{ list: ${nameOfList!}, match: ${textsCode(match)} }`;
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
          ...entry('call', callCode(one.call, { attributes: [] }, [])),
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
    ...others.map(({ method, path, id }) => `//   ${method.toUpperCase()} ${path} (${id})`),
  ];
}

const doubtLines = (doubts: readonly string[]): string[] => doubts.map((doubt) => `// doubt: ${doubt}`);
