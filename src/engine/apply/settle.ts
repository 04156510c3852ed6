import {
  hasErrors,
  impliedType,
  isWhollyKnown,
  type Block,
  type Diagnostic,
  type ResourceConfiguration,
  type Value,
} from '../../model/index.js';
import type { Provider } from '../../providers/provider.js';
import type { ApplyResponse } from '../../providers/requests.js';
import { placeDiagnostics } from '../context.js';
import { inconsistentResult } from '../diagnostics.js';
import { assertCompatible } from '../diff/compatible/object.js';
import { conformanceProblems } from '../diff/conforms.js';

export interface Settled {
  /** The object after the call; null if there is none. */
  readonly state: Value;
  readonly failed: boolean;
  /** It is unknown whether the call took effect: the intent stays open, and the next run checks. */
  readonly unclear: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks a provider's answer against the plan instead of trusting it. An object that was created is kept even if there
 * are errors.
 */
export function settleResult(answer: {
  readonly address: string;
  readonly resource: ResourceConfiguration | undefined;
  readonly provider: Provider;
  readonly block: Block;
  readonly action: 'create' | 'update' | 'delete';
  readonly prior: Value;
  readonly planned: Value;
  readonly response: ApplyResponse;
}): Settled {
  const { address, resource, provider, block, action, prior, planned, response } = answer;
  const { source } = provider.schemas;
  const diagnostics: Diagnostic[] = placeDiagnostics(response.diagnostics, address, resource);
  const errored = hasErrors(diagnostics);
  const complain = (message: string): void =>
    void diagnostics.push(inconsistentResult(address, source, [{ path: [], message }]));

  let state: Value = response.state === undefined ? (errored ? prior : null) : response.state;
  if (state !== null && !isWhollyKnown(state)) {
    complain('it returned values that are still unknown after apply');
    state = prior;
  }
  if (action === 'delete') {
    if (!errored && state !== null) complain('it reported the object as deleted but returned it');
  } else if (!errored && state === null) {
    complain(`it returned no object after ${action === 'create' ? 'creating' : 'updating'} it`);
  } else if (!errored) {
    const problems =
      response.legacyTypeSystem === true
        ? conformanceProblems(state, impliedType(block))
        : assertCompatible(block, planned, state);
    if (problems.length > 0) diagnostics.push(inconsistentResult(address, source, problems));
  }
  return { state, failed: hasErrors(diagnostics), unclear: response.uncertain === true, diagnostics };
}
