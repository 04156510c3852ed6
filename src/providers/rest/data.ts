import {
  ListValue,
  errorDiagnostic,
  objectValue,
  stringifyJson,
  type Diagnostic,
  type Json,
} from '../../model/index.js';
import type { ReadDataRequest, ReadDataResponse } from '../requests.js';
import { valueOfSchema, typeOfSchema } from './derive.js';
import type { Description } from './description.js';
import type { DataSourceMapping } from './mapping.js';
import { complete, jsonOf, stateFromReply, valuesOf, withDefaults, type Values } from './projection.js';
import { secretsIn, type Asking, type Session } from './session.js';

/** The contract's `readData`: one object, or all objects that fit. */
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
  };
  const read = mapping.one === undefined ? readMany : readOne;
  const result = await read(session, description, mapping, asking);
  return 'diagnostic' in result
    ? { state: null, diagnostics: [result.diagnostic] }
    : { state: objectValue(result.values), diagnostics: [] };
}

type Result = { readonly values: Values } | { readonly diagnostic: Diagnostic };

async function readOne(session: Session, _: Description, mapping: DataSourceMapping, asking: Asking): Promise<Result> {
  const one = mapping.one!;
  const { values } = asking;
  const found =
    one.call !== undefined && (one.callWhen ?? []).every((name) => jsonOf(values[name]) !== undefined)
      ? await called(session, mapping, asking)
      : await picked(session, mapping, asking);
  if ('diagnostic' in found) return found;
  return { values: stateFromReply(mapping.attributes, one.reply, found.object, values) };
}

async function called(
  session: Session,
  mapping: DataSourceMapping,
  asking: Asking,
): Promise<{ readonly object: Json } | { readonly diagnostic: Diagnostic }> {
  const result = await session.look(mapping.one!.call!, asking);
  if (result.kind !== 'done') return { diagnostic: result.diagnostic };
  if (result.unexpected !== undefined) return { diagnostic: result.unexpected };
  return { object: result.object ?? null };
}

async function picked(
  session: Session,
  mapping: DataSourceMapping,
  asking: Asking,
): Promise<{ readonly object: Json } | { readonly diagnostic: Diagnostic }> {
  const { list, where = {} } = mapping.one!;
  if (list === undefined)
    throw new Error(`the mapping of the ${mapping.noun} has neither a call nor a list for these inputs`);
  const listed = await session.list(list, asking, 'shared');
  if (listed.kind === 'failed') return { diagnostic: listed.diagnostic };
  const fitting = listed.list.find(wanted(where, asking.values));
  if (fitting.length === 1) return { object: fitting[0]! };
  const named = Object.keys(where).filter((name) => jsonOf(asking.values[name]) !== undefined);
  const which = named.map((name) => `${name} ${stringifyJson(jsonOf(asking.values[name])!)}`).join(' and ');
  return {
    diagnostic: errorDiagnostic(
      'not-exactly-one',
      `There ${fitting.length === 0 ? 'is no' : `are ${fitting.length} of this`} ${mapping.noun} with ${which}`,
      {
        detail:
          fitting.length === 0
            ? 'Correct what is looked for, or create it first.'
            : 'Names are not unique there: say which one by its identity.',
      },
    ),
  };
}

async function readMany(
  session: Session,
  description: Description,
  mapping: DataSourceMapping,
  asking: Asking,
): Promise<Result> {
  const many = mapping.many!;
  const listed = await session.list(many.list, asking, 'shared');
  if (listed.kind === 'failed') return { diagnostic: listed.diagnostic };
  const item = description.schema(many.item);
  const fitting = listed.list.find(wanted(many.where ?? {}, asking.values));
  const items = fitting.map((json) => valueOfSchema(description, item, json));
  const known = complete(mapping.attributes, asking.values);
  return { values: { ...known, [many.into]: new ListValue(typeOfSchema(description, item), items) } };
}

/** Fields and what they must be, of the inputs that are set. */
function wanted(where: Readonly<Record<string, string>>, values: Values): Record<string, Json> {
  const fields: Record<string, Json> = {};
  for (const [name, pointer] of Object.entries(where)) {
    const value = jsonOf(values[name]);
    if (value !== undefined) fields[pointer] = value;
  }
  return fields;
}
