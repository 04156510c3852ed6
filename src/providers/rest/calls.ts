import type { Diagnostic, Json } from '../../model/index.js';
import type { CallContext } from '../requests.js';
import type { Purpose, Unexpected } from './diagnostics.js';
import type { Files } from './exchange/files.js';
import type { Outcome, Reply } from './http/outcome.js';
import type { Part } from './mapping/definition.js';
import type { ItemList } from './object/sharing.js';
import type { MergeSources, Values } from './values/projection.js';

/** The values for a call's parameters, and the secrets to hide if the service echoes them. */
export interface Asking {
  readonly purpose: Purpose;
  readonly parameters: Readonly<Record<string, Part>>;
  readonly values: Values;
  /** The source of parameters, if not `values`: the object before a change. */
  readonly address?: Values;
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
  /** For a call that changes something. */
  readonly context?: CallContext;
  /** Identifies this request, and stays the same when it is sent again. */
  readonly requestKey?: string;
  /** The ETag that the object must still have (`If-Match`). */
  readonly etag?: string | undefined;
  /** Receives the reason for a long wait. */
  readonly progress?: (waitingFor: string) => void;
  /** When the reply is no longer useful, in milliseconds since 1970. */
  readonly until?: number;
  /** Content of the files that attributes name. */
  readonly files?: Files | undefined;
  readonly about?: MergeSources | undefined;
}

export type CallResult =
  | {
      readonly kind: 'done';
      readonly object: Json | undefined;
      readonly reply: Reply;
      /** When an earlier request of this call was sent that may still take effect as well. */
      readonly late?: number;
      /** The reply violates the description. */
      readonly unexpected?: Unexpected;
    }
  | { readonly kind: 'failed'; readonly outcome: Exclude<Outcome, { kind: 'done' }>; readonly diagnostic: Diagnostic }
  /** No request could be made. */
  | { readonly kind: 'impossible'; readonly diagnostic: Diagnostic };

export type ListResult =
  /** `unexpected`: a page violates the description, but contains items. */
  | { readonly kind: 'list'; readonly list: ItemList; readonly unexpected?: Unexpected }
  | {
      readonly kind: 'failed';
      readonly status: number | undefined;
      readonly stopped: boolean;
      readonly diagnostic: Diagnostic;
    };
