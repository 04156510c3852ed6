import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  isWhollyKnown,
  parseJson,
  plainJson,
  unknownMask,
  valuesEqual,
  Unknown,
  type Json,
  type JsonObject,
  type Value,
} from '../../src/model/index.js';
import { builtinProviders } from '../../src/providers/index.js';
import { providerSchemaJson } from '../../src/providers/schema-json.js';
import { Driver, configValue, quiet, type Kept } from './provider-driver.js';

/** What is applied first, and what the same resource is then planned to be. `then` null: an input that only apply will tell. */
const TABLE: Readonly<Record<string, { readonly first: JsonObject; readonly then: JsonObject | null }>> = {
  nothing_set: { first: {}, then: {} },
  nothing_changed: { first: { input: { a: [1, 'x', true, null] } }, then: { input: { a: [1, 'x', true, null] } } },
  input_changed: { first: { input: 'a' }, then: { input: 'b' } },
  input_of_another_type: { first: { input: 'true' }, then: { input: true } },
  input_removed: { first: { input: 'a' }, then: {} },
  input_added: { first: {}, then: { input: { a: 1 } } },
  input_grown: { first: { input: [1, 2] }, then: { input: [1, 2, { deep: ['x'] }] } },
  the_same_number: { first: { input: 1 }, then: { input: 1.0 } },
  a_fraction: { first: { input: 0.1 }, then: { input: 0.1 } },
  trigger_changed: { first: { triggers_replace: 'a' }, then: { triggers_replace: 'b' } },
  trigger_changed_beside_input: {
    first: { input: 'x', triggers_replace: 'a' },
    then: { input: 'x', triggers_replace: 'b' },
  },
  trigger_and_input_changed: {
    first: { input: 'x', triggers_replace: ['a'] },
    then: { input: ['y'], triggers_replace: ['b'] },
  },
  trigger_added: { first: { input: 'x' }, then: { input: 'x', triggers_replace: { a: 1 } } },
  trigger_removed: { first: { input: 'x', triggers_replace: 'a' }, then: { input: 'x' } },
  input_not_known_yet: { first: { input: 'source one' }, then: null },
};

const program = process.env['TERRAFORM'] ?? 'terraform';
const terraform = spawnSync(program, ['version'], { stdio: 'ignore' }).error === undefined;
if (!terraform) console.warn('skipped: terraform is not installed, so terraform_data is not compared with it');

const [, factory] = builtinProviders({ version: '1.0.0', uuid: randomUUID, randomBytes })[0]!;

describe.skipIf(!terraform)('terraform_data beside Terraform', () => {
  const directory = terraform ? mkdtempSync(join(tmpdir(), 'landform-beside-')) : '';
  const run = (...args: string[]): string =>
    execFileSync(program, args, {
      cwd: directory,
      encoding: 'utf8',
      env: { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null' },
    });
  const write = (source: string, resources: JsonObject): void =>
    writeFileSync(
      join(directory, 'main.tf.json'),
      JSON.stringify({
        resource: { terraform_data: { source: { input: source }, ...resources } },
        output: { name: { value: 'acme' }, sizes: { value: '${tolist([1, 2.5, 9007199254740993])}' } },
      }),
    );

  let before: ReadonlyMap<string, JsonObject> = new Map();
  let planned: ReadonlyMap<string, JsonObject> = new Map();
  let schemas: JsonObject = {};
  let outputs: JsonObject = {};

  beforeAll(() => {
    write('source one', Object.fromEntries(Object.entries(TABLE).map(([name, { first }]) => [name, first])));
    run('init', '-no-color');
    run('apply', '-auto-approve', '-no-color');
    schemas = JSON.parse(run('providers', 'schema', '-json')) as JsonObject;
    outputs = parseJson(run('output', '-json')) as JsonObject;
    const state = parseJson(readFileSync(join(directory, 'terraform.tfstate'), 'utf8')) as unknown as StateFile;
    before = new Map(state.resources.map((resource) => [resource.name, resource.instances[0]!.attributes]));
    const after = Object.entries(TABLE).map(([name, { then }]) => [
      name,
      then ?? { input: '${terraform_data.source.output}' },
    ]);
    write('source two', Object.fromEntries(after) as JsonObject);
    run('plan', '-out', 'plan', '-no-color');
    const plan = parseJson(run('show', '-json', 'plan')) as unknown as PlanFile;
    planned = new Map(plan.resource_changes.map((change) => [change.name, change.change]));
  }, 60_000);

  afterAll(() => rmSync(directory, { recursive: true }));

  it('has the same schemas except for their descriptions', async () => {
    const theirs = (schemas['provider_schemas'] as Record<string, JsonObject>)['terraform.io/builtin/terraform']!;
    const { functions: _functions, ...comparable } = theirs;
    const ours = providerSchemaJson((await factory.create()).schemas);
    expect(undescribed(ours)).toEqual({ ...(undescribed(comparable) as object), provider: { version: 0, block: {} } });
  });

  it.each(Object.entries(TABLE))('plans %s as Terraform does', async (name, { then }) => {
    const driver = new Driver(await factory.create(), 'terraform_data');
    const upgraded = await driver.provider.upgrade({
      type: 'terraform_data',
      version: 0,
      attributes: before.get(name)!,
    });
    driver.fine(upgraded.diagnostics);
    const prior: Kept = { state: upgraded.state };
    const config = then === null ? waiting(driver.config({})) : driver.config(then);
    const first = await driver.plan(config, prior);
    const replaces = first.replaces.length > 0;
    const plan = replaces ? await driver.plan(config) : first;
    const action = replaces ? ['delete', 'create'] : valuesEqual(plan.state, prior.state) ? ['no-op'] : ['update'];
    const theirs = planned.get(name)!;
    expect({
      action,
      after: plainJson(plan.state),
      unknown: isWhollyKnown(plan.state) ? {} : unknownMask(plan.state),
      replaces: first.replaces,
    }).toEqual({
      action: theirs['actions'],
      after: theirs['after'],
      unknown: theirs['after_unknown'],
      replaces: theirs['replace_paths'] ?? [],
    });
  });

  it('reads the outputs of a state written by Terraform', async () => {
    const provider = await factory.create();
    await provider.configure({ config: null, planning: true, directory });
    const schema = provider.schemas.dataSource('terraform_remote_state')!;
    const config = configValue(schema.block, { backend: 'local' });
    const answer = await provider.readData({ type: 'terraform_remote_state', config, context: quiet() });
    expect(answer.diagnostics).toEqual([]);
    const values = Object.entries(outputs).map(([name, output]) => [name, (output as JsonObject)['value']]);
    expect((plainJson(answer.state) as JsonObject)['outputs']).toEqual(Object.fromEntries(values));
  });
});

interface StateFile {
  readonly resources: readonly {
    readonly name: string;
    readonly instances: readonly { readonly attributes: JsonObject }[];
  }[];
}

interface PlanFile {
  readonly resource_changes: readonly { readonly name: string; readonly change: JsonObject }[];
}

const waiting = (config: Value): Value => ({
  ...(config as Readonly<Record<string, Value>>),
  input: new Unknown('string'),
});

/** Descriptions are in our own words. */
function undescribed(json: Json): Json {
  if (Array.isArray(json)) return json.map(undescribed);
  if (typeof json !== 'object' || json === null) return json;
  const rest = Object.entries(json).filter(([name]) => name !== 'description' && name !== 'description_kind');
  return Object.fromEntries(rest.map(([name, value]) => [name, undescribed(value as Json)]));
}
