import type { Part, ResourceMapping } from '../rest/mapping/definition.js';
import { IN_TENANT, MANAGER_IS_THERE, PAGES, TENANT } from './protocol.js';

/** The identity of a dependency, which has no address of its own. */
const TRIPLE: Readonly<Record<string, Part>> = {
  '/dependency_creator': 'dependency_creator',
  '/source_deployment': 'source_deployment',
  '/target_deployment': 'target_deployment',
};

export const interDeploymentDependency: ResourceMapping = {
  noun: 'dependency between deployments',
  label: 'dependency_creator',
  description: 'Declares that one deployment needs another, which then cannot be deleted or uninstalled before it.',
  attributes: {
    id: { computed: true },
    tenant: TENANT,
    dependency_creator: { required: true },
    source_deployment: { required: true },
    target_deployment: { required: true },
    created_at: { computed: true },
    created_by: { computed: true },
  },
  parameters: IN_TENANT,
  reply: {
    id: '/id',
    dependency_creator: '/dependency_creator',
    source_deployment: { at: '/source_deployment_id', missing: 'keep' },
    target_deployment: { at: '/target_deployment_id', missing: 'keep' },
    created_at: '/created_at',
    created_by: '/created_by',
  },
  identity: ['tenant', 'source_deployment', 'target_deployment', 'dependency_creator'],
  // Only a forced delete removes a target; the dependency then has a null target.
  removedWith: [
    { type: 'conductor_deployment', by: { source_deployment: 'id', tenant: 'tenant' } },
    { type: 'conductor_deployment', by: { target_deployment: 'id', tenant: 'tenant' } },
  ],
  imports: [
    'tenant/source_deployment/target_deployment/dependency_creator',
    'source_deployment/target_deployment/dependency_creator',
  ],
  create: { operation: 'createInterDeploymentDependency', body: { json: TRIPLE } },
  read: {
    list: {
      operation: 'listInterDeploymentDependencies',
      parameters: { source_deployment_id: 'source_deployment' },
      paging: PAGES,
      by: {
        dependency_creator: '/dependency_creator',
        source_deployment: '/source_deployment_id',
        target_deployment: '/target_deployment_id',
        tenant: '/tenant_name',
      },
    },
    confirmGone: MANAGER_IS_THERE,
  },
  remove: {
    operation: 'deleteInterDeploymentDependency',
    // The manager requires it, although its document does not say so.
    body: { json: { ...TRIPLE, '/is_component_deletion': { value: false } } },
  },
  locate: { match: ['dependency_creator'] },
};
