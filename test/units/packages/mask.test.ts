import { expect, it } from 'vitest';
import { withoutCredentials } from '../../../src/packages/mask.js';

it.each([
  'https://user:pl4nted@host/a.git',
  'https://pl4nted@host/a.git',
  "fatal: Authentication failed for 'https://x:pl4nted@host/a.git/'",
  'ssh://git:pl4nted@host/a and https://pl4nted:x-oauth-basic@github.com/a/b.git',
  'https://host/a.zip?X-Amz-Signature=pl4nted&b=1',
  'https://host/a.zip?private_token=pl4nted',
  'https://user:p%40pl4nted@host/a.git?ref=v1',
])('hides the secret in %s', (text) => {
  expect(withoutCredentials(text)).not.toContain('pl4nted');
});

it.each(['git::ssh://git@github.com/acme/vpc.git?ref=v1', 'https://host/a@b.zip', 'git@github.com:acme/vpc'])(
  'leaves %s as it is',
  (text) => {
    expect(withoutCredentials(text)).toBe(text);
  },
);
