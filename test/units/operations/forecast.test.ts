import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Stack } from 'landform';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TerraformData } from '../../../src/bindings/terraform.js';
import { expectedMs, type Plan } from '../../../src/model/index.js';
import { showPlan } from '../../../src/operations/index.js';
import { keepDurations, readDurations } from '../../../src/operations/forecast/durations.js';
import { Messages, planPage, formatTerminal, planReview, formatMarkdown } from '../../../src/render/index.js';
import { StackRoom } from '../../support/stack-room.js';

const KIND = 'terraform.io/builtin/terraform terraform_data create';

let room: StackRoom;
beforeEach(async () => {
  room = await StackRoom.make((app) => {
    const first = new Stack(app, 'first');
    const a = new TerraformData(first, 'a', { input: 'a' });
    new TerraformData(first, 'b', { input: a.output });
    const second = new Stack(app, 'second');
    second.addDependency(first);
    new TerraformData(second, 'c', { input: 'c' });
  });
  await room.write(
    '.landform/durations.json',
    JSON.stringify({ calls: { [KIND]: { calls: 2, totalMs: 20_000, mostMs: 12_000 } } }),
  );
});
afterEach(() => room.remove());

it('is in a saved plan, in what shows it, and compared with what the apply took', async () => {
  const { stacks } = await room.plan({ out: 'plan.json' });
  expect(stacks.map(({ plan }) => plan.forecast && expectedMs(plan.forecast))).toEqual([20_000, 10_000]);
  const shown = await showPlan(room.env, { file: 'plan.json' });
  expect(shown.stacks.map(({ plan }) => plan.forecast)).toEqual(stacks.map(({ plan }) => plan.forecast));
  const said = 'Apply takes about 20s, or 24s with the longest of such calls so far.';
  expect(formatTerminal(planPage(shown.stacks[0]!.plan), { color: false })).toContain(said);
  expect(formatMarkdown(planReview(shown.stacks), { limit: 60_000 })).toContain('Apply takes about 20s');
  const messages = new Messages({ timestamp: () => '', version: '0', terraformVersion: '0' });
  const lines = messages.plan(shown.stacks).map((line) => JSON.parse(line) as { type: string });
  // The second stack waits for the first.
  expect(lines.filter(({ type }) => type === 'forecast')).toMatchObject([
    { forecast: { calls: 3, calls_seen_before: 3, seconds: 30, longest_seconds: 36 } },
  ]);
  const { timing } = await room.apply({ planFile: path.join(room.directory, 'plan.json') });
  expect(timing).toMatchObject({ calls: 3 });
  expect(timing && expectedMs(timing.forecast)).toBe(30_000);
  expect(JSON.parse(messages.took(timing!.forecast, 3, 4400))).toMatchObject({
    '@message': 'It took 4s and 3 provider calls; 30s and 3 were forecast.',
    type: 'forecast_result',
    took: { calls: 3, seconds: 4 },
  });
});

it('needs no order of the steps, and is left out where it would say little', async () => {
  const { stacks } = await room.plan();
  expect(stacks.map(({ plan }: { plan: Plan }) => plan.forecast?.calls)).toEqual([2, 1]);
  await room.write(
    '.landform/durations.json',
    JSON.stringify({ calls: { [KIND]: { calls: 2, totalMs: 2, mostMs: 1 } } }),
  );
  expect((await room.plan()).stacks.map(({ plan }) => plan.forecast)).toEqual([undefined, undefined]);
  for (const text of ['{', '{"calls": {"a b c": {"calls": -1}}}', '']) {
    await room.write('.landform/durations.json', text);
    expect((await room.plan()).stacks.map(({ plan }) => plan.forecast)).toEqual([undefined, undefined]);
  }
});

it('remembers what calls took, later ones more, and a bounded number of kinds', async () => {
  const { directory } = room;
  await keepDurations(directory, new Map([[KIND, { calls: 90, totalMs: 90_000, mostMs: 5000 }]]));
  expect(readDurations(directory).get(KIND)).toEqual({ calls: 92, totalMs: 110_000, mostMs: 12_000 });
  await keepDurations(directory, new Map([[KIND, { calls: 500, totalMs: 500_000, mostMs: 2000 }]]));
  const { calls, totalMs } = readDurations(directory).get(KIND)!;
  expect([calls <= 101, Math.round(totalMs / calls / 100)]).toEqual([true, 10]);
  const many = Array.from(
    { length: 1200 },
    (_, index) => [`a b ${index}`, { calls: 1, totalMs: 1, mostMs: 1 }] as const,
  );
  await keepDurations(directory, new Map(many));
  expect(readDurations(directory).size).toBe(1000);
  expect(readFileSync(path.join(directory, '.landform/durations.json'), 'utf8')).toContain('"a b 1199"');
});
