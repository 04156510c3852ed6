import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Stack, type App } from 'landform';
import { TerraformData } from 'landform/providers/terraform';
import { hasErrors, type Diagnostic } from '../../../src/model/index.js';
import { showPlan } from '../../../src/operations/index.js';
import { StackRoom } from '../../support/stack-room.js';

/** `b` needs `a`; `x` needs nothing. */
const program =
  (input: string, fails = false) =>
  (app: App): void => {
    const a = new TerraformData(new Stack(app, 'a'), 'made', { input });
    if (fails) a.addProvisioner({ type: 'local-exec', command: 'exit 1' });
    new TerraformData(new Stack(app, 'b'), 'made', { input: a.output });
    new TerraformData(new Stack(app, 'x'), 'made', { input: 'é' });
  };

let room: StackRoom;
beforeEach(async () => {
  room = await StackRoom.make(program('one'));
});
afterEach(() => room.remove());

const codes = ({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }): readonly string[] =>
  diagnostics.map(({ code, stack = '' }) => `${code} ${stack}`.trim());

async function saved(out = 'p', options: { readonly signKey?: string } = {}): Promise<void> {
  const { diagnostics } = await room.plan({ out, ...options });
  expect(diagnostics).toEqual([]);
}

describe('a saved plan of several stacks', () => {
  it('is applied as the dependencies of the stacks allow', async () => {
    await saved();
    const { stacks, diagnostics } = await room.apply({ planFile: 'p' });
    expect(diagnostics).toEqual([]);
    expect(stacks.map(({ name, status, counts }) => [name, status, counts.created])).toEqual([
      ['a', 'applied', 1],
      ['b', 'applied', 1],
      ['x', 'applied', 1],
    ]);
    const done = room.events.flatMap(({ type, stack }) => (type === 'apply-complete' ? stack : []));
    expect(done.indexOf('a')).toBeLessThan(done.indexOf('b'));
    expect(await room.changes()).toEqual([]);
  });

  it('is one JSON document that holds the document of each stack', async () => {
    await saved();
    const document = JSON.parse(await room.read('p')) as {
      readonly stacks: readonly { readonly format_version: string; readonly landform: { readonly stack: string } }[];
      readonly index: readonly { readonly stack: string; readonly needs: readonly string[] }[];
    };
    expect(document.stacks.map(({ landform: { stack }, format_version: version }) => [stack, version])).toEqual([
      ['a', '1.2'],
      ['b', '1.2'],
      ['x', '1.2'],
    ]);
    expect(document.index.map(({ stack, needs }) => [stack, needs])).toEqual([
      ['a', []],
      ['b', ['a']],
      ['x', []],
    ]);
  });

  it('is shown with each of its plans, and as JSON by stack', async () => {
    await saved();
    const shown = await showPlan(room.env, { file: 'p' });
    expect(shown.stacks.map(({ name, plan }) => [name, plan.changes.length])).toEqual([
      ['a', 1],
      ['b', 2],
      ['x', 1],
    ]);
    const chunks: Uint8Array[] = [];
    await showPlan(room.env, { file: 'p', copyTo: (bytes) => void chunks.push(Buffer.from(bytes)) });
    const json = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, { readonly landform?: object }>;
    expect(Object.keys(json)).toEqual(['a', 'b', 'x']);
    expect(json['x']?.landform).toBeUndefined();
  });

  it('replaces an older plan', async () => {
    await saved();
    await saved();
    expect((await room.apply({ planFile: 'p' })).diagnostics).toEqual([]);
  });

  it('is refused as a whole if one of the stacks changed since', async () => {
    await saved();
    await room.apply({ stacks: ['x'] });
    const refused = await room.apply({ planFile: 'p' });
    expect(codes(refused)).toEqual(['stale-plan x']);
    expect(refused.diagnostics[0]?.summary).toContain('The plan of x is stale');
    expect(refused.stacks).toEqual([]);
    await expect(readFile(path.join(room.directory, 'terraform.a.tfstate'))).rejects.toThrow('ENOENT');
  });

  it('is refused if a stack is gone or its program changed', async () => {
    await saved();
    room.build = program('two');
    expect(codes(await room.apply({ planFile: 'p' }))).toEqual(['stale-plan a']);
    room.build = (app) => void new Stack(app, 'a');
    expect(codes(await room.apply({ planFile: 'p' }))).toEqual(['unknown-stack', 'unknown-stack']);
  });

  it('stops only what depends on a failed stack', async () => {
    room.build = program('one', true);
    await saved();
    const { stacks, diagnostics } = await room.apply({ planFile: 'p' });
    expect(hasErrors(diagnostics)).toBe(true);
    expect(stacks.map(({ name, status }) => [name, status])).toEqual([
      ['a', 'failed'],
      ['b', 'left-out'],
      ['x', 'applied'],
    ]);
  });

  it('is not applied if a stack could not be planned', async () => {
    room.build = (app) => {
      program('one')(app);
      new TerraformData(new Stack(app, 'bad'), 'made', { input: '${file("nothing")}' });
    };
    expect(codes(await room.plan({ out: 'p' }))).toEqual(['invalid-argument bad']);
    expect(codes(await room.apply({ planFile: 'p' }))).toEqual(['errored-plan']);
    room.build = (app) => {
      const bad = new TerraformData(new Stack(app, 'bad'), 'made', { input: '${file("nothing")}' });
      new TerraformData(new Stack(app, 'next'), 'made', { input: bad.output });
      new TerraformData(new Stack(app, 'x'), 'made');
    };
    expect(codes(await room.plan({ out: 'p' }))).toEqual(['invalid-argument bad', 'stack-left-out']);
    expect(codes(await room.apply({ planFile: 'p' }))).toEqual(['errored-plan']);
  });

  it('destroys in the order that was planned', async () => {
    await room.apply();
    await room.plan({ out: 'p', destroy: true });
    expect((await room.apply({ planFile: 'p' })).diagnostics).toEqual([]);
    const done = room.events.flatMap(({ type, stack }) => (type === 'apply-complete' ? stack : []));
    expect(done.indexOf('b')).toBeLessThan(done.indexOf('a'));
  });
});

describe('an edited plan of several stacks', () => {
  it.each<[string, (text: string) => string]>([
    ['a value', (text) => text.replace('"one"', '"two"')],
    ['a stack that is left out of the index', (text) => text.replace(/,\{"stack":"x"[^}]*\}/, '')],
    ['a stack under another name', (text) => text.replace('"index":[{"stack":"a"', '"index":[{"stack":"c"')],
    ['a dependency', (text) => text.replace('"needs":["a"]', '"needs":[]   ')],
    ['its completeness', (text) => text.replace('"complete":true,\n"at"', '"complete":false,\n"at"')],
    ['something after it', (text) => `${text} `],
    ['less than all of it', (text) => text.slice(0, -40)],
  ])('is refused: %s', async (_, edit) => {
    await saved();
    const text = await room.read('p');
    expect(edit(text)).not.toBe(text);
    await room.write('p', edit(text));
    expect(codes(await room.apply({ planFile: 'p' }))).toEqual(['edited-plan']);
    expect(codes(await showPlan(room.env, { file: 'p' }))).toEqual(['edited-plan']);
  });

  it('is refused unless the whole is signed', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    await room.write('key', privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
    await room.write('key.pub', publicKey.export({ type: 'spki', format: 'pem' }) as string);
    await saved();
    expect(codes(await room.apply({ planFile: 'p', verifyKey: 'key.pub' }))).toEqual(['unsigned-plan']);
    await saved('p', { signKey: 'key' });
    const text = await room.read('p');
    const [, first = ''] = /"stacks":\[\n([\s\S]*?\}\}),\n\{/.exec(text) ?? [];
    await room.write('alone', `${first}\n`);
    expect(codes(await room.apply({ planFile: 'alone', verifyKey: 'key.pub' }))).toEqual(['unsigned-plan']);
    expect((await room.apply({ planFile: 'p', verifyKey: 'key.pub' })).diagnostics).toEqual([]);
  });
});
