import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { githubIssues } from '../../../src/operations/forge/github-issues.js';
import { gitlabIssues } from '../../../src/operations/forge/gitlab-issues.js';
import type { ForgeHttp } from '../../../src/operations/forge/requests.js';
import { githubPlace, gitlabPlace } from '../../../src/operations/forge/settings.js';
import { writeIssue } from '../../../src/operations/forge/write-issue.js';
import { ForgeServer } from '../../support/forge-server.js';

let server: ForgeServer;
beforeEach(async () => {
  server = await ForgeServer.start();
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
  sleep: async () => {},
  now: () => 1_000_000,
  random: () => 1,
};

const onGithub = (more = {}) =>
  githubIssues(
    http,
    githubPlace(
      {
        GITHUB_API_URL: server.url,
        GITHUB_TOKEN: 'gh-token',
        GITHUB_REPOSITORY: 'acme/shop',
        GITHUB_ACTIONS: 'true',
        ...more,
      },
      {},
    ),
  );
const onGitlab = () =>
  gitlabIssues(
    http,
    gitlabPlace({ CI_API_V4_URL: server.url, GITLAB_TOKEN: 'gl-token' }, { repository: 'group/shop' }),
  );

const MARK = '<!-- landform:drift -->\n';

describe.each([
  { forge: 'GitHub', on: () => onGithub(), me: 'github-actions[bot]' },
  { forge: 'GitLab', on: () => onGitlab(), me: 'bot' },
])('the issue about drift on $forge', ({ on, me }) => {
  const write = (title: string, text?: string, name = 'drift') =>
    writeIssue(on(), { name, title, body: text === undefined ? undefined : () => text });
  const stored = () => server.issues.all.map(({ title, body, open }) => [title, body, open]);

  it('is opened, updated, left alone, and closed when no drift is left; later drift is a new one', async () => {
    expect(await write('', undefined)).toEqual({ done: 'none' });
    expect(await write('1 object', 'a')).toEqual({ done: 'opened', url: 'https://forge/acme/shop/issues/1' });
    expect((await write('1 object', 'a')).done).toBe('unchanged');
    expect((await write('2 objects', 'a')).done).toBe('updated');
    expect((await write('2 objects', 'a, b')).done).toBe('updated');
    expect((await write('1 object', 'x', 'prod')).done).toBe('opened');
    expect((await write('', undefined)).done).toBe('closed');
    expect((await write('', undefined)).done).toBe('none');
    expect((await write('3 objects', 'c')).done).toBe('opened');
    expect(stored()).toEqual([
      ['2 objects', `${MARK}a, b`, false],
      ['1 object', '<!-- landform:prod -->\nx', true],
      ['3 objects', `${MARK}c`, true],
    ]);
  });

  it('is not one of another author, one that quotes the mark, or a pull request', async () => {
    server.issues.add('mallory', 'spoofed', `${MARK}a`);
    server.issues.add(me, 'quoted', `> ${MARK}a`);
    if (me !== 'bot') server.issues.add(me, 'a pull request', `${MARK}a`, { pull: true });
    const before = stored();
    expect((await write('1 object', 'a')).done).toBe('opened');
    expect(stored().slice(0, before.length)).toEqual(before);
  });

  it('is not opened twice when the reply is lost', async () => {
    const tracker = on();
    server.faults.push({ status: 0, lost: true });
    await expect(tracker.create('t', 'x')).rejects.toMatchObject({ diagnostics: [{ code: 'forge-failed' }] });
    expect(server.issues.all).toHaveLength(1);
  });

  it('that is refused names the permission', async () => {
    server.faults.push({ status: 403, message: 'no' }, { status: 403, message: 'no' });
    await expect(write('t', 'x')).rejects.toMatchObject({
      diagnostics: [{ code: 'forge-refused', detail: expect.stringMatching(/issues: write|Reporter/) }],
    });
  });
});

it('the token of an app that is not a workflow finds issues of any app, and of no person', async () => {
  server.issues.add('mallory', 'spoofed', `${MARK}a`);
  server.issues.add('deploy[bot]', 'old', `${MARK}a`);
  const tracker = onGithub({ GITHUB_ACTIONS: '' });
  expect((await writeIssue(tracker, { name: 'drift', title: 'old', body: () => 'b' })).done).toBe('updated');
  expect(server.issues.all.map(({ body }) => body)).toEqual([`${MARK}a`, `${MARK}b`]);
});
