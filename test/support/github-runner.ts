import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { parse } from 'yaml';
import type { ForgeServer } from './forge-server.js';
import { runShell, type PipelineWorkspaces } from './pipeline-workspace.js';

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: object;
  readonly defaults?: { readonly run: { readonly 'working-directory': string } };
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly if: string;
        readonly needs?: string;
        readonly permissions: Readonly<Record<string, string>>;
        readonly steps: readonly Step[];
      }
    >
  >;
}

export interface GithubEvent {
  readonly name: 'pull_request' | 'push' | 'schedule' | 'workflow_dispatch';
  readonly sha: string;
  readonly pull?: { readonly number: number; readonly head: string; readonly fork?: boolean };
}

export interface JobsDone {
  /** The jobs that ran, with how they ended. */
  readonly jobs: Readonly<Record<string, 'success' | 'failure'>>;
  readonly output: string;
  readonly summary: string;
}

export interface Runner {
  readonly workspaces: PipelineWorkspaces;
  readonly server: ForgeServer;
  readonly secrets: Readonly<Record<string, string>>;
  /** What every job has in its environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs a workflow as GitHub Actions does, as far as the recipe uses it: shell steps in `sh`, four actions by what they do. */
export class GithubRunner {
  readonly #runner: Runner;
  #runs = 100;

  constructor(runner: Runner) {
    this.#runner = runner;
  }

  async run(text: string, event: GithubEvent): Promise<JobsDone> {
    const workflow = parse(text) as Workflow;
    const run = (this.#runs += 1);
    const jobs: Record<string, 'success' | 'failure'> = {};
    let [output, summary] = ['', ''];
    const contexts = { ...this.#contexts(event, run), needs: {} as Record<string, unknown> };
    for (const [name, job] of Object.entries(workflow.jobs)) {
      if (valueOf(job.if, contexts) !== true) continue;
      const { folder, PATH } = await this.#runner.workspaces.checkout();
      const files = { GITHUB_OUTPUT: `${folder}.output`, GITHUB_STEP_SUMMARY: `${folder}.summary` };
      const failed = await this.#steps(
        workflow,
        job.steps,
        contexts,
        folder,
        { PATH, ...files, ...variables(event, run) },
        (more) => {
          output += more;
        },
      );
      jobs[name] = failed ? 'failure' : 'success';
      contexts.needs[name] = { result: jobs[name] };
      if (existsSync(files.GITHUB_STEP_SUMMARY)) summary += await readFile(files.GITHUB_STEP_SUMMARY, 'utf8');
    }
    return { jobs, output, summary };
  }

  async #steps(
    workflow: Workflow,
    steps: readonly Step[],
    contexts: Readonly<Record<string, unknown>>,
    folder: string,
    env: Readonly<Record<string, string>>,
    tell: (output: string) => void,
  ): Promise<boolean> {
    const ids = steps.flatMap(({ id }) => id ?? []);
    const outputs: Record<string, unknown> = Object.fromEntries(ids.map((id) => [id, { outputs: {} }]));
    const all = { ...contexts, steps: outputs };
    let failed = false;
    for (const step of steps) {
      // After a failure, only steps whose condition asks how the job goes.
      if (failed && !/\b(?:cancelled|always|failure)\(\)/.test(step.if ?? '')) continue;
      if (step.if !== undefined && valueOf(step.if, all) !== true) continue;
      const inputs = filled(step.with ?? {}, all);
      if (step.uses !== undefined) {
        await this.#action(step.uses, inputs, folder, all);
        continue;
      }
      const cwd = path.join(folder, workflow.defaults?.run['working-directory'] ?? '');
      const result = await runShell(step.run ?? '', cwd, {
        ...this.#runner.environment,
        GITHUB_API_URL: this.#runner.server.url,
        ...env,
        ...filled(step.env ?? {}, all),
      });
      tell(`$ ${step.name ?? ''}\n${result.output}`);
      failed ||= result.code !== 0;
      if (step.id !== undefined) outputs[step.id] = { outputs: await pairsIn(env['GITHUB_OUTPUT'] ?? '') };
    }
    return failed;
  }

  async #action(
    uses: string,
    inputs: Readonly<Record<string, string>>,
    folder: string,
    contexts: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { artifacts } = this.#runner.server.pipelines;
    const name = inputs['name'] ?? '';
    switch (uses.split('@')[0]) {
      case 'actions/checkout':
      case 'actions/setup-node':
        return;
      case 'actions/upload-artifact': {
        const paths = (inputs['path'] ?? '').trim().split('\n');
        const files = await Promise.all(
          paths.map(async (file) => [path.basename(file), await readFile(path.join(folder, file))] as const),
        );
        artifacts.push({ name, run: Number(valueOf('github.run_id', contexts)), files: new Map(files) });
        return;
      }
      case 'actions/download-artifact': {
        const found = artifacts.find((one) => one.name === name && String(one.run) === inputs['run-id']);
        if (found === undefined) throw new Error(`no artefact ${name} of run ${inputs['run-id']}`);
        await mkdir(path.join(folder, inputs['path'] ?? ''), { recursive: true });
        for (const [file, bytes] of found.files) await writeFile(path.join(folder, inputs['path'] ?? '', file), bytes);
        return;
      }
      default:
        throw new Error(`an action that the runner does not know: ${uses}`);
    }
  }

  #contexts({ name, sha, pull }: GithubEvent, run: number): Record<string, unknown> {
    const repository = 'acme/shop';
    return {
      secrets: this.#runner.secrets,
      cancelled: () => false,
      github: {
        event_name: name,
        ref: refOf(pull),
        sha,
        repository,
        run_id: run,
        token: 'gh-token',
        event: {
          pull_request: {
            head: { sha: pull?.head, repo: { full_name: pull?.fork === true ? 'mallory/shop' : repository } },
          },
        },
      },
    };
  }
}

const refOf = (pull: GithubEvent['pull']): string =>
  pull === undefined ? 'refs/heads/main' : `refs/pull/${pull.number}/merge`;

function variables({ name, sha, pull }: GithubEvent, run: number): Record<string, string> {
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: name,
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_RUN_ID: String(run),
    GITHUB_SHA: sha,
    GITHUB_REF: refOf(pull),
  };
}

/** Expressions of the recipe mean the same in JavaScript. */
const valueOf = (expression: string, contexts: Readonly<Record<string, unknown>>): unknown =>
  runInNewContext(expression.replaceAll('==', '==='), { ...contexts });

const filled = (
  texts: Readonly<Record<string, unknown>>,
  contexts: Readonly<Record<string, unknown>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      String(text).replaceAll(/\$\{\{(.+?)\}\}/g, (_all, expression: string) => String(valueOf(expression, contexts))),
    ]),
  );

async function pairsIn(file: string): Promise<Record<string, string>> {
  const text = existsSync(file) ? await readFile(file, 'utf8') : '';
  const lines = text.split('\n').filter((line) => line !== '');
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}
