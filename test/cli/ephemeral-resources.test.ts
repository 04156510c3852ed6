import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plugins } from '../support/plugin/executables.js';
import { noneLeft } from '../support/plugin/objects.js';
import { Folder, type Ran } from '../support/run-landform.js';

const hasTerraform = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

const SETTINGS = `
terraform {
  required_providers {
    plug5 = { source = "example.com/test/plug5" }
    plug6 = { source = "example.com/test/plug6" }
  }
}
provider "plug6" {
  world = "\${path.root}/world6.json"
}
`;

/** One is opened while planning, for a provider; another one only after a create, for a write-only attribute. */
const CONFIGURATION = `${SETTINGS}
provider "plug5" {
  world = "\${path.root}/world5.json"
  token = local.token
}
locals {
  token = ephemeral.plug6_token.early.value
}
ephemeral "plug6_token" "early" {
  of = "me"
}
ephemeral "plug6_token" "late" {
  of = plug6_box.b.id
}
resource "plug6_box" "b" {
  name = "b"
}
resource "plug5_box" "c" {
  name           = "c"
  secret         = ephemeral.plug6_token.late.value
  secret_version = 1
}
`;

let folder: Folder;
let env: Readonly<Record<string, string>>;

const landform = (line: string): Promise<Ran> => folder.warm(line, { env });

/** What a provider noted since the last time, in its order. */
async function noted(world: string): Promise<readonly string[]> {
  const name = `${world}.json.log`;
  if (!existsSync(path.join(folder.path, name))) return [];
  const lines = (await folder.read(name)).trimEnd().split('\n');
  await rm(path.join(folder.path, name));
  return lines;
}

/** Without identities, which not every version of Terraform stores. */
async function resourcesInState(): Promise<unknown> {
  const state: unknown = JSON.parse(await folder.read('terraform.tfstate'), (name, value: unknown) =>
    name.startsWith('identity') ? undefined : value,
  );
  return (state as { readonly resources: unknown }).resources;
}

/** All that tools have written, but for what is the providers' own. */
function written(): string {
  const files = readdirSync(folder.path, { recursive: true, withFileTypes: true });
  return files
    .filter(
      (file) => file.isFile() && !/^world|^overrides/.test(path.relative(folder.path, file.parentPath) + file.name),
    )
    .map((file) => readFileSync(path.join(file.parentPath, file.name), 'latin1'))
    .join('\n');
}

beforeEach(async () => {
  folder = await Folder.make({ 'main.tf': CONFIGURATION });
  env = { ...(await plugins(folder.path)) };
});
afterEach(() => folder.remove());

describe('ephemeral resources of a provider', () => {
  it('are open as long as they are needed, and stored nowhere', { timeout: 120_000 }, async () => {
    const planned = await landform('plan -out=saved');
    expect(planned.code, planned.stderr).toBe(0);
    expect(await noted('world6')).toEqual(['open me', 'close opened me']);
    expect(await noted('world5')).toEqual(['configured with token-of-me']);
    const applied = await landform('apply saved');
    expect(applied.code, applied.stderr).toBe(0);
    expect(await noted('world6')).toEqual(['open me', 'open id-1', 'close opened id-1', 'close opened me']);
    expect(JSON.parse(await folder.read('world5.json'))).toMatchObject({ 'id-1': { secret: 'token-of-id-1' } });
    expect((await landform('plan -detailed-exitcode')).code).toBe(0);
    expect((await landform('plan -refresh-only -detailed-exitcode')).code).toBe(0);
    await noted('world5');
    expect(written()).not.toContain('token-of');
    // The provider of what is destroyed needs the token, too.
    await noted('world6');
    expect((await landform('destroy -auto-approve')).code).toBe(0);
    expect(await noted('world5')).not.toContain('configured with an unknown');
    const last = await noted('world6');
    expect(last.filter((line) => line.startsWith('open'))).toHaveLength(
      last.filter((line) => line.startsWith('close')).length,
    );
    expect(`${planned.stdout}${planned.stderr}${applied.stdout}${applied.stderr}`).not.toContain('token-of');
  });

  it('are renewed in time, and every problem with them is reported', { timeout: 120_000 }, async () => {
    // The box is made only once the token was renewed so often.
    const waiting = (of: string, box: string, renewal: string, times: number): string => `${SETTINGS}
ephemeral "plug6_token" "t" {
  of            = "${of}"
  renewed_after = 20
}
resource "plug6_box" "${box}" {
  name           = "${of}"
  secret         = ephemeral.plug6_token.t.value
  provisioner "local-exec" {
    command     = <<-EOT
      for try in $(seq 300); do
        [ "$(grep -c "^${renewal}" world6.json.log)" -ge ${times} ] && break
        sleep 0.1
      done
      printf %s "$TOKEN" > world-token
    EOT
    environment = { TOKEN = ephemeral.plug6_token.t.value }
  }
}
`;
    await folder.write('main.tf', waiting('me', 'b', 'renew renewed', 2));
    const { code, stdout, stderr } = await landform('apply -auto-approve');
    expect(code, stderr).toBe(0);
    const lines = await noted('world6');
    expect(lines.filter((line) => line === 'renew renewed me').length).toBeGreaterThan(1);
    expect(lines.at(-1)).toBe('close renewed me');
    expect(await folder.read('world-token')).toBe('token-of-me');
    expect(stdout + stderr).not.toContain('token-of');
    for (const [of, problem] of [
      ['once', 'Not renewed'],
      ['stuck', 'Not closed'],
    ] as const) {
      await folder.write('main.tf', waiting(of, 'c', 'renew', 1));
      const failed = await landform('apply -auto-approve');
      expect(failed.code).toBe(1);
      expect(failed.stderr).toContain(problem);
      expect(failed.stderr).toContain('ephemeral.plug6_token.t');
    }
  });

  it.each(['refused', 'invalid', 'unknown'])('report what cannot be opened: %s', async (of) => {
    await folder.write('main.tf', CONFIGURATION.replace('"me"', `"${of}"`));
    const { code, stderr } = await landform('apply -auto-approve');
    expect([code, stderr]).toEqual([1, expect.stringContaining('ephemeral.plug6_token.early')]);
    expect((await noted('world6')).filter((line) => line.startsWith('close'))).toEqual([]);
    expect(await noted('world5')).toEqual([]);
  });

  it('are closed after a failure', { timeout: 60_000 }, async () => {
    await folder.write(
      'main.tf',
      `${CONFIGURATION}\nresource "plug6_trouble" "t" {\n  how        = "panic-apply"\n  depends_on = [plug5_box.c]\n}\n` +
        'ephemeral "plug5_token" "other" {\n  of = "other"\n}\nresource "plug5_box" "d" {\n  name   = "d"\n  secret = ephemeral.plug5_token.other.value\n}\n',
    );
    expect((await landform('apply -auto-approve')).code).toBe(1);
    expect((await noted('world5')).filter((line) => line.startsWith('close'))).toEqual([
      'close opened other',
      'close opened other',
    ]);
  });

  it('are closed after an interrupt, and one that hangs is ended', { timeout: 60_000 }, async () => {
    await folder.write('main.tf', `${CONFIGURATION}\nephemeral "plug5_token" "h" {\n  of = "hang"\n}\n`);
    const { code, stderr } = await folder.landform('apply -auto-approve', {
      env,
      during: (child) => {
        const interrupt = async (): Promise<void> => {
          const log = path.join(folder.path, 'world6.json.log');
          while (!existsSync(log) && child.exitCode === null) await sleep(20);
          await sleep(500);
          child.kill('SIGINT');
          await sleep(300);
          child.kill('SIGINT');
        };
        void interrupt();
      },
    });
    expect([code, stderr]).toEqual([1, expect.stringContaining('example.com/test/plug5')]);
    expect((await noted('world6')).at(-1)).toBe('close opened me');
    await noneLeft(folder, stderr);
  });

  it('may only be used where nothing is stored', async () => {
    await folder.write(
      'main.tf',
      `${SETTINGS}
ephemeral "plug6_token" "t" {
  of = "me"
}
resource "plug6_box" "b" {
  name = ephemeral.plug6_token.t.value
}
output "o" {
  value = ephemeral.plug6_token.t.value
}
output "typo" {
  value = ephemeral.plug6_token.other.value
}
check "c" {
  assert {
    condition     = ephemeral.plug6_token.t.value == "x"
    error_message = "The token is wrong."
  }
}
`,
    );
    const { code, stderr } = await landform('validate');
    expect(code).toBe(1);
    expect(stderr.match(/\[[a-z-]+\]/g)).toEqual(['[ephemeral-value]', '[ephemeral-value]', '[unknown-reference]']);
    await folder.write('main.tf', (await folder.read('main.tf')).replace(/resource[^]*check/, 'check'));
    const checked = await landform('plan');
    expect([checked.code, checked.stderr.replaceAll(/[\s│]+/g, ' ')]).toEqual([
      0,
      expect.stringContaining('ephemeral.plug6_token.t.value = (ephemeral value)'),
    ]);
  });

  it('are repeated, and read from JSON', { timeout: 60_000 }, async () => {
    await folder.write('main.tf', SETTINGS);
    await folder.write('more.tf.json', {
      ephemeral: { plug6_token: { t: { for_each: { a: 1, b: 2 }, of: '${each.key}' } } },
      resource: { plug6_box: { b: { name: 'b', secret: '${ephemeral.plug6_token.t["b"].value}', secret_version: 1 } } },
    });
    const { code, stderr } = await landform('apply -auto-approve');
    expect(code, stderr).toBe(0);
    expect([...(await noted('world6'))].sort()).toEqual(
      ['a', 'a', 'b', 'b'].flatMap((of) => [`close opened ${of}`, `open ${of}`]).sort(),
    );
    expect(JSON.parse(await folder.read('world6.json'))).toMatchObject({ 'id-1': { secret: 'token-of-b' } });
  });
});

describe.skipIf(!hasTerraform)('ephemeral resources beside Terraform', () => {
  it('open and close alike, with states that either tool leaves as they are', { timeout: 240_000 }, async () => {
    const judge = (...args: readonly string[]): number | null =>
      spawnSync('terraform', args, { cwd: folder.path, env: { ...process.env, ...env }, stdio: 'ignore' }).status;
    expect(judge('plan', '-out=saved')).toBe(0);
    const ofPlan = [await noted('world6'), await noted('world5')];
    expect(judge('apply', 'saved')).toBe(0);
    const ofApply = await noted('world6');
    const stored = await resourcesInState();
    expect((await landform('plan -detailed-exitcode')).code).toBe(0);

    for (const name of readdirSync(folder.path))
      if (/^world|tfstate/.test(name)) await rm(path.join(folder.path, name));
    expect((await landform('plan -out=own')).code).toBe(0);
    expect([await noted('world6'), await noted('world5')]).toEqual(ofPlan);
    expect((await landform('apply own')).code).toBe(0);
    // Terraform closes them in any order.
    expect((await noted('world6')).toSorted()).toEqual(ofApply.toSorted());
    expect(await resourcesInState()).toEqual(stored);
    expect(judge('plan', '-detailed-exitcode')).toBe(0);
  });
});
