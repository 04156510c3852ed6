import type { Done } from './forge-server.js';

export interface StoredIssue {
  readonly number: number;
  readonly author: string;
  title: string;
  body: string;
  open: boolean;
  /** GitHub lists pull requests among issues. */
  readonly pull?: boolean;
}

type Body = Record<string, unknown> | undefined;

/** The issues of one repository, as both forges serve them. A text is why a request is refused; undefined means that it is for something else. */
export class ForgeIssues {
  readonly all: StoredIssue[] = [];

  add(author: string, title: string, body: string, more: Partial<StoredIssue> = {}): StoredIssue {
    const made = { number: this.all.length + 1, author, title, body, open: true, ...more };
    this.all.push(made);
    return made;
  }

  github(method: string, url: URL, body: Body, path: string): Done | string | undefined {
    if (method === 'GET' && url.pathname === path) {
      const { searchParams: query } = url;
      if (!['open', 'closed', 'all'].includes(query.get('state') ?? 'open')) return 'state';
      if (!['created', 'updated', 'comments'].includes(query.get('sort') ?? 'created')) return 'sort';
      if (!['asc', 'desc'].includes(query.get('direction') ?? 'desc')) return 'direction';
      const creator = query.get('creator');
      const found = this.all.filter(({ open, author }) => open && (creator === null || author === creator));
      return { status: 200, body: found.map(onGithub) };
    }
    if (method === 'POST' && url.pathname === path) {
      const problem = others(body, ['title', 'body']) ?? titleProblem(body) ?? bodyProblem(body, 'body', 65_536);
      return problem ?? { status: 201, body: onGithub(this.#new('github-actions[bot]', body, 'body')) };
    }
    const found = method === 'PATCH' ? this.#at(url, path) : undefined;
    if (found === undefined) return undefined;
    const { state, state_reason: reason } = body ?? {};
    const problem = others(body, ['title', 'body', 'state', 'state_reason']) ?? bodyProblem(body, 'body', 65_536);
    if (problem !== undefined) return problem;
    if (state !== undefined && state !== 'open' && state !== 'closed') return 'state is open or closed';
    if (reason !== undefined && !['completed', 'not_planned', 'duplicate', 'reopened'].includes(String(reason)))
      return 'state_reason';
    change(found, body, 'body', state === undefined ? found.open : state === 'open');
    return { status: 200, body: onGithub(found) };
  }

  gitlab(method: string, url: URL, body: Body, path: string): Done | string | undefined {
    if (method === 'GET' && url.pathname === path) {
      if (!['opened', 'closed'].includes(url.searchParams.get('state') ?? 'opened'))
        return 'state does not have a valid value';
      if (!['created_by_me', 'assigned_to_me', 'all'].includes(url.searchParams.get('scope') ?? 'created_by_me'))
        return 'scope does not have a valid value';
      const author = url.searchParams.get('author_id');
      const found = this.all.filter((one) => one.open && (author === null || idOf(one.author) === Number(author)));
      return { status: 200, body: found.map(onGitlab) };
    }
    if (method === 'POST' && url.pathname === path) {
      const problem =
        others(body, ['title', 'description']) ?? titleProblem(body) ?? bodyProblem(body, 'description', 1_048_576);
      return problem ?? { status: 201, body: onGitlab(this.#new('bot', body, 'description')) };
    }
    const found = method === 'PUT' ? this.#at(url, path) : undefined;
    if (found === undefined) return undefined;
    const event = body?.['state_event'];
    const problem =
      others(body, ['title', 'description', 'state_event']) ?? bodyProblem(body, 'description', 1_048_576);
    if (problem !== undefined) return problem;
    if (event !== undefined && event !== 'close' && event !== 'reopen') return 'state_event is close or reopen';
    change(found, body, 'description', event === undefined ? found.open : event === 'reopen');
    return { status: 200, body: onGitlab(found) };
  }

  #new(author: string, body: Body, name: string): StoredIssue {
    return this.add(author, String(body?.['title']), String(body?.[name]));
  }

  #at(url: URL, path: string): StoredIssue | undefined {
    return this.all.find(({ number }) => url.pathname === `${path}/${number}`);
  }
}

function change(issue: StoredIssue, body: Body, name: string, open: boolean): void {
  if (typeof body?.['title'] === 'string') issue.title = body['title'];
  if (typeof body?.[name] === 'string') issue.body = body[name];
  issue.open = open;
}

const idOf = (author: string): number => (author === 'bot' ? 1 : 2);

const onGithub = ({ number, author, title, body, open, pull }: StoredIssue): object => ({
  number,
  title,
  body,
  state: open ? 'open' : 'closed',
  html_url: `https://forge/acme/shop/issues/${number}`,
  user: { login: author, type: author.endsWith('[bot]') ? 'Bot' : 'User' },
  ...(pull === true ? { pull_request: { url: 'https://forge' } } : {}),
});

const onGitlab = ({ number, author, title, body, open }: StoredIssue): object => ({
  id: 1000 + number,
  iid: number,
  title,
  description: body,
  state: open ? 'opened' : 'closed',
  web_url: `https://forge/acme/shop/issues/${number}`,
  author: { id: idOf(author), username: author },
});

const others = (body: Body, known: readonly string[]): string | undefined => {
  const other = Object.keys(body ?? {}).find((name) => !known.includes(name));
  return other === undefined ? undefined : `${other} is not a parameter`;
};

const titleProblem = (body: Body): string | undefined =>
  typeof body?.['title'] === 'string' && body['title'] !== '' && body['title'].length <= 255
    ? undefined
    : 'title is missing or too long';

const bodyProblem = (body: Body, name: string, limit: number): string | undefined =>
  String(body?.[name] ?? '').length > limit ? `${name} is too long (maximum is ${limit} characters)` : undefined;
