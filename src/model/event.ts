import type { ActionTriggerCause } from './action.js';
import type { Action } from './change.js';
import { legible, type Diagnostic } from './diagnostic.js';
import { shortened } from './secrets/shorten.js';

/**
 * All progress events. They carry no attribute values, except an id of the object, so no secret can be in them.
 * Renderers fold them into live text, plain lines or Terraform's JSON lines.
 */
export type Event = OfStack & Happening;

interface OfStack {
  /** The stack that it is about, where stacks have names. */
  readonly stack?: string;
}

type Happening =
  | {
      readonly type: 'phase';
      readonly phase: 'load' | 'install' | 'refresh' | 'plan' | 'apply';
      readonly total?: number;
      /** How many stacks the run has, if several: their events follow each other in any order. */
      readonly stacks?: number;
    }
  | (ObjectEvent & { readonly type: 'refresh-start' })
  | (ObjectEvent & { readonly type: 'refresh-complete' })
  | (ObjectEvent & { readonly type: 'apply-start' })
  /** Sent at least every ten seconds; `waitingFor` says what the provider waits for. */
  | (ObjectEvent & { readonly type: 'apply-progress'; readonly waitingFor?: string })
  | (ObjectEvent & { readonly type: 'apply-complete' })
  | (ObjectEvent & { readonly type: 'apply-errored' })
  | (ActionRunEvent & { readonly type: 'action-start' })
  /** A progress message of an action. */
  | (ActionRunEvent & { readonly type: 'action-progress'; readonly message: string })
  /** `summary` says what was done. */
  | (ActionRunEvent & { readonly type: 'action-complete'; readonly summary?: string })
  | (ActionRunEvent & { readonly type: 'action-errored'; readonly error: string })
  | (ProvisionEvent & { readonly type: 'provision-start' })
  /** One line of output. */
  | (ProvisionEvent & { readonly type: 'provision-output'; readonly line: string })
  | (ProvisionEvent & { readonly type: 'provision-complete' })
  | (ProvisionEvent & { readonly type: 'provision-errored' })
  /** An interrupted call of an earlier run was resolved: what was found. */
  | (ObjectEvent & { readonly type: 'recovered'; readonly outcome: 'adopted' | 'finished' | 'absent' })
  /**
   * A request of an earlier run may still take effect, so its object is polled until it can't; `remainingMs` is the
   * maximum wait.
   */
  | (ObjectEvent & { readonly type: 'landing'; readonly remainingMs: number })
  /** The name and version of a package, and how many bytes of it have arrived: none when its download begins. */
  | { readonly type: 'download'; readonly what: string; readonly bytes: number }
  | { readonly type: 'waiting'; readonly what: string; readonly elapsedMs: number }
  | { readonly type: 'lock-waiting'; readonly holder: string; readonly elapsedMs: number }
  | { readonly type: 'diagnostic'; readonly diagnostic: Diagnostic };

export interface ObjectEvent {
  readonly address: string;
  readonly action: Action;
  readonly deposed?: string;
  /** The attribute that identifies the object for people, and its value; never sensitive. */
  readonly id?: { readonly key: string; readonly value: string };
  readonly elapsedMs: number;
}

export interface ActionRunEvent {
  /** Of the action's instance. */
  readonly address: string;
  readonly trigger: ActionTriggerCause;
  readonly elapsedMs: number;
}

export interface ProvisionEvent {
  /** Of the resource's instance. */
  readonly address: string;
  /** The type of the provisioner. */
  readonly provisioner: string;
}

/** Takes events as they happen; must not throw. */
export type Emit = (event: Event) => void;

/** The event with its words as they may be shown; see {@link legible}. */
export function legibleEvent(event: Event, clean: (text: string) => string = shortened): Event {
  switch (event.type) {
    case 'diagnostic':
      return { ...event, diagnostic: legible(event.diagnostic, clean) };
    case 'action-progress':
      return { ...event, message: clean(event.message) };
    case 'provision-output':
      return { ...event, line: clean(event.line) };
    case 'action-complete':
      return event.summary === undefined ? event : { ...event, summary: clean(event.summary) };
    case 'action-errored':
      return { ...event, error: clean(event.error) };
    case 'apply-progress':
      return event.waitingFor === undefined ? event : { ...event, waitingFor: clean(event.waitingFor) };
    default:
      return event;
  }
}
