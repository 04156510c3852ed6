import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { Folder } from '../support/run-landform.js';

const program = (ldap: string): object => ({
  terraform: { required_providers: { conductor: { source: 'landform/conductor' } } },
  resource: {
    conductor_user: { ann: { username: 'ann', password: 'secret-of-ann', role: 'default' } },
    conductor_user_group: { ops: { name: 'ops', ldap_group_dn: ldap } },
    conductor_user_group_member: {
      ann: { group_name: '${conductor_user_group.ops.name}', username: '${conductor_user.ann.username}' },
    },
    conductor_tenant_user_group: {
      ops: { tenant_name: 'default_tenant', group_name: '${conductor_user_group.ops.name}', role: 'viewer' },
    },
  },
});

/** A change of its LDAP name replaces a group; the manager removes its members and its roles in tenants with it. */
describe('an object that the service deletes with its parent', () => {
  let sandbox: Sandbox;
  let folder: Folder;
  const run = async (command: string) => folder.run(`${command} -no-color`, { env: sandbox.environment });

  beforeAll(async () => {
    sandbox = await startSandbox({ systems: ['conductor'] });
    folder = await Folder.make({ 'main.tf.json': program('cn=ops') });
    const made = await run('apply -auto-approve');
    expect([made.code, made.stderr]).toEqual([0, made.stderr]);
    await folder.write('main.tf.json', program('cn=operations'));
  }, 60_000);
  afterAll(async () => {
    await folder.remove();
    await sandbox.close();
  });

  it('is recreated in the plan that replaces the parent, with the reason', async () => {
    const { stdout, code } = await run('plan -out p');
    expect(code).toBe(0);
    expect(stdout).toContain('Plan: 3 to add, 0 to change, 3 to destroy');
    const why = 'conductor_user_group.ops is replaced, which also deletes this';
    // In the summary, and with the details of each of the two.
    expect(stdout.split(why)).toHaveLength(5);
    expect((await run('show p')).stdout.split(why)).toHaveLength(5);
  }, 60_000);

  it('has a reason in JSON that tools for Terraform know', async () => {
    const plan = JSON.parse((await run('show -json p')).stdout) as {
      resource_changes: { address: string; action_reason?: string; change: { actions: string[] } }[];
    };
    const changes = plan.resource_changes.filter(({ change }) => change.actions.length === 2);
    expect(changes.map(({ address, action_reason }) => [address, action_reason])).toEqual([
      ['conductor_tenant_user_group.ops', 'replace_by_triggers'],
      ['conductor_user_group.ops', 'replace_because_cannot_update'],
      ['conductor_user_group_member.ann', 'replace_by_triggers'],
    ]);
  }, 60_000);

  it('exists after the apply, and the next plan is empty', async () => {
    const applied = await run('apply p');
    expect([applied.code, applied.stderr]).toEqual([0, applied.stderr]);
    expect((await run('plan -detailed-exitcode')).code).toBe(0);
  }, 60_000);

  it('is recreated with a parent that was deleted outside of Landform', async () => {
    await sandbox.drift({ action: 'delete', collection: 'userGroups', where: { name: 'ops' } });
    expect((await run('plan')).stdout).toContain('Plan: 3 to add, 0 to change, 0 to destroy');
  }, 60_000);
});

/** A manager takes a deployment out of its groups when it deletes it. */
describe('an entry that the service removes from another object when it deletes a replaced one', () => {
  const groups = (visibility: string): object => ({
    terraform: { required_providers: { conductor: { source: 'landform/conductor' } } },
    resource: {
      conductor_deployment: { shop: { id: 'shop', blueprint_id: 'web', visibility } },
      conductor_deployment_group: { all: { id: 'all', deployment_ids: ['${conductor_deployment.shop.id}'] } },
    },
  });
  let sandbox: Sandbox;
  let folder: Folder;
  const run = async (command: string) => folder.run(`${command} -no-color`, { env: sandbox.environment });

  beforeAll(async () => {
    sandbox = await startSandbox({ systems: ['conductor'] });
    await sandbox.drift({ action: 'add', system: 'conductor', collection: 'blueprints', values: { id: 'web' } });
    folder = await Folder.make({ 'main.tf.json': groups('tenant') });
    const made = await run('apply -auto-approve');
    expect([made.code, made.stderr]).toEqual([0, made.stderr]);
    await folder.write('main.tf.json', groups('private'));
  }, 60_000);
  afterAll(async () => {
    await folder.remove();
    await sandbox.close();
  });

  it('is restored by the plan that replaces it, with the reason, also from a plan file', async () => {
    const planned = await run('plan -out p');
    const why = 'update in place: conductor_deployment.shop is replaced, so the service removes it from this';
    for (const { stdout } of [planned, await run('show p')]) {
      expect(stdout).toContain('Plan: 1 to add, 1 to change, 1 to destroy');
      expect(stdout).toContain(why);
      expect(stdout).toContain('+ "shop"');
    }
    const applied = await run('apply p');
    expect([applied.code, applied.stderr]).toEqual([0, applied.stderr]);
    expect((await run('plan -detailed-exitcode')).code).toBe(0);
  }, 60_000);
});
