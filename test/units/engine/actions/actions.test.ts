import { describe, expect, test } from 'vitest';
import { sensitive, Sensitive, type ActionInvocation, type Diagnostic } from '../../../../src/model/index.js';
import { invocationText } from '../../../support/engine.js';
import { document, note, triggers, world } from './ops.js';

const textsOf = (invocations: readonly ActionInvocation[] = []): string[] => invocations.map(invocationText);
const codesOf = (diagnostics: readonly Diagnostic[]): string[] => diagnostics.map(({ code }) => code);

const AROUND = triggers(
  { events: ['before_create', 'before_update', 'before_destroy'], actions: ['action.ops_note.before'] },
  { events: ['after_create', 'after_update', 'after_destroy'], actions: ['action.ops_note.after'] },
);
const NOTES = { before: note('before'), after: note('after') };

describe('events', () => {
  test("of a create, update, replacement and destroy match Terraform's", async () => {
    const { rig, done } = world();
    const take = (): string[] => done.splice(0);
    await rig.apply(document({ a: AROUND }, NOTES));
    expect(take()).toEqual(['before', 'create a', 'after']);
    await rig.apply(document({ a: AROUND }, NOTES));
    expect(take()).toEqual([]);
    await rig.apply(document({ a: { ...AROUND, size: 2 } }, NOTES));
    expect(take()).toEqual(['before', 'update a', 'after']);
    await rig.apply(document({ a: { ...AROUND, size: 2, name: 'b' } }, NOTES));
    expect(take()).toEqual(['before', 'delete a', 'after', 'before', 'create b', 'after']);
    await rig.apply(document({ a: { ...AROUND, size: 2, name: 'b' } }, NOTES), { mode: 'destroy' });
    expect(take()).toEqual(['before', 'delete b', 'after']);
  });

  test('of a replacement without create_before_destroy surround both of its steps', async () => {
    const { rig, done } = world();
    const gapless = { lifecycle: { ...AROUND.lifecycle, create_before_destroy: true } };
    await rig.apply(document({ a: gapless }, NOTES));
    done.length = 0;
    await rig.apply(document({ a: { ...gapless, name: 'b' } }, NOTES));
    expect(done).toEqual(['before', 'create b', 'after', 'before', 'delete a', 'after']);
  });

  test('of a removed resource trigger nothing, because its triggers were removed with it', async () => {
    const { rig, done } = world();
    await rig.apply(document({ a: AROUND }, NOTES));
    done.length = 0;
    await rig.apply(document({}, NOTES));
    expect(done).toEqual(['delete a']);
  });

  test('of an instance beyond the count trigger its actions, by its key', async () => {
    const { rig, done } = world();
    const bye = { events: ['before_destroy'], actions: ['action.ops_note.bye[each.key]'] };
    const notes = { bye: note('bye ${each.key}', { for_each: { x: 1, y: 2 } }) };
    const services = (keys: object): object =>
      document({ a: { name: '${each.key}', for_each: keys, ...triggers(bye) } }, notes);
    await rig.apply(services({ x: 1, y: 2 }));
    done.length = 0;
    await rig.apply(services({ x: 1 }));
    expect(done).toEqual(['bye y', 'delete y']);
  });
});

describe('order', () => {
  test('dependents of a resource wait for its after-actions, which run one after another', async () => {
    const { rig, done } = world();
    const after = triggers(
      { events: ['after_create'], actions: ['action.ops_note.one', 'action.ops_note.two'] },
      { events: ['after_create'], actions: ['action.ops_note.one'] },
    );
    await rig.apply(
      document({ a: after, b: { depends_on: ['ops_service.a'] } }, { one: note('one'), two: note('two') }),
    );
    expect(done).toEqual(['create a', 'one', 'two', 'one', 'create b']);
  });

  test('a resource and its before-actions wait for everything the actions refer to', async () => {
    const { rig, done } = world();
    const before = triggers({ events: ['before_create'], actions: ['action.ops_note.say'] });
    const { plan } = await rig.apply(document({ a: before, b: {} }, { say: note('${ops_service.b.id}') }));
    expect(done).toEqual(['create b', 'id of b', 'create a']);
    expect(plan!.changes[0]!.dependencies).toEqual(['ops_service.b']);
  });

  test('an action that refers to a dependent of its resource closes a cycle', async () => {
    const { rig } = world();
    const after = triggers({ events: ['after_create'], actions: ['action.ops_note.say'] });
    const run = await rig.plan(
      document({ a: after, b: { depends_on: ['ops_service.a'] } }, { say: note('${ops_service.b.id}') }),
    );
    expect(codesOf(run.diagnostics)).toEqual(['cycle']);
  });

  test('an action that refers to all instances of the resource waits for all of them', async () => {
    const { rig, done } = world();
    const after = triggers({ events: ['after_create'], actions: ['action.ops_note.all'] });
    const all = note('${join("+", ops_service.a[*].id)}');
    await rig.apply(document({ a: { name: 'a${count.index}', count: 2, ...after } }, { all }));
    expect(done.slice(2)).toEqual(['id of a0+id of a1', 'id of a0+id of a1']);
  });
});

describe('the configuration of an action', () => {
  test('is planned as far as it is known, and sensitive values stay marked', async () => {
    const { rig } = world();
    const after = triggers({ events: ['after_create'], actions: ['action.ops_note.say'] });
    const say = { config: { text: '${ops_service.a.id} and ${ops_service.a.name}', secret: 'hush' } };
    const { plan } = await rig.plan(document({ a: after }, { say }));
    expect(plan!.invocations[0]!.config).toMatchObject({
      text: { kind: 'unknown' },
      secret: sensitive('hush'),
      twice: null,
    });
    expect((plan!.invocations[0]!.config as { secret: unknown }).secret).toBeInstanceOf(Sensitive);
  });

  test('of a destroy during a replacement reads the old object', async () => {
    const { rig, done } = world();
    const bye = triggers({ events: ['before_destroy'], actions: ['action.ops_note.bye'] });
    const notes = { bye: note('bye ${ops_service.a.id}') };
    await rig.apply(document({ a: bye }, notes));
    done.length = 0;
    await rig.apply(document({ a: { ...bye, name: 'b' } }, notes));
    expect(done).toEqual(['bye id of a', 'delete a', 'create b']);
  });

  test('must be known while planning for destroy events', async () => {
    const { rig } = world();
    const bye = triggers({ events: ['before_destroy'], actions: ['action.ops_note.bye'] });
    await rig.apply(document({ a: bye }, { bye: note('x') }));
    const run = await rig.plan(document({ a: { ...bye, name: 'c' }, b: {} }, { bye: note('${ops_service.b.id}') }));
    expect(codesOf(run.diagnostics)).toEqual(['action-unknown']);
    expect(run.plan!.errored).toBe(true);
  });

  test('that is known only after a create is an error before it, and nothing is created', async () => {
    const { rig, done } = world();
    const before = triggers({ events: ['before_create'], actions: ['action.ops_note.say'] });
    const run = await rig.apply(document({ a: before }, { say: note('${ops_service.a.id}') }));
    expect(codesOf(run.diagnostics)).toEqual(['action-unknown']);
    expect([done, run.outcome!.skipped]).toEqual([[], ['ops_service.a']]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['a missing argument', { config: {} }, 'missing-attribute'],
    ['an unknown argument', { config: { text: 'x', tex: 1 } }, 'unknown-attribute'],
    ['a reference to an action', note('${action.ops_note.say.text}'), 'invalid-reference'],
    ['each without for_each', note('${each.key}'), 'invalid-reference'],
    ['a reference to a missing object', note('${ops_service.b.id}'), 'unknown-reference'],
    ['a value that the provider rejects', note('bad'), 'bad-text'],
    ['a type unknown to the provider', { ...note('x'), provider: 'terraform' }, 'unknown-provider'],
  ])('is refused for %s', async (_, say, code) => {
    const { rig } = world();
    const after = triggers({ events: ['after_create'], actions: ['action.ops_note.say'] });
    const run = await rig.plan(document({ a: after }, { say }));
    expect(codesOf(run.diagnostics)).toEqual([code]);
    expect(run.diagnostics[0]!.source?.path.slice(0, 3)).toEqual(['action', 'ops_note', 'say']);
  });
});

describe('a trigger', () => {
  test.each<[string, string, Record<string, unknown>, string]>([
    ['an unknown action', 'action.ops_note.sya', note('x'), 'unknown-action'],
    ['an action with instances without a key', 'action.ops_note.say', note('x', { count: 2 }), 'invalid-reference'],
    ['an instance of an action without instances', 'action.ops_note.say[0]', note('x'), 'invalid-reference'],
    ['an instance that does not exist', 'action.ops_note.say[2]', note('x', { count: 2 }), 'unknown-action-instance'],
    ['a key that is not defined there', 'action.ops_note.say[each.key]', note('x', { count: 2 }), 'invalid-reference'],
  ])('cannot refer to %s', async (_, action, say, code) => {
    const { rig } = world();
    const after = triggers({ events: ['after_create'], actions: [action] });
    const run = await rig.plan(document({ a: after }, { say }));
    expect(codesOf(run.diagnostics)).toEqual([code]);
  });

  test('with a false condition invokes nothing', async () => {
    const { rig } = world();
    const local = triggers({ events: ['after_create'], actions: ['action.ops_note.say'], condition: '${local.x > 1}' });
    const planned = async (x: number): Promise<string[]> => {
      const { plan } = await rig.plan(document({ a: local }, { say: note('x') }, { locals: { x } }));
      return textsOf(plan?.invocations);
    };
    expect(await planned(1)).toEqual([]);
    expect(await planned(2)).toEqual(['action.ops_note.say after_create ops_service.a']);
  });

  test('whose condition is unknown while planning is evaluated when it is due', async () => {
    const { rig, done } = world();
    const when = (id: string): ReturnType<typeof triggers> =>
      triggers({
        events: ['after_create'],
        actions: ['action.ops_note.say'],
        condition: `\${ops_service.a.id == "${id}"}`,
      });
    const first = await rig.plan(document({ a: when('id of a') }, { say: note('x') }));
    expect(textsOf(first.plan?.invocations)).toHaveLength(1);
    const { outcome } = await rig.apply(document({ a: when('another') }, { say: note('x') }));
    expect([done, outcome!.counts.invoked]).toEqual([['create a'], 0]);
    const { rig: other, done: otherDone } = world();
    await other.apply(document({ a: when('id of a') }, { say: note('x') }));
    expect(otherDone).toEqual(['create a', 'x']);
  });

  test('outside the targets invokes nothing', async () => {
    const { rig, done } = world();
    const after = triggers({ events: ['after_create'], actions: ['action.ops_note.say'] });
    await rig.apply(document({ a: after, b: after }, { say: note('x') }), { targets: ['ops_service.b'] });
    expect(done).toEqual(['create b', 'x']);
  });
});

describe('a failed action', () => {
  const services = { a: AROUND, b: { depends_on: ['ops_service.a'] } };

  test('before a change prevents the change and its dependents', async () => {
    const { rig, done, refused } = world();
    refused.add('before');
    const run = await rig.apply(document(services, NOTES));
    expect(codesOf(run.diagnostics)).toEqual(['refused']);
    expect(run.diagnostics[0]!.detail).toBe(
      'Therefore the creation of ops_service.a was not started; the next plan includes both.',
    );
    expect([done, run.outcome!.skipped]).toEqual([[], ['ops_service.a', 'ops_service.b', 'action.ops_note.after']]);
    expect(textsOf((await rig.plan(document(services, NOTES))).plan?.invocations)).toHaveLength(2);
  });

  test('after a change leaves it applied, and stops its dependents; it is not repeated automatically', async () => {
    const { rig, done, refused } = world();
    refused.add('after');
    const run = await rig.apply(document(services, NOTES));
    expect(done).toEqual(['before', 'create a']);
    expect(run.outcome).toMatchObject({
      counts: { created: 1, invoked: 1, failedInvocations: 1 },
      skipped: ['ops_service.b'],
    });
    refused.clear();
    done.length = 0;
    await rig.apply(document(services, NOTES));
    expect(done).toEqual(['create b']);
    await rig.apply(document(services, NOTES), { invoke: 'action.ops_note.after' });
    expect(done).toEqual(['create b', 'after']);
  });

  test('reports messages without secrets, even if the provider repeats its inputs', async () => {
    const { rig, refused } = world();
    const secret = '${sensitive("hunter2-${ops_service.a.id}")}';
    const after = triggers({ events: ['after_create'], actions: ['action.ops_note.say', 'action.ops_note.fail'] });
    refused.add('no hunter2-id of a');
    const run = await rig.apply(
      document({ a: after }, { say: note(secret), fail: note('${sensitive("no hunter2-${ops_service.a.id}")}') }),
    );
    expect(run.outcome!.counts).toMatchObject({ invoked: 1, failedInvocations: 1 });
    expect(JSON.stringify([rig.events, run.diagnostics])).not.toContain('hunter2');
  });

  test('is reported with its progress', async () => {
    const { rig, refused } = world();
    refused.add('after');
    await rig.apply(document({ a: AROUND }, NOTES));
    const told = rig.events.flatMap((event) => ('trigger' in event ? [event] : []));
    expect(told.map(({ type, address }) => `${type} ${address}`)).toEqual([
      'action-start action.ops_note.before',
      'action-progress action.ops_note.before',
      'action-complete action.ops_note.before',
      'action-start action.ops_note.after',
      'action-progress action.ops_note.after',
      'action-errored action.ops_note.after',
    ]);
    expect(told[2]).toMatchObject({ summary: 'wrote before' });
    expect(told[5]).toMatchObject({ error: 'The note after was refused' });
  });
});

describe('a run that ends between a change and its after-actions', () => {
  const services = { a: AROUND, b: { depends_on: ['ops_service.a'] } };

  /** Stops as soon as `line` was done. */
  async function stoppedAfter(
    line: string,
    wanted: object = document(services, NOTES),
  ): Promise<ReturnType<typeof world>> {
    const made = world();
    made.rig.stopping = () => made.done.includes(line);
    await made.rig.apply(wanted);
    made.rig.stopping = () => false;
    made.done.length = 0;
    return made;
  }

  test('leaves them to the next run, and dependents of the object wait for them', async () => {
    const { rig, done } = await stoppedAfter('create a');
    const { plan } = await rig.apply(document(services, NOTES));
    expect(plan!.invocations).toMatchObject([
      { owed: true, trigger: { event: 'after_create', resource: 'ops_service.a' } },
    ]);
    expect(done).toEqual(['after', 'create b']);
    expect((await rig.plan(document(services, NOTES))).plan).toMatchObject({ invocations: [], applyable: false });
  });

  test('leaves nothing to do if the change did not happen', async () => {
    const { rig, done } = await stoppedAfter('before');
    await rig.apply(document(services, NOTES));
    expect(done).toEqual(['before', 'create a', 'after', 'create b']);
  });

  test('leaves them pending through runs that do something else', async () => {
    const { rig, done } = await stoppedAfter('create a');
    await rig.apply(document(services, NOTES), { targets: ['ops_service.c'] });
    await rig.apply(document({ ...services, c: {} }, NOTES), { targets: ['ops_service.c'] });
    expect(done).toEqual(['create c']);
    await rig.apply(document({ ...services, c: {} }, NOTES));
    expect(done).toEqual(['create c', 'after', 'create b']);
  });

  test('reports that no object is left to invoke them for', async () => {
    const { rig, done } = await stoppedAfter('create a');
    const run = await rig.apply(document({}, NOTES));
    expect(codesOf(run.diagnostics)).toEqual(['due-action-dropped']);
    expect(done).toEqual(['delete a']);
    expect(codesOf((await rig.plan(document({}, NOTES))).diagnostics)).toEqual([]);
  });

  test('drops the actions after a failed one, and the failure lists them', async () => {
    const { rig, done, refused } = world();
    const after = triggers({ events: ['after_create'], actions: ['action.ops_note.one', 'action.ops_note.two'] });
    const wanted = document({ a: after }, { one: note('one'), two: note('two') });
    refused.add('one');
    const run = await rig.apply(wanted);
    expect(run.diagnostics[0]!.detail).toContain('nor were action.ops_note.two');
    refused.clear();
    done.length = 0;
    await rig.apply(wanted);
    expect(done).toEqual([]);
  });
});

describe('an action invoked on request', () => {
  const notes = { say: note('${ops_service.a.id}'), each: note('each ${each.key}', { for_each: { y: 1, x: 2 } }) };

  test('runs for all its instances or for one, and nothing else runs', async () => {
    const { rig, done } = world();
    await rig.apply(document({ a: {} }, notes));
    done.length = 0;
    const changed = document({ a: { size: 3 }, b: {} }, notes);
    const { plan } = await rig.apply(changed, { invoke: 'action.ops_note.each' });
    expect([done.toSorted(), plan!.changes, plan!.outputs]).toEqual([['each x', 'each y'], [], []]);
    done.length = 0;
    await rig.apply(changed, { invoke: 'action.ops_note.each["x"]' });
    await rig.apply(changed, { invoke: 'action.ops_note.say' });
    expect(done).toEqual(['each x', 'id of a']);
  });

  test.each<[string, string]>([
    ['action.ops_note.say', 'action-unknown'],
    ['action.ops_note.each["z"]', 'unknown-action-instance'],
    ['action.ops_note.nobody', 'unknown-action'],
    ['ops_service.a', 'invalid-action-address'],
  ])('%s is rejected if it cannot be invoked', async (invoke, code) => {
    const { rig } = world();
    const run = await rig.plan(document({ a: {} }, notes), { invoke });
    expect([codesOf(run.diagnostics), run.plan!.applyable]).toEqual([[code], false]);
  });
});
