import type { ResourceMapping } from '../rest/mapping/definition.js';
import { CREATED, IDENTITY } from './protocol.js';

/** A key that lets programs in. The key itself comes with the reply of its creation, and never again. */
export const apiKey: ResourceMapping = {
  noun: 'API key',
  label: 'name',
  description: 'A key that lets programs in, in the name of a user.',
  attributes: {
    ...IDENTITY,
    name: { required: true },
    user_uid: {
      optional: true,
      computed: true,
      replaces: true,
      description: 'The user it speaks for. Default: the one who creates it.',
    },
    expiry: {
      optional: true,
      computed: true,
      same: 'moment',
      description: 'When it ends, as 2027-01-31T00:00:00.000Z. Default: as the service decides.',
    },
    active: {
      type: 'bool',
      optional: true,
      computed: true,
      default: { value: true },
      description: 'Whether it lets anybody in. Default: true.',
    },
    api_key: {
      computed: true,
      sensitive: true,
      description:
        'The key. Null when it is not known: after an import, or when a run died before it could write it down.',
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
