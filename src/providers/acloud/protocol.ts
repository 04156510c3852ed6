import type { Field, ListMapping, Part } from '../rest/mapping/definition.js';
import type { Paging } from '../rest/mapping/paging.js';

/** Lists are Spring pages: ask from 0 until `last`. */
export const PAGES: Paging = {
  style: 'page',
  items: '/content',
  parameter: 'page',
  first: 0,
  last: '/last',
  total: '/totalElements',
};

/** The description of a page's sort order varies between replies; it is not used. */
export const UNCHECKED: readonly string[] = ['/sort', '/pageable'];

export const ORGANISATION = {
  optional: true,
  computed: true,
  default: { setting: 'organisation' },
  description: "The organisation's short name. Default: the provider's organisation.",
} as const;

/** How long a refused delete is retried. It only affects Landform, so changing it changes nothing in the service. */
export const DELETE_WAIT = {
  type: 'number',
  optional: true,
  local: true,
  constraint: { minimum: 0 },
  description:
    "Seconds to keep retrying a delete, since the service refuses to delete objects that a cluster used in the last 24 hours. Default: the provider's setting.",
} as const;

/** Where the parts of an account are in a reply. `cloudProfile` is a string in requests and an object in replies. */
export const ACCOUNT_REPLY: Readonly<Record<string, Field>> = {
  id: '/identity',
  identity: '/identity',
  display_name: { at: '/displayName', missing: 'keep' },
  cloud_profile: { at: '/cloudProfile/identity', missing: 'keep' },
  enabled: '/enabled',
  metadata: '/metadata',
  primary_cloud_credentials_identity: '/primaryCloudCredentialsIdentity',
};

export const IN_ORGANISATION: Readonly<Record<string, Part>> = { organisationSlug: 'organisation' };

/** One account of the organisation, if any: succeeds exactly if the organisation is accessible. */
export const ORGANISATION_IS_THERE: ListMapping = {
  operation: 'listCloudAccounts',
  parameters: { size: { value: 1 } },
  paging: { style: 'whole', items: '/content' },
};

export const CREDENTIALS_LIST: ListMapping = { operation: 'listCloudCredentials', paging: PAGES };

export const CLUSTERS_LIST: ListMapping = {
  operation: 'listCloudAccountClusters',
  paging: PAGES,
};
