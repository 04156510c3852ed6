import { isJsonObject, type JsonObject } from '../../model/index.js';
import { textIn, type Forge, type ForgeComment } from './forge.js';
import { ForgeRequests, type ForgeHttp } from './requests.js';

export interface GitlabSettings {
  readonly api: string;
  readonly token: string;
  /** Number or full path of the project. */
  readonly project: string;
  readonly mergeRequest: string;
}

/** A merge request of GitLab, by its REST API, version 4. */
export function gitlab(http: ForgeHttp, { api, token, project, mergeRequest }: GitlabSettings): Forge {
  const requests = new ForgeRequests(http, {
    name: 'GitLab',
    api,
    permission: 'the scope "api" and the role Reporter',
    headers: { 'private-token': token },
  });
  const path = `/projects/${encodeURIComponent(project)}/merge_requests/${mergeRequest}/notes`;
  const written = async (method: string, url: string, body: JsonObject): Promise<string> => {
    const id = textIn(requests.objectOf(await requests.send(method, url, body)), 'id');
    return `${mergeRequest}#note_${id}`;
  };
  return {
    limit: 1_000_000,
    async *comments() {
      const me = textIn(requests.objectOf(await requests.send('GET', '/user')), 'id');
      for await (const note of requests.list(`${path}?per_page=100&sort=asc&order_by=created_at`)) {
        const user = note['author'];
        const own = user !== undefined && isJsonObject(user) && textIn(user, 'id') === me;
        if (note['system'] === true) continue;
        yield { id: textIn(note, 'id'), body: textIn(note, 'body'), own } satisfies ForgeComment;
      }
    },
    create: (body) => written('POST', path, { body }),
    update: (id, body) => written('PUT', `${path}/${id}`, { body }),
  };
}
