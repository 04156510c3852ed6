import {
  isNull,
  ListValue,
  objectValue,
  plainJson,
  type Diagnostic,
  type Json,
  type Type,
  type Value,
  isObjectValue,
  objectIn,
} from '../../../model/index.js';
import type { ReadDataRequest, ReadDataResponse } from '../../requests.js';
import { valueOfSchema } from '../description/derive.js';
import type { Description } from '../description/description.js';
import { download } from './download.js';
import { lookUp, pickOne, wanted } from '../object/lookup.js';
import type { DataSourceMapping, LookupMapping, ManyMapping } from '../mapping/definition.js';
import {
  complete,
  jsonOf,
  stateFromReply,
  valueFromReply,
  valuesOf,
  withDefaults,
  type Values,
} from '../values/projection.js';
import { itemType } from '../description/schema.js';
import { secretsIn } from '../exchange/secrets-in.js';
import type { Shown } from '../found.js';
import { stateShown } from '../object/shown.js';
import type { Unexpected } from '../diagnostics.js';
import type { Asking } from '../calls.js';
import type { Session } from '../session.js';

/** The contract's `readData`: one object, or all objects that match. */
export async function readDataSource(
  session: Session,
  description: Description,
  mapping: DataSourceMapping,
  configured: Values,
  request: ReadDataRequest,
): Promise<ReadDataResponse> {
  const values = withDefaults(mapping.attributes, valuesOf(request.config), configured);
  const asking: Asking = {
    purpose: `read the ${mapping.noun}`,
    parameters: mapping.parameters,
    values,
    secrets: secretsIn(mapping.attributes, values),
    signal: request.context.signal,
    progress: (waitingFor) => request.context.progress(waitingFor),
  };
  const result = await readBy(session, description, mapping, asking);
  return 'diagnostic' in result
    ? { state: null, diagnostics: [result.diagnostic] }
    : { state: objectValue(result.values), diagnostics: session.tolerated(result.unexpected) };
}

async function readBy(
  session: Session,
  description: Description,
  mapping: DataSourceMapping,
  asking: Asking,
): Promise<Result> {
  if (mapping.one !== undefined) return readOne(session, mapping, mapping.one, asking);
  if (mapping.many !== undefined) return readMany(session, description, mapping, mapping.many, asking);
  if (mapping.download === undefined) throw new Error(`the mapping of the ${mapping.noun} has no way to read`);
  const fetched = await download(session, mapping.download, asking);
  return 'diagnostic' in fetched
    ? fetched
    : { values: { ...complete(mapping.attributes, asking.values), ...fetched.values } };
}

type OneMapping = NonNullable<DataSourceMapping['one']>;

type Result =
  { readonly values: Values; readonly unexpected?: Unexpected | undefined } | { readonly diagnostic: Diagnostic };

async function readOne(session: Session, mapping: DataSourceMapping, one: OneMapping, asking: Asking): Promise<Result> {
  const { values } = asking;
  const named = (one.callWhen ?? []).every((name) => jsonOf(values[name]) !== undefined);
  if (one.lookup !== undefined && !named) return lookedUp(session, mapping, one, one.lookup, asking);
  const found =
    one.call !== undefined && named
      ? await called(session, mapping.attributes, one.reply, one.call, asking)
      : await picked(session, mapping, one, asking);
  if ('diagnostic' in found) return found;
  return readFrom(mapping, one, found, values);
}

function readFrom({ attributes }: DataSourceMapping, { reply }: OneMapping, shown: Shown, values: Values): Result {
  return { values: stateShown({ attributes, reply }, shown, values), unexpected: shown.unexpected };
}

/** By its name, which leads to the values that the call needs. */
async function lookedUp(
  session: Session,
  mapping: DataSourceMapping,
  one: OneMapping,
  lookup: LookupMapping,
  asking: Asking,
): Promise<Result> {
  const found = await lookUp(session, lookup, mapping.noun, asking);
  if ('diagnostic' in found) return found;
  if (one.call === undefined)
    throw new Error(`the mapping of the ${mapping.noun} has no call for what a name leads to`);
  const named = { ...asking, values: found.values };
  const result = await called(session, mapping.attributes, one.reply, one.call, named);
  if ('diagnostic' in result) return result;
  return readFrom(mapping, one, result, found.values);
}

async function called(
  session: Session,
  attributes: DataSourceMapping['attributes'],
  reply: OneMapping['reply'],
  call: NonNullable<OneMapping['call']>,
  asking: Asking,
): Promise<Shown | { readonly diagnostic: Diagnostic }> {
  const result = await session.look(call, asking);
  if (result.kind !== 'done') return { diagnostic: result.diagnostic };
  const { object = null, unexpected } = result;
  if (unexpected === undefined) return { object };
  // At least part of it must be present for it to be the object.
  const shown = stateFromReply(attributes, reply, object, {}, { odd: true });
  return Object.values(shown).every(isNull) ? { diagnostic: unexpected.error } : { object, unexpected };
}

async function picked(
  session: Session,
  { noun }: DataSourceMapping,
  { list, where = {} }: OneMapping,
  asking: Asking,
): Promise<Shown | { readonly diagnostic: Diagnostic }> {
  if (list === undefined) throw new Error(`the mapping of the ${noun} has neither a call nor a list for these inputs`);
  return pickOne(session, { list, where }, noun, asking);
}

async function readMany(
  session: Session,
  description: Description,
  mapping: DataSourceMapping,
  many: ManyMapping,
  asking: Asking,
): Promise<Result> {
  const { values } = asking;
  const other = many.instead?.find(({ when, is }) => {
    const value = jsonOf(values[when]);
    return value !== undefined && (is === undefined || value === is);
  });
  const listed = await session.list((other ?? many).list, asking, 'shared');
  if (listed.kind === 'failed') return { diagnostic: listed.diagnostic };
  const { type, valueOf } = itemsOf(description, many, values);
  const items = listed.list.find(wanted(many.where ?? {}, values)).map(valueOf);
  const known = complete(mapping.attributes, values);
  return { values: { ...known, [many.into]: new ListValue(type, items) }, unexpected: listed.unexpected };
}

interface Items {
  readonly type: Type;
  readonly valueOf: (json: Json) => Value;
}

function itemsOf(description: Description, many: ManyMapping, inputs: Values): Items {
  const { item } = many;
  const type = itemType(description, many);
  if (typeof item === 'object') {
    const known = objectIn(plainJson(objectValue(inputs)));
    return { type, valueOf: (json) => valueFromReply(item.shape(json, known), type) };
  }
  const schema = description.schema(item);
  return { type, valueOf: (json) => narrowed(valueOfSchema(description, schema, json), many.omit ?? []) };
}

function narrowed(value: Value, omit: readonly string[]): Value {
  if (omit.length === 0 || !isObjectValue(value)) return value;
  const object = objectValue(value);
  for (const name of omit) delete object[name];
  return object;
}
