import { isJsonObject, type JsonObject } from '../../model/index.js';
import { textIn, type Annotation, type CheckRun, type Forge, type ForgeComment } from './forge.js';
import { ForgeRequests, type ForgeHttp } from './requests.js';

export interface GithubSettings {
  readonly api: string;
  readonly token: string;
  /** `owner/name` */
  readonly repository: string;
  readonly pull: string;
  /** The commit that a check run belongs to. */
  readonly commit?: string | undefined;
  /** In a workflow, whose token may not ask whose it is. */
  readonly inActions: boolean;
}

/** Annotations that one request takes. */
const PER_REQUEST = 50;

/** The login of a workflow's own token. */
const ACTIONS = 'github-actions[bot]';

/** A pull request of GitHub, by its REST API, version 2022-11-28. */
export function github(http: ForgeHttp, settings: GithubSettings): Forge {
  const { api, token, repository, pull, commit, inActions } = settings;
  const requests = new ForgeRequests(http, {
    name: 'GitHub',
    api,
    permission: 'the permission "pull-requests: write" (and "checks: write" for --check)',
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'x-github-api-version': '2022-11-28',
    },
  });
  const repo = `/repos/${repository.split('/').map(encodeURIComponent).join('/')}`;

  /** Undefined for the token of an app, which has no user. */
  const login = async (): Promise<string | undefined> => {
    const reply = await requests.send('GET', '/user', undefined, [403, 404]);
    if (reply.status === 200) return textIn(requests.objectOf(reply), 'login');
    return inActions ? ACTIONS : undefined;
  };

  const written = async (method: string, path: string, body: JsonObject): Promise<string> =>
    textIn(requests.objectOf(await requests.send(method, path, body)), 'html_url');

  return {
    limit: 65_536,
    async *comments() {
      const me = await login();
      for await (const comment of requests.list(`${repo}/issues/${pull}/comments?per_page=100`)) {
        const user = comment['user'];
        const author = user !== undefined && isJsonObject(user) ? user : {};
        const own = me === undefined ? author['type'] === 'Bot' : textIn(author, 'login') === me;
        yield { id: textIn(comment, 'id'), body: textIn(comment, 'body'), own } satisfies ForgeComment;
      }
    },
    create: (body) => written('POST', `${repo}/issues/${pull}/comments`, { body }),
    update: (id, body) => written('PATCH', `${repo}/issues/comments/${id}`, { body }),
    async annotate(check) {
      const [first = [], ...others] = chunks(check.annotations);
      const made = requests.objectOf(
        await requests.send('POST', `${repo}/check-runs`, {
          name: check.name,
          head_sha: commit ?? '',
          status: 'completed',
          conclusion: check.failed ? 'failure' : check.annotations.length > 0 ? 'neutral' : 'success',
          output: outputOf(check, first),
        }),
      );
      // Each further request adds its annotations to those before.
      for (const more of others)
        await requests.send('PATCH', `${repo}/check-runs/${textIn(made, 'id')}`, { output: outputOf(check, more) });
      return textIn(made, 'html_url');
    },
  };
}

const outputOf = ({ title, summary }: CheckRun, annotations: readonly Annotation[]): JsonObject => ({
  title,
  summary,
  annotations: annotations.map(({ path, line, level, title: heading, message }) => ({
    path,
    start_line: line,
    end_line: line,
    annotation_level: level,
    title: heading,
    message,
  })),
});

function chunks(annotations: readonly Annotation[]): readonly (readonly Annotation[])[] {
  const found: Annotation[][] = [];
  for (let at = 0; at < annotations.length; at += PER_REQUEST) found.push(annotations.slice(at, at + PER_REQUEST));
  return found;
}
