import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ageJournal } from '../support/age-journal.js';
import { onDisk } from '../support/on-disk.js';
import { plugins } from '../support/plugin/executables.js';
import { askedIn, noneLeft, objectsInState, objectsOf } from '../support/plugin/objects.js';
import { Folder, type Ran } from '../support/run-landform.js';

onDisk();

/** `LANDFORM_PLUGIN_FAILURES=200` tries so many; `LANDFORM_SEED` selects others. */
const TRIES = Number(process.env['LANDFORM_PLUGIN_FAILURES'] ?? 2);

/** Objects of two providers that do not need each other. */
const configuration = (boxes: number, size: number): string => `
terraform {
  required_providers {
    plug5 = { source = "example.com/test/plug5" }
    plug6 = { source = "example.com/test/plug6" }
  }
}
provider "plug5" {
  world = "\${path.root}/world5.json"
}
provider "plug6" {
  world = "\${path.root}/world6.json"
}
resource "plug6_box" "b" {
  count = ${boxes}
  name  = "box \${count.index}"
  size  = ${size}
}
resource "plug5_box" "other" {
  count = ${boxes}
  name  = "other \${count.index}"
  size  = ${size}
}
`;

interface Failure {
  readonly call: string;
  /** In which of these calls. */
  readonly turn: number;
  readonly how: string;
  readonly bytes: string;
}

/** Calls, with how often a run makes each of them. */
const CALLS: readonly (readonly [call: string, times: number])[] = [
  ['GetProviderSchema', 1],
  ['ValidateProviderConfig', 1],
  ['ConfigureProvider', 1],
  ['UpgradeResourceState', 2],
  ['ReadResource', 2],
  ['ValidateResourceConfig', 4],
  ['PlanResourceChange', 4],
  // What an apply does matters most.
  ['ApplyResourceChange', 4],
  ['ApplyResourceChange', 4],
  ['ApplyResourceChange', 4],
];
const HOW = [
  'panic',
  'panic-late',
  'killed',
  'killed-late',
  'hang',
  'rubbish',
  'rubbish-late',
  'refusal',
  'flood',
  'flood-panic',
];
/** Calls whose answer contains an object, which can differ from what was agreed on. */
const AGREED = new Set(['PlanResourceChange', 'ApplyResourceChange']);

const failures: fc.Arbitrary<Failure> = fc.constantFrom(...CALLS).chain(([call, times]) =>
  fc.record({
    call: fc.constant(call),
    turn: fc.constantFrom(...Array.from({ length: times }, (_, index) => index + 1)),
    how: fc.constantFrom(...HOW, ...(AGREED.has(call) ? ['lie', 'lie'] : [])),
    bytes: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('hex')),
  }),
);

const KEPT = ['terraform.tfstate', 'world5.json', 'world6.json'];

let folder: Folder;
let env: Readonly<Record<string, string>>;
/** State and objects before each try. */
const before = new Map<string, string>();

beforeAll(async () => {
  folder = await Folder.make({ 'main.tf': configuration(2, 1) });
  env = { ...(await plugins(folder.path, ['plug6'])) };
  expect((await folder.warm('apply -auto-approve', { env })).code).toBe(0);
  for (const name of KEPT) before.set(name, await folder.read(name));
});
afterAll(() => folder.remove());

it(
  `a provider that fails leaves nothing lost, and no process, in ${TRIES} tries`,
  { timeout: 60_000 + TRIES * 20_000 },
  async () => {
    for (const failure of fc.sample(failures, { numRuns: TRIES, seed: Number(process.env['LANDFORM_SEED'] ?? 5) })) {
      await start(failure);
      const ran = await fail(failure);
      const context = `${JSON.stringify(failure)}\n${ran.stdout}\n${ran.stderr}`;
      const isHarmless = failure.how === 'flood' || !existsSync(path.join(folder.path, 'failed'));
      expect(ran.code, context).toBe(isHarmless ? 0 : 1);
      if (!isHarmless) expect(ran.stderr, context).toContain('example.com/test/plug6');
      expect(ran.stderr, context).not.toContain('internal-error');
      await noneLeft(folder, context);
      ageJournal(path.join(folder.path, 'terraform.tfstate.journal'));
      const state = objectsInState(await folder.read('terraform.tfstate'));
      // What another provider began is finished and saved, unless the failure came before any change, or all was stopped.
      const applies = failure.call === 'ApplyResourceChange';
      if (isHarmless || (applies && failure.how !== 'hang'))
        expect(
          state.filter(({ type }) => type === 'plug5_box'),
          context,
        ).toHaveLength(4);

      await rm(path.join(folder.path, 'failure.json'));
      const answers = applies && !isHarmless ? await resolutions() : [];
      const again = await folder.warm(['apply', '-auto-approve', ...answers], { env });
      expect(again.code, `${context}\n${again.stdout}\n${again.stderr}`).toBe(0);
      // Each object exists once, as it is configured.
      for (const [world, kind] of [
        ['world5.json', 'other'],
        ['world6.json', 'box'],
      ] as const)
        expect(
          (await objectsOf(folder, world))
            .map(({ name, size }) => [name, size])
            .sort(([left], [right]) => (String(left) < String(right) ? -1 : 1)),
          context,
        ).toEqual([0, 1, 2, 3].map((index) => [`${kind} ${index}`, 2]));
      expect((await folder.warm('plan -detailed-exitcode', { env })).code, context).toBe(0);
    }
  },
);

/** The state and the objects of before, the configuration of a change, and the failure in it. */
async function start(failure: Failure): Promise<void> {
  for (const name of ['failed', 'terraform.tfstate.journal']) await rm(path.join(folder.path, name), { force: true });
  for (const [name, text] of before) await folder.write(name, text);
  await folder.write('main.tf', configuration(4, 2));
  await folder.write('failure.json', failure);
}

/** A provider that hangs is stopped by two interrupts, which need a process of their own. */
function fail({ how }: Failure): Promise<Ran> {
  if (how !== 'hang') return folder.warm('apply -auto-approve', { env });
  return folder.landform('apply -auto-approve', {
    env,
    during: (child) => {
      const interrupt = async (): Promise<void> => {
        while (!existsSync(path.join(folder.path, 'failed')) && child.exitCode === null) await sleep(20);
        child.kill('SIGINT');
        await sleep(300);
        child.kill('SIGINT');
      };
      void interrupt();
    },
  });
}

/** What a user answers about creates whose outcome is unknown, after a look at the system. */
async function resolutions(): Promise<readonly string[]> {
  const { stderr } = await folder.warm('plan', { env });
  const exist = await objectsOf(folder, 'world6.json');
  return askedIn(stderr).map((address) => {
    const name = `box ${/\[(\d)\]/.exec(address)?.[1]}`;
    const found = exist.find((object) => object.name === name);
    return found === undefined ? `-give-up=${address}` : `-adopt=${address}=${found.id}`;
  });
}
