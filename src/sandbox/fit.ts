import { get, put, without } from './described/object.js';

/** What a validator says of one place of a body. */
export interface Misfit {
  readonly keyword: string;
  /** JSON pointer to the value. */
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** How often a body is looked at again: what is put in its place may lack something too. */
const ROUNDS = 4;

/**
 * A body with what does not fit in it shown as in `otherwise`, a body that fits: descriptions say different things of one object, and
 * each reply is as its own part says. Undefined where that is not enough. A number stays the number and a text the text that it
 * was, in the type that is described.
 */
export function fitted(body: unknown, otherwise: unknown, misfitsOf: (body: unknown) => readonly Misfit[]): unknown {
  let result = body;
  for (let round = 0; round < ROUNDS; round++) {
    const misfits = misfitsOf(result);
    if (misfits.length === 0) return result;
    // Of several schemas, what the parts of each lack comes first; what is of none is replaced as a whole.
    const parts = misfits.filter(({ keyword }) => !UNIONS.has(keyword));
    result = (round < 2 && parts.length > 0 ? parts : misfits).reduce(
      (whole, misfit) => settled(whole, otherwise, misfit),
      result,
    );
  }
  return misfitsOf(result).length === 0 ? result : undefined;
}

const UNIONS: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'if', 'not']);

function settled(body: unknown, otherwise: unknown, { keyword, instancePath, params }: Misfit): unknown {
  const { missingProperty, additionalProperty, type } = params;
  if (keyword === 'required') return shown(body, otherwise, `${instancePath}/${escaped(String(missingProperty))}`);
  if (typeof additionalProperty === 'string') return without(body, `${instancePath}/${escaped(additionalProperty)}`);
  const value = get(body, instancePath);
  const same = keyword === 'type' ? inType(value, type) : undefined;
  return same === undefined ? shown(body, otherwise, instancePath) : put(body, instancePath, same);
}

/** The body with what stands at a place of the other; without it where nothing does: the other fits without it. */
function shown(body: unknown, otherwise: unknown, place: string): unknown {
  if (place === '') return body;
  const value = get(otherwise, firstItems(otherwise, place));
  return value === undefined ? without(body, place) : put(body, place, value);
}

/** The place with the first item in the place of any other: the other body has one. */
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
