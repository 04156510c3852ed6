import {
  formatKey,
  hasErrors,
  isReplace,
  nearest,
  parseAddress,
  formatResource,
  type Diagnostic,
  type OutputChange,
  type ResourceChange,
} from '../model/index.js';
import { resourcePlaces, splitAddress, type StackPlan } from '../operations/index.js';
import { KnownSecrets, planSecrets } from '../render/index.js';

/** `import` and `move` are of objects that do not change otherwise; `wait` is planned only after this plan is applied. */
export type PlannedAction =
  'create' | 'read' | 'update' | 'replace' | 'delete' | 'forget' | 'import' | 'move' | 'no-op' | 'wait';

/** What `plan` and `showPlan` return, as far as tests look at it. */
export interface Planned {
  readonly stacks: readonly (Pick<StackPlan, 'name' | 'plan'> & Partial<Pick<StackPlan, 'stack' | 'schemaOf'>>)[];
  readonly diagnostics: readonly Diagnostic[];
}

type PlannedStack = Planned['stacks'][number];

/** A change, and its name in this plan: its address, after the name of its stack if there are several. */
export interface NamedChange {
  readonly name: string;
  readonly action: PlannedAction;
  readonly change: ResourceChange;
  readonly stack: PlannedStack;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const hasPlan = (stack: unknown): boolean =>
  isObject(stack) && isObject(stack['plan']) && Array.isArray(stack['plan']['changes']);

/** Whether a value is the result of planning. */
export function isPlanned(value: unknown): value is Planned {
  if (!isObject(value) || !Array.isArray(value['diagnostics']) || !Array.isArray(value['stacks'])) return false;
  return value['stacks'].every(hasPlan) && !('approved' in value);
}

/** Answers what a matcher asks of a plan. No text that it returns has a secret of the plan. */
export class PlannedStacks {
  readonly stacks: Planned['stacks'];
  readonly errors: readonly Diagnostic[];
  readonly #secrets = new KnownSecrets();
  readonly #places = new Map<PlannedStack, ReturnType<typeof resourcePlaces>>();

  constructor({ stacks, diagnostics }: Planned) {
    this.stacks = stacks;
    this.errors = hasErrors(diagnostics) ? diagnostics : [];
    for (const { plan } of stacks) this.#secrets.learn(() => planSecrets(plan));
  }

  readonly clean = (text: string): string => this.#secrets.clean(text);

  /** All changes in the order of the plan, with those that wait at the end. */
  changes(): readonly NamedChange[] {
    return this.stacks.flatMap((stack) => [
      ...stack.plan.changes.map((change) => ({
        name: this.nameIn(stack, change.deposed === undefined ? change.address : `${change.address} (deposed)`),
        action: actionOf(change),
        change,
        stack,
      })),
      ...stack.plan.deferred.flatMap(({ change, address }) =>
        change === undefined ? [] : { name: this.nameIn(stack, address), action: 'wait' as const, change, stack },
      ),
    ]);
  }

  /** The changes of an instance, of all instances of a resource, or of all resources of a type. */
  at(address: string): readonly NamedChange[] {
    const { stack, address: local } = splitAddress(address);
    const parsed = parseAddress(local);
    const isMeant = ({ change }: NamedChange): boolean => {
      if (change.deposed !== undefined) return false;
      if (parsed === undefined) return typeOf(change) === local;
      const whole = parsed.key === undefined && change.resourceKey === formatResource(parsed.resource);
      return whole || change.address === formatResource(parsed.resource) + formatKey(parsed.key);
    };
    return this.changes().filter((one) => (stack === undefined || one.stack.name === stack) && isMeant(one));
  }

  outputs(name: string): readonly (OutputChange & { readonly stack: string })[] {
    const { stack, address } = splitAddress(name);
    return this.stacks
      .filter((one) => stack === undefined || one.name === stack)
      .flatMap(({ name: of, plan }) => plan.outputs.map((output) => ({ ...output, stack: of })))
      .filter((output) => output.name === address && output.action !== 'delete');
  }

  /** The line of the program or configuration, in parentheses and after a space; empty if it is unknown. */
  placeOf({ stack, change }: NamedChange): string {
    let places = this.#places.get(stack);
    if (places === undefined) {
      const changes = [...stack.plan.changes, ...stack.plan.deferred.flatMap((one) => one.change ?? [])];
      places = resourcePlaces(stack.stack, changes);
      this.#places.set(stack, places);
    }
    const place = places.get(change);
    return place === undefined ? '' : ` (${place})`;
  }

  nameIn({ name }: Pick<PlannedStack, 'name'>, address: string): string {
    return this.stacks.length > 1 ? `${name}:${address}` : address;
  }

  /** Names that may have been meant. */
  near(address: string): string {
    const { address: local } = splitAddress(address);
    const changes = this.changes();
    const known = isType(local) ? changes.map(({ change }) => typeOf(change)) : [];
    const [first] = nearest(address, new Set([...known, ...changes.map(({ name }) => name)]));
    return first === undefined ? '' : ` Did you mean ${first}?`;
  }
}

/** Whether a text is a type, `acme_server` or `data.acme_image`, and not an address. */
export const isType = (text: string): boolean => parseAddress(splitAddress(text).address) === undefined;

const typeOf = ({ resource: { mode, type } }: ResourceChange): string => (mode === 'data' ? `data.${type}` : type);

function actionOf({ action, importing, previousAddress }: ResourceChange): PlannedAction {
  if (isReplace(action)) return 'replace';
  if (action !== 'no-op') return action;
  return importing !== undefined ? 'import' : previousAddress !== undefined ? 'move' : 'no-op';
}

/** Whether a plan does nothing with a change. */
export const isUnchanged = ({ action }: Pick<NamedChange, 'action'>): boolean => action === 'no-op';
