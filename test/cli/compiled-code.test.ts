import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';

let folder: Folder;
/** Stands for the folder of temporary files. */
let temporary: string;

beforeEach(async () => {
  folder = await Folder.make({ 'main.tf.json': { resource: { terraform_data: { a: { input: 'one' } } } } });
  temporary = await mkdtemp(path.join(tmpdir(), 'landform-compiled-'));
});

afterEach(async () => {
  await folder.remove();
  await rm(temporary, { recursive: true, force: true });
});

const own = (): string => path.join(temporary, `landform-${process.getuid!()}`);

/** Newer versions of Node keep what they compiled in a folder of the same place. */
const ownCode = async (): Promise<string[]> =>
  (await readdir(own())).filter((name) => !/^v[\d.]+-\w+-[0-9a-f]+-\d+$/.test(name));

async function kept(): Promise<string> {
  const names = (await readdir(own())).filter((name) => name.endsWith('.code'));
  expect(names).toEqual([expect.stringMatching(/-plan\.code$/)]);
  return path.join(own(), names[0]!);
}

async function plan(env: Readonly<Record<string, string>> = {}): Promise<void> {
  const { code, stdout, stderr } = await folder.landform('plan', { env: { TMPDIR: temporary, ...env } });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toContain('terraform_data.a');
}

describe('the V8 code cache', () => {
  it('is written by the first run, readable only by its user, and used by the second', async () => {
    await plan();
    const file = await kept();
    const { mtimeNs } = await stat(file, { bigint: true });
    await plan();
    // Whatever is not accepted is written anew.
    expect((await stat(file, { bigint: true })).mtimeNs).toBe(mtimeNs);
    expect((await stat(own())).mode & 0o777).toBe(0o700);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('is accepted for what is loaded after flags of V8 were changed', async () => {
    const terraform = { required_providers: { acloud: { source: 'landform/acloud' } } };
    const account = { acloud_cloud_account: { b: { display_name: 'beta', cloud_profile: 'dummy' } } };
    await folder.write('more.tf.json', { terraform, resource: account });
    const env = { ACLOUD_PERSONAL_ACCESS_TOKEN: 'token', ACLOUD_ORGANISATION: 'acme' };
    await plan(env);
    const { mtimeNs } = await stat(await kept(), { bigint: true });
    await plan(env);
    expect((await stat(await kept(), { bigint: true })).mtimeNs).toBe(mtimeNs);
  });

  it('is the only temporary file left behind, even if Node.js writes its own cache', async () => {
    await plan();
    expect(await readdir(temporary)).toEqual([path.basename(own())]);
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['empty', () => Buffer.alloc(0)],
    ['something else', () => Buffer.from('not what it should be, and longer than a digest is')],
    [
      'changed in one bit',
      (bytes: Buffer) => {
        bytes[bytes.length - 1000]! ^= 1;
        return bytes;
      },
    ],
  ])('is rebuilt if the cached file is %s', async (_, damage) => {
    await plan();
    const file = await kept();
    const good = await readFile(file);
    const damaged = damage(Buffer.from(good));
    await writeFile(file, damaged);
    await plan();
    const repaired = await readFile(file);
    expect(repaired.equals(damaged)).toBe(false);
    expect(repaired.length).toBeGreaterThan(good.length / 2);
  });

  it('is neither read from nor written to a folder that others can write to', async () => {
    await mkdir(own());
    await chmod(own(), 0o777);
    await plan();
    expect(await readdir(own())).toEqual([]);
  });

  it('is not cached if its folder cannot be entered', async () => {
    await mkdir(own());
    await chmod(own(), 0o600);
    await plan();
    await chmod(own(), 0o700);
    // Root may enter whatever the mode says.
    expect((await ownCode()).length).toBeLessThanOrEqual(process.getuid!() === 0 ? 1 : 0);
  });

  it('is not written if there is no place for it', async () => {
    const file = path.join(temporary, 'a file');
    await writeFile(file, '');
    await plan({ TMPDIR: file });
    expect(await readFile(file, 'utf8')).toBe('');
  });

  it('is not written if the user turns caching off', async () => {
    await plan({ NODE_DISABLE_COMPILE_CACHE: '1' });
    expect(await readdir(temporary)).toEqual([]);
  });

  it('is complete when several runs start at once', async () => {
    const validate = () => folder.landform('validate', { env: { TMPDIR: temporary } });
    const all = await Promise.all([validate(), validate(), validate(), validate()]);
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    const [name, ...others] = await ownCode();
    expect(others).toEqual([]);
    const before = await readFile(path.join(own(), name!));
    await validate();
    expect((await readFile(path.join(own(), name!))).equals(before)).toBe(true);
  });

  it("does not stop the user's modules from being imported", async () => {
    await folder.write('landform.json', { program: 'main.mjs' });
    await folder.write('main.mjs', 'throw new Error("thrown by the program");');
    for (const run of ['compiled', 'kept']) {
      const { stderr } = await folder.landform('synth', { env: { TMPDIR: temporary } });
      expect(stderr, run).toContain('thrown by the program');
    }
  });

  it('is separate for each command, because each uses other functions', async () => {
    await plan();
    await folder.landform('validate', { env: { TMPDIR: temporary } });
    await folder.landform('version', { env: { TMPDIR: temporary } });
    const commands = (await ownCode()).map((name) => name.split('-').at(-1));
    expect(new Set(commands)).toEqual(new Set(['other.code', 'plan.code', 'validate.code']));
  });
});
