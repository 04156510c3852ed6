import type { Domain } from './domain.js';
import { graphsDomain } from './graphs.js';
import { licenseDomain } from './license.js';
import { managerDomain } from './manager.js';
import { measures } from './measures.js';
import { permissionsDomain } from './permissions.js';
import { sitesDomain } from './sites.js';
import { snapshotsDomain } from './snapshots.js';
import { tenantsDomain } from './tenants.js';
import { tokens } from './tokens.js';
import { usersDomain } from './users.js';
import { workflowsDomain } from './workflows.js';

/** Users, roles and tenants, and the manager itself. */
export const identity: readonly Domain[] = [
  tenantsDomain,
  usersDomain,
  permissionsDomain,
  sitesDomain,
  tokens,
  managerDomain,
  licenseDomain,
  snapshotsDomain,
  measures,
  graphsDomain,
  workflowsDomain,
];
