import { formatInstance, formatResource, type ResourceAddress } from '../address.js';
import { DEFERRED_KINDS, DEFERRED_REASONS, UNKNOWN_KEY, type Deferred } from '../deferred.js';
import { changeOf, type NamedInstance } from './change-reader.js';
import { Fields } from './fields.js';
import { FrontDecoder } from './front-coded.js';
import { ShapeError } from './shape.js';

/** In Terraform's order, with what Landform's list says of each; in a plan of Terraform's, only those of resources. */
export function deferredOf(document: Fields, part: Fields | undefined): readonly Deferred[] {
  const entries = document.has('deferred_changes') ? document.list('deferred_changes') : [];
  let next = 0;
  const changeAt = (details: Fields | undefined, waitsFor: readonly string[]): Deferred => {
    const entry = new Fields(entries[next], `deferred_changes[${next}]`);
    next += 1;
    const lists = { now: new FrontDecoder(), prior: new FrontDecoder() };
    const change = changeOf(entry.fields('resource_change'), details, lists, deferredInstance);
    return { kind: 'resource', address: change.address, reason: reasonOf(entry), waitsFor, change };
  };
  if (part === undefined) return entries.map(() => changeAt(undefined, []));
  const deferred = (part.has('deferred') ? part.list('deferred') : []).map((json, index): Deferred => {
    const fields = new Fields(json, `landform.deferred[${index}]`);
    const waitsFor = fields.texts('waitsFor');
    if (fields.has('change')) return changeAt(fields.fields('change'), waitsFor);
    const reason = fields.word('reason', DEFERRED_REASONS);
    return { kind: fields.word('kind', DEFERRED_KINDS), address: fields.text('address'), reason, waitsFor };
  });
  if (next !== entries.length) throw new ShapeError('deferred_changes and landform.deferred have different lengths');
  return deferred;
}

/** Terraform has more reasons than Landform. */
const reasonOf = (entry: Fields): Deferred['reason'] => {
  const text = entry.text('reason');
  return DEFERRED_REASONS.find((reason) => reason === text) ?? 'deferred_prereq';
};

/** Some keys in the address of a deferred change may be unknown, so it is not parsed but put together. */
function deferredInstance(entry: Fields): NamedInstance {
  const resource: ResourceAddress = {
    module: entry.textIf('module_address') ?? '',
    mode: entry.word('mode', ['managed', 'data']),
    type: entry.text('type'),
    name: entry.text('name'),
  };
  const index = entry.json('index');
  const key = typeof index === 'string' || typeof index === 'number' ? index : undefined;
  const unknown = entry.flagIf('index_unknown') ? UNKNOWN_KEY : '';
  const address = entry.text('address');
  if (formatInstance(formatResource(resource), key) + unknown !== address)
    throw new ShapeError(`${address} is not the address of a deferred change`);
  return { resource, key };
}
