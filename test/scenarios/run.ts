import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { integrityProblems, parseJson, stateFromJson, stringifyJson, type Diagnostic } from '../../src/model/index.js';
import type { PlanningOptions } from '../../src/operations/index.js';
import { createHarness, type Harness } from '../../src/testing/index.js';
import { differences, planParts, stateParts, summary, waiting } from './compare.js';
import { arrange, edited, readScenario, type Step } from './scenario.js';
import { Terraform, type TerraformRun } from './terraform.js';

const STATE = 'terraform.tfstate';

/** Runs a scenario with Landform and, if it is installed, with Terraform. */
export async function runScenario(name: string, withTerraform: boolean): Promise<void> {
  const scenario = await readScenario(name);
  const root = await mkdtemp(path.join(tmpdir(), `landform-scenario-${name}-`));
  const [ours, theirs, data] = ['landform', 'terraform', 'data'].map((part) => path.join(root, part)) as [
    string,
    string,
    string,
  ];
  try {
    for (const directory of [ours, theirs, data]) await mkdir(directory);
    for (const [index, step] of scenario.steps.entries()) {
      for (const directory of [ours, theirs]) {
        await arrange(name, step, directory);
        if (step.state !== undefined) {
          const file = path.join(directory, STATE);
          await writeFile(file, edited(await readFile(file, 'utf8'), step.state));
        }
      }
      const walk = new StepWalk(step, `${name}, step ${index + 1} (${step.name})`, ours, new Terraform(theirs, data));
      await walk.alone();
      if (withTerraform) await walk.beside(index % 2 === 1);
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

class StepWalk {
  readonly #step: Step;
  readonly #title: string;
  readonly #ours: string;
  readonly #terraform: Terraform;
  readonly #harness: Harness;
  #plan: string | undefined;

  constructor(step: Step, title: string, ours: string, terraform: Terraform) {
    this.#step = step;
    this.#title = title;
    this.#ours = ours;
    this.#terraform = terraform;
    this.#harness = createHarness({ directory: ours, environment: step.environment ?? {} });
  }

  /** Checks that need no comparison. */
  async alone(): Promise<void> {
    const { expect: expected } = this.#step;
    const before = await this.#state();
    const planned = await this.#harness.plan({ ...this.#options(), out: 'plan.json' });
    expect(await this.#state(), this.#say('planning changes no byte of the state')).toBe(before);
    expect(errorCodes(planned.diagnostics), this.#say('errors of the plan')).toEqual(expected.fails ?? []);
    if (expected.fails !== undefined) return;

    this.#plan = await readFile(path.join(this.#ours, 'plan.json'), 'utf8');
    const { changes = {}, outputs = {}, drift = {} } = expected;
    expect(summary(this.#plan), this.#say('what is planned')).toEqual({ changes, outputs, drift });

    expect(waiting(this.#plan), this.#say('what waits')).toEqual(expected.waits ?? {});

    const applied = await this.#harness.apply({ planFile: 'plan.json' });
    expect(errorCodes(applied.diagnostics), this.#say('errors of apply')).toEqual(expected.applyFails ?? []);
    const after = await this.#state();
    if (after !== undefined)
      expect(integrityProblems(stateFromJson(parseJson(after)).state!), this.#say('a sound state')).toEqual([]);
    if (expected.waits !== undefined) {
      const { diagnostics } = await this.#harness.apply(this.#options(settled(this.#step)));
      expect(errorCodes(diagnostics), this.#say('errors of later waves')).toEqual([]);
    }
    await this.#expectNothingLeft('a second plan is empty');
  }

  /** The same with Terraform, compared; `handOver` lets the next step continue from Terraform's state. */
  async beside(handOver: boolean): Promise<void> {
    const terraform = this.#terraform;
    const planned = await terraform.plan(this.#step, ['-out=tfplan']);
    if (this.#plan === undefined) {
      const refused = this.#step.differs?.['fails'] === undefined;
      const what = refused ? 'Terraform refuses this too' : 'Terraform plans this';
      expect(planned.code, this.#say(`${what}\n${planned.stdout}`)).toBe(refused ? 1 : 0);
      return;
    }
    if (this.#step.expect.waits !== undefined) {
      expect(planned.code, this.#say(`Terraform refuses this\n${planned.stdout}`)).toBe(1);
      await this.#expectNothingForTerraform();
      return;
    }
    this.#expectRan(planned, 'Terraform plans');
    const shown = await terraform.show('tfplan');
    this.#expectSame(planParts(this.#plan), planParts(shown.stdout), 'the plan is the one Terraform makes');

    const applied = await terraform.apply('tfplan');
    const fails = this.#step.expect.applyFails !== undefined;
    expect(applied.code, this.#say(`Terraform applies\n${applied.stderr}`)).toBe(fails ? 1 : 0);
    const [ours, theirs] = [await this.#state(), await read(path.join(terraform.directory, STATE))];
    const what = 'the state is the one Terraform leaves';
    this.#expectSame({ state: ours && stateParts(ours) }, { state: theirs && stateParts(theirs) }, what);

    if (this.#step.unsettled === undefined) {
      await this.#expectNothingForTerraform();
    }
    await put(path.join(this.#ours, STATE), theirs);
    await this.#expectNothingLeft('nothing to do after Terraform');
    for (const directory of [this.#ours, terraform.directory]) {
      await put(path.join(directory, STATE), handOver ? theirs : ours);
    }
  }

  /** Hands Landform's state to Terraform. */
  async #expectNothingForTerraform(): Promise<void> {
    await put(path.join(this.#terraform.directory, STATE), await this.#state());
    const again = await this.#terraform.plan(settled(this.#step), ['-detailed-exitcode']);
    const what = `Terraform has nothing to do after Landform\n${again.stdout}${again.stderr}`;
    expect(again.code, this.#say(what)).toBe(this.#step.differs?.['applyable'] === undefined ? 0 : 2);
  }

  async #expectNothingLeft(what: string): Promise<void> {
    if (this.#step.unsettled !== undefined) return;
    const { stacks, diagnostics } = await this.#harness.plan(this.#options(settled(this.#step)));
    expect(errorCodes(diagnostics), this.#say(what)).toEqual([]);
    const text = stringifyJson(stacks[0]?.planJson() ?? {});
    expect({ ...summary(text), applyable: stacks[0]?.plan.applyable }, this.#say(what)).toEqual({
      changes: {},
      outputs: {},
      drift: {},
      applyable: false,
    });
  }

  #expectSame(mine: unknown, theirs: unknown, what: string): void {
    const agreed = Object.keys(this.#step.differs ?? {});
    const found = differences(mine, theirs);
    const left = found.filter((difference) => !agreed.some((place) => difference.startsWith(place)));
    expect(left, this.#say(`${what} (Landform | Terraform)`)).toEqual([]);
  }

  #expectRan(run: TerraformRun, what: string): void {
    expect(run.code, this.#say(`${what}\n${run.stdout}${run.stderr}`)).toBe(0);
  }

  #options(step: Step = this.#step): PlanningOptions {
    const { variables = {}, ...rest } = step.options ?? {};
    return { ...rest, variables: Object.entries(variables).map(([name, text]) => ({ name, text })) };
  }

  #state = (): Promise<string | undefined> => read(path.join(this.#ours, STATE));
  #say = (what: string): string => `${this.#title}: ${what}`;
}

/** The step after its apply: without requested replacements. */
function settled(step: Step): Step {
  const { replace: _replace, ...options } = step.options ?? {};
  return { ...step, options };
}

const errorCodes = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);

const put = (file: string, text: string | undefined): Promise<void> =>
  text === undefined ? rm(file, { force: true }) : writeFile(file, text);

const read = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined);
