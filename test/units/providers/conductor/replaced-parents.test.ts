import { describe, expect, it } from 'vitest';
import { plainJson } from '../../../../src/model/index.js';
import { conductorProvider, CONDUCTOR_SOURCE } from '../../../../src/providers/conductor/index.js';
import { EngineRig } from '../../../support/engine.js';
import { wordsOf } from '../served.js';
import { WEB } from './blueprints.js';
import { freshManager } from './manager.js';

/** What is planned, by address. */
async function actionsOf(engine: EngineRig, document: object): Promise<Record<string, string>> {
  const { plan } = await engine.plan(document);
  const changes = plan!.changes.filter(({ action }) => action !== 'no-op' && action !== 'read');
  return Object.fromEntries(changes.map(({ address, action }) => [address, action]));
}

const project = (resource: object): object => ({
  terraform: { required_providers: { conductor: { source: 'landform/conductor' } } },
  resource,
});

async function rig(): Promise<EngineRig> {
  const sandbox = await freshManager();
  await sandbox.drift({
    action: 'add',
    system: 'conductor',
    collection: 'blueprints',
    values: { id: 'web', plan: WEB },
  });
  const { environment } = sandbox;
  return new EngineRig(CONDUCTOR_SOURCE, { create: async () => conductorProvider({ environment }) });
}

const SHOP = '${conductor_deployment.shop.id}';

describe('an object that the manager removes with a replaced one is recreated in the same plan', () => {
  it.each<readonly [parent: string, document: (later: boolean) => object, replaced: readonly string[]]>([
    [
      'a deployment: schedules, memberships and dependencies',
      (later) =>
        project({
          conductor_deployment: {
            shop: { id: 'shop', blueprint_id: 'web', visibility: later ? 'private' : 'tenant' },
            other: { id: 'other', blueprint_id: 'web' },
          },
          conductor_deployment_group: { all: { id: 'all' } },
          conductor_deployment_group_member: {
            shop: { group_id: '${conductor_deployment_group.all.id}', deployment_id: SHOP },
          },
          conductor_execution_schedule: {
            nightly: {
              id: 'nightly',
              deployment_id: SHOP,
              workflow_id: 'heal',
              since: '2030-1-1 2:00:00',
              recurrence: '1 day',
            },
          },
          conductor_inter_deployment_dependency: {
            needs: {
              dependency_creator: 'by-hand',
              source_deployment: SHOP,
              target_deployment: '${conductor_deployment.other.id}',
            },
          },
        }),
      [
        'conductor_deployment.shop',
        'conductor_deployment_group_member.shop',
        'conductor_execution_schedule.nightly',
        'conductor_inter_deployment_dependency.needs',
      ],
    ],
    [
      'a user group: members and roles in tenants',
      (later) =>
        project({
          conductor_tenant: { shops: { name: 'shops' } },
          conductor_user: { ann: { username: 'ann', password: 'planted-password' } },
          conductor_user_group: { ops: { name: 'ops', ...(later ? { ldap_group_dn: 'CN=ops' } : {}) } },
          conductor_tenant_user_group: {
            ops: {
              tenant_name: '${conductor_tenant.shops.name}',
              group_name: '${conductor_user_group.ops.name}',
              role: 'viewer',
            },
          },
          conductor_user_group_member: {
            ann: { group_name: '${conductor_user_group.ops.name}', username: '${conductor_user.ann.username}' },
          },
        }),
      ['conductor_tenant_user_group.ops', 'conductor_user_group.ops', 'conductor_user_group_member.ann'],
    ],
  ])('%s', async (_parent, document, replaced) => {
    const engine = await rig();
    expect(wordsOf((await engine.apply(document(false))).diagnostics)).not.toContain('error');
    const planned = await actionsOf(engine, document(true));
    expect(Object.keys(planned).sort()).toEqual(replaced);
    expect(new Set(Object.values(planned))).toEqual(new Set(['delete-create']));
    expect(wordsOf((await engine.apply(document(true))).diagnostics)).toBe('');
    expect(await actionsOf(engine, document(true))).toEqual({});
  });
});

describe('members that a group loses with a replaced deployment are restored in the same plan', () => {
  const members = (later: boolean, group: object = {}): object =>
    project({
      conductor_deployment: {
        shop: { id: 'shop', blueprint_id: 'web', visibility: later ? 'private' : 'tenant' },
        other: { id: 'other', blueprint_id: 'web' },
      },
      conductor_deployment_group: {
        all: { id: 'all', deployment_ids: [SHOP, '${conductor_deployment.other.id}'], ...group },
      },
    });

  it('by an update based on the remaining members, which names the replaced deployment', async () => {
    const engine = await rig();
    expect(wordsOf((await engine.apply(members(false))).diagnostics)).toBe('');
    const { plan } = await engine.plan(members(true));
    const group = plan!.changes.find(({ address }) => address === 'conductor_deployment_group.all')!;
    expect([group.action, group.removedWith]).toEqual(['update', 'conductor_deployment.shop']);
    expect([group.before, group.after].map((side) => plainJson(side as never))).toMatchObject([
      { id: 'all', deployment_ids: ['other'] },
      { id: 'all', deployment_ids: ['other', 'shop'] },
    ]);
    expect(wordsOf((await engine.apply(members(true))).diagnostics)).toBe('');
    expect(await actionsOf(engine, members(true))).toEqual({});
  });

  it('together with other changes to the group', async () => {
    const engine = await rig();
    await engine.apply(members(false));
    const changed = members(true, { labels: { team: ['a'] } });
    expect(wordsOf((await engine.apply(changed)).diagnostics)).toBe('');
    expect(await actionsOf(engine, changed)).toEqual({});
  });

  it('unless the configuration leaves the members to others', async () => {
    const engine = await rig();
    await engine.apply(members(false));
    const { plan } = await engine.plan(
      project({
        conductor_deployment: {
          shop: { id: 'shop', blueprint_id: 'web', visibility: 'private' },
          other: { id: 'other', blueprint_id: 'web' },
        },
        conductor_deployment_group: { all: { id: 'all', depends_on: ['conductor_deployment.shop'] } },
      }),
    );
    const group = plan!.changes.find(({ address }) => address === 'conductor_deployment_group.all')!;
    expect([group.action, group.removedWith]).toEqual(['no-op', undefined]);
    expect(group.before).toBe(group.after);
  });
});
