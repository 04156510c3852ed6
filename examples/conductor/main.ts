import { Construct } from 'constructs';
import { App, Output, Stack, Variable, type Reference } from 'landform';
import {
  Blueprint,
  ConductorProvider,
  Deployment,
  Execution,
  ExecutionSchedule,
  Filter,
  InterDeploymentDependency,
  Plugin,
  Secret,
  Site,
  Tenant,
  TenantUser,
  TenantUserGroup,
  User,
  UserGroup,
  UserGroupMember,
} from 'landform/providers/conductor';

interface TeamProps {
  /** Name → role in the tenant. */
  readonly people: Readonly<Record<string, string>>;
  readonly password: Reference<string>;
}

/** A tenant with a user group who run what is in it, and people with roles of their own. */
class Team extends Construct {
  readonly tenant: Reference<string>;

  constructor(scope: Construct, name: string, { people, password }: TeamProps) {
    super(scope, name);
    const tenant = new Tenant(this, 'tenant', { name });
    const operators = new UserGroup(this, 'operators', { name: `${name}-operators` });
    new TenantUserGroup(this, 'operate', { tenantName: tenant.name, groupName: operators.name, role: 'operations' });
    for (const [username, role] of Object.entries(people)) {
      const user = new User(this, username, { username, password, passwordVersion: '1' });
      new TenantUser(this, `${username}-role`, { tenantName: tenant.name, username: user.username, role });
      new UserGroupMember(this, `${username}-member`, { groupName: operators.name, username: user.username });
    }
    this.tenant = tenant.name;
  }
}

const app = new App();
const stack = new Stack(app, 'conductor');

// The address of the manager and who works there come from the environment: CONDUCTOR_ENDPOINT, CONDUCTOR_USERNAME and
// CONDUCTOR_PASSWORD (or CONDUCTOR_TOKEN). "landform sandbox" prints some that need no manager.
new ConductorProvider(stack, 'conductor');

// Secrets come from outside, as TF_VAR_first_password and TF_VAR_database_password, and are never shown.
const password = new Variable(stack, 'first_password', { type: 'string', sensitive: true });
const databasePassword = new Variable(stack, 'database_password', { type: 'string', sensitive: true });

const shop = new Team(stack, 'shop', { people: { ann: 'manager', bob: 'user' }, password: password.value });
new Team(stack, 'archive', { people: { eve: 'viewer' }, password: password.value });
const { tenant } = shop;

const london = new Site(stack, 'london', { tenant, name: 'london', location: '51.507222, -0.1275' });
const paris = new Site(stack, 'paris', { tenant, name: 'paris', location: '48.856667, 2.352222' });

const secret = new Secret(stack, 'database_password_secret', {
  tenant,
  key: 'database_password',
  value: databasePassword.value,
});

new Plugin(stack, 'backups', {
  tenant,
  archiveUrl: 'https://plugins.example.org/shop-backups-1.2.0.zip',
  title: 'Backups of the shop',
});

// The folder is packed the same way every time: only another content is another blueprint.
const blueprint = new Blueprint(stack, 'service', { tenant, blueprintId: 'service', archive: 'blueprint' });

interface ServiceProps {
  readonly port: number;
  readonly site: Site;
  /** What it needs. */
  readonly needs?: Deployment;
}

/** One service, installed; and, where it needs another one, the manager knows. */
function service(id: string, { port, site, needs }: ServiceProps): Deployment {
  const deployment = new Deployment(stack, id, {
    tenant,
    id,
    blueprintId: blueprint.blueprintId,
    siteName: site.name,
    inputs: { service: id, port, ...(needs === undefined ? {} : { upstream: needs.capabilities.get('address') }) },
    labels: { tier: [needs === undefined ? 'back' : 'front'] },
    install: true,
    dependsOn: [secret],
  });
  if (needs !== undefined)
    new InterDeploymentDependency(stack, `${id}_needs`, {
      tenant,
      dependencyCreator: `landform.${id}`,
      sourceDeployment: deployment.id,
      targetDeployment: needs.id,
    });
  return deployment;
}

const database = service('database', { port: 5432, site: london });
const catalogue = service('catalogue', { port: 8080, site: london, needs: database });
const front = service('front', { port: 80, site: paris, needs: catalogue });

new ExecutionSchedule(stack, 'nightly', {
  tenant,
  id: 'nightly-backup',
  deploymentId: database.id,
  workflowId: 'backup',
  since: '2030-01-01 02:00:00',
  recurrence: '1 day',
  weekdays: ['mo', 'tu', 'we', 'th', 'fr'],
  slip: 30,
});

new Filter(stack, 'front_tier', {
  tenant,
  resourceType: 'deployments',
  filterId: 'front-tier',
  filterRules: [{ type: 'label', key: 'tier', operator: 'any_of', values: ['front'] }],
});

// Not part of an apply: landform apply --invoke=action.conductor_execution.backup
new Execution(stack, 'backup', { tenant, deploymentId: database.id, workflowId: 'backup' });

new Output(stack, 'url', { value: front.outputs.get('url'), sensitive: true });

app.synth();
