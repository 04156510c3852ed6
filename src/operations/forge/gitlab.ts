import type { JsonObject } from '../../model/index.js';
import { textIn, type Forge, type ForgeComment } from './forge.js';
import { gitlabAccess, isByUser, type GitlabPlace } from './gitlab-access.js';
import type { ForgeHttp } from './requests.js';

export interface GitlabSettings extends GitlabPlace {
  readonly mergeRequest: string;
}

/** A merge request of GitLab. */
export function gitlab(http: ForgeHttp, { mergeRequest, ...place }: GitlabSettings): Forge {
  const { requests, path, user } = gitlabAccess(http, place);
  const notes = `${path}/merge_requests/${mergeRequest}/notes`;
  const written = async (method: string, url: string, body: JsonObject): Promise<string> => {
    const id = textIn(requests.objectOf(await requests.send(method, url, body)), 'id');
    return `${mergeRequest}#note_${id}`;
  };
  return {
    limit: 1_000_000,
    async *comments() {
      const me = await user();
      for await (const note of requests.list(`${notes}?per_page=100&sort=asc&order_by=created_at`)) {
        if (note['system'] === true) continue;
        yield {
          id: textIn(note, 'id'),
          body: textIn(note, 'body'),
          own: isByUser(me, note),
        } satisfies ForgeComment;
      }
    },
    create: (body) => written('POST', notes, { body }),
    update: (id, body) => written('PUT', `${notes}/${id}`, { body }),
  };
}
