import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../src/model/index.js';
import { openRemote } from '../../src/operations/compose/backends.js';
import type { Backend, Clock, Lease, Workspaces } from '../../src/state/index.js';
import { inBytes } from '../support/bytes.js';
import { KubernetesServer } from '../support/kubernetes-server.js';
import { endLeases, noteLeases } from '../support/leases.js';
import { remoteEnvironment } from '../support/remote-environment.js';
import { TERRAFORM_LOCK, TERRAFORM_LOCK_INFO } from '../support/terraform-lock.js';
import { CERTIFICATE_FILE, TLS } from '../support/tls-files.js';
import { describeBackend } from './backend.js';

interface More {
  readonly clock?: Clock;
  readonly workspace?: string;
  readonly config?: object;
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
}

const open = async (
  server: KubernetesServer,
  { clock, workspace = 'default', config = {}, environment = { KUBE_TOKEN: 't0ken' }, directory = '.' }: More = {},
): Promise<{ readonly backend: Backend; readonly workspaces: Workspaces }> => {
  const opened = await openRemote(remoteEnvironment(environment), directory, {
    backend: { type: 'kubernetes', config: { secret_suffix: 'prod', host: server.address, ...config } },
    workspace,
    ...(clock && { clock }),
  });
  return { ...opened, backend: noteLeases(opened.backend) };
};

const STATE = 'tfstate-default-prod';

describeBackend(
  'kubernetes',
  async (clock) => {
    const server = await new KubernetesServer().start();
    return {
      backend: (await open(server, { clock })).backend,
      other: (await open(server, { clock })).backend,
      pass: async (ms) => {
        server.aheadMs += ms;
      },
      faults: server.faults,
      foreign: {
        lock: () => server.lock(STATE, TERRAFORM_LOCK, TERRAFORM_LOCK_INFO.ID),
        isLocked: () => server.isLocked(STATE),
      },
      close: async () => {
        server.fate = () => undefined;
        await endLeases();
        await server.stop();
      },
    };
  },
  { keepsBackup: false, vagueMs: 10_000, losesReplies: true, seesTerraform: true },
);

const locked = async (backend: Backend): Promise<Lease> => {
  const attempt = await backend.tryLock({ operation: 'apply', program: 'landform 1.2.3' });
  if (!('lease' in attempt)) throw new Error('not locked');
  return attempt.lease;
};

const told = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DiagnosticError ? JSON.stringify(error.diagnostics) : String(error)),
  );

describe('backend kubernetes at the server', () => {
  let server: KubernetesServer;

  beforeEach(async () => {
    server = await new KubernetesServer().start();
  });
  afterEach(async () => {
    server.fate = () => undefined;
    await endLeases();
    await server.stop();
  });

  test('the secret is the one of Terraform, and what others added to it is kept', async () => {
    const { backend } = await open(server, { config: { labels: { team: 'web' } } });
    const lease = await locked(backend);
    const first = await backend.write(lease, ['{}'], undefined);
    const secret = server.resources.get(`secrets/${STATE}`)!;
    expect(secret.metadata).toMatchObject({
      labels: {
        tfstate: 'true',
        tfstateSecretSuffix: 'prod',
        tfstateWorkspace: 'default',
        'app.kubernetes.io/managed-by': 'terraform',
        team: 'web',
      },
      annotations: { encoding: 'gzip' },
    });
    expect(gunzipSync(Buffer.from(secret.data?.['tfstate'] ?? '', 'base64')).toString()).toBe('{}');
    secret.metadata.annotations = { ...secret.metadata.annotations, note: 'mine' };
    await backend.read();
    await backend.write(lease, ['{"x":1}'], first);
    expect(server.resources.get(`secrets/${STATE}`)?.metadata.annotations).toEqual({ encoding: 'gzip', note: 'mine' });
  });

  test('a line that is written after the lease was taken over finds its place taken', async () => {
    const [{ backend: old }, { backend: next }] = [await open(server), await open(server)];
    const lease = await locked(old);
    await old.appendJournal(lease, inBytes('one\n'));
    server.aheadMs += 31_000;
    const taken = await locked(next);
    expect(await told(old.appendJournal(lease, inBytes('late\n')))).toContain('lock-lost');
    await next.appendJournal(taken, inBytes('two\n'));
    expect(Buffer.from(await next.readJournal()).toString()).toBe('one\ntwo\n');
  });

  test('workspaces are found by the labels, in pages, and leave nothing behind', async () => {
    server.page = 1;
    const { workspaces } = await open(server);
    await workspaces.create('staging');
    await workspaces.create('qa-1');
    const { backend: staging } = await open(server, { workspace: 'staging' });
    const lease = await locked(staging);
    await staging.appendJournal(lease, inBytes('one\n'));
    await staging.appendJournal(lease, inBytes('two\n'));
    expect(await workspaces.list()).toEqual(['qa-1', 'staging']);
    await workspaces.remove('staging');
    await staging.unlock(lease);
    expect([...server.resources.keys()].filter((key) => key.includes('staging'))).toEqual([]);
  });

  test("Terraform's lock is released by its ID", async () => {
    server.lock(STATE, TERRAFORM_LOCK, TERRAFORM_LOCK_INFO.ID);
    const { backend } = await open(server);
    expect(await told(backend.forceUnlock('another'))).toContain('other-lock');
    await backend.forceUnlock(TERRAFORM_LOCK_INFO.ID);
    expect(server.isLocked(STATE)).toBe(false);
  });

  test('a state that is too large, a refused token and a refused namespace are named, without secrets', async () => {
    const { backend } = await open(server);
    const large = Array.from({ length: 200_000 }, () => Math.random().toString(36)).join('');
    expect(await told(backend.write(await locked(backend), [large], undefined))).toContain('Too long');
    const refused = await told((await open(server, { environment: { KUBE_TOKEN: 'wr0ng-t0ken' } })).backend.read());
    expect(refused).toContain('state-not-permitted');
    expect(refused).not.toContain('wr0ng-t0ken');
    expect(await told((await open(server, { config: { namespace: 'x' } })).backend.read())).toContain('is forbidden');
  });

  test.each([
    [{ secret_suffix: 'state-1' }, 'ends with a number'],
    [{ secret_suffix: 'A_b' }, 'cannot be part of a name'],
    [{ host: 'http://[' }, 'not an address'],
    [{ host: null }, 'config_path or host'],
    [{ host: null, config_path: '/nonexistent' }, 'cannot be read'],
    [{ in_cluster_config: true }, 'not a pod'],
    [{ exec: { api_version: 'client.authentication.k8s.io/v1', command: '/nonexistent' } }, 'failed'],
    [{ sufix: 'x' }, 'has no setting'],
  ])('the settings %j are refused', async (config, detail) => {
    expect(await told(open(server, { config, environment: {} }))).toContain(detail);
  });
});

describe('access to a cluster', () => {
  let server: KubernetesServer;
  let folder: string;

  beforeEach(async () => {
    server = await new KubernetesServer(TLS).start();
    folder = await mkdtemp(path.join(tmpdir(), 'landform-kubernetes-'));
  });
  afterEach(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  /** A configuration file with two contexts, of which the second one is used. */
  const configure = async (user: object, cluster: object = {}): Promise<void> => {
    const config = {
      'current-context': 'other',
      clusters: [
        { name: 'c', cluster: { server: server.address, 'certificate-authority': CERTIFICATE_FILE, ...cluster } },
      ],
      users: [{ name: 'u', user }],
      contexts: [
        { name: 'other', context: { cluster: 'none', user: 'none' } },
        { name: 'mine', context: { cluster: 'c', user: 'u' } },
      ],
    };
    await writeFile(path.join(folder, 'config'), JSON.stringify(config));
  };
  const read = async (config: object = {}, environment: Record<string, string> = {}): Promise<string> => {
    const common = { host: null, config_path: 'config', config_context: 'mine' };
    return told(
      open(server, { config: { ...common, ...config }, environment, directory: folder }).then(({ backend }) =>
        backend.read(),
      ),
    );
  };

  test('with a token, from a file that may change', async () => {
    await configure({ token: 't0ken' });
    expect(await read()).toBe('done');
    await writeFile(path.join(folder, 'token'), 't0ken\n');
    await configure({ tokenFile: 'token' });
    expect(await read()).toBe('done');
    expect(await read({ token: 'another' })).toContain('state-not-permitted');
  });

  test('with the certificate of the cluster in the file, and not with another one', async () => {
    const data = Buffer.from(TLS.cert).toString('base64');
    await configure({ token: 't0ken' }, { 'certificate-authority': undefined, 'certificate-authority-data': data });
    expect(await read()).toBe('done');
    await configure({ token: 't0ken' }, { 'certificate-authority': undefined });
    expect(await read()).toContain('state-unreachable');
    expect(await read({ insecure: true })).toBe('done');
  });

  test('with what a program prints', async () => {
    const credential = { kind: 'ExecCredential', status: { token: 't0ken' } };
    const program = path.join(folder, 'login');
    await writeFile(program, `#!/bin/sh\n[ "$WHO" = ann ] && [ "$1" = now ] && echo '${JSON.stringify(credential)}'\n`);
    await chmod(program, 0o755);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: program, args: ['now'] };
    await configure({ exec: { ...exec, env: [{ name: 'WHO', value: 'ann' }] } });
    expect(await read()).toBe('done');
    await configure({});
    const own = { api_version: exec.apiVersion, command: program, args: ['now'], env: { WHO: 'ann' } };
    expect(await read({ exec: own }, { PATH: process.env['PATH'] ?? '' })).toBe('done');
  });

  test('not with a plugin that Kubernetes removed', async () => {
    await configure({ 'auth-provider': { name: 'gcp' } });
    expect(await read()).toContain('auth-provider');
  });
});
