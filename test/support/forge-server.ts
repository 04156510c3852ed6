import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ForgeIssues } from './forge-issues.js';
import { ForgePipelines } from './forge-pipelines.js';

export interface Stored {
  readonly id: number;
  readonly author: string;
  body: string;
  readonly system?: boolean;
  /** The number of its pull or merge request. */
  readonly pull: number;
}

/** What the server answers instead of the next requests, in order. */
export interface Fault {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
  /** Does the work, and then closes the connection. */
  readonly lost?: boolean;
}

const GITHUB = '/repos/acme/shop';
const PROJECT = '/projects/group%2Fshop';

/**
 * The part of the REST APIs of GitHub (2022-11-28) and GitLab (v4) that comments, issues and pipelines need. A request that their descriptions do not allow is
 * answered with 422 (GitHub) or 400, and kept in `wrong`.
 */
export class ForgeServer {
  readonly comments: Stored[] = [];
  readonly issues = new ForgeIssues();
  readonly pipelines = new ForgePipelines();
  readonly checks: { name: string; annotations: unknown[]; conclusion: string }[] = [];
  readonly faults: Fault[] = [];
  readonly requests: string[] = [];
  readonly wrong: string[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(): Promise<ForgeServer> {
    const made = new ForgeServer();
    await new Promise<void>((resolve) => made.#server.listen(0, '127.0.0.1', resolve));
    return made;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  add(author: string, body: string, more: Partial<Stored> = {}): Stored {
    const made = { id: this.comments.length + 1, author, body, pull: 7, ...more };
    this.comments.push(made);
    return made;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', headers } = request;
    const url = new URL(request.url ?? '', this.url);
    const called = `${method} ${url.pathname}`;
    this.requests.push(called);
    const send = (status: number, body: unknown, more: Readonly<Record<string, string>> = {}): void => {
      const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...more });
      response.end(bytes);
    };
    const fault = this.faults.shift();
    if (fault !== undefined && fault.lost !== true)
      return send(fault.status, { message: fault.message ?? 'refused' }, fault.headers);
    const isGitlab = headers['private-token'] !== undefined || headers.authorization === 'Bearer gl-token';
    const refuse = (why: string): void => {
      this.wrong.push(`${called}: ${why}`);
      send(isGitlab ? 400 : 422, { message: 'Validation Failed', errors: [why] });
    };
    if (
      isGitlab ? (headers['private-token'] ?? 'gl-token') !== 'gl-token' : headers.authorization !== 'Bearer gh-token'
    )
      return send(401, { message: 'Bad credentials' });
    if (headers['user-agent'] === undefined) return refuse('a user agent is required');
    if (
      !isGitlab &&
      (headers['x-github-api-version'] !== '2022-11-28' || headers.accept !== 'application/vnd.github+json')
    )
      return refuse('version and media type');
    const text = Buffer.concat(chunks).toString('utf8');
    const body = text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>);
    if (body !== undefined && headers['content-type'] !== 'application/json') return refuse('content type');
    const done = isGitlab ? this.#gitlab(method, url, body) : this.#github(method, url, body);
    if (done === undefined) return send(404, { message: 'Not Found' });
    if (typeof done === 'string') return refuse(done);
    if (fault?.lost === true) return void request.socket.destroy();
    send(done.status, done.body, done.headers);
  }

  #github(method: string, url: URL, body: Record<string, unknown> | undefined): Done | string | undefined {
    const shown = ({ id, author, body: text, pull: number }: Stored): object => ({
      id,
      html_url: `https://forge/acme/shop/pull/${number}#issuecomment-${id}`,
      body: text,
      user: { login: author, type: author.endsWith('[bot]') ? 'Bot' : 'User' },
    });
    if (method === 'GET' && url.pathname === '/user')
      return { status: 403, body: { message: 'Resource not accessible by integration' } };
    const issues = this.issues.github(method, url, body, `${GITHUB}/issues`);
    const pipelines = issues ?? this.pipelines.github(method, url, GITHUB);
    if (pipelines !== undefined) return pipelines;
    const pull = Number(new RegExp(`^${GITHUB}/issues/(\\d+)/comments$`).exec(url.pathname)?.[1]);
    if (method === 'GET' && pull > 0) return this.#page(url, pull, shown);
    if (method === 'POST' && pull > 0) {
      const problem = commentProblem(body, 65_536);
      return problem ?? { status: 201, body: shown(this.add('github-actions[bot]', String(body?.['body']), { pull })) };
    }
    const edited = new RegExp(`^${GITHUB}/issues/comments/(\\d+)$`).exec(url.pathname);
    if (method === 'PATCH' && edited !== null) {
      const problem = commentProblem(body, 65_536);
      const found = this.comments.find(({ id }) => id === Number(edited[1]));
      if (found === undefined || problem !== undefined) return problem;
      found.body = String(body?.['body']);
      return { status: 200, body: shown(found) };
    }
    const run = new RegExp(`^${GITHUB}/check-runs(?:/(\\d+))?$`).exec(url.pathname);
    if (run === null || !(method === 'POST' || (method === 'PATCH' && run[1] !== undefined))) return undefined;
    return this.#check(body ?? {}, run[1] === undefined ? undefined : Number(run[1]));
  }

  #check(body: Record<string, unknown>, id: number | undefined): Done | string {
    const output = body['output'] as { title: string; summary: string; annotations: Record<string, unknown>[] };
    if (output.annotations.length > 50) return 'at most 50 annotations';
    if (output.summary.length > 65_535) return 'the summary is too long';
    for (const one of output.annotations) {
      if (typeof one['path'] !== 'string' || !(Number(one['start_line']) >= 1) || !(Number(one['end_line']) >= 1))
        return 'place';
      if (!['notice', 'warning', 'failure'].includes(String(one['annotation_level']))) return 'level';
      if (String(one['title']).length > 255) return 'the title is too long';
      if (typeof one['message'] !== 'string' || one['message'] === '') return 'message';
    }
    if (id === undefined) {
      if (!/^[0-9a-f]{40}$/.test(String(body['head_sha'])) || typeof body['name'] !== 'string')
        return 'head_sha and name';
      if (body['status'] !== 'completed' || !['success', 'neutral', 'failure'].includes(String(body['conclusion'])))
        return 'conclusion';
      this.checks.push({
        name: body['name'],
        annotations: [...output.annotations],
        conclusion: String(body['conclusion']),
      });
      return { status: 201, body: { id: this.checks.length, html_url: 'https://forge/check/1' } };
    }
    this.checks[id - 1]?.annotations.push(...output.annotations);
    return { status: 200, body: { id, html_url: 'https://forge/check/1' } };
  }

  #gitlab(method: string, asked: URL, body: Record<string, unknown> | undefined): Done | string | undefined {
    // A project has a number as well.
    const url = new URL(asked.href.replace('/projects/42/', `${PROJECT}/`));
    const shown = ({ id, author, body: text, system = false }: Stored): object => ({
      id,
      body: text,
      system,
      author: { id: author === 'bot' ? 1 : 2, username: author },
    });
    if (method === 'GET' && url.pathname === '/user') return { status: 200, body: { id: 1, username: 'bot' } };
    const issues = this.issues.gitlab(method, url, body, `${PROJECT}/issues`);
    const pipelines = issues ?? this.pipelines.gitlab(method, url, PROJECT);
    if (pipelines !== undefined) return pipelines;
    const [, number, note] =
      new RegExp(`^${PROJECT}/merge_requests/(\\d+)/notes(?:/(\\d+))?$`).exec(url.pathname) ?? [];
    const pull = Number(number);
    if (number === undefined) return undefined;
    if (method === 'GET' && note === undefined) return this.#page(url, pull, shown);
    const problem = commentProblem(body, 1_000_000);
    if (method === 'POST' && note === undefined)
      return problem ?? { status: 201, body: shown(this.add('bot', String(body?.['body']), { pull })) };
    const found = this.comments.find(({ id }) => id === Number(note));
    if (method !== 'PUT' || found === undefined || problem !== undefined) return problem;
    found.body = String(body?.['body']);
    return { status: 200, body: shown(found) };
  }

  /** A page, with links as both forges give them. */
  #page(url: URL, pull: number, shown: (stored: Stored) => object): Done | string {
    const size = Number(url.searchParams.get('per_page') ?? '30');
    const page = Number(url.searchParams.get('page') ?? '1');
    if (!(size >= 1 && size <= 100) || page < 1) return 'per_page is 1 to 100';
    const next = new URL(url);
    next.searchParams.set('page', String(page + 1));
    const comments = this.comments.filter((one) => one.pull === pull);
    const more = comments.length > page * size;
    return {
      status: 200,
      body: comments.slice((page - 1) * size, page * size).map(shown),
      ...(more ? { headers: { link: `<${next.href}>; rel="next", <${url.href}>; rel="last"` } } : {}),
    };
  }
}

export interface Done {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function commentProblem(body: Record<string, unknown> | undefined, limit: number): string | undefined {
  const text = body?.['body'];
  if (typeof text !== 'string' || text === '' || Object.keys(body ?? {}).length !== 1) return 'body is required';
  return text.length > limit ? `body is too long (maximum is ${limit} characters)` : undefined;
}
