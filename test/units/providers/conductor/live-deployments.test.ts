import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import { configValue, quiet, type Kept } from '../../../conformance/provider-driver.js';
import { stateOf, wordsOf } from '../served.js';
import { web, WEB } from './blueprints.js';
import { inManager, type Manager } from './manager.js';
import type { Otherwise } from './otherwise.js';

const DEPLOYMENT = 'conductor_deployment';

async function deployed(manager: Manager, more: JsonObject = {}) {
  await web(manager);
  const deployment = manager.of(DEPLOYMENT);
  const config = { id: 'shop', blueprint_id: 'web', inputs: { port: 8080, motto: 'hi' }, ...more };
  return { deployment, config, kept: await deployment.create(config) };
}

async function changed(manager: Manager, config: JsonObject, kept: Kept): Promise<Kept> {
  const deployment = manager.of(DEPLOYMENT);
  const planned = await deployment.plan(deployment.config(config), kept);
  expect(planned.replaces).toEqual([]);
  return deployment.apply(planned);
}

async function imported(manager: Manager, id = 'shop'): Promise<Kept> {
  const { objects, diagnostics } = await manager.provider.import({ type: DEPLOYMENT, id, context: quiet() });
  expect(diagnostics).toEqual([]);
  return objects[0]!;
}

async function tryToDelete(manager: Manager, kept: Kept) {
  return manager.of(DEPLOYMENT).attempt({
    state: null,
    config: null,
    prior: kept.state,
    replaces: [],
    private: kept.private,
  });
}

/** Workflows that were started from now on, in order. */
function startedWorkflows(manager: Manager): () => string[] {
  const all = (): string[] =>
    manager.sandbox.store
      .collection<{ identity: string; workflow_id: string }>('conductor', 'executions')
      .all()
      .map(({ workflow_id: workflow }) => workflow);
  const before = all().length;
  return () => all().slice(before);
}

/** Puts a node instance into a state, as a workflow that failed halfway does. */
async function leaves(manager: Manager, state: string): Promise<void> {
  const [instance] = manager.sandbox.store.collection('conductor', 'nodeInstances').all();
  const { identity } = instance!;
  await manager.sandbox.drift({
    action: 'change',
    system: 'conductor',
    collection: 'nodeInstances',
    identity,
    values: { state },
  });
}

describe('an input that is removed from the configuration', () => {
  const inputsOf = (manager: Manager): unknown =>
    manager.sandbox.store
      .collection<{ identity: string; inputs: JsonObject }>('conductor', 'deployments')
      .get('default_tenant/shop')!.inputs;

  it("returns to the blueprint's default in place", () =>
    inManager(async (manager) => {
      const { config, kept } = await deployed(manager);
      const left = await changed(manager, { ...config, inputs: { port: 8080 } }, kept);
      expect(stateOf(left)['inputs']).toEqual({ port: 8080 });
      expect(inputsOf(manager)).toEqual({ port: 8080, motto: 'hello' });
    }));

  it('returns to it even if all inputs are removed', () =>
    inManager(async (manager) => {
      const { config, kept } = await deployed(manager);
      const { inputs: _, ...without } = config;
      expect(stateOf(await changed(manager, without, kept))['inputs']).toBeNull();
      expect(inputsOf(manager)).toEqual({ port: 80, motto: 'hello' });
    }));

  it('gets the default of the new blueprint if the deployment changes its blueprint', () =>
    inManager(async (manager) => {
      const { config, kept } = await deployed(manager);
      const inputs = { port: { type: 'integer', default: 443 } };
      await manager.made('blueprints', { id: 'web-2', plan: { ...WEB, inputs } });
      await changed(manager, { ...config, blueprint_id: 'web-2', inputs: undefined! }, kept);
      expect(inputsOf(manager)).toEqual({ port: 443 });
    }));

  it('is an error if the blueprint has no default for it', () =>
    inManager(async (manager) => {
      const inputs = { port: { type: 'integer' } };
      await manager.made('blueprints', { id: 'bare', plan: { ...WEB, inputs, outputs: {} } });
      const deployment = manager.of(DEPLOYMENT);
      const kept = await deployment.create({ id: 'shop', blueprint_id: 'bare', inputs: { port: 8080 } });
      const planned = await deployment.plan(deployment.config({ id: 'shop', blueprint_id: 'bare' }), kept);
      const answer = await deployment.attempt(planned);
      expect(wordsOf(answer.diagnostics)).toBe(
        'not-changeable: The deployment "shop" cannot be changed this way. port has no default in the blueprint bare. Set a value for each in inputs.',
      );
      expect(inputsOf(manager)).toEqual({ port: 8080 });
    }));
});

describe('the import of a deployment', () => {
  it('that is installed records it, and the next apply runs no workflow', () =>
    inManager(async (manager) => {
      const { config } = await deployed(manager, { install: true });
      const started = startedWorkflows(manager);
      const kept = await imported(manager);
      expect(stateOf(kept)['install']).toBe(true);
      expect((await changed(manager, config, kept)).state).toEqual(kept.state);
      expect(started()).toEqual([]);
    }));

  it('that is not installed leaves it open', () =>
    inManager(async (manager) => {
      await deployed(manager);
      expect(stateOf(await imported(manager))['install']).toBeNull();
    }));
});

it('a deployment that was installed elsewhere is not installed again', () =>
  inManager(async (manager) => {
    const { config, kept } = await deployed(manager);
    await manager.provider.abilities.actions!.invoke({
      type: 'conductor_execution',
      config: configValue(manager.provider.schemas.action('conductor_execution')!.block, {
        deployment_id: 'shop',
        workflow_id: 'install',
      }),
      requestKey: 'one',
      context: quiet(),
    });
    const started = startedWorkflows(manager);
    expect(stateOf(await changed(manager, { ...config, install: true }, kept))['install']).toBe(true);
    expect(started()).toEqual([]);
  }));

describe('destroying a deployment whose install failed halfway', () => {
  it('first uninstalls its live instances, even though it counts as not installed', () =>
    inManager(async (manager) => {
      const { deployment, kept } = await deployed(manager, { install: true });
      await leaves(manager, 'creating');
      const found = await deployment.read(kept);
      expect(stateOf(found)['install']).toBe(false);
      const started = startedWorkflows(manager);
      await deployment.delete(found);
      expect(started()).toContain('uninstall');
    }));

  it('uninstalls nothing if nothing is live', () =>
    inManager(async (manager) => {
      const { deployment, kept } = await deployed(manager, { install: false });
      const started = startedWorkflows(manager);
      await deployment.delete(kept);
      expect(started()).not.toContain('uninstall');
    }));

  it('reports the live instances and how to uninstall them if install is omitted', () =>
    inManager(async (manager) => {
      const { kept } = await deployed(manager);
      await leaves(manager, 'creating');
      const words = wordsOf((await tryToDelete(manager, kept)).diagnostics);
      expect(words).toMatch(/delete-refused: .*Node instance server_\w+ is still live\. Apply with install set/s);
    }));

  it('reports that uninstalling did not help, if so', () =>
    inManager(
      async (manager) => {
        const { kept } = await deployed(manager, { install: true });
        expect(wordsOf((await tryToDelete(manager, kept)).diagnostics)).toMatch(
          /Node instance server_\w+ is still live\. The uninstall workflow ran but left them/,
        );
      },
      { otherwise: [stillLive, refusedDelete] },
    ));
});

const stillLive: Otherwise = {
  method: 'GET',
  path: /^\/node-instances$/,
  shapes: (instance) => ({ ...instance, state: 'deleting' }),
};

const refusedDelete: Otherwise = {
  method: 'DELETE',
  path: /^\/deployments\//,
  // 400 and not 405, as the source has it.
  refuses: {
    status: 400,
    message: "Can't delete deployment shop - There are live nodes for this deployment.",
    code: 'dependent_exists_error',
  },
};

describe('outputs that cannot be computed', () => {
  let failing = false;
  const broken: Otherwise = {
    path: /^\/deployments\/shop\/(outputs|capabilities)$/,
    while: () => failing,
    refuses: {
      status: 400,
      message: 'Node server has no attribute address',
      code: 'deployment_outputs_evaluation_error',
    },
  };
  const failingFrom = (start: boolean): void => void (failing = start);

  it('cause a warning and keep their values: plan, apply and destroy continue', () =>
    inManager(
      async (manager) => {
        failingFrom(false);
        const { config, deployment, kept } = await deployed(manager);
        failingFrom(true);
        const { state, diagnostics } = await manager.provider.read({
          type: DEPLOYMENT,
          state: kept.state,
          context: quiet(),
        });
        expect(state).toEqual(kept.state);
        expect(diagnostics.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
        expect(wordsOf(diagnostics)).toContain('Node server has no attribute address');
        const other = await changed(manager, { ...config, inputs: { port: 9090 } }, kept);
        expect(stateOf(other)).toMatchObject({ inputs: { port: 9090 } });
        await deployment.delete(other);
      },
      { otherwise: [broken] },
    ));

  it('are unknown for a new deployment, which exists nevertheless', () =>
    inManager(
      async (manager) => {
        failingFrom(true);
        const { deployment, kept } = await deployed(manager);
        expect(stateOf(kept)).toMatchObject({ id: 'shop', outputs: null, capabilities: null });
        failingFrom(false);
        expect(stateOf(await deployment.read(kept))['outputs']).toEqual({ url: 'http://:8080' });
      },
      { otherwise: [broken] },
    ));
});
