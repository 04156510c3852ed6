import type { JsonObject } from '../../model/index.js';
import { textIn, type ForgeIssue, type IssueTracker } from './forge.js';
import { githubAccess, isBy, type GithubPlace } from './github-access.js';
import type { ForgeHttp } from './requests.js';

/** The issues of a repository of GitHub. */
export function githubIssues(http: ForgeHttp, place: GithubPlace): IssueTracker {
  const { requests, repo, login } = githubAccess(http, place, 'the permission "issues: write"');
  const written = async (method: string, path: string, body: JsonObject): Promise<string> =>
    textIn(requests.objectOf(await requests.send(method, path, body)), 'html_url');

  return {
    limit: 65_536,
    async *open() {
      const me = await login();
      const creator = me === undefined ? '' : `&creator=${encodeURIComponent(me)}`;
      for await (const issue of requests.list(
        `${repo}/issues?state=open&sort=created&direction=asc&per_page=100${creator}`,
      )) {
        // The list has pull requests, too.
        if (issue['pull_request'] !== undefined || !isBy(me, issue)) continue;
        yield {
          id: textIn(issue, 'number'),
          title: textIn(issue, 'title'),
          body: textIn(issue, 'body'),
        } satisfies ForgeIssue;
      }
    },
    create: (title, body) => written('POST', `${repo}/issues`, { title, body }),
    update: (id, title, body) => written('PATCH', `${repo}/issues/${id}`, { title, body }),
    close: (id) => written('PATCH', `${repo}/issues/${id}`, { state: 'closed', state_reason: 'completed' }),
  };
}
