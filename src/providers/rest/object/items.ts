import {
  type ObjectValue,
  ListValue,
  stringifyJson,
  valuesEqual,
  type Value,
  isObjectValue,
} from '../../../model/index.js';
import type { UpdateMapping } from '../mapping/definition.js';
import { jsonOf, type Values } from '../values/projection.js';
import type { Asking, CallResult } from '../calls.js';

type Each = NonNullable<UpdateMapping['each']>;

/** The subject of each call of an update: the whole object, or one item of a list after the other. */
export function subjectsOf({ each }: UpdateMapping, prior: Values, planned: Values): readonly (Value | undefined)[] {
  return each === undefined ? [undefined] : itemsThatDiffer(each, prior[each.attribute], planned[each.attribute]);
}

function itemsThatDiffer({ key, which }: Each, before: Value | undefined, after: Value | undefined): readonly Value[] {
  const [old, now] = [itemsByKey(before, key), itemsByKey(after, key)];
  if (which === 'removed') return [...old].filter(([name]) => !now.has(name)).map(([, item]) => item);
  const wanted = [...now].filter(([name, item]) => {
    const before = old.get(name);
    return which === 'added' ? before === undefined : before !== undefined && !valuesEqual(before, item);
  });
  return wanted.map(([, item]) => item);
}

/** The items of a list of objects by their identifying member. */
export function itemsByKey(list: Value | undefined, key: string): ReadonlyMap<string, ObjectValue> {
  const items = list instanceof ListValue ? list.items.filter(isObjectValue) : [];
  return new Map(items.map((item): [string, ObjectValue] => [stringifyJson(jsonOf(item[key]) ?? null), item]));
}

/** The same request for one item, which parts refer to as `each`. */
export function askAbout(asking: Asking, item: Value | undefined, index: number): Asking {
  if (item === undefined) return asking;
  const { values, address = values, requestKey } = asking;
  const key = requestKey === undefined ? {} : { requestKey: `${requestKey}-${index}` };
  return { ...asking, ...key, values: { ...values, each: item }, address: { ...address, each: item } };
}

/** Whether a refusal only means that nothing is left to do. */
export function isSoAlready({ already = [] }: UpdateMapping, result: CallResult): boolean {
  return result.kind === 'failed' && result.outcome.kind === 'refused' && already.includes(result.outcome.reply.status);
}
