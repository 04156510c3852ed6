import type { ActionMapping, AttributeMapping } from '../rest/mapping/definition.js';
import { IN_SCOPE, SCOPE } from './protocol.js';

/** An action only has inputs. */
const WHERE: Readonly<Record<string, AttributeMapping>> = {
  context: {
    optional: true,
    default: SCOPE.context.default,
    constraint: SCOPE.context.constraint,
    description: 'Scope of the object: `project` or `tenant`. Default: `project`.',
  },
  project_uid: {
    optional: true,
    default: SCOPE.project_uid.default,
    description: "The project it belongs to. Default: the provider's project.",
  },
};

export const actions: Readonly<Record<string, ActionMapping>> = {
  palette_auth_token: {
    noun: 'login',
    description: 'Logs in with e-mail address and password, to verify them. The token is not kept.',
    attributes: {
      email: { required: true, description: 'E-mail address of the user.' },
      password: { required: true, sensitive: true, description: 'Password of the user.' },
    },
    parameters: {},
    calls: [
      {
        operation: 'authenticate',
        repeatable: true,
        body: { json: { '/emailId': 'email', '/password': 'password' } },
        object: 'none',
        does: 'log in as {email}',
        did: 'logged in as {email}',
      },
    ],
  },
  palette_profile_publish: {
    noun: 'cluster profile',
    description: 'Publishes the draft of a cluster profile, so that clusters can be created from it.',
    attributes: { uid: { required: true, description: 'The cluster profile.' }, ...WHERE },
    parameters: { ...IN_SCOPE, uid: 'uid' },
    calls: [
      {
        operation: 'publishClusterProfile',
        repeatable: true,
        object: 'none',
        does: 'publish the cluster profile {uid}',
        did: 'published the cluster profile {uid}',
      },
    ],
  },
  palette_repave_approve: {
    noun: 'repave',
    description: "Approves the pending replacement of a cluster's nodes.",
    attributes: { uid: { required: true, description: 'The cluster.' }, ...WHERE },
    parameters: { ...IN_SCOPE, uid: 'uid' },
    calls: [
      {
        operation: 'approveRepave',
        repeatable: true,
        object: 'none',
        does: 'approve the repave of the cluster {uid}',
        did: 'approved the repave of the cluster {uid}',
      },
    ],
  },
};
