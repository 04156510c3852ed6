import { randomBytes } from 'node:crypto';

import { parameter, bodyOf } from '../asked.js';
import { flag, object, text } from '../shape.js';
import type { Store } from '../store.js';
import type { Arrival, Call, Reply } from '../system.js';
import {
  apiKeys,
  changedMaps,
  created,
  fingerprint,
  keptOf,
  noContent,
  ok,
  projects,
  refusal,
  refusalWith,
  tokens,
  metadataBody,
} from './entries.js';
import type { ApiKeyEntry } from './entries.js';

/** The accepted credentials. */
export interface PaletteAccess {
  readonly apiKey: string;
  readonly email: string;
  readonly password: string;
  readonly project: string;
}

export const USER = 'user-jane-doe';
const TOKEN_LIVES_MS = 15 * 60 * 1000;
const OPEN = new Set(['authenticate', 'refreshToken']);

/** A key in `ApiKey`, or a bare token in `Authorization`; and an existing project, if one is given. */
export function authorize(access: PaletteAccess, { operation, headers }: Arrival, store: Store): Reply | undefined {
  if (OPEN.has(operation.id)) return undefined;
  if (!isLetIn(access, headers['apikey'], headers['authorization'], store)) {
    return refusal(401, 'The API key or token is missing, invalid or expired.');
  }
  const project = headers['projectuid'];
  if (project === undefined || projects(store).get(project) !== undefined) return undefined;
  return refusalWith('ProjectNotFound', 403, `There is no project ${project} that you have access to.`);
}

function isLetIn(access: PaletteAccess, key: string | undefined, token: string | undefined, store: Store): boolean {
  if (key === undefined) return token !== undefined && tokens(store).get(fingerprint(token)) !== undefined;
  if (key === access.apiKey) return true;
  return apiKeys(store)
    .where('fingerprint', fingerprint(key))
    .some(({ isActive }) => isActive);
}

/** Expired tokens and keys are not accepted. */
export function endAccess(store: Store, now: Date): void {
  const moment = now.toISOString();
  for (const token of tokens(store).all()) if (token.endsAt <= moment) tokens(store).remove(token.identity);
  for (const key of apiKeys(store).all()) {
    if (key.isActive && key.expiry <= moment) apiKeys(store).put({ ...key, isActive: false });
  }
}

export function authenticate(access: PaletteAccess): (call: Call) => Reply {
  return (call) => {
    const { emailId, password } = bodyOf(call, object({ emailId: text, password: text }));
    if (emailId !== access.email || password !== access.password) {
      return refusalWith('InvalidCredentials', 401, 'The e-mail address or the password is wrong.');
    }
    return newToken(call);
  };
}

export function refreshToken(call: Call): Reply {
  const known = tokens(call.store).get(fingerprint(parameter(call, 'token')));
  if (known === undefined) return refusal(401, 'The token has expired.');
  return newToken(call);
}

function newToken({ store, now }: Call): Reply {
  const token = randomBytes(24).toString('hex');
  const endsAt = new Date(now.getTime() + TOKEN_LIVES_MS).toISOString();
  tokens(store).put({ identity: fingerprint(token), endsAt });
  return ok({ Authorization: token });
}

const keyBody = object({}, { metadata: metadataBody, spec: object({}, { expiry: text, userUid: text }) });

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

export function createApiKey(call: Call): Reply {
  const { metadata, spec } = bodyOf(call, keyBody);
  const key = randomBytes(24).toString('hex');
  const entry: ApiKeyEntry = {
    identity: call.store.newIdentity(),
    name: metadata?.name ?? '',
    ...keptOf(metadata),
    userUid: spec?.userUid ?? USER,
    expiry: new Date(spec?.expiry ?? call.now.getTime() + MONTH_MS).toISOString(),
    isActive: true,
    fingerprint: fingerprint(key),
  };
  apiKeys(call.store).put(entry);
  return { ...created(entry.identity), body: { uid: entry.identity, apiKey: key } };
}

export const listApiKeys = (call: Call): Reply => ok({ items: apiKeys(call.store).all().map(showKey) });

export const getApiKey = (call: Call): Reply => onKey(call, (key) => ok(showKey(key)));

export function updateApiKey(call: Call): Reply {
  return onKey(call, (key) => {
    const { metadata, spec } = bodyOf(call, keyBody);
    const expiry = spec?.expiry === undefined ? key.expiry : new Date(spec.expiry).toISOString();
    apiKeys(call.store).put({ ...key, ...changedMaps(metadata), name: metadata?.name ?? key.name, expiry });
    return noContent;
  });
}

export function switchApiKey(call: Call): Reply {
  return onKey(call, (key) => {
    apiKeys(call.store).put({ ...key, isActive: bodyOf(call, object({ isActive: flag })).isActive });
    return noContent;
  });
}

export function deleteApiKey(call: Call): Reply {
  return onKey(call, (key) => {
    apiKeys(call.store).remove(key.identity);
    return noContent;
  });
}

function onKey(call: Call, act: (key: ApiKeyEntry) => Reply): Reply {
  const key = apiKeys(call.store).get(parameter(call, 'uid'));
  return key === undefined ? refusal(404, 'There is no such API key.') : act(key);
}

/** Only its create shows the key itself. */
function showKey({ identity, name, userUid, expiry, isActive, ...kept }: ApiKeyEntry): unknown {
  return {
    metadata: { uid: identity, name, ...keptOf(kept) },
    spec: { expiry, user: { uid: userUid } },
    status: { isActive },
  };
}
