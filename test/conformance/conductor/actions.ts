/* oxlint-disable vitest/valid-title, vitest/no-conditional-tests -- tests are made from cases */
import { describe, expect, it } from 'vitest';
import { isError } from '../provider-world.js';
import { invoke, type ActionCase } from './action-case.js';
import { configureManager, openManager, type ManagerWorld } from './world.js';

/** Every action does what it declares, or reports why it cannot. */
export function describeActions(actions: readonly ActionCase[]): void {
  describe.each(actions.map((action) => [action.title ?? action.type, action] as const))('%s', (_, action) => {
    const inWorld = async (test: (world: ManagerWorld) => Promise<void>): Promise<void> => {
      const world = await openManager();
      try {
        await configureManager(world);
        await test(world);
      } finally {
        await world.provider.close();
      }
    };

    it('succeeds with a summary', () =>
      inWorld(async (world) => {
        const { summary, diagnostics, checked } = await invoke(world, action.type, await action.config(world));
        expect([...checked, ...diagnostics].filter(isError)).toEqual([]);
        expect(summary).toMatch(action.did ?? /./);
      }));

    if (action.failing !== undefined) {
      it('reports why it fails', () =>
        inWorld(async (world) => {
          const config = { ...(await action.config(world)), ...action.failing };
          const { diagnostics, checked } = await invoke(world, action.type, config);
          const errors = [...checked, ...diagnostics].filter(isError);
          expect(errors).not.toEqual([]);
          for (const { detail } of errors) expect(detail ?? '').not.toBe('');
        }));
    }
  });
}
