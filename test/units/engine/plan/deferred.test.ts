import { describe, expect, it } from 'vitest';
import {
  errorDiagnostic,
  JsonScanner,
  JsonWriter,
  planPartToJson,
  planToJson,
  readPlan,
  type Plan,
  type Value,
} from '../../../../src/model/index.js';
import { DataProvider, TERRAFORM_SOURCE } from '../../../../src/providers/builtin/data.js';
import { leavesNoTrace } from '../../../../src/providers/builtin/local-only.js';
import type { Abilities } from '../../../../src/providers/provider.js';
import type { ApplyRequest, ApplyResponse } from '../../../../src/providers/requests.js';
import { EngineRig, type Wanted } from '../../../support/engine.js';

const rig = (): EngineRig => {
  let made = 0;
  return new EngineRig(TERRAFORM_SOURCE, {
    create: async () => new DataProvider({ version: '1.0.0', uuid: () => `id-${(made += 1)}` }),
  });
};

async function planned(document: object, wanted: Wanted = {}, on = rig()): Promise<Plan> {
  const { plan, diagnostics } = await on.plan(document, wanted);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (plan === undefined) throw new Error('no plan');
  return plan;
}

const changesOf = ({ changes }: Plan): Record<string, string> =>
  Object.fromEntries(
    changes.filter(({ action }) => action !== 'no-op').map(({ address, action }) => [address, action]),
  );

const waitsOf = ({ deferred }: Plan): Record<string, string> =>
  Object.fromEntries(deferred.map(({ address, waitsFor }) => [address, waitsFor.join(' ')]));

const reasonsOf = ({ deferred }: Plan): Record<string, string> =>
  Object.fromEntries(deferred.map(({ address, reason }) => [address, reason]));

const data = (resources: object): object => ({ terraform_data: resources });
const A = { input: 'x' };
const KEYS = '${toset([terraform_data.a.output])}';
const COUNT = '${length(terraform_data.a.output)}';

describe('unknown instances', () => {
  it.each([
    ['for_each', { for_each: KEYS, input: '${each.key}' }],
    ['count', { count: COUNT, input: '${count.index}' }],
    ['an element of for_each', { for_each: '${toset(["known", terraform_data.a.output])}' }],
  ])('of %s wait for the changes that make them known', async (_, b) => {
    const plan = await planned({ resource: data({ a: A, b }) });
    expect(changesOf(plan)).toEqual({ 'terraform_data.a': 'create' });
    expect(waitsOf(plan)).toEqual({ 'terraform_data.b[*]': 'terraform_data.a' });
    expect(reasonsOf(plan)).toEqual({ 'terraform_data.b[*]': 'instance_count_unknown' });
    expect(plan).toMatchObject({ complete: false, applyable: true });
  });

  it('of enabled have no key', async () => {
    const b = { lifecycle: { enabled: '${terraform_data.a.output == "x"}' } };
    const on = rig();
    const document = { resource: data({ a: A, b, c: { input: '${terraform_data.b}' } }) };
    expect(waitsOf(await planned(document, {}, on))).toEqual({
      'terraform_data.b': 'terraform_data.a',
      'terraform_data.c': 'terraform_data.b',
    });
    await on.apply(document);
    expect(changesOf(await planned(document, {}, on))).toEqual({
      'terraform_data.b': 'create',
      'terraform_data.c': 'create',
    });
  });

  it.each([
    ['for_each', { to: 'terraform_data.b', id: '${each.key}', for_each: KEYS }],
    ['the ID', { to: 'terraform_data.b', id: '${terraform_data.a.output}' }],
  ])('of an import block, through %s, let its resource wait', async (_, block) => {
    const on = rig();
    const document = { import: [block], resource: data({ a: A, b: {}, c: { input: '${terraform_data.b.id}' } }) };
    const plan = await planned(document, {}, on);
    expect(changesOf(plan)).toEqual({ 'terraform_data.a': 'create' });
    expect(waitsOf(plan)).toEqual({ 'terraform_data.b': 'terraform_data.a', 'terraform_data.c': 'terraform_data.b' });
    await on.apply(document);
    const { changes } = await planned(document, {}, on);
    expect(changes.find(({ address }) => address === 'terraform_data.b')?.importing).toMatchObject({ id: 'x' });
  });

  it('of an import block are an error if no change makes them known', async () => {
    const block = { to: 'terraform_data.b', id: '${each.key}', for_each: '${toset([timestamp()])}' };
    const { diagnostics } = await rig().plan({ import: [block], resource: data({ b: {} }) });
    expect(diagnostics.map(({ code }) => code)).toEqual(['invalid-import']);
    expect(diagnostics[0]?.detail).toContain('Nothing in this plan');
  });

  it('are an error if no change makes them known', async () => {
    const { diagnostics } = await rig().plan({ resource: data({ b: { for_each: '${toset([timestamp()])}' } }) });
    expect(diagnostics.map(({ code }) => code)).toEqual(['invalid-for-each']);
    expect(diagnostics[0]?.detail).toContain('Nothing in this plan');
  });

  it.each([
    ['a wrong type', { for_each: '${[terraform_data.a.output]}' }, 'invalid-for-each'],
    ['a wrong attribute', { for_each: KEYS, inptu: 1 }, 'unknown-attribute'],
    ['a missing name in a value', { for_each: KEYS, input: '${each.value + local.none}' }, 'unknown-reference'],
  ])('do not hide %s', async (_, b, code) => {
    const { diagnostics } = await rig().plan({ resource: data({ a: A, b }) });
    expect(diagnostics.map((one) => one.code)).toContain(code);
  });

  it('leave what exists as it is', async () => {
    const on = rig();
    const document = (input: string): object => ({
      resource: data({ a: { input }, b: { for_each: KEYS, input: 1 }, c: { input: '${terraform_data.b}' } }),
      output: { o: { value: '${keys(terraform_data.b)}' } },
    });
    await on.apply(document('x'));
    await on.apply(document('x'));
    const plan = await planned(document('y'), {}, on);
    expect(changesOf(plan)).toEqual({ 'terraform_data.a': 'update' });
    expect(plan.deferred.map(({ address, change }) => [address, change?.action])).toEqual([
      ['terraform_data.b[*]', 'create'],
      ['terraform_data.c', 'update'],
      ['output.o', undefined],
    ]);
    const { outcome } = await on.apply(document('y'));
    expect(outcome?.outputs['o']?.value).toEqual(['x']);
    const next = await planned(document('y'), {}, on);
    expect(changesOf(next)).toEqual({
      'terraform_data.b["x"]': 'delete',
      'terraform_data.b["y"]': 'create',
      'terraform_data.c': 'update',
    });
    expect(next).toMatchObject({ complete: true, deferred: [] });
  });

  it('can be replaced on request once they are known', async () => {
    const on = rig();
    const document = { resource: data({ a: A, b: { for_each: KEYS } }) };
    const replace = ['terraform_data.b["x"]'];
    expect(changesOf(await planned(document, { replace }, on))).toEqual({ 'terraform_data.a': 'create' });
  });
});

describe('what depends on unknown instances', () => {
  it('waits with them, by reference, by depends_on and through locals', async () => {
    const plan = await planned({
      resource: data({
        a: A,
        b: { for_each: KEYS },
        reference: { input: '${length(terraform_data.b)}' },
        local: { input: '${local.l.known}' },
        depends: { count: 2, depends_on: ['terraform_data.reference'] },
        other: { input: '${terraform_data.a.id}' },
      }),
      locals: { l: { known: 1, unknown: '${terraform_data.b}' } },
      output: { o: { value: '${local.l}' }, p: { value: '${terraform_data.other.id}' } },
    });
    expect(changesOf(plan)).toEqual({ 'terraform_data.a': 'create', 'terraform_data.other': 'create' });
    expect(waitsOf(plan)).toEqual({
      'terraform_data.b[*]': 'terraform_data.a',
      'terraform_data.depends[0]': 'terraform_data.reference',
      'terraform_data.depends[1]': 'terraform_data.reference',
      'terraform_data.local': 'terraform_data.b',
      'terraform_data.reference': 'terraform_data.b',
      'output.o': 'terraform_data.b',
    });
    expect(plan.outputs.map(({ name }) => name)).toEqual(['p']);
  });

  it('has the values that are known, and no others', async () => {
    const plan = await planned({
      resource: data({ a: A, b: { for_each: KEYS, input: { key: '${each.key}', known: 'k' } } }),
    });
    const [one] = plan.deferred;
    expect(one?.change?.after).toMatchObject({ input: { known: 'k' } });
  });

  it('is not deleted before those that depend on it are planned', async () => {
    const on = rig();
    const before = data({ a: A, old: { input: 1 }, b: { count: 1, input: '${terraform_data.old.id}' } });
    await on.apply({ resource: before });
    const now = { resource: data({ a: { input: 'yy' }, b: { count: COUNT, input: 2 } }) };
    const plan = await planned(now, {}, on);
    expect(changesOf(plan)).toEqual({ 'terraform_data.a': 'update' });
    expect(waitsOf(plan)).toEqual({
      'terraform_data.b[*]': 'terraform_data.a',
      'terraform_data.old': 'terraform_data.b',
    });
    await on.apply(now);
    expect(changesOf(await planned(now, {}, on))).toEqual({
      'terraform_data.b[0]': 'update',
      'terraform_data.b[1]': 'create',
      'terraform_data.old': 'delete',
    });
  });

  it('names at most ten of very many that it waits for', async () => {
    const many = Array.from({ length: 50 }, (_, index) => [`b${index}`, { for_each: KEYS }] as const);
    const plan = await planned({
      resource: data({ a: A, ...Object.fromEntries(many), c: { input: '${local.all}' } }),
      locals: { all: many.map(([name]) => `\${terraform_data.${name}}`) },
    });
    const c = plan.deferred.find(({ address }) => address === 'terraform_data.c');
    expect(c?.waitsFor).toHaveLength(10);
  });
});

/** Loses the answer to the create of the object with this input, and finds the object when asked. */
class Losing extends DataProvider {
  #made: Value = null;

  override readonly abilities: Abilities = {
    locate: { ...leavesNoTrace, locate: async () => ({ outcome: 'found', state: this.#made, diagnostics: [] }) },
  };

  override async apply(request: ApplyRequest): Promise<ApplyResponse> {
    const response = await super.apply(request);
    if (this.#made !== null || !JSON.stringify(request.planned).includes('"lost"')) return response;
    this.#made = response.state ?? null;
    return { state: null, uncertain: true, diagnostics: [errorDiagnostic('lost', 'The answer was lost')] };
  }
}

describe('an object whose create was interrupted', () => {
  it('is looked for when its resource is planned', async () => {
    const provider = new Losing({ version: '1.0.0', uuid: () => 'id' });
    const on = new EngineRig(TERRAFORM_SOURCE, { create: async () => provider });
    const document = (key: string): object => ({
      resource: data({ a: { input: key }, b: { for_each: KEYS, input: 'lost' } }),
    });
    await on.apply(document('x'));
    expect((await on.apply(document('x'))).outcome?.diagnostics.map(({ code }) => code)).toEqual(['lost']);
    const plan = await planned(document('y'), {}, on);
    expect(changesOf(plan)).toEqual({ 'terraform_data.a': 'update' });
    expect(plan.resolved).toEqual([]);
    await on.apply(document('y'));
    const next = await planned(document('y'), {}, on);
    expect(changesOf(next)).toEqual({ 'terraform_data.b["x"]': 'delete', 'terraform_data.b["y"]': 'create' });
    expect(next.resolved).toHaveLength(1);
  });
});

describe('a check', () => {
  it('stays open as long as it needs something that waits', async () => {
    const on = rig();
    const document = {
      resource: data({ a: A, b: { for_each: KEYS } }),
      check: { c: { assert: { condition: '${length(terraform_data.b) == 0}', error_message: 'not empty' } } },
    };
    const { plan, outcome, diagnostics } = await on.apply(document);
    expect(waitsOf(plan!)).toMatchObject({ 'check.c': 'terraform_data.b' });
    expect([...diagnostics, ...(outcome?.diagnostics ?? [])]).toEqual([]);
    const next = await planned(document, {}, on);
    expect(next.checks.map(({ status }) => status)).toEqual(['fail']);
  });
});

describe('a plan with deferred changes', () => {
  it('is written and read again', async () => {
    const plan = await planned({
      resource: data({ a: A, b: { for_each: KEYS, input: '${each.key}' }, c: { depends_on: ['terraform_data.b'] } }),
      output: { o: { value: '${terraform_data.b}' } },
    });
    expect(plan.deferred).toHaveLength(3);
    expect(readAgain(plan).deferred).toEqual(plan.deferred);
  });

  it('names them as Terraform does', async () => {
    const plan = await planned({ resource: data({ a: A, b: { count: COUNT } }) });
    const document = JSON.parse(written(plan)) as { deferred_changes: unknown };
    expect(document.deferred_changes).toEqual([
      {
        reason: 'instance_count_unknown',
        resource_change: {
          address: 'terraform_data.b[*]',
          mode: 'managed',
          type: 'terraform_data',
          name: 'b',
          index_unknown: true,
          provider_name: TERRAFORM_SOURCE,
          change: {
            actions: ['create'],
            before: null,
            after: { input: null, triggers_replace: null },
            after_unknown: { id: true, output: true },
            before_sensitive: false,
            after_sensitive: {},
          },
        },
      },
    ]);
  });

  it('is refused if its two lists contradict each other', async () => {
    const plan = await planned({ resource: data({ a: A, b: { count: COUNT } }) });
    const document = JSON.parse(written(plan)) as Record<string, unknown>;
    delete document['deferred_changes'];
    expect(() => read(JSON.stringify(document))).toThrow('deferred_changes');
  });
});

const SEAL = { program: '', stack: '', lineage: '', serial: 0, digest: '', configuration: '', providers: {} };

function written(plan: Plan): string {
  let text = '';
  const writer = new JsonWriter((piece) => {
    text += piece;
  });
  writer.raw('{');
  writer.members(planToJson(plan));
  writer.raw(',"landform":{');
  writer.members(planPartToJson(plan, SEAL));
  writer.raw('}}');
  writer.flush();
  return text;
}

function read(text: string): Plan {
  const chunks = [Buffer.from(text)];
  return readPlan(new JsonScanner(() => chunks.shift())).plan;
}

const readAgain = (plan: Plan): Plan => read(written(plan));
