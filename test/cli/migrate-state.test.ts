import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GcsServer } from '../support/gcs-server.js';
import { Folder, type RunOptions } from '../support/run-landform.js';
import { S3_CREDENTIALS, S3Server } from '../support/s3-server.js';
import { answering, readable } from '../support/terminal.js';

const env = { ...S3_CREDENTIALS, GOOGLE_OAUTH_ACCESS_TOKEN: 't0ken' };
const NAMES = ['default', 'one', 'two'];

describe('landform init -migrate-state from s3 to gcs', () => {
  let old: S3Server;
  let next: GcsServer;
  let folder: Folder;

  const configure = (backend: object): Promise<void> =>
    folder.write('main.tf.json', {
      terraform: { backend },
      resource: { terraform_data: { a: { input: '${terraform.workspace}' } } },
    });
  const toOld = (): Promise<void> =>
    configure({
      s3: {
        bucket: 'states',
        key: 'app.tfstate',
        region: 'eu-central-1',
        use_path_style: true,
        endpoints: { s3: old.endpoint },
      },
    });
  const toNext = (): Promise<void> =>
    configure({ gcs: { bucket: 'states', prefix: 'app', storage_custom_endpoint: next.endpoint } });
  const run = async (line: string, code = 0, options: RunOptions = {}): Promise<string> => {
    const ran = await folder.run(line, { env, ...options });
    expect(ran, `${line}: ${ran.stdout}${ran.stderr}`).toMatchObject({ code });
    return ran.stdout + ran.stderr;
  };
  const pulled = async (): Promise<readonly string[]> => {
    const states: string[] = [];
    for (const name of NAMES) {
      await run(`workspace select ${name}`);
      states.push(await run('state pull'));
    }
    return states;
  };

  beforeEach(async () => {
    [old, next] = [await new S3Server().start(), await new GcsServer().start()];
    folder = await Folder.make();
    await toOld();
    await run('init');
    await run('apply --auto-approve');
    for (const name of ['one', 'two']) {
      await run(`workspace new ${name}`);
      await run('apply --auto-approve');
    }
    await run('workspace new empty');
  });
  afterEach(async () => {
    await folder.remove();
    await old.stop();
    await next.stop();
  });

  it('copies all workspaces, and continues after kill -9', async () => {
    const before = await pulled();
    await toNext();
    // The process dies when the second state is written.
    const killed = await folder.landform('init -migrate-state', {
      env,
      during: (child) => {
        child.stdin?.end();
        next.fate = ({ method, body }) => {
          if (method !== 'POST' || !body.toString('latin1').includes('"value": "one"')) return undefined;
          child.kill('SIGKILL');
          return 'lost';
        };
      },
    });
    next.fate = () => undefined;
    expect(killed.signal).toBe('SIGKILL');
    expect(await run('plan', 1)).toContain('[backend-changed]');
    const said = await run('init -migrate-state');
    for (const name of NAMES) expect(said).toContain(`copied the state of the workspace ${name};`);
    expect(await pulled()).toEqual(before);
    expect(await run('workspace list')).toContain('empty');
    await toOld();
    await run('init -reconfigure');
    expect(await pulled()).toEqual(before);
  });

  it('writes nothing if one of the workspaces has another state there', async () => {
    await toNext();
    await run('init -reconfigure');
    await run('workspace new two');
    await run('apply --auto-approve');
    await toOld();
    await run('init -reconfigure');
    await toNext();
    const there = new Map(next.objects);
    const said = await run('init -migrate-state', 1);
    expect(said).toContain('The new place has another state in the workspace two already');
    expect(said).toMatch(/its lineage is [\w-]+, that of the\s+(?:│ )?old place is/);
    expect([...next.objects.keys()].filter((key) => key.includes('one'))).toEqual([]);
    expect(next.objects.size).toBe(there.size);
    expect(await run('init -force-copy')).toContain('copied the state of the workspace two');
    await run('workspace select two');
    await run('plan --detailed-exitcode');
  });

  it('never replaces a newer state, nor one with the same serial and other content', async () => {
    await toNext();
    await run('init -migrate-state');
    await run('workspace select one');
    await run('taint terraform_data.a');
    await toOld();
    await run('init -reconfigure');
    await toNext();
    expect(await run('init -migrate-state', 1)).toMatch(/its serial \d+ is newer than/);
    await toOld();
    await run('init -reconfigure');
    await run('state rm terraform_data.a');
    await toNext();
    expect(await run('init -migrate-state', 1)).toMatch(/is that of the old place, and\s+(?:│ )?its content differs/);
  });

  it('shows what it copies at a terminal, and asks', async () => {
    await toNext();
    const no = await folder.atTerminal('init -migrate-state', { env, during: answering(['Enter a value', 'no\n']) });
    expect(readable(no)).toMatch(/Copy these states from "s3" to "gcs"\?\s+default {2}1 resource\s+one {2}1 resource/);
    expect(readable(no)).toContain('The states were not copied');
    expect([no.code, next.objects.size]).toEqual([1, 0]);
    const yes = await folder.atTerminal('init -migrate-state', { env, during: answering(['Enter a value', 'yes\n']) });
    expect(readable(yes)).toContain('copied the state of the workspace two');
  });
});
