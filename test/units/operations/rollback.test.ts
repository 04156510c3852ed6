import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Stack, type App } from 'landform';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TerraformData } from '../../../src/bindings/terraform.js';
import { hasErrors } from '../../../src/model/index.js';
import { importResource, stateRemove, type ApplyResult, type PlanningOptions } from '../../../src/operations/index.js';
import { StackRoom } from '../../support/stack-room.js';

let room: StackRoom;
beforeEach(async () => {
  room = await StackRoom.make(() => undefined);
});
afterEach(() => room.remove());

type Build = (stack: Stack) => void;
const program =
  (build: Build, names: readonly string[] = ['s']): ((app: App) => void) =>
  (app) => {
    for (const name of names) build(new Stack(app, name));
  };
/** Applies a program of one stack. */
const run = async (build: Build): Promise<ApplyResult> => {
  room.build = program(build);
  const result = await room.apply();
  expect(result.diagnostics).toEqual([]);
  return result;
};
const back = async (more: Partial<PlanningOptions> = {}): Promise<ApplyResult> =>
  room.apply({ rollback: true, ...more });
const codes = ({ diagnostics }: Pick<ApplyResult, 'diagnostics'>): readonly string[] =>
  diagnostics.map(({ severity, code }) => `${severity} ${code}`);

interface Stored {
  readonly resources: readonly {
    readonly module?: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: string | number;
      readonly attributes: Readonly<Record<string, unknown>>;
    }[];
  }[];
}
const stored = (stack = 's'): Stored =>
  JSON.parse(readFileSync(path.join(room.directory, `terraform.${stack}.tfstate`), 'utf8')) as Stored;
/** The inputs in state, by name. */
const inputs = (): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    stored().resources.flatMap(({ name, instances }) =>
      instances.map(({ index_key: key, attributes: { input } }) => [
        key === undefined ? name : `${name}[${key}]`,
        input === null ? null : ((input as { value: unknown }).value ?? input),
      ]),
    ),
  );

const data = (stack: Stack, name: string, input: string, triggersReplace?: string): TerraformData =>
  new TerraformData(stack, name, { input, ...(triggersReplace !== undefined && { triggersReplace }) });

describe('a rollback', () => {
  it('deletes what the last run created, creates what it deleted, and changes back what it changed', async () => {
    await run((stack) => {
      data(stack, 'kept', 'k');
      data(stack, 'changed', 'before');
      data(stack, 'replaced', 'r', '1');
      data(stack, 'gone', 'g');
    });
    const before = inputs();
    await run((stack) => {
      data(stack, 'kept', 'k');
      data(stack, 'changed', 'after');
      data(stack, 'replaced', 'r2', '2');
      data(stack, 'made', 'm');
    });
    expect(await room.changes({ rollback: true })).toEqual([
      'update s:terraform_data.changed',
      'create s:terraform_data.gone',
      'delete s:terraform_data.made',
      'delete-create s:terraform_data.replaced',
    ]);
    const result = await back();
    expect(codes(result)).toEqual(['warning program-differs']);
    expect(result.stacks[0]?.counts).toMatchObject({ created: 2, updated: 1, deleted: 2 });
    expect(inputs()).toEqual(before);
    // The program still asks for the other.
    expect(await room.changes()).toHaveLength(4);
  });

  it('reversed once more does again what it undid', async () => {
    await run((stack) => void data(stack, 'a', '1'));
    await run((stack) => void data(stack, 'a', '2'));
    expect(codes(await back())).toEqual(['warning program-differs']);
    expect(inputs()).toEqual({ a: '1' });
    await back();
    expect(inputs()).toEqual({ a: '2' });
  });

  it('gives what depends on an object that is created again its new ID', async () => {
    await run((stack) => {
      const a = data(stack, 'a', 'x');
      data(stack, 'b', `${a.id}`);
      new TerraformData(stack, 'c', { input: a.id });
    });
    await run((stack) => void data(stack, 'other', 'o'));
    const result = await back();
    expect(hasErrors(result.diagnostics)).toBe(false);
    const a = stored().resources.find(({ name }) => name === 'a')!.instances[0]!.attributes['id'];
    expect(inputs()).toEqual({ a: 'x', b: a, c: a });
  });

  it('knows instances', async () => {
    const counted = (count: number) => (stack: Stack) => {
      const all = new TerraformData(stack, 'n', { input: 'i' });
      all.count = count;
    };
    await run(counted(3));
    await run(counted(1));
    expect(await room.changes({ rollback: true })).toEqual([
      'create s:terraform_data.n[1]',
      'create s:terraform_data.n[2]',
    ]);
    await back();
    expect(await room.changes({ rollback: true })).toEqual([
      'delete s:terraform_data.n[1]',
      'delete s:terraform_data.n[2]',
    ]);
  });

  it('of a saved plan is applied as it was reviewed', async () => {
    await run((stack) => void data(stack, 'a', '1'));
    await run((stack) => void data(stack, 'b', '2'));
    const planned = await room.plan({ rollback: true, out: 'back.json' });
    expect(codes(planned)).toEqual(['warning program-differs']);
    const applied = await room.apply({ planFile: path.join(room.directory, 'back.json') });
    expect(hasErrors(applied.diagnostics)).toBe(false);
    expect(inputs()).toEqual({ a: '1' });
    expect(codes(await room.apply({ planFile: path.join(room.directory, 'back.json') }))).toEqual(['error stale-plan']);
  });

  it('deletes nothing that must not be destroyed', async () => {
    await run((stack) => void data(stack, 'a', '1'));
    await run((stack) => {
      data(stack, 'a', '1');
      data(stack, 'b', '2').lifecycle = { preventDestroy: true };
    });
    expect(codes(await back())).toEqual(['error prevent-destroy']);
    expect(inputs()).toEqual({ a: '1', b: '2' });
  });
});

describe('the last run', () => {
  beforeEach(async () => {
    await run((stack) => void data(stack, 'a', '1'));
    await run((stack) => void data(stack, 'a', '2'));
  });

  it('is not one that changed no object', async () => {
    expect(codes(await room.apply({ refreshOnly: true }))).toEqual([]);
    await back();
    expect(inputs()).toEqual({ a: '1' });
  });

  it.each([
    ['objects were removed from state since', () => stateRemove(room.env, { addresses: ['terraform_data.a'] })],
    [
      'objects were imported since',
      () => {
        room.build = program((stack) => {
          data(stack, 'a', '2');
          data(stack, 'i', 'i');
        });
        return importResource(room.env, { address: 'terraform_data.i', id: 'known' });
      },
    ],
    [
      'its history is lost',
      () => {
        rmSync(path.join(room.directory, '.landform'), { recursive: true });
        return Promise.resolve({ diagnostics: [] });
      },
    ],
  ])('is unknown if %s', async (_what, change) => {
    expect((await change()).diagnostics).toEqual([]);
    expect(codes(await back())).toEqual(['error no-history']);
  });

  it('is one for each stack, so that one of several is chosen', async () => {
    room.build = program((stack) => void data(stack, 'a', '3'), ['s', 't']);
    await room.apply();
    expect(codes(await back())).toEqual(['error unchosen-stack']);
    expect(codes(await back({ stacks: ['s'] }))).toEqual(['warning program-differs']);
    expect(inputs()).toEqual({ a: '2' });
  });
});
