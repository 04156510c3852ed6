import { describe, expect, it } from 'vitest';
import type { Diagnostic, Json, JsonObject } from '../../../../src/model/index.js';
import type { ConfigurationMapping } from '../../../../src/providers/rest/mapping/definition.js';
import { keeping, readKept } from '../../../../src/providers/rest/object/kept.js';
import { quiet, type Kept } from '../../../conformance/provider-driver.js';
import { box, boxes, type Boxes } from './boxes.js';

/** Boxes in a room that the provider's configuration names, in a house that no attribute shows. */
const MAPPING = box(
  { optional: true, computed: true, default: { setting: 'room' }, replaces: true },
  { identity: ['content', 'id'], imports: ['content/id'] },
);

const configuration: ConfigurationMapping = {
  attributes: {
    endpoint: { optional: true, environment: 'BOXES_ENDPOINT' },
    room: { optional: true, environment: 'BOXES_ROOM' },
    house: { optional: true, environment: 'BOXES_HOUSE' },
    moved_from: { optional: true, environment: 'BOXES_MOVED_FROM' },
  },
  places: ['house'],
  needed: [],
  settings: ({ endpoint }) => ({
    ...(typeof endpoint === 'string' ? { endpoint } : {}),
    authentication: { scheme: 'none' },
    timeoutSeconds: 5,
    retries: 0,
    concurrency: 4,
  }),
};

const HOME = { BOXES_ENDPOINT: 'https://boxes.invalid', BOXES_ROOM: 'red', BOXES_HOUSE: 'mill' };

/** The provider in this environment; the objects of `from` are there as they were, unless nothing is. */
async function at(
  environment: Record<string, string>,
  from?: Boxes,
  shows?: (kept: JsonObject) => Json,
): Promise<Boxes> {
  const there = await boxes(MAPPING, shows, { configuration, environment: { ...HOME, ...environment } });
  for (const [id, one] of from?.held ?? []) there.held.set(id, one);
  return there;
}

interface Tried {
  readonly diagnostics: readonly Diagnostic[];
  readonly kept: Kept;
  readonly replaces: number;
}

/** Refresh and plan of an object, and its deletion if the plan replaces it, as an apply would do it. */
async function tried({ of }: Boxes, kept: Kept, config: JsonObject = { name: 'a' }): Promise<Tried> {
  const read = await of.provider.read({ type: of.type, state: kept.state, private: kept.private!, context: quiet() });
  const now: Kept = { state: read.state, private: read.private };
  const wanted = of.config(config);
  const plan = await of.provider.plan({
    type: of.type,
    prior: now.state,
    proposed: wanted,
    config: wanted,
    ...(now.private === undefined ? {} : { private: now.private }),
  });
  return { diagnostics: [...read.diagnostics, ...plan.diagnostics], kept: now, replaces: plan.requiresReplace.length };
}

const WRONG: readonly [string, Record<string, string>, string, string][] = [
  ['room', { BOXES_ROOM: 'blue' }, 'red', 'blue'],
  ['house', { BOXES_HOUSE: 'castle' }, 'mill', 'castle'],
  ['endpoint', { BOXES_ENDPOINT: 'https://other.invalid' }, 'https://boxes.invalid', 'https://other.invalid'],
];

describe.each(WRONG)(
  'an object that belongs to another %s than the configured one',
  (part, environment, before, after) => {
    it.each([
      ['and is missing', false],
      ['and has a duplicate there', true],
    ])('%s makes the plan fail with both names, and sends nothing', async (_, double) => {
      const home = await at({});
      const made = await home.of.create({ name: 'a' });
      const away = await at(environment, double ? home : undefined);
      const { diagnostics, kept, replaces } = await tried(away, made);
      expect(diagnostics.map(({ severity, code }) => [severity, code])).toEqual([['error', 'belongs-elsewhere']]);
      expect(diagnostics[0]!.detail).toContain(`${part} "${before}"`);
      expect(diagnostics[0]!.detail).toContain(`"${after}"`);
      expect(diagnostics[0]!.detail).toContain('moved_from (BOXES_MOVED_FROM)');
      expect(kept.state).toEqual(made.state);
      expect(replaces).toBe(0);
      expect(away.changes).toEqual([]);
    });

    it('is not deleted: the destroy plan reports it, and so does an apply without it', async () => {
      const home = await at({});
      const made = await home.of.create({ name: 'a' });
      const away = await at(environment, home);
      const plan = await away.of.provider.plan({
        type: away.of.type,
        prior: made.state,
        proposed: null,
        config: null,
        private: made.private!,
      });
      expect([plan.diagnostics.map(({ code }) => code), plan.planned]).toEqual([['belongs-elsewhere'], made.state]);
      const answer = await away.of.attempt({
        state: null,
        private: made.private,
        config: null,
        prior: made.state,
        replaces: [],
      });
      expect(answer.diagnostics.map(({ code }) => code)).toEqual(['belongs-elsewhere']);
      expect(answer.state).toBeUndefined();
      expect(away.changes).toEqual([]);
    });

    it('is accepted if moved_from names its old place, without a change to it', async () => {
      const home = await at({});
      const made = await home.of.create({ name: 'a' });
      const moved = { ...environment, BOXES_MOVED_FROM: before };
      const there = await at(moved, home, (one) => ({ ...one, content: { ...HOME, ...environment }['BOXES_ROOM'] }));
      const { diagnostics, kept, replaces } = await tried(there, made);
      expect(diagnostics).toEqual([]);
      expect(replaces).toBe(0);
      expect(readKept(kept.private).place).toEqual({
        endpoint: 'https://boxes.invalid',
        room: 'red',
        house: 'mill',
        [part]: after,
      });
      const later = await at(environment, there, (one) => ({
        ...one,
        content: { ...HOME, ...environment }['BOXES_ROOM'],
      }));
      expect((await tried(later, kept)).diagnostics).toEqual([]);
    });

    it('that is not found in its new place does not count as deleted', async () => {
      const made = await (await at({})).of.create({ name: 'a' });
      const there = await at({ ...environment, BOXES_MOVED_FROM: before });
      const { diagnostics, kept } = await tried(there, made);
      expect(diagnostics.map(({ code }) => code)).toContain('moved-not-found');
      expect(kept.state).toEqual(made.state);
    });
  },
);

it("a setting in the resource may differ from the provider's", async () => {
  const home = await at({});
  const made = await home.of.create({ name: 'a', content: 'green' });
  const { diagnostics, replaces } = await tried(await at({ BOXES_ROOM: 'blue' }, home), made, {
    name: 'a',
    content: 'green',
  });
  expect([diagnostics, replaces]).toEqual([[], 0]);
});

it('a setting that the resource changes still replaces it', async () => {
  const home = await at({});
  const made = await home.of.create({ name: 'a' });
  const { diagnostics, replaces } = await tried(home, made, { name: 'a', content: 'green' });
  expect([diagnostics, replaces]).toEqual([[], 1]);
});

it('another spelling of the same endpoint is not a difference', async () => {
  const home = await at({});
  const made = await home.of.create({ name: 'a' });
  expect((await tried(await at({ BOXES_ENDPOINT: 'https://BOXES.invalid:443/' }, home), made)).diagnostics).toEqual([]);
});

describe('an object in state without its place', () => {
  it('is adopted where it is found', async () => {
    const home = await at({});
    const { state } = await home.of.create({ name: 'a' });
    const { kept, diagnostics } = await tried(home, { state, private: keeping({}).private });
    expect(diagnostics).toEqual([]);
    expect(readKept(kept.private).place).toEqual({ endpoint: 'https://boxes.invalid', house: 'mill' });
  });

  it('is not dropped if nothing at all is found', async () => {
    const { state } = await (await at({})).of.create({ name: 'a' });
    const elsewhere = await at({ BOXES_ENDPOINT: 'https://other.invalid' });
    const answers = await Promise.all(
      [1, 2].map(async () => elsewhere.of.provider.read({ type: 'boxes_box', state, context: quiet() })),
    );
    expect(answers.map((answer) => answer.state)).toEqual([state, state]);
    expect(answers.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code))).toEqual(['nothing-found']);
  });

  it('is deleted if another object is found, in either order of reading', async () => {
    const home = await at({});
    const { state } = await home.of.create({ name: 'a' });
    const other = await home.of.create({ name: 'b' });
    home.held.delete('box-1');
    const fresh = await at({}, home);
    const read = async (one: Kept['state']) =>
      fresh.of.provider.read({ type: 'boxes_box', state: one, context: quiet() });
    const [gone, found] = await Promise.all([read(state), read(other.state)]);
    expect([gone.state, found.state]).toEqual([null, other.state]);
  });
});
