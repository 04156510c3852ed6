import { isNull, warningDiagnostic } from '../../../model/index.js';
import type { PlanRequest, PlanResponse } from '../../requests.js';
import { valuesOf } from '../values/projection.js';
import { secretsIn } from '../exchange/secrets-in.js';
import { calling, purposeOf } from '../job.js';
import type { ResourceMapping } from '../mapping/definition.js';
import type { Asking } from '../calls.js';
import type { Session } from '../session.js';
import { hookCall } from '../work/hook.js';

/** A plan, with a warning if it replaces an object that the service will refuse to delete. */
export async function warnedOfReplacement(
  session: Session | undefined,
  mapping: ResourceMapping,
  request: PlanRequest,
  response: PlanResponse,
  signal: AbortSignal,
): Promise<PlanResponse> {
  if (session === undefined || mapping.hinders === undefined || isNull(request.prior)) return response;
  const [path] = response.requiresReplace;
  if (path === undefined) return response;
  const prior = valuesOf(request.prior);
  const asking: Asking = {
    purpose: purposeOf(mapping, 'plan the replacement of', prior),
    parameters: mapping.parameters,
    values: prior,
    secrets: secretsIn(mapping.attributes, prior),
    signal,
  };
  const why = await mapping.hinders(hookCall(session, asking), valuesOf(response.planned));
  if (why === undefined) return response;
  const warning = warningDiagnostic('not-replaceable', `The ${calling(mapping, prior)} cannot be replaced as it is`, {
    detail: session.speaker.redactor.text(why),
    path,
  });
  return { ...response, diagnostics: [...response.diagnostics, warning] };
}
