import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { objectValue, sensitive, UNKNOWN, type Json, type Plan } from '../../src/model/index.js';
import { runPolicies, type PolicyResult, type PolicySource } from '../../src/policy/index.js';
import { aChange, aPlan } from '../support/plans.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'landform-policies-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const PLAN = aPlan([
  aChange('acme_user.a', 'create', {
    after: objectValue({ name: 'ann', password: sensitive('hunter-two'), id: UNKNOWN, tags: [1, true, null] }),
    origin: { constructPath: 'main/a', location: 'main.ts:3:1' },
  }),
]);

/** Runs the policies of files, by name. */
async function run(
  files: Readonly<Record<string, string>>,
  source: Partial<PolicySource> = {},
  plan: Plan = PLAN,
): Promise<PolicyResult> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(directory, name)), { recursive: true });
    await writeFile(path.join(directory, name), text);
  }
  return runPolicies({
    directory,
    sources: [{ from: './*.ts', parameters: {}, levels: {}, ...source }],
    plans: [{ name: '', plan, configuration: undefined }],
  });
}

const policy = (name: string, check: string, more = ''): string =>
  `import { definePolicy, isKnown, isSensitive, isUnknown } from 'landform/policy';
${more}
export const policy = definePolicy({
  name: '${name}', description: 'A test', level: 'advisory',
  check: ${check},
});
`;

const problemsOf = ({ problems }: PolicyResult): readonly string[] =>
  problems.map(({ code, summary, place, setting }) => {
    const at = place === undefined ? JSON.stringify(setting) : `${path.basename(place.file)}:${place.line}`;
    return `${code} at ${at}: ${summary}`;
  });

describe('What a policy sees', () => {
  test('is plain values, hidden ones marked, with the place of a finding', async () => {
    const check = `({ changes, resources, stacks, time }) => {
      const [{ after }] = changes;
      return [{ at: changes[0], message: [
        isSensitive(after.password), isUnknown(after.id), isKnown(after.name), \`\${after.password} \${after.id}\`,
        JSON.stringify(after), resources.length, stacks[0].mode, time, new Date().toISOString(),
      ].join(' | ') }];
    }`;
    const result = await run({ 'a.ts': policy('sees', check) });
    expect(result.problems).toEqual([]);
    expect(result.findings).toEqual([
      {
        policy: 'sees',
        level: 'advisory',
        stack: '',
        address: 'acme_user.a',
        location: 'main.ts:3:1',
        message:
          'true | true | true | (sensitive value) (known after apply) | ' +
          '{"name":"ann","password":"(sensitive value)","id":"(known after apply)","tags":[1,true,null]} | ' +
          '1 | normal | 2026-01-02T03:04:05Z | 2026-01-02T03:04:05.000Z',
      },
    ]);
  });

  test('cannot be changed, neither for others', async () => {
    const result = await run({
      'a.ts': policy('changes', `({ changes }) => { changes[0].after.name = 'bob'; return []; }`),
      'b.ts': policy('reads', `({ changes }) => [{ message: String(changes[0].after.name) }]`),
    });
    expect(problemsOf(result)[0]).toMatch(/^policy-failed at a\.ts:5: The policy changes failed: Cannot assign/);
    expect(result.findings.map(({ message }) => message)).toEqual(['ann']);
  });
});

describe('A policy that fails is named, with its line, and the others are asked', () => {
  const other = { 'z.ts': policy('other', `() => [{ message: 'asked' }]`) };
  const cases: readonly (readonly [what: string, text: string, problem: string])[] = [
    [
      'throws',
      policy('throws', `() => {\n    throw new Error('no such region');\n  }`),
      'policy-failed at a.ts:6: The policy throws failed: no such region',
    ],
    [
      'throws a text in place of an error',
      policy('throws-text', `() => { throw 'a text'; }`),
      'policy-failed at a.ts:3: The policy throws-text failed: a text',
    ],
    [
      'imports files',
      policy('imports', '() => []', "import { readFileSync } from 'node:fs'; readFileSync('/etc/passwd');"),
      'impure-policy at a.ts:2: The policy module a.ts imports "node:fs"',
    ],
    [
      'requires files',
      policy('requires', `() => {\n    require('fs').readFileSync('/etc/passwd');\n    return [];\n  }`),
      'impure-policy at a.ts:6: The policy requires imports "fs"',
    ],
    [
      'uses the network',
      policy('calls', `() => {\n    fetch('http://localhost');\n    return [];\n  }`),
      'impure-policy at a.ts:6: The policy calls uses fetch',
    ],
    [
      'reads the environment',
      policy('environment', `() => [{ message: process.env.HOME }]`),
      'impure-policy at a.ts:5: The policy environment uses process',
    ],
    [
      'evaluates text',
      policy('evaluates', `() => [].constructor.constructor('return process')()`),
      'impure-policy at a.ts:5: The policy evaluates evaluates text as code',
    ],
    [
      'waits',
      policy('waits', `async () => []`),
      'invalid-policy at a.ts:3: The policy waits cannot be used: check returns a promise; a policy has nothing to wait for',
    ],
    [
      'returns nothing',
      policy('returns', `() => undefined`),
      'invalid-policy at a.ts:3: The policy returns cannot be used: check returns undefined and not a list of findings',
    ],
    [
      'returns texts',
      policy('returns-texts', `() => ['a finding']`),
      'invalid-policy at a.ts:3: The policy returns-texts cannot be used: check returns string where a finding { message } belongs',
    ],
    [
      'has no level',
      policy('levels', `() => []`).replace("level: 'advisory',", ''),
      'invalid-policy at a.ts:3: The policy module a.ts cannot be used: the level of "levels" must be "advisory", "needs-approval" or "mandatory"',
    ],
    [
      'is not made with definePolicy',
      `export const policy = { name: 'plain', check: () => [] };`,
      'invalid-policy at a.ts:1: The policy module a.ts cannot be used: the export "policy" is not made with definePolicy',
    ],
    [
      'is not exported',
      `const policy = 1;\nexport const other = policy;`,
      'no-policy at [0]: a.ts does not export a policy',
    ],
    [
      'imports what is missing',
      policy('misses', '() => []', "import { a } from './gone.js'; a();"),
      'policy-not-found at a.ts:2: The policy module a.ts imports "./gone.js", which was not found',
    ],
    [
      'cannot be read',
      `export const a = 1;\nexport const b = {;\n`,
      'policy-failed at a.ts:2: The policy module a.ts cannot be read: ',
    ],
  ];
  test.each(cases.map(([what], index) => [what, index] as const))('%s', async (_what, index) => {
    const { problems, findings } = await (asked ??= askAll());
    const [, , expected = ''] = cases[index] ?? [];
    const file = fileOf(index);
    const found = problems.filter((one) => one.includes(file));
    expect(found).toHaveLength(1);
    expect(found[0]?.replaceAll(file, 'a.ts').startsWith(expected), found[0]).toBe(true);
    expect(findings.map(({ message }) => message)).toEqual(['asked']);
  });

  const fileOf = (index: number): string => `a${String(index).padStart(2, '0')}.ts`;

  /** All in one thread, which takes longer to start than they take. */
  let asked: Promise<{ readonly problems: readonly string[]; readonly findings: PolicyResult['findings'] }> | undefined;
  const askAll = async (): Promise<Awaited<NonNullable<typeof asked>>> => {
    const result = await run({
      ...Object.fromEntries(cases.map(([, text], index) => [fileOf(index), text])),
      ...other,
    });
    return { problems: problemsOf(result), findings: result.findings };
  };

  test('loops, in its check or its module', async () => {
    const files = { 'a.ts': policy('loops', `() => {\n    for (;;);\n  }`), 'b.ts': 'for (;;);', ...other };
    const result = await run(files, { seconds: 2 });
    expect(problemsOf(result)).toEqual([
      'policy-timeout at b.ts:1: The policy module b.ts did not end within 2 s',
      'policy-timeout at a.ts:3: The policy loops did not end within 2 s',
    ]);
    expect(result.findings.map(({ message }) => message)).toEqual(['asked']);
  });

  test('uses up the memory', async () => {
    const fills = `() => {\n    const kept = [];\n    for (;;) kept.push(new Array(1_000_000).fill(kept.length + 0.5));\n  }`;
    const result = await run({ 'a.ts': policy('fills', fills), ...other }, { seconds: 25 });
    expect(problemsOf(result)).toEqual(['policy-memory at a.ts:3: The policy fills used too much memory']);
    expect(result.findings.map(({ message }) => message)).toEqual(['asked']);
  });
});

describe('Settings', () => {
  const limited = `import { definePolicy } from 'landform/policy';
export const limit = definePolicy({
  name: 'limit', description: 'A test', level: 'advisory',
  parameters: { most: { type: 'number', description: 'Most changes' }, note: { type: 'string', default: 'too many' } },
  check: ({ changes, parameters: { most, note } }) => changes.length > most ? [{ message: note }] : [],
});
`;
  const given = (parameters: Readonly<Record<string, Json>>): Partial<PolicySource> => ({
    parameters: { limit: parameters },
  });

  test('give parameters and levels, or switch a policy off', async () => {
    const files = { 'a.ts': limited };
    const levels = { limit: 'mandatory' } as const;
    expect((await run(files, { ...given({ most: 0 }), levels })).findings).toEqual([
      { policy: 'limit', level: 'mandatory', stack: '', message: 'too many' },
    ]);
    expect((await run(files, given({ most: 1 }))).findings).toEqual([]);
    expect(await run(files, { levels: { limit: 'off' } })).toEqual({ policies: [], findings: [], problems: [] });
  });

  test('that are missing or wrong are errors', async () => {
    const files = { 'a.ts': limited };
    expect(problemsOf(await run(files))).toEqual([
      'missing-policy-parameter at [0]: The policy limit needs the parameter "most"',
    ]);
    expect(problemsOf(await run(files, given({ most: 'many', least: 1 })))).toEqual([
      'wrong-policy-parameter at [0,"parameters","limit","most"]: "most" of the policy limit must be a number',
      'unknown-policy-parameter at [0,"parameters","limit","least"]: The policy limit has no parameter "least"',
    ]);
    expect(problemsOf(await run(files, { ...given({ most: 1 }), levels: { limits: 'off' } }))).toEqual([
      'unknown-policy at [0,"levels","limits"]: ./*.ts does not define a policy "limits"',
    ]);
    expect(problemsOf(await run({}, { from: './none/*.ts' }))).toEqual([
      'policy-not-found at [0]: No file matches ./none/*.ts',
    ]);
  });

  test('two policies of one name are an error; one that is exported twice is one', async () => {
    const again = `export { limit } from './a';\n`;
    const twice = await run({ 'a.ts': limited, 'b.ts': again }, given({ most: 0 }));
    expect(twice.problems).toEqual([]);
    expect(twice.findings).toHaveLength(1);
    expect(problemsOf(await run({ 'b.ts': limited }, given({ most: 0 })))).toEqual([
      'duplicate-policy at b.ts:2: Two policies have the name "limit"',
    ]);
  });

  test('a package has policies', async () => {
    const pack = path.join(directory, 'node_modules', '@acme', 'policies');
    await mkdir(path.join(pack, 'lib'), { recursive: true });
    await writeFile(
      path.join(pack, 'package.json'),
      JSON.stringify({
        name: '@acme/policies',
        version: '1.2.3',
        type: 'module',
        exports: { import: './lib/index.js' },
      }),
    );
    await writeFile(path.join(pack, 'lib/index.js'), `export * from './limit.js';\n`);
    await writeFile(path.join(pack, 'lib/limit.js'), limited);
    await symlink(process.cwd(), path.join(directory, 'node_modules', 'landform'));
    const result = await run({}, { ...given({ most: 0 }), from: '@acme/policies' });
    expect(result.problems).toEqual([]);
    expect(result.policies).toEqual([
      { name: 'limit', description: 'A test', level: 'advisory', from: '@acme/policies', version: '1.2.3' },
    ]);
    expect(result.findings).toHaveLength(1);
    expect(problemsOf(await run({}, { from: '@acme/gone' }))).toEqual([
      'policy-not-found at [0]: The policy package @acme/gone was not found',
    ]);
  });
});
