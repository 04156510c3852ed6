import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createHarness, type Harness } from '../../src/testing/index.js';

/** `LANDFORM_WAVES=500 npx vitest run test/properties/waves.test.ts` looks longer. */
const RUNS = Number(process.env['LANDFORM_WAVES'] ?? 6);

/** One resource or module call; numbers name those before it, by what is left when divided by how many there are. */
interface Thing {
  readonly kind: 'plain' | 'count' | 'each' | 'module';
  readonly keysFrom: number;
  readonly uses: readonly number[];
  readonly dependsOn: number | null;
  readonly replacedBy: number | null;
  readonly createsFirst: boolean;
}

/** For each thing, whether it is configured in a step, and the keys that it has itself. */
type Step = readonly { readonly exists: boolean; readonly keys: readonly string[] }[];

const COUNT = 7;

const thing = fc.record<Thing>({
  kind: fc.constantFrom('plain', 'plain', 'count', 'each', 'each', 'module'),
  keysFrom: fc.nat(COUNT),
  uses: fc.array(fc.nat(COUNT), { maxLength: 2 }),
  dependsOn: fc.option(fc.nat(COUNT), { freq: 3 }),
  replacedBy: fc.option(fc.nat(COUNT), { freq: 2 }),
  createsFirst: fc.boolean(),
});

const step: fc.Arbitrary<Step> = fc.array(
  fc.record({
    exists: fc.integer({ min: 0, max: 4 }).map((number) => number > 0),
    keys: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }),
  }),
  { minLength: COUNT, maxLength: COUNT },
);

const MODULE = `
variable "uses" {}
variable "name" {}
resource "terraform_data" "one" { input = { keys = [var.name], uses = var.uses } }
resource "terraform_data" "each" {
  for_each = toset(terraform_data.one.SIDE.keys)
  input    = { keys = [each.key], uses = [] }
}
output "output" { value = { keys = [for one in terraform_data.each : one.output.keys[0]] } }
output "input" { value = { keys = [for one in terraform_data.each : one.input.keys[0]] } }`;

/** The configuration of one step. `side` is where keys are taken from: `input` is known during the plan, `output` after it. */
function configuration(things: readonly Thing[], now: Step, side: 'input' | 'output'): string {
  const exists = (index: number): boolean => now[index]?.exists === true;
  const isRepeated = ({ kind }: Thing): boolean => kind !== 'plain';
  const nameOf = (index: number): string =>
    `${things[index]!.kind === 'module' ? 'module' : 'terraform_data'}.t${index}`;
  const keysOf = (index: number, of: string): string =>
    isRepeated(things[index]!)
      ? `flatten([for one in ${nameOf(index)} : one.${of}.keys])`
      : `${nameOf(index)}.${of}.keys`;
  return things
    .map((one, index) => {
      if (!exists(index)) return '';
      const before = (number: number | null): number | undefined => {
        const found = number === null || index === 0 ? undefined : number % index;
        return found !== undefined && exists(found) ? found : undefined;
      };
      const keys = before(one.keysFrom);
      const known = `[${now[index]!.keys.map((key) => `"${key}"`).join(', ')}]`;
      const wanted = keys === undefined ? known : keysOf(keys, side);
      const uses = one.uses.flatMap((number) => before(number) ?? []);
      const used = `[${uses.map((other) => `join(",", sort(${keysOf(other, 'output')}))`).join(', ')}]`;
      const depends = before(one.dependsOn);
      const dependsOn = depends === undefined ? '' : `depends_on = [${nameOf(depends)}]\n`;
      const repeat =
        one.kind === 'plain'
          ? ''
          : one.kind === 'count'
            ? `count = length(toset(${wanted}))\n`
            : `for_each = toset(${wanted})\n`;
      if (one.kind === 'module')
        return `module "t${index}" {\nsource = "./m"\n${repeat}${dependsOn}name = each.key\nuses = ${used}\n}`;
      const own = one.kind === 'plain' ? known : one.kind === 'count' ? '[tostring(count.index)]' : '[each.key]';
      const replacing = before(one.replacedBy);
      const replace =
        replacing === undefined ? '' : `triggers_replace = join(",", sort(${keysOf(replacing, 'output')}))\n`;
      const lifecycle = one.createsFirst ? 'lifecycle { create_before_destroy = true }\n' : '';
      return `resource "terraform_data" "t${index}" {\n${repeat}${dependsOn}input = { keys = ${own}, uses = ${used} }\n${replace}${lifecycle}}`;
    })
    .join('\n');
}

class World {
  readonly #directory: string;
  readonly #side: 'input' | 'output';
  readonly harness: Harness;

  constructor(directory: string, side: 'input' | 'output') {
    this.#directory = directory;
    this.#side = side;
    this.harness = createHarness({ directory });
  }

  async write(things: readonly Thing[], now: Step): Promise<void> {
    await mkdir(path.join(this.#directory, 'm'), { recursive: true });
    await writeFile(path.join(this.#directory, 'm/main.tf'), MODULE.replaceAll('SIDE', this.#side));
    await writeFile(path.join(this.#directory, 'main.tf'), configuration(things, now, this.#side));
  }

  /** All objects in state, without what is random. */
  async objects(): Promise<Readonly<Record<string, unknown>>> {
    const { resources } = JSON.parse(await readFile(path.join(this.#directory, 'terraform.tfstate'), 'utf8')) as State;
    return Object.fromEntries(
      resources.flatMap(({ module = '', name, instances }) =>
        instances.map(({ index_key: key, attributes: { id: _id, ...attributes }, dependencies = [], deposed }) => [
          `${module} ${name} ${key} ${deposed ?? ''}`,
          { ...attributes, dependencies },
        ]),
      ),
    );
  }
}

interface State {
  readonly resources: readonly {
    readonly module?: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: unknown;
      readonly attributes: Readonly<Record<string, unknown>>;
      readonly dependencies?: readonly string[];
      readonly deposed?: string;
    }[];
  }[];
}

it(
  'waves leave what one apply leaves where all keys are known, and nothing more to do',
  { timeout: 600_000 },
  async () => {
    let waited = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(thing, { minLength: COUNT, maxLength: COUNT }),
        fc.array(step, { minLength: 2, maxLength: 3 }),
        async (things, steps) => {
          const root = await mkdtemp(path.join(tmpdir(), 'landform-waves-'));
          try {
            const known = new World(path.join(root, 'known'), 'input');
            const unknown = new World(path.join(root, 'unknown'), 'output');
            for (const now of steps) {
              for (const world of [known, unknown]) {
                await world.write(things, now);
                const planned = await world.harness.plan();
                expect(planned.diagnostics).toEqual([]);
                const waits = planned.stacks[0]!.plan.deferred;
                if (world === unknown) waited += waits.length;
                else expect(waits.filter(({ address }) => address.includes('[*]'))).toEqual([]);
                const applied = await world.harness.apply();
                expect(applied.diagnostics).toEqual([]);
                expect(applied.stacks[0]!.waiting).toEqual([]);
                const { stacks } = await world.harness.plan();
                const { changes, deferred, applyable } = stacks[0]!.plan;
                expect(changes.filter(({ action }) => action !== 'no-op')).toEqual([]);
                expect({ deferred, applyable }).toEqual({ deferred: [], applyable: false });
              }
              expect(await unknown.objects()).toEqual(await known.objects());
            }
          } finally {
            await rm(root, { recursive: true, force: true });
          }
        },
      ),
      { numRuns: RUNS, endOnFailure: process.env['LANDFORM_WAVES'] === undefined },
    );
    expect(waited).toBeGreaterThan(0);
  },
);
