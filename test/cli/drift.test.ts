import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend, openSession } from '../../src/state/index.js';
import { blocksOf } from '../support/documents.js';
import { Folder } from '../support/run-landform.js';
import { anObject, aRef } from '../support/states.js';

const blocks = blocksOf(readFileSync('docs/drift.md', 'utf8'));
const blockOf = (language: string): string => blocks.find((block) => block.language === language)!.text;

/** The boxes of docs/drift.md, after one was changed and the other removed outside Landform. */
const drifted = async (): Promise<Folder> => {
  const folder = await Folder.make({
    'landform.json': { providers: { 'acme/thing': './provider.ts' } },
    'provider.ts': readFileSync('examples/own-provider/provider.ts', 'utf8'),
    'main.tf': blockOf('hcl'),
  });
  await folder.link();
  expect((await folder.run('apply --auto-approve')).stderr).not.toContain('Error');
  const shelf = path.join(folder.path, 'shelf');
  for (const name of readdirSync(shelf)) {
    const text = await folder.read(`shelf/${name}`);
    if (text.includes('paint')) rmSync(path.join(shelf, name));
    else await folder.write(`shelf/${name}`, text.replace('"size":3', '"size":7').replace(']', ',"red"]'));
  }
  return folder;
};

let folder: Folder;
beforeAll(async () => {
  folder = await drifted();
});
afterAll(() => folder.remove());

const rule = { until: '2099-12-31', reason: 'known </details> | `x`' };
const ignoring = (...rules: readonly Record<string, string>[]): Promise<void> =>
  folder.write('drift.json', { ignore: rules.map((one) => ({ ...rule, ...one })) });

describe('docs/drift.md', () => {
  it('shows what its rules ignore and what is left, and how to repair it', async () => {
    await folder.write('drift.json', blockOf('json'));
    const { stdout, stderr, code } = await folder.run('drift');
    expect(stdout).toBe(`${blockOf('console')}\n`);
    expect([stderr, code]).toEqual(['\nTo plan the repair:  landform plan\n', 2]);
    const repair = await folder.run('plan');
    expect(repair.stdout).toContain('Plan: 1 to add, 1 to change, 0 to destroy.');
  });
});

describe('drift that rules ignore', () => {
  it('does not count for the exit code', async () => {
    await ignoring({ address: 'thing_box.*' });
    const { stdout, stderr, code } = await folder.run('drift');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^Ignored by drift\.json: 2 differences\.\n(?: {2}.*\n){2}\nNo drift: 2 differences are ignored\.\n$/,
    );
  });

  it('is in each report, apart from what counts', async () => {
    await ignoring({ address: 'thing_box.paint' });
    const [markdown, html, junit, sarif, json] = await Promise.all(
      ['markdown', 'html', 'junit', 'sarif', 'json'].map((format) => folder.run(`drift --format ${format}`)),
    );
    expect([markdown, html, junit, sarif, json].map((ran) => ran?.code)).toEqual([2, 2, 2, 2, 2]);
    expect(markdown?.stdout).toMatch(/^### Drift: 1 object differs, 1 ignored\.\n\n> To plan the repair: /);
    expect(markdown?.stdout).toContain(
      'is gone: ignored until 2099-12-31: known <code>&#60;/details&#62;</code> <code>&#124;</code> <code>&#96;x&#96;</code>',
    );
    expect(html?.stdout).toContain('data-action="ignored"');
    expect(junit?.stdout).toMatch(
      /tests="2" failures="1" errors="0" skipped="1"[^]*<skipped message="is gone: ignored/,
    );
    const { results, properties } = (JSON.parse(sarif?.stdout ?? '') as Sarif).runs[0]!;
    expect(results.map(({ ruleId, level, suppressions }) => [ruleId, level, suppressions?.[0]?.justification])).toEqual(
      [
        ['drift', 'warning', undefined],
        ['ignored', 'note', rule.reason],
      ],
    );
    expect(properties.notes).toEqual(['To plan the repair: landform plan']);
    const messages = (json?.stdout ?? '').split('\n').filter((line) => line !== '');
    const found = messages.map((line) => JSON.parse(line) as { type: string; rule?: unknown });
    expect(found.flatMap(({ type, rule: of }) => (type.includes('drift') ? [[type, of]] : []))).toEqual([
      ['resource_drift', undefined],
      ['ignored_drift', rule],
    ]);
  });

  it('counts again after the last day, which is a finding; a rule without drift is a remark', async () => {
    await ignoring({ address: 'thing_box.*', until: '2020-01-01' }, { address: 'thing_box.none' });
    const { stderr, code } = await folder.run('drift');
    expect(code).toBe(2);
    expect(stderr).toContain('A rule of drift.json expired on 2020-01-01  [drift-rule-expired]');
    expect(stderr).toContain('A rule of drift.json matches no drift  [drift-rule-unused]');
    expect(stderr).toMatch(/drift\.json:4:16/);
    const { stdout } = await folder.run('drift --format sarif');
    const { results } = (JSON.parse(stdout) as Sarif).runs[0]!;
    expect(results.slice(0, 2).map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['drift-rule-expired', 'warning'],
      ['drift-rule-unused', 'note'],
    ]);
  });

  it('is not compared if the file is wrong', async () => {
    await folder.write('drift.json', '{ "ignore": [{ "adress": "thing_box.paint" }] }');
    const { stdout, stderr, code } = await folder.run('drift');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/drift\.json:1:26[^]*Did you mean "address"\?/);
  });
});

interface Sarif {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly level: string;
      readonly suppressions?: readonly { readonly justification: string }[];
    }[];
    readonly properties: { readonly notes: readonly string[] };
  }[];
}

describe('a check', () => {
  const session = async () => {
    const backend = openBackend('local', { path: path.join(folder.path, 'terraform.tfstate') });
    return openSession({ backend, operation: 'apply', program: 'landform', write: true });
  };

  it('needs no lock unless it is asked to hold it', async () => {
    await ignoring({ address: 'thing_box.*' });
    const held = await session();
    try {
      expect((await folder.run('drift')).code).toBe(0);
      expect((await folder.run('drift --lock')).stderr).toContain('[state-locked]');
    } finally {
      await held.release();
    }
  });

  it('leaves the journal of a run that died, and counts what is in it', async () => {
    const dead = await session();
    const ref = { ...aRef('thing_box.dead'), provider: 'provider["registry.terraform.io/acme/thing"]' };
    const attributes = { id: 'd', name: 'dead', size: 1, labels: null, revision: 1 };
    await dead.recorder.record(ref, anObject({ attributes }));
    await dead.release();
    const before = await folder.read('terraform.tfstate.journal');
    expect((await folder.run('drift')).stdout).toContain('3 differences');
    expect(await folder.read('terraform.tfstate.journal')).toBe(before);
  });
});
