import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import { quiet, type Kept } from '../../../conformance/provider-driver.js';
import { stateOf } from '../acloud/cloud.js';
import { web } from './blueprints.js';
import { inManager, type Manager } from './manager.js';

const DEPLOYMENT = 'conductor_deployment';

async function deployed(manager: Manager, more: JsonObject = {}) {
  await web(manager);
  const deployment = manager.of(DEPLOYMENT);
  const config = { id: 'shop', blueprint_id: 'web', inputs: { port: 8080 }, ...more };
  return { deployment, config, kept: await deployment.create(config) };
}

async function imports(manager: Manager, id: string): Promise<Kept> {
  const { objects, diagnostics } = await manager.provider.import({ type: DEPLOYMENT, id, context: quiet() });
  expect(diagnostics).toEqual([]);
  return objects[0]!;
}

describe('a deployment of Conductor', () => {
  it('exists when the execution that creates its environment has ended', () =>
    inManager(async (manager) => {
      const { kept } = await deployed(manager);
      expect(stateOf(kept)).toMatchObject({
        id: 'shop',
        inputs: { port: 8080 },
        install: null,
        visibility: 'tenant',
        outputs: { url: 'http://:8080' },
        capabilities: { port: 8080 },
      });
      expect(manager.asked()).toContain('getExecution');
      const { json } = await manager.data('conductor_executions', { deployment_id: 'shop' });
      expect(json['executions']).toEqual([
        expect.objectContaining({ workflow_id: 'create_deployment_environment', status: 'terminated' }),
      ]);
    }));

  it('is recorded in the journal before its environment is awaited', () =>
    inManager(async (manager) => {
      await web(manager);
      const deployment = manager.of(DEPLOYMENT);
      const context = quiet();
      const planned = await deployment.plan(deployment.config({ id: 'shop', blueprint_id: 'web' }));
      const heard: number[] = [];
      await deployment.apply(planned, { ...context, progress: () => void heard.push(context.notes.length) });
      expect(heard.length).toBeGreaterThan(0);
      expect(heard.every((notes) => notes > 0)).toBe(true);
      expect(context.notes[0]).toEqual({ identity: { tenant: 'default_tenant', id: 'shop' } });
    }));

  it('changes its blueprint and inputs in place', () =>
    inManager(async (manager) => {
      const { deployment, config, kept } = await deployed(manager);
      await web(manager, 'web-2');
      const planned = await deployment.plan(
        deployment.config({ ...config, blueprint_id: 'web-2', inputs: { port: 9090 } }),
        kept,
      );
      expect(planned.replaces).toEqual([]);
      expect(stateOf(await deployment.apply(planned))).toMatchObject({
        blueprint_id: 'web-2',
        outputs: { url: 'http://:9090' },
      });
    }));

  it('is installed and uninstalled as configured, and uninstalled before deletion', () =>
    inManager(async (manager) => {
      const { deployment, config, kept } = await deployed(manager, { install: true });
      expect(stateOf(kept)).toMatchObject({ install: true, outputs: { url: 'http://10.0.0.1:8080' } });
      const down = await deployment.apply(
        await deployment.plan(deployment.config({ ...config, install: false }), kept),
      );
      expect(stateOf(down)).toMatchObject({ install: false, outputs: { url: 'http://:8080' } });
      const up = await deployment.apply(await deployment.plan(deployment.config(config), down));
      manager.asked();
      await deployment.delete(up);
      expect(manager.asked().filter((name) => name === 'startExecution' || name === 'deleteDeployment')).toEqual([
        'startExecution',
        'deleteDeployment',
      ]);
      expect(manager.sandbox.store.collection('conductor', 'deployments').size).toBe(0);
    }));

  it('is installed again after it was uninstalled elsewhere', () =>
    inManager(async (manager) => {
      const { deployment, config, kept } = await deployed(manager, { install: true });
      const [instance] = manager.sandbox.store.collection('conductor', 'nodeInstances').all();
      await manager.sandbox.drift({
        action: 'change',
        system: 'conductor',
        collection: 'nodeInstances',
        identity: instance!.identity,
        values: { state: 'deleted' },
      });
      const found = await deployment.read(kept);
      expect(stateOf(found)['install']).toBe(false);
      const planned = await deployment.plan(deployment.config(config), found);
      expect(planned.replaces).toEqual([]);
      expect(stateOf(await deployment.apply(planned))['install']).toBe(true);
    }));

  it('reports why a workflow failed, with its last events, and is kept', () =>
    inManager(async (manager) => {
      await web(manager);
      await manager.sandbox.control('executions', { failing: [{ workflow: 'install', error: 'no route to host' }] });
      const deployment = manager.of(DEPLOYMENT);
      const answer = await deployment.attempt(
        await deployment.plan(deployment.config({ id: 'shop', blueprint_id: 'web', install: true })),
      );
      expect(answer.state).not.toBeNull();
      expect(answer.diagnostics).toEqual([expect.objectContaining({ severity: 'error', code: 'work-failed' })]);
      expect(answer.diagnostics[0]!.detail).toContain('It says: no route to host');
      expect(answer.diagnostics[0]!.detail).toContain(`"'install' workflow execution failed: no route to host"`);
    }));

  it('shows the progress of an execution', () =>
    inManager(async (manager) => {
      await web(manager);
      const deployment = manager.of(DEPLOYMENT);
      const said: string[] = [];
      const planned = await deployment.plan(deployment.config({ id: 'shop', blueprint_id: 'web', install: true }));
      await deployment.apply(planned, { ...quiet(), progress: (text) => void said.push(text) });
      expect(said.some((text) => /started after \d+ s: \d+ of 1 operations/.test(text))).toBe(true);
    }));

  it('is installed once, even if the response to the workflow start is lost', () =>
    inManager(async (manager) => {
      await web(manager);
      manager.sandbox.faults.configure({ script: [{ fault: 'dropAfter', operations: ['startExecution'] }] });
      const deployment = manager.of(DEPLOYMENT);
      const kept = await deployment.create({ id: 'shop', blueprint_id: 'web', install: true });
      expect(stateOf(kept)['install']).toBe(true);
      const { json } = await manager.data('conductor_executions', { deployment_id: 'shop', workflow_id: 'install' });
      expect(json['executions']).toHaveLength(1);
    }));

  it('leaves its site when the site is removed from the configuration', () =>
    inManager(async (manager) => {
      await manager.made('sites', { name: 'london' });
      const { deployment, config, kept } = await deployed(manager, { site_name: 'london' });
      expect(stateOf(kept)['site_name']).toBe('london');
      const { site_name: _, ...rest } = config as JsonObject;
      const after = await deployment.apply(await deployment.plan(deployment.config(rest), kept));
      expect(stateOf(await deployment.read(after))['site_name']).toBeNull();
    }));

  it('is found by its id on import', () =>
    inManager(async (manager) => {
      const { deployment, config } = await deployed(manager, { labels: { tier: ['front'] } });
      await manager
        .of('conductor_deployment_group')
        .create({ id: 'g', deployment_ids: ['shop'], labels: { team: ['a'] } });
      const imported = await imports(manager, 'default_tenant/shop');
      const planned = await deployment.plan(deployment.config(config), imported);
      expect(planned.state).toEqual(imported.state);
    }));
});
