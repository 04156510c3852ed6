import { isJsonObject, type JsonObject } from '../../model/index.js';
import { textIn } from './forge.js';
import { ForgeRequests, type ForgeHttp } from './requests.js';

/** A repository of GitHub and a token for it. */
export interface GithubPlace {
  readonly api: string;
  readonly token: string;
  /** `owner/name` */
  readonly repository: string;
  /** In a workflow, whose token may not ask whose it is. */
  readonly inActions: boolean;
}

export interface GithubAccess {
  readonly requests: ForgeRequests;
  /** The path of the repository in the API. */
  readonly repo: string;
  /** The login of the owner of the token; undefined for the token of an app, which has no user. */
  readonly login: () => Promise<string | undefined>;
}

/** The login of a workflow's own token. */
const ACTIONS = 'github-actions[bot]';

/** The REST API of GitHub, version 2022-11-28. `permission` is what the token needs, for messages. */
export function githubAccess(http: ForgeHttp, place: GithubPlace, permission: string): GithubAccess {
  const requests = new ForgeRequests(http, {
    name: 'GitHub',
    api: place.api,
    permission,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${place.token}`,
      'x-github-api-version': '2022-11-28',
    },
  });
  return {
    requests,
    repo: `/repos/${place.repository.split('/').map(encodeURIComponent).join('/')}`,
    async login() {
      const reply = await requests.send('GET', '/user', undefined, [403, 404]);
      if (reply.status === 200) return textIn(requests.objectOf(reply), 'login');
      return place.inActions ? ACTIONS : undefined;
    },
  };
}

/** Whether a comment or an issue is by this user, or by any app if the user is unknown. */
export function isBy(login: string | undefined, { user }: JsonObject): boolean {
  const author = user !== undefined && isJsonObject(user) ? user : {};
  return login === undefined ? author['type'] === 'Bot' : textIn(author, 'login') === login;
}
