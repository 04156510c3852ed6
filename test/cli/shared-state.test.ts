import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AZURE_KEY, AzureServer } from '../support/azure-server.js';
import { ConsulServer } from '../support/consul-server.js';
import { GcsServer } from '../support/gcs-server.js';
import { HcpServer } from '../support/hcp-server.js';
import { HttpStateServer } from '../support/http-state-server.js';
import { KubernetesServer } from '../support/kubernetes-server.js';
import { HAS_MOTO, Moto } from '../support/moto.js';
import { POSTGRES, Postgres } from '../support/postgres.js';
import { Folder, type Ran } from '../support/run-landform.js';
import { CERTIFICATE_FILE, TLS } from '../support/tls-files.js';
import { Tunnel } from '../support/tunnel.js';
import { SHORT_LIVED_GO } from '../support/go.js';

const isInstalled = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

/** Ten show more, and take longer. */
const TURNS = Number(process.env['LANDFORM_TURNS'] ?? 2);

/** A place for state that both programs can use. */
interface Place {
  /** The settings of the backend. */
  config(): Readonly<Record<string, unknown>>;
  environment?(): Readonly<Record<string, string>>;
  /** What both programs say about a lock of the other one. */
  readonly told: RegExp;
  stop(): Promise<void>;
}

const PLACES: Record<string, () => Promise<Place>> = {
  http: async () => {
    const server = await new HttpStateServer().start();
    return {
      config: () => {
        const lock = `${server.address}/lock`;
        return { address: server.address, lock_address: lock, unlock_address: lock };
      },
      told: /\w+@[\w.-]+/,
      stop: () => server.stop(),
    };
  },
  gcs: async () => {
    const server = await new GcsServer().start();
    return {
      config: () => ({ bucket: 'states', prefix: 'prod', storage_custom_endpoint: server.endpoint }),
      environment: () => ({ GOOGLE_OAUTH_ACCESS_TOKEN: 't0ken' }),
      told: /\w+@[\w.-]+/,
      stop: () => server.stop(),
    };
  },
  azurerm: async () => {
    const server = await new AzureServer(TLS).start();
    const tunnel = await new Tunnel().start(server.port);
    return {
      config: () => ({ storage_account_name: 'landform', container_name: 'states', key: 'prod/terraform.tfstate' }),
      environment: () => ({
        ARM_ACCESS_KEY: AZURE_KEY,
        HTTPS_PROXY: tunnel.address,
        SSL_CERT_FILE: CERTIFICATE_FILE,
      }),
      told: /\w+@[\w.-]+/,
      stop: async () => {
        await tunnel.stop();
        await server.stop();
      },
    };
  },
  consul: async () => {
    const server = await new ConsulServer().start();
    return {
      config: () => ({ path: 'prod/state', address: `127.0.0.1:${server.port}`, gzip: true }),
      environment: () => ({ CONSUL_HTTP_TOKEN: 't0ken' }),
      told: /\w+@[\w.-]+/,
      stop: () => server.stop(),
    };
  },
  kubernetes: async () => {
    const server = await new KubernetesServer(TLS).start();
    const home = await mkdtemp(path.join(tmpdir(), 'landform-kubernetes-'));
    const file = path.join(home, 'config');
    const cluster = { server: server.address, 'certificate-authority': CERTIFICATE_FILE };
    const contents = {
      'current-context': 'test',
      clusters: [{ name: 'test', cluster }],
      users: [{ name: 'ann', user: { token: 't0ken' } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'ann' } }],
    };
    await writeFile(file, JSON.stringify(contents));
    return {
      config: () => ({ secret_suffix: 'prod' }),
      environment: () => ({ KUBE_CONFIG_PATH: file }),
      told: /\w+@[\w.-]+/,
      stop: async () => {
        await server.stop();
        await rm(home, { recursive: true });
      },
    };
  },
  remote: async () => {
    const server = await new HcpServer(TLS).start();
    server.add('prod');
    const home = await mkdtemp(path.join(tmpdir(), 'landform-remote-'));
    const file = path.join(home, 'cli.tfrc');
    await writeFile(file, `credentials "localhost:${server.port}" {\n  token = "t0ken"\n}\n`);
    return {
      config: () => ({
        hostname: `localhost:${server.port}`,
        organization: 'acme',
        workspaces: { name: 'prod' },
      }),
      environment: () => ({ TF_CLI_CONFIG_FILE: file, SSL_CERT_FILE: CERTIFICATE_FILE }),
      // Terraform does not know who.
      told: /Locked by Terraform|workspace already locked/,
      stop: async () => {
        await server.stop();
        await rm(home, { recursive: true });
      },
    };
  },
};

if (POSTGRES !== undefined)
  PLACES['pg'] = async () => {
    const postgres = await Postgres.start();
    return {
      config: () => ({ schema_name: 'shared' }),
      environment: () => ({ PG_CONN_STR: postgres.address() }),
      // Terraform does not know who.
      told: /is locked by landform@127\.0\.0\.1|Workspace is already locked/,
      stop: () => postgres.stop(),
    };
  };

if (HAS_MOTO)
  PLACES['s3'] = async () => {
    const moto = await Moto.start();
    return {
      config: () => ({
        bucket: 'states',
        key: 'prod/terraform.tfstate',
        region: 'us-east-1',
        endpoints: { s3: moto.endpoint },
        use_path_style: true,
        use_lockfile: true,
        skip_credentials_validation: true,
        skip_requesting_account_id: true,
        skip_metadata_api_check: true,
      }),
      environment: () => ({ AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' }),
      told: /\w+@[\w.-]+/,
      stop: () => moto.stop(),
    };
  };

const resources = (count: number, more: object = {}): object => ({
  resource: {
    terraform_data: {
      many: { count, input: { at: '${count.index}', text: 'ä "quoted" ${count.index}' } },
      all: { input: '${terraform_data.many[*].id}', triggers_replace: [count], ...more },
    },
  },
  output: { ids: { value: '${terraform_data.many[*].id}' }, secret: { value: 'pl4nted', sensitive: true } },
});

const HELD = { provisioner: [{ 'local-exec': { command: 'touch running; sleep 2' } }] };

describe.skipIf(!isInstalled).each(Object.entries(PLACES))(
  'Terraform and Landform with one state: %s',
  (type, open) => {
    let place: Place;
    let folder: Folder;

    beforeAll(async () => {
      place = await open();
    });
    afterAll(() => place.stop());
    afterEach(() => folder.remove());

    const environment = (): Record<string, string> => ({
      ...SHORT_LIVED_GO,
      CHECKPOINT_DISABLE: '1',
      TF_CLI_CONFIG_FILE: '/dev/null',
      ...place.environment?.(),
    });
    const terraform = (line: string): Promise<Ran> =>
      new Promise((resolve) => {
        const child = spawn('terraform', [...line.split(' '), '-no-color'], {
          cwd: folder.path,
          env: { PATH: process.env['PATH'], HOME: folder.path, ...environment() },
        });
        let [stdout, stderr] = ['', ''];
        child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
        child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
        child.on('close', (code) => resolve({ code, stdout, stderr }));
      });
    const landform = (line: string): Promise<Ran> => folder.run(line, { env: environment() });
    const configure = (count: number, more: object = {}): Promise<void> =>
      folder.write('main.tf.json', {
        ...resources(count, more),
        terraform: { backend: { [type]: place.config() } },
      });
    const done = (ran: Ran): Ran => {
      expect(ran, `${ran.stdout}\n${ran.stderr}`).toMatchObject({ code: 0 });
      return ran;
    };

    it('take turns, and each finds nothing to do after the other', { timeout: 60_000 * TURNS }, async () => {
      folder = await Folder.make();
      await configure(1);
      done(await terraform('init'));
      for (let turn = 0; turn < TURNS; turn += 1) {
        const [ours, theirs] = [landform, terraform];
        const [one, other] = turn % 2 === 0 ? [theirs, ours] : [ours, theirs];
        await configure(turn + 2);
        done(await one('apply -auto-approve'));
        done(await other('plan -detailed-exitcode'));
        done(await one('plan -detailed-exitcode'));
      }
      const outputs = [done(await terraform('output -json')), done(await landform('output --json'))];
      const [theirs, ours] = outputs.map(({ stdout }) => JSON.parse(stdout) as Record<string, { value: unknown }>);
      expect(theirs?.['ids']?.value).toHaveLength(TURNS + 1);
      expect(ours?.['ids']?.value).toEqual(theirs?.['ids']?.value);
      done(await landform('destroy --auto-approve'));
    });

    it('say who holds the lock while the other one has it', { timeout: 60_000 }, async () => {
      folder = await Folder.make();
      await configure(1, HELD);
      done(await terraform('init'));
      for (const [holder, other] of [
        [landform, terraform],
        [terraform, landform],
      ] as const) {
        const holding = holder('apply -auto-approve');
        await appears(folder, 'running');
        const refused = await other('plan');
        expect(refused, `${refused.stdout}\n${refused.stderr}`).toMatchObject({ code: 1 });
        expect(refused.stderr).toMatch(place.told);
        done(await holding);
        done(await landform('destroy --auto-approve'));
        await rm(path.join(folder.path, 'running'));
      }
    });
  },
);

async function appears(folder: Folder, name: string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (existsSync(path.join(folder.path, name))) return;
    await new Promise((resolve) => void setTimeout(resolve, 50));
  }
  throw new Error(`${name} did not appear`);
}
