import type { Json } from '../../../model/index.js';
import { pointerGet } from '../pointer.js';
import type { Grant, Login } from './authentication.js';
import type { Reply } from './outcome.js';

export interface ClientCredentials {
  /** The token endpoint. */
  readonly tokenUrl: string;
  readonly id: string;
  readonly secret: string;
  /** Names separated by spaces; if undefined, no scopes are requested and the service chooses. */
  readonly scope?: string | undefined;
  /** Where ID and secret are sent: in the `authorization` header, or as fields of the body. */
  readonly sentIn?: 'header' | 'body';
  /** What to check when they are refused. Default: the client ID and the client secret. */
  readonly credentials?: string;
}

/**
 * A client credentials token in the `authorization` header (RFC 6749, section 4.4). It is only kept in memory, one
 * login serves all requests, and a new one follows before it expires or when it is refused.
 */
export function clientCredentials(given: ClientCredentials): Login {
  const { tokenUrl, id, secret, scope, sentIn = 'header', credentials = 'the client ID and the client secret' } = given;
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scope !== undefined && scope !== '') form.set('scope', scope);
  if (sentIn === 'body') {
    form.set('client_id', id);
    form.set('client_secret', secret);
  }
  // Both are form-encoded before they are joined (section 2.3.1).
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

/** Some services send the number as a string. */
function secondsIn(json: Json | undefined): number | undefined {
  const seconds = typeof json === 'number' || typeof json === 'string' ? Number(json) : Number.NaN;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}

/** `error` is one of a few codes, `error_description` is for people (section 5.2). */
function reason({ body }: Reply): string | undefined {
  const texts = ['/error_description', '/error'].map((place) => pointerGet(body, place));
  const found = texts.filter((text) => typeof text === 'string');
  return found.length === 0 ? undefined : found.join(' (') + ')'.repeat(found.length - 1);
}
