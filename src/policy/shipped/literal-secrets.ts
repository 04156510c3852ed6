import type { PolicyResource, PolicyValue } from '../context.js';
import { definePolicy } from '../define.js';
import { isSensitive } from '../hidden.js';

/** Secrets that are written in the program or the configuration. */
export const literalSecrets = definePolicy({
  name: 'literal-secrets',
  description: 'Secrets come from variables or other objects',
  level: 'mandatory',
  parameters: {
    except: { type: 'strings', default: [], description: 'Attributes that are no secrets, as in "token_type"' },
  },
  *check({ resources, parameters: { except } }) {
    for (const resource of resources) {
      for (const path of resource.literals) {
        const name = path.split('.').at(-1) ?? path;
        if (except.includes(name) || !(isSensitive(valueAt(resource, path)) || isTelltale(name))) continue;
        yield {
          at: resource,
          message: `${path} of ${resource.address} is a secret that is written in the configuration`,
          remediation:
            'Read it from a variable with sensitive = true, from a secret store, or let a resource generate it.',
        };
      }
    }
  },
});

const TELLTALE = /pass(word|wd|phrase)|secret|token|private_?key|api_?key|access_?key|credential/i;

/** Names that end so tell something about a secret: its name, its place, its age. */
const ABOUT = /(_|-)?(name|id|arn|type|version|length|path|file|url|policy|enabled|ttl|count|days|algorithm)$/i;

const isTelltale = (name: string): boolean => TELLTALE.test(name) && !ABOUT.test(name);

/** The value at a path, or the hidden one around it. */
function valueAt({ values }: PolicyResource, path: string): PolicyValue | undefined {
  let value: PolicyValue | undefined = values;
  for (const step of path.split('.')) {
    if (isSensitive(value)) return value;
    if (typeof value !== 'object' || value === null) return undefined;
    value = Array.isArray(value) ? value[Number(step)] : Object.entries(value).find(([name]) => name === step)?.[1];
  }
  return value;
}
