import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeRecipes } from '../../src/operations/recipes/write-recipes.js';
import { ForgeServer } from '../support/forge-server.js';
import { GithubRunner, type GithubEvent, type Runner, type Workflow } from '../support/github-runner.js';
import { GitlabRunner, type GitlabJob } from '../support/gitlab-runner.js';
import { PipelineWorkspaces, runShell } from '../support/pipeline-workspace.js';

const PLAN_SECRET = 'ab12'.repeat(16);
const PLANTED = 'Pl4nted-value-of-the-configuration';
const sha = (letter: string): string => letter.repeat(40);

/** Its sample is what the recipe prints. */
const GUIDE = fileURLToPath(new URL('../../docs/pipelines.md', import.meta.url));

let workspaces: PipelineWorkspaces;
let server: ForgeServer;

/** A page outside of the repository, and a secret in state. The state is outside, too, as in a backend. */
const configuration = (content: string): string => `
terraform {
  required_providers {
    local = {
      source = "landform/local"
    }
  }
  backend "local" {
    path = "../terraform.tfstate"
  }
}
variable "secret" {
  sensitive = true
}
resource "terraform_data" "secret" {
  input = var.secret
}
resource "local_file" "page" {
  filename = "../page.html"
  content  = "${content}"
}
`;

beforeEach(async () => {
  server = await ForgeServer.start();
  workspaces = await PipelineWorkspaces.make({ 'main.tf': configuration('one') });
});
afterEach(async () => {
  expect(server.wrong).toEqual([]);
  await server.close();
  await workspaces.remove();
});

const runner = (secrets: Readonly<Record<string, string>>): Runner => ({
  workspaces,
  server,
  secrets,
  environment: { TF_VAR_secret: PLANTED },
});

const page = (): Promise<string> => readFile(path.join(workspaces.root, 'page.html'), 'utf8');

/** From now on, the repository has a policy that objects to every plan. */
async function objectToPlans(): Promise<void> {
  await workspaces.write('landform.json', JSON.stringify({ policies: ['./never.ts'] }));
  await workspaces.write(
    'never.ts',
    `import { definePolicy } from 'landform/policy';
export const never = definePolicy({
  name: 'never', description: 'Nothing is allowed', level: 'mandatory',
  check: ({ changes }) => changes.map((at) => ({ at, message: 'not today', remediation: 'Wait.' })),
});
`,
  );
}

const FOUND = expect.stringMatching(/never[^]*not today<br>Wait\./);

/** All that leaves the pipeline: outputs, comments, issues, artefacts. */
function expectNoSecret(...outputs: readonly string[]): void {
  const { comments, checks, issues, pipelines } = server;
  const files = pipelines.artifacts.flatMap((one) => [...one.files.values()].map((bytes) => bytes.toString('latin1')));
  const all = JSON.stringify([outputs, comments, checks, issues.all, files]);
  for (const secret of [PLANTED, PLAN_SECRET, 'gh-token', 'gl-token']) expect(all).not.toContain(secret);
}

describe('the recipe for GitHub', { timeout: 300_000 }, () => {
  const file = '.github/workflows/landform.yml';
  const pull = (number: number, head: string): GithubEvent => ({
    name: 'pull_request',
    sha: sha('0'),
    pull: { number, head },
  });
  const merge = (number: number, head: string, merged: string): GithubEvent => {
    server.pipelines.merges.push({ number, head, merged });
    return { name: 'push', sha: merged };
  };

  it('plans a pull request, applies that plan after the merge, refuses a stale one, and keeps an issue about drift', async () => {
    await writeRecipes(workspaces.repository, 'github', []);
    const text = await workspaces.read(file);
    const github = new GithubRunner(runner({ LANDFORM_PLAN_SECRET: PLAN_SECRET }));

    const planned = await github.run(text, pull(7, sha('a')));
    expect(planned.jobs, planned.output).toEqual({ plan: 'success' });
    expect(server.comments).toMatchObject([{ pull: 7, body: expect.stringContaining('Plan: 2 to add') }]);
    expect(planned.summary).toContain('Plan: 2 to add');
    expect(server.pipelines.artifacts).toMatchObject([{ name: `landform-plan-${sha('a')}` }]);

    const applied = await github.run(text, merge(7, sha('a'), sha('c')));
    expect(applied.jobs, applied.output).toEqual({ apply: 'success' });
    expect(await page()).toBe('one');
    // Another pull request, with a plan that was made before.
    const { artifacts } = server.pipelines;
    artifacts.push(...artifacts.map((one) => ({ ...one, name: `landform-plan-${sha('b')}` })));
    const stale = await github.run(text, merge(8, sha('b'), sha('d')));
    expect(stale.jobs).toEqual({ apply: 'failure' });
    const [, sample = '-'] = /```console\n([^`]*)```/.exec(await readFile(GUIDE, 'utf8')) ?? [];
    expect(stale.output).toContain(sample.trim());
    expect(stale.output).toContain('run this workflow by hand');
    const byHand = await github.run(text, { name: 'workflow_dispatch', sha: sha('d') });
    expect(byHand.jobs, byHand.output).toEqual({ plan: 'success', apply: 'success' });

    const check = async () => {
      const done = await github.run(text, { name: 'schedule', sha: sha('d') });
      expect(done.jobs, done.output).toEqual({ drift: 'success' });
      return done.output;
    };
    await writeFile(path.join(workspaces.root, 'page.html'), 'by hand');
    expect(await check()).toContain('Issue opened: https://forge/acme/shop/issues/1');
    await writeFile(path.join(workspaces.root, 'page.html'), 'one');
    expect(await check()).toContain('Issue closed');
    expect(server.issues.all).toMatchObject([{ title: expect.stringContaining('Drift'), open: false }]);
    expectNoSecret(planned.output, planned.summary, applied.output, stale.output, byHand.output);
  });

  it('comments what a mandatory policy finds, then fails, and keeps no plan to apply', async () => {
    await writeRecipes(workspaces.repository, 'github', []);
    await objectToPlans();
    const text = await workspaces.read(file);
    const github = new GithubRunner(runner({ LANDFORM_PLAN_SECRET: PLAN_SECRET }));
    const planned = await github.run(text, pull(7, sha('a')));
    expect(planned.jobs, planned.output).toEqual({ plan: 'failure' });
    expect(server.comments).toMatchObject([{ pull: 7, body: FOUND }]);
    expect(server.checks).toMatchObject([{ conclusion: 'failure' }]);
    expect(planned.summary).toEqual(FOUND);
    expect(server.pipelines.artifacts).toEqual([]);
    expect(await github.run(text, merge(7, sha('a'), sha('c')))).toMatchObject({
      jobs: { apply: 'failure' },
      output: expect.stringContaining('The pull request has no plan'),
    });

    // A plan that could not be made says nothing of an earlier one.
    await workspaces.write('main.tf', 'resource {');
    const broken = await github.run(text, pull(8, sha('b')));
    expect(broken.jobs).toEqual({ plan: 'failure' });
    expect(server.comments).toHaveLength(1);
    expectNoSecret(planned.output, planned.summary, broken.output);
  });

  it('gives each job only the permissions it needs, and pins every action to a commit', async () => {
    await writeRecipes(workspaces.repository, 'github', [
      'registry.terraform.io/hashicorp/aws',
      'registry.terraform.io/hashicorp/google',
    ]);
    const text = await workspaces.read(file);
    const { permissions, jobs } = parse(text) as Workflow;
    expect(permissions).toEqual({});
    const cloud = { 'id-token': 'write', contents: 'read' };
    expect(Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.permissions]))).toEqual({
      plan: { ...cloud, 'pull-requests': 'write', checks: 'write' },
      apply: { ...cloud, actions: 'read', 'pull-requests': 'read' },
      drift: { ...cloud, issues: 'write' },
    });
    const uses = Object.values(jobs).flatMap(({ steps }) => steps.flatMap((step) => step.uses ?? []));
    expect(uses.filter((one) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(one))).toEqual([]);
    expect(text).toContain('role-to-assume: ${{ vars.AWS_APPLY_ROLE }}');
  });

  it('plans no pull request from a fork, and applies neither its plan nor a commit without a pull request', async () => {
    await writeRecipes(workspaces.repository, 'github', []);
    const text = await workspaces.read(file);
    const github = new GithubRunner(runner({ LANDFORM_PLAN_SECRET: PLAN_SECRET }));
    const fork = await github.run(text, {
      name: 'pull_request',
      sha: sha('0'),
      pull: { number: 9, head: sha('e'), fork: true },
    });
    expect(fork.jobs).toEqual({});
    // A workflow of the fork may call its artefact as it likes.
    server.pipelines.artifacts.push({ name: `landform-plan-${sha('e')}`, run: 1, fork: true, files: new Map() });
    const forged = await github.run(text, merge(9, sha('e'), sha('f')));
    expect(forged).toMatchObject({
      jobs: { apply: 'failure' },
      output: expect.stringContaining('The pull request has no plan'),
    });
    const direct = await github.run(text, { name: 'push', sha: sha('9') });
    expect(direct).toMatchObject({
      jobs: { apply: 'failure' },
      output: expect.stringContaining('not a merged pull request'),
    });
  });
});

describe('the recipe for GitLab', { timeout: 300_000 }, () => {
  it('plans, applies exactly that plan once, and keeps an issue about drift', async () => {
    await workspaces.write('.git/refs/remotes/origin/HEAD', 'ref: refs/remotes/origin/main\n');
    await writeRecipes(workspaces.repository, 'gitlab', []);
    const text = await workspaces.read('.gitlab/landform.yml');
    expect(parse(await workspaces.read('.gitlab-ci.yml'))).toEqual({ include: [{ local: '.gitlab/landform.yml' }] });
    const gitlab = new GitlabRunner(runner({ LANDFORM_PLAN_SECRET: PLAN_SECRET, GITLAB_TOKEN: 'gl-token' }));

    const planned = await gitlab.run(text, 'landform-plan', {
      source: 'merge_request_event',
      sha: sha('a'),
      request: 7,
    });
    expect(planned, planned?.output).toMatchObject({ code: 0 });
    expect(server.comments).toMatchObject([{ pull: 7, body: expect.stringContaining('Plan: 2 to add') }]);
    expect(await gitlab.run(text, 'landform-apply', { source: 'merge_request_event', sha: sha('a'), request: 7 })).toBe(
      undefined,
    );

    server.pipelines.merges.push({ number: 7, head: sha('a'), merged: sha('c') });
    const applied = await gitlab.run(text, 'landform-apply', { source: 'push', sha: sha('c') });
    expect(applied, applied?.output).toMatchObject({ code: 0 });
    expect(await page()).toBe('one');
    const again = await gitlab.run(text, 'landform-apply', { source: 'push', sha: sha('c') });
    expect(again).toMatchObject({ code: 1, output: expect.stringMatching(/\[stale-plan\][^]*run a pipeline by hand/) });
    const direct = await gitlab.run(text, 'landform-apply', { source: 'push', sha: sha('9') });
    expect(direct).toMatchObject({ code: 1, output: expect.stringContaining('not a merged merge request') });

    await writeFile(path.join(workspaces.root, 'page.html'), 'by hand');
    const drift = await gitlab.run(text, 'landform-drift', { source: 'schedule', sha: sha('c') });
    expect(drift, drift?.output).toMatchObject({ code: 0 });
    expect(server.issues.all).toMatchObject([{ open: true }]);
    expectNoSecret(planned?.output ?? '', applied?.output ?? '', again?.output ?? '', drift?.output ?? '');
  });
});

it('the recipe for GitLab comments what a mandatory policy finds, then fails', { timeout: 300_000 }, async () => {
  await writeRecipes(workspaces.repository, 'gitlab', []);
  await objectToPlans();
  const gitlab = new GitlabRunner(runner({ LANDFORM_PLAN_SECRET: PLAN_SECRET, GITLAB_TOKEN: 'gl-token' }));
  const request = { source: 'merge_request_event', sha: sha('a'), request: 7 } as const;
  const planned = await gitlab.run(await workspaces.read('.gitlab/landform.yml'), 'landform-plan', request);
  expect(planned, planned?.output).toMatchObject({ code: 1, output: expect.stringContaining('never: not today') });
  expect(server.comments).toMatchObject([{ pull: 7, body: FOUND }]);
  expect(server.pipelines.artifacts).toEqual([]);
});

it('the recipe for GitLab exchanges tokens of each cloud, in lines that a shell can read', async () => {
  const clouds = ['aws', 'azurerm', 'google'].map((name) => `registry.terraform.io/hashicorp/${name}`);
  await writeRecipes(workspaces.repository, 'gitlab', clouds);
  const jobs = parse(await workspaces.read('.gitlab/landform.yml')) as Record<string, GitlabJob>;
  expect(jobs['landform-apply']).toMatchObject({
    id_tokens: { AWS_ID_TOKEN: {}, ARM_OIDC_TOKEN: {}, GOOGLE_ID_TOKEN: {} },
    variables: { AWS_ROLE_ARN: '$AWS_APPLY_ROLE', ARM_USE_OIDC: 'true' },
  });
  const lines = Object.values(jobs).flatMap((job) => [...(job.before_script ?? []), ...(job.script ?? [])]);
  await workspaces.write('lines.sh', lines.join('\n'));
  expect(lines.length).toBeGreaterThan(6);
  expect(await runShell('sh -n lines.sh', workspaces.repository, { PATH: process.env['PATH'] ?? '' })).toEqual({
    code: 0,
    output: '',
  });
});

describe('the functions for other pipelines', { timeout: 300_000 }, () => {
  it('plan, apply exactly that plan, and check for drift', async () => {
    await writeRecipes(workspaces.repository, 'generic', []);
    const { folder, PATH } = await workspaces.checkout();
    const run = (line: string, env = {}) =>
      runShell(line, folder, { PATH, TF_VAR_secret: PLANTED, LANDFORM_PLAN_SECRET: PLAN_SECRET, ...env });
    const planned = await run('sh ci/landform.sh install && sh ci/landform.sh plan');
    expect(planned, planned.output).toMatchObject({ code: 0 });
    expect(existsSync(path.join(folder, 'plan.html'))).toBe(true);
    const without = await run('sh ci/landform.sh plan', { LANDFORM_PLAN_SECRET: '' });
    expect(without.code).not.toBe(0);
    expect(without.output).toContain('LANDFORM_PLAN_SECRET');
    const other = await run('sh ci/landform.sh apply', { LANDFORM_PLAN_SECRET: 'cd34'.repeat(16) });
    expect(other.code).toBe(1);
    const applied = await run('sh ci/landform.sh apply');
    expect(applied, applied.output).toMatchObject({ code: 0 });
    await writeFile(path.join(workspaces.root, 'page.html'), 'by hand');
    const drift = await run('sh ci/landform.sh drift', {
      LANDFORM_FORGE: 'github',
      GITHUB_API_URL: server.url,
      GITHUB_TOKEN: 'gh-token',
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_ACTIONS: 'true',
    });
    expect(drift, drift.output).toMatchObject({ code: 0, output: expect.stringContaining('Issue opened') });
    expectNoSecret(planned.output, applied.output, other.output, drift.output);
  });

  it('comment what a mandatory policy finds, then fail', async () => {
    await writeRecipes(workspaces.repository, 'generic', []);
    await objectToPlans();
    const { folder, PATH } = await workspaces.checkout();
    const planned = await runShell('sh ci/landform.sh install && sh ci/landform.sh plan', folder, {
      PATH,
      TF_VAR_secret: PLANTED,
      LANDFORM_PLAN_SECRET: PLAN_SECRET,
      LANDFORM_FORGE: 'github',
      GITHUB_API_URL: server.url,
      GITHUB_TOKEN: 'gh-token',
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_REF: 'refs/pull/7/merge',
    });
    expect(planned, planned.output).toMatchObject({ code: 1 });
    expect(server.comments).toMatchObject([{ pull: 7, body: FOUND }]);
    expect(await readFile(path.join(folder, 'plan.html'), 'utf8')).toContain('not today');
  });

  it('are written once: existing files are kept and named', async () => {
    await workspaces.write('.gitlab-ci.yml', 'mine');
    await workspaces.write('.git/HEAD', '');
    const first = await writeRecipes(workspaces.repository, 'gitlab', []);
    expect(first.created).toEqual(['.gitlab/landform.yml']);
    expect(first.diagnostics).toMatchObject([
      { code: 'file-kept', detail: expect.stringContaining('local: .gitlab/landform.yml') },
    ]);
    expect(await workspaces.read('.gitlab-ci.yml')).toBe('mine');
    const inFolder = await writeRecipes(path.join(workspaces.repository, 'infra/prod'), 'github', []);
    expect(inFolder.created).toEqual(['../../.github/workflows/landform-infra-prod.yml']);
    const { defaults } = parse(await workspaces.read('.github/workflows/landform-infra-prod.yml')) as Workflow;
    expect(defaults).toEqual({ run: { 'working-directory': 'infra/prod' } });
  });
});
