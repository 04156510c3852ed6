import { importingFrom } from './importing.js';
import {
  formatResource,
  modulePathOf,
  parseAddress,
  type InstanceKey,
  type ProviderConfigAddress,
  type ResourceAddress,
} from '../address.js';
import { ACTION_REASONS, ACTION_WORDS, IN_STATE, isReplace, type Action, type ResourceChange } from '../change.js';
import type { Origin } from '../diagnostic.js';
import type { Mutable } from '../mutable.js';
import type { Value } from '../value.js';
import type { Fields } from './fields.js';
import { FrontDecoder } from './front-coded.js';
import { maskedValue } from './masks.js';
import { pathsAt } from './object-state.js';
import { ShapeError, valueOfShape } from './shape.js';

const ACTIONS = new Map(Object.entries(ACTION_WORDS).map(([action, words]) => [words.join(), action as Action]));

/** Reads the changes of one list, in order. */
export function changeReader(): (entry: Fields, details: Fields | undefined) => ResourceChange {
  const lists = { now: new FrontDecoder(), prior: new FrontDecoder() };
  return (entry, details) => changeOf(entry, details, lists);
}

/** The lists of a change that are written as what they have in common with those of the change before. */
interface CodedLists {
  readonly now: FrontDecoder;
  readonly prior: FrontDecoder;
}

export interface NamedInstance {
  readonly resource: ResourceAddress;
  readonly key: InstanceKey;
}

function knownInstance(entry: Fields): NamedInstance {
  const address = entry.text('address');
  const parsed = parseAddress(address);
  if (parsed === undefined) throw new ShapeError(`${address} is not the address of an instance`);
  return parsed;
}

export function changeOf(
  entry: Fields,
  details: Fields | undefined,
  lists: CodedLists,
  named: (entry: Fields) => NamedInstance = knownInstance,
): ResourceChange {
  const address = entry.text('address');
  const parsed = named(entry);
  const sides = entry.fields('change');
  const words = sides.texts('actions');
  const action = ACTIONS.get(words.join());
  if (action === undefined) throw new ShapeError(`${address}: the action ${words.join()} is unknown`);
  const change: Mutable<ResourceChange> = {
    address,
    resource: parsed.resource,
    resourceKey: formatResource(parsed.resource),
    key: parsed.key,
    provider: providerOf(entry, details),
    action,
    before: sideOf(sides, 'before', details),
    after: sideOf(sides, 'after', details),
    replacePaths: isReplace(action) && sides.has('replace_paths') ? pathsAt(sides, 'replace_paths') : [],
    dependencies: details === undefined ? NO_NAMES : (codedList(details, 'dependencies', lists.now) ?? NO_NAMES),
    createBeforeDestroy: details?.flagIf('createBeforeDestroy') ?? false,
    schemaVersion: details?.countIf('schemaVersion') ?? 0,
  };
  if (entry.has('deposed')) change.deposed = entry.text('deposed');
  if (entry.has('previous_address')) change.previousAddress = entry.text('previous_address');
  if (entry.has('action_reason')) change.reason = entry.word('action_reason', ACTION_REASONS);
  // A sensitive ID is not written, and nothing needs it any more.
  if (sides.has('importing')) change.importing = importingFrom(sides.fields('importing'));
  if (sides.has('generated_config')) change.generatedConfig = sides.text('generated_config');
  if (details !== undefined) addDetails(change, details, lists);
  return change;
}

const NO_NAMES: readonly string[] = [];

const codedList = (fields: Fields, name: string, decoder: FrontDecoder): readonly string[] | undefined =>
  fields.has(name) ? decoder.list(fields.json(name), `${fields.place}.${name}`) : undefined;

function addDetails(change: Mutable<ResourceChange>, details: Fields, lists: CodedLists): void {
  if (details.has('replacePaths')) change.replacePaths = pathsAt(details, 'replacePaths');
  if (details.flagIf('keepsOld')) change.keepsOld = true;
  if (details.flagIf('marksOnly')) change.marksOnly = true;
  if (details.has('previousProvider')) change.previousProvider = details.text('previousProvider');
  if (details.has('inState')) change.inState = details.word('inState', IN_STATE);
  if (details.flagIf('preventDestroy')) change.preventDestroy = true;
  if (details.has('check')) change.check = details.text('check');
  if (details.has('plannedPrivate')) change.plannedPrivate = details.text('plannedPrivate');
  const prior = codedList(details, 'priorDependencies', lists.prior);
  if (prior !== undefined) change.priorDependencies = prior;
  if (details.has('removedWith')) change.removedWith = details.text('removedWith');
  if (details.has('origin')) change.origin = originOf(details.fields('origin'));
}

export function providerOf(entry: Fields, details: Fields | undefined): ProviderConfigAddress {
  const source = entry.text('provider_name');
  if (!/^[^/\s]+\/[^/\s]+\/[^/\s]+$/.test(source)) throw new ShapeError(`${source} is not the name of a provider`);
  const [alias, module] = [details?.textIf('alias'), details?.textIf('configuredIn')];
  return {
    source,
    ...(alias !== undefined && { alias }),
    ...(module !== undefined && { module: modulePathOf(module) }),
  };
}

export function originOf(fields: Fields): Origin {
  const location = fields.textIf('location');
  return { constructPath: fields.text('constructPath'), ...(location === undefined ? {} : { location }) };
}

/** With details, plain JSON and shape give the value. Terraform's own plans have masks only. */
export function sideOf(sides: Fields, name: 'before' | 'after', details: Fields | undefined): Value {
  if (details !== undefined) return valueOfShape(sides.json(name), details.json(name));
  const unknown = name === 'after' ? sides.json('after_unknown') : undefined;
  return maskedValue(sides.json(name), unknown, sides.json(`${name}_sensitive`));
}
