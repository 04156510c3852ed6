import { describe, expect, test } from 'vitest';
import { EMPTY_STATE, integrityProblems } from '../../../src/model/index.js';
import { memoryStore, openBackend, openSession, replay, sameContent, } from '../../../src/state/index.js';
import { HandClock } from '../../conformance/backend.js';
import { aCall, anObject, aRef } from '../../support/states.js';
const WRITES = new Set(['write', 'appendJournal', 'replaceJournal']);
/** A backend whose process dies at its nth write: the call and all later ones never answer that they were done. */
function mortal(store, fatal, moment) {
    const inner = openBackend('memory', { store, clock: new HandClock() });
    let count = 0;
    return new Proxy(inner, {
        get(target, name) {
            const member = Reflect.get(target, name);
            if (typeof member !== 'function' || !WRITES.has(String(name)))
                return typeof member === 'function' ? member.bind(target) : member;
            return async (lease, text, ...rest) => {
                count += 1;
                const dead = count >= fatal;
                const torn = count === fatal && moment === 'torn' && name === 'appendJournal';
                if (!dead || torn || (count === fatal && moment === 'after')) {
                    const result = await member.call(target, lease, torn ? text.slice(0, text.length / 2) : text, ...rest);
                    if (!dead)
                        return result;
                }
                throw new Error('dead');
            };
        },
    });
}
async function open(backend, store) {
    delete store.holder;
    return openSession({ backend, operation: 'apply', program: 'x', write: true, clock: new HandClock() });
}
const object = (id) => anObject({ attributes: { id } });
/** Creates, notes, updates, replaces, deletes and commits, with two calls left open. */
async function apply(session, run) {
    const { recorder } = session;
    const record = async (entry, promise) => {
        run.pending = entry;
        await promise;
        run.done.push(entry);
        run.pending = undefined;
    };
    const begin = async (address, deposed) => {
        run.seq += 1;
        const call = aCall(address, deposed === undefined ? {} : { deposed, action: 'delete' });
        let seq = 0;
        await record({ kind: 'begin', seq: run.seq, ...call }, recorder.begin(call).then((number) => (seq = number)));
        return seq;
    };
    const settle = async (seq, model, result) => {
        run.seq += 1;
        const outcome = { object: result, failed: false };
        await record({ kind: 'settle', seq: run.seq, begin: model, ...outcome }, recorder.settle(seq, outcome));
    };
    const call = async (address, result, deposed) => {
        const model = run.seq + 1;
        await settle(await begin(address, deposed), model, result);
    };
    await call('terraform_data.a', object('a'));
    await call('terraform_data.b[0]', object('b0'));
    await begin('terraform_data.open');
    await session.commit();
    await call('terraform_data.b[1]', object('b1'));
    run.seq += 1;
    const deposed = { resource: aRef('terraform_data.a').resource, key: undefined, deposed: '0000abcd' };
    await record({ kind: 'depose', seq: run.seq, ...deposed }, recorder.depose(deposed.resource, undefined, deposed.deposed));
    await call('terraform_data.a', object('a2'));
    await call('terraform_data.a', null, '0000abcd');
    await begin('terraform_data.open2');
    await session.commit();
    await call('terraform_data.b[0]', null);
    run.seq += 1;
    const outputs = { o: { value: 'x', type: 'string', sensitive: false } };
    await record({ kind: 'outputs', seq: run.seq, outputs }, recorder.outputs(outputs));
    await session.commit();
}
const openNames = (interrupted) => interrupted.map(({ begin }) => begin.resource.name).join();
/** The state is what was promised, or that and the entry under way. */
function expectNothingLost(session, run) {
    const possible = [run.done, run.pending === undefined ? run.done : [...run.done, run.pending]].map((entries) => replay(EMPTY_STATE, entries));
    const found = possible.some(({ state, interrupted }) => sameContent(state, session.state) && openNames(interrupted) === openNames(session.interrupted));
    expect(found ? 'nothing is lost' : [openNames(session.interrupted), ...session.state.resources.keys()]).toBe('nothing is lost');
    expect(integrityProblems(session.state)).toEqual([]);
}
const LAST_WRITE = 40;
describe('a run that dies', () => {
    for (const moment of ['before', 'torn', 'after']) {
        test(`${moment} any of its writes loses nothing it was promised`, async () => {
            let survived = false;
            for (let fatal = 1; fatal <= LAST_WRITE; fatal += 1) {
                const store = memoryStore();
                const run = { done: [], pending: undefined, seq: 0 };
                survived = await apply(await open(mortal(store, fatal, moment), store), run).then(() => true, () => false);
                expectNothingLost(await open(openBackend('memory', { store }), store), run);
            }
            // Else the last writes were never the fatal ones.
            expect(survived).toBe(true);
        });
        test(`${moment} any write of the recovery from another death loses nothing either`, async () => {
            for (let fatal = 1; fatal <= LAST_WRITE; fatal += 1) {
                for (let second = 1; second <= 5; second += 1) {
                    const store = memoryStore();
                    const run = { done: [], pending: undefined, seq: 0 };
                    await apply(await open(mortal(store, fatal, 'after'), store), run).catch(() => undefined);
                    await open(mortal(store, second, moment), store).catch(() => undefined);
                    expectNothingLost(await open(openBackend('memory', { store }), store), run);
                }
            }
        });
    }
});
