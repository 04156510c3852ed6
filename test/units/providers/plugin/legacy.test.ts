import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ListValue, isObjectValue, objectValue, Unknown, type Value } from '../../../../src/model/index.js';
import { PluginHost } from '../../../../src/providers/plugin/host.js';
import { startPlugin } from '../../../../src/providers/plugin/provider.js';
import type { Provider } from '../../../../src/providers/provider.js';
import { quiet } from '../../../conformance/provider-driver.js';
import { serve } from '../../../support/plugin/provider.mjs';

let directory: string;
let served: Awaited<ReturnType<typeof serve>>;
let provider: Provider;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'landform-legacy-'));
  served = await serve({ protocol: 5, prefix: 'plug', folder: directory });
  const running = { protocol: 5, network: 'unix', address: served.address } as const;
  provider = await startPlugin(new PluginHost('example.com/test/plug', { running }, { environment: {}, directory }));
  await provider.configure({
    planning: false,
    directory,
    config: objectValue({ world: path.join(directory, 'world.json'), strict: null }),
  });
});

afterAll(async () => {
  await provider.close();
  served.close();
  await rm(directory, { recursive: true });
});

it('blocks that a provider of the first SDK computes stay unknown until it has made them', async () => {
  const tag = new ListValue({ kind: 'object', attributes: { value: 'string' } }, []);
  const config = objectValue({ id: null, name: 'tagged', comment: null, tag });
  const request = { type: 'plug_legacy', prior: null, config } as const;
  const { planned, diagnostics } = await provider.plan({ ...request, proposed: config });
  expect(diagnostics).toEqual([]);
  expect(blocksOf(planned)).toBeInstanceOf(Unknown);
  const { state } = await provider.apply({ ...request, planned, requestKey: 'key', context: quiet() });
  expect(blocksOf(state ?? null)).toMatchObject({ items: [{ value: 'made' }] });
});

const blocksOf = (value: Value): Value => (isObjectValue(value) ? (value['tag'] ?? null) : null);
