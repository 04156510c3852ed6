import {
  asWarning,
  hasErrors,
  isNull,
  LANDS_WITHIN_SECONDS,
  pauseBeforeLook,
  type Diagnostic,
  type JsonObject,
} from '../../../model/index.js';
import type { Locator } from '../../provider.js';
import type { ApplyRequest, ApplyResponse, LocateRequest, LocateResponse } from '../../requests.js';
import { decodeBlock, encodeBlock } from '../values/dynamic-value.js';
import { receivedPrivate, sentDiagnostics, sentPrivate } from './answers.js';
import { createUnclear, taintedThoughSound } from './diagnostics.js';
import type { Request, Response } from './handlers.js';
import { known } from './known.js';
import type { ServedProvider } from './session.js';

/** Creates, updates or deletes an object. */
export async function applyChange(
  served: ServedProvider,
  request: Request<'ApplyResourceChange'>,
): Promise<Response<'ApplyResourceChange'>> {
  const provider = await served.configured();
  const { typeName } = request;
  const { schema, type } = known(provider, 'managed', typeName);
  const prior = decodeBlock(request.priorState, schema.block);
  const sending = new Sending(served);
  const change: Omit<ApplyRequest, 'evidence'> = {
    type: typeName,
    prior,
    planned: decodeBlock(request.plannedState, schema.block),
    config: decodeBlock(request.config, schema.block),
    ...receivedPrivate(request.plannedPrivate),
    requestKey: served.surroundings.randomHex(16),
    context: sending.context,
  };
  const { locate } = provider.abilities;
  const answer =
    isNull(prior) && locate !== undefined
      ? await create(served, locate, change, sending, (whole) => provider.apply(whole))
      : await provider.apply(change);
  const { state = prior, diagnostics } = answer;
  const more = answer.unfinished === true && !isNull(state) ? [taintedThoughSound(typeName)] : [];
  return {
    newState: encodeBlock(state, schema.block),
    private: sentPrivate(answer.private),
    legacyTypeSystem: answer.legacyTypeSystem === true,
    diagnostics: sentDiagnostics([...diagnostics, ...more], type),
  };
}

/** When the last request of a call was sent, and what the call noted about it. */
class Sending {
  readonly notes: JsonObject[] = [];
  readonly context: ApplyRequest['context'];
  at: number;

  constructor(served: ServedProvider) {
    const { clock } = served.surroundings;
    this.at = clock();
    this.context = {
      ...served.context(),
      note: async (data) => {
        this.notes.push(data);
      },
      sending: async () => {
        this.at = clock();
      },
    };
  }
}

/**
 * Creates an object. Terraform forgets an object whose create failed without returning it, so if the outcome is unknown, the
 * object is looked for at once, for as long as the lost request may still be carried out.
 */
async function create(
  served: ServedProvider,
  locator: Locator,
  change: Omit<ApplyRequest, 'evidence'>,
  sending: Sending,
  apply: (request: ApplyRequest) => Promise<ApplyResponse>,
): Promise<ApplyResponse> {
  const { type, planned, context, requestKey } = change;
  const { evidence, diagnostics } = await locator.evidence({ type, planned, context });
  if (hasErrors(diagnostics)) return { state: undefined, diagnostics };
  const answer = await apply({ ...change, ...(evidence === undefined ? {} : { evidence }) });
  if (answer.uncertain !== true) return { ...answer, diagnostics: [...diagnostics, ...answer.diagnostics] };
  const request = {
    type,
    action: 'create',
    planned,
    evidence: evidence ?? null,
    managed: [],
    notes: sending.notes,
    requestKey,
    ...(change.private !== undefined && { private: change.private }),
    context,
  } as const;
  const found = await lookFor(served, locator, request, sending);
  return outcome(type, answer.diagnostics, found);
}

function outcome(type: string, diagnostics: readonly Diagnostic[], found: LocateResponse): ApplyResponse {
  const more = found.diagnostics;
  switch (found.outcome) {
    case 'found':
      return {
        state: found.state,
        ...(found.private !== undefined && { private: found.private }),
        diagnostics: [...diagnostics.map(asWarning), ...more],
      };
    case 'absent':
      return { state: undefined, diagnostics: [...diagnostics, ...more] };
    case 'unclear':
      return { state: undefined, diagnostics: [...diagnostics, ...more, createUnclear(type)] };
  }
}

async function lookFor(
  { surroundings }: ServedProvider,
  locator: Locator,
  request: LocateRequest,
  { at }: Sending,
): Promise<LocateResponse> {
  const within = locator.landsWithinSeconds?.(request) ?? LANDS_WITHIN_SECONDS;
  const end = at + within * 1000;
  for (let looks = 0; ; looks += 1) {
    const final = surroundings.clock() >= end;
    const found = await locator.locate(request);
    if (found.outcome !== 'absent' || found.certain === true || final) return found;
    if (request.context.stopping()) return { outcome: 'unclear', diagnostics: found.diagnostics };
    await surroundings.sleep(pauseBeforeLook(looks, Math.max(0, end - surroundings.clock())));
  }
}
