import type { CallContext } from '../requests.js';
import type { Purpose } from './diagnostics.js';
import type { Files } from './exchange/files.js';
import type { ResourceMapping } from './mapping/definition.js';
import { jsonOf, type Values } from './values/projection.js';
import { secretsIn } from './exchange/secrets-in.js';
import type { Asking } from './calls.js';
import type { Session } from './session.js';

/** One contract call about one object. */
export interface Job {
  readonly session: Session;
  readonly type: string;
  readonly mapping: ResourceMapping;
  readonly context: CallContext;
  /** Aborted as soon as the user wants to stop; running calls may still finish. */
  readonly stopping: AbortSignal;
  readonly claims: Claims;
  /** The provider configuration. */
  readonly configured: Values;
  /** During apply: identifies this intent, and stays the same when it is carried out again. */
  readonly requestKey?: string;
  /** An earlier request for the same object may have been sent, but its result was not found. */
  readonly repeats?: boolean;
  /** When a reply is no longer useful, in milliseconds since 1970. */
  readonly until?: number;
  /** Content of the files that attributes name; only during apply. */
  readonly files?: Files;
}

/** Identities of the objects this run created, by natural key, so that one is never mistaken for another. */
export class Claims {
  readonly #byKey = new Map<string, Set<string>>();

  add(key: string, identity: string): void {
    const set = this.#byKey.get(key);
    if (set === undefined) this.#byKey.set(key, new Set([identity]));
    else set.add(identity);
  }

  of(key: string): ReadonlySet<string> {
    return this.#byKey.get(key) ?? new Set();
  }
}

/** A call about an object with these values. */
export function asking(job: Job, verb: string, values: Values, more: Partial<Asking> = {}): Asking {
  const { mapping, context, files, requestKey } = job;
  return {
    purpose: purposeOf(mapping, verb, values),
    parameters: mapping.parameters,
    values,
    secrets: secretsIn(mapping.attributes, values),
    signal: context.signal,
    context,
    ...(requestKey === undefined ? {} : { requestKey }),
    progress: (waitingFor) => context.progress(waitingFor),
    ...(job.until === undefined ? {} : { until: job.until }),
    files,
    ...more,
  };
}

/** `create the cloud account "prod"`. */
export function purposeOf(mapping: ResourceMapping, verb: string, values: Values): Purpose {
  return `${verb} the ${calling(mapping, values)}`;
}

/** `cloud account "prod"`. */
export function calling(mapping: ResourceMapping, values: Values): string {
  const { label: by } = mapping;
  const label = by === undefined || mapping.attributes[by]?.sensitive === true ? undefined : jsonOf(values[by]);
  const id = mapping.identity.at(-1);
  const name = label ?? (id === undefined ? undefined : jsonOf(values[id]));
  return typeof name === 'string' && name !== '' ? `${mapping.noun} "${name}"` : mapping.noun;
}
