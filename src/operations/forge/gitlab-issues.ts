import type { JsonObject } from '../../model/index.js';
import { textIn, type ForgeIssue, type IssueTracker } from './forge.js';
import { gitlabAccess, isByUser, type GitlabPlace } from './gitlab-access.js';
import type { ForgeHttp } from './requests.js';

/** The issues of a project of GitLab. */
export function gitlabIssues(http: ForgeHttp, place: GitlabPlace): IssueTracker {
  const { requests, path, user } = gitlabAccess(http, place);
  const written = async (method: string, url: string, body: JsonObject): Promise<string> =>
    textIn(requests.objectOf(await requests.send(method, url, body)), 'web_url');

  return {
    limit: 1_000_000,
    async *open() {
      const me = await user();
      for await (const issue of requests.list(
        `${path}/issues?state=opened&scope=all&author_id=${me}&order_by=created_at&sort=asc&per_page=100`,
      )) {
        if (!isByUser(me, issue)) continue;
        yield {
          id: textIn(issue, 'iid'),
          title: textIn(issue, 'title'),
          body: textIn(issue, 'description'),
        } satisfies ForgeIssue;
      }
    },
    create: (title, description) => written('POST', `${path}/issues`, { title, description }),
    update: (id, title, description) => written('PUT', `${path}/issues/${id}`, { title, description }),
    close: (id) => written('PUT', `${path}/issues/${id}`, { state_event: 'close' }),
  };
}
