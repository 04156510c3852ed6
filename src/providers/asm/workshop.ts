import type { ListMapping, Nested, ResourceMapping } from '../rest/mapping/definition.js';
import { nested, sentAs, shownAs } from '../rest/values/nested.js';
import { LISTED_IN_PROJECT, emptyIsNothing, firstSeen } from './protocol.js';

/** Each item of the list is an object around the task; the reply to a create is the task itself. */
export const WORKSHOPS: ListMapping = {
  operation: 'listWorkshops',
  // The vendor's page shows a bare array, its description an object with `items`.
  paging: { style: 'whole', items: ['/items', ''] },
  at: '/workshop',
};

const INGRESS: Nested = {
  nesting: 'single',
  members: {
    elb_id: {
      at: '/elbId',
      required: true,
      constraint: { minLength: 1 },
      description: 'ID of the load balancer in front of the gateway.',
    },
    elb_ip: {
      at: '/elbIp',
      required: true,
      constraint: { minLength: 1 },
      description: 'IP address of that load balancer.',
    },
    port: {
      at: '/port',
      type: 'number',
      required: true,
      // The document only says that it is an integer.
      constraint: { type: 'integer', minimum: 1, maximum: 65535 },
      description: 'External port of the gateway: 1 to 65535.',
    },
  },
};

/** There is no call to read or update one: a task is found in its mesh's list, and every input replaces. */
export const workshop: ResourceMapping = {
  noun: 'one-click experience task',
  label: 'name',
  description:
    'A one-click experience task of a mesh: a small demo workload with a gateway. The service reports when a task ' +
    'is created, but not whether its workload runs.',
  attributes: {
    id: { computed: true, description: 'The same as `uid`.' },
    uid: { computed: true },
    mesh_id: { required: true, description: "The mesh's ID." },
    name: { required: true },
    description: { optional: true },
    primary_cluster: { required: true },
    ingress: { ...nested(INGRESS), required: true, description: 'The gateway of the task.' },
    image_address: {
      optional: true,
      computed: true,
      description: "Location of the task's image. If omitted, the service chooses once.",
    },
    creation_timestamp: { computed: true },
    update_time: {
      computed: true,
      description: 'When the task was last changed, as of the last refresh that recorded it.',
    },
  },
  parameters: { mesh_id: 'mesh_id', workshop: 'name' },
  reply: {
    id: '/metadata/uid',
    uid: '/metadata/uid',
    name: '/metadata/name',
    description: { at: '/description', decode: emptyIsNothing },
    primary_cluster: '/spec/primaryCluster',
    ingress: shownAs('/spec/ingress', INGRESS),
    image_address: { at: '/spec/ingress/imageAddress', decode: emptyIsNothing },
    creation_timestamp: { at: '/metadata/creationTimestamp', decode: firstSeen, missing: 'keep' },
    update_time: { at: '/status/updateTime', decode: firstSeen, missing: 'keep' },
  },
  identity: ['mesh_id', 'uid'],
  imports: ['mesh_id/uid'],
  lookup: { name: 'name', list: WORKSHOPS, where: { name: '/metadata/name' }, gives: { uid: '/metadata/uid' } },
  create: {
    operation: 'createWorkshop',
    body: {
      json: {
        '/description': 'description',
        '/metadata/name': 'name',
        '/spec/primaryCluster': 'primary_cluster',
        '/spec/ingress': sentAs('ingress', INGRESS),
        '/spec/ingress/imageAddress': 'image_address',
      },
    },
  },
  read: { list: { ...WORKSHOPS, by: { uid: '/metadata/uid' } }, confirmGone: LISTED_IN_PROJECT },
  // The documentation does not say which of its names a delete takes.
  remove: { operation: 'deleteWorkshop', orElse: [{ operation: 'deleteWorkshop', parameters: { workshop: 'uid' } }] },
  locate: { list: WORKSHOPS, match: ['name', 'primary_cluster'] },
};
