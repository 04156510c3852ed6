import type { Call, CallName } from '../wire/calls.js';
import type { Received, Sent } from '../wire/message.js';

export type Request<Name extends CallName> = Received<Call<Name>['request']>;
export type Response<Name extends CallName> = Sent<Call<Name>['response']>;

/** What a server does for one procedure. Procedures whose response is a stream pass each part to `send`. */
export type Handler<Name extends CallName> = (
  request: Request<Name>,
  send: (part: Response<Name>) => void,
) => Promise<Response<Name> | undefined>;

export type Handlers = { readonly [Name in CallName]?: Handler<Name> };
