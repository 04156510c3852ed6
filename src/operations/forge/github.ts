import type { JsonObject } from '../../model/index.js';
import { textIn, type Annotation, type CheckRun, type Forge, type ForgeComment } from './forge.js';
import { githubAccess, isBy, type GithubPlace } from './github-access.js';
import type { ForgeHttp } from './requests.js';

export interface GithubSettings extends GithubPlace {
  readonly pull: string;
  /** The commit that a check run belongs to. */
  readonly commit?: string | undefined;
}

/** Annotations that one request takes. */
const PER_REQUEST = 50;

/** A pull request of GitHub. */
export function github(http: ForgeHttp, settings: GithubSettings): Forge {
  const { pull, commit } = settings;
  const { requests, repo, login } = githubAccess(
    http,
    settings,
    'the permission "pull-requests: write" (and "checks: write" for --check)',
  );

  const written = async (method: string, path: string, body: JsonObject): Promise<string> =>
    textIn(requests.objectOf(await requests.send(method, path, body)), 'html_url');

  return {
    limit: 65_536,
    async *comments() {
      const me = await login();
      for await (const comment of requests.list(`${repo}/issues/${pull}/comments?per_page=100`)) {
        yield {
          id: textIn(comment, 'id'),
          body: textIn(comment, 'body'),
          own: isBy(me, comment),
        } satisfies ForgeComment;
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
