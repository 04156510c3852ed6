import { cp, mkdtemp, rm, appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conductorProvider, CONDUCTOR_SOURCE } from '../../../../src/providers/conductor/index.js';
import { EngineRig } from '../../../support/engine.js';
import { wordsOf } from '../served.js';
import { freshManager } from './manager.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'landform-in-use-'));
  await cp('test/conformance/conductor/files/web', folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

/** A blueprint, and a deployment that refers to it. */
const shop = (blueprint: object, more: object = {}): object => ({
  terraform: { required_providers: { conductor: { source: 'landform/conductor' } } },
  resource: {
    conductor_blueprint: { web: { archive: folder, ...blueprint } },
    conductor_deployment: { shop: { id: 'shop', blueprint_id: '${conductor_blueprint.web.blueprint_id}', ...more } },
  },
});

async function rig(): Promise<EngineRig> {
  const { environment } = await freshManager();
  return new EngineRig(CONDUCTOR_SOURCE, { create: async () => conductorProvider({ environment }) });
}

const edit = (): Promise<void> => appendFile(join(folder, 'blueprint.yaml'), '\n# another content\n');

describe('new content for a blueprint that deployments use', () => {
  it('causes a warning in the plan if the id stays the same, with the way out', async () => {
    const engine = await rig();
    await engine.apply(shop({ blueprint_id: 'web' }));
    await edit();
    const { plan, diagnostics } = await engine.plan(shop({ blueprint_id: 'web' }));
    expect(plan).toBeDefined();
    const words = wordsOf(diagnostics);
    expect(words).toContain('not-replaceable: The blueprint "web" cannot be replaced as it is.');
    expect(words).toContain('Deployment shop uses it, and the manager does not delete a blueprint in use.');
    expect(words).toContain(
      'Give the new content its own ID (such as web-2) and set create_before_destroy on the blueprint.',
    );
  });

  it('is refused by the apply with the same advice, and nothing is lost', async () => {
    const engine = await rig();
    await engine.apply(shop({ blueprint_id: 'web' }));
    await edit();
    const { diagnostics } = await engine.apply(shop({ blueprint_id: 'web' }));
    expect(wordsOf(diagnostics)).toMatch(/delete-refused: .*Deployment shop uses it.*create_before_destroy/s);
    expect((await engine.plan(shop({ blueprint_id: 'web' }))).plan?.changes.map(({ action }) => action)).not.toContain(
      'create',
    );
  });

  it('with another id and create_before_destroy moves the deployments in the same apply', async () => {
    const engine = await rig();
    const lifecycle = { create_before_destroy: true };
    await engine.apply(shop({ blueprint_id: 'web', lifecycle }));
    await edit();
    const next = shop({ blueprint_id: 'web-2', lifecycle });
    const { diagnostics } = await engine.apply(next);
    expect(wordsOf(diagnostics)).toBe('');
    expect((await engine.plan(next)).plan?.changes.every(({ action }) => action === 'no-op')).toBe(true);
  });

  it('causes no warning if no deployment uses it', async () => {
    const engine = await rig();
    const alone = (): object => {
      const document = shop({ blueprint_id: 'web' }) as { resource: { conductor_deployment?: object } };
      delete document.resource.conductor_deployment;
      return document;
    };
    await engine.apply(alone());
    await edit();
    expect(wordsOf((await engine.plan(alone())).diagnostics)).toBe('');
    expect(wordsOf((await engine.apply(alone())).diagnostics)).toBe('');
  });
});
