import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasErrors, type Diagnostic } from '../../src/model/index.js';
import { createHarness, type Harness } from '../../src/testing/index.js';

/** One `terraform_data`, in a form that says which instances it has. */
interface Node {
  readonly name: string;
  readonly count: number | undefined;
  readonly keys: readonly string[] | undefined;
  readonly input: unknown;
  /** Whether its input is made from the node before it. */
  readonly chained: boolean;
  readonly trigger: number | undefined;
  readonly gapless: boolean;
  readonly conditional: boolean;
}

interface World {
  readonly nodes: readonly Node[];
  readonly flag: boolean;
  readonly word: string;
}

const NAMES = ['a', 'b', 'c', 'd', 'e'];

const text = fc.string({ unit: fc.constantFrom(...'ab "\\é\n'), maxLength: 4 });
const input = fc.oneof(
  text,
  fc.integer({ min: -3, max: 3 }),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(text, fc.integer({ min: 0, max: 3 })), { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('x', 'y'), fc.integer({ min: 0, max: 3 })),
);

const node = (name: string): fc.Arbitrary<Node> =>
  fc
    .record({
      name: fc.constant(name),
      input,
      chained: fc.boolean(),
      trigger: fc.option(fc.integer({ min: 0, max: 1 }), { nil: undefined }),
      gapless: fc.boolean(),
      conditional: fc.boolean(),
      shape: fc.oneof(
        fc.constant({ count: undefined, keys: undefined }),
        fc.integer({ min: 0, max: 3 }).map((count) => ({ count, keys: undefined })),
        fc
          .uniqueArray(fc.constantFrom('k', 'l', 'm.n', 'o p'), { maxLength: 3 })
          .map((keys) => ({ count: undefined, keys })),
      ),
    })
    .map(({ shape, ...rest }) => ({ ...rest, ...shape }));

const world: fc.Arbitrary<World> = fc
  .record({ names: fc.subarray(NAMES), flag: fc.boolean(), word: fc.constantFrom('one', 'two') })
  .chain(({ names, flag, word }) => fc.tuple(...names.map(node)).map((nodes) => ({ nodes, flag, word })));

const escaped = (value: unknown): unknown =>
  typeof value === 'string'
    ? value.replaceAll('${', '$${').replaceAll('%{', '%%{')
    : Array.isArray(value)
      ? value.map(escaped)
      : value;

/** What refers to a node, whatever instances it has. */
const reference = ({ name, count, keys }: Node): string =>
  count === undefined && keys === undefined
    ? `terraform_data.${name}.output`
    : `[for one in terraform_data.${name} : one.output]`;

function configurationOf({ nodes, flag, word }: World): string {
  const resources = nodes.map((node, index) => {
    const before = nodes[index - 1];
    const value =
      node.chained && before !== undefined
        ? { own: escaped(node.input), before: `\${${reference(before)}}` }
        : escaped(node.input);
    return [
      node.name,
      {
        input: node.conditional ? [value, '${local.flag ? local.word : upper(local.word)}'] : value,
        ...(node.trigger === undefined
          ? {}
          : { triggers_replace: [node.trigger, ...(node.conditional ? ['${local.word}'] : [])] }),
        ...(node.count === undefined ? {} : { count: node.count }),
        ...(node.keys === undefined ? {} : { for_each: `\${toset(${JSON.stringify(node.keys)})}` }),
        ...(node.gapless ? { lifecycle: { create_before_destroy: true } } : {}),
      },
    ];
  });
  return JSON.stringify({
    locals: { flag, word, both: '${local.word}-${local.flag}' },
    ...(resources.length === 0 ? {} : { resource: { terraform_data: Object.fromEntries(resources) as object } }),
    output: {
      both: { value: '${local.both}' },
      ...Object.fromEntries(nodes.map((one) => [one.name, { value: `\${${reference(one)}}` }])),
    },
  });
}

function addressesOf({ nodes }: World): readonly string[] {
  return nodes
    .flatMap(({ name, count, keys }) => {
      const address = `terraform_data.${name}`;
      if (keys !== undefined) return keys.map((key) => `${address}[${JSON.stringify(key)}]`);
      return count === undefined ? [address] : Array.from({ length: count }, (_, index) => `${address}[${index}]`);
    })
    .sort();
}

interface StateFile {
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: string | number;
      readonly deposed?: string;
      readonly attributes: { id: string; input: unknown; output: unknown };
    }[];
  }[];
  readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
}

/** Objects by address; a deposed or tainted one would not be there under its plain address. */
function objectsOf(state: StateFile): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    state.resources.flatMap(({ type, name, instances }) =>
      instances.map(({ index_key: key, deposed, attributes }) => [
        `${type}.${name}${key === undefined ? '' : `[${JSON.stringify(key)}]`}${deposed === undefined ? '' : ` deposed ${deposed}`}`,
        { ...attributes, id: undefined },
      ]),
    ),
  );
}

class Place {
  readonly harness: Harness;
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
    this.harness = createHarness({ directory });
  }

  static async make(): Promise<Place> {
    return new Place(await mkdtemp(path.join(tmpdir(), 'landform-property-')));
  }

  async ask(world: World): Promise<void> {
    await writeFile(path.join(this.directory, 'main.tf.json'), configurationOf(world));
  }

  async state(): Promise<StateFile> {
    return JSON.parse(await readFile(path.join(this.directory, 'terraform.tfstate'), 'utf8')) as StateFile;
  }

  /** Every file and what is in it. */
  async files(): Promise<Readonly<Record<string, string>>> {
    const names = (await readdir(this.directory))
      .filter((name) => !name.includes('lock') && name !== '.landform')
      .sort();
    return Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await readFile(path.join(this.directory, name), 'utf8')])),
    );
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}

function good<T extends { readonly diagnostics: readonly Diagnostic[] }>(result: T): T {
  expect(result.diagnostics.filter((one) => hasErrors([one]))).toEqual([]);
  return result;
}

/** Addresses of what a plan would change, and whether it would do anything. */
async function planned(
  harness: Harness,
): Promise<{ readonly changes: readonly string[]; readonly applyable: boolean }> {
  const { stacks } = good(await harness.plan());
  const { plan } = stacks[0]!;
  return {
    changes: plan.changes
      .filter(({ action }) => action !== 'no-op')
      .map(({ action, address }) => `${action} ${address}`),
    applyable: plan.applyable,
  };
}

const NOTHING = { changes: [], applyable: false };

async function inPlaces(count: number, work: (...places: Place[]) => Promise<void>): Promise<void> {
  const places = await Promise.all(Array.from({ length: count }, () => Place.make()));
  try {
    await work(...places);
  } finally {
    for (const place of places) await place.remove();
  }
}

const RUNS = { numRuns: 60 };

describe('for any configuration and any later change to it', () => {
  it(
    'a plan after apply is empty, the state contains exactly what is configured, and destroy removes everything',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(world, { minLength: 1, maxLength: 3 }), (worlds) =>
          inPlaces(1, async (place) => {
            const { harness } = place;
            for (const wanted of worlds) {
              await place.ask(wanted);
              good(await harness.apply());
              expect(await planned(harness)).toEqual(NOTHING);
              const state = await place.state();
              expect(Object.keys(objectsOf(state)).sort()).toEqual(addressesOf(wanted));
              for (const object of Object.values(objectsOf(state)) as { input: unknown; output: unknown }[])
                expect(object.output).toEqual(object.input);
            }
            good(await harness.destroy());
            const left = await place.state();
            expect(left.resources).toEqual([]);
            expect(left.outputs).toEqual({});
          }),
        ),
        RUNS,
      );
    },
  );

  it(
    'a plan changes no file, and applying it saved has the same result as a direct apply',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(world, world, (first, second) =>
          inPlaces(2, async (direct, saved) => {
            for (const wanted of [first, second]) {
              for (const place of [direct, saved]) await place.ask(wanted);
              const before = await saved.files();
              const seen = await planned(saved.harness);
              expect(await saved.files()).toEqual(before);
              good(await saved.harness.plan({ out: 'next.plan' }));
              const { 'next.plan': _, ...rest } = await saved.files();
              const { 'next.plan': __, ...others } = before;
              expect(rest).toEqual(others);

              good(await saved.harness.apply({ planFile: 'next.plan' }));
              good(await direct.harness.apply());
              if (!seen.applyable) continue;
              const [one, two] = [await direct.state(), await saved.state()];
              expect(objectsOf(two)).toEqual(objectsOf(one));
              expect(two.outputs).toEqual(one.outputs);
              expect(await planned(saved.harness)).toEqual(NOTHING);
            }
          }),
        ),
        RUNS,
      );
    },
  );
});
