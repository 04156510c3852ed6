import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hasErrors } from '../../src/model/index.js';
import { createHarness, type Harness } from '../../src/testing/index.js';
import { differences, planParts, stateParts } from '../scenarios/compare.js';
import type { Step } from '../scenarios/scenario.js';
import { Terraform } from '../scenarios/terraform.js';
import { Chance, Group, together, type Document } from './random-configuration.js';

const STEPS = 3;
const STATE = 'terraform.tfstate';

/** Every difference found on the way, with the step and what it is about. */
export async function compareRandom(seed: number, groupCount: number, root: string): Promise<readonly string[]> {
  const chance = new Chance(seed);
  const groups = Array.from({ length: groupCount }, (_, index) => new Group(chance, `g${index}_`));
  const pair = await Pair.make(root);
  for (let index = 0; index < STEPS; index += 1) {
    const document = together(groups.map((group) => group.step(index)));
    const options = optionsOf(chance, index, document);
    const found = await pair.step(options, document, chance);
    if (found === undefined) return [];
    if (found.length > 0) return [`seed ${seed}, step ${index + 1}, ${JSON.stringify(options)}`, ...found];
  }
  return [];
}

type Options = Omit<NonNullable<Step['options']>, 'variables'>;

function optionsOf(chance: Chance, index: number, document: Document): Options {
  const kind = chance.below(12);
  const plain = Object.entries(document.resource.terraform_data).flatMap(([name, body]) =>
    'count' in (body as object) || 'for_each' in (body as object) ? [] : [name],
  );
  if (kind === 0 && plain.length > 0) return { replace: [`terraform_data.${chance.pick(plain)}`] };
  if (kind === 1 && plain.length > 0) return { targets: [`terraform_data.${chance.pick(plain)}`] };
  if (kind === 2 && index > 0) return { refreshOnly: true };
  if (kind === 3 && index === STEPS - 1) return { destroy: true };
  return {};
}

/** One folder for each of the two tools. */
class Pair {
  readonly #ours: string;
  readonly #terraform: Terraform;
  readonly #harness: Harness;

  private constructor(ours: string, theirs: string, data: string) {
    this.#ours = ours;
    this.#terraform = new Terraform(theirs, data);
    this.#harness = createHarness({ directory: ours });
  }

  static async make(root: string): Promise<Pair> {
    const [ours, theirs, data] = ['landform', 'terraform', 'data'].map((part) => path.join(root, part)) as [
      string,
      string,
      string,
    ];
    for (const directory of [ours, theirs, data]) await mkdir(directory);
    return new Pair(ours, theirs, data);
  }

  /** Differences of one step; undefined when both refuse it, which ends the story. */
  async step(options: Options, document: Document, chance: Chance): Promise<readonly string[] | undefined> {
    for (const directory of [this.#ours, this.#terraform.directory])
      await writeFile(path.join(directory, 'main.tf.json'), JSON.stringify(document, undefined, 1));
    const planned = await this.#harness.plan({ ...options, out: 'plan.json' });
    const theirs = await this.#terraform.plan(stepWith(options), ['-out=tfplan']);
    // Terraform cannot order some changes of dependencies that Landform can.
    if (theirs.stderr.includes('Error: Cycle:')) return undefined;
    const refused = hasErrors(planned.diagnostics);
    if (refused !== (theirs.code !== 0)) return [`plan: ${told(planned.diagnostics)} | ${theirs.stderr}`];
    if (refused) return undefined;

    const shown = await this.#terraform.show('tfplan');
    const found = differences(planParts(await this.#read('plan.json')), planParts(shown.stdout));
    if (found.length > 0) return found.map((difference) => `plan: ${difference}`);

    const applied = await this.#harness.apply({ planFile: 'plan.json' });
    const done = await this.#terraform.apply('tfplan');
    const failed = hasErrors(applied.diagnostics);
    if (failed !== (done.code !== 0)) return [`apply: ${told(applied.diagnostics)} | ${done.stderr}`];
    const [mine, other] = [await read(path.join(this.#ours, STATE)), await read(this.#theirState())];
    const left = differences(stateOf(mine), stateOf(other));
    if (left.length > 0) return left.map((difference) => `state: ${difference}`);
    if (failed || mine === undefined || other === undefined) return failed ? undefined : [];
    const exchanged =
      chance.often(0.4) && options.targets === undefined ? await this.#exchange(options, mine, other) : [];
    // Random identifiers differ from here on unless both continue with one state.
    const next = chance.often(0.5) ? other : mine;
    for (const file of [path.join(this.#ours, STATE), this.#theirState()]) await writeFile(file, next);
    return exchanged;
  }

  /** Each tool has nothing to do with the state of the other. */
  async #exchange(options: Options, mine: string, other: string): Promise<readonly string[]> {
    const found: string[] = [];
    const { destroy = false, refreshOnly = false } = options;
    if (!destroy && !refreshOnly) {
      await writeFile(this.#theirState(), mine);
      for (const asked of [{}, { refreshOnly: true }]) {
        const again = await this.#terraform.plan(stepWith(asked), ['-detailed-exitcode']);
        if (again.code !== 0)
          found.push(`Terraform after Landform: ${again.code} ${essential(again.stdout)}${again.stderr}`);
      }
      await writeFile(path.join(this.#ours, STATE), other);
      for (const asked of [{}, { refreshOnly: true }]) {
        const { stacks, diagnostics } = await this.#harness.plan(asked);
        if (hasErrors(diagnostics) || stacks[0]?.plan.applyable !== false)
          found.push(`Landform after Terraform: ${told(diagnostics)} ${changesOf(stacks[0]?.planJson())}`);
      }
    }
    return found;
  }

  #theirState = (): string => path.join(this.#terraform.directory, STATE);
  #read = (name: string): Promise<string> => readFile(path.join(this.#ours, name), 'utf8');
}

/** What Terraform tells besides its progress. */
const essential = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.includes('Refreshing state...'))
    .join('\n');

const stepWith = (options: Options): Step => ({ name: 'random', options, expect: {} });

/** After a run that had nothing to do, Terraform leaves an empty state, and Landform no file. */
const EMPTY = '{ "version": 4, "outputs": {}, "resources": [] }';
const stateOf = (text: string | undefined): unknown => stateParts(text ?? EMPTY);

const read = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined);

const told = (
  diagnostics: readonly { readonly summary: string; readonly detail?: string; readonly address?: string }[],
): string =>
  diagnostics.map(({ summary, detail, address }) => `${address ?? ''} ${summary} ${detail ?? ''}`).join('; ');

function changesOf(json: object | undefined): string {
  const { resource_changes: changes, output_changes: outputs } = (json ?? {}) as Record<string, unknown>;
  return JSON.stringify({ changes, outputs }).slice(0, 2000);
}
