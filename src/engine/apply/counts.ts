/** How many objects an apply has changed, by kind of change. */
export interface ApplyCounts {
  created: number;
  updated: number;
  deleted: number;
  read: number;
  forgotten: number;
  imported: number;
  invoked: number;
  failedInvocations: number;
}

export function noCounts(): ApplyCounts {
  return {
    created: 0,
    updated: 0,
    deleted: 0,
    read: 0,
    forgotten: 0,
    imported: 0,
    invoked: 0,
    failedInvocations: 0,
  };
}

export function addApplyCounts(left: ApplyCounts, right: ApplyCounts): ApplyCounts {
  return {
    created: left.created + right.created,
    updated: left.updated + right.updated,
    deleted: left.deleted + right.deleted,
    read: left.read + right.read,
    forgotten: left.forgotten + right.forgotten,
    imported: left.imported + right.imported,
    invoked: left.invoked + right.invoked,
    failedInvocations: left.failedInvocations + right.failedInvocations,
  };
}
