import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JsonObject } from '../../src/model/index.js';
import { PluginHost } from '../../src/providers/plugin/host.js';
import { startPlugin } from '../../src/providers/plugin/provider.js';
import { serve } from '../support/plugin/provider.mjs';
import { describeProvider, type World } from './provider.js';

/** A provider of the protocol in this process, reached through its socket as a plugin is. */
async function open(protocol: 5 | 6): Promise<World> {
  const directory = await mkdtemp(path.join(tmpdir(), 'landform-plugged-'));
  const world = path.join(directory, 'world.json');
  const served = await serve({ protocol, prefix: 'plug', folder: directory });
  const running = { protocol, network: 'unix', address: served.address } as const;
  return {
    provider: await startPlugin(new PluginHost('example.com/test/plug', { running }, { environment: {}, directory })),
    config: { world },
    directory,
    fingerprint: () => readFile(world, 'utf8').catch(() => ''),
    async close() {
      served.close();
      await rm(directory, { recursive: true });
    },
  };
}

const box: JsonObject = {
  name: 'first',
  size: 3,
  labels: ['b', 'a'],
  rule: [
    { port: 443, peer: [{ cidr: '10.0.0.0/8', ports: [2, 1] }, { cidr: '10.1.0.0/16' }] },
    { port: 80, peer: [] },
  ],
  note: [{ text: 'one' }, {}],
  detail: { extra: { a: [1, 'x', null] } },
};

for (const protocol of [5, 6] as const) {
  describeProvider({
    name: `a plugin that speaks protocol ${protocol}`,
    open: () => open(protocol),
    resources: [
      {
        type: 'plug_box',
        config: () => box,
        bad: { 'a negative size': { size: -1 } },
        change: { inPlace: { size: 4, labels: ['c'] }, replacing: { name: 'other' } },
        numbered: (config, index) => ({ ...config, name: `box ${index}` }),
        importId: (state) => String(state['id']),
        missingId: 'id-99',
      },
      {
        type: 'plug_legacy',
        config: () => ({ name: 'quiet' }),
        change: { inPlace: { comment: 'with a comment' } },
        numbered: (config, index) => ({ ...config, name: `legacy ${index}` }),
        importId: (state) => String(state['id']),
        missingId: 'id-99',
      },
    ],
    dataSources: [
      { type: 'plug_lookup', config: () => ({ name: 'first' }), gives: { id: 'none' }, failing: { name: 'nobody' } },
    ],
  });
}
