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

/** The part of the provider that one area of Conductor contributes. */
export interface Domain {
  readonly resources: Readonly<Record<string, ResourceMapping>>;
  readonly dataSources: Readonly<Record<string, DataSourceMapping>>;
  readonly actions: Readonly<Record<string, ActionMapping>>;
}

/**
 * Lists are paginated by number of items. A manager caps a page at 1000 whatever is requested, and the page size it
 * reports is unreliable (Conductor document, section Pagination, and its samples): only the total is reliable.
 */
export const PAGES: Paging = {
  style: 'offset',
  items: '/items',
  parameter: '_offset',
  size: { parameter: '_size', value: 1000 },
  total: '/metadata/pagination/total',
};

/** Lists that are not paginated: managers (no metadata), metrics-overview (empty pagination). */
export const WHOLE: Paging = { style: 'whole', items: '/items' };

/** Bare arrays: operations, the export of secrets. */
export const BARE: Paging = { style: 'whole', items: '' };

export const TENANT: AttributeMapping = {
  optional: true,
  computed: true,
  default: { setting: 'tenant' },
  description: "Name of the tenant it belongs to. Default: the provider's tenant.",
};

/** The same for an action, which has no computed attributes. */
export const ACTS_IN_TENANT: AttributeMapping = {
  optional: true,
  default: { setting: 'tenant' },
  description: "Name of the tenant. Default: the provider's tenant.",
};

export const IN_TENANT: Readonly<Record<string, Part>> = { Tenant: 'tenant' };

/** Of every name in the API. */
export const NAME_LIMITS = { minLength: 1, maxLength: 256 } as const;

/** For data sources that can read all tenants. */
export const ALL_TENANTS: AttributeMapping = {
  type: 'bool',
  optional: true,
  description: 'Whether to read all tenants the user has access to. Default: false.',
};

/** Any tenant at all: succeeds if the address and the credentials are right. */
export const MANAGER_IS_THERE: ListMapping = {
  operation: 'listTenants',
  parameters: { _size: { value: 1 } },
  paging: { style: 'whole', items: '/items' },
};

/** A name that collides with the API's own addresses: `DELETE /tenants/users` is a different call. */
export function reserved(
  attribute: string,
  noun: string,
  words: readonly string[],
): (config: Readonly<Record<string, Value>>) => readonly Diagnostic[] {
  return (config) => {
    const name = config[attribute];
    if (name instanceof Unknown || typeof name !== 'string' || !words.includes(name)) return [];
    return [
      errorDiagnostic('reserved-name', `A ${noun} cannot be named ${name}`, {
        detail: `The API has another call at that address. Choose another ${attribute}.`,
        path: [attribute],
      }),
    ];
  };
}
