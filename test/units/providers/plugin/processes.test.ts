import { mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiagnosticError, objectValue } from '../../../../src/model/index.js';
import { PluginHost } from '../../../../src/providers/plugin/host.js';
import { PluginError, PluginProcess } from '../../../../src/providers/plugin/process/plugin-process.js';
import { startPlugin } from '../../../../src/providers/plugin/provider.js';
import { SchemaCache } from '../../../../src/providers/plugin/schema-cache.js';
import { providerCall } from '../../../../src/providers/plugin/wire/calls.js';
import { executable, plugins, processesIn } from '../../../support/plugin/executables.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'landform-plugins-'));
  await plugins(folder);
});
afterAll(() => rm(folder, { recursive: true }));

const environment = { PATH: process.env['PATH'] };
const launch = (name: string) => ({
  name,
  executable: path.join(folder, 'overrides', name),
  environment,
  directory: folder,
});

async function script(name: string, text: string): Promise<ReturnType<typeof launch>> {
  await executable(path.join(folder, 'overrides', name), `#!/bin/sh\n${text}\n`);
  return launch(name);
}

async function problemOf(start: Promise<unknown>): Promise<{ code: string; summary: string; detail: string }> {
  const error: unknown = await start.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiagnosticError)) throw new Error('It started.', { cause: error });
  const [problem] = error.diagnostics;
  if (problem === undefined) throw new Error('It gives no reason.');
  return { code: problem.code, summary: problem.summary, detail: problem.detail ?? '' };
}

/** The processes of a script end with it, or soon afterwards. */
async function noneLeft(): Promise<void> {
  for (let turn = 0; processesIn(folder).length > 0 && turn < 50; turn += 1) await sleep(50);
  expect(processesIn(folder)).toEqual([]);
}

describe('a plugin', () => {
  it.each([
    ['terraform-provider-plug5', 5, {}],
    ['terraform-provider-plug6', 6, {}],
    ['terraform-provider-plug6', 6, { TF_DISABLE_PLUGIN_TLS: '1' }],
  ] as const)('%s speaks protocol %d', async (name, protocol, more) => {
    const plugin = await PluginProcess.start({ ...launch(name), environment: { ...environment, ...more } });
    expect(plugin.protocol).toBe(protocol);
    const { diagnostics } = await plugin.call(providerCall(protocol, 'GetProviderSchema'), {});
    expect(diagnostics).toEqual([]);
    await plugin.close();
    await noneLeft();
  });

  it('says what a call does not get', async () => {
    const plugin = await PluginProcess.start(launch('terraform-provider-plug5'));
    const missing = plugin.call(providerCall(5, 'GetResourceIdentitySchemas'), {});
    await expect(missing).rejects.toMatchObject({ kind: 'unimplemented', uncertain: false });
    plugin.kill();
    await expect(plugin.call(providerCall(5, 'Stop'), {})).rejects.toBeInstanceOf(PluginError);
    await noneLeft();
  });
});

describe('a function of a plugin', () => {
  it('has a time limit, is not called again for equal arguments, and fails when the plugin has ended', async () => {
    const place = { executable: launch('terraform-provider-plug6').executable, hash: 'h1:x', version: undefined };
    const host = new PluginHost('example.com/test/plug6', place, {
      environment,
      directory: folder,
      functionWithinMs: 500,
    });
    const provider = await startPlugin(host);
    const { functions } = provider.abilities;
    expect(functions?.call('shout', ['a'])).toEqual({ problem: 'it cannot be called here' });
    await functions?.prepare();
    expect(functions?.call('shout', ['a'])).toEqual({ value: 'A' });
    expect(functions?.call('trouble', ['hang'])).toMatchObject({
      problem: expect.stringContaining('did not answer') as string,
    });
    expect(functions?.call('shout', ['b'])).toEqual({ value: 'B' });
    (await host.shared()).kill();
    // The call may find the connection as it breaks, or after that.
    expect(functions?.call('shout', ['c'])).toMatchObject({
      problem: expect.stringMatching(/was (?:ended|stopped)/) as string,
    });
    expect(functions?.call('shout', ['a'])).toEqual({ value: 'A' });
    await provider.close();
    await noneLeft();
  });
});

describe('a program that is not a plugin', () => {
  it.each([
    ['ends', 'echo no licence >&2; exit 7', 'plugin-not-started', 'it exited with code 7', 'no licence'],
    ['kills itself', 'kill -9 $$', 'plugin-not-started', 'it was ended by signal 9', ''],
    ['says something else', 'echo Usage; sleep 60', 'plugin-not-started', 'is not the handshake', ''],
    ['says too much', 'yes | tr -d "\\n"', 'plugin-not-started', 'is not the handshake', ''],
    ['is newer', 'echo "1|7|unix|/x|grpc"; sleep 60', 'plugin-not-started', 'Landform speaks 5 and 6', ''],
    ['says nothing', 'sleep 60', 'plugin-silent', 'did not start within 0.5 seconds', ''],
  ])('that %s is ended, and explained', async (what, text, code, summary, output) => {
    const wrong = await script(what.replaceAll(' ', '-'), text);
    const problem = await problemOf(PluginProcess.start({ ...wrong, startWithinMs: 500 }));
    expect(problem).toEqual({
      code,
      summary: expect.stringContaining(summary) as string,
      detail: expect.stringContaining(output) as string,
    });
    await noneLeft();
  });

  it('cannot be started if it is not there or not executable', async () => {
    expect((await problemOf(PluginProcess.start(launch('missing')))).code).toBe('plugin-not-started');
  });
});

describe('the schemas of an installed plugin', () => {
  const hostOf = (cache: SchemaCache, version: string | undefined): PluginHost => {
    const place = { executable: launch('terraform-provider-plug6').executable, hash: 'h1:one', version };
    return new PluginHost('example.com/test/plug6', place, { environment, directory: folder, cache });
  };

  it('are kept on disk, so that a later run need not start it for them', async () => {
    const cache = new SchemaCache(path.join(folder, 'schemas'));
    const first = await startPlugin(hostOf(cache, '1.0.0'));
    expect(processesIn(folder)).not.toEqual([]);
    await first.close();
    await noneLeft();
    const second = await startPlugin(hostOf(cache, '1.0.0'));
    expect(processesIn(folder)).toEqual([]);
    for (const type of ['plug6_box', 'plug6_legacy']) {
      expect(second.schemas.resource(type)).toEqual(first.schemas.resource(type));
      expect(second.schemas.identity?.(type)).toEqual(first.schemas.identity?.(type));
    }
    // It is started when it is asked something.
    const { diagnostics } = await second.validateConfig(objectValue({ world: '', strict: null }));
    expect(diagnostics).toEqual([expect.objectContaining({ code: 'provider-error', path: ['world'] })]);
    await second.close();
  });

  it('are not kept of a build under development, and not believed if the file is damaged', async () => {
    const cache = new SchemaCache(path.join(folder, 'others'));
    await (await startPlugin(hostOf(cache, undefined))).close();
    expect(await cache.read('h1:one')).toBeUndefined();
    await cache.write('h1:one', { protocol: 6, schema: Buffer.from('ab'), identities: Buffer.from('c') });
    expect(await cache.read('h1:one')).toMatchObject({ protocol: 6, schema: Buffer.from('ab') });
    const [name = ''] = await readdir(path.join(folder, 'others'));
    await truncate(path.join(folder, 'others', name), 22);
    expect(await cache.read('h1:one')).toBeUndefined();
  });
});

it('ends a plugin whose calls do not end when the user wants to stop at once', async () => {
  const place = { executable: launch('terraform-provider-plug6').executable, hash: '', version: undefined };
  const surroundings = { environment, directory: folder, stopWithinMs: 300 };
  const provider = await startPlugin(new PluginHost('example.com/test/plug6', place, surroundings));
  const config = objectValue({ id: null, how: 'hang-plan' });
  const planned = provider.plan({ type: 'plug6_trouble', prior: null, proposed: config, config });
  await provider.validateConfig(objectValue({ world: 'x', strict: null }));
  await provider.stop();
  expect((await planned).diagnostics).toEqual([expect.objectContaining({ code: 'stopped', severity: 'error' })]);
  await noneLeft();
  // Later calls are not made.
  const after = await provider.plan({ type: 'plug6_trouble', prior: null, proposed: config, config });
  expect(after.diagnostics.map(({ code }) => code)).toEqual(['stopped']);
  await provider.close();
});
