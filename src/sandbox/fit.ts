import { get, put, without } from './described/object.js';

/** A validator's error at one location of a body. */
export interface Misfit {
  readonly keyword: string;
  /** JSON pointer to the invalid value. */
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** A value for a required member that is missing. */
  readonly standIn?: unknown;
}

/** How often a body is validated again: a substituted value may also be incomplete. */
const ROUNDS = 4;

/**
 * A body whose invalid parts are taken from `otherwise`, a valid body: descriptions say different things about one
 * object, and each reply follows its own part. Undefined if that is not enough. A number or string is kept, converted
 * to the described type.
 */
export function fitted(body: unknown, otherwise: unknown, misfitsOf: (body: unknown) => readonly Misfit[]): unknown {
  let result = body;
  for (let round = 0; round < ROUNDS; round++) {
    const misfits = misfitsOf(result);
    if (misfits.length === 0) return result;
    // Of several schemas, missing members of each are added first; a value that matches none is replaced as a whole.
    const parts = misfits.filter(({ keyword }) => !UNIONS.has(keyword));
    result = (round < 2 && parts.length > 0 ? parts : misfits).reduce(
      (whole, misfit) => settled(whole, otherwise, misfit),
      result,
    );
  }
  return misfitsOf(result).length === 0 ? result : undefined;
}

const UNIONS: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'if', 'not']);

function settled(body: unknown, otherwise: unknown, misfit: Misfit): unknown {
  const { keyword, instancePath, params, standIn } = misfit;
  const { missingProperty, additionalProperty, type } = params;
  if (keyword === 'required') {
    const place = `${instancePath}/${escaped(String(missingProperty))}`;
    const known = get(otherwise, firstItems(otherwise, place)) ?? standIn;
    return known === undefined ? body : put(body, place, known);
  }
  if (typeof additionalProperty === 'string') return without(body, `${instancePath}/${escaped(additionalProperty)}`);
  const value = get(body, instancePath);
  const same = keyword === 'type' ? inType(value, type) : undefined;
  return same === undefined ? shown(body, otherwise, instancePath) : put(body, instancePath, same);
}

/**
 * The body with the other's value at a location; without it if the other has none there, since the other is valid
 * without it.
 */
function shown(body: unknown, otherwise: unknown, place: string): unknown {
  if (place === '') return body;
  const value = get(otherwise, firstItems(otherwise, place));
  return value === undefined ? without(body, place) : put(body, place, value);
}

/** The location with the first item instead of any other: the other body has one. */
function firstItems(otherwise: unknown, place: string): string {
  let here = '';
  for (const step of place.split('/').slice(1)) here += Array.isArray(get(otherwise, here)) ? '/0' : `/${step}`;
  return here;
}

function inType(value: unknown, type: unknown): unknown {
  const types = [type].flat();
  if (
    typeof value === 'string' &&
    /^-?\d+(\.\d+)?$/.test(value) &&
    (types.includes('integer') || types.includes('number'))
  )
    return Number(value);
  return (typeof value === 'number' || typeof value === 'boolean') && types.includes('string')
    ? String(value)
    : undefined;
}

const escaped = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');
