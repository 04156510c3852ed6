import {
  invocationAddress,
  isBefore,
  type ActionEvent,
  type ActionInvocation,
  type DueAction,
  type LifecycleCause,
} from '../../model/index.js';

/**
 * The actions to invoke after each event of each object, in order. That they are due is recorded together with the
 * event.
 */
export class Due {
  readonly #byMoment = new Map<string, DueAction[]>();

  constructor(invocations: readonly ActionInvocation[]) {
    for (const invocation of invocations) {
      const { trigger } = invocation;
      if (trigger.kind === 'invoke' || isBefore(trigger.event)) continue;
      const action = { address: invocationAddress(invocation), trigger };
      const known = this.#byMoment.get(momentOf(trigger));
      if (known === undefined) this.#byMoment.set(momentOf(trigger), [action]);
      else known.push(action);
    }
  }

  after(event: ActionEvent, resource: string): readonly DueAction[] {
    return this.#byMoment.get(momentOf({ event, resource })) ?? [];
  }

  /** The actions that were due after this one. */
  following(trigger: LifecycleCause): readonly DueAction[] {
    const all = this.after(trigger.event, trigger.resource);
    const position = all.findIndex(
      (action) => action.trigger.block === trigger.block && action.trigger.index === trigger.index,
    );
    return position === -1 ? [] : all.slice(position + 1);
  }
}

const momentOf = ({ event, resource }: Pick<LifecycleCause, 'event' | 'resource'>): string => `${event} ${resource}`;
