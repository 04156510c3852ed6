import { after, type Diagnostic, type Eventual } from '../../model/index.js';
import type { Provider } from '../../providers/provider.js';
import type { PlanRequest } from '../../providers/requests.js';
import { inconsistentPlan } from '../diagnostics.js';
import type { RefreshedObject } from '../refresh/refresh.js';
import type { PlanWalk } from './plan-walk.js';

/** A provider's answer to a planned delete. */
export interface DeleteAnswer {
  readonly diagnostics: readonly Diagnostic[];
  /** The error for a provider that keeps the object. Used only if the provider reports no error of its own. */
  readonly kept?: Diagnostic;
}

/** Asks the provider about deleting an object, on its own or as part of its replacement. */
export function askDelete(walk: PlanWalk, object: RefreshedObject, provider: Provider): Eventual<DeleteAnswer> {
  const { ref, address, plain, private: bytes, identity } = object;
  const request: PlanRequest = {
    type: ref.resource.type,
    address,
    prior: plain,
    proposed: null,
    config: null,
    ...(bytes === undefined ? {} : { private: bytes }),
    ...(identity === undefined ? {} : { identity }),
  };
  return after(
    walk.limit(() => provider.plan(request)),
    ({ diagnostics, planned }) =>
      planned === null
        ? { diagnostics }
        : { diagnostics, kept: inconsistentPlan(address, provider.schemas.source, [{ path: [], message: KEPT }]) },
  );
}

const KEPT = 'the object is to be deleted, but the provider plans to keep it';
