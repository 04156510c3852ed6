import type { Kind } from '../system.js';
import { identityOf } from './entries.js';

/**
 * Creates an object of a tenant outside the API: common attributes, then `defaults`, then the given ones. `name` is the
 * property that names it in the tenant; `prefix` returns the preceding parts of its identity.
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
