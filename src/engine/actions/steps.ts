import {
  formatResource,
  invocationAddress,
  isBefore,
  isDestroyEvent,
  isWhollyKnown,
  itemAt,
  unmarkDeep,
  writtenAddress,
  type ActionEvent,
  type ActionInvocation,
  type ResourceChange,
  type Step,
} from '../../model/index.js';

type Draft = Step & { needs: number[] };

/** The step of one object, and the invocations before and after it in order. */
interface Moment {
  readonly step: number;
  readonly before: number[];
  readonly after: number[];
}

/**
 * Inserts invocations into the steps of the changes that trigger them. An invocation before a change waits for
 * everything the change waits for, and the change waits for it; everything that waits for the change also waits for the
 * invocations after it. The actions of one change are invoked one after another. Those that the user requested wait for
 * nothing.
 */
export function weaveInvocations(
  steps: readonly Step[],
  changes: readonly ResourceChange[],
  invocations: readonly ActionInvocation[],
): readonly Step[] {
  if (invocations.length === 0) return steps;
  const drafts = steps.map((step): Draft => ({ ...step, needs: [...step.needs] }));
  const weaver = new Weaver(drafts, changes, invocations);
  return weaver.weave();
}

class Weaver {
  readonly #drafts: Draft[];
  readonly #changes: readonly ResourceChange[];
  readonly #invocations: readonly ActionInvocation[];
  /** The making and dropping steps of current objects, by instance address. */
  readonly #making = new Map<string, number>();
  readonly #dropping = new Map<string, number>();
  readonly #makingOf = new Map<string, number[]>();
  /** The anchors of resources with owed actions, with the steps each one waits for on its own. */
  readonly #anchors = new Map<string, { readonly draft: Draft; readonly waits: readonly number[] }>();
  /** The last owed invocation, by instance address. */
  readonly #owed = new Map<string, number>();

  constructor(drafts: Draft[], changes: readonly ResourceChange[], invocations: readonly ActionInvocation[]) {
    this.#drafts = drafts;
    this.#changes = changes;
    this.#invocations = invocations;
    for (const step of drafts) {
      if (step.kind === 'gather' && step.resource !== undefined)
        this.#anchors.set(step.resource, { draft: step, waits: [...step.needs] });
      if (step.kind === 'gather' || step.kind === 'invoke') continue;
      const change = itemAt(changes, step.change);
      if (change.deposed !== undefined) continue;
      if (step.kind === 'delete' || step.kind === 'delete-deposed') {
        this.#dropping.set(step.address, step.index);
        continue;
      }
      this.#making.set(step.address, step.index);
      const all = this.#makingOf.get(change.resourceKey);
      if (all === undefined) this.#makingOf.set(change.resourceKey, [step.index]);
      else all.push(step.index);
    }
  }

  weave(): readonly Step[] {
    const moments = new Map<number, Moment>();
    for (const [index, invocation] of this.#invocations.entries()) {
      if (invocation.trigger.kind === 'invoke') {
        this.#add(index, []);
        continue;
      }
      const { resource, event } = invocation.trigger;
      if (invocation.owed === true) {
        this.#owe(index, resource);
        continue;
      }
      const step = this.#stepOf(resource, event);
      let moment = moments.get(step);
      if (moment === undefined) moments.set(step, (moment = { step, before: [], after: [] }));
      (isBefore(event) ? moment.before : moment.after).push(index);
    }
    this.#addAfter([...moments.values()]);
    // Each change now waits for every invocation after its dependencies, so the invocations before it must wait, too.
    for (const { step, before } of moments.values()) {
      const { needs } = itemAt(this.#drafts, step);
      let waits = [...needs];
      for (const index of before) waits = [this.#add(index, waits)];
      if (before.length > 0) needs.push(...waits);
    }
    return this.#drafts;
  }

  /** Owed invocations run one after another; dependents of the resource wait for them. */
  #owe(invocation: number, resource: string): void {
    const anchor = this.#anchors.get(resourceKeyOf(resource));
    const own = this.#making.get(resource);
    const before = this.#owed.get(resource);
    const waits = before === undefined ? [...(anchor?.waits ?? []), ...(own === undefined ? [] : [own])] : [before];
    const step = this.#add(invocation, waits);
    this.#owed.set(resource, step);
    anchor?.draft.needs.push(step);
  }

  #addAfter(moments: readonly Moment[]): void {
    const last = new Map<number, number>();
    const existing = this.#drafts.length;
    for (const { step, after } of moments) {
      let previous = step;
      for (const index of after) previous = this.#add(index, [previous, ...this.#siblings(index)]);
      if (after.length > 0) last.set(step, previous);
    }
    for (const draft of this.#drafts.slice(0, existing)) {
      draft.needs.push(...draft.needs.flatMap((need) => last.get(need) ?? []));
    }
  }

  /** A configuration that is unknown before apply may depend on any instance of the resource. */
  #siblings(index: number): readonly number[] {
    const { trigger, config } = itemAt(this.#invocations, index);
    if (trigger.kind === 'invoke' || isDestroyEvent(trigger.event) || isWhollyKnown(unmarkDeep(config))) return [];
    const own = this.#making.get(trigger.resource);
    const draft = own === undefined ? undefined : this.#drafts[own];
    if (draft === undefined || !('change' in draft)) return [];
    return this.#makingOf.get(itemAt(this.#changes, draft.change).resourceKey) ?? [];
  }

  #stepOf(resource: string, event: ActionEvent): number {
    const step = (isDestroyEvent(event) ? this.#dropping : this.#making).get(resource);
    if (step === undefined) throw new Error(`no step of ${resource} has the event ${event}`);
    return step;
  }

  #add(invocation: number, needs: readonly number[]): number {
    const index = this.#drafts.length;
    const address = invocationAddress(itemAt(this.#invocations, invocation));
    this.#drafts.push({ index, kind: 'invoke', address, invocation, needs: [...new Set(needs)] });
    return index;
  }
}

/** The resources for which an earlier run owes actions. */
export function owedTo(invocations: readonly ActionInvocation[]): ReadonlySet<string> {
  return new Set(
    invocations.flatMap(({ owed, trigger }) =>
      owed === true && trigger.kind === 'lifecycle' ? [resourceKeyOf(trigger.resource)] : [],
    ),
  );
}

const resourceKeyOf = (instance: string): string => formatResource(writtenAddress(instance).resource);

/** Requested invocations first; the others by resource, in the order in which they are invoked. */
export function sortInvocations(invocations: readonly ActionInvocation[]): readonly ActionInvocation[] {
  const keyed = invocations.map((invocation) => ({
    invocation,
    key: invocation.trigger.kind === 'invoke' ? '' : invocation.trigger.resource,
  }));
  return keyed
    .sort((left, right) => (left.key === right.key ? 0 : left.key < right.key ? -1 : 1))
    .map(({ invocation }) => invocation);
}
