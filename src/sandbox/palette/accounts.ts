import { bodyOf } from '../asked.js';
import { flag, object, text } from '../shape.js';
import type { Call, Reply } from '../system.js';
import {
  accounts,
  clusters,
  created,
  fingerprint,
  isSeen,
  keptOf,
  metadataOf,
  noContent,
  ok,
  onEntry,
  page,
  refusalWith,
  scopeOf,
  metadataBody,
} from './entries.js';
import type { AccountEntry } from './entries.js';

const accountBody = object({
  metadata: metadataBody,
  spec: object({ vcenterServer: text, username: text, password: text }, { insecure: flag }),
});

export function createVsphereAccount(call: Call): Reply {
  const entry = fromBody(call, call.store.newIdentity(), scopeOf(call.headers));
  accounts(call.store).put(entry);
  return created(entry.identity);
}

export function updateVsphereAccount(call: Call): Reply {
  return onEntry(call, accounts(call.store), ({ identity, scope }) => {
    accounts(call.store).put(fromBody(call, identity, scope));
    return noContent;
  });
}

function fromBody(call: Call, identity: string, scope: string): AccountEntry {
  const { metadata, spec } = bodyOf(call, accountBody);
  return {
    identity,
    scope,
    name: metadata.name ?? '',
    ...keptOf(metadata),
    vcenterServer: spec.vcenterServer,
    username: spec.username,
    insecure: spec.insecure ?? false,
    fingerprint: fingerprint(spec.password),
  };
}

export const getVsphereAccount = (call: Call): Reply =>
  onEntry(call, accounts(call.store), (account) => ok(showAccount(account)));

export function listVsphereAccounts(call: Call): Reply {
  const seen = accounts(call.store)
    .all()
    .filter((account) => isSeen(account, call));
  return page(call, seen, showAccount);
}

export function deleteVsphereAccount(call: Call): Reply {
  return onEntry(call, accounts(call.store), ({ identity }) => {
    const users = clusters(call.store).where('cloudAccountUid', identity);
    if (users.some(({ state }) => state !== 'Deleted')) {
      return refusalWith('CloudAccountInUse', 409, 'The cloud account is used by a cluster.');
    }
    accounts(call.store).remove(identity);
    return noContent;
  });
}

function showAccount(account: AccountEntry): unknown {
  const { vcenterServer, username, insecure } = account;
  return {
    metadata: metadataOf(account),
    spec: { vcenterServer, username, insecure, password: '********' },
    status: { state: 'Running' },
  };
}
