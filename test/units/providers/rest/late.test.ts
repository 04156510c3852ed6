import { describe, expect, it } from 'vitest';
import { hasErrors, parseJson, plainJson, type JsonObject } from '../../../../src/model/index.js';
import type { CallContext } from '../../../../src/providers/requests.js';
import type { Fetch } from '../../../../src/providers/rest/http/client.js';
import type { CreateMapping, ResourceMapping } from '../../../../src/providers/rest/mapping/definition.js';
import { restProvider } from '../../../../src/providers/rest/provider.js';
import { configValue, Driver, quiet, type PlannedCall } from '../../../conformance/provider-driver.js';
import { TestClock } from './clock.js';

const WITHIN = 30;

/** A note: its id is given by the service, and several may say the same. */
const noteWith = (create: Partial<CreateMapping> = {}): ResourceMapping => ({
  noun: 'note',
  label: 'text',
  description: 'A note.',
  attributes: { id: { computed: true }, text: { required: true } },
  parameters: { id: 'id' },
  reply: { id: '/id', text: '/text' },
  identity: ['id'],
  imports: ['id'],
  create: { operation: 'createNote', body: { json: { '/text': 'text' } }, landsWithinSeconds: WITHIN, ...create },
  read: { call: { operation: 'getNote' } },
  updates: [{ operation: 'changeNote', body: { json: { '/text': 'text' } }, landsWithinSeconds: WITHIN }],
  remove: { operation: 'deleteNote', landsWithinSeconds: WITHIN },
  locate: { list: { operation: 'listNotes', paging: { style: 'whole', items: '/items' } }, match: ['text'] },
});

/** What becomes of a change: how much later it is carried out, if ever, and what is answered at once instead of its result. */
interface Fate {
  readonly landsAfter?: number;
  readonly answer: number | Error | JsonObject;
}

const RESET = Object.assign(new Error('fetch failed'), {
  cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }),
});
const OWN_500 = { status: 500, message: 'Something broke.' };

interface Notes {
  readonly of: Driver;
  readonly clock: TestClock;
  readonly held: Map<string, string>;
  /** Methods of changes, and the idempotency key they came with. */
  readonly changes: [string, string | undefined][];
  /** From now on, answers to GET arrive so long after the service has looked. */
  readonly slow: (seconds: number) => void;
}

/** A service of notes. The first changes have these fates; with keys, it does the same request once. */
async function notes(
  fates: readonly Fate[],
  mapping = noteWith(),
  keys?: { readonly working: number },
): Promise<Notes> {
  const clock = new TestClock();
  const start = clock.now();
  const held = new Map<string, string>();
  const changes: Notes['changes'] = [];
  const left = [...fates];
  let late: { readonly at: number; readonly land: () => unknown }[] = [];
  const byKey = new Map<string, { readonly reply: JsonObject | undefined }>();
  let made = 0;
  let slow = 0;
  const settle = (): void => {
    const due = late.filter(({ at }) => at <= clock.now());
    late = late.filter(({ at }) => at > clock.now());
    for (const { land } of due) land();
  };
  const change = (method: string, id: string, body: JsonObject): JsonObject | number => {
    if (method === 'POST') held.set((id = `note-${(made += 1)}`), String(body['text']));
    else if (!held.has(id)) return 404;
    else if (method === 'PATCH') held.set(id, String(body['text']));
    else held.delete(id);
    return { id, text: held.get(id) ?? '' };
  };
  const serve = (
    method: string,
    path: string,
    body: JsonObject,
    key: string | undefined,
  ): JsonObject | number | Error => {
    settle();
    const id = path.split('/')[2] ?? '';
    if (method === 'GET' && id === '') return { items: [...held].map(([one, text]) => ({ id: one, text })) };
    if (method === 'GET') return held.has(id) ? { id, text: held.get(id)! } : 404;
    changes.push([method, key]);
    const known = keys === undefined || key === undefined ? undefined : byKey.get(key);
    if (known !== undefined) return known.reply ?? keys!.working;
    const carryOut = (): JsonObject | number => {
      const reply = change(method, id, body);
      if (key !== undefined && typeof reply === 'object') byKey.set(key, { reply });
      return reply;
    };
    const fate = left.shift();
    if (fate === undefined) return carryOut();
    if (key !== undefined) byKey.set(key, { reply: undefined });
    if (fate.landsAfter !== undefined) late.push({ at: clock.now() + fate.landsAfter * 1000, land: carryOut });
    settle();
    return fate.answer;
  };
  const fetch: Fetch = async (url, { method, body, headers }) => {
    const json = typeof body === 'string' ? (parseJson(body) as JsonObject) : {};
    const key = headers['once'] ?? (json['key'] as string | undefined);
    const reply = serve(method, url.pathname, json, key);
    if (method === 'GET') clock.advance(slow * 1000);
    if (reply instanceof Error) throw reply;
    const status = typeof reply === 'number' ? reply : typeof reply['status'] === 'number' ? reply['status'] : 200;
    return {
      status,
      headers: new Headers(),
      text: async () => (typeof reply === 'number' ? '' : JSON.stringify(reply)),
    };
  };
  const provider = restProvider(
    {
      name: 'notes',
      source: 'registry.terraform.io/acme/notes',
      version: '1.0.0',
      beside: new URL('./fixtures/notes/', import.meta.url).href,
      configuration: {
        attributes: {},
        needed: [],
        settings: () => ({ authentication: { scheme: 'none' }, timeoutSeconds: 5, retries: 3, concurrency: 4 }),
      },
      resources: { notes_note: mapping },
      dataSources: {},
      errors: { message: ['/message'] },
    },
    { environment: {}, fetch, clock, random: () => 0.5 },
  );
  await provider.configure({
    config: configValue(provider.schemas.provider().block, {}),
    planning: false,
    directory: '.',
  });
  expect(clock.now()).toBe(start);
  return { of: new Driver(provider, 'notes_note'), clock, held, changes, slow: (taking) => void (slow = taking) };
}

const planNew = (of: Driver): Promise<PlannedCall> => of.plan(of.config({ text: 'one' }));

const seconds = (clock: TestClock): number => clock.slept.reduce((sum, one) => sum + one, 0) / 1000;

describe('a create whose response is lost', () => {
  it.each<[string, Fate['answer'], number]>([
    ['504', 504, 1],
    ['504', 504, WITHIN - 1],
    ['a plain 500', 500, 9],
    ['a reset', RESET, 9],
    ['a redirect', 302, 9],
  ])('with %s is found when the service finishes later, and created once', async (_what, answer, landsAfter) => {
    const { of, clock, held, changes } = await notes([{ answer, landsAfter }]);
    const kept = await of.create({ text: 'one' });
    expect(plainJson(kept.state)).toEqual({ id: 'note-1', text: 'one' });
    expect([[...held.keys()], changes.length]).toEqual([['note-1'], 1]);
    expect(seconds(clock)).toBeGreaterThanOrEqual(landsAfter);
    expect(seconds(clock)).toBeLessThan(landsAfter + 11);
  });

  it('is found, and created once, when it takes effect during a search that ends only once that is impossible', async () => {
    const { of, held, changes, slow } = await notes([{ answer: 504, landsAfter: WITHIN - 1 }]);
    slow(WITHIN + 2);
    await of.create({ text: 'one' });
    expect([[...held.keys()], changes.length]).toEqual([['note-1'], 1]);
  });

  it('is repeated only when it can no longer take effect', async () => {
    const { of, clock, held } = await notes([{ answer: 504 }]);
    await of.create({ text: 'one' });
    expect([...held.keys()]).toEqual(['note-1']);
    expect(seconds(clock)).toBeGreaterThanOrEqual(WITHIN);
  });

  it('with an error from the service itself has failed, and is retried at once', async () => {
    const { of, clock, held } = await notes([{ answer: OWN_500 }]);
    await of.create({ text: 'one' });
    expect([[...held.keys()], seconds(clock) < 1]).toEqual([['note-1'], true]);
  });

  it('that is redirected is not sent again', async () => {
    const { of, held, changes } = await notes([{ answer: 302 }]);
    const made = await of.attempt(await planNew(of));
    expect([made.state, made.uncertain, made.diagnostics.map(({ code }) => code)]).toEqual([
      null,
      undefined,
      ['request-refused'],
    ]);
    expect([held.size, changes.length]).toEqual([0, 1]);
  });

  it('reports what it waits for, why and how long, and records durably when it was sent', async () => {
    const { of } = await notes([{ answer: 504, landsAfter: 9 }]);
    const [said, sent]: [string[], string[]] = [[], []];
    const context: CallContext = {
      ...quiet(),
      progress: (text) => void said.push(text),
      sending: async () => void sent.push('sent'),
    };
    await of.apply(await planNew(of), context);
    expect(said[0]).toMatch(
      /^a request whose reply was lost \(status 504\): it may take effect up to 30 s after it was sent, 3[01] s from now$/,
    );
    expect(sent).toEqual(['sent']);
  });

  // As of an API key, which only the answer of its create shows.
  it.each<[string, number | undefined, number, number]>([
    ['is created again if an unconfirmed delete takes effect', 9, 2, 9],
    ['is kept if that delete does not take effect', undefined, 1, WITHIN],
  ])('with attributes that no other object has %s', async (_what, landsAfter, creates, waited) => {
    const lost = { answer: 504, ...(landsAfter === undefined ? {} : { landsAfter }) };
    const deletes = Array.from({ length: 4 }, () => lost);
    const fates = [{ answer: 504, landsAfter: 0 }, ...deletes];
    const { of, clock, held, changes } = await notes(fates, noteWith({ onlyHere: ['text'] }));
    const kept = await of.create({ text: 'one' });
    expect(plainJson(kept.state)).toEqual({ id: `note-${creates}`, text: 'one' });
    expect([...held.keys()]).toEqual([`note-${creates}`]);
    expect(changes.filter(([method]) => method === 'POST')).toHaveLength(creates);
    expect(seconds(clock)).toBeGreaterThanOrEqual(waited);
  });

  it('stays open if the user does not want to wait', async () => {
    const { of, held } = await notes([{ answer: 504, landsAfter: 9 }]);
    let asked = 0;
    const context = { ...quiet(), stopping: () => (asked += 1) > 8 };
    const made = await of.attempt(await planNew(of), undefined, context);
    expect([made.state, made.uncertain, hasErrors(made.diagnostics)]).toEqual([undefined, true, true]);
    expect(held.size).toBe(0);
  });
});

describe('a duplicate', () => {
  // Later than the bound of the mapping, while the second request gets a 503.
  const TOO_LATE: Fate = { answer: 504, landsAfter: WITHIN + 0.6 };
  const BUSY: Fate = { answer: 429 };
  const EXISTS = { status: 409, message: 'It exists.' };

  it('of a repeated create is reported with both names, and the object is kept', async () => {
    const { of, held } = await notes([TOO_LATE, BUSY, BUSY, BUSY]);
    const made = await of.attempt(await planNew(of));
    expect([...held.keys()]).toEqual(['note-1', 'note-2']);
    expect(plainJson(made.state!)).toEqual({ id: 'note-2', text: 'one' });
    expect([made.unfinished, made.diagnostics.map(({ code }) => code)]).toEqual([true, ['created-twice']]);
    expect(made.diagnostics[0]!.detail).toMatch(/manages the note note-2, but not note-1/);
  });

  it('that is refused because the first request took effect after all is not created, and that object is adopted', async () => {
    const { of, held } = await notes([TOO_LATE, BUSY, BUSY, BUSY, { answer: EXISTS }]);
    const made = await of.attempt(await planNew(of));
    expect([...held.keys()]).toEqual(['note-1']);
    expect(plainJson(made.state!)).toEqual({ id: 'note-1', text: 'one' });
    expect(made.diagnostics).toEqual([]);
  });

  it('that is refused although no object exists is an error', async () => {
    const { of, held } = await notes([{ answer: 504 }, { answer: EXISTS }]);
    const made = await of.attempt(await planNew(of));
    expect([made.state, made.diagnostics.map(({ code }) => code), held.size]).toEqual([null, ['request-refused'], 0]);
  });

  it('of a create from an earlier run that is refused is not created either', async () => {
    const { of, held } = await notes([{ answer: EXISTS }]);
    const planned = await planNew(of);
    const { evidence } = await of.provider.abilities.locate!.evidence({
      type: of.type,
      planned: planned.state,
      context: quiet(),
    });
    held.set('late', 'one');
    const request = { type: of.type, prior: null, planned: planned.state, config: planned.config, evidence };
    const made = await of.provider.apply({ ...request, requestKey: 'key', repeats: true, context: quiet() });
    expect([plainJson(made.state!), made.diagnostics]).toEqual([{ id: 'late', text: 'one' }, []]);
  });

  it('of a create from an earlier run is reported the same way', async () => {
    const { of, held } = await notes([]);
    const planned = await planNew(of);
    const { evidence } = await of.provider.abilities.locate!.evidence({
      type: of.type,
      planned: planned.state,
      context: quiet(),
    });
    held.set('late', 'one');
    const made = await of.provider.apply({
      type: of.type,
      prior: null,
      planned: planned.state,
      config: planned.config,
      evidence,
      requestKey: 'key',
      repeats: true,
      context: quiet(),
    });
    expect(plainJson(made.state!)).toEqual({ id: 'note-1', text: 'one' });
    expect([made.unfinished, made.diagnostics.map(({ code }) => code)]).toEqual([true, ['created-twice']]);
    expect(made.diagnostics[0]!.detail).toMatch(/manages the note note-1, but not late/);
  });
});

describe('an update whose response is lost', () => {
  it.each<[number | undefined, string, boolean]>([
    [9, 'two', false],
    [undefined, 'one', true],
  ])('after %s s, the text is %s', async (landsAfter, text, failed) => {
    const { of } = await notes([]);
    const planned = await of.plan(of.config({ text: 'two' }), await of.create({ text: 'one' }));
    const late = await notes([{ answer: 504, ...(landsAfter === undefined ? {} : { landsAfter }) }]);
    late.held.set('note-1', 'one');
    const made = await late.of.attempt(planned);
    expect([late.held.get('note-1'), hasErrors(made.diagnostics)]).toEqual([text, failed]);
    expect([late.changes.length, made.uncertain]).toEqual([1, undefined]);
  });
});

describe('a delete whose response is lost', () => {
  const FOUR_LOST: readonly Fate[] = [
    { answer: 504, landsAfter: 9 },
    { answer: 504 },
    { answer: 504 },
    { answer: 504 },
  ];

  it('is complete when the object disappears later', async () => {
    const { of, held } = await notes([]);
    const kept = await of.create({ text: 'one' });
    const late = await notes(FOUR_LOST);
    late.held.set('note-1', 'one');
    await late.of.delete(kept);
    expect([held.size, late.held.size, late.changes.length]).toEqual([1, 0, 4]);
  });

  it('stays open if the user does not want to wait, and the next run waits', async () => {
    const { of } = await notes([]);
    const { state } = await of.create({ text: 'one' });
    const late = await notes(FOUR_LOST);
    late.held.set('note-1', 'one');
    const request = { type: late.of.type, prior: state, planned: null, config: null, requestKey: 'key' };
    const context = { ...quiet(), stopping: () => true };
    const answer = await late.of.provider.apply({ ...request, context });
    expect([answer.state, answer.uncertain, hasErrors(answer.diagnostics)]).toEqual([undefined, true, true]);
  });

  it.each<[string, Partial<ResourceMapping>, boolean]>([
    ['by a unique id is complete after it was repeated', {}, false],
    [
      'by a reusable name is complete only when the lost request is',
      { attributes: { id: { required: true }, text: { required: true } } },
      true,
    ],
  ])('%s', async (_rule, more, waits) => {
    const mapping = { ...noteWith(), ...more };
    const { of, clock, held } = await notes([{ answer: RESET, landsAfter: 20 }], mapping);
    held.set('note-1', 'one');
    await of.delete({ state: of.config({ id: 'note-1', text: 'one' }) });
    expect([held.size, seconds(clock) >= WITHIN]).toEqual([0, waits]);
  });
});

describe('work whose start is not confirmed', () => {
  const begins: ResourceMapping = {
    ...noteWith(),
    updates: [
      {
        operation: 'createNote',
        object: 'none',
        body: { json: { '/text': { value: 'work' } } },
        carries: ['text'],
        landsWithinSeconds: WITHIN,
        begun: { list: { operation: 'listNotes', paging: { style: 'whole', items: '/items' } }, identity: '/id' },
      },
    ],
  };

  it.each<[number | undefined, number]>([
    [9, 1],
    [undefined, 2],
  ])('is looked for until it can no longer start: after %s s, requested %i times', async (landsAfter, times) => {
    const before = await notes([], begins);
    const kept = await before.of.create({ text: 'one' });
    const planned = await before.of.plan(before.of.config({ text: 'two' }), kept);
    const late = await notes([{ answer: 504, ...(landsAfter === undefined ? {} : { landsAfter }) }], begins);
    late.held.set('note-0', 'one');
    const made = await late.of.attempt(planned);
    expect(hasErrors(made.diagnostics)).toBe(false);
    expect([late.changes.length, [...late.held.values()]]).toEqual([times, ['one', 'work']]);
  });
});

describe('a service with idempotency keys', () => {
  it.each<[string, CreateMapping['onceBy']]>([
    ['a header', { header: 'once', working: [409] }],
    ['a field of the body', { at: '/key', working: [409] }],
  ])('receives the same key in %s until it responds, and does the work once', async (_where, onceBy) => {
    const { of, held, changes } = await notes([{ answer: RESET, landsAfter: 4 }], noteWith({ onceBy: onceBy! }), {
      working: 409,
    });
    const kept = await of.create({ text: 'one' });
    expect(plainJson(kept.state)).toEqual({ id: 'note-1', text: 'one' });
    expect([...held.keys()]).toEqual(['note-1']);
    expect(changes.length).toBeGreaterThan(1);
    expect(new Set(changes.map(([, key]) => key))).toEqual(new Set(['request-1-createNote']));
  });
});
