import type { PolicyValue } from '../context.js';
import { definePolicy } from '../define.js';
import { isKnown } from '../hidden.js';
import { isOneOf } from './stateful-types.js';

/** Objects that anyone on the internet can reach. */
export const publicExposure = definePolicy({
  name: 'public-exposure',
  description: 'Nothing is opened to the internet',
  level: 'mandatory',
  parameters: {
    except: {
      type: 'strings',
      default: [],
      description: 'Addresses that are public on purpose; "*" for any characters',
    },
  },
  *check({ changes, parameters: { except } }) {
    for (const change of changes) {
      const { after, action, type } = change;
      if (change.mode !== 'managed' || after === null || action === 'read' || isOneOf(change.address, except)) continue;
      // Rules for outgoing traffic, and an object that is not new and was as public before.
      if (/egress/.test(type)) continue;
      const already = new Set(action === 'update' ? exposures(change.before, []) : []);
      for (const exposed of exposures(after, [])) {
        if (already.has(exposed)) continue;
        yield {
          at: change,
          message: `${change.address} is open to the internet: ${exposed}`,
          remediation: `Limit it, or add its address to "except" of public-exposure.`,
        };
      }
    }
  },
});

const ANYONE: ReadonlySet<string> = new Set([
  '0.0.0.0/0',
  '::/0',
  '*',
  'Internet',
  'allUsers',
  'allAuthenticatedUsers',
]);

/** Attributes that say who may come in. */
const FROM =
  /^(cidr_blocks|ipv6_cidr_blocks|cidr_ipv4|cidr_ipv6|source_ranges|source_address_prefix(es)?|members?|allowed_(ips|cidrs|networks)|public_access_cidrs|authorized_networks)$/;

const PUBLIC_ACL = /^public-read(-write)?$/;

/** Switches that open an object when on. */
const SWITCH = /^(publicly_accessible|public_network_access_enabled|is_public|public|allow_blob_public_access)$/;

function exposures(value: PolicyValue, path: readonly string[]): readonly string[] {
  if (typeof value !== 'object' || value === null || !isKnown(value)) return [];
  const isOutgoing = Object.entries(value).some(
    ([name, one]) => /^(type|direction)$/.test(name) && typeof one === 'string' && /^(egress|outbound)$/i.test(one),
  );
  if (isOutgoing) return [];
  return Object.entries(value).flatMap(([name, one]: [string, PolicyValue]) => {
    if (name === 'egress') return [];
    const at = [...path, name];
    if (FROM.test(name)) {
      const given: readonly PolicyValue[] = Array.isArray(one) ? one : [one];
      return given.flatMap((each) =>
        typeof each === 'string' && ANYONE.has(each) ? [`${at.join('.')} has ${each}`] : [],
      );
    }
    if (name === 'acl' && typeof one === 'string' && PUBLIC_ACL.test(one)) return [`${at.join('.')} is ${one}`];
    if (SWITCH.test(name) && one === true) return [`${at.join('.')} is true`];
    return exposures(one, at);
  });
}
