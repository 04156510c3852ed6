import { listOf } from '../../model/index.js';
import type { ResourceMapping } from '../rest/mapping/definition.js';

/** The single license of a manager: changing it is an update. */
export const license: ResourceMapping = {
  noun: 'license',
  description: 'The license of the manager, of which there is at most one.',
  attributes: {
    id: { computed: true, description: 'Always `license`.' },
    content: {
      required: true,
      sensitive: true,
      writeOnly: true,
      description: 'Content of the license file.',
    },
    content_version: {
      optional: true,
      local: true,
      versionOf: 'content',
      description:
        'Any string. When it changes, the license is set again; a change of the license itself cannot be detected.',
    },
    customer_id: { computed: true, changesWith: ['content_version'] },
    license_edition: { computed: true, changesWith: ['content_version'] },
    cloudify_version: { computed: true, changesWith: ['content_version'] },
    expiration_date: { computed: true, changesWith: ['content_version'] },
    capabilities: { type: listOf('string'), computed: true, changesWith: ['content_version'] },
    trial: { type: 'bool', computed: true, changesWith: ['content_version'] },
  },
  parameters: {},
  reply: {
    id: { at: '', decode: () => 'license' },
    customer_id: '/customer_id',
    license_edition: '/license_edition',
    cloudify_version: '/cloudify_version',
    expiration_date: '/expiration_date',
    capabilities: '/capabilities',
    trial: '/trial',
  },
  identity: ['id'],
  imports: ['id'],
  create: { operation: 'uploadLicense', body: { raw: 'content', type: 'application/octet-stream' } },
  read: { call: { operation: 'listLicenses', object: { at: '/items/0' } } },
  updates: [{ operation: 'uploadLicense', body: { raw: 'content', type: 'application/octet-stream' } }],
  remove: { operation: 'deleteLicense' },
};
