import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { Folder } from '../support/run-landform.js';

const PROGRAM = {
  terraform: { required_providers: { conductor: { source: 'landform/conductor' } } },
  resource: {
    conductor_ldap_configuration: {
      it: { server: 'ldap://one', domain: 'example', username: 'ann', password: 'p' },
    },
  },
};

/** A manager cannot unset its LDAP configuration, so a delete only drops it from state. */
describe("a provider's warning about a deletion", () => {
  let sandbox: Sandbox;
  let folder: Folder;
  const told = async (command: string): Promise<readonly [code: number | null, times: number]> => {
    const { code, stdout, stderr } = await folder.run(`${command} -no-color`, { env: sandbox.environment });
    return [code, `${stdout}${stderr}`.split('[only-forgotten]').length - 1];
  };

  beforeAll(async () => {
    sandbox = await startSandbox({ systems: ['conductor'] });
    folder = await Folder.make({ 'main.tf.json': PROGRAM });
    expect(await told('apply -auto-approve')).toEqual([0, 0]);
  }, 60_000);
  afterAll(async () => {
    await folder.remove();
    await sandbox.close();
  });

  it.each([
    ['a replacement', 'apply -auto-approve -replace=conductor_ldap_configuration.it'],
    ['a destroy', 'destroy -auto-approve'],
  ])(
    'is shown once, in the plan of %s',
    async (_, command) => {
      expect(await told(command)).toEqual([0, 1]);
    },
    60_000,
  );
});
