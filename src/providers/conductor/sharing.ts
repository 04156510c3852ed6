import { isNull, type Value } from '../../model/index.js';
import type { AttributeMapping } from '../rest/mapping/definition.js';

/** From the narrowest to the widest. */
const VISIBILITIES = ['private', 'tenant', 'global'];

/** The visibility of an object. The service only ever widens it. */
export const VISIBILITY: AttributeMapping = {
  optional: true,
  computed: true,
  replacesWhen: (prior, planned) => rank(planned) !== -1 && rank(planned) < rank(prior),
  constraint: { enum: VISIBILITIES },
  description:
    'Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`.',
};

function rank(visibility: Value): number {
  return typeof visibility === 'string' ? VISIBILITIES.indexOf(visibility) : -1;
}

/** Whether a value was unset, which an update cannot express. */
export function isTakenOut(prior: Value, planned: Value): boolean {
  return !isNull(prior) && isNull(planned);
}

/** Options of deleting a deployment. They only affect the delete. */
export const DELETION: Readonly<Record<string, AttributeMapping>> = {
  force_delete: {
    type: 'bool',
    optional: true,
    local: true,
    description: 'Whether to delete it even if node instances are live or others depend on it. Default: false.',
  },
  delete_logs: {
    type: 'bool',
    optional: true,
    local: true,
    description: 'Whether to delete the logs, too. Default: false.',
  },
  recursive_delete: {
    type: 'bool',
    optional: true,
    local: true,
    description: 'Whether to delete services that use it as their environment, too. Default: false.',
  },
};
