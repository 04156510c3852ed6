import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Stack, type App } from 'landform';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TerraformData } from '../../../src/bindings/terraform.js';
import {
  apply,
  planEdits,
  showPlan,
  stateInMemory,
  stateList,
  statePull,
  type EditRequest,
  type PlanEditsOptions,
  type PlanResult,
} from '../../../src/operations/index.js';
import { planPage, planReview, formatTerminal } from '../../../src/render/index.js';
import { StackRoom } from '../../support/stack-room.js';

const one =
  (more: (stack: Stack) => void = () => undefined) =>
  (app: App): void => {
    const stack = new Stack(app, 's');
    const a = new TerraformData(stack, 'a', { input: 'one' });
    new TerraformData(stack, 'b', { input: a.id, lifecycle: { preventDestroy: true } });
    new TerraformData(stack, 'c', { input: 'three' });
    more(stack);
  };

let room: StackRoom;
beforeEach(async () => {
  room = await StackRoom.make(one());
  expect((await room.apply()).diagnostics).toEqual([]);
});
afterEach(() => room.remove());

const FILE = 'edits.json';
const edit = (request: EditRequest, more: Partial<PlanEditsOptions> = {}): Promise<PlanResult> =>
  planEdits(room.env, { out: FILE, ...more }, request);
const move = (from: string, to: string, append = true): Promise<PlanResult> =>
  edit({ kind: 'move', from: `terraform_data.${from}`, to: `terraform_data.${to}` }, { append });
const remove = (...names: readonly string[]): Promise<PlanResult> =>
  edit({ kind: 'remove', addresses: names.map((name) => `terraform_data.${name}`) }, { append: true });
const taint = (name: string, kind: 'taint' | 'untaint' = 'taint'): Promise<PlanResult> =>
  edit({ kind, address: `terraform_data.${name}` }, { append: true });
const push = (text: string): EditRequest => ({
  kind: 'push',
  given: stateInMemory('x', [Buffer.from(text)]),
  force: false,
});
const errors = ({ diagnostics }: Pick<PlanResult, 'diagnostics'>): readonly string[] =>
  diagnostics.flatMap(({ severity, code }) => (severity === 'error' ? code : []));
const warnings = ({ diagnostics }: Pick<PlanResult, 'diagnostics'>): readonly string[] =>
  diagnostics.flatMap(({ severity, code }) => (severity === 'warning' ? code : []));
const applied = async (file = FILE): Promise<readonly string[]> => {
  const { diagnostics } = await apply(room.env, { approve: async () => false, planFile: file });
  return diagnostics.map(({ code }) => code);
};
const listed = async (): Promise<readonly string[]> => (await stateList(room.env)).stacks[0]?.addresses ?? [];
const shown = async (): Promise<string> => {
  const { stacks, diagnostics } = await showPlan(room.env, { file: FILE });
  expect(diagnostics).toEqual([]);
  return stacks.map(({ plan }) => formatTerminal(planPage(plan), { color: false })).join('');
};
const stateText = (): string => readFileSync(path.join(room.directory, 'terraform.s.tfstate'), 'utf8');

describe('a plan that only changes the state', () => {
  it('shows what it does, changes nothing until it is applied, and is applied once', async () => {
    const before = stateText();
    expect(warnings(await move('a', 'z', false))).toEqual(['unconfigured-target']);
    expect(warnings(await remove('b'))).toEqual(['still-configured', 'unconfigured-target']);
    expect(errors(await taint('c'))).toEqual([]);
    expect(stateText()).toBe(before);
    const text = (await shown()).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…');
    expect(text).toContain('. terraform_data.b  [id=…] remove from state only, although prevent_destroy protects it');
    expect(text).toContain('terraform_data.c  [id=…] mark as tainted, so that the next apply replaces it');
    expect(text).toContain('terraform_data.z  [id=…] move from terraform_data.a');
    expect(text).toContain('State only: 1 to forget, 1 to move, 1 to mark as tainted. No real object changes.');
    expect(await applied()).toEqual([]);
    expect(await listed()).toEqual(['terraform_data.c', 'terraform_data.z']);
    expect(stateText()).toContain('"status": "tainted"');
    expect(await applied()).toEqual(['stale-plan']);
  });

  it('has the words that the format of plans has for it', async () => {
    await move('a', 'z', false);
    await remove('b');
    await taint('c');
    const document = JSON.parse(await room.read(FILE)) as {
      readonly resource_changes: readonly {
        readonly address: string;
        readonly previous_address?: string;
        readonly change: { readonly actions: readonly string[] };
      }[];
      readonly planned_values: { readonly root_module: { readonly resources: readonly { readonly tainted?: true }[] } };
    };
    expect(
      document.resource_changes.map(({ address, previous_address: from, change }) => [address, from, change.actions]),
    ).toEqual([
      ['terraform_data.b', undefined, ['forget']],
      ['terraform_data.c', undefined, ['no-op']],
      ['terraform_data.z', 'terraform_data.a', ['no-op']],
    ]);
    expect(document.planned_values.root_module.resources.map(({ tainted }) => tainted)).toEqual([
      undefined,
      true,
      undefined,
    ]);
    const { stacks } = await showPlan(room.env, { file: FILE });
    expect(planReview(stacks).stacks.flatMap(({ entries }) => entries.map(({ action }) => action))).toEqual([
      'forget',
      'taint',
      'move',
    ]);
  });

  it('follows an object through several edits, and shows only where it begins and ends', async () => {
    await move('a', 'y', false);
    await move('y', 'z');
    await taint('z');
    await taint('z', 'untaint');
    const { stacks } = await move('c', 'a');
    expect(
      stacks[0]?.plan.changes.map(({ address, previousAddress, inState }) => [address, previousAddress, inState]),
    ).toEqual([
      ['terraform_data.a', 'terraform_data.c', undefined],
      ['terraform_data.z', 'terraform_data.a', undefined],
    ]);
    expect(await applied()).toEqual([]);
    expect(await listed()).toEqual(['terraform_data.a', 'terraform_data.b', 'terraform_data.z']);
  });

  it('does nothing where edits take each other back', async () => {
    await move('a', 'z', false);
    const { stacks } = await move('z', 'a');
    expect(stacks[0]?.plan).toMatchObject({ changes: [], applyable: false });
    const before = stateText();
    expect(await applied()).toEqual([]);
    expect(stateText()).toBe(before);
  });

  it('gives objects to another provider, whose secrets are unknown', async () => {
    const { stacks } = await edit({
      kind: 'replace-provider',
      from: 'terraform.io/builtin/terraform',
      to: 'acme/other',
    });
    expect(stacks[0]?.plan.changes.map(({ action, previousProvider }) => [action, previousProvider])).toEqual(
      Array.from({ length: 3 }, () => ['no-op', 'terraform.io/builtin/terraform']),
    );
    expect(await shown()).not.toContain('id=');
    expect(await applied()).toEqual([]);
    expect(stateText()).toContain('provider[\\"registry.terraform.io/acme/other\\"]');
  });

  it('replaces the state with another one, and shows how they differ', async () => {
    const { stacks: pulled } = await statePull(room.env);
    const text = [...(pulled[0]?.pieces ?? [])].join('');
    const pushed = text
      .replace(/"serial": \d+/, '"serial": 40')
      .replaceAll('"value": "three"', '"value": "four"')
      .replace('"name": "a"', '"name": "new"');
    const { stacks, diagnostics } = await edit(push(pushed));
    expect(diagnostics.map(({ code }) => code)).toEqual(['still-configured', 'unconfigured-target']);
    expect(stacks[0]?.plan.changes.map(({ address, action, inState }) => [address, action, inState])).toEqual([
      ['terraform_data.a', 'forget', undefined],
      ['terraform_data.c', 'update', undefined],
      ['terraform_data.new', 'no-op', 'added'],
    ]);
    expect(await applied()).toEqual([]);
    expect(stateText()).toContain('"serial": 40');
    expect(errors(await edit(push(text)))).toEqual(['older-serial']);
  });
});

describe('is refused', () => {
  it.each([
    ['an address that is not in state', () => move('nope', 'z'), 'unknown-state-address'],
    ['a target that exists', () => move('a', 'c'), 'move-target-exists'],
    ['a change of what it has moved', async () => (await move('a', 'z'), remove('a')), 'contradicting-edits'],
    ['a change of what it has removed', async () => (await remove('a'), taint('a')), 'contradicting-edits'],
    ['a second object for one address', async () => (await move('a', 'z'), move('c', 'z')), 'contradicting-edits'],
    ['to untaint what is not tainted', () => taint('a', 'untaint'), 'not-tainted'],
    [
      'a provider without objects',
      () => edit({ kind: 'replace-provider', from: 'acme/x', to: 'acme/y' }),
      'no-object-of-provider',
    ],
    [
      'a push beside other changes',
      async () => (await move('a', 'z'), edit(push(stateText()), { append: true })),
      'contradicting-edits',
    ],
    ['to add to a plan of another kind', async () => (await room.plan({ out: FILE }), remove('a')), 'not-a-state-plan'],
    ['a file that is not a plan', async () => (await room.write(FILE, 'text'), remove('a')), 'plan-file-exists'],
  ])('%s', async (_, attempt, code) => {
    expect(errors(await attempt())).toEqual([code]);
  });

  it('if the state or the program has changed since', async () => {
    await move('a', 'z', false);
    room.build = one((stack) => new TerraformData(stack, 'd', { input: 'new' }));
    expect(await applied()).toEqual(['stale-plan']);
    await room.apply();
    expect(errors(await remove('c'))).toContain('stale-plan');
    expect(await applied()).toContain('stale-plan');
  });

  it('in another workspace', async () => {
    await move('a', 'z', false);
    const { diagnostics } = await apply(room.env, { approve: async () => true, planFile: FILE, workspace: 'other' });
    expect(diagnostics.map(({ code }) => code)).toEqual(['other-workspace']);
  });

  it('for another stack', async () => {
    room.build = (app) => {
      one()(app);
      new TerraformData(new Stack(app, 't'), 'a', { input: 'other' });
    };
    expect((await room.apply()).diagnostics).toEqual([]);
    expect(errors(await remove('a'))).toEqual(['choose-stack']);
    expect(errors(await edit({ kind: 'taint', address: 's:terraform_data.a' }))).toEqual([]);
    expect(errors(await edit({ kind: 'taint', address: 't:terraform_data.a' }, { append: true }))).toEqual([
      'other-stack',
    ]);
  });

  it.each([
    ['what is shown of a mark', '"inState":"tainted"', '"inState":"untainted"'],
    ['an edit', '"kind":"remove","address":"terraform_data.b"', '"kind":"remove","address":"terraform_data.a"'],
  ])('after a change of %s, with a new checksum', async (_, from, to) => {
    await taint('c');
    await remove('b');
    const text = await room.read(FILE);
    expect(text).toContain(from);
    const [body = ''] = text.replace(from, to).split(',\n"checksum":"');
    const { createHash } = await import('node:crypto');
    const sum = createHash('sha256').update(body).digest('hex');
    await room.write(FILE, `${body},\n"checksum":"${sum}"}}\n`);
    const before = stateText();
    expect(await applied()).toEqual(['edited-plan']);
    expect(stateText()).toBe(before);
  });
});
