import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { credentialSource } from '../../../src/state/backends/s3/credentials.js';
import { encodedPath, signedHeaders } from '../../../src/state/backends/s3/sign.js';

const EXAMPLE = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };

describe('requests are signed as in the examples of the S3 documentation', () => {
  const sign = (method: string, address: string, headers: Record<string, string>, body = ''): string | undefined => {
    const url = new URL(address);
    const now = Date.parse('2013-05-24T00:00:00Z');
    const request = { method, url, headers, body: Buffer.from(body), service: 's3', region: 'us-east-1', now };
    return signedHeaders(request, EXAMPLE)['authorization']?.replace(/^.*Signature=/, '');
  };
  const bucket = 'https://examplebucket.s3.amazonaws.com';

  test.each([
    [
      'GET Object',
      'GET',
      '/test.txt',
      { range: 'bytes=0-9' },
      '',
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ],
    [
      'PUT Object',
      'PUT',
      `/${encodedPath('test$file.text')}`,
      { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
      'Welcome to Amazon S3.',
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    ],
    [
      'GET Bucket Lifecycle',
      'GET',
      '/?lifecycle',
      {},
      '',
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    ],
    [
      'List Objects',
      'GET',
      '/?max-keys=2&prefix=J',
      {},
      '',
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ],
  ])('%s', (_name, method, place, headers, body, signature) => {
    expect(sign(method, bucket + place, { ...headers }, body)).toBe(signature);
  });
});

describe('credentials', () => {
  let home: string;
  const asked: string[] = [];

  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'landform-aws-'));
    await writeFile(
      path.join(home, 'config'),
      '[default]\nregion = x\n[profile deploy]\nrole_arn = arn:role/deploy\nsource_profile = base\n' +
        '[profile loop]\nrole_arn = arn:x\nsource_profile = loop2\n[profile loop2]\nrole_arn = arn:y\nsource_profile = loop\n' +
        `[profile tool]\ncredential_process = ${process.execPath} -e "console.log(JSON.stringify({AccessKeyId:'T',SecretAccessKey:'t'}))"\n`,
    );
    await writeFile(
      path.join(home, 'credentials'),
      '[base]\naws_access_key_id = BASE\naws_secret_access_key = base secret\n',
    );
    await writeFile(path.join(home, 'token'), 'the-token\n');
  });
  afterAll(() => rm(home, { recursive: true }));

  const find = (environment: Record<string, string>, profile?: string, role?: string) =>
    credentialSource({
      settings: {
        ...(environment['AWS_ACCESS_KEY_ID'] !== undefined && {
          accessKey: environment['AWS_ACCESS_KEY_ID'],
          secretKey: 'k',
        }),
        profile,
        configFiles: [path.join(home, 'config')],
        credentialsFiles: [path.join(home, 'credentials')],
        region: 'eu-central-1',
        ...(role !== undefined && { role: { role, externalId: 'e' } }),
      },
      environment,
      now: () => Date.parse('2030-01-01T00:00:00Z'),
      send: async (url, { method, body }) => {
        asked.push(`${method} ${url.href} ${Buffer.from(body ?? []).toString()}`);
        if (url.hostname.startsWith('169.'))
          return { status: 404, header: () => undefined, names: () => [], body: Buffer.alloc(0) };
        const keys =
          '<AccessKeyId>ROLE</AccessKeyId><SecretAccessKey>r</SecretAccessKey><SessionToken>s</SessionToken>';
        return { status: 200, header: () => undefined, names: () => [], body: Buffer.from(`<X>${keys}</X>`) };
      },
    })();

  test('are those of the settings or the environment', async () => {
    expect(await find({ AWS_ACCESS_KEY_ID: 'ENV' })).toMatchObject({ accessKeyId: 'ENV' });
  });

  test('are those of a role that a profile assumes with another one', async () => {
    expect(await find({}, 'deploy')).toMatchObject({ accessKeyId: 'ROLE', sessionToken: 's' });
    expect(asked.at(-1)).toMatch(
      /POST https:\/\/sts\.eu-central-1\.amazonaws\.com\/ Action=AssumeRole&.*RoleArn=arn%3Arole%2Fdeploy/,
    );
  });

  test('are those of a role for the bearer of a token', async () => {
    await find({ AWS_ROLE_ARN: 'arn:web', AWS_WEB_IDENTITY_TOKEN_FILE: path.join(home, 'token') });
    expect(asked.at(-1)).toMatch(/Action=AssumeRoleWithWebIdentity&.*RoleArn=arn%3Aweb.*WebIdentityToken=the-token/);
  });

  test('assume the role of the configuration', async () => {
    expect(await find({ AWS_ACCESS_KEY_ID: 'ENV' }, undefined, 'arn:conf')).toMatchObject({ accessKeyId: 'ROLE' });
    expect(asked.at(-1)).toMatch(/RoleArn=arn%3Aconf.*ExternalId=e/);
  });

  test('come from a program that a profile names', async () => {
    expect(await find({}, 'tool')).toMatchObject({ accessKeyId: 'T' });
  });

  test('that cannot be found are an error that says so', async () => {
    await expect(find({}, 'loop')).rejects.toThrow(/found no AWS credentials/);
    await expect(find({}, 'unknown')).rejects.toThrow(/found no AWS credentials/);
    await expect(find({})).rejects.toThrow(/found no AWS credentials/);
  });
});
