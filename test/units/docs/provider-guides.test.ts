import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/model/index.js';
import { AcloudProvider } from '../../../src/bindings/acloud.js';
import { AsmProvider } from '../../../src/bindings/asm.js';
import { ConductorProvider } from '../../../src/bindings/conductor.js';
import { PaletteProvider } from '../../../src/bindings/palette.js';
import { guidePage } from '../../../src/generate/index.js';
import { acloudDefinition, acloudProvider } from '../../../src/providers/acloud/index.js';
import { asmDefinition, asmProvider } from '../../../src/providers/asm/index.js';
import { conductorDefinition, conductorProvider } from '../../../src/providers/conductor/index.js';
import { paletteDefinition, paletteProvider } from '../../../src/providers/palette/index.js';
import { createHarness, startSandbox } from '../../../src/testing/index.js';
import { exampleNames, exampleOf, guideOf, type GuideSource } from '../../support/guides.js';

const options = { version: '0.0.0', environment: {} };

/** Values of variables that a service looks into. */
const VALUES: Readonly<Record<string, string>> = { license_content: 'customer_id: shops' };

const BLUEPRINT = `tosca_definitions_version: cloudify_dsl_1_4
inputs:
  port:
    type: integer
    default: 80
node_types:
  shop: {}
node_templates:
  web:
    type: shop
`;

const SOURCES: Readonly<Record<string, GuideSource>> = {
  acloud: {
    definition: acloudDefinition('0.0.0'),
    schemas: acloudProvider(options).schemas,
    configure: (stack) => new AcloudProvider(stack, 'acloud'),
    prepare: (sandbox) =>
      sandbox.drift({ action: 'add', collection: 'cloudAccounts', values: { displayName: 'Shared services' } }),
  },
  asm: {
    definition: asmDefinition('0.0.0', () => 0),
    schemas: asmProvider(options).schemas,
    configure: (stack) => new AsmProvider(stack, 'asm'),
    prepare: async (sandbox, _, example) => {
      if (example === 'asm_mesh') return;
      const [mesh] = await sandbox.drift({ action: 'add', collection: 'meshes', values: { name: 'mesh-shop' } });
      const values = { meshId: mesh!.identity, name: 'bookinfo' };
      if (example !== 'asm_workshop') await sandbox.drift({ action: 'add', collection: 'workshops', values });
    },
  },
  conductor: {
    definition: conductorDefinition('0.0.0'),
    schemas: conductorProvider(options).schemas,
    configure: (stack) => new ConductorProvider(stack, 'conductor'),
    prepare: async (sandbox, directory, example) => {
      if (example === 'action.conductor_plugins_update')
        await sandbox.drift({ action: 'add', system: 'conductor', collection: 'blueprints', values: { id: 'shop' } });
      await mkdir(path.join(directory, 'blueprints/shop'), { recursive: true });
      await writeFile(path.join(directory, 'blueprints/shop/blueprint.yaml'), BLUEPRINT);
    },
  },
  palette: {
    definition: paletteDefinition('0.0.0'),
    schemas: paletteProvider(options).schemas,
    configure: (stack) => new PaletteProvider(stack, 'palette'),
    prepare: async (sandbox) => {
      const add = (collection: string, values: JsonObject): Promise<unknown> =>
        sandbox.drift({ action: 'add', system: 'palette', collection, values });
      const calico = {
        name: 'cni-calico',
        tag: '3.27.x',
        packUid: 'pack-1',
        layer: 'cni',
        type: 'spectro',
        values: '',
      };
      const published = { cloudType: 'vsphere', type: 'cluster', packs: [calico] };
      await add('clusterProfiles', { name: 'base', published });
      await add('cloudAccounts', { identity: 'account-1', name: 'vcenter' });
      await add('clusters', { name: 'production', cloudAccountUid: 'account-1' });
    },
  },
};

describe.each(Object.entries(SOURCES))('docs/providers/%s.md', (name, source) => {
  it('matches the schemas and texts (update it with node scripts/provider-guides.mjs)', async () => {
    const file = path.resolve(`docs/providers/${name}.md`);
    const page = guidePage(await guideOf(source));
    const formatted = await format(page, { ...(await resolveConfig(file)), parser: 'markdown' });
    await expect(formatted).toMatchFileSnapshot(file);
  });

  it('has an example of each resource, and of no unknown type', async () => {
    const { resources, dataSources, actions, texts } = await guideOf(source);
    const names = [
      ...Object.keys(resources),
      ...Object.keys(dataSources).map((type) => `data.${type}`),
      ...Object.keys(actions).map((type) => `action.${type}`),
    ];
    expect(Object.keys(texts.examples)).toEqual(expect.arrayContaining(Object.keys(resources)));
    expect(names).toEqual(expect.arrayContaining([...Object.keys(texts.examples), ...Object.keys(texts.notes)]));
  });

  it('describes every attribute', async () => {
    const page = guidePage(await guideOf(source));
    expect(page.split('\n').filter((line) => /^\| `.*\| *\|$/.test(line))).toEqual([]);
  });
});

describe.each(Object.entries(SOURCES))('the examples of %s, in the sandbox', (name, { configure, prepare }) => {
  it.each(exampleNames(name))('%s is applied, and the next plan is empty', async (example) => {
    const sandbox = await startSandbox({ systems: [name] });
    const directory = await mkdtemp(path.join(tmpdir(), 'landform-guide-'));
    try {
      await prepare?.(sandbox, directory, example);
      const { document } = await exampleOf(name, example, configure);
      await writeFile(path.join(directory, 'main.tf.json'), document);
      const { variable = {} } = JSON.parse(document) as { variable?: object };
      const given = Object.keys(variable).map((each): [string, string] => [
        `TF_VAR_${each}`,
        VALUES[each] ?? 'given by the test',
      ]);
      const environment = { ...sandbox.environment, ...Object.fromEntries(given) };
      const harness = createHarness({ directory, environment });
      const applied = await harness.apply();
      expect(applied.diagnostics).toEqual([]);
      const { diagnostics, stacks } = await harness.plan();
      expect(diagnostics).toEqual([]);
      expect(stacks[0]!.plan.changes.filter(({ action }) => !['no-op', 'read'].includes(action))).toEqual([]);
    } finally {
      await sandbox.close();
      await rm(directory, { recursive: true });
    }
  });
});
