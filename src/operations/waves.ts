import {
  dueKey,
  errorDiagnostic,
  formatConfigured,
  hasErrors,
  isReplace,
  resolvedKeys,
  type Deferred,
  type Diagnostic,
  type Plan,
  type ResourceChange,
} from '../model/index.js';
import type { EngineContext } from '../engine/index.js';
import type { PlanningOptions } from './environment.js';
import { planStack, type StackPlan, type StackPlanOutcome } from './plan-stack.js';

/**
 * The plans of one stack, one after another: each leaves for the next what it cannot plan yet. Every `count` and
 * `for_each` can be unknown only once, so the waves end.
 */
export class Waves {
  readonly #options: PlanningOptions;
  readonly #plans: Plan[];
  /** Addresses of what had unknown instances. */
  readonly #unknown: Set<string>;
  /** The resources that were announced as waiting. */
  readonly #announced = new Set<string>();
  /** Replaced objects whose old ones were left for a later wave. */
  readonly #replaced = new Set<string>();
  readonly #told: Set<string>;

  constructor(first: StackPlan, options: PlanningOptions, warnings: readonly Diagnostic[]) {
    this.#options = options;
    this.#plans = [first.plan];
    this.#unknown = new Set(unknownIn(first.plan).map(({ address }) => address));
    this.#told = new Set(warnings.map(textOf));
    this.#announce(first.plan);
  }

  /** Plans what the last plan left, now that it has been applied. Warnings that were shown already are left out. */
  async next(stack: StackPlan['stack'], context: EngineContext): Promise<StackPlanOutcome> {
    const outcome = await planStack(stack, this.#remaining(context), this.#remainingOptions());
    const diagnostics = outcome.diagnostics.filter(
      (diagnostic) => diagnostic.severity === 'error' || !this.#told.has(textOf(diagnostic)),
    );
    for (const diagnostic of diagnostics) this.#told.add(textOf(diagnostic));
    const { planned } = outcome;
    if (planned === undefined || hasErrors(diagnostics)) return { ...outcome, diagnostics };
    const again = unknownIn(planned.plan);
    const stuck = again.filter(({ address }) => this.#unknown.has(address)).map(neverKnown);
    for (const { address } of again) this.#unknown.add(address);
    this.#plans.push(planned.plan);
    return { ...outcome, diagnostics: [...diagnostics, ...stuck] };
  }

  /**
   * Whether a plan goes beyond what was approved: it destroys, replaces or forgets something, or changes something that
   * was not announced as waiting.
   */
  exceeds(plan: Plan): boolean {
    const isMore = plan.changes.some(
      (change) =>
        !this.#isReplaced(change) &&
        (isDangerous(change) || (isChange(change) && !this.#announced.has(formatConfigured(change.resource)))),
    );
    this.#announce(plan);
    return isMore;
  }

  /** Whether a deletion is the rest of a replacement that an earlier wave began. */
  #isReplaced({ deposed, address }: ResourceChange): boolean {
    return deposed !== undefined && this.#replaced.has(address);
  }

  #announce({ changes, deferred }: Plan): void {
    for (const { address, keepsOld } of changes) if (keepsOld === true) this.#replaced.add(address);
    for (const { change } of deferred) if (change !== undefined) this.#announced.add(formatConfigured(change.resource));
  }

  /** What earlier runs left, without what the waves so far have settled. */
  #remaining(context: EngineContext): EngineContext {
    const settled = (kind: 'call' | 'action' | 'due'): ReadonlySet<string> =>
      new Set(this.#plans.flatMap((plan) => [...resolvedKeys(plan, kind)]));
    const [calls, actions, dropped] = [settled('call'), settled('action'), settled('due')];
    const invoked = new Set(
      this.#plans.flatMap(({ invocations }) =>
        invocations.flatMap(({ trigger }) => (trigger.kind === 'lifecycle' ? [dueKey(trigger)] : [])),
      ),
    );
    return {
      ...context,
      interrupted: context.interrupted.filter(({ begin }) => !calls.has(begin.intent.requestKey)),
      interruptedActions: context.interruptedActions.filter(({ requestKey }) => !actions.has(requestKey)),
      dueActions: context.dueActions.filter(
        ({ trigger }) => !dropped.has(dueKey(trigger)) && !invoked.has(dueKey(trigger)),
      ),
    };
  }

  /** Without the replacements that have been planned already. */
  #remainingOptions(): PlanningOptions {
    const { replace = [] } = this.#options;
    const planned = new Set(replace.length === 0 ? [] : this.#plans.flatMap(({ changes }) => changes.map(addressOf)));
    return { ...this.#options, replace: replace.filter((address) => !planned.has(address)) };
  }
}

const addressOf = ({ address }: ResourceChange): string => address;

const isChange = ({ action, check }: ResourceChange): boolean =>
  action !== 'no-op' && action !== 'read' && check === undefined;

const isDangerous = ({ action }: ResourceChange): boolean =>
  action === 'delete' || action === 'forget' || isReplace(action);

/**
 * What waits because of its own `count` or `for_each`, for changes of the plan. All that those depend on has been planned,
 * so it is known afterwards.
 */
function unknownIn({ deferred }: Plan): readonly Deferred[] {
  const waiting = new Set(deferred.map(({ address, change }) => change?.resourceKey ?? address));
  return deferred.filter(
    ({ reason, waitsFor }) => reason === 'instance_count_unknown' && !waitsFor.some((name) => waiting.has(name)),
  );
}

const textOf = ({ code, summary, address }: Diagnostic): string => JSON.stringify([code, summary, address]);

const neverKnown = ({ address, waitsFor }: Deferred): Diagnostic =>
  errorDiagnostic('never-known', `The instances of ${address} are still not known`, {
    address,
    detail: `They waited for ${waitsFor.join(', ')}, which was applied and is to change again. Something in its configuration differs in every plan, such as timestamp(): remove it, or take the instances from values that do not depend on it.`,
  });
