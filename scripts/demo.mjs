// `npm run demo`: the whole way on a real program against the sandbox. Every step prints the command it runs.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { reviewDemo } from './demo-review.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const main = path.join(root, 'dist/cli/main.cjs');
const name = process.argv[2] ?? 'cloud-accounts';

/**
 * What each demo shows: the variables its program wants, what is changed in it, and what somebody changes by hand.
 * @type {Record<string, { variables: Record<string, string>, before?: { control: string, values: Record<string, unknown> }, edit?: { from: string, to: string, told: string }, drift: Record<string, unknown>, told: string }>}
 */
const demos = {
  'cloud-accounts': {
    variables: {
      TF_VAR_aws_access_key_id: 'AKIADEMO',
      TF_VAR_aws_access_key_secret: 'demo-aws-secret',
      TF_VAR_hetzner_api_token: 'demo-hetzner-token',
    },
    drift: {
      action: 'change',
      collection: 'cloudAccounts',
      where: { displayName: 'Production' },
      values: { displayName: 'renamed by hand', enabled: false },
    },
    told: 'somebody renames the account "Production" and switches it off, behind Landform\'s back',
  },
  asm: {
    variables: {},
    drift: {
      action: 'change',
      system: 'asm',
      collection: 'workshops',
      where: { name: 'bookinfo' },
      values: { port: 9090 },
    },
    told: 'somebody has the gateway answer on another port, which Landform can only put right with another task',
  },
  conductor: {
    variables: { TF_VAR_first_password: 'demo-first-password', TF_VAR_database_password: 'demo-database-password' },
    drift: {
      action: 'change',
      system: 'conductor',
      collection: 'deployments',
      where: { id: 'front' },
      values: { site_name: 'london', inputs: { service: 'front', port: 81, upstream: 'catalogue:8080' } },
    },
    told: 'somebody moves the deployment "front" to another site and another port',
  },
  palette: {
    variables: { TF_VAR_vcenter_password: 'demo-vcenter-password' },
    // Long enough for Landform to say what it waits for.
    before: { control: 'provisioning', values: { milliseconds: 8000 } },
    edit: {
      from: "KUBERNETES = '1.19.16'",
      to: "KUBERNETES = '1.21.10'",
      told: 'Kubernetes 1.21 in the program: the pack of the profile changes, and then the cluster, both in place',
    },
    drift: {
      action: 'change',
      system: 'palette',
      collection: 'clusters',
      where: { name: 'cluster-1' },
      values: {
        clusterConfig: {
          placement: { datacenter: 'Datacenter', folder: 'by-hand', network: { networkName: 'VM Network' } },
        },
      },
    },
    told: 'somebody moves the machines to another folder',
  },
};

const demo = demos[name];
if (demo === undefined && name !== 'review') {
  console.error(`There is no demo ${name}; there is: ${[...Object.keys(demos), 'review'].join(', ')}.`);
  process.exit(1);
}

// A copy inside the package, so that the program finds `landform` and leaves nothing behind in examples/.
const folder = path.join(root, '.demo', name);
rmSync(folder, { recursive: true, force: true });
mkdirSync(path.dirname(folder), { recursive: true });
if (demo === undefined) {
  mkdirSync(folder);
  await reviewDemo(folder);
  rmSync(path.join(root, '.demo'), { recursive: true, force: true });
  console.log('\nThat was the whole way. Next: read docs/pipelines.md, which has the same for your pipeline.');
  process.exit();
}
cpSync(path.join(root, 'examples', name), folder, {
  recursive: true,
  filter: (source) => !/\.tfstate|landform\.out|\.landform($|\/)/.test(source),
});

console.log(
  `The program is examples/${name}/main.ts. It runs against emulators on this machine; no account is needed.\n`,
);
const sandbox = await startSandbox();
const env = { ...process.env, ...sandbox.environment, ...demo.variables };
let code = 1;
try {
  if (demo.before !== undefined) await control(demo.before.control, demo.before.values);
  await step('What would be made?', ['plan'], [0]);
  await step('Make it.', ['apply', '--auto-approve'], [0]);
  await step('A second plan is empty.', ['plan', '--detailed-exitcode'], [0]);
  if (demo.edit !== undefined) await change(demo.edit);
  console.log(`\n━━━ Now ${demo.told}.`);
  await control('drift', demo.drift);
  await step('Landform sees it (exit code 2: there is drift).', ['drift'], [2]);
  await step('Repair it.', ['apply', '--auto-approve'], [0]);
  await step('Nothing is left to do.', ['plan', '--detailed-exitcode'], [0]);
  await step('Take everything down.', ['destroy', '--auto-approve'], [0]);
  console.log('\nThat was the whole way. Next: read README.md, or change the program and run it again.');
  code = 0;
} finally {
  sandbox.stop();
  if (code === 0) rmSync(path.join(root, '.demo'), { recursive: true, force: true });
}
process.exitCode = code;

/**
 * @param {string} title
 * @param {readonly string[]} args
 * @param {readonly number[]} expected
 */
async function step(title, args, expected) {
  console.log(`\n━━━ ${title}\n$ landform ${args.join(' ')}`);
  const ended = await run(args);
  if (!expected.includes(ended))
    throw new Error(`"landform ${args.join(' ')}" ended with ${ended}, not ${expected.join(' or ')}`);
}

/**
 * Changes the program, and brings the world after it.
 * @param {{ from: string, to: string, told: string }} edit
 */
async function change({ from, to, told }) {
  console.log(`\n━━━ Now ${told}.`);
  const program = path.join(folder, 'main.ts');
  const text = readFileSync(program, 'utf8');
  if (!text.includes(from)) throw new Error(`${program} does not say ${from}`);
  writeFileSync(program, text.replace(from, to));
  await step('What would change?', ['plan'], [0]);
  await step('Change it.', ['apply', '--auto-approve'], [0]);
}

/** @param {readonly string[]} args */
function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], { cwd: folder, env, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', resolve);
  });
}

async function startSandbox() {
  console.log('$ landform sandbox');
  const child = spawn(process.execPath, [main, '--json', 'sandbox'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  /** @type {{ url: string, environment: Record<string, string> }} */
  const told = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
      text += chunk.toString('utf8');
      if (text.endsWith('\n')) resolve(JSON.parse(text));
    });
    child.on('close', (ended) => reject(new Error(`the sandbox ended with ${ended}`)));
  });
  console.log(`The sandbox listens on ${told.url}.`);
  return { ...told, stop: () => void child.kill('SIGTERM') };
}

/**
 * @param {string} word
 * @param {Record<string, unknown>} body
 */
async function control(word, body) {
  const answer = await fetch(`${sandbox.url}/_sandbox/${word}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the sandbox refused: ${answer.status} ${await answer.text()}`);
}
