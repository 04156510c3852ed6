import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import { quiet } from '../../../conformance/provider-driver.js';
import { BY_CALL, PART, works, type Answer } from './works.js';

const BEGUN: Answer = { status: 202, headers: { 'status-at': 'https://works.test/api/works/w' } };
const HERE: JsonObject = { id: 'p', name: 'a' };

/** A service whose work takes two looks. */
function service(more: Readonly<Record<string, Answer>> = {}): (what: string) => Answer {
  let looks = 0;
  return (what) => {
    if (Object.hasOwn(more, what)) return more[what]!;
    if (what === 'GET /api/works/w')
      return { body: (looks += 1) % 2 === 1 ? { status: 'busy' } : { status: 'done', made: 'p' } };
    return what === 'GET /api/parts/p' ? { body: HERE } : BEGUN;
  };
}

const whats = (asked: readonly { what: string }[]): string[] => asked.map(({ what }) => what);

describe('a create that starts work', () => {
  it('ends when its status says so, with the object named there', async () => {
    const { of, asked, clock } = await works(service());
    expect((await of.create({ name: 'a' })).state).toMatchObject(HERE);
    expect(whats(asked)).toEqual(['POST /api/parts', 'GET /api/works/w', 'GET /api/works/w', 'GET /api/parts/p']);
    expect(clock.slept).toEqual([5000]);
  });

  it('reports what it is waiting for', async () => {
    const { of } = await works(service());
    const said: string[] = [];
    await of.apply(await of.plan(of.config({ name: 'a' })), { ...quiet(), progress: (text) => void said.push(text) });
    expect(said).toEqual(['The work to create the part "a" is busy after 0 s']);
  });

  it('may poll an operation with values from the response', async () => {
    const mapping = { ...PART, create: { ...PART.create, follow: { ...BY_CALL, gives: { id: '/made' } } } };
    const { of, asked } = await works(service({ 'POST /api/parts': { status: 202, body: { work: 'w' } } }), mapping);
    expect((await of.create({ name: 'a' })).state).toMatchObject(HERE);
    expect(whats(asked)).toContain('GET /api/works/w');
  });

  it('records the identity before it waits, if the response contains it', async () => {
    const { object: _, ...create } = PART.create;
    const context = quiet();
    const notes: number[] = [];
    const answers = service({ 'POST /api/parts': { ...BEGUN, body: HERE } });
    const { of } = await works(
      (what) => {
        if (what.includes('/works/')) notes.push(context.notes.length);
        return answers(what);
      },
      { ...PART, create },
    );
    await of.apply(await of.plan(of.config({ name: 'a' })), context);
    expect(notes).toEqual([1, 1]);
    expect(context.notes[0]).toEqual({ identity: { id: 'p' } });
  });

  it('does not wait if the response names no status', async () => {
    const { object: _, ...create } = PART.create;
    const { of, asked } = await works(service({ 'POST /api/parts': { body: HERE } }), { ...PART, create });
    await of.create({ name: 'a' });
    expect(whats(asked)).toEqual(['POST /api/parts', 'GET /api/parts/p']);
  });

  it('that the service abandoned was not created, and the reason is reported', async () => {
    const failed = { body: { status: 'failed', why: 'no room' } };
    const { of } = await works(service({ 'GET /api/works/w': failed }));
    const answer = await of.attempt(await of.plan(of.config({ name: 'a' })));
    expect(answer).toMatchObject({
      diagnostics: [{ code: 'work-failed', detail: expect.stringContaining('no room') as string }],
    });
    expect([answer.state, answer.uncertain]).toEqual([null, undefined]);
  });

  it('that the service abandoned halfway keeps the existing object', async () => {
    const { object: _, ...create } = PART.create;
    const { of } = await works(
      service({ 'POST /api/parts': { ...BEGUN, body: HERE }, 'GET /api/works/w': { body: { status: 'failed' } } }),
      { ...PART, create },
    );
    const answer = await of.attempt(await of.plan(of.config({ name: 'a' })));
    expect(answer).toMatchObject({ state: HERE, diagnostics: [{ code: 'work-failed' }] });
  });

  it('polls no other host for the status, because credentials would go there', async () => {
    const away = { status: 202, headers: { 'status-at': 'https://elsewhere.test/works/w' } };
    const { of, asked } = await works(service({ 'POST /api/parts': away }));
    const answer = await of.attempt(await of.plan(of.config({ name: 'a' })));
    expect(answer.uncertain).toBe(true);
    expect(whats(asked)).toEqual(['POST /api/parts']);
  });
});

describe('an update and a delete that start work', () => {
  it('end when the work ends', async () => {
    const { of, asked } = await works(service());
    const kept = await of.create({ name: 'a' });
    asked.length = 0;
    const changed = await of
      .apply(await of.plan(of.config({ name: 'a', note: 'x' }), kept))
      .catch((error: unknown) => error);
    expect(whats(asked)).toEqual(['PATCH /api/parts/p', 'GET /api/works/w', 'GET /api/works/w', 'GET /api/parts/p']);
    expect(changed).toBeDefined();
    asked.length = 0;
    await of.delete(kept);
    expect(whats(asked)).toEqual(['DELETE /api/parts/p', 'GET /api/works/w', 'GET /api/works/w']);
  });

  it('that fail leave the part in state', async () => {
    const failed = { body: { status: 'failed', why: 'still used' } };
    let now = service();
    const { of } = await works((what) => now(what));
    const kept = await of.create({ name: 'a' });
    now = service({ 'GET /api/works/w': failed });
    const removed = await of.attempt({ state: null, config: null, prior: kept.state, replaces: [] });
    expect(removed).toMatchObject({
      diagnostics: [{ code: 'work-failed', detail: expect.stringContaining('still used') as string }],
    });
    expect(removed.state).toBeUndefined();
    const changed = await of.attempt(await of.plan(of.config({ name: 'b' }), kept));
    expect(changed).toMatchObject({ state: HERE, diagnostics: [{ code: 'work-failed' }] });
  });
});
