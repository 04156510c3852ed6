import { entryOf } from '../../model/index.js';
import { quoted } from '../print.js';
import type { ApiOperation } from './api.js';
import { attributesCode, parametersCode, replyCode } from './attribute-code.js';
import { callCode, NO_OWNER, waitEntries, waitEntry } from './call-code.js';
import { takesEtag } from './condition.js';
import type { ResourceGuess, UpdateGuess } from './guess.js';
import type { ListGuess } from './paging.js';
import { entry, listCode, objectCode, recordCode, textsCode, type Code, type Entry } from '../source.js';
import { article, spoken } from './words.js';

/** The mapping of a resource; `lists` are the names of lists in the module. */
export function resourceCode(resource: ResourceGuess, lists: ReadonlyMap<ListGuess, string>): Code {
  const { group, label, parents, identity, list } = resource;
  const whole = [...parents, ...(identity === undefined ? [] : [identity])];
  const nameOfList = list && lists.get(list);
  const byService = identity !== undefined && !isGiven(resource);
  return objectCode([
    ...entry('noun', quoted(spoken(group.noun))),
    ...entry('label', label === undefined ? undefined : quoted(label)),
    ...entry(
      'description',
      quoted(resource.create.operation.summary ?? `${article(group.noun)} ${spoken(group.noun)}.`),
    ),
    ...entry('attributes', attributesCode(resource)),
    ...entry('parameters', parametersCode(resource.parameters)),
    ...entry('reply', replyCode(resource.reply, resource.attributes)),
    ...entry(
      'identity',
      textsCode(whole),
      byService ? [`guess: ${identity} identifies it, and the service assigns it`] : [],
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

function readCode({ read, list, identity, reply, parents }: ResourceGuess, nameOfList: string | undefined): Code {
  if (read === undefined) {
    if (identity === undefined || nameOfList === undefined)
      throw new Error('An object is read itself, or found in a list.');
    const by = new Map([[identity, entryOf(reply, identity)]]);
    return `{ list: { ...${nameOfList}, by: ${recordCode(by)} } }`;
  }
  const confirm = list !== undefined && parents.length === 0 ? nameOfList : undefined;
  return objectCode([
    ...entry('call', callCode(read, NO_OWNER)),
    ...entry('confirmGone', confirm, ['guess: if this succeeds, a 404 means that the object is gone']),
  ]);
}

function updateCode(update: UpdateGuess, resource: ResourceGuess): Code {
  const more = [
    ...conditionEntry(update.operation, resource),
    ...entry('send', update.send === 'all' ? quoted('all') : undefined, [
      'guess: a PUT replaces the whole object, so all of it is sent',
    ]),
    ...entry('always', update.send === 'all' || update.demands.length === 0 ? undefined : textsCode(update.demands)),
    ...entry(
      'together',
      update.send === 'all' || update.together.size === 0
        ? undefined
        : objectCode([...update.together].map(([place, names]) => ({ key: place, code: textsCode(names) }))),
    ),
    ...entry('clears', update.clears === undefined ? undefined : quoted(update.clears)),
    ...entry('repeatable', update.operation.method === 'patch' ? 'true' : undefined, [
      'guess: every field is an absolute value, so it may be sent twice',
    ]),
  ];
  return callCode(update, resource, more);
}

function removeCode(resource: ResourceGuess): Code {
  const { remove } = resource;
  if (remove === undefined) return `{ forget: 'The API describes no way to delete it.' }`;
  return callCode({ ...remove, object: '' }, resource, [
    ...conditionEntry(remove.operation, resource),
    ...(remove.wait === undefined
      ? []
      : entry('wait', objectCode(waitEntries(remove.wait)), ['guess: it is gone once it is no longer found'])),
  ]);
}

/** The object's ETag is sent with a call that uses it, and a read returns it. */
const conditionEntry = (operation: ApiOperation, { read }: ResourceGuess): Entry[] =>
  entry('ifMatch', read !== undefined && takesEtag(operation) ? 'true' : undefined);

/** Whether the configuration identifies the object. */
const isGiven = ({ attributes, identity }: ResourceGuess): boolean =>
  attributes.find(({ name }) => name === identity)?.required === true;

function locateCode(resource: ResourceGuess, nameOfList: string | undefined): Code | undefined {
  const { match, identity } = resource;
  if (identity === undefined || isGiven(resource)) return `{ match: ${textsCode(match)} }`;
  return nameOfList === undefined ? undefined : `{ list: ${nameOfList}, match: ${textsCode(match)} }`;
}
