import {
  EMPTY_STATE,
  formatResource,
  objectValue,
  parseAddress,
  type Action,
  type Plan,
  type ResourceChange,
} from '../../src/model/index.js';

/** A change of `address`; a create has no before, a delete no after. */
export function aChange(address: string, action: Action, more: Partial<ResourceChange> = {}): ResourceChange {
  const parsed = parseAddress(address);
  if (parsed === undefined) throw new Error(`${address} is not an address`);
  return {
    address,
    resource: parsed.resource,
    resourceKey: formatResource(parsed.resource),
    key: parsed.key,
    provider: { source: 'terraform.io/builtin/terraform' },
    action,
    before: action === 'create' || action === 'read' ? null : objectValue({ id: 'i-1' }),
    after: action === 'delete' ? null : objectValue({ id: 'i-1' }),
    replacePaths: [],
    dependencies: [],
    createBeforeDestroy: action === 'create-delete',
    schemaVersion: 0,
    ...more,
  };
}

export function aPlan(changes: readonly ResourceChange[] = [], more: Partial<Plan> = {}): Plan {
  return {
    mode: 'normal',
    timestamp: '2026-01-02T03:04:05Z',
    variables: new Map(),
    ephemeral: [],
    changes,
    deferred: [],
    drift: [],
    outputs: [],
    invocations: [],
    steps: [],
    priorState: EMPTY_STATE,
    refreshed: [],
    resolved: [],
    checks: [],
    applyable: changes.some((change) => change.action !== 'no-op'),
    complete: true,
    errored: false,
    targets: [],
    ...more,
  };
}
