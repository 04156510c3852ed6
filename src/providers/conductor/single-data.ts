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

/** In the service's own form, with names that are data. */
const BY_NAME: AttributeMapping = { type: 'dynamic' };

/** One object, with attributes that the lists show for many. */
export const singleDataSources: Readonly<Record<string, DataSourceMapping>> = {
  conductor_deployment_group: single(deploymentGroup, {
    description: 'One deployment group, with its members.',
    attributes: {
      labels: { type: mapOf(setOf('string')), description: 'All its labels, each with its values.' },
    },
    reply: { labels: { at: '/labels', decode: allLabels } },
  }),
  conductor_execution_schedule: single(executionSchedule, {
    description: 'One execution schedule, with its next run.',
    attributes: {
      recurrence: { description: 'Recurrence, such as `1 day`.' },
      max_count: { description: 'Maximum number of runs.' },
      weekdays: { description: 'The weekdays on which it runs, in lower case.' },
      rrule: { description: 'Its rule in iCalendar form, instead of these.' },
    },
    reply: { since: { at: '/since', decode: momentShown }, next_occurrence: '/next_occurrence' },
  }),
  conductor_filter: single(filter, { description: 'One stored filter, with its rules.' }),
  conductor_secrets_provider: single(secretsProvider, { description: 'One secrets provider.' }),
  conductor_site: single(site, { description: 'One site.' }),
  conductor_snapshot: single(snapshot, { description: 'One snapshot, with its state.' }),
  conductor_tenant: single(tenant, {
    description: 'One tenant, with its users and groups.',
    parameters: WITH_DATA,
    attributes: {
      users: { ...BY_NAME, description: 'Its users by name, each with their roles in it.' },
      groups: { ...BY_NAME, description: 'Its user groups by name, each with its role in it.' },
    },
    reply: { users: '/users', groups: '/groups' },
  }),
  conductor_user: single(user, {
    description: 'One user, with their groups and tenants.',
    parameters: WITH_DATA,
    attributes: {
      show_getting_started: { description: 'Whether the user sees the introduction.' },
      groups: { ...BY_NAME, description: "Names of the user's groups." },
      tenants: { ...BY_NAME, description: "The user's tenants by name, each with the user's roles." },
    },
    reply: { groups: '/groups', tenants: '/tenants' },
  }),
  conductor_user_group: single(userGroup, {
    description: 'One user group, with its users and tenants.',
    parameters: WITH_DATA,
    attributes: {
      ldap_group_dn: { description: 'The LDAP group whose members belong to it.' },
      users: { ...BY_NAME, description: 'Names of its users.' },
      tenants: { ...BY_NAME, description: "Its tenants by name, each with the group's role." },
    },
    reply: { users: '/users', tenants: '/tenants' },
  }),
};
