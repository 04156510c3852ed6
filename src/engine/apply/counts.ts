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
