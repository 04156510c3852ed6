import { isNull, type Value } from '../../model/index.js';
import type { AttributeMapping } from '../rest/mapping/definition.js';

/** From the narrowest to the widest. */
const VISIBILITIES = ['private', 'tenant', 'global'];

/** Who sees something. The service only ever widens it. */
export const VISIBILITY: AttributeMapping = {
  optional: true,
  computed: true,
  replacesWhen: (prior, planned) => rank(planned) !== -1 && rank(planned) < rank(prior),
  constraint: { enum: VISIBILITIES },
  description:
    'Who sees it: its maker and administrators (`private`), its tenant (`tenant`), everybody (`global`). It only widens in place; narrowing replaces. Default: `tenant`.',
};

function rank(visibility: Value): number {
  return typeof visibility === 'string' ? VISIBILITIES.indexOf(visibility) : -1;
}

/** Whether something that was set is set no more, which an update could not say. */
export function isTakenOut(prior: Value, planned: Value): boolean {
  return !isNull(prior) && isNull(planned);
}

/** How a deployment goes. They steer the delete alone. */
export const DELETION: Readonly<Record<string, AttributeMapping>> = {
  force_delete: {
    type: 'bool',
    optional: true,
    local: true,
    description: 'Whether to delete though node instances live or others need it. Default: false.',
  },
  delete_logs: {
    type: 'bool',
    optional: true,
    local: true,
    description: 'Whether the logs go too. Default: false.',
  },
  recursive_delete: {
    type: 'bool',
    optional: true,
    local: true,
    description: 'Whether services that have it for their environment go too. Default: false.',
  },
};
