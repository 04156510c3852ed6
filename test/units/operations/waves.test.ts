import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  apply,
  plan,
  type ApplyOptions,
  type ApplyResult,
  type PlanningOptions,
} from '../../../src/operations/index.js';
import { testEnvironment } from '../../../src/testing/harness.js';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A folder with these files, and what is done in it. */
class Folder {
  readonly directory: string;
  /** For each plan that was shown, its changes and what waits; for each question, `?`. */
  readonly shown: string[] = [];
  stopping = (): boolean => false;
  approving = (): boolean => true;

  constructor(directory: string) {
    this.directory = directory;
  }

  static async of(files: Readonly<Record<string, string>>): Promise<Folder> {
    const directory = await mkdtemp(path.join(tmpdir(), 'landform-waves-'));
    folders.push(directory);
    const folder = new Folder(directory);
    await folder.write(files);
    return folder;
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(this.directory, name)), { recursive: true });
      await writeFile(path.join(this.directory, name), text);
    }
  }

  apply(options: Partial<ApplyOptions> = {}): Promise<ApplyResult> {
    this.shown.length = 0;
    return apply(
      { ...testEnvironment({ directory: this.directory }), stopping: () => this.stopping() },
      {
        planned: async (plans) => {
          for (const { plan: one } of plans) {
            const changes = one.changes.filter(({ action }) => action !== 'no-op');
            const words = changes.map(({ action, address }) => `${action} ${address}`);
            this.shown.push([...words, ...one.deferred.map(({ address }) => `wait ${address}`)].join(', '));
          }
        },
        approve: async () => {
          this.shown.push('?');
          return this.approving();
        },
        ...options,
      },
    );
  }

  /** The planned changes, and the addresses that wait for what. */
  async plan(options: PlanningOptions = {}): Promise<Readonly<Record<string, string>>> {
    const { stacks, diagnostics } = await plan(testEnvironment({ directory: this.directory }), options);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors).toEqual([]);
    return Object.fromEntries(
      stacks.flatMap(({ plan: { changes, deferred } }) => [
        ...changes.flatMap(({ action, address }) => (action === 'no-op' ? [] : [[address, action] as const])),
        ...deferred.map(({ address, waitsFor }) => [address, `waits for ${waitsFor.join(' ')}`] as const),
      ]),
    );
  }

  async addresses(): Promise<readonly string[]> {
    const text = await readFile(path.join(this.directory, 'terraform.tfstate'), 'utf8');
    const { resources } = JSON.parse(text) as {
      resources: { module?: string; name: string; instances: { index_key?: string | number }[] }[];
    };
    return resources
      .flatMap(({ module, name, instances }) =>
        instances.map(({ index_key: key }) => `${module === undefined ? '' : `${module}.`}${name}${key ?? ''}`),
      )
      .sort();
  }
}

const codes = ({ diagnostics }: ApplyResult): readonly string[] => diagnostics.map(({ code }) => code);

const CHAIN = `
resource "terraform_data" "a" { input = ["x", "y"] }
resource "terraform_data" "b" {
  for_each = toset(terraform_data.a.output)
  input    = each.key
}
resource "terraform_data" "c" {
  count = length([for one in terraform_data.b : one.output if one.output != "y"])
  input = count.index
}
output "c" { value = length(terraform_data.c) }
`;

describe('an apply', () => {
  it('continues wave by wave, and asks once', async () => {
    const folder = await Folder.of({ 'main.tf': CHAIN });
    const result = await folder.apply();
    expect(result.diagnostics).toEqual([]);
    expect(folder.shown).toEqual([
      'create terraform_data.a, wait terraform_data.b[*], wait terraform_data.c[*], wait output.c',
      '?',
      'create terraform_data.b["x"], create terraform_data.b["y"], wait terraform_data.c[*], wait output.c',
      'create terraform_data.c[0]',
    ]);
    const [stack] = result.stacks;
    expect(stack).toMatchObject({ applied: true, counts: { created: 4 }, waiting: [], outputs: { c: { value: 1 } } });
    expect(await folder.plan()).toEqual({});
  });

  it('asks again before a later wave destroys something', async () => {
    const folder = await Folder.of({ 'main.tf': CHAIN });
    await folder.apply();
    await folder.write({ 'main.tf': CHAIN.replace('["x", "y"]', '["y", "z"]') });
    folder.approving = () => folder.shown.filter((one) => one === '?').length < 2;
    const result = await folder.apply();
    expect(folder.shown).toEqual([
      'update terraform_data.a, wait terraform_data.b[*], wait terraform_data.c[*], wait output.c',
      '?',
      'create terraform_data.b["z"], wait terraform_data.b["x"], wait terraform_data.c[*], wait output.c',
      'delete terraform_data.b["x"]',
      '?',
    ]);
    expect(result.approved).toBe(false);
    expect(result.stacks[0]).toMatchObject({ counts: { created: 1, updated: 1, deleted: 0 } });
    expect(result.stacks[0]?.waiting).toHaveLength(3);
    folder.approving = () => true;
    await folder.apply();
    expect(await folder.addresses()).toEqual(['a', 'by', 'bz', 'c0']);
    expect(await folder.plan()).toEqual({});
  });

  it('stops between waves on request', async () => {
    const folder = await Folder.of({ 'main.tf': CHAIN });
    folder.stopping = () => folder.shown.includes('?') && stopped;
    let stopped = false;
    const result = await folder.apply({
      approve: async () => {
        folder.shown.push('?');
        // The first wave is under way by then: its only step has been started.
        setTimeout(() => (stopped = true));
        return true;
      },
    });
    expect(result.stacks[0]?.waiting.length).toBeGreaterThan(0);
    folder.stopping = () => false;
    await folder.apply();
    expect(await folder.addresses()).toEqual(['a', 'bx', 'by', 'c0']);
  });

  it('ends if a change that is waited for comes back with every plan', async () => {
    const folder = await Folder.of({
      'main.tf': `
resource "terraform_data" "a" { input = timestamp() }
resource "terraform_data" "b" { for_each = toset([terraform_data.a.output]) }`,
    });
    const result = await folder.apply();
    expect(codes(result)).toEqual(['never-known']);
    expect(result.diagnostics[0]).toMatchObject({ address: 'terraform_data.b[*]' });
    expect(result.stacks[0]).toMatchObject({ counts: { created: 1 } });
  });

  it('says what is left after a failed wave', async () => {
    const folder = await Folder.of({
      'main.tf': `${CHAIN}
resource "terraform_data" "no" {
  for_each = terraform_data.b
  lifecycle {
    postcondition {
      condition     = self.id == each.key
      error_message = "no"
    }
  }
}
resource "terraform_data" "last" { input = terraform_data.no }`,
    });
    const result = await folder.apply();
    expect(codes(result)).toContain('postcondition-failed');
    expect(await folder.addresses()).not.toContain('last');
  });

  it('replaces on request what is known only later, and once', async () => {
    const folder = await Folder.of({ 'main.tf': CHAIN });
    await folder.apply();
    await folder.write({ 'main.tf': CHAIN.replace('["x", "y"]', '["x", "y", "z"]') });
    const result = await folder.apply({ replace: ['terraform_data.a', 'terraform_data.b["x"]'] });
    expect(result.diagnostics).toEqual([]);
    expect(folder.shown.filter((one) => one !== '?')).toEqual([
      'delete-create terraform_data.a, wait terraform_data.b[*], wait terraform_data.c[*], wait output.c',
      'delete-create terraform_data.b["x"], create terraform_data.b["z"], wait terraform_data.c[*], wait output.c',
      'create terraform_data.c[1]',
    ]);
  });

  it('leaves what it replaces until what depends on it has been planned', async () => {
    const configuration = (input: string, name: string): string => `
resource "terraform_data" "a" { input = ["${input}"] }
resource "terraform_data" "b" {
  input            = "b"
  triggers_replace = "${name}"
  lifecycle { create_before_destroy = true }
}
resource "terraform_data" "c" {
  for_each = toset(terraform_data.a.output)
  input    = terraform_data.b.id
}`;
    const folder = await Folder.of({ 'main.tf': configuration('x', 'one') });
    await folder.apply();
    await folder.write({ 'main.tf': configuration('x', 'two') });
    await folder.apply();
    expect(folder.shown).toEqual(['create-delete terraform_data.b, update terraform_data.c["x"]', '?']);
    await folder.write({ 'main.tf': configuration('y', 'three') });
    folder.approving = () => folder.shown.filter((one) => one === '?').length < 2;
    const first = await folder.apply();
    expect(folder.shown).toEqual([
      'update terraform_data.a, create-delete terraform_data.b, wait terraform_data.c[*]',
      '?',
      'delete terraform_data.b, delete terraform_data.c["x"], create terraform_data.c["y"]',
      '?',
    ]);
    expect(first.stacks[0]).toMatchObject({ counts: { created: 1, updated: 1, deleted: 0 } });
    expect(await folder.addresses()).toEqual(['a', 'b', 'b', 'cx']);
    folder.approving = () => true;
    await folder.apply();
    expect(await folder.addresses()).toEqual(['a', 'b', 'cy']);
    expect(await folder.plan()).toEqual({});
  });

  it('with a target goes through the waves of what it needs', async () => {
    const folder = await Folder.of({ 'main.tf': `${CHAIN}\nresource "terraform_data" "other" {}` });
    const result = await folder.apply({ targets: ['terraform_data.b'] });
    expect(codes(result)).toEqual(['targeted-apply']);
    expect(await folder.addresses()).toEqual(['a', 'bx', 'by']);
  });

  it('without what is excluded goes through the waves of the rest', async () => {
    const folder = await Folder.of({ 'main.tf': `${CHAIN}\nresource "terraform_data" "other" {}` });
    await folder.apply({ excludes: ['terraform_data.c'] });
    expect(await folder.addresses()).toEqual(['a', 'bx', 'by', 'other']);
  });

  it('of a saved plan is one wave', async () => {
    const folder = await Folder.of({ 'main.tf': CHAIN });
    const out = { out: 'plan.json' };
    await folder.plan(out as PlanningOptions);
    const { stacks, diagnostics } = await folder.apply({ planFile: 'plan.json' });
    expect(diagnostics).toEqual([]);
    expect(stacks[0]?.waiting.map(({ address }) => address)).toEqual([
      'terraform_data.b[*]',
      'terraform_data.c[*]',
      'output.c',
    ]);
    expect(await folder.addresses()).toEqual(['a']);
    await folder.plan(out as PlanningOptions);
    await folder.apply({ planFile: 'plan.json' });
    expect(await folder.addresses()).toEqual(['a', 'bx', 'by']);
  });

  it('that destroys needs no wave', async () => {
    const folder = await Folder.of({ 'main.tf': CHAIN });
    await folder.apply();
    await folder.write({ 'main.tf': CHAIN.replace('["x", "y"]', '["z"]') });
    const { stacks } = await folder.apply({ destroy: true });
    expect(stacks[0]).toMatchObject({ counts: { deleted: 4 }, waiting: [] });
  });
});

describe('a module', () => {
  const inner = `
variable "name" { type = string }
resource "terraform_data" "r" { input = var.name }
resource "terraform_data" "s" {
  count = 2
  input = terraform_data.r.output
}
output "r" { value = terraform_data.r.output }`;

  it('with unknown instances waits with everything in it', async () => {
    const folder = await Folder.of({
      'main.tf': `
resource "terraform_data" "a" { input = ["x", "y"] }
module "m" {
  source   = "./m"
  for_each = toset(terraform_data.a.output)
  name     = each.key
}
resource "terraform_data" "z" { input = module.m }
output "names" { value = [for one in module.m : one.r] }`,
      'm/main.tf': inner,
    });
    expect(await folder.plan()).toEqual({
      'terraform_data.a': 'create',
      'module.m[*]': 'waits for terraform_data.a',
      'module.m[*].terraform_data.r': 'waits for module.m[*]',
      'module.m[*].terraform_data.s[*]': 'waits for module.m[*]',
      'terraform_data.z': 'waits for module.m[*]',
      'output.names': 'waits for module.m[*]',
    });
    const result = await folder.apply();
    expect(result.diagnostics).toEqual([]);
    expect(result.stacks[0]).toMatchObject({ counts: { created: 8 }, outputs: { names: { value: ['x', 'y'] } } });
    expect(await folder.plan()).toEqual({});
    await folder.write({
      'main.tf': (await readFile(path.join(folder.directory, 'main.tf'), 'utf8')).replace('"y"', '"z"'),
    });
    await folder.apply();
    expect(await folder.addresses()).toEqual([
      'a',
      'module.m["x"].r',
      'module.m["x"].s0',
      'module.m["x"].s1',
      'module.m["z"].r',
      'module.m["z"].s0',
      'module.m["z"].s1',
      'z',
    ]);
    expect(await folder.plan()).toEqual({});
  });

  it('waits only in the instances that need what waits', async () => {
    const folder = await Folder.of({
      'main.tf': `
resource "terraform_data" "a" { input = ["k"] }
module "m" {
  source   = "./m"
  for_each = { known = ["k"], unknown = terraform_data.a.output }
  keys     = each.value
}
output "known" { value = module.m["known"].made }`,
      'm/main.tf': `
variable "keys" { type = list(string) }
resource "terraform_data" "b" { for_each = toset(var.keys) }
resource "terraform_data" "c" { input = keys(terraform_data.b) }
module "n" {
  source = "./n"
  name   = terraform_data.c.id
}
output "made" { value = keys(terraform_data.b) }`,
      'm/n/main.tf': inner,
    });
    const planned = await folder.plan();
    expect(planned).toEqual({
      'terraform_data.a': 'create',
      'module.m["known"].terraform_data.b["k"]': 'create',
      'module.m["known"].terraform_data.c': 'create',
      'module.m["known"].module.n.terraform_data.r': 'create',
      'module.m["known"].module.n.terraform_data.s[0]': 'create',
      'module.m["known"].module.n.terraform_data.s[1]': 'create',
      'module.m["unknown"].terraform_data.b[*]': 'waits for terraform_data.a',
      'module.m["unknown"].terraform_data.c': 'waits for module.m["unknown"].terraform_data.b',
      'module.m["unknown"].module.n.terraform_data.r': 'waits for module.m["unknown"].terraform_data.c',
      'module.m["unknown"].module.n.terraform_data.s[0]': 'waits for module.m["unknown"].module.n.terraform_data.r',
      'module.m["unknown"].module.n.terraform_data.s[1]': 'waits for module.m["unknown"].module.n.terraform_data.r',
      'output.known': 'waits for module.m["unknown"].terraform_data.b',
    });
    const result = await folder.apply();
    expect(result.diagnostics).toEqual([]);
    expect(await folder.plan()).toEqual({});
  });

  it('with depends_on on something that waits, waits as a whole', async () => {
    const folder = await Folder.of({
      'main.tf': `
resource "terraform_data" "a" { input = ["x"] }
resource "terraform_data" "b" { for_each = toset(terraform_data.a.output) }
module "m" {
  source     = "./m"
  name       = "n"
  depends_on = [terraform_data.b]
}`,
      'm/main.tf': inner,
    });
    expect(await folder.plan()).toMatchObject({
      'module.m': 'waits for terraform_data.b',
      'module.m.terraform_data.r': 'waits for module.m',
    });
    expect((await folder.apply()).diagnostics).toEqual([]);
    expect(await folder.addresses()).toEqual(['a', 'bx', 'module.m.r', 'module.m.s0', 'module.m.s1']);
  });
});
