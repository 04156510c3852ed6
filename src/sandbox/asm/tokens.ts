import { randomUUID } from 'node:crypto';

import { bodyOf } from '../asked.js';
import { object, text } from '../shape.js';
import type { Store } from '../store.js';
import type { Call, Reply } from '../system.js';
import { fingerprint, PROJECT, PROJECT_NAME, USER, type AsmAccess } from './access.js';
import { refusal, tokens } from './entries.js';

const DAY = 24 * 60 * 60 * 1000;

const named = object({}, { id: text, name: text });
const user = object({ name: text, password: text, domain: named });
const login = object({ identity: object({ password: object({ user }) }) }, { scope: object({}, { project: named }) });

/** The token is in a header of the reply, its expiry in the body. */
export function createToken(access: AsmAccess, call: Call): Reply {
  const { identity, scope } = bodyOf(call, object({ auth: login })).auth;
  const { name, password, domain } = identity.password.user;
  if (name !== USER || password !== access.secret || domain.name !== access.domain)
    return refusal(401, 'The username or password is wrong.');
  const project = scope?.project;
  if (project !== undefined && project.id !== PROJECT && project.name !== PROJECT_NAME)
    return refusal(404, 'The project is not found.');
  const token = `${randomUUID()}${randomUUID()}`;
  const expiresAt = new Date(call.now.getTime() + DAY).toISOString();
  tokens(call.store).put({ identity: fingerprint(token), expiresAt });
  const body = { token: { expires_at: expiresAt, issued_at: call.now.toISOString() } };
  return { status: 201, body, headers: { 'x-subject-token': token } };
}

export function dropOldTokens(store: Store, now: Date): void {
  for (const { identity, expiresAt } of tokens(store).all())
    if (Date.parse(expiresAt) <= now.getTime()) tokens(store).remove(identity);
}
