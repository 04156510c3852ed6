import { dependenciesDomain } from './dependencies.js';
import { deploymentGroupsDomain } from './deployment-groups.js';
import { deploymentUpdatesDomain } from './deployment-updates.js';
import { deploymentsDomain } from './deployments.js';
import type { Domain } from './domain.js';
import { eventsDomain } from './events.js';
import { executionGroupsDomain } from './execution-groups.js';
import { executionsDomain } from './executions.js';
import { nodesDomain } from './nodes.js';
import { schedulesDomain } from './schedules.js';

/** Deployments, and the executions on them. */
export const running: readonly Domain[] = [
  deploymentsDomain,
  deploymentGroupsDomain,
  deploymentUpdatesDomain,
  dependenciesDomain,
  executionsDomain,
  executionGroupsDomain,
  schedulesDomain,
  eventsDomain,
  nodesDomain,
];
