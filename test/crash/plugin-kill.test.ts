import { statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ageJournal } from '../support/age-journal.js';
import { onDisk } from '../support/on-disk.js';
import { plugins } from '../support/plugin/executables.js';
import { askedIn, noneLeft, objectsInState, objectsOf } from '../support/plugin/objects.js';
import { Folder } from '../support/run-landform.js';
import { randomOf } from './wishes.js';

onDisk();

/** `LANDFORM_PLUGIN_KILLS=100` kills so many; `LANDFORM_SEED` selects other moments. */
const KILLS = Number(process.env['LANDFORM_PLUGIN_KILLS'] ?? 3);

const PROVIDERS = ['plug5', 'plug6'];
const NAMES = ['a', 'b', 'c', 'd', 'e'];

/** Provider → name → size. */
type Wishes = Readonly<Record<string, Readonly<Record<string, number>>>>;

function configuration(wishes: Wishes): string {
  const parts = PROVIDERS.map(
    (provider) => `
provider "${provider}" {
  world = "\${path.root}/${worldOf(provider)}"
}
resource "${provider}_box" "b" {
  for_each = ${JSON.stringify(wishes[provider])}
  name     = each.key
  size     = each.value
}
`,
  );
  const sources = PROVIDERS.map((provider) => `${provider} = { source = "example.com/test/${provider}" }`);
  return `terraform {\n  required_providers {\n${sources.join('\n')}\n  }\n}\n${parts.join('')}`;
}

const worldOf = (provider: string): string => `${provider}.json`;

let folder: Folder;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = await Folder.make({ 'failure.json': { call: 'ApplyResourceChange', how: 'slow' } });
  env = { ...(await plugins(folder.path, PROVIDERS)) };
  for (const provider of PROVIDERS) await folder.write(worldOf(provider), {});
});
afterAll(() => folder.remove());

it(
  `Landform killed at any of ${KILLS} moments loses no object of a plugin, and repeats no create by itself`,
  { timeout: 60_000 + KILLS * 30_000 },
  async () => {
    const random = randomOf(Number(process.env['LANDFORM_SEED'] ?? 3));
    let [asked, killed] = [0, 0];
    for (let turn = 0; killed < KILLS; turn += 1) {
      const wishes = wishesOf(random);
      await folder.write('main.tf', configuration(wishes));
      const cut = await killedApply(1 + Math.floor(random() * 6), random() * 60);
      if (!cut) continue;
      killed += 1;
      await noneLeft(folder, `turn ${turn}`);
      ageJournal(path.join(folder.path, 'terraform.tfstate.journal'));
      const existed = await worlds();

      const unanswered = await folder.warm('apply -auto-approve', { env });
      const context = `turn ${turn}\n${unanswered.stdout}\n${unanswered.stderr}`;
      const unknown = askedIn(unanswered.stderr);
      expect(unanswered.code, context).toBe(unknown.length === 0 ? 0 : 1);
      asked += unknown.length;
      // What is asked about is left alone, and all else that existed is known or was removed in the meantime.
      const now = await worlds();
      const known = await managed();
      for (const [provider, objects] of Object.entries(now))
        for (const { id, name } of objects) {
          const isAsked = unknown.includes(`${provider}_box.b["${name}"]`);
          expect(isAsked || known.has(`${provider} ${id}`), `${provider} ${name}: ${context}`).toBe(true);
          if (isAsked)
            expect(
              existed[provider]?.map((one) => one.id),
              context,
            ).toContain(id);
        }

      const answers = unknown.map((address) => {
        const [, provider = '', name] = /^(\w+)_box\.b\["(\w)"\]$/.exec(address) ?? [];
        const found = now[provider]?.find((object) => object.name === name);
        return found === undefined ? `-give-up=${address}` : `-adopt=${address}=${found.id}`;
      });
      if (answers.length > 0) {
        const again = await folder.warm(['apply', '-auto-approve', ...answers], { env });
        expect(again.code, `${context}\n${again.stdout}\n${again.stderr}`).toBe(0);
      }
      expect(await sizes(), context).toEqual(wishes);
      expect((await folder.warm('plan -detailed-exitcode', { env })).code, context).toBe(0);
    }
    // Some of them must have met a create, or this would prove little.
    if (KILLS > 20) expect(asked).toBeGreaterThan(KILLS / 10);
  },
);

function wishesOf(random: () => number): Wishes {
  const own = (): Readonly<Record<string, number>> =>
    Object.fromEntries(NAMES.flatMap((name) => (random() < 0.5 ? [[name, 1 + Math.floor(random() * 3)]] : [])));
  return Object.fromEntries(PROVIDERS.map((provider) => [provider, own()]));
}

/** Kills an apply after so many changes and a pause; false if it was done before. */
async function killedApply(changes: number, pauseMs: number): Promise<boolean> {
  const { signal } = await folder.landform('apply -auto-approve', {
    env,
    during: (child) => {
      const kill = async (): Promise<void> => {
        let [seen, last] = [0, stamps()];
        while (seen < changes && child.exitCode === null) {
          await sleep(2);
          const now = stamps();
          if (now !== last) [seen, last] = [seen + 1, now];
        }
        await sleep(pauseMs);
        child.kill('SIGKILL');
      };
      void kill();
    },
  });
  return signal === 'SIGKILL';
}

/** Differs after every change of an object. */
const stamps = (): string =>
  PROVIDERS.map((provider) => statSync(path.join(folder.path, worldOf(provider)), { bigint: true }).mtimeNs).join();

const worlds = async () =>
  Object.fromEntries(
    await Promise.all(
      PROVIDERS.map(async (provider) => [provider, await objectsOf(folder, worldOf(provider))] as const),
    ),
  );

/** Providers and IDs of the objects in state, with what the journal adds to it. */
async function managed(): Promise<ReadonlySet<string>> {
  const { code, stdout, stderr } = await folder.warm('state pull', { env });
  expect(code, stderr).toBe(0);
  return new Set(
    objectsInState(stdout).map(({ type, attributes: { id } }) => `${type.slice(0, type.indexOf('_'))} ${id}`),
  );
}

/** What exists, in the form of what is wished. Throws if a name exists twice. */
async function sizes(): Promise<Wishes> {
  const found = Object.entries(await worlds()).map(([provider, objects]) => {
    expect(new Set(objects.map(({ name }) => name)).size).toBe(objects.length);
    return [provider, Object.fromEntries(objects.map(({ name, size }) => [name, size]))] as const;
  });
  return Object.fromEntries(found);
}
