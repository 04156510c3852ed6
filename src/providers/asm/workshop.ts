import { objectOf, type Json, type JsonObject } from '../../model/index.js';
import type { ListMapping, ResourceMapping } from '../rest/mapping.js';
import { LISTED_IN_PROJECT, emptyIsNothing, firstSeen } from './protocol.js';

/** Each item of the list is an object around the task; the answer to a create is the task itself. */
export const WORKSHOPS: ListMapping = {
  operation: 'listWorkshops',
  paging: { style: 'whole', items: '/items' },
  at: '/workshop',
};

/** There is no read of one and no update: a task is found in its mesh's list, and every input replaces. */
export const workshop: ResourceMapping = {
  noun: 'one-click experience task',
  label: 'name',
  description:
    'A one-click experience task of a mesh: a small workload with a gateway, to see the mesh at work. The service tells when a task ' +
    'is created, and not whether its workload runs.',
  attributes: {
    id: { computed: true, description: 'The same as `uid`.' },
    uid: { computed: true },
    mesh_id: { required: true, description: "The mesh's id." },
    name: { required: true },
    description: { optional: true, followed: 'when-set' },
    primary_cluster: { required: true },
    ingress: {
      type: objectOf({ elb_id: 'string', elb_ip: 'string', port: 'number' }),
      required: true,
      constraint: {
        properties: {
          elb_id: { minLength: 1 },
          elb_ip: { minLength: 1 },
          port: { type: 'integer', minimum: 1, maximum: 65535 },
        },
      },
      description:
        'The gateway: `elb_id` and `elb_ip` of the load balancer in front of it, and the `port` it is reached at from outside.',
    },
    image_address: { optional: true, followed: 'when-set' },
    creation_timestamp: { computed: true },
    update_time: { computed: true, description: 'When the task was last changed, as it was when it became known.' },
  },
  parameters: { mesh_id: 'mesh_id', workshop: 'name' },
  reply: {
    id: '/metadata/uid',
    uid: '/metadata/uid',
    name: '/metadata/name',
    description: { at: '/description', decode: emptyIsNothing },
    primary_cluster: '/spec/primaryCluster',
    ingress: { at: '/spec/ingress', decode: ingressFromReply },
    image_address: { at: '/spec/imageAddress', decode: emptyIsNothing },
    creation_timestamp: { at: '/metadata/creationTimestamp', decode: firstSeen, missing: 'keep' },
    update_time: { at: '/status/updateTime', decode: firstSeen, missing: 'keep' },
  },
  identity: ['mesh_id', 'uid'],
  imports: ['mesh_id/uid'],
  create: {
    operation: 'createWorkshop',
    body: {
      json: {
        '/description': 'description',
        '/metadata/name': 'name',
        '/spec/primaryCluster': 'primary_cluster',
        '/spec/ingress': { attribute: 'ingress', encode: ingressToSend },
        '/spec/imageAddress': 'image_address',
      },
    },
  },
  read: { list: { ...WORKSHOPS, by: { uid: '/metadata/uid' } }, confirmGone: LISTED_IN_PROJECT },
  // By which of its names a task is deleted, no document tells.
  remove: { operation: 'deleteWorkshop', orElse: [{ operation: 'deleteWorkshop', parameters: { workshop: 'uid' } }] },
  locate: { list: WORKSHOPS, match: ['name', 'primary_cluster'] },
};

function ingressToSend(json: Json): Json {
  const { elb_id: elbId, elb_ip: elbIp, port } = json as JsonObject;
  return { elbId: elbId!, elbIp: elbIp!, port: port! };
}

function ingressFromReply(json: Json): Json {
  const { elbId, elbIp, port } = json as JsonObject;
  return { elb_id: elbId ?? null, elb_ip: elbIp ?? null, port: port ?? null };
}
