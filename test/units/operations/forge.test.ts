import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../src/model/index.js';
import { github } from '../../../src/operations/forge/github.js';
import { gitlab } from '../../../src/operations/forge/gitlab.js';
import type { ForgeHttp } from '../../../src/operations/forge/requests.js';
import { githubSettings, gitlabSettings } from '../../../src/operations/forge/settings.js';
import { writeComment } from '../../../src/operations/forge/write.js';
import { ForgeServer } from '../../support/forge-server.js';

let server: ForgeServer;
let slept: number[];
beforeEach(async () => {
  server = await ForgeServer.start();
  slept = [];
});
afterEach(async () => {
  expect(server.wrong).toEqual([]);
  await server.close();
});

const http: ForgeHttp = {
  send: async ({ method, url, headers, body }) => {
    const reply = await fetch(url, {
      method,
      headers: { 'user-agent': 'test', ...headers },
      ...(body === undefined ? {} : { body }),
    });
    return { status: reply.status, header: (name) => reply.headers.get(name) ?? undefined, text: await reply.text() };
  },
  sleep: async (milliseconds) => {
    slept.push(milliseconds);
  },
  now: () => 1_000_000,
  random: () => 1,
};

const onGithub = (env = {}) =>
  github(
    http,
    githubSettings(
      {
        GITHUB_API_URL: server.url,
        GITHUB_TOKEN: 'gh-token',
        GITHUB_REPOSITORY: 'acme/shop',
        GITHUB_REF: 'refs/pull/7/merge',
        GITHUB_ACTIONS: 'true',
        GITHUB_SHA: 'a'.repeat(40),
        ...env,
      },
      {},
    ),
  );
const onGitlab = () =>
  gitlab(
    http,
    gitlabSettings(
      { CI_API_V4_URL: server.url, GITLAB_TOKEN: 'gl-token', CI_MERGE_REQUEST_IID: '7' },
      { repository: 'group/shop' },
    ),
  );
const write = (forge = onGithub(), text = 'the plan', name = 'plan') => writeComment(forge, { name, body: () => text });
const failure = async (work: Promise<unknown>) => {
  const error = await work.catch((caught: unknown) => caught);
  return error instanceof DiagnosticError ? error.diagnostics[0] : error;
};

const MARK = '<!-- landform:plan -->\n';

describe.each([
  { forge: 'GitHub', on: () => onGithub(), me: 'github-actions[bot]', other: 'mallory' },
  { forge: 'GitLab', on: () => onGitlab(), me: 'bot', other: 'mallory' },
])('a comment on $forge', ({ on, me, other }) => {
  it('is created, updated when the plan changes, and left when it does not', async () => {
    server.add(other, 'Looks good');
    expect((await write(on())).done).toBe('created');
    expect(server.comments[1]).toMatchObject({ author: me, body: `${MARK}the plan` });
    expect((await write(on())).done).toBe('unchanged');
    expect((await write(on(), 'another plan')).done).toBe('updated');
    expect(server.comments.map(({ body }) => body)).toEqual(['Looks good', `${MARK}another plan`]);
    expect((await write(on(), 'x', 'prod')).done).toBe('created');
  });

  it('is found on a later page, with the line ends that the forge stored', async () => {
    for (let index = 0; index < 250; index += 1) server.add(other, `comment ${index}`);
    server.add(me, `${MARK}old`.replaceAll('\n', '\r\n'));
    expect((await write(on())).done).toBe('updated');
    expect(server.comments.at(-1)?.body).toBe(`${MARK}the plan`);
    expect(server.requests.filter((one) => one.startsWith('GET') && !one.endsWith('/user'))).toHaveLength(3);
  });

  it('leaves a comment of another author with the same mark, and a mark that is quoted or escaped', async () => {
    server.add(other, `${MARK}spoofed`);
    server.add(me, '&lt;!-- landform:plan --&gt;\nescaped');
    server.add(me, `> ${MARK}quoted`);
    const before = server.comments.map(({ body }) => body);
    expect((await write(on())).done).toBe('created');
    expect(server.comments.slice(0, 3).map(({ body }) => body)).toEqual(before);
  });

  it('waits for rate limits, and repeats what had no effect', async () => {
    server.faults.push({ status: 429, headers: { 'retry-after': '3' } }, { status: 502 });
    expect((await write(on())).done).toBe('created');
    expect(slept[0]).toBe(3000);
    expect(slept).toHaveLength(2);
  });

  it('is not created twice when the reply is lost', async () => {
    server.faults.push({ status: 0, lost: true });
    // The first request only reads, so it is repeated.
    const first = server.faults[0]!;
    expect((await write(on())).done).toBe('created');
    const lost = on();
    server.faults.push(first);
    expect(await failure(lost.create('x'))).toMatchObject({ code: 'forge-failed' });
    expect(server.comments.filter(({ body }) => body === 'x')).toHaveLength(1);
  });

  it.each([
    [403, 'fork'],
    [404, 'does not exist'],
    [422, 'Validation Failed'],
    [401, 'expired'],
  ])('that is refused with %i says why', async (status, why) => {
    server.add(me, `${MARK}old`);
    const forge = on();
    const problem = failure(forge.update('1', 'new'));
    server.faults.push({ status, message: 'Validation Failed' });
    expect(await problem).toMatchObject({ code: 'forge-refused', detail: expect.stringContaining(why) });
    expect(JSON.stringify(await problem)).not.toMatch(/g[hl]-token/);
  });

  it('says when a rate limit takes longer than a pipeline should wait', async () => {
    server.faults.push({ status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '4600' } });
    expect(await failure(on().create('x'))).toMatchObject({
      summary: expect.stringContaining('limits the rate'),
      detail: expect.stringContaining('3601 seconds'),
    });
  });
});

it('a check run has its annotations, fifty at a time', async () => {
  const annotations = Array.from({ length: 120 }, (_, index) => ({
    path: 'main.ts',
    line: index + 1,
    level: 'warning' as const,
    title: 't',
    message: 'm',
  }));
  const url = await onGithub().annotate?.({
    name: 'landform plan',
    title: 't',
    summary: 's',
    annotations,
    failed: false,
  });
  expect(url).toBe('https://forge/check/1');
  expect(server.checks).toMatchObject([{ name: 'landform plan', conclusion: 'neutral' }]);
  expect(server.checks[0]?.annotations).toHaveLength(120);
});

it('a place that is not known is an error that says how to name it', () => {
  expect(() => githubSettings({}, {})).toThrow(DiagnosticError);
  expect(() => gitlabSettings({ GITLAB_TOKEN: 'x', CI_PROJECT_ID: '1' }, { pull: '7; rm' })).toThrow(DiagnosticError);
});

it('a page that leads to another host gets no token', async () => {
  const asked: string[] = [];
  const leading: ForgeHttp = {
    ...http,
    send: async ({ url }) => {
      asked.push(url.host);
      const next = asked.length > 3 ? undefined : '<https://evil.example/x>; rel="next"';
      const text = url.pathname === '/user' ? '{"login":"me"}' : '[]';
      return { status: 200, header: (name) => (name === 'link' ? next : undefined), text };
    },
  };
  const forge = github(leading, githubSettings({ GITHUB_TOKEN: 'gh-token', GITHUB_REPOSITORY: 'a/b' }, { pull: '1' }));
  expect(await failure(write(forge))).toMatchObject({ code: 'forge-failed' });
  expect(asked).toEqual(['api.github.com', 'api.github.com']);
});
