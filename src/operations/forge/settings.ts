import { readFileSync } from 'node:fs';
import { DiagnosticError, errorDiagnostic, isJsonObject, parseJson, type Json } from '../../model/index.js';
import type { GithubPlace } from './github-access.js';
import type { GithubSettings } from './github.js';
import type { GitlabPlace } from './gitlab-access.js';
import type { GitlabSettings } from './gitlab.js';

export interface GivenRepository {
  /** `owner/name`, or the project of GitLab. */
  readonly repository?: string | undefined;
}

export interface GivenPlace extends GivenRepository {
  /** Number of the pull or merge request. */
  readonly pull?: string | undefined;
  readonly commit?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The repository: the given one, else that of the workflow of GitHub. */
export function githubPlace(env: Environment, { repository }: GivenRepository): GithubPlace {
  return {
    api: apiOf(env['GITHUB_API_URL'], 'https://api.github.com'),
    token: needed(env['GITHUB_TOKEN'] ?? env['GH_TOKEN'], 'token', 'Set GITHUB_TOKEN.'),
    repository: needed(repository ?? env['GITHUB_REPOSITORY'], 'repository', 'Name it: --repository OWNER/NAME.'),
    inActions: env['GITHUB_ACTIONS'] === 'true',
  };
}

/** Where to comment: what is given, else what a workflow of GitHub says. */
export function githubSettings(env: Environment, given: GivenPlace): GithubSettings {
  const event = eventOf(env['GITHUB_EVENT_PATH']);
  const number = /^refs\/pull\/(\d+)\//.exec(env['GITHUB_REF'] ?? '')?.[1];
  return {
    ...githubPlace(env, given),
    pull: numberOf(given.pull ?? number, 'Name it: --pull NUMBER. A workflow on "pull_request" knows it.'),
    // A workflow on a pull request runs on a merge commit, where GitHub shows no checks.
    commit: given.commit ?? headOf(event) ?? env['GITHUB_SHA'],
  };
}

/** The project: the given one, else that of the pipeline of GitLab. */
export function gitlabPlace(env: Environment, { repository }: GivenRepository): GitlabPlace {
  return {
    api: apiOf(env['CI_API_V4_URL'], 'https://gitlab.com/api/v4'),
    token: needed(
      env['GITLAB_TOKEN'],
      'token',
      'Set GITLAB_TOKEN; the token of a job cannot write comments or issues.',
    ),
    project: needed(repository ?? env['CI_PROJECT_ID'], 'repository', 'Name it: --repository GROUP/NAME.'),
  };
}

/** Where to comment: what is given, else what a pipeline of GitLab says. */
export function gitlabSettings(env: Environment, given: GivenPlace): GitlabSettings {
  return {
    ...gitlabPlace(env, given),
    mergeRequest: numberOf(
      given.pull ?? env['CI_MERGE_REQUEST_IID'],
      'Name it: --pull NUMBER. A pipeline of a merge request knows it.',
    ),
  };
}

function apiOf(given: string | undefined, otherwise: string): string {
  const api = (given === undefined || given === '' ? otherwise : given).replace(/\/+$/, '');
  const url = URL.canParse(api) ? new URL(api) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return api;
  throw missing('valid address of its API', `${api} is not an address.`);
}

function needed(value: string | undefined, what: string, advice: string): string {
  if (value !== undefined && value !== '') return value;
  throw missing(what, advice);
}

function numberOf(value: string | undefined, advice: string): string {
  if (value !== undefined && /^\d+$/.test(value)) return value;
  throw missing('number of a pull request', advice);
}

const missing = (what: string, detail: string): DiagnosticError =>
  new DiagnosticError([errorDiagnostic('no-forge', `Writing to the forge needs a ${what}`, { detail })]);

function eventOf(file: string | undefined): Json | undefined {
  if (file === undefined || file === '') return undefined;
  try {
    return parseJson(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function headOf(event: Json | undefined): string | undefined {
  let found = event;
  for (const name of ['pull_request', 'head', 'sha'])
    found = found !== undefined && isJsonObject(found) ? found[name] : undefined;
  return typeof found === 'string' ? found : undefined;
}
