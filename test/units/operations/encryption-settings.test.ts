import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Stack } from 'landform';
import { TerraformData } from 'landform/providers/terraform';
import { afterEach, describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/model/index.js';
import { output, stateList } from '../../../src/operations/index.js';
import { StackRoom } from '../../support/stack-room.js';

const SECRET = 'planted-in-the-settings-0417';

const MAIN = `
variable "passphrase" {
  sensitive = true
}
resource "terraform_data" "a" {
  input = "${SECRET}"
}
`;

/** With few iterations, a key costs little. */
const key = (passphrase: string): object => ({
  key_provider: { pbkdf2: { main: { passphrase, iterations: 200_000 } } },
  method: { aes_gcm: { main: { keys: 'key_provider.pbkdf2.main' } } },
});
const STATE = { state: { method: 'method.aes_gcm.main', enforced: true } };
const PASSPHRASE = 'correct horse battery';

let room: StackRoom;
afterEach(() => room.remove());

const said = ({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }): readonly string[] =>
  diagnostics.map(({ code, summary }) => `${code}: ${summary}`);
const settings = (json: object): Record<string, string> => ({ 'landform.json': JSON.stringify(json) });
const make = async (json: object, main = MAIN): Promise<void> => {
  room = await StackRoom.make(undefined, { 'main.tf': main, ...settings(json) });
  room.environment = { TF_VAR_passphrase: PASSPHRASE };
};
const stored = (name = 'terraform.tfstate'): string => readFileSync(path.join(room.directory, name), 'utf8');

describe('encryption in landform.json', () => {
  it('encrypts the state, with variables in its settings', async () => {
    await make({ encryption: { ...key('${var.passphrase}'), ...STATE } });
    expect(said(await room.apply())).toEqual([]);
    expect(stored()).toContain('"encrypted_data"');
    expect(stored()).not.toContain(SECRET);
    expect((await stateList(room.env)).stacks[0]?.addresses).toEqual(['terraform_data.a']);
    room.environment = { TF_VAR_passphrase: `${PASSPHRASE}, wrong` };
    expect(said(await stateList(room.env))).toEqual(['state-not-decrypted: terraform.tfstate cannot be decrypted']);
  });

  it('takes precedence over the configuration, and TF_ENCRYPTION over both', async () => {
    const block = `terraform {
      encryption {
        key_provider "pbkdf2" "main" {
          passphrase = "of the configuration"
          iterations = 200000
        }
        method "aes_gcm" "main" {
          keys = key_provider.pbkdf2.main
        }
        state {
          method = method.aes_gcm.main
        }
      }
    }\n`;
    // One setting of a key provider is replaced, the others stay.
    const own = { key_provider: { pbkdf2: { main: { passphrase: 'of the settings, longer' } } } };
    await make({ encryption: own }, `${block}${MAIN}`);
    expect(said(await room.apply())).toEqual([]);
    const reads = async (passphrase: string): Promise<boolean> => {
      const other = await StackRoom.make(undefined, {
        'main.tf': MAIN,
        'terraform.tfstate': stored(),
        ...settings({ encryption: { ...key(passphrase), ...STATE } }),
      });
      const found = await stateList({ ...other.env, environment: {} });
      await other.remove();
      return found.diagnostics.length === 0;
    };
    expect(await reads('of the settings, longer')).toBe(true);
    expect(await reads('of the configuration')).toBe(false);
    const environment = { key_provider: { pbkdf2: { main: { passphrase: 'of the environment' } } } };
    room.environment = { ...room.environment, TF_ENCRYPTION: JSON.stringify(environment) };
    expect(said(await stateList(room.env))).toEqual(['state-not-decrypted: terraform.tfstate cannot be decrypted']);
  });

  it('belongs to all stacks, or to one, which completes it; enforced cannot be taken back', async () => {
    const other = `${PASSPHRASE} of prod`;
    const prod = { key_provider: { pbkdf2: { main: { passphrase: other } } }, state: { enforced: false } };
    room = await StackRoom.make(
      (app) => {
        for (const name of ['dev', 'prod'])
          new TerraformData(new Stack(app, name), 'a', { input: `${SECRET} ${name}` });
      },
      settings({ encryption: { ...key(PASSPHRASE), ...STATE }, stacks: { prod: { encryption: prod } } }),
    );
    expect(said(await room.apply())).toEqual([]);
    const read = async (json: object): Promise<readonly string[]> => {
      await room.write('landform.json', JSON.stringify(json));
      return said(await output(room.env));
    };
    // The keys of the two differ.
    expect(await read({ encryption: { ...key(PASSPHRASE), ...STATE } })).toEqual([
      'state-not-decrypted: terraform.prod.tfstate cannot be decrypted',
    ]);
    const plain = { method: { unencrypted: { none: {} } }, state: { method: 'method.unencrypted.none' } };
    expect(
      await read({ encryption: { ...key(PASSPHRASE), ...STATE }, stacks: { prod: { encryption: plain } } }),
    ).toEqual(['invalid-encryption: The block "state" is enforced, and has the method "unencrypted"']);
  });

  it('names the line of a setting that has no value', async () => {
    await make({});
    room.environment = {};
    const text = JSON.stringify({ encryption: { ...key('${var.passphrase}'), ...STATE } }, undefined, 2);
    await room.write('landform.json', text);
    const { diagnostics } = await stateList(room.env);
    const line = text.split('\n').findIndex((one) => one.includes('var.passphrase')) + 1;
    expect(diagnostics[0]).toMatchObject({
      summary: 'The setting "passphrase" of pbkdf2.main has no value',
      range: { file: 'landform.json', start: { line } },
    });
  });
});
