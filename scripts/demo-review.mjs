// `npm run demo -- review`: the life of two pull requests, on a forge that this machine emulates. Every step prints the command it runs.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';

const root = fileURLToPath(new URL('..', import.meta.url));
const main = path.join(root, 'dist/cli/main.cjs');

/** @typedef {import('../test/support/forge-server.js').ForgeServer} Forge */

/** What is merged. The shelf and the state are beside it, as real infrastructure and a backend are. */
const program = (
  /** @type {number} */ tools,
  /** @type {number} */ paint,
) => `import { App, ProviderConfig, Resource, Stack } from 'landform';

const app = new App();
const garage = new Stack(app, 'garage', { backend: { type: 'local', config: { path: '../garage.tfstate' } } });
new ProviderConfig(garage, 'thing', { name: 'thing', source: 'acme/thing', attributes: { folder: '../shelf' } });

const sizes = {
  tools: ${tools}, // The heavy ones.
  paint: ${paint},
};

for (const [name, size] of Object.entries(sizes)) {
  new Resource(garage, name, { type: 'thing_box', attributes: { name, size } });
}

app.synth();
`;

/** @param {string} folder an empty folder inside the package, in which programs find `landform` */
export async function reviewDemo(folder) {
  /** @type {{ ForgeServer: { start(): Promise<Forge> } }} */
  const { ForgeServer } = await createJiti(import.meta.url).import('../test/support/forge-server.ts');
  const forge = await ForgeServer.start();
  console.log(`The forge listens on ${forge.url}, and answers as the API of GitHub does.`);
  try {
    await life(new Demo(folder, forge));
  } finally {
    await forge.close();
  }
}

/** @param {Demo} demo */
async function life(demo) {
  demo.commit('main', 3, 1);
  await demo.step('The main branch is applied.', 'main', ['apply', '--auto-approve'], 0);

  demo.commit('pull-7', 4, 1);
  await demo.step(
    'Pull request 7 changes the size of a box. Its pipeline plans it …',
    'pull-7',
    ['plan', '--out', 'plan.json'],
    0,
  );
  await demo.step('… and comments.', 'pull-7', ['comment', '--github', '--pull', '7', 'plan.json'], 0);
  demo.show(7, 'Plan: 0 to add, 1 to change, 0 to destroy');

  demo.commit('pull-7', 4, 2);
  await demo.step(
    'Another commit changes the other box, too: planned again …',
    'pull-7',
    ['plan', '--out', 'plan.json'],
    0,
  );
  await demo.step('… and the comment is updated.', 'pull-7', ['comment', '--github', '--pull', '7', 'plan.json'], 0);
  demo.show(7, 'Plan: 0 to add, 2 to change, 0 to destroy');

  demo.commit('pull-8', 3, 5);
  await demo.step('Pull request 8 changes that box, too.', 'pull-8', ['plan', '--out', 'plan.json'], 0);
  await demo.step('It has a comment of its own.', 'pull-8', ['comment', '--github', '--pull', '8', 'plan.json'], 0);
  demo.show(8, 'Plan: 0 to add, 1 to change, 0 to destroy');

  demo.merge('pull-8');
  await demo.step('Pull request 8 is merged, and its plan is applied.', 'main', ['apply', 'plan.json'], 0);

  demo.merge('pull-7');
  await demo.step(
    'Pull request 7 is merged as well. Its plan is refused: it was made before.',
    'main',
    ['apply', 'plan.json'],
    1,
  );
  demo.expectSaid('stale-plan');
  await demo.step('So the branch is planned again …', 'main', ['plan', '--out', 'plan.json'], 0);
  await demo.step('… and that plan is applied.', 'main', ['apply', 'plan.json'], 0);

  console.log('\n━━━ Someone changes a box by hand.');
  demo.edit('tools', 9);
  await demo.step(
    'The nightly check opens an issue (exit code 2: there is drift).',
    'main',
    ['drift', '--issue', '--github'],
    2,
  );
  demo.issue('opened', true);
  demo.edit('paint', 7);
  await demo.step('The next one finds more, and updates it.', 'main', ['drift', '--issue', '--github'], 2);
  demo.issue('updated', true);
  await demo.step('Both sizes are right: write them into the program …', 'main', ['absorb', '--auto-approve'], 0);
  await demo.step('… and into the state.', 'main', ['apply', '--auto-approve'], 0);
  await demo.step('Without drift, the issue is closed.', 'main', ['drift', '--issue', '--github'], 0);
  demo.issue('closed', false);
  await demo.step('Nothing is left to do.', 'main', ['plan', '--detailed-exitcode'], 0);
}

class Demo {
  #said = '';

  /** @param {string} folder @param {Forge} forge */
  constructor(folder, forge) {
    this.folder = folder;
    this.forge = forge;
  }

  /** Writes what a branch contains. @param {string} branch @param {number} tools @param {number} paint */
  commit(branch, tools, paint) {
    const folder = path.join(this.folder, branch);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      path.join(folder, 'landform.json'),
      '{ "program": "main.ts", "providers": { "acme/thing": "./provider.ts" } }\n',
    );
    writeFileSync(path.join(folder, 'main.ts'), program(tools, paint));
    cpSync(path.join(root, 'examples/own-provider/provider.ts'), path.join(folder, 'provider.ts'));
  }

  /** The main branch becomes what the pull request is, with its plan. @param {string} branch */
  merge(branch) {
    for (const name of ['main.ts', 'plan.json'])
      cpSync(path.join(this.folder, branch, name), path.join(this.folder, 'main', name));
  }

  /** @param {string} name @param {number} size */
  edit(name, size) {
    const shelf = path.join(this.folder, 'shelf');
    for (const file of readdirSync(shelf)) {
      /** @type {{ name: string }} */
      const box = JSON.parse(readFileSync(path.join(shelf, file), 'utf8'));
      if (box.name === name) writeFileSync(path.join(shelf, file), JSON.stringify({ ...box, size }));
    }
  }

  /** @param {string} title @param {string} branch @param {readonly string[]} args @param {number} expected */
  async step(title, branch, args, expected) {
    console.log(`\n━━━ ${title}\n${branch}$ landform ${args.join(' ')}`);
    const code = await this.#run(branch, args);
    if (code !== expected) throw new Error(`"landform ${args.join(' ')}" ended with ${code}, not ${expected}`);
  }

  /** @param {string} text */
  expectSaid(text) {
    if (!this.#said.includes(text)) throw new Error(`The last command did not say ${text}`);
  }

  /** Prints the beginning of the only comment of a pull request. @param {number} pull @param {string} expected */
  show(pull, expected) {
    const [comment, ...others] = this.forge.comments.filter((one) => one.pull === pull);
    if (comment === undefined || others.length > 0 || !comment.body.includes(expected))
      throw new Error(`Pull request ${pull} does not have one comment that says "${expected}"`);
    console.log(`\nPull request ${pull} says:\n${comment.body.split('\n').slice(1, 2).join('\n')}`);
  }

  /** @param {string} what @param {boolean} open */
  issue(what, open) {
    this.expectSaid(`Issue ${what}`);
    const { all } = this.forge.issues;
    if (all.length !== 1 || all[0]?.open !== open) throw new Error(`Expected one issue, ${what}`);
    console.log(`\nIssue 1 is ${open ? 'open' : 'closed'}: ${all[0].title}`);
  }

  /** @param {string} branch @param {readonly string[]} args @returns {Promise<number | null>} */
  #run(branch, args) {
    const env = {
      ...process.env,
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: this.forge.url,
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_TOKEN: 'gh-token',
    };
    return new Promise((resolve, reject) => {
      this.#said = '';
      const child = spawn(process.execPath, [main, ...args], {
        cwd: path.join(this.folder, branch),
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const [stream, to] of /** @type {const} */ ([
        [child.stdout, process.stdout],
        [child.stderr, process.stderr],
      ]))
        stream.on('data', (/** @type {Buffer} */ chunk) => {
          this.#said += chunk.toString('utf8');
          to.write(chunk);
        });
      child.on('error', reject);
      child.on('close', resolve);
    });
  }
}
