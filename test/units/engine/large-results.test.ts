import { describe, expect, it } from 'vitest';
import { defineProvider, string } from '../../../src/providers/author.js';
import { EngineRig, type Run } from '../../support/engine.js';

const LIMIT = 100_000;

/** A service that gives each page far more content than was asked for. */
function world() {
  const held = new Map<string, string>();
  const deleted: string[] = [];
  let grown = 'c'.repeat(3 * LIMIT);
  const factory = defineProvider({
    name: 'acme/large',
    resources: {
      page: {
        schema: { name: string({ required: true }), content: string({ computed: true }) },
        create: async ({ name }) => {
          held.set(name, grown);
          return { content: grown };
        },
        read: async ({ name }) => (held.has(name) ? { content: held.get(name)! } : null),
        update: async () => ({ content: grown }),
        delete: async ({ name }) => {
          held.delete(name);
          deleted.push(name);
        },
      },
    },
  });
  const rig = new EngineRig('registry.terraform.io/acme/large', factory);
  rig.mostBytes = LIMIT;
  const pages = (...names: readonly string[]): object => ({
    terraform: { required_providers: { acme: { source: 'acme/large' } } },
    resource: { page: Object.fromEntries(names.map((name) => [name, { provider: 'acme', name }])) },
  });
  return { rig, held, deleted, pages, shrink: () => void (grown = 'small') };
}

const codesOf = ({ diagnostics }: Run): string[] => diagnostics.map(({ code, address }) => `${code} ${address}`);

const actionsOf = ({ plan }: Run): string[] => plan!.changes.map(({ address, action }) => `${address} ${action}`);

describe('a result that is too large for the state', () => {
  it('is an error that names what is not stored; the object is recorded, and others are created', async () => {
    const { rig, held, pages } = world();
    const run = await rig.apply(pages('a', 'b'));
    expect(codesOf(run)).toEqual(['object-too-large page.a', 'object-too-large page.b']);
    expect(run.diagnostics[0]!.detail).toContain('content');
    expect([...held.keys()]).toEqual(['a', 'b']);
    expect(rig.stored.length).toBeLessThan(LIMIT);
    const { resources } = JSON.parse(rig.stored) as { resources: { instances: { attributes: object }[] }[] };
    expect(resources.map(({ instances }) => instances[0]!.attributes)).toEqual([
      { content: null, name: 'a' },
      { content: null, name: 'b' },
    ]);
  });

  it('is not created again by the next run, which reports the same error', async () => {
    const { rig, held, pages } = world();
    await rig.apply(pages('a'));
    const next = await rig.apply(pages('a'));
    expect([actionsOf(next), codesOf(next), held.size]).toEqual([['page.a no-op'], ['object-too-large page.a'], 1]);
  });

  it('is stored once it is smaller', async () => {
    const { rig, held, pages } = world();
    await rig.apply(pages('a'));
    held.set('a', 'small');
    expect(codesOf(await rig.apply(pages('a')))).toEqual([]);
    expect(rig.stored).toContain('"small"');
    expect(actionsOf(await rig.plan(pages('a')))).toEqual(['page.a no-op']);
  });

  it('can be destroyed', async () => {
    const { rig, held, deleted, pages } = world();
    await rig.apply(pages('a'));
    const run = await rig.apply(pages('a'), { mode: 'destroy' });
    expect(run.diagnostics.filter(({ code }) => code !== 'object-too-large')).toEqual([]);
    expect([actionsOf(run), held.size, deleted]).toEqual([['page.a delete'], 0, ['a']]);
    expect(JSON.parse(rig.stored)).toMatchObject({ resources: [] });
  });
});
