import type { ResourceMapping } from '../rest/mapping/definition.js';
import { CREATED, IDENTITY } from './protocol.js';

/** An API key. The key itself is only in the reply of its creation. */
export const apiKey: ResourceMapping = {
  noun: 'API key',
  label: 'name',
  description: 'An API key that authenticates programs as a user.',
  attributes: {
    ...IDENTITY,
    name: { required: true },
    user_uid: {
      optional: true,
      computed: true,
      replaces: true,
      description: 'The user it belongs to. Default: its creator.',
    },
    expiry: {
      optional: true,
      computed: true,
      same: 'moment',
      description: 'Expiry time, such as 2027-01-31T00:00:00.000Z. Default: chosen by the service.',
    },
    active: {
      type: 'bool',
      optional: true,
      computed: true,
      default: { value: true },
      description: 'Whether the key is active. Default: true.',
    },
    api_key: {
      computed: true,
      sensitive: true,
      description: 'The key. Null if it is unknown: after an import, or if a run was interrupted before recording it.',
    },
  },
  parameters: { uid: 'uid' },
  reply: {
    id: '/metadata/uid',
    uid: '/metadata/uid',
    name: '/metadata/name',
    user_uid: { at: '/spec/user/uid', missing: 'keep' },
    expiry: '/spec/expiry',
    active: '/status/isActive',
  },
  identity: ['uid'],
  imports: ['uid'],
  create: {
    operation: 'createApiKey',
    body: { json: { '/metadata/name': 'name', '/spec/expiry': 'expiry', '/spec/userUid': 'user_uid' } },
    reply: { ...CREATED, api_key: '/apiKey' },
    onlyHere: ['api_key'],
  },
  read: {
    call: { operation: 'getApiKey' },
    confirmGone: { operation: 'listApiKeys', paging: { style: 'whole', items: '/items' } },
  },
  updates: [
    {
      operation: 'updateApiKey',
      send: 'all',
      object: 'none',
      body: { json: { '/metadata/name': 'name', '/spec/expiry': 'expiry' } },
    },
    { operation: 'switchApiKey', repeatable: true, object: 'none', body: { json: { '/isActive': 'active' } } },
  ],
  remove: { operation: 'deleteApiKey' },
  locate: {
    list: { operation: 'listApiKeys', paging: { style: 'whole', items: '/items' } },
    match: ['name', 'user_uid'],
  },
};
