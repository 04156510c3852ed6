import { errorDiagnostic, Unknown, type Diagnostic, type Value } from '../../model/index.js';
import type {
  ActionMapping,
  AttributeMapping,
  DataSourceMapping,
  ListMapping,
  Part,
  ResourceMapping,
} from '../rest/mapping/definition.js';
import type { Paging } from '../rest/mapping/paging.js';

/** What one part of Conductor adds to the provider. */
export interface Domain {
  readonly resources: Readonly<Record<string, ResourceMapping>>;
  readonly dataSources: Readonly<Record<string, DataSourceMapping>>;
  readonly actions: Readonly<Record<string, ActionMapping>>;
}

/**
 * Lists are cut by number of items. A manager caps a page at 1000 whatever is asked for, and what it says of the size of a page
 * is not to be trusted (Conductor document, section Pagination, and its samples): only the total is.
 */
export const PAGES: Paging = {
  style: 'offset',
  items: '/items',
  parameter: '_offset',
  size: { parameter: '_size', value: 1000 },
  total: '/metadata/pagination/total',
};

/** Lists that come whole: managers (no metadata), metrics-overview (empty pagination). */
export const WHOLE: Paging = { style: 'whole', items: '/items' };

/** Bare arrays: operations, the export of secrets. */
export const BARE: Paging = { style: 'whole', items: '' };

export const TENANT: AttributeMapping = {
  optional: true,
  computed: true,
  default: { setting: 'tenant' },
  description: 'Name of the tenant it belongs to. Default: that of the provider.',
};

/** The same for an action, which has nothing to show. */
export const ACTS_IN_TENANT: AttributeMapping = {
  optional: true,
  default: { setting: 'tenant' },
  description: 'Name of the tenant it is about. Default: that of the provider.',
};

export const IN_TENANT: Readonly<Record<string, Part>> = { Tenant: 'tenant' };

/** Of every name in the API. */
export const NAME_LIMITS = { minLength: 1, maxLength: 256 } as const;

/** For data sources that can look into every tenant. */
export const ALL_TENANTS: AttributeMapping = {
  type: 'bool',
  optional: true,
  description: 'Whether to look into all tenants the user may enter. Default: false.',
};

/** Any tenant at all: answers as soon as the way to the manager is sound. */
export const MANAGER_IS_THERE: ListMapping = {
  operation: 'listTenants',
  parameters: { _size: { value: 1 } },
  paging: { style: 'whole', items: '/items' },
};

/** A name that the API's own addresses leave no room for: `DELETE /tenants/users` is another call altogether. */
export function reserved(
  attribute: string,
  noun: string,
  words: readonly string[],
): (config: Readonly<Record<string, Value>>) => readonly Diagnostic[] {
  return (config) => {
    const name = config[attribute];
    if (name instanceof Unknown || typeof name !== 'string' || !words.includes(name)) return [];
    return [
      errorDiagnostic('reserved-name', `A ${noun} can not be called ${name}`, {
        detail: `The API has a call of its own at that address. Choose another ${attribute}.`,
        path: [attribute],
      }),
    ];
  };
}
