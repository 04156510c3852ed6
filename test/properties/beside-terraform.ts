import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hasErrors } from '../../src/model/index.js';
import { createHarness, type Harness } from '../../src/testing/index.js';
import { differences, planParts, stateParts } from '../scenarios/compare.js';
import type { Step } from '../scenarios/scenario.js';
import { Terraform, type TerraformRun } from '../scenarios/terraform.js';
import { Chance, Group, together, type Document } from './random-configuration.js';
import { ModuleTree } from './module-tree.js';
import { Placement, written, type Files } from './random-modules.js';

const STEPS = 3;
const STATE = 'terraform.tfstate';

/** All differences, each with its step and subject. */
export async function compareRandom(
  seed: number,
  groupCount: number,
  root: string,
  modules = false,
): Promise<readonly string[]> {
  const chance = new Chance(seed);
  const groups = Array.from({ length: groupCount }, (_, index) => new Group(chance, `g${index}_`));
  const placement = modules ? new Placement(chance, groupCount) : undefined;
  const pair = await Pair.make(root);
  for (let index = 0; index < STEPS; index += 1) {
    const documents = groups.map((group) => group.step(index));
    const inRoot = together(placement?.inRoot(documents) ?? documents);
    const prefixes = groups.map(({ prefix }) => prefix);
    const files = { 'main.tf.json': written(inRoot), ...placement?.files(documents, prefixes) };
    const options = optionsOf(chance, index, inRoot, placement?.modules(prefixes) ?? []);
    const found = await pair.step(options, files, together(documents), chance);
    if (found === undefined) return [];
    if (found.length > 0) return [`seed ${seed}, step ${index + 1}, ${JSON.stringify(options)}`, ...found];
  }
  return [];
}

/** The same for a tree of modules that pass values to each other. */
export async function compareTrees(seed: number, moduleCount: number, root: string): Promise<readonly string[]> {
  const chance = new Chance(seed);
  const tree = new ModuleTree(chance, moduleCount);
  const pair = await Pair.make(root);
  for (let index = 0; index < STEPS; index += 1) {
    const folders = tree.step(index);
    const inRoot = folders.get('')!;
    const called = Object.keys(inRoot.module ?? {}).map((name) => `module.${name}`);
    const { refreshOnly: _refresh, destroy: _destroy, ...options } = optionsOf(chance, index, inRoot, called);
    const files = [...folders].map(
      ([folder, content]) => [path.join(folder, 'main.tf.json'), written(content)] as const,
    );
    const found = await pair.step(options, Object.fromEntries(files), together([...folders.values()]), chance, true);
    if (found === undefined) return [];
    if (found.length > 0) return [`seed ${seed}, step ${index + 1}, ${JSON.stringify(options)}`, ...found];
  }
  return [];
}

/** With `depends_on` of a module, Terraform keeps dependencies on what is no longer in that module until it is deleted. */
function isKeptDependency(difference: string): boolean {
  const [, ours, theirs] =
    /^(?:prior_state .* \/ depends_on|resources .* \/ dependencies): (\[.*\]|absent) \| (\[.*\])$/.exec(difference) ??
    [];
  if (ours === undefined || theirs === undefined) return false;
  const here = ours === 'absent' ? [] : (JSON.parse(ours) as string[]);
  const there = JSON.parse(theirs) as string[];
  const kept = there.filter((address) => !here.includes(address));
  return here.every((address) => there.includes(address)) && kept.every((address) => address.startsWith('module.'));
}

type Options = Omit<NonNullable<Step['options']>, 'variables'>;

function optionsOf(chance: Chance, index: number, document: Document, modules: readonly string[]): Options {
  const kind = chance.below(12);
  const plain = Object.entries(document.resource.terraform_data).flatMap(([name, body]) =>
    'count' in (body as object) || 'for_each' in (body as object) ? [] : [name],
  );
  if (kind === 0 && plain.length > 0) return { replace: [`terraform_data.${chance.pick(plain)}`] };
  if (kind === 1 && plain.length > 0) return { targets: [`terraform_data.${chance.pick(plain)}`] };
  if (kind === 4 && modules.length > 0) return { targets: [chance.pick(modules)] };
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

  /** Differences of one step; undefined if both reject it, which ends the sequence. */
  async step(
    options: Options,
    files: Files,
    document: Document,
    chance: Chance,
    hasModules = 'modules.tf.json' in files,
  ): Promise<readonly string[] | undefined> {
    for (const directory of [this.#ours, this.#terraform.directory]) {
      for (const [name, content] of Object.entries(files)) {
        await mkdir(path.dirname(path.join(directory, name)), { recursive: true });
        await writeFile(path.join(directory, name), JSON.stringify(content, undefined, 1));
      }
    }
    // Modules in local folders are not copied, but recorded.
    if (hasModules) await this.#terraform.get();
    const planned = await this.#harness.plan({ ...options, out: 'plan.json' });
    const theirs = await this.#terraform.plan(stepWith(options), ['-out=tfplan']);
    // Terraform cannot order some changes of dependencies that Landform can.
    if (theirs.stderr.includes('Error: Cycle:')) return undefined;
    // A postcondition of an instance that does not exist yet waits in Landform; Terraform cannot evaluate `self`.
    if (options.refreshOnly === true && theirs.stderr.includes('Error: Invalid index')) return undefined;
    // Nor can it repeat anything by an object that does not exist yet, which Landform leaves until it does.
    if (options.refreshOnly === true && /Error: Invalid (?:for_each|count) argument/.test(theirs.stderr))
      return undefined;
    // Landform refuses to destroy what objects outside the targets depend on.
    if (options.targets !== undefined && planned.diagnostics.some(({ code }) => code === 'destroys-needed'))
      return undefined;
    const refused = hasErrors(planned.diagnostics);
    // Before it destroys, Terraform evaluates the configuration with what was there before, which may not fit it.
    if (options.destroy === true && !refused && theirs.code !== 0) return undefined;
    if (refused !== (theirs.code !== 0)) return [`plan: ${told(planned.diagnostics)} | ${theirs.stderr}`];
    if (refused) {
      console.log('REFUSED', told(planned.diagnostics).slice(0, 300));
      return undefined;
    }

    const shown = await this.#terraform.show('tfplan');
    const byChance = options.refreshOnly === true && isLeftToChance(await read(this.#theirState()));
    const found = differences(planParts(await this.#read('plan.json')), planParts(shown.stdout)).filter(
      (difference) =>
        !isKeptSecret(difference, document) &&
        !CHILDREN_IN_NO_ORDER.test(difference) &&
        !isKeptDependency(difference) &&
        !(byChance && difference.startsWith('applyable')) &&
        !(options.destroy === true && EVALUATED_ANEW.test(difference)),
    );
    if (found.length > 0) return found.map((difference) => `plan: ${difference}`);

    const applied = await this.#harness.apply({ planFile: 'plan.json' });
    const done = await this.#terraform.apply('tfplan');
    const failed = hasErrors(applied.diagnostics);
    if (failed !== (done.code !== 0)) return [`apply: ${told(applied.diagnostics)} | ${done.stderr}`];
    const [mine, other] = [await read(path.join(this.#ours, STATE)), await read(this.#theirState())];
    const lost = options.refreshOnly === true ? neverKnown(shown.stdout) : [];
    const deleted = options.targets === undefined ? NONE : deletedBy(shown.stdout);
    const settledState = settled(other, deleted);
    const leftBehind = options.targets !== undefined && settledState !== other;
    const [ours, others] = leftBehind
      ? [settled(mine, deleted), settledState]
      : [without(lost, mine), without(lost, other)];
    const left = differences(stateOf(ours), stateOf(others)).filter((difference) => !isKeptDependency(difference));
    if (left.length > 0) return left.map((difference) => `state: ${difference}`);
    if (failed || mine === undefined || other === undefined) return failed ? undefined : [];
    const exchanged =
      chance.often(0.4) && options.targets === undefined ? await this.#exchange(options, mine, other) : [];
    // Random identifiers differ from here on unless both continue with one state.
    const next = chance.often(0.5) && lost.length === 0 && !leftBehind ? other : mine;
    for (const file of [path.join(this.#ours, STATE), this.#theirState()]) await writeFile(file, next);
    return exchanged;
  }

  /** Each tool plans no changes with the state of the other. */
  async #exchange(options: Options, mine: string, other: string): Promise<readonly string[]> {
    const found: string[] = [];
    const { destroy = false, refreshOnly = false } = options;
    if (destroy || refreshOnly) return found;
    for (const asked of isLeftToChance(other) ? [{}] : [{}, { refreshOnly: true }]) {
      // Terraform may still have something to do after its own apply, or refuse to plan again.
      const own = await this.#planAgain(asked, other);
      const again = await this.#planAgain(asked, mine);
      if (again.code !== own.code)
        found.push(`Terraform after Landform: ${again.code}, not ${own.code} ${again.stdout}${again.stderr}`);
      await writeFile(path.join(this.#ours, STATE), other);
      const { stacks, diagnostics } = await this.#harness.plan(asked);
      const code = hasErrors(diagnostics) ? 1 : stacks[0]?.plan.applyable === true ? 2 : 0;
      if (code !== own.code)
        found.push(
          `Landform after Terraform: ${code}, not ${own.code} ${told(diagnostics)} ${changesOf(stacks[0]?.planJson())}`,
        );
    }
    return found;
  }

  async #planAgain(options: Options, state: string): Promise<TerraformRun> {
    await writeFile(this.#theirState(), state);
    const run = await this.#terraform.plan(stepWith(options), ['-detailed-exitcode']);
    return { ...run, stdout: essential(run.stdout) };
  }

  #theirState = (): string => path.join(this.#terraform.directory, STATE);
  #read = (name: string): Promise<string> => readFile(path.join(this.#ours, name), 'utf8');
}

/**
 * The outputs that a plan cannot know: with `-refresh-only`, Terraform stores nulls for what is not known of an object that does
 * not exist yet; Landform leaves what is stored.
 */
const neverKnown = (plan: string): readonly string[] =>
  Object.entries((JSON.parse(plan) as OutputChanges).output_changes ?? {}).flatMap(([name, change]) =>
    change.after_unknown === false ? [] : name,
  );

interface OutputChanges {
  readonly output_changes?: Readonly<Record<string, { readonly after_unknown: unknown }>>;
}

const NONE: ReadonlySet<string> = new Set();

interface ResourceChanges {
  readonly resource_changes?: readonly { readonly address: string; readonly change: { readonly actions: unknown } }[];
}

/** The addresses of objects that a plan deletes and does not replace. */
const deletedBy = (plan: string): ReadonlySet<string> =>
  new Set(
    ((JSON.parse(plan) as ResourceChanges).resource_changes ?? []).flatMap(({ address, change }) =>
      JSON.stringify(change.actions) === '["delete"]' ? address : [],
    ),
  );

interface StoredResource {
  readonly module?: string;
  readonly type: string;
  readonly name: string;
  readonly instances: readonly { readonly index_key?: string | number; readonly deposed?: string }[];
}

/**
 * A state without what Terraform leaves to the next apply with targets, although its plan deletes it: of what a target needs, the
 * instances that are not wanted any more, and the deposed objects of create_before_destroy replacements.
 */
function settled(state: string | undefined, deleted: ReadonlySet<string>): string | undefined {
  if (state === undefined) return state;
  const document = JSON.parse(state) as { readonly resources: readonly StoredResource[] };
  let isWhole = true;
  const resources = document.resources.flatMap((resource) => {
    const { module, type, name } = resource;
    const address = `${module === undefined ? '' : `${module}.`}${type}.${name}`;
    const instances = resource.instances.filter(({ index_key: key, deposed }) => {
      const own = key === undefined ? address : `${address}[${JSON.stringify(key)}]`;
      return deposed === undefined && !deleted.has(own);
    });
    isWhole &&= instances.length === resource.instances.length;
    return instances.length === 0 ? [] : { ...resource, instances };
  });
  return isWhole ? state : JSON.stringify({ ...document, resources });
}

interface Outputs {
  readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
}

/** A state without some outputs. */
function without(names: readonly string[], state: string | undefined): string | undefined {
  if (names.length === 0 || state === undefined) return state;
  const document = JSON.parse(state) as Outputs;
  const outputs = Object.entries(document.outputs).filter(([name]) => !names.includes(name));
  return JSON.stringify({ ...document, outputs: Object.fromEntries(outputs) });
}

/** Terraform evaluates the configuration anew before it destroys; Landform shows the outputs and dependencies in state. */
const EVALUATED_ANEW =
  /^(?:output_changes|prior_state \/ values \/ outputs|relevant_attributes|prior_state .* \/ depends_on)/;

/** Terraform lists the modules in a module in no order; those in the root come sorted. */
const CHILDREN_IN_NO_ORDER = /^planned_values .*child_modules .*child_modules \/ order/;

/**
 * Terraform compares what is sensitive of an object in the order it comes in, which is that of chance: with two such attributes,
 * `-refresh-only` may find something to do.
 */
const isLeftToChance = (state: string | undefined): boolean => {
  const { resources = [] } = JSON.parse(state ?? '{}') as {
    resources?: { instances: { sensitive_attributes?: unknown[] }[] }[];
  };
  return resources.some(({ instances }) => instances.some((one) => (one.sensitive_attributes ?? []).length > 1));
};

/** What is replaced shows no secret that `ignore_changes` kept out before: here Terraform forgets what is configured as sensitive. */
function isKeptSecret(difference: string, document: Document): boolean {
  const [, name = ''] = /[ .]terraform_data\.(\w+).*sensitive.*: .*true.* \| /.exec(difference) ?? [];
  const body = document.resource.terraform_data[name] as { readonly lifecycle?: object } | undefined;
  return body?.lifecycle !== undefined && 'ignore_changes' in body.lifecycle;
}

/** Messages of Terraform other than progress. */
const essential = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.includes('Refreshing state...'))
    .join('\n');

const stepWith = (options: Options): Step => ({ name: 'random', options, expect: {} });

const stateOf = (text: string | undefined): unknown => (text === undefined ? undefined : stateParts(text));

const read = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined);

const told = (
  diagnostics: readonly { readonly summary: string; readonly detail?: string; readonly address?: string }[],
): string =>
  diagnostics.map(({ summary, detail, address }) => `${address ?? ''} ${summary} ${detail ?? ''}`).join('; ');

function changesOf(json: object | undefined): string {
  const { resource_changes: changes, output_changes: outputs } = (json ?? {}) as Record<string, unknown>;
  return JSON.stringify({ changes, outputs }).slice(0, 2000);
}
