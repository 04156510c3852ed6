import { chmodSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBackend, openSession } from '../../src/state/index.js';
import { anObject, aRef } from '../support/states.js';
import { CAN_BE_STOPPED, STOPPED_BY_MODES } from '../support/other-user.js';
import { Folder } from '../support/run-landform.js';

describe.skipIf(!CAN_BE_STOPPED)('in a read-only folder', () => {
  let folder: Folder;
  const modes = (folderMode: number, fileMode: number): void => {
    for (const name of ['', '.landform']) chmodSync(path.join(folder.path, name), folderMode);
    for (const name of ['main.tf.json', 'terraform.tfstate']) chmodSync(path.join(folder.path, name), fileMode);
  };

  beforeAll(async () => {
    folder = await Folder.make({
      'main.tf.json': {
        resource: { terraform_data: { a: { input: 'x' } } },
        output: { o: { value: '${terraform_data.a.output}' } },
      },
    });
    expect((await folder.landform('apply --auto-approve')).code).toBe(0);
    modes(0o555, 0o444);
  });
  afterAll(async () => {
    modes(0o755, 0o644);
    await folder.remove();
  });

  test.each(['show', 'output', 'state list'])('%s prints what is stored', async (line) => {
    const { code, stderr } = await folder.landform(line, STOPPED_BY_MODES);
    expect([code, stderr]).toEqual([0, '']);
  });

  test.each([
    ['plan', true],
    ['drift', false],
    ['drift --lock', true],
  ])('%s reads the state; it warns that it holds no lock: %s', async (line, warns) => {
    const before = await folder.contents();
    const { code, stdout, stderr } = await folder.landform(line, STOPPED_BY_MODES);
    expect([code, stdout]).toEqual([0, expect.stringContaining('No changes.')]);
    expect(stderr.includes('[state-read-only]')).toBe(warns);
    expect(await folder.contents()).toEqual(before);
  });

  test('apply is rejected before anything happens', async () => {
    const { code, stderr } = await folder.landform('apply --auto-approve', STOPPED_BY_MODES);
    expect([code, stderr]).toEqual([1, expect.stringContaining('[state-not-permitted]')]);
  });

  test('plan counts the entries in the journal of an interrupted run, and leaves the journal unchanged', async () => {
    modes(0o755, 0o644);
    const file = path.join(folder.path, 'terraform.tfstate');
    const backend = openBackend('local', { path: file });
    const session = await openSession({ backend, operation: 'apply', program: 'landform', write: true });
    await session.recorder.record(aRef('terraform_data.dead'), anObject());
    await session.release();
    chmodSync(`${file}.journal`, 0o444);
    modes(0o555, 0o444);
    const before = await folder.contents();
    const { code, stdout } = await folder.landform('plan', STOPPED_BY_MODES);
    expect([code, stdout]).toEqual([0, expect.stringContaining('terraform_data.dead')]);
    expect(await folder.contents()).toEqual(before);
  });
});
