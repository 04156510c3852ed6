import { beforeEach, describe, expect, it, test } from 'vitest';
import { DataProvider, TERRAFORM_SOURCE } from '../../../src/providers/builtin/data.js';
import { EngineRig, type Run } from '../../support/engine.js';

let rig: EngineRig;

beforeEach(() => {
  rig = new EngineRig(TERRAFORM_SOURCE, {
    create: async () => new DataProvider({ version: '1.0.0', uuid: () => 'id' }),
  });
  rig.modules = {
    m: { resource: { terraform_data: { b: { input: 'in' } } }, output: { id: { value: '${terraform_data.b.id}' } } },
  };
});

const document = (resource: object, more = {}): object => ({ resource: { terraform_data: { a: resource } }, ...more });
const enabled = (value: unknown): object => ({ lifecycle: { enabled: value } });

const changesOf = ({ plan, diagnostics }: Run): string[] => [
  ...(plan?.changes.map(({ address, action, reason = '' }) => `${address} ${action} ${reason}`.trim()) ?? []),
  ...diagnostics.map(({ code }) => code),
];

describe('lifecycle.enabled of a resource', () => {
  it('makes one instance without a key, or none', async () => {
    expect(changesOf(await rig.apply(document(enabled(false))))).toEqual([]);
    expect(changesOf(await rig.apply(document(enabled('true'))))).toEqual(['terraform_data.a create']);
    expect(changesOf(await rig.apply(document(enabled('${!false}'))))).toEqual(['terraform_data.a no-op']);
    expect(changesOf(await rig.apply(document(enabled(false))))).toEqual([
      'terraform_data.a delete delete_because_enabled_false',
    ]);
  });

  it('makes references null while there is no instance, also during apply', async () => {
    const more = {
      resource: {
        terraform_data: {
          a: { ...enabled('${local.on}'), input: 'x' },
          late: { input: 'y' },
          user: {
            input: '${terraform_data.late.output}-${terraform_data.a == null ? "none" : terraform_data.a.output}',
          },
        },
      },
      output: { user: { value: '${terraform_data.user.output}' }, try: { value: '${try(terraform_data.a.id, "no")}' } },
    };
    const on = (value: boolean): object => ({ ...more, locals: { on: value } });
    await rig.apply(on(false));
    expect(JSON.parse(rig.stored)).toMatchObject({ outputs: { user: { value: 'y-none' }, try: { value: 'no' } } });
    await rig.apply(on(true));
    expect(JSON.parse(rig.stored)).toMatchObject({ outputs: { user: { value: 'y-x' }, try: { value: 'id' } } });
    const read = { ...document(enabled(false)), output: { id: { value: '${terraform_data.a.id}' } } };
    expect(changesOf(await rig.plan(read)).filter((text) => !text.includes('terraform_data'))).toEqual(['null-access']);
  });

  it('keeps the object of a resource that had count, and the reverse', async () => {
    await rig.apply(document({ count: 1 }));
    expect(changesOf(await rig.apply(document(enabled(true))))).toEqual(['terraform_data.a no-op']);
    expect(changesOf(await rig.apply(document({ count: 1 })))).toEqual(['terraform_data.a[0] no-op']);
    expect(changesOf(await rig.apply(document(enabled(false))))).toEqual([
      'terraform_data.a delete delete_because_enabled_false',
    ]);
  });

  it('is destroyed with everything else', async () => {
    const made = document(enabled('${local.on}'), { locals: { on: true } });
    await rig.apply(made);
    expect(changesOf(await rig.apply(made, { mode: 'destroy' }))).toEqual(['terraform_data.a delete']);
  });
});

describe('lifecycle.enabled of a module', () => {
  const call = (value: unknown): object => ({
    module: { m: { source: 'm', ...enabled(value) } },
    output: { id: { value: '${module.m == null ? "none" : module.m.id}' } },
  });

  it('makes one instance, or none, which is null', async () => {
    await rig.apply(call(false));
    expect(JSON.parse(rig.stored)).toMatchObject({ outputs: { id: { value: 'none' } } });
    expect(changesOf(await rig.apply(call(true)))).toEqual(['module.m.terraform_data.b create']);
    expect(JSON.parse(rig.stored)).toMatchObject({ outputs: { id: { value: 'id' } } });
    expect(changesOf(await rig.apply(call(false)))).toEqual([
      'module.m.terraform_data.b delete delete_because_no_module',
    ]);
  });
});

test.each([
  ['null', '${null}', 'invalid-enabled', 'is null'],
  ['a number', 1, 'invalid-enabled', 'is a number'],
  ['a list', [true], 'invalid-enabled', 'is a tuple'],
  ['a word', 'yes', 'invalid-enabled', 'is a string'],
  ['sensitive', '${sensitive(true)}', 'invalid-enabled', 'is sensitive, but whether an instance exists is shown'],
  ['unknown for ever', '${timestamp() == ""}', 'invalid-enabled', 'is not known before apply'],
])('a condition cannot be %s', async (_, value, code, reason) => {
  const b = { input: true };
  const { diagnostics } = await rig.plan({ resource: { terraform_data: { a: enabled(value), b } } });
  expect(diagnostics).toMatchObject([
    {
      code,
      summary: `The enabled of terraform_data.a ${reason}`,
      source: { path: ['resource', 'terraform_data', 'a', 'lifecycle', 'enabled'] },
    },
  ]);
});

test.each([
  ['count', { count: 1, ...enabled(true) }],
  ['for_each', { for_each: {}, ...enabled(true) }],
])('enabled cannot be used together with %s', async (_, body) => {
  const both = { code: 'invalid-combination', path: ['lifecycle', 'enabled'] };
  expect((await rig.plan(document(body))).diagnostics).toMatchObject([both]);
  expect((await rig.plan({ module: { m: { source: 'm', ...body } } })).diagnostics).toMatchObject([both]);
});
