import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, symlink, writeFile, lstat, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/model/index.js';
import { createHarness, type Harness } from '../../../src/testing/index.js';

let directory: string;
let harness: Harness;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'landform-plan-file-'));
  harness = createHarness({ directory });
  await configure({ a: { input: 'one' } });
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const at = (name: string): string => path.join(directory, name);
const read = (name: string): Promise<string> => readFile(at(name), 'utf8');
/** Without locks, which are left behind. */
const files = async (): Promise<readonly string[]> =>
  (await readdir(directory)).filter((name) => name !== '.landform' && !name.includes('.landform-lock.'));
const codes = ({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }): readonly string[] =>
  diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
const configure = (resources: object, more: object = {}): Promise<void> =>
  writeFile(at('main.tf.json'), JSON.stringify({ resource: { terraform_data: resources }, ...more }));

/** The document with another checksum that fits it, as an attacker would make it. */
function resealed(text: string): string {
  const end = text.lastIndexOf(',\n"checksum":"');
  const checksum = createHash('sha256').update(text.slice(0, end)).digest('hex');
  return `${text.slice(0, end)},\n"checksum":"${checksum}"}}\n`;
}

describe('a plan file', () => {
  it.each([
    ['a state', 'terraform.tfstate', '{"version": 4, "lineage": "l", "serial": 1}'],
    ['any other file', 'notes.txt', 'notes'],
    ['a state as JSON', 'state.json', '{"format_version":"1.0","terraform_version":"1.11.4","values":{}}'],
  ])('does not replace %s', async (_, name, text) => {
    await writeFile(at(name), text);
    expect(codes(await harness.plan({ out: name }))).toEqual(['plan-file-exists']);
    expect(await read(name)).toBe(text);
  });

  it('does not replace a folder', async () => {
    expect(codes(await harness.plan({ out: '.' }))).toEqual(['plan-file-exists']);
  });

  it('replaces an older plan or an empty file, and is readable only by its owner', async () => {
    await writeFile(at('p'), '', { mode: 0o644 });
    expect(codes(await harness.plan({ out: 'p' }))).toEqual([]);
    await configure({ a: { input: 'two' } });
    expect(codes(await harness.plan({ out: 'p' }))).toEqual([]);
    expect(await read('p')).toContain('"two"');
    expect((await stat(at('p'))).mode & 0o777).toBe(0o600);
    expect(await files()).toEqual(['main.tf.json', 'p']);
  });

  it('is written to the target of a symbolic link', async () => {
    await symlink('real', at('link'));
    for (let run = 0; run < 2; run += 1) expect(codes(await harness.plan({ out: 'link' }))).toEqual([]);
    expect((await lstat(at('link'))).isSymbolicLink()).toBe(true);
    expect(codes(await harness.apply({ planFile: 'real' }))).toEqual([]);
  });

  it.skipIf(!existsSync('/dev/shm'))('in memory is replaced like any other file', async () => {
    const folder = await mkdtemp('/dev/shm/landform-plan-file-');
    const out = path.join(folder, 'p');
    try {
      await configure({ a: { input: 'a value of many words' } });
      expect(codes(await harness.plan({ out }))).toEqual([]);
      await configure({ a: { input: 'one' } });
      expect(codes(await harness.plan({ out }))).toEqual([]);
      expect(codes(await harness.apply({ planFile: out }))).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is written to a device, which remains a device', async () => {
    expect(codes(await harness.plan({ out: '/dev/null' }))).toEqual([]);
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  it('that cannot be written is an error, and leaves no partial file', async () => {
    expect(codes(await harness.plan({ out: '/dev/full' }))).toEqual(['plan-not-written']);
    expect(codes(await harness.plan({ out: 'nowhere/p' }))).toEqual(['plan-not-written']);
    expect(await files()).toEqual(['main.tf.json']);
  });

  it('of a failed run replaces an older one, says so, and cannot be applied', async () => {
    const variable = {
      variable: { v: { validation: { condition: '${var.v != "bad"}', error_message: 'Not this one.' } } },
    };
    await configure({ a: { input: '${var.v}' } }, variable);
    await harness.plan({ out: 'p', variables: [{ name: 'v', text: 'good' }] });
    expect(codes(await harness.plan({ out: 'p', variables: [{ name: 'v', text: 'bad' }] }))).not.toEqual([]);
    const missing = { lifecycle: { precondition: [{ condition: '${self == 1}', error_message: 'x' }] } };
    await configure({ a: { input: 'one', ...missing } });
    expect(codes(await harness.plan({ out: 'p' }))).not.toEqual([]);
    expect(JSON.parse(await read('p'))).toMatchObject({ errored: true, applyable: false });
    expect(codes(await harness.apply({ planFile: 'p' }))).toEqual(['errored-plan']);
  });

  it('restores the plan with all its values', async () => {
    const input = {
      list: '${tolist(["b", "a"])}',
      set: '${toset(["b", "a"])}',
      map: '${tomap({ k = sensitive("s") })}',
      $: '€',
    };
    await configure({
      a: { input },
      b: { input: '${terraform_data.a.id}', triggers_replace: '${[terraform_data.a.output, 12345678901234567890.5]}' },
    });
    const planned = await harness.plan({ out: 'p' });
    const shown = await harness.showPlan({ file: 'p' });
    expect(shown.diagnostics).toEqual([]);
    expect(shown.stacks[0]?.plan.changes).toEqual(planned.stacks[0]!.plan.changes);
    expect(shown.stacks[0]?.plan.steps).toEqual(planned.stacks[0]!.plan.steps);
  });

  it('can be shown if Terraform wrote it, but not applied', async () => {
    await harness.plan({ out: 'p' });
    const { landform: _ours, ...theirs } = JSON.parse(await read('p')) as Record<string, unknown>;
    await writeFile(at('theirs.json'), JSON.stringify(theirs));
    const { stacks, diagnostics } = await harness.showPlan({ file: 'theirs.json' });
    expect(diagnostics).toEqual([]);
    expect(stacks[0]?.plan.changes).toMatchObject([
      { address: 'terraform_data.a', action: 'create', after: { input: 'one' } },
    ]);
    expect(codes(await harness.apply({ planFile: 'theirs.json' }))).toEqual(['invalid-plan-file']);
  });
});

describe("a plan file in Terraform's binary format", () => {
  it('is rejected with the command that shows it', async () => {
    await writeFile(at('tfplan'), 'PK\u0003\u0004…');
    const { diagnostics } = await harness.showPlan({ file: 'tfplan' });
    expect(diagnostics[0]).toMatchObject({
      code: 'invalid-plan-file',
      detail: expect.stringContaining('terraform show -json tfplan') as string,
    });
  });
});

describe('the seal', () => {
  it('binds a plan to the exact state', async () => {
    await harness.apply({});
    await configure({ a: { input: 'two' } });
    await harness.plan({ out: 'p' });
    await writeFile(at('terraform.tfstate'), (await read('terraform.tfstate')).replaceAll('"one"', '"uno"'));
    expect(codes(await harness.apply({ planFile: 'p' }))).toEqual(['stale-plan']);
  });

  it.each([
    ['the action', '"actions":["create"]', '"actions":["no-op"]'],
    ['a planned value', '"values":{"input":"one"', '"values":{"input":"two"'],
    ['unknown values', '"after_unknown":{"id":true', '"after_unknown":{"di":true'],
    ['the configuration', '"constant_value":"one"', '"constant_value":"two"'],
    ['a null key', '"errored":false', '"policy":"passed",\n"errored":false'],
    ['a duplicate value', '"before":null', '"before":1,"before":null'],
    ['a provider', 'terraform.io/builtin/terraform', 'registry.terraform.io/evil/provider'],
    ['the number of a provider', '"provider_name":"terraform.io/builtin/terraform"', '"provider_name":-1'],
    ['a step', '"kind":"create","change":0', '"kind":"delete","change":0'],
    ['an item that waits for itself', '"needs":[]', '"needs":[0]'],
  ])('rejects a plan that contradicts itself in %s, even with a new checksum', async (_, before, after) => {
    await harness.plan({ out: 'p' });
    const text = await read('p');
    expect(text).toContain(before);
    await writeFile(at('p'), resealed(text.replaceAll(before, after)));
    const applied = await harness.apply({ planFile: 'p' });
    expect(codes(applied)).not.toEqual([]);
    expect(['edited-plan', 'invalid-plan-file', 'stale-plan']).toContain(codes(applied)[0]);
    expect(await files()).toEqual(['main.tf.json', 'p']);
  });
});

describe('an edited plan with a new checksum', () => {
  it.each<[what: string, before: string, after: string, place: string, why: RegExp]>([
    [
      'a planned attribute',
      '"after":{"input":"one"',
      '"after":{"input":"one","other":1',
      '{"input":"one","other":1',
      /^A planned attribute has the wrong type for terraform_data\./,
    ],
    [
      'the provider of an object',
      '"provider_name":"terraform.io/builtin/terraform"',
      '"provider_name":"registry.terraform.io/evil/provider"',
      '"registry.terraform.io/evil/provider"',
      /^It is not managed by registry\.terraform\.io\/evil\/provider\./,
    ],
  ])('is rejected at the line of %s', async (_what, before, after, place, why) => {
    await harness.plan({ out: 'p' });
    const written = await read('p');
    const from = written.indexOf('"resource_changes"');
    const text = resealed(written.slice(0, from) + written.slice(from).replace(before, after));
    await writeFile(at('p'), text);
    const { diagnostics } = await harness.apply({ planFile: 'p' });
    const offset = text.indexOf(place, from);
    const line = text.slice(0, offset).split('\n').length;
    const column = offset - text.lastIndexOf('\n', offset);
    expect(line).toBeGreaterThan(1);
    expect(diagnostics).toMatchObject([
      {
        code: 'edited-plan',
        summary: `p, line ${line}, column ${column}: the plan for terraform_data.a is invalid`,
        detail: expect.stringMatching(why) as string,
      },
    ]);
  });
});

describe('a signature', () => {
  const pair = generateKeyPairSync('ed25519');
  const other = generateKeyPairSync('ed25519');
  const pem = { private: { type: 'pkcs8', format: 'pem' }, public: { type: 'spki', format: 'pem' } } as const;
  const secret = 'a secret of thirty-two bytes, or more';

  beforeEach(async () => {
    await writeFile(at('private'), pair.privateKey.export(pem.private));
    await writeFile(at('public'), pair.publicKey.export(pem.public));
    await writeFile(at('other'), other.publicKey.export(pem.public));
    await writeFile(at('secret'), secret);
    await writeFile(at('short'), 'short');
  });

  it.each([
    ['private', 'public', []],
    ['private', 'private', []],
    ['secret', 'secret', []],
    ['private', 'other', ['wrong-signature']],
    ['secret', 'public', ['wrong-signature']],
    ['private', 'secret', ['wrong-signature']],
    [undefined, 'public', ['unsigned-plan']],
    ['private', 'short', ['invalid-plan-key']],
    ['private', 'none', ['invalid-plan-key']],
  ])('by the key %s is checked with %s: %j', async (sign, check, expected) => {
    await harness.plan({ out: 'p', ...(sign === undefined ? {} : { signKey: sign }) });
    expect(codes(await harness.apply({ planFile: 'p', verifyKey: check }))).toEqual(expected);
  });

  it('does not match an edited plan', async () => {
    await harness.plan({ out: 'p', signKey: 'secret' });
    const text = await read('p');
    const signature = /,\n"signature":\{[^}]*\}/.exec(text)![0];
    const edited = resealed(text.replaceAll('"one"', '"two"')).replace(/\}\}\n$/, `${signature}}}\n`);
    await writeFile(at('p'), edited);
    expect(codes(await harness.apply({ planFile: 'p', verifyKey: 'secret' }))).toEqual(['wrong-signature']);
  });

  it('cannot be created with a public key', async () => {
    expect(codes(await harness.plan({ out: 'p', signKey: 'public' }))).toEqual(['invalid-plan-key']);
  });
});
