import type { ResourceMapping } from '../rest/mapping/definition.js';
import { IN_TENANT, MANAGER_IS_THERE, NAME_LIMITS, TENANT } from './protocol.js';
import { isTakenOut, VISIBILITY } from './sharing.js';

export const site: ResourceMapping = {
  noun: 'site',
  label: 'name',
  description: 'A location of deployments.',
  attributes: {
    name: {
      required: true,
      constraint: NAME_LIMITS,
      description: 'Name of the site, unique in its tenant. Changing it renames the site.',
    },
    tenant: TENANT,
    location: { optional: true, replacesWhen: isTakenOut },
    visibility: VISIBILITY,
    created_at: { computed: true },
    created_by: { computed: true },
  },
  parameters: { ...IN_TENANT, site_name: 'name' },
  reply: {
    name: '/name',
    tenant: { at: '/tenant_name', missing: 'keep' },
    location: '/location',
    visibility: '/visibility',
    created_at: '/created_at',
    created_by: '/created_by',
  },
  identity: ['tenant', 'name'],
  imports: ['tenant/name', 'name'],
  create: {
    operation: 'createSite',
    body: { json: { '/location': 'location', '/visibility': 'visibility' } },
    repeatable: false,
  },
  read: { call: { operation: 'getSite' }, confirmGone: MANAGER_IS_THERE },
  updates: [
    {
      operation: 'updateSite',
      body: { json: { '/new_name': 'name', '/location': 'location', '/visibility': 'visibility' } },
      repeatable: true,
    },
  ],
  remove: { operation: 'deleteSite' },
  locate: { match: ['location', 'visibility'] },
};
