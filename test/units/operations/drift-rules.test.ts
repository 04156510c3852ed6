import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DriftRuleBook } from '../../../src/operations/ignore-drift.js';
import { readDriftRules, type DriftRule } from '../../../src/program/index.js';
import { MapValue, objectValue, sensitive, unmarkDeep, type Value } from '../../../src/model/index.js';
import { aChange, aPlan } from '../../support/plans.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'landform-drift-'));
});
afterAll(() => rm(folder, { recursive: true }));

const reading = async (text: string) => {
  await writeFile(path.join(folder, 'drift.json'), text);
  return readDriftRules(folder);
};
const rulesOf = async (...rules: readonly Record<string, unknown>[]): Promise<readonly DriftRule[]> => {
  const given = rules.map((rule) => ({ until: '2027-01-31', reason: 'r', ...rule }));
  const { rules: read, diagnostics } = await reading(JSON.stringify({ ignore: given }));
  expect(diagnostics).toEqual([]);
  return read;
};

const tags = (entries: Record<string, Value>): Value => new MapValue('string', objectValue(entries));
const before = objectValue({
  size: 1,
  tags: tags({ owner: 'a', team: 'b' }),
  ports: [objectValue({ name: 'x', open: true }), objectValue({ name: 'y', open: true })],
  'odd name': 'o',
});
const after = objectValue({
  size: 2,
  tags: tags({ owner: 'z', team: 'b', cost: 'c' }),
  ports: [objectValue({ name: 'x2', open: true }), objectValue({ name: 'y2', open: false })],
  'odd name': 'p',
});
const all = ['size', 'tags.owner', 'tags.cost', 'ports.0', 'ports.1.name', 'ports.1.open', 'odd name'];

const changed = (address = 'thing_box.a["k"]') => aChange(address, 'update', { before, after });
const gone = (address = 'thing_box.a["k"]') => aChange(address, 'delete', { before });
const judged = async (
  rules: readonly Record<string, unknown>[],
  drift = [changed()],
  { stack = '', today = '2027-01-31' } = {},
) => new DriftRuleBook(await rulesOf(...rules), today).judge(stack, aPlan([], { mode: 'refresh-only', drift }));

/** Where two values differ. */
function differing(left: Value, right: Value): readonly string[] {
  const text = (value: Value, ...at: readonly string[]): string => {
    let part: unknown = value;
    for (const step of at) {
      const inside: unknown = part instanceof MapValue ? part.entries : part;
      part = (inside as Record<string, unknown> | null)?.[step];
    }
    return JSON.stringify(part) ?? 'none';
  };
  return all.filter((name) => text(left, ...name.split('.')) !== text(right, ...name.split('.')));
}

describe('a rule', () => {
  it.each([
    ['thing_box.a["k"]', true],
    ['thing_box.a', true],
    ['thing_box.*', true],
    ['thing_*', true],
    ['thing_box.a["*"]', true],
    ['*', true],
    ['thing_box', true],
    ['thing_bo', false],
    ['thing_box.a["l"]', false],
    ['thing_box.a["k"].x', false],
    ['thing_boxes.a', false],
    ['thing_box.a.*', false],
  ])('for %s is about thing_box.a["k"]: %s', async (address, fits) => {
    expect((await judged([{ address }])).ignored).toHaveLength(fits ? 1 : 0);
  });

  it.each([
    ['module.m', 'module.m.thing_box.a', true],
    ['module.m', 'module.m[0].thing_box.a', true],
    ['module.m', 'module.mm.thing_box.a', false],
    ['module.*.thing_box.a', 'module.m["x.y"].module.n.thing_box.a', true],
  ])('for %s is about %s: %s', async (address, drifted, fits) => {
    expect((await judged([{ address }], [changed(drifted)])).ignored).toHaveLength(fits ? 1 : 0);
  });

  it.each([
    ['web:thing_box.a', true],
    ['w*:thing_box.a', true],
    ['*:thing_*', true],
    ['db:thing_box.a', false],
    ['we:thing_box.a', false],
  ])('for %s is about the stack web: %s', async (address, fits) => {
    expect((await judged([{ address }], [changed()], { stack: 'web' })).ignored).toHaveLength(fits ? 1 : 0);
  });

  it.each([
    ['size', ['size']],
    ['tags', ['tags.owner', 'tags.cost']],
    ['tags.owner', ['tags.owner']],
    ['tags["cost"]', ['tags.cost']],
    ['tags.*', ['tags.owner', 'tags.cost']],
    ['tags.c*', ['tags.cost']],
    ['["odd name"]', ['odd name']],
    ['ports[1].open', ['ports.1.open']],
    ['ports[*].name', ['ports.0', 'ports.1.name']],
    ['ports', ['ports.0', 'ports.1.name', 'ports.1.open']],
    ['s*e', ['size']],
    ['none', []],
    ['size.x', []],
  ])('with the attribute %s ignores exactly %j', async (attribute, expected) => {
    const { plan, ignored } = await judged([{ address: '*', attribute }]);
    expect(ignored.flatMap(({ change }) => differing(change.before, change.after))).toEqual(expected);
    expect(plan.drift.flatMap((change) => differing(change.before, change.after))).toEqual(
      all.filter((name) => !expected.includes(name)),
    );
  });

  it('applies until the end of its last day', async () => {
    const ignored = async (today: string) => (await judged([{ address: '*' }], [changed()], { today })).ignored.length;
    expect([await ignored('2026-01-01'), await ignored('2027-01-31'), await ignored('2027-02-01')]).toEqual([1, 1, 0]);
  });

  it('for an object ignores that it is gone; one for an attribute does not', async () => {
    expect((await judged([{ address: '*' }], [gone()])).plan).toMatchObject({ drift: [], applyable: false });
    expect((await judged([{ address: '*', attribute: '*' }], [gone()])).plan.drift).toEqual([gone()]);
  });

  it('leaves a move in the report', async () => {
    const moved = { ...changed(), previousAddress: 'thing_box.b' };
    const { plan, ignored } = await judged([{ address: '*' }], [moved]);
    expect(plan.drift).toMatchObject([{ action: 'no-op', previousAddress: 'thing_box.b', before, after: before }]);
    expect(ignored).toHaveLength(1);
  });

  it('keeps values secret', async () => {
    const secret = objectValue({ ...before, size: sensitive(1) });
    const { plan, ignored } = await judged(
      [{ address: '*', attribute: 'size' }],
      [aChange('thing_box.a', 'update', { before: secret, after })],
    );
    for (const { change } of ignored) expect(change.before).toMatchObject({ size: sensitive(1) });
    expect(plan.drift[0]?.after).toMatchObject({ size: sensitive(1) });
    expect(unmarkDeep(plan.drift[0]?.after ?? null)).toMatchObject({ size: 1 });
  });
});

describe('what is said of rules', () => {
  const found = async (
    rules: readonly Record<string, unknown>[],
    { names = [''], checked = [''], complete = true, today = '2027-01-31' } = {},
  ) => {
    const book = new DriftRuleBook(await rulesOf(...rules), today);
    for (const name of checked) book.judge(name, aPlan([], { drift: [changed()] }));
    return [...book.problems(names), ...book.findings(names, checked, complete)].map(({ code, severity, source }) =>
      [severity, code, source?.path.join('.')].join(' '),
    );
  };

  it.each([
    ['nothing, if they ignore drift', [{ address: 'thing_box.a' }], {}, []],
    ['a rule without drift', [{ address: 'x.y' }], {}, ['warning drift-rule-unused ignore.0.address']],
    [
      'an attribute without drift',
      [{ address: '*', attribute: 'none' }],
      {},
      ['warning drift-rule-unused ignore.0.attribute'],
    ],
    [
      'an expired one, whether it matches drift or not',
      [{ address: '*' }, { address: 'x.y' }],
      { today: '2027-02-01' },
      ['warning drift-rule-expired ignore.0.until', 'warning drift-rule-expired ignore.1.until'],
    ],
    ['nothing of unused ones, if not everything was compared', [{ address: 'x.y' }], { complete: false }, []],
    [
      'nothing of those for stacks that were left out',
      [{ address: 'db:x.y' }, { address: 'web:x.y' }, { address: 'dd:x.y' }],
      { names: ['db', 'web'], checked: ['web'] },
      ['warning drift-rule-unused ignore.1.address', 'warning drift-rule-unused ignore.2.address'],
    ],
    [
      'an error, if there are several stacks and the rule names none',
      [{ address: 'thing_box.a' }],
      { names: ['db', 'web'], checked: ['web'] },
      ['error invalid-value ignore.0.address'],
    ],
  ])('is %s', async (_what, rules, options, expected) => {
    expect(await found(rules, options)).toEqual(expected);
  });
});

describe('drift.json', () => {
  it('may be missing', async () => {
    expect(await readDriftRules(path.join(folder, 'none'))).toEqual({ rules: [], diagnostics: [] });
  });

  const rule = (more: string, rest = '"until": "2027-01-31", "reason": "r"'): string =>
    `{\n  "ignore": [\n    { "address": "a.b", ${rest}${more} }\n  ]\n}`;

  it.each([
    ['text that is not JSON', '{ "ignore": [ }', 'invalid-json', '1:15'],
    ['a list', '[]', 'wrong-shape', '1:1'],
    ['no rules', '{}', 'wrong-shape', '1:1'],
    ['an unknown key', '{ "ignored": [], "ignore": [] }', 'unknown-argument', '1:3'],
    ['an unknown key of a rule', rule(', "atribute": "x"'), 'unknown-argument', '3:75'],
    ['a rule that is a text', '{ "ignore": ["x"] }', 'wrong-shape', '1:14'],
    ['no reason', rule('', '"until": "2027-01-31"'), 'missing-argument', '3:5'],
    ['an empty reason', rule('', '"until": "2027-01-31", "reason": " "'), 'invalid-value', '3:58'],
    ['no end', rule('', '"reason": "r"'), 'missing-argument', '3:5'],
    ['a day that does not exist', rule('', '"until": "2027-02-30", "reason": "r"'), 'invalid-value', '3:34'],
    ['a time', rule('', '"until": "2027-01-31T00:00:00Z", "reason": "r"'), 'invalid-value', '3:34'],
    ['an attribute that is a number', rule(', "attribute": 1'), 'invalid-value', '3:76'],
    ['an attribute that is not a path', rule(', "attribute": "tags..x"'), 'invalid-value', '3:76'],
    ['an attribute that begins with a dot', rule(', "attribute": ".tags"'), 'invalid-value', '3:76'],
    ['an attribute with a broken key', rule(', "attribute": "tags[\\"\\\\x\\"]"'), 'invalid-value', '3:76'],
    [
      'an address that is a number',
      '{ "ignore": [{ "address": 1, "until": "2027-01-31", "reason": "r" }] }',
      'invalid-value',
      '1:27',
    ],
    ['a key twice', '{ "ignore": [], "ignore": [] }', 'duplicate-key', '1:17'],
  ])('is refused with its place: %s', async (_what, text, code, place) => {
    const { rules, diagnostics } = await reading(text);
    expect(rules).toEqual([]);
    expect(
      diagnostics.map((one) => [one.severity, one.code, `${one.range?.start.line}:${one.range?.start.column}`]),
    ).toEqual([['error', code, place]]);
    for (const { detail } of diagnostics) expect(detail).toBeTruthy();
  });
});
