import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Stack, Variable } from 'landform';
import { TerraformData } from 'landform/providers/terraform';
import { afterEach, describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/model/index.js';
import { init, stateList, stateRemove, workspaceNew, type InitOptions } from '../../../src/operations/index.js';
import { StackRoom } from '../../support/stack-room.js';

const MAIN = `
variable "env" {}
variable "secret" {
  default   = "s3cret"
  sensitive = true
}
locals {
  folder = "states/\${var.env}"
}
resource "terraform_data" "a" {
  input = var.env
}
`;

const located = (expression: string): string => `terraform {\n  backend "local" {\n    path = ${expression}\n  }\n}\n`;

let room: StackRoom;
afterEach(() => room.remove());

const make = async (expression: string, more: Readonly<Record<string, string>> = {}): Promise<void> => {
  room = await StackRoom.make(undefined, { 'main.tf': MAIN, 'backend.tf': located(expression), ...more });
};
const said = ({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }): readonly string[] =>
  diagnostics.map(({ code, summary, source }) => `${code}: ${summary} (${source?.file ?? ''})`);
const initialize = async (options: InitOptions = {}): Promise<readonly string[]> => said(await init(room.env, options));
const env = (text: string) => ({ variables: [{ name: 'env', text }] });
const has = (name: string): boolean => existsSync(path.join(room.directory, name));

describe('a backend whose settings refer to variables', () => {
  it.each([
    ['a file of variables', { 'terraform.tfvars': 'env = "prod"\n' }, {}, {}],
    ['the environment', {}, { TF_VAR_env: 'prod' }, {}],
    ['an option', {}, {}, env('prod')],
    ['landform.json', { 'landform.json': JSON.stringify({ stacks: { '': { variables: { env: 'prod' } } } }) }, {}, {}],
  ])('takes their values from %s', async (_, files, environment, options) => {
    await make('"${local.folder}.tfstate"', files);
    room.environment = environment;
    expect(said(await room.apply(options))).toEqual([]);
    expect(has('states/prod.tfstate')).toBe(true);
    expect((await stateList(room.env, options)).stacks[0]?.addresses).toEqual(['terraform_data.a']);
  });

  it('knows functions, path and terraform.workspace', async () => {
    await make('"${path.root}/${upper(var.env)}-${terraform.workspace}.tfstate"');
    await room.apply(env('dev'));
    expect(has('DEV-default.tfstate')).toBe(true);
  });

  it('names the setting and the variable without a value, and uses what init stored', async () => {
    await make('"${local.folder}-${var.env}.tfstate"');
    const missing = 'invalid-backend: The setting "path" of the backend "local" is unknown (backend.tf)';
    expect(said(await stateList(room.env))).toEqual([missing]);
    const { diagnostics } = await init(room.env);
    expect(diagnostics.map(({ summary, detail }) => [summary, detail])).toEqual([
      ['The setting "path" of the backend "local" is unknown', expect.stringContaining('TF_VAR_env')],
    ]);
    expect(await initialize(env('prod'))).toEqual([]);
    expect(JSON.parse(await room.read('.terraform/terraform.tfstate'))).toMatchObject({
      backend: { type: 'local', config: { path: 'states/prod-prod.tfstate' } },
    });
    await room.apply(env('prod'));
    expect((await stateList(room.env)).stacks[0]?.addresses).toEqual(['terraform_data.a']);
    expect(said(await stateRemove(room.env, { addresses: ['terraform_data.a'] }))).toEqual([]);
  });

  it('notices that a variable names another place than init stored', async () => {
    await make('"${local.folder}.tfstate"');
    await initialize(env('prod'));
    await room.apply(env('prod'));
    expect(said(await room.plan(env('dev')))).toEqual([
      'backend-changed: The settings of the backend "local" changed: path (backend.tf)',
    ]);
    expect(has('states/dev.tfstate')).toBe(false);
    expect(await initialize({ ...env('dev'), migrateState: true })).toEqual([]);
    expect(await room.read('states/dev.tfstate')).toBe(await room.read('states/prod.tfstate'));
    expect(await initialize({ ...env('new'), reconfigure: true })).toEqual([]);
    expect(has('states/new.tfstate')).toBe(false);
    expect(await room.changes(env('new'))).toEqual(['create :terraform_data.a']);
  });

  it('applies a saved plan where it was made', async () => {
    await make('"${local.folder}.tfstate"');
    await room.plan({ ...env('prod'), out: 'prod.tfplan' });
    expect(said(await room.apply({ planFile: 'prod.tfplan' }))).toEqual([]);
    expect(await room.read('states/prod.tfstate')).toContain('"prod"');
  });

  it.each([
    ['var.secret', 'invalid-backend: The setting "path" of the backend "local" is sensitive (backend.tf)'],
    ['"${var.secret}.tfstate"', 'invalid-backend: The setting "path" of the backend "local" is sensitive (backend.tf)'],
    ['var.evn', 'unknown-reference: There is no var.evn (backend.tf)'],
    ['local.id', 'unknown-reference: Only variables, locals, path and terraform.workspace are known here (more.tf)'],
    ['terraform_data.a.id', 'invalid-value: A backend setting refers to something that is not known yet (backend.tf)'],
  ])('refuses %s', async (expression, expected) => {
    await make(expression, { 'more.tf': 'locals {\n  id = terraform_data.a.id\n}\n' });
    const found = [said(await room.plan(env('dev'))), await initialize(env('dev'))];
    for (const problems of found) expect(problems).toContain(expected);
    expect(await readdir(room.directory)).not.toContain('.terraform');
    expect(JSON.stringify(found)).not.toContain('s3cret');
  });

  it('reports a variable that no stack declares', async () => {
    await make('"${local.folder}.tfstate"');
    expect(await initialize({ variables: [{ name: 'evn', text: 'prod' }, ...env('prod').variables] })).toEqual([
      'undeclared-variable: There is no variable evn ()',
    ]);
  });

  it('has them in workspaces, too', async () => {
    await make('"${local.folder}.tfstate"');
    expect(said(await workspaceNew(room.env, { name: 'w', ...env('prod') }))).toEqual([]);
    await room.apply(env('prod'));
    expect(has('terraform.tfstate.d/w/terraform.tfstate')).toBe(true);
  });

  it('takes them from programs', async () => {
    room = await StackRoom.make((app) => {
      const place = new Stack(app, 'net');
      const stage = new Variable(place, 'env', { default: 'staging' });
      place.backend = { type: 'local', config: { path: `${stage.stringValue}.tfstate` } };
      new TerraformData(place, 'a', { input: 'x' });
    });
    expect(said(await room.apply())).toEqual([]);
    expect(has('staging.tfstate')).toBe(true);
  });

  it('finds the folder whose state another one reads', async () => {
    const reading =
      'data "terraform_remote_state" "n" {\n  backend = "local"\n  config = { path = "../b/${var.env}.tfstate" }\n}\n';
    room = await StackRoom.make(undefined, {
      'landform.json': JSON.stringify({ folders: ['a', 'b'] }),
      'a/main.tf': `variable "env" {}\n${reading}`,
      'b/main.tf': `${MAIN}${located('"${var.env}.tfstate"')}`,
    });
    const { stacks, diagnostics } = await room.apply(env('prod'));
    expect(diagnostics).toEqual([]);
    expect(stacks.map(({ name }) => name)).toEqual(['b', 'a']);
    expect(has('b/prod.tfstate')).toBe(true);
  });
});
