import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Unknown, type Diagnostic } from '../../../src/model/index.js';
import { StackRoom } from '../../support/stack-room.js';

const NETWORK = `
resource "terraform_data" "vpc" { input = "vpc" }
output "vpc" { value = terraform_data.vpc.output }
`;

/** Reads the state of the network, which is kept in a file of another name. */
const app = (name: string): string => `
data "terraform_remote_state" "network" {
  backend = "local"
  config  = { path = "../../network/network.tfstate" }
}
resource "terraform_data" "${name}" { input = data.terraform_remote_state.network.outputs.vpc }
`;

let room: StackRoom;
beforeEach(async () => {
  room = await StackRoom.make(undefined, {
    'landform.json': JSON.stringify({ folders: ['network', 'apps/*'] }),
    'network/main.tf': NETWORK,
    'network/backend.tf': 'terraform {\n  backend "local" { path = "network.tfstate" }\n}\n',
    'apps/web/main.tf': app('web'),
    'apps/api/main.tf': app('api'),
    'apps/notes/README.md': 'no configuration',
    'apps/web/terraform.tfvars': '',
  });
});
afterEach(() => room.remove());

const said = ({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }): readonly string[] =>
  diagnostics.map(({ code, summary }) => `${code}: ${summary}`);

describe('a project of folders', () => {
  it('plans each folder as a stack, with planned values of those whose state it reads', async () => {
    const { stacks, diagnostics } = await room.plan();
    expect(diagnostics).toEqual([]);
    expect(stacks.map(({ name, stack: { dependencies } }) => [name, dependencies])).toEqual([
      ['network', []],
      ['apps/api', ['network']],
      ['apps/web', ['network']],
    ]);
    const change = stacks[1]?.plan.changes.find(({ address }) => address === 'terraform_data.api');
    expect(change?.after).toMatchObject({ input: expect.any(Unknown) as unknown });
  });

  it('keeps the state of each where Terraform does', async () => {
    const { stacks, diagnostics } = await room.apply();
    expect(diagnostics).toEqual([]);
    expect(stacks.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied']);
    expect(await room.read('network/network.tfstate')).toContain('"vpc"');
    expect(await room.read('apps/web/terraform.tfstate')).toContain('"web"');
    expect(await room.changes()).toEqual([]);
    expect(said(await room.apply({ stacks: ['network'], destroy: true }))).toEqual([
      'stack-in-use: Stack network cannot be destroyed while stack apps/api depends on it',
      'stack-in-use: Stack network cannot be destroyed while stack apps/web depends on it',
    ]);
    expect((await room.apply({ stacks: ['...network'], destroy: true })).diagnostics).toEqual([]);
  });

  it('chooses folders by name and pattern, and requires what they read', async () => {
    expect(said(await room.plan({ stacks: ['apps/web'] }))).toEqual([
      'stack-not-applied: Stack apps/web needs stack network, which is not applied yet',
    ]);
    const { stacks } = await room.plan({ stacks: ['apps/w*...'] });
    expect(stacks.map(({ name }) => name)).toEqual(['network', 'apps/web']);
    expect(await room.changes({ targets: ['network:terraform_data.vpc'] })).toEqual([
      'create network:terraform_data.vpc',
    ]);
  });

  it('saves one plan of all, and applies it', async () => {
    await room.plan({ out: 'p' });
    expect((await room.apply({ planFile: 'p' })).diagnostics).toEqual([]);
    expect(await room.changes()).toEqual([]);
  });

  it('names files as seen from the project', async () => {
    await room.write('apps/web/main.tf', 'resource "terraform_data" "web" { inputs = 1 }\n');
    const { diagnostics } = await room.plan();
    expect(diagnostics[0]).toMatchObject({ range: { file: 'apps/web/main.tf', start: { line: 1 } } });
  });

  it('names files of modules as seen from the project, too', async () => {
    await room.write('apps/web/main.tf', 'module "shared" { source = "../../shared" }\n');
    await room.write('shared/main.tf', 'resource "terraform_data" "web" { inputs = 1 }\n');
    const { diagnostics } = await room.plan();
    expect(diagnostics[0]).toMatchObject({ range: { file: 'shared/main.tf' } });
  });

  it('refuses folders that are not there, and those that read each other', async () => {
    await rm(path.join(room.directory, 'apps'), { recursive: true });
    expect(said(await room.plan())).toEqual(['no-project: No folder with Terraform files matches "apps/*"']);
    await room.write('landform.json', JSON.stringify({ folders: ['a', 'b'] }));
    const reading = (other: string): string =>
      `data "terraform_remote_state" "o" {\n  backend = "local"\n  config = { path = "../${other}/terraform.tfstate" }\n}\n`;
    await room.write('a/main.tf', reading('b'));
    await room.write('b/main.tf', reading('a'));
    expect(said(await room.plan())).toEqual([
      "stack-circle: Folders read each other's states in a cycle: a needs b needs a",
    ]);
  });

  it.each([
    [{ folders: [] }, 'wrong-shape: "folders" must be a list of folders'],
    [{ folders: ['a'], program: 'main.ts' }, 'contradicting-settings: "program" and "folders" exclude each other'],
  ])('refuses settings that contradict: %j', async (settings, expected) => {
    await room.write('landform.json', JSON.stringify(settings));
    expect(said(await room.plan())).toEqual([expected]);
  });
});
