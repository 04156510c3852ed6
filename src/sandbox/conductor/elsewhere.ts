import type { Kind } from '../system.js';
import { identityOf } from './entries.js';

/**
 * How somebody else makes a thing of a tenant: what it has in common with all others, then `defaults`, then what is given.
 * `name` is the property that names it inside the tenant; `prefix` gives what stands before that in its identity.
 */
export function kindOf(
  name: string,
  defaults: (now: string) => Readonly<Record<string, unknown>>,
  prefix: (values: Readonly<Record<string, unknown>>) => readonly string[] = () => [],
): Kind {
  return {
    complete: (values, _store, now) => {
      const at = now.toISOString();
      const whole: Record<string, unknown> = {
        tenant_name: 'default_tenant',
        visibility: 'tenant',
        created_by: 'admin',
        created_at: at,
        [name]: 'made-elsewhere',
        ...defaults(at),
        ...values,
      };
      const identity = identityOf(String(whole['tenant_name']), ...prefix(whole), String(whole[name]));
      return { ...whole, identity };
    },
  };
}
