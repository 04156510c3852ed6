import { errorDiagnostic, stringifyJson, type Diagnostic, type Json } from '../../../model/index.js';
import type { Value } from '../../../model/index.js';
import type { LookupMapping } from '../mapping/definition.js';
import { pointerGet } from '../pointer.js';
import { jsonOf, valueFromReply, type Values } from '../values/projection.js';
import type { Asking } from '../calls.js';
import type { Session } from '../session.js';
import type { Shown } from '../found.js';

/** The one item of a list whose fields equal the set inputs, or why there is not exactly one. */
export async function pickOne(
  session: Session,
  { list, where }: Pick<LookupMapping, 'list' | 'where'>,
  noun: string,
  asking: Asking,
): Promise<Shown | { readonly diagnostic: Diagnostic }> {
  const listed = await session.list(list, asking, 'shared');
  if (listed.kind === 'failed') return { diagnostic: listed.diagnostic };
  const fitting = listed.list.find(wanted(where, asking.values));
  const { unexpected } = listed;
  const [only, another] = fitting;
  if (only !== undefined && another === undefined)
    return { object: only, ...(unexpected === undefined ? {} : { unexpected }) };
  return { diagnostic: unexpected?.error ?? notExactlyOne(noun, where, asking, fitting.length) };
}

/** The path from a name to the object: the attributes that identify it. */
export async function lookUp(
  session: Session,
  mapping: LookupMapping,
  noun: string,
  asking: Asking,
): Promise<{ readonly values: Values } | { readonly diagnostic: Diagnostic }> {
  const picked = await pickOne(session, mapping, noun, asking);
  if ('diagnostic' in picked) return picked;
  const given = Object.entries(mapping.gives).map(([name, at]): [string, Value] => [
    name,
    valueFromReply(pointerGet(picked.object, at), 'string'),
  ]);
  return { values: { ...asking.values, ...Object.fromEntries(given) } };
}

/** Fields and their expected values, from the inputs that are set. */
export function wanted(where: Readonly<Record<string, string>>, values: Values): Record<string, Json> {
  const fields: Record<string, Json> = {};
  for (const [name, pointer] of Object.entries(where)) {
    const value = jsonOf(values[name]);
    if (value !== undefined) fields[pointer] = value;
  }
  return fields;
}

function notExactlyOne(
  noun: string,
  where: Readonly<Record<string, string>>,
  { values }: Asking,
  found: number,
): Diagnostic {
  const named = Object.keys(where).flatMap((name) => {
    const json = jsonOf(values[name]);
    return json === undefined ? [] : [`${name} ${stringifyJson(json)}`];
  });
  const which = named.join(' and ');
  const many = found === 0 ? 'is no' : `are ${found} of this`;
  return errorDiagnostic('not-exactly-one', `There ${many} ${noun} with ${which}`, {
    detail:
      found === 0
        ? 'Correct the search values, or create the object first.'
        : 'Names are not unique there: identify the object instead.',
  });
}
