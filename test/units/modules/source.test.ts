import { describe, expect, it } from 'vitest';
import { ModuleError } from '../../../src/modules/problem.js';
import { localSourceText, parseModuleSource } from '../../../src/modules/source.js';

const parsed = (text: string): object => {
  const { url, ...rest } = { url: undefined, ...parseModuleSource(text) };
  return { ...rest, ...(url !== undefined && { url: String(url) }) };
};

const codeOf = (text: string): string => {
  try {
    return parseModuleSource(text).kind;
  } catch (error) {
    if (error instanceof ModuleError) return error.problem.code;
    throw error;
  }
};

describe('the text that is recorded is the one of Terraform', () => {
  it.each([
    ['acme/vpc/aws', 'registry.terraform.io/acme/vpc/aws'],
    ['acme/vpc/aws//modules/a', 'registry.terraform.io/acme/vpc/aws//modules/a'],
    ['tf.acme.com/acme/vpc/aws', 'tf.acme.com/acme/vpc/aws'],
    ['127.0.0.1:8443/acme/vpc/aws', '127.0.0.1:8443/acme/vpc/aws'],
    ['github.com/acme/vpc', 'git::https://github.com/acme/vpc.git'],
    ['github.com/acme/vpc.git?ref=v1', 'git::https://github.com/acme/vpc.git?ref=v1'],
    ['github.com/acme/vpc//modules/a?ref=v1', 'git::https://github.com/acme/vpc.git//modules/a?ref=v1'],
    ['bitbucket.org/acme/vpc', 'git::https://bitbucket.org/acme/vpc.git'],
    ['git@github.com:acme/vpc.git', 'git::ssh://git@github.com/acme/vpc.git'],
    ['git@github.com:acme/vpc.git//a?ref=v1', 'git::ssh://git@github.com/acme/vpc.git//a?ref=v1'],
    ['git::git@host:acme/vpc.git', 'git::ssh://git@host/acme/vpc.git'],
    ['git::https://host/vpc.git?ref=v1&depth=1', 'git::https://host/vpc.git?ref=v1&depth=1'],
    ['git::ssh://git@host/vpc.git//a/../b', 'git::ssh://git@host/vpc.git//b'],
    ['https://host/vpc.zip', 'https://host/vpc.zip'],
    ['https://host/vpc.zip//a?archive=zip', 'https://host/vpc.zip//a?archive=zip'],
    ['/modules/vpc', 'file:///modules/vpc'],
  ])('%s is %s', (written, recorded) => {
    expect(parseModuleSource(written).text).toBe(recorded);
  });

  it.each([
    ['./a/', './a'],
    ['./a/../b', './b'],
    ['../a', '../a'],
    ['.\\a\\b', './a/b'],
  ])('of the local module %s: %s', (written, recorded) => {
    expect(localSourceText(written)).toBe(recorded);
  });
});

it.each([
  [
    'git::https://host/vpc.git//a?ref=v1&depth=1&x=y',
    { kind: 'git', url: 'https://host/vpc.git?x=y', ref: 'v1', subdir: 'a' },
  ],
  ['git@host:acme/vpc', { kind: 'git', url: 'ssh://git@host/acme/vpc', ref: undefined, subdir: '' }],
  [
    'https://host/vpc?archive=tgz&token=a%2Fb&checksum=md5:00',
    { kind: 'http', url: 'https://host/vpc?token=a%2Fb', archive: 'tgz', checksum: 'md5:00', subdir: '' },
  ],
  ['acme/vpc/aws//a', { kind: 'registry', host: 'registry.terraform.io', name: 'acme/vpc/aws', subdir: 'a' }],
  ['/modules/vpc//a', { kind: 'folder', path: '/modules/vpc', subdir: 'a' }],
])('%s is parsed', (text, expected) => {
  expect(parsed(text)).toMatchObject(expected);
});

describe('sources that are refused', () => {
  it.each([
    ['git::ext::sh -c touch% /tmp/x', 'module-source-not-supported'],
    ['git::ssh://-oProxyCommand=touch/vpc.git', 'module-source-not-supported'],
    ['git::ssh://-oProxyCommand=x@host/vpc.git', 'module-source-not-supported'],
    ['git::--upload-pack=touch', 'module-source-not-supported'],
    ['git::https://host/vpc.git?ref=--upload-pack=x', 'invalid-module-ref'],
    ['git::https://host/vpc.git?ref=-x', 'invalid-module-ref'],
    ['git::https://host/vpc.git?ref=a..b', 'invalid-module-ref'],
    ['git::https://host/vpc.git?ref=a%0Ab', 'invalid-module-ref'],
    ['git::https://host/vpc.git?ref=', 'invalid-module-ref'],
    ['git::https://host/vpc.git?depth=x', 'invalid-module-source'],
    ['git::ssh://host/vpc.git?sshkey=abc', 'module-source-not-supported'],
    ['git::https://host/vpc.git//../x', 'invalid-module-source'],
    ['git::https://host/vpc.git\n', 'unknown-module-source'],
    ['s3::https://s3.amazonaws.com/bucket/vpc.zip', 'module-source-not-supported'],
    ['gcs::https://www.googleapis.com/storage/v1/bucket/vpc.zip', 'module-source-not-supported'],
    ['hg::http://host/vpc', 'module-source-not-supported'],
    ['ftp://host/vpc.zip', 'module-source-not-supported'],
    ['modules/vpc', 'unknown-module-source'],
    ['vpc', 'unknown-module-source'],
    ['github.com/acme', 'unknown-module-source'],
  ])('%j: %s', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });
});
