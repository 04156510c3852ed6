import type { ResourceMapping } from '../rest/mapping/definition.js';
import { CREATED, IDENTITY, IN_SCOPE, PAGES, PAGE_SIZE, SCOPE, SCOPE_IS_THERE } from './protocol.js';

const BODY = {
  '/metadata/name': 'name',
  '/spec/vcenterServer': 'vcenter_server',
  '/spec/username': 'username',
  '/spec/password': 'password',
  '/spec/insecure': 'insecure',
} as const;

/** The credentials of a vCenter in which clusters are created. */
export const cloudAccountVsphere: ResourceMapping = {
  noun: 'vSphere cloud account',
  label: 'name',
  description: 'The credentials of a vCenter in which clusters are created.',
  attributes: {
    ...IDENTITY,
    ...SCOPE,
    name: { required: true },
    vcenter_server: { required: true },
    username: { required: true },
    password: { required: true, sensitive: true, writeOnly: true },
    password_version: {
      optional: true,
      local: true,
      versionOf: 'password',
      description:
        'Any string. The password is not kept in state, so a new one is not detected: change this to send it.',
    },
    insecure: {
      type: 'bool',
      optional: true,
      computed: true,
      default: { value: false },
      description: "Whether to accept the vCenter's certificate without verification. Default: false.",
    },
  },
  parameters: { ...IN_SCOPE, uid: 'uid' },
  reply: {
    id: '/metadata/uid',
    uid: '/metadata/uid',
    name: '/metadata/name',
    vcenter_server: '/spec/vcenterServer',
    username: '/spec/username',
    insecure: { at: '/spec/insecure', missing: 'keep' },
  },
  identity: ['uid'],
  imports: ['uid:context'],
  create: { operation: 'createVsphereAccount', body: { json: BODY }, reply: CREATED },
  read: { call: { operation: 'getVsphereAccount' }, confirmGone: SCOPE_IS_THERE },
  // The body replaces the whole account, so the password is always sent along.
  updates: [{ operation: 'updateVsphereAccount', send: 'all', object: 'none', body: { json: BODY } }],
  remove: { operation: 'deleteVsphereAccount' },
  locate: {
    list: { operation: 'listVsphereAccounts', parameters: PAGE_SIZE, paging: PAGES },
    match: ['name', 'vcenter_server', 'username'],
  },
  lookup: {
    name: 'name',
    list: { operation: 'listVsphereAccounts', parameters: PAGE_SIZE, paging: PAGES },
    where: { name: '/metadata/name' },
    gives: { uid: '/metadata/uid' },
  },
};
