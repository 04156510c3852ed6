import { isRecord } from '../description.js';
import type { Made } from './api.js';

export type ObjectOf = Record<string, unknown>;

export function get(json: unknown, pointer: string): unknown {
  let here = json;
  for (const step of steps(pointer)) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = Reflect.get(here, step);
  }
  return here;
}

/** Sets a value, creating records as needed; the empty pointer is the whole. */
export function put(target: unknown, pointer: string, value: unknown): unknown {
  const [step, ...rest] = steps(pointer);
  if (step === undefined) return value;
  const further = rest.map((each) => `/${escape(each)}`).join('');
  if (Array.isArray(target))
    return target.map((item, index) => (String(index) === step ? put(item, further, value) : item));
  const record = isRecord(target) ? target : {};
  return { ...record, [step]: put(record[step], further, value) };
}

/** One value merged over another: objects have the members of both, with those of the second taking precedence. */
export function over(below: unknown, above: unknown): unknown {
  if (above === undefined) return below;
  if (!isRecord(below) || !isRecord(above)) return above;
  const names = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries([...names].map((name) => [name, over(below[name], above[name])]));
}

export function without(target: unknown, pointer: string): unknown {
  const [step, ...rest] = steps(pointer);
  if (step === undefined || !isRecord(target) || !Object.hasOwn(target, step)) return target;
  if (rest.length > 0)
    return { ...target, [step]: without(target[step], rest.map((each) => `/${escape(each)}`).join('')) };
  return Object.fromEntries(Object.entries(target).filter(([name]) => name !== step));
}

/** JSON Merge Patch (RFC 7396): null removes, records are merged, everything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const result: ObjectOf = isRecord(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = mergePatch(result[name], value);
  }
  return result;
}

/** The values that fields are computed from. */
export interface Making {
  readonly now: Date;
  readonly key: string | number;
  readonly parents: readonly string[];
  readonly newIdentity: () => string;
  readonly pending: boolean;
  /** The object before a change; absent for a new one. */
  readonly before?: unknown;
  readonly more?: boolean;
  /** For a page. */
  readonly page?: Readonly<Record<'number' | 'size' | 'total' | 'pages', number>> & {
    readonly next: number | null;
    readonly previous: number | null;
  };
}

/** The object with the values that the service sets. */
export function fill(object: unknown, made: readonly Made[], making: Making): unknown {
  let result = object;
  for (const each of made) {
    const given = get(result, each.at);
    if (each.value.kind === 'each') {
      const inner = each.value.made;
      if (Array.isArray(given))
        result = put(
          result,
          each.at,
          given.map((item) => fill(item, inner, { ...making, before: undefined })),
        );
    } else if (each.optional !== true || given === undefined) {
      result = put(result, each.at, valueOf(each, making));
    }
  }
  return result;
}

function valueOf({ at, value, changes, optional }: Made, making: Making): unknown {
  const before = optional === true ? undefined : get(making.before, at);
  const kept = before !== undefined && changes !== true;
  switch (value.kind) {
    case 'fixed':
      return before ?? value.value;
    case 'time':
      return kept ? before : making.now.toISOString();
    case 'id':
      return kept ? before : making.newIdentity();
    case 'count':
      return kept ? before : (typeof before === 'number' ? before : 0) + 1;
    case 'key':
      return making.key;
    case 'parent':
      return making.parents[value.index];
    case 'state':
      return making.pending ? value.pending : value.ready;
    case 'more':
      return making.more === true;
    case 'page':
      return making.page?.[value.says] ?? null;
    case 'each':
      return before;
  }
}

function steps(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

const escape = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');
