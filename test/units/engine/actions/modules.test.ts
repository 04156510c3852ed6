import { describe, expect, test } from 'vitest';
import { parseActionAddress, type ActionInvocation, type Diagnostic } from '../../../../src/model/index.js';
import { invocationText } from '../../../support/engine.js';
import { document, note, triggers, world, type World } from './ops.js';

const textsOf = (invocations: readonly ActionInvocation[] = []): string[] => invocations.map(invocationText);
const codesOf = (diagnostics: readonly Diagnostic[]): string[] => diagnostics.map(({ code }) => code);

const MODULE = document(
  {
    a: {
      name: '${var.name}',
      ...triggers(
        { events: ['after_create'], actions: ['action.ops_note.hello'] },
        { events: ['after_create'], actions: ['action.ops_note.each["x"]'], condition: '${var.loud}' },
        { events: ['before_destroy'], actions: ['action.ops_note.bye'] },
      ),
    },
  },
  {
    hello: note('hello ${ops_service.a.id}'),
    each: note('${each.key} in ${var.name}', { for_each: { x: 1, y: 2 } }),
    bye: note('bye ${var.name}'),
  },
  { variable: { name: { type: 'string' }, loud: { type: 'bool', default: false } } },
);

function modules(): World {
  const made = world();
  made.rig.modules = { m: MODULE };
  return made;
}

const calls = (module: object): object => ({
  terraform: { required_providers: { ops: { source: 'acme/ops' } } },
  module,
});

const two = (more = {}): object =>
  calls({
    m: { source: 'm', for_each: { one: 1, two: 2 }, name: '${each.key}', loud: '${each.key == "two"}', ...more },
  });

describe('actions in a module', () => {
  test('are triggered in each instance with its own values', async () => {
    const { rig, done } = modules();
    const { plan, diagnostics } = await rig.apply(two());
    expect(diagnostics).toEqual([]);
    expect(textsOf(plan?.invocations)).toEqual([
      'module.m["one"].action.ops_note.hello after_create module.m["one"].ops_service.a',
      'module.m["two"].action.ops_note.hello after_create module.m["two"].ops_service.a',
      'module.m["two"].action.ops_note.each["x"] after_create module.m["two"].ops_service.a',
    ]);
    expect(done.toSorted()).toEqual(['create one', 'create two', 'hello id of one', 'hello id of two', 'x in two']);
    done.length = 0;
    await rig.apply(two(), { targets: ['module.m["one"]'], mode: 'destroy' });
    expect(done).toEqual(['bye one', 'delete one']);
  });

  test('are invoked by the address of an instance of the module', async () => {
    const { rig, done } = modules();
    await rig.apply(two());
    done.length = 0;
    const invoke = async (address: string): Promise<string[]> =>
      codesOf((await rig.apply(two(), { invoke: address })).diagnostics);
    expect(await invoke('module.m["two"].action.ops_note.each')).toEqual([]);
    expect(await invoke('module.m["one"].action.ops_note.hello')).toEqual([]);
    expect(done).toEqual(['x in two', 'y in two', 'hello id of one']);
    expect(await invoke('module.m["three"].action.ops_note.hello')).toEqual(['unknown-action']);
    expect(await invoke('module.m.action.ops_note.hello')).toEqual(['unknown-action']);
    expect(await invoke('module.m["one"].action.ops_note.other')).toEqual(['unknown-action']);
  });

  test('belong to their module: triggers outside of it cannot name them', async () => {
    const { rig } = modules();
    const outside = triggers({ events: ['after_create'], actions: ['action.ops_note.hello'] });
    const run = await rig.plan({
      ...document({ b: outside }, { other: note('other') }),
      ...calls({ m: { source: 'm', name: 'n' } }),
    });
    expect(codesOf(run.diagnostics)).toEqual(['unknown-action']);
  });

  test('use the provider configuration that is passed to the module', async () => {
    const { rig } = modules();
    rig.modules = {
      m: document(
        {},
        { hello: note('hello', { provider: 'ops.west' }) },
        {
          terraform: { required_providers: { ops: { source: 'acme/ops', configuration_aliases: ['ops.west'] } } },
        },
      ),
    };
    const root = (providers: object): object => ({
      ...calls({ m: { source: 'm', providers } }),
      provider: { ops: [{}, { alias: 'here' }] },
    });
    const address = 'module.m.action.ops_note.hello';
    expect((await rig.plan(root({ 'ops.west': 'ops.here' }), { invoke: address })).plan?.invocations).toMatchObject([
      { provider: { source: 'registry.terraform.io/acme/ops', alias: 'here' } },
    ]);
    expect(codesOf((await rig.plan(root({}), { invoke: address })).diagnostics)).toEqual(['provider-not-passed']);
  });
});

test.each([
  ['action.t.n', '', undefined],
  ['module.m["a.action.b"].action.t.n["x.action.y"]', 'module.m["a.action.b"]', 'x.action.y'],
])('%s is the address of an action', (text, module, key) => {
  expect(parseActionAddress(text)).toEqual({ address: { module, type: 't', name: 'n' }, key });
});
