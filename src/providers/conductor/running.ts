import { interDeploymentDependency } from './dependency.js';
import { deploymentDataSources } from './deployment-data.js';
import { deploymentGroup, deploymentGroupMember } from './deployment-group.js';
import { deployment } from './deployment.js';
import { executionActions } from './execution-actions.js';
import { executionDataSources } from './execution-data.js';
import { executionSchedule } from './execution-schedule.js';
import type { Domain } from './protocol.js';

/** Deployments, and the executions on them. */
export const running: Domain = {
  resources: {
    conductor_deployment: deployment,
    conductor_deployment_group: deploymentGroup,
    conductor_deployment_group_member: deploymentGroupMember,
    conductor_inter_deployment_dependency: interDeploymentDependency,
    conductor_execution_schedule: executionSchedule,
  },
  dataSources: { ...deploymentDataSources, ...executionDataSources },
  actions: executionActions,
};
