import type { Json } from '../../../model/index.js';
import { pointerGet } from '../pointer.js';
import type { Grant, Login } from './authentication.js';
import type { Reply } from './outcome.js';

export interface ClientCredentials {
  /** Where tokens are given. */
  readonly tokenUrl: string;
  readonly id: string;
  readonly secret: string;
  /** Names separated by spaces; undefined asks for no scopes, and the service gives those it chooses. */
  readonly scope?: string | undefined;
  /** Where id and secret go: the `authorization` header, or fields of the body. */
  readonly sentIn?: 'header' | 'body';
  /** What to check when they are refused. Default: the client id and the client secret. */
  readonly credentials?: string;
}

/**
 * The token that a service gives a client by itself, in the `authorization` header (RFC 6749, section 4.4). It is in memory alone, one
 * login serves all requests, and another follows before it ends or when it is refused.
 */
export function clientCredentials(given: ClientCredentials): Login {
  const { tokenUrl, id, secret, scope, sentIn = 'header', credentials = 'the client id and the client secret' } = given;
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scope !== undefined && scope !== '') form.set('scope', scope);
  if (sentIn === 'body') {
    form.set('client_id', id);
    form.set('client_secret', secret);
  }
  // Both are written as in a form before they are joined (section 2.3.1).
  const pair = Buffer.from(`${encoded(id)}:${encoded(secret)}`, 'utf8').toString('base64');
  return {
    scheme: 'login',
    header: 'authorization',
    prefix: 'Bearer ',
    secrets: [secret, encoded(secret), pair],
    credentials,
    request: {
      method: 'POST',
      url: new URL(tokenUrl),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(sentIn === 'header' ? { authorization: `Basic ${pair}` } : {}),
      },
      body: form.toString(),
    },
    grant: granted,
    reason,
  };
}

const encoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);

function granted({ body }: Reply): Grant | undefined {
  const token = pointerGet(body, '/access_token');
  if (typeof token !== 'string' || token === '') return undefined;
  const seconds = secondsIn(pointerGet(body, '/expires_in'));
  return seconds === undefined ? { token } : { token, livesMs: seconds * 1000 };
}

/** Some services write the number as a text. */
function secondsIn(json: Json | undefined): number | undefined {
  const seconds = typeof json === 'number' || typeof json === 'string' ? Number(json) : Number.NaN;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}

/** `error` is one of a few words, `error_description` what people read (section 5.2). */
function reason({ body }: Reply): string | undefined {
  const texts = ['/error_description', '/error'].map((place) => pointerGet(body, place));
  const found = texts.filter((text) => typeof text === 'string');
  return found.length === 0 ? undefined : found.join(' (') + ')'.repeat(found.length - 1);
}
