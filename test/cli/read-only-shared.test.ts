import { spawn } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { Folder, MAIN, type Ran } from '../support/run-landform.js';
import { SHARED_PLACES, type SharedPlace } from '../support/shared-places.js';

let folder: Folder;
let place: SharedPlace;
afterEach(async () => {
  await place.stop();
  await folder.remove();
});

const documentOf = (dies: boolean): object => ({
  terraform: { backend: place.backend() },
  resource: {
    terraform_data: {
      a: { input: 'kept' },
      ...(dies && { dead: { input: 'x', provisioner: [{ 'local-exec': { command: 'kill -9 $PPID' } }] } }),
    },
  },
  output: { o: { value: '${terraform_data.a.output}' } },
});

// Files: see read-only.test.ts.
const places = Object.entries(SHARED_PLACES).filter(([name]) => name !== 'local');

describe.each(places)('with credentials that may only read: %s', (_, open) => {
  test('state is read with the journal of a dead run, and nothing is written', { timeout: 60_000 }, async () => {
    place = await open();
    folder = await Folder.make({});
    await folder.write('main.tf.json', documentOf(false));
    const applied = await folder.warm('apply --auto-approve', { env: place.environment() });
    expect(applied, applied.stderr).toMatchObject({ code: 0 });
    await folder.write('main.tf.json', documentOf(true));
    const signal = await new Promise((resolve) => {
      const env = { PATH: process.env['PATH'], HOME: folder.path, ...place.environment() };
      const child = spawn(process.execPath, [MAIN, 'apply', '--auto-approve'], {
        cwd: folder.path,
        env,
        stdio: 'ignore',
      });
      child.on('close', (_code, by) => resolve(by));
    });
    expect(signal).toBe('SIGKILL');
    const reader = await place.restrict();
    const read = async (line: string): Promise<Ran> => {
      const ran = await folder.warm(line, { env: reader });
      expect(ran, `${line}\n${ran.stdout}\n${ran.stderr}`).toMatchObject({ code: 0 });
      return ran;
    };
    expect((await read('state list')).stdout).toContain('terraform_data.dead');
    expect((await read('show')).stdout).toContain('terraform_data.dead');
    expect((await read('output')).stdout).toContain('kept');
    expect((await read('plan --lock=false')).stdout).toContain('terraform_data.dead');
    expect((await read('drift --lock=false')).stdout).toContain('No changes');
    expect(place.writes()).toBe(0);
  });
});
