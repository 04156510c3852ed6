import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Output, Stack, type App } from 'landform';
import { TerraformData } from 'landform/providers/terraform';
import { hasErrors } from '../../src/model/index.js';
import { StackRoom } from '../support/stack-room.js';

/** For each stack, the earlier ones whose values it reads. */
const graphs = fc
  .integer({ min: 2, max: 7 })
  .chain((count) =>
    fc.tuple(
      ...Array.from({ length: count }, (_, index) =>
        index === 0 ? fc.constant<number[]>([]) : fc.uniqueArray(fc.nat({ max: index - 1 }), { maxLength: 3 }),
      ),
    ),
  );

const program =
  (graph: readonly (readonly number[])[], changed: string) =>
  (app: App): void => {
    const made: TerraformData[] = [];
    graph.forEach((needs, index) => {
      const stack = new Stack(app, `s${index}`);
      const inputs = needs.flatMap((need) => made[need]?.output ?? []);
      const data = new TerraformData(stack, 'made', { input: inputs.length === 0 ? changed : inputs });
      made.push(data);
      new Output(stack, 'value', { value: data.output });
    });
  };

/** Outputs and inputs of each state, without what differs with every run. */
async function contents(room: StackRoom, count: number): Promise<readonly unknown[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const { outputs, resources } = JSON.parse(await room.read(`terraform.s${index}.tfstate`)) as {
        readonly outputs: Readonly<Record<string, unknown>>;
        readonly resources: readonly { readonly name: string; readonly mode: string }[];
      };
      return [outputs, resources.map(({ name, mode }) => `${mode} ${name}`)];
    }),
  );
}

it('stacks applied together end as if they were applied one by one', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(graphs, fc.boolean(), async (graph, saved) => {
      const together = await StackRoom.make(program(graph, 'first'));
      const single = await StackRoom.make(program(graph, 'first'));
      try {
        for (const input of ['first', 'second']) {
          together.build = single.build = program(graph, input);
          if (saved) await together.plan({ out: 'p' });
          const result = await together.apply(saved ? { planFile: 'p' } : {});
          expect(result.diagnostics).toEqual([]);
          for (const index of graph.keys()) {
            const one = await single.apply({ stacks: [`s${index}`] });
            expect(hasErrors(one.diagnostics)).toBe(false);
          }
          expect(await contents(together, graph.length)).toEqual(await contents(single, graph.length));
          expect(await together.changes()).toEqual([]);
        }
      } finally {
        await together.remove();
        await single.remove();
      }
    }),
    { numRuns: Number(process.env['LANDFORM_RUNS'] ?? 4) },
  );
});
