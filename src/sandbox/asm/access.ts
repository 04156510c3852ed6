import { createHash } from 'node:crypto';

import type { Store } from '../store.js';
import type { Arrival, Reply } from '../system.js';
import { refusal, tokens } from './entries.js';
import { signatureProblem } from './signature.js';

/** The accepted credentials: one user of one account, who works in one project and has one access key. */
export interface AsmAccess {
  /** The user's password, the secret of the access key, and a token that is always accepted. */
  readonly secret: string;
  /** The account the user belongs to. */
  readonly domain: string;
}

export const USER = 'sandbox';
export const ACCESS_KEY = 'SANDBOXACCESSKEY';
export const PROJECT = '05f3c1a2b4d5e6f708192a3b4c5d6e7f';
export const PROJECT_NAME = 'eu-west-101';

/** A token, or otherwise a signature; anyone may request a token. */
export function refuseEntry(access: AsmAccess, arrival: Arrival, store: Store): Reply | undefined {
  if (arrival.operation.id === 'createToken') return undefined;
  const problem = stranger(access, arrival, store);
  if (problem !== undefined) return refusal(401, `Incorrect IAM authentication information: ${problem}`);
  const { project_id: project } = arrival.parameters;
  return project === undefined || project === PROJECT ? undefined : refusal(403, 'Forbidden.');
}

function stranger(access: AsmAccess, arrival: Arrival, store: Store): string | undefined {
  const token = arrival.headers['x-auth-token'];
  if (token === undefined) return signatureProblem({ id: ACCESS_KEY, secret: access.secret }, arrival);
  const known = token === access.secret || tokens(store).get(fingerprint(token)) !== undefined;
  return known ? undefined : 'decrypt token fail';
}

/** Only this hash of a token is stored. */
export function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 16);
}
