import { readFileSync } from 'node:fs';
import { DiagnosticError, errorDiagnostic, isJsonObject, parseJson, type Json } from '../../model/index.js';
import type { GithubSettings } from './github.js';
import type { GitlabSettings } from './gitlab.js';

export interface GivenPlace {
  /** Number of the pull or merge request. */
  readonly pull?: string | undefined;
  /** `owner/name`, or the project of GitLab. */
  readonly repository?: string | undefined;
  readonly commit?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where to comment: what is given, else what a workflow of GitHub says. */
export function githubSettings(env: Environment, given: GivenPlace): GithubSettings {
  const event = eventOf(env['GITHUB_EVENT_PATH']);
  const number = /^refs\/pull\/(\d+)\//.exec(env['GITHUB_REF'] ?? '')?.[1];
  return {
    api: apiOf(env['GITHUB_API_URL'], 'https://api.github.com'),
    token: needed(env['GITHUB_TOKEN'] ?? env['GH_TOKEN'], 'token', 'Set GITHUB_TOKEN.'),
    repository: needed(given.repository ?? env['GITHUB_REPOSITORY'], 'repository', 'Name it: --repository OWNER/NAME.'),
    pull: numberOf(given.pull ?? number, 'Name it: --pull NUMBER. A workflow on "pull_request" knows it.'),
    // A workflow on a pull request runs on a merge commit, where GitHub shows no checks.
    commit: given.commit ?? headOf(event) ?? env['GITHUB_SHA'],
    inActions: env['GITHUB_ACTIONS'] === 'true',
  };
}

/** Where to comment: what is given, else what a pipeline of GitLab says. */
export function gitlabSettings(env: Environment, given: GivenPlace): GitlabSettings {
  return {
    api: apiOf(env['CI_API_V4_URL'], 'https://gitlab.com/api/v4'),
    token: needed(env['GITLAB_TOKEN'], 'token', 'Set GITLAB_TOKEN; the token of a job cannot comment.'),
    project: needed(given.repository ?? env['CI_PROJECT_ID'], 'repository', 'Name it: --repository GROUP/NAME.'),
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
  throw missing('API', `${api} is not an address.`);
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
  new DiagnosticError([errorDiagnostic('no-forge', `Where to comment is unknown: no ${what}`, { detail })]);

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
