import { isJsonObject, type JsonObject } from '../../model/index.js';
import { textIn } from './forge.js';
import { ForgeRequests, type ForgeHttp } from './requests.js';

/** A project of GitLab and a token for it. */
export interface GitlabPlace {
  readonly api: string;
  readonly token: string;
  /** Number or full path of the project. */
  readonly project: string;
}

export interface GitlabAccess {
  readonly requests: ForgeRequests;
  /** The path of the project in the API. */
  readonly path: string;
  /** The number of the owner of the token. */
  readonly user: () => Promise<string>;
}

/** The REST API of GitLab, version 4. */
export function gitlabAccess(http: ForgeHttp, { api, token, project }: GitlabPlace): GitlabAccess {
  const requests = new ForgeRequests(http, {
    name: 'GitLab',
    api,
    permission: 'the scope "api" and the role Reporter',
    headers: { 'private-token': token },
  });
  return {
    requests,
    path: `/projects/${encodeURIComponent(project)}`,
    user: async () => textIn(requests.objectOf(await requests.send('GET', '/user')), 'id'),
  };
}

/** Whether a note or an issue is by this user. */
export const isByUser = (id: string, { author }: JsonObject): boolean =>
  author !== undefined && isJsonObject(author) && textIn(author, 'id') === id;
