import { parameter } from '../asked.js';
import { SandboxError } from '../error.js';
import { ofManager } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { identityOf, rolePermissions } from './entries.js';
import type { RolePermissionEntry } from './entries.js';
import { listed } from './list.js';
import { noContent, ok, Refused } from './refusal.js';
import { SYSTEM_ROLES, TENANT_ROLES } from './roles.js';

const FIELDS: readonly string[] = ['role', 'permission'];

const show = ({ role, permission }: RolePermissionEntry): Readonly<Record<string, unknown>> => ({ role, permission });

export const permissionsDomain: Domain = {
  operations: {
    listPermissions: ofManager('permission_list', (ask) =>
      listed(ask, { items: rolePermissions(ask.store).all(), show, fields: FIELDS }),
    ),
    listRolePermissions: ofManager('permission_list', (ask) =>
      listed(ask, { items: rolePermissions(ask.store).where('role', roleAsked(ask)), show, fields: FIELDS }),
    ),
    addRolePermission: ofManager('permission_add', (ask) => {
      const made = asked(ask);
      if (rolePermissions(ask.store).get(made.identity) !== undefined)
        throw new Refused(409, `The role ${made.role} already has the permission ${made.permission}`);
      rolePermissions(ask.store).put(made);
      return ok(show(made));
    }),
    removeRolePermission: ofManager('permission_delete', (ask) => {
      const { identity, role, permission } = asked(ask);
      if (rolePermissions(ask.store).remove(identity) === undefined)
        throw new Refused(404, `The role ${role} does not have the permission ${permission}`);
      return noContent;
    }),
  },
  kinds: {
    rolePermissions: {
      complete: ({ role, permission }) => {
        if (typeof role === 'string' && typeof permission === 'string')
          return { identity: identityOf(role, permission), role, permission };
        throw new SandboxError('sandbox_bad_drift', 'A permission needs `role` and `permission`.');
      },
    },
  },
};

/** Roles are predefined: no call creates one. */
function roleAsked(ask: Ask): string {
  const role = parameter(ask, 'role_name');
  if ([...TENANT_ROLES, ...SYSTEM_ROLES].includes(role)) return role;
  throw new Refused(404, `Requested \`Role\` with name \`${role}\` was not found`);
}

function asked(ask: Ask): RolePermissionEntry {
  const role = roleAsked(ask);
  const permission = parameter(ask, 'permission_name');
  return { identity: identityOf(role, permission), role, permission };
}
