import { mapOf, setOf } from '../../model/index.js';
import type { AttributeMapping, DataSourceMapping } from '../rest/mapping/definition.js';
import { deploymentGroup } from './deployment-group.js';
import { executionSchedule } from './execution-schedule.js';
import { filter } from './filter.js';
import { allLabels } from './labels.js';
import { momentShown } from './moment.js';
import { secretsProvider } from './secrets-provider.js';
import { single } from './single.js';
import { site } from './sites.js';
import { snapshot } from './snapshots.js';
import { tenant } from './tenants.js';
import { user, userGroup } from './users.js';

const WITH_DATA = { _get_data: { value: true } } as const;

/** Of the service's own shape, with names that are data. */
const BY_NAME: AttributeMapping = { type: 'dynamic' };

/** One of what the lists show many of. */
export const singleDataSources: Readonly<Record<string, DataSourceMapping>> = {
  conductor_deployment_group: single(deploymentGroup, {
    description: 'One deployment group, with its members.',
    attributes: {
      labels: { type: mapOf(setOf('string')), description: 'All its labels, each with its values.' },
    },
    reply: { labels: { at: '/labels', decode: allLabels } },
  }),
  conductor_execution_schedule: single(executionSchedule, {
    description: 'One execution schedule, with when it runs next.',
    attributes: {
      recurrence: { description: 'How often it runs, such as `1 day`.' },
      max_count: { description: 'How often it runs at most.' },
      weekdays: { description: 'The weekdays it runs on, in lower case.' },
      rrule: { description: 'Its rule in iCalendar form, in place of these.' },
    },
    reply: { since: { at: '/since', decode: momentShown }, next_occurrence: '/next_occurrence' },
  }),
  conductor_filter: single(filter, { description: 'One stored filter, with its rules.' }),
  conductor_secrets_provider: single(secretsProvider, { description: 'One secrets provider.' }),
  conductor_site: single(site, { description: 'One site.' }),
  conductor_snapshot: single(snapshot, { description: 'One snapshot, and how far it is.' }),
  conductor_tenant: single(tenant, {
    description: 'One tenant, with its users and groups.',
    parameters: WITH_DATA,
    attributes: {
      users: { ...BY_NAME, description: 'Its users by name, each with the roles it has there.' },
      groups: { ...BY_NAME, description: 'Its groups of users by name, each with its role there.' },
    },
    reply: { users: '/users', groups: '/groups' },
  }),
  conductor_user: single(user, {
    description: 'One user, with the groups and tenants of the user.',
    parameters: WITH_DATA,
    attributes: {
      show_getting_started: { description: 'Whether the user is shown an introduction.' },
      groups: { ...BY_NAME, description: 'Names of the groups the user is in.' },
      tenants: { ...BY_NAME, description: 'The tenants of the user by name, each with the roles there.' },
    },
    reply: { groups: '/groups', tenants: '/tenants' },
  }),
  conductor_user_group: single(userGroup, {
    description: 'One group of users, with its users and tenants.',
    parameters: WITH_DATA,
    attributes: {
      ldap_group_dn: { description: 'The LDAP group whose members are in it.' },
      users: { ...BY_NAME, description: 'Names of its users.' },
      tenants: { ...BY_NAME, description: 'Its tenants by name, each with its role there.' },
    },
    reply: { users: '/users', tenants: '/tenants' },
  }),
};
