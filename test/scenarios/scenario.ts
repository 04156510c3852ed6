import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A sequence of steps: the files, the request, and the expected plan. */
export interface Scenario {
  /** The rule that this case guards. */
  readonly why: string;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly name: string;
  /** Files of the folder that change; null removes one, a string names a file beside `scenario.json`, anything else is the content. */
  readonly files?: Readonly<Record<string, unknown>>;
  /** Manual changes to the state since the previous step. */
  readonly state?: readonly StateEdit[];
  readonly options?: StepOptions;
  readonly environment?: Readonly<Record<string, string>>;
  readonly expect: Expected;
  /**
   * Places where Landform differs from Terraform on purpose, each with the reason; `fails` is a plan that only Terraform creates,
   * `applyable` a plan that only Terraform applies, again and again.
   */
  readonly differs?: Readonly<Record<string, string>>;
  /** Why a second plan may contain changes again. */
  readonly unsettled?: string;
}

export interface StepOptions {
  readonly targets?: readonly string[];
  readonly replace?: readonly string[];
  readonly destroy?: boolean;
  readonly refresh?: boolean;
  readonly refreshOnly?: boolean;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Without `to`, the value at `at` is removed. The last part of `at` may be the length of a list, to append. */
export interface StateEdit {
  readonly at: readonly (string | number)[];
  readonly to?: unknown;
}

export interface Expected {
  /** By address: the action and its reason, `delete,create replace_by_request`; unchanged objects are omitted. */
  readonly changes?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly drift?: Readonly<Record<string, string>>;
  /**
   * By address: what waits for this plan, and for what. Terraform refuses such a configuration; it finds nothing to do
   * once Landform has applied all waves.
   */
  readonly waits?: Readonly<Record<string, string>>;
  /** Codes of the errors of the plan. */
  readonly fails?: readonly string[];
  /** Codes of the errors of the apply. */
  readonly applyFails?: readonly string[];
}

const here = fileURLToPath(new URL('.', import.meta.url));

/** Folders in another format: test files, and scenarios of generated providers. */
const OTHERS: readonly string[] = ['infrastructure-tests', 'openapi'];

export async function scenarioNames(): Promise<readonly string[]> {
  const entries = await readdir(here, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !OTHERS.includes(entry.name))
    .map((entry) => entry.name)
    .sort();
}

export async function readScenario(name: string): Promise<Scenario> {
  return JSON.parse(await readFile(path.join(here, name, 'scenario.json'), 'utf8')) as Scenario;
}

/** Updates a folder to the files of a step. */
export async function arrange(scenario: string, step: Step, directory: string): Promise<void> {
  for (const [name, content] of Object.entries(step.files ?? {})) {
    const file = path.join(directory, name);
    if (content === null) {
      await rm(file);
      continue;
    }
    await mkdir(path.dirname(file), { recursive: true });
    const text =
      typeof content === 'string'
        ? await readFile(path.join(here, scenario, content), 'utf8')
        : `${JSON.stringify(content, undefined, 2)}\n`;
    await writeFile(file, text);
  }
}

/** The text of a state with edits made; a number beyond 2^53 would not survive, so no case has both. */
export function edited(state: string, edits: readonly StateEdit[]): string {
  const document = JSON.parse(state) as Container;
  for (const { at, to } of edits) {
    let target = document;
    for (const key of at.slice(0, -1)) target = target[key] as Container;
    const last = at.at(-1)!;
    if (to !== undefined) target[last] = to;
    else if (Array.isArray(target)) target.splice(Number(last), 1);
    else delete target[last];
  }
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

type Container = Record<string | number, unknown>;
