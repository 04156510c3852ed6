import { errorDiagnostic, hasErrors, objectValue, type Diagnostic } from '../../../model/index.js';
import type {
  ApplyRequest,
  ApplyResponse,
  PlanRequest,
  PlanResponse,
  ReadRequest,
  ReadResponse,
} from '../../requests.js';
import { valuesOf, type Values } from '../values/projection.js';
import { calling, type Job } from '../job.js';
import { keeping, readKept, type Kept } from './kept.js';
import {
  attributeMoved,
  belongsElsewhere,
  differenceOf,
  movedFrom,
  movedValues,
  placeOf,
  type Place,
  type PlaceChange,
  type Surveyed,
} from './place.js';
import { readResource } from './read.js';

/** State shared by the reads of one provider. */
export class Sightings {
  readonly #looks = new Set<Promise<unknown>>();
  readonly #told = new Set<string>();
  #found = false;

  /** Records whether anything was found. */
  async watch(look: Promise<ReadResponse>): Promise<ReadResponse> {
    this.#looks.add(look);
    try {
      const response = await look;
      this.#found ||= response.state !== null && !hasErrors(response.diagnostics);
      return response;
    } finally {
      this.#looks.delete(look);
    }
  }

  /** Whether any object was found in the configured place, once all pending reads have ended. */
  async any(): Promise<boolean> {
    await Promise.allSettled(this.#looks);
    return this.#found;
  }

  /** The same diagnostic about one object of many. */
  once(key: string, diagnostic: Diagnostic): readonly Diagnostic[] {
    if (this.#told.has(key)) return [];
    this.#told.add(key);
    return [diagnostic];
  }
}

/**
 * Reads an object in its own place. In any other place no request is made: not finding it there would prove nothing.
 */
export async function readInPlace(
  job: Job,
  surveyed: Surveyed,
  sightings: Sightings,
  request: ReadRequest,
): Promise<ReadResponse> {
  const { state, private: bytes } = request;
  const asBefore = { state, ...(bytes === undefined ? {} : { private: bytes }) };
  const kept = readKept(bytes);
  const values = valuesOf(state);
  const what = calling(job.mapping, values);
  const here = surveyed.requests;
  const change = differenceOf(kept.place, here);
  if (change !== undefined && !isConfirmed(surveyed, change))
    return {
      ...asBefore,
      diagnostics: sightings.once(keyOf(change), belongsElsewhere(what, change, surveyed.configuration)),
    };
  const known = movedValues(surveyed, kept, values);
  const moved = change !== undefined || known !== values;
  const asked = moved ? { ...request, state: objectValue(known) } : request;
  const response = await sightings.watch(readResource(job, asked));
  if (hasErrors(response.diagnostics)) return { ...response, ...asBefore };
  if (response.state !== null)
    return { ...response, ...keeping({ ...kept, place: { ...movedPlace(surveyed, kept), ...here } }) };
  const left = differenceOf(kept.place, placeOf(surveyed, {}));
  if (left !== undefined && !moved)
    return {
      ...asBefore,
      diagnostics: sightings.once(keyOf(left), belongsElsewhere(what, left, surveyed.configuration)),
    };
  const from = movedFrom(surveyed.configured);
  if (moved && from !== undefined) return { ...asBefore, diagnostics: [notFoundAfterMove(what, from)] };
  if (kept.place === undefined && !(await sightings.any()))
    return { ...asBefore, diagnostics: sightings.once('nothing', nothingFound(what, here)) };
  return response;
}

/**
 * Rejects changes of an existing object that come only from the provider configuration, and keeps the place where the
 * object will be.
 */
export function planInPlace(
  surveyed: Surveyed,
  sightings: Sightings,
  request: PlanRequest,
  plan: PlanResponse,
): PlanResponse {
  if (request.proposed === null) {
    const change = changeOfKept(surveyed, request);
    if (change === undefined) return plan;
    const what = calling(surveyed.mapping, valuesOf(request.prior));
    const told = sightings.once(keyOf(change), belongsElsewhere(what, change, surveyed.configuration));
    return { ...plan, planned: request.prior, diagnostics: told };
  }
  const [prior, config] = [valuesOf(request.prior), valuesOf(request.config)];
  const kept = readKept(request.private);
  const place = placeOf(surveyed, config);
  const after: Place = { ...placeWithout(kept.place, surveyed.defaults), ...place };
  const change =
    request.prior === null ? undefined : (differenceOf(kept.place, place) ?? attributeMoved(surveyed, prior, config));
  if (change === undefined || isConfirmed(surveyed, change))
    return { ...plan, ...keeping({ ...(request.prior === null ? {} : kept), place: after }) };
  const what = calling(surveyed.mapping, prior);
  const told = sightings.once(keyOf(change), belongsElsewhere(what, change, surveyed.configuration));
  return { ...plan, planned: request.prior, requiresReplace: [], diagnostics: told };
}

/** The error for a change of an object in another place; nothing may be sent then. */
export function elsewhere(surveyed: Surveyed, request: ApplyRequest): Diagnostic | undefined {
  if (request.prior === null) return undefined;
  const change = changeOfKept(surveyed, request);
  if (change === undefined) return undefined;
  return belongsElsewhere(calling(surveyed.mapping, valuesOf(request.prior)), change, surveyed.configuration);
}

/** The unconfirmed difference from the kept place, for attributes left to the provider. */
function changeOfKept(surveyed: Surveyed, { private: bytes }: { readonly private?: string }): PlaceChange | undefined {
  const change = differenceOf(readKept(bytes).place, placeOf(surveyed, {}));
  return change === undefined || isConfirmed(surveyed, change) ? undefined : change;
}

/** What is kept with an object after an apply, which ends the special treatment of an import. */
export function keptAfter(surveyed: Surveyed, request: ApplyRequest, response: ApplyResponse): ApplyResponse {
  if (response.state === null) return response;
  const kept = readKept(request.private);
  const place = kept.place ?? placeOf(surveyed, valuesOf(request.config));
  return { ...response, ...keeping({ ...(hasErrors(response.diagnostics) ? kept : stillImported(kept)), place }) };
}

function stillImported({ imported }: Kept): Kept {
  return imported === undefined ? {} : { imported };
}

function isConfirmed({ configured }: Surveyed, { before }: PlaceChange): boolean {
  return movedFrom(configured) === before;
}

function movedPlace({ configured }: Surveyed, { place = {} }: Kept): Place {
  const from = movedFrom(configured);
  const moved = Object.entries(place).map(([part, text]): [string, string] => {
    const now: Values[string] = text === from ? (configured[part] ?? null) : null;
    return [part, typeof now === 'string' ? now : text];
  });
  return Object.fromEntries(moved);
}

function placeWithout(place: Place | undefined, defaults: Surveyed['defaults']): Place {
  return Object.fromEntries(
    Object.entries(place ?? {}).filter(([part]) => !defaults.some(([, setting]) => setting === part)),
  );
}

function keyOf({ part, before, after }: PlaceChange): string {
  return JSON.stringify([part, before, after]);
}

function notFoundAfterMove(what: string, from: string): Diagnostic {
  return errorDiagnostic('moved-not-found', `The ${what} was not found in its new place`, {
    detail:
      `moved_from of the provider says that it was moved from "${from}". State is unchanged. Check the provider ` +
      'configuration; if the object did not move, remove it from state, and it will be created again.',
  });
}

function nothingFound(what: string, here: Place): Diagnostic {
  const where = Object.entries(here).map(([part, text]) => `${part} "${text}"`);
  return errorDiagnostic('nothing-found', `The ${what} was not found, and neither was any other object`, {
    detail:
      `State does not record its place, and the provider looks at ${where.join(', ')}. That may be the wrong place, so state is ` +
      'unchanged. Correct the provider configuration; if the objects are gone, remove them from state.',
  });
}
