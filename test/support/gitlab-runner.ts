import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import type { Runner } from './github-runner.js';
import { runShell } from './pipeline-workspace.js';

export interface GitlabJob {
  readonly extends: string;
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly rules: readonly { readonly if: string; readonly when?: string }[];
  readonly artifacts?: { readonly paths: readonly string[] };
}

export interface GitlabPipeline {
  readonly source: 'merge_request_event' | 'push' | 'schedule' | 'web';
  readonly sha: string;
  readonly request?: number;
}

/** Runs one job of a file of GitLab CI/CD, in `sh`, if a rule of it fits the pipeline. Returns undefined if none does. */
export class GitlabRunner {
  readonly #runner: Runner;
  #runs = 200;

  constructor(runner: Runner) {
    this.#runner = runner;
  }

  async run(
    text: string,
    name: string,
    pipeline: GitlabPipeline,
  ): Promise<{ readonly code: number | null; readonly output: string } | undefined> {
    const jobs = parse(text) as Readonly<Record<string, GitlabJob>>;
    const job = jobs[name];
    if (job === undefined) throw new Error(`no job ${name}`);
    const { source, sha, request } = pipeline;
    const branch = request === undefined ? 'main' : '';
    const known: Readonly<Record<string, string>> = { CI_PIPELINE_SOURCE: source, CI_COMMIT_BRANCH: branch };
    const fits = job.rules.some((rule) =>
      rule.if.split(' && ').every((part) => {
        const [, variable = '', value] = /^\$(\w+) == "(.*)"$/.exec(part) ?? [];
        return known[variable] === value;
      }),
    );
    if (!fits) return undefined;
    const { workspaces, server, secrets, environment } = this.#runner;
    const run = (this.#runs += 1);
    const { folder, PATH } = await workspaces.checkout();
    const lines = [...(jobs[job.extends]?.before_script ?? []), ...(job.script ?? [])].join('\n');
    const result = await runShell(lines, folder, {
      PATH,
      ...environment,
      ...secrets,
      ...known,
      CI_API_V4_URL: server.url,
      CI_PROJECT_ID: '42',
      CI_COMMIT_SHA: sha,
      ...(request === undefined ? {} : { CI_MERGE_REQUEST_IID: String(request) }),
    });
    if (result.code === 0 && job.artifacts !== undefined) {
      const files = job.artifacts.paths.map(async (file) => [file, await readFile(path.join(folder, file))] as const);
      const made = { name, run, files: new Map(await Promise.all(files)) };
      server.pipelines.artifacts.push(request === undefined ? made : { ...made, request });
    }
    return result;
  }
}
