import { describe, expect, it } from 'vitest';
import type { ResourceMapping } from '../../../../src/providers/rest/mapping/definition.js';
import type { Kept, PlannedCall } from '../../../conformance/provider-driver.js';
import { THING, things, type Things } from './things.js';

/** Objects that the service deletes by their name or by their notes; its description does not say which. */
const TWICE_NAMED: ResourceMapping = {
  ...THING,
  remove: { operation: 'deleteThing', orElse: [{ operation: 'deleteThing', parameters: { name: 'notes' } }] },
};

const deletion = (kept: Kept): PlannedCall => ({ state: null, config: null, prior: kept.state, replaces: [] });

async function created({ of, asked }: Things): Promise<Kept> {
  const kept = await of.create({ name: 'a', title: 'A thing', notes: 'alias' });
  asked.length = 0;
  return kept;
}

const methods = ({ asked }: Things): string[] => asked.map(([method]) => method);

describe('deleting an object that the service knows by one of several names', () => {
  it('uses the first name that the service accepts', async () => {
    const world = await things(undefined, TWICE_NAMED);
    await world.of.delete(await created(world));
    expect([methods(world), world.held.size]).toEqual([['DELETE'], 0]);
  });

  it('continues with the next name after a 404', async () => {
    const world = await things(undefined, TWICE_NAMED);
    const kept = await created(world);
    world.held.set('alias', world.held.get('a')!);
    world.held.delete('a');
    await world.of.delete(kept);
    expect([methods(world), world.held.size]).toEqual([['DELETE', 'DELETE'], 0]);
  });

  it('is complete if neither a delete nor a read finds the object', async () => {
    const world = await things(undefined, TWICE_NAMED);
    const kept = await created(world);
    world.held.clear();
    await world.of.delete(kept);
    expect(methods(world)).toEqual(['DELETE', 'DELETE', 'GET']);
  });

  it('is not complete if a read still finds the object', async () => {
    const world = await things((method) => (method === 'DELETE' ? 404 : undefined), TWICE_NAMED);
    const kept = await created(world);
    const answer = await world.of.attempt(deletion(kept));
    expect(answer).toMatchObject({ state: undefined, diagnostics: [{ code: 'delete-refused' }] });
  });

  it('ends with any refusal other than 404', async () => {
    let deletes = 0;
    const world = await things((method) => (method === 'DELETE' ? [404, 403][deletes++] : undefined), TWICE_NAMED);
    const answer = await world.of.attempt(deletion(await created(world)));
    expect(answer).toMatchObject({ state: undefined, diagnostics: [{ code: 'not-allowed' }] });
  });
});
