import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { createServer, request as send, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { blocksOf } from '../support/documents.js';
import { folderWithLandform } from '../support/library.js';
import { OtlpReceiver } from '../support/otlp-receiver.js';
import { plugins } from '../support/plugin/executables.js';
import { plantedIn, secretOf } from '../support/planted-secrets.js';
import { Folder, type Ran } from '../support/run-landform.js';

const JITI = path.join(path.dirname(createRequire(import.meta.url).resolve('jiti/package.json')), 'lib/jiti-cli.mjs');

const TOKEN = secretOf(1);
const NOTE = secretOf(2);
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = `00-${TRACE}-b7ad6b7169203331-01`;

const MAIN = `
terraform {
  required_providers {
    acloud = { source = "landform/acloud" }
  }
}
variable "note" {
  type      = string
  sensitive = true
}
data "acloud_cloud_profiles" "hetzner" {
  type = "hetzner"
}
resource "acloud_cloud_account" "one" {
  display_name  = "one"
  cloud_profile = data.acloud_cloud_profiles.hetzner.cloud_profiles[0].identity
  metadata      = { note = var.note }
}
resource "terraform_data" "run" {
  input = acloud_cloud_account.one.identity
  provisioner "local-exec" {
    command = "printf %s $TRACEPARENT > trace.txt"
  }
}
`;

let receiver: OtlpReceiver;
let sandbox: Sandbox;
/** Passes requests on to the sandbox, and keeps their headers. */
let front: Server;
const seen: IncomingHttpHeaders[] = [];
let folder: Folder;

beforeAll(async () => {
  receiver = await OtlpReceiver.start();
  sandbox = await startSandbox({ token: TOKEN });
  front = createServer((incoming, outgoing) => {
    seen.push(incoming.headers);
    const { method, headers, url } = incoming;
    incoming.pipe(
      send({ host: '127.0.0.1', port: sandbox.port, method, path: url, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      }),
    );
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  front.closeAllConnections();
  await new Promise((resolve) => front.close(resolve));
  await sandbox.close();
  await receiver.close();
});
beforeEach(async () => {
  folder = await Folder.make({ 'main.tf': MAIN });
});
afterEach(async () => {
  receiver.clear();
  seen.length = 0;
  sandbox.faults.clear();
  await sandbox.reset();
  await folder.remove();
});

const frontHost = (): string => `127.0.0.1:${(front.address() as AddressInfo).port}`;

function environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const service = Object.entries(sandbox.environment).map(([name, value]) => [
    name,
    value.replace(`127.0.0.1:${sandbox.port}`, frontHost()),
  ]);
  return { ...Object.fromEntries(service), TF_VAR_note: NOTE, ...receiver.environment, ...more };
}

const run = (line: string, more: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  folder.run(line, { env: environment(more) });

const described = ({ name, attributes }: OtlpReceiver['spans'][number]): string =>
  [name, attributes['landform.resource.address']].filter((part) => part !== undefined).join(' ');

describe('landform plan and apply', () => {
  it('send a span for the command, each stack, each operation on an object, and each call', async () => {
    expect((await run('plan')).code).toBe(0);
    expect(receiver.tree(described)).toEqual([
      'landform plan',
      '  plan stack',
      '    read acloud_cloud_profiles data.acloud_cloud_profiles.hetzner',
      expect.stringMatching(/^ {6}GET \/.*\{organisationSlug\}/),
      '    plan acloud_cloud_account acloud_cloud_account.one',
      '    plan terraform_data terraform_data.run',
    ]);
    receiver.clear();
    expect((await run('apply --auto-approve')).code).toBe(0);
    const tree = receiver.tree(described);
    expect(tree.filter((line) => /^ {0,2}\S|create/.test(line))).toEqual([
      'landform apply',
      '  plan stack',
      '  apply stack',
      '    create acloud_cloud_account acloud_cloud_account.one',
      '    create terraform_data terraform_data.run',
    ]);
    const create = tree.indexOf('    create acloud_cloud_account acloud_cloud_account.one');
    expect(tree.slice(create + 1).findIndex((line) => /^ {6}POST \/.*\{/.test(line))).toBeLessThan(4);
    const post = receiver.spans.find(({ name }) => name.startsWith('POST '));
    expect(post).toMatchObject({
      kind: 3,
      attributes: {
        'http.request.method': 'POST',
        'http.response.status_code': '200',
        'server.address': '127.0.0.1',
        'server.port': frontHost().split(':')[1],
        'url.scheme': 'http',
        'url.template': post?.name.slice('POST '.length),
      },
    });
    expect(new Set(receiver.spans.map(({ traceId }) => traceId)).size).toBe(1);
    for (const { startTimeUnixNano, endTimeUnixNano } of receiver.spans)
      expect(BigInt(endTimeUnixNano) >= BigInt(startTimeUnixNano)).toBe(true);
  });

  it('have spans of imports, of drift, and of the runs of test files', async () => {
    await folder.write('main.tf', 'resource "terraform_data" "run" {}\n');
    expect((await run('import terraform_data.run some-id')).code).toBe(0);
    expect((await run('drift')).code).toBe(0);
    await folder.write(
      'a.tftest.hcl',
      'run "fails" {\n  command = plan\n  assert {\n    condition = var.x\n    error_message = "no"\n  }\n}\n',
    );
    expect((await run('test')).code).toBe(1);
    const tree = receiver.tree(described);
    expect(tree.slice(0, 2)).toEqual(['landform import', '  import terraform_data terraform_data.run']);
    expect(tree.filter((line) => !line.startsWith('   ')).slice(2)).toEqual([
      'landform drift',
      '  plan stack',
      'landform test',
      '  test run',
    ]);
    expect(receiver.spans.find(({ name }) => name === 'test run')).toMatchObject({
      attributes: { 'landform.test.file': 'a.tftest.hcl', 'landform.test.run': 'fails' },
      status: { code: 2 },
    });
  });

  it('continue the trace of TRACEPARENT, and pass it on to commands; to services only if asked', async () => {
    const trace = { TRACEPARENT: PARENT, TRACESTATE: 'vendor=1' };
    expect((await run('apply --auto-approve', trace)).code).toBe(0);
    const root = receiver.spans.find(({ name }) => name === 'landform apply');
    expect(root).toMatchObject({ traceId: TRACE, parentSpanId: 'b7ad6b7169203331', traceState: 'vendor=1' });
    const create = receiver.spans.find(({ name }) => name === 'create terraform_data');
    expect(await folder.read('trace.txt')).toBe(`00-${TRACE}-${create?.spanId}-01`);
    expect(seen.filter(({ traceparent }) => traceparent !== undefined)).toEqual([]);

    expect((await run('plan', { ...trace, LANDFORM_TRACE_HOSTS: `other.example.com, ${frontHost()}` })).code).toBe(0);
    const calls = receiver.spans.filter(({ kind }) => kind === 3).map(({ spanId }) => `00-${TRACE}-${spanId}-01`);
    const told = seen.flatMap(({ traceparent }) => traceparent ?? []);
    expect(told.length).toBeGreaterThan(0);
    expect(calls).toEqual(expect.arrayContaining(told));
  });

  it('record nothing of a trace that is not sampled, and pass it on', async () => {
    const unsampled = PARENT.replace(/01$/, '00');
    expect((await run('apply --auto-approve', { TRACEPARENT: unsampled })).code).toBe(0);
    expect(receiver.spans).toEqual([]);
    expect(await folder.read('trace.txt')).toMatch(new RegExp(`^00-${TRACE}-[\\da-f]{16}-00$`));
  });

  it('mark what failed, without secrets', async () => {
    sandbox.faults.configure({ rate5xx: 1, onlyWrites: true });
    await folder.write('main.tf', `${MAIN}\nprovider "acloud" {\n  retries = 0\n}\n`);
    const { code } = await run('apply --auto-approve', { LANDFORM_DEBUG: '1' });
    expect(code).toBe(1);
    const failed = receiver.spans.filter(({ status }) => status?.code === 2);
    expect(new Set(failed.map(({ name }) => name.split(' /')[0]))).toEqual(
      new Set(['POST', 'apply stack', 'create acloud_cloud_account', 'landform apply']),
    );
    expect(failed.find(({ name }) => name.startsWith('create'))).toMatchObject({
      attributes: { 'error.type': expect.stringMatching(/^[a-z-]+$/) as string },
      status: { message: expect.stringMatching(/acloud/) as string },
    });
    expect(failed.find(({ name }) => name === 'landform apply')?.attributes).toMatchObject({
      'process.exit.code': '1',
    });
    const text = JSON.stringify([receiver.spans, receiver.resources]);
    expect([...plantedIn(text)]).toEqual([]);
    expect([...plantedIn(JSON.stringify(seen))]).toEqual([TOKEN]);
  });

  it('name the service, and send headers, as OpenTelemetry’s variables say', async () => {
    const more = {
      OTEL_SERVICE_NAME: 'network',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=prod,team=a%20b',
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${secretOf(3)}`,
    };
    expect((await run('plan', more)).code).toBe(0);
    expect(receiver.resources[0]).toMatchObject({
      'service.name': 'network',
      'deployment.environment': 'prod',
      team: 'a b',
    });
    expect(receiver.headers[0]).toMatchObject({ authorization: `Bearer ${secretOf(3)}`, path: '/v1/traces' });
  });
});

it('calls of plugins have spans, and plugins continue the trace', async () => {
  const cli = await plugins(folder.path);
  await folder.write(
    'main.tf',
    `terraform {
  required_providers {
    plug6 = { source = "example.com/test/plug6" }
  }
}
provider "plug6" {
  world = "\${path.root}/world.json"
}
resource "plug6_box" "a" {
  name   = "a"
  secret = "${secretOf(4)}"
}
`,
  );
  const calls = { PLUG_CALLS: path.join(folder.path, 'calls.txt') };
  const { code, stderr } = await run('apply --auto-approve', { ...cli, ...calls, TRACEPARENT: PARENT });
  expect([code, stderr]).toEqual([0, expect.stringContaining('plug6_box.a')]);
  const tree = receiver.tree(described);
  const create = tree.indexOf('    create plug6_box plug6_box.a');
  expect(tree.slice(create + 1, create + 3)).toEqual([
    '      tfplugin6.Provider/PlanResourceChange',
    '      tfplugin6.Provider/ApplyResourceChange',
  ]);
  const applied = receiver.spans.find(({ name }) => name.endsWith('/ApplyResourceChange'));
  expect(applied).toMatchObject({
    kind: 3,
    attributes: { 'rpc.system.name': 'grpc', 'rpc.method': 'tfplugin6.Provider/ApplyResourceChange' },
  });
  expect(await folder.read('calls.txt')).toContain(`ApplyResourceChange 00-${TRACE}-${applied?.spanId}-01\n`);
  expect([...plantedIn(JSON.stringify(receiver.spans))]).toEqual([]);
});

it('the program of docs/telemetry.md, as printed, prints its spans', async () => {
  const [program] = blocksOf(readFileSync('docs/telemetry.md', 'utf8')).filter(({ language }) => language === 'ts');
  const host = await folderWithLandform({ 'package.json': { type: 'module' }, 'deploy.ts': program!.text });
  try {
    await symlink(path.resolve('node_modules/@opentelemetry'), path.join(host.path, 'node_modules/@opentelemetry'));
    const { status, stdout, stderr } = spawnSync(process.execPath, [JITI, 'deploy.ts'], {
      cwd: host.path,
      encoding: 'utf8',
      env: {},
    });
    expect([status, stderr]).toEqual([0, '']);
    const names = [...stdout.matchAll(/^ {2}name: '(.*)',$/gm)].map(([, name]) => name);
    expect(names).toEqual([
      'plan terraform_data',
      'plan stack',
      'create terraform_data',
      'apply stack',
      'landform apply',
    ]);
  } finally {
    await host.remove();
  }
});

describe('a collector that fails', () => {
  it.each<[string, () => Readonly<Record<string, string>>, RegExp]>([
    ['is not there', () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }), /ECONNREFUSED/],
    [
      'refuses',
      () => {
        receiver.status = 503;
        return {};
      },
      /status 503/,
    ],
    [
      'never answers',
      () => {
        receiver.status = undefined;
        return { OTEL_EXPORTER_OTLP_TIMEOUT: '300' };
      },
      /did not answer in time/,
    ],
  ])('%s is a warning', async (_, prepare, why) => {
    const { code, stderr } = await run('plan', prepare());
    expect(code).toBe(0);
    expect(stderr).toContain('[trace-not-sent]');
    expect(stderr).toMatch(why);
  });

  it.each([
    [{ OTEL_TRACES_EXPORTER: 'zipkin' }, 'OTEL_TRACES_EXPORTER is zipkin'],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'OTEL_EXPORTER_OTLP_PROTOCOL is grpc'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'not an HTTP address'],
  ])('settings that cannot work are a warning: %j', async (more, said) => {
    const { code, stderr } = await run('plan', more);
    expect(code).toBe(0);
    expect(stderr).toContain(said);
    expect(stderr).toContain('[trace-setting]');
  });

  it.each([[{ OTEL_TRACES_EXPORTER: 'none' }], [{ OTEL_TRACES_EXPORTER: '' }], [{ OTEL_SDK_DISABLED: 'true' }]])(
    'nothing is sent with %j',
    async (more) => {
      const { code, stderr } = await run('plan', more);
      expect([code, stderr]).toEqual([0, expect.not.stringContaining('trace')]);
      expect(receiver.headers).toEqual([]);
    },
  );
});
