import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sensitive, Unknown, objectValue, plainJson, type JsonObject, type Value } from '../../../src/model/index.js';
import { DataProvider } from '../../../src/providers/builtin/data.js';
import { Driver, configValue, quiet } from '../../conformance/provider-driver.js';

const ids = () => {
  let last = 0;
  return () => `id-${++last}`;
};

describe('terraform_data', () => {
  const driverOf = (): Driver => new Driver(new DataProvider({ version: '1.0.0', uuid: ids() }), 'terraform_data');

  it.each<[string, JsonObject, Value]>([
    [
      'of the same type as its input',
      { input: { a: [1] } },
      new Unknown({ kind: 'object', attributes: { a: { kind: 'tuple', items: ['number'] } } }),
    ],
    ['null without an input', {}, null],
  ])('plans an output that is %s', async (_what, config, output) => {
    const driver = driverOf();
    expect((await driver.plan(driver.config(config))).state).toMatchObject({ output });
  });

  it('plans an output of unknown type if the input is removed', async () => {
    const driver = driverOf();
    const created = await driver.create({ input: 'a' });
    expect((await driver.plan(driver.config({}), created)).state).toMatchObject({
      output: new Unknown('dynamic'),
      id: 'id-1',
    });
  });

  it('keeps its id in an update and gets a new one when replaced', async () => {
    const driver = driverOf();
    const created = await driver.create({ input: 'a', triggers_replace: 1 });
    const updated = await driver.apply(await driver.plan(driver.config({ input: 'b', triggers_replace: 1 }), created));
    expect(plainJson(updated.state)).toMatchObject({ id: 'id-1', output: 'b' });
    const replaced = await driver.plan(driver.config({ input: 'b', triggers_replace: 2 }), updated);
    expect(replaced.replaces).toEqual([['triggers_replace']]);
    expect(replaced.state).toMatchObject({ id: new Unknown('string', true) });
  });
});

describe('terraform_remote_state', () => {
  let directory = '';
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'landform-remote-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  const write = async (name: string, content: unknown): Promise<void> => {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content));
  };

  const read = async (
    json: JsonObject,
    stackOutputs?: (path: string) => Readonly<Record<string, Value>> | undefined,
  ) => {
    const provider = new DataProvider({ version: '1.0.0', uuid: ids(), stackOutputs });
    await provider.configure({ config: null, planning: true, directory });
    const schema = provider.schemas.dataSource('terraform_remote_state')!;
    const config = configValue(schema.block, { backend: 'local', ...json });
    const { state, diagnostics } = await provider.readData({
      type: 'terraform_remote_state',
      config,
      context: quiet(),
    });
    return { outputs: (state as { readonly outputs?: Value } | null)?.outputs ?? null, diagnostics };
  };

  const stateWith = (outputs: JsonObject): JsonObject => ({
    version: 4,
    serial: 1,
    lineage: 'l',
    outputs,
    resources: [],
  });

  it.each<[string, string, JsonObject]>([
    ['next to the configuration', 'terraform.tfstate', {}],
    ['at its path', 'other/state.json', { config: { path: 'other/state.json' } }],
    ['of the default workspace', 'terraform.tfstate', { workspace: 'default' }],
    ['of another workspace', 'terraform.tfstate.d/west/terraform.tfstate', { workspace: 'west' }],
    [
      'of a workspace in another folder',
      'spaces/west/terraform.tfstate',
      { workspace: 'west', config: { workspace_dir: 'spaces' } },
    ],
  ])('reads the state %s', async (_what, file, config) => {
    await write(file, stateWith({ a: { value: file, type: 'string' } }));
    expect(plainJson((await read(config)).outputs)).toEqual({ a: file });
  });

  it('preserves numbers exactly and types', async () => {
    await write(
      'terraform.tfstate',
      `{"version":4,"outputs":{"n":{"value":[9007199254740993],"type":["list","number"]}}}`,
    );
    const { outputs } = await read({});
    expect(outputs).toMatchObject({
      n: { kind: 'list', element: 'number', items: [{ mantissa: 9007199254740993n, exponent: 0 }] },
    });
  });

  it('keeps a sensitive output sensitive', async () => {
    await write('terraform.tfstate', stateWith({ s: { value: 'hush', type: 'string', sensitive: true } }));
    expect((await read({})).outputs).toEqual(objectValue({ s: new Sensitive('hush') }));
  });

  it('uses defaults for outputs missing in the state', async () => {
    await write('terraform.tfstate', stateWith({ a: { value: 'state', type: 'string' } }));
    expect(plainJson((await read({ defaults: { a: 'default', b: 'default' } })).outputs)).toEqual({
      a: 'state',
      b: 'default',
    });
  });

  it('prefers the outputs of a stack in the same run, known or not, to an older file', async () => {
    await write('terraform.tfstate', stateWith({ a: { value: 'old', type: 'string' } }));
    const asked: string[] = [];
    const { outputs } = await read({}, (path) => {
      asked.push(path);
      return objectValue({ a: new Unknown('string') });
    });
    expect([asked, outputs]).toEqual([
      [join(directory, 'terraform.tfstate')],
      objectValue({ a: new Unknown('string') }),
    ]);
  });

  it.each<[string, JsonObject, string | undefined, string, string]>([
    ['a missing state', {}, undefined, 'state-not-found', 'config'],
    ['a file that is not JSON', {}, '{', 'state-unreadable', 'config'],
    ['a state of an older version', {}, '{"version":3}', 'state-unreadable', 'config'],
    ['an unsupported backend', { backend: 's3' }, undefined, 'invalid-value', 'backend'],
    ['an unknown setting of the backend', { config: { pth: 'x' } }, undefined, 'invalid-value', 'config.pth'],
    ['a setting that is not a string', { config: { path: ['x'] } }, undefined, 'invalid-value', 'config.path'],
    ['settings that are not an object', { config: 'x' }, undefined, 'invalid-value', 'config'],
    ['defaults that are not an object', { defaults: 'x' }, undefined, 'invalid-value', 'defaults'],
  ])('rejects %s', async (_what, config, content, code, path) => {
    if (content !== undefined) await write('terraform.tfstate', content);
    const { diagnostics } = await read(config);
    expect(diagnostics.map((item) => [item.code, item.path?.join('.')])).toEqual([[code, path]]);
    expect(diagnostics[0]!.detail).toBeTruthy();
  });

  it('accepts an unknown configuration', async () => {
    const provider = new DataProvider({ version: '1.0.0', uuid: ids() });
    const config = objectValue({
      backend: new Unknown('string'),
      config: new Unknown('dynamic'),
      defaults: new Unknown('dynamic'),
      workspace: null,
      outputs: null,
    });
    expect(provider.validate({ mode: 'data', type: 'terraform_remote_state', config })).toEqual({
      diagnostics: [],
    });
  });
});
