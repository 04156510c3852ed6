import { describe, expect, test } from 'vitest';
import { DiagnosticError, type EncryptionPart, type EncryptionSettings, type Json } from '../../../src/model/index.js';
import type { RemoteRequest, Send } from '../../../src/state/backends/remote/send.js';
import type { Encryption } from '../../../src/state/encryption/encryption.js';
import type { KeyMetadata } from '../../../src/state/encryption/envelope.js';
import { openEncryption } from '../../../src/state/encryption/open.js';

interface Asked extends RemoteRequest {
  readonly url: string;
  readonly json: Record<string, Json>;
}

const source = { file: 'main.tf', path: [] };

const part = (type: string, name: string, keysFrom?: string): EncryptionPart => ({
  type,
  name,
  body: { content: {}, source },
  ...(keysFrom !== undefined && { keysFrom }),
});

/** A method of one key provider, whose settings are given as they are evaluated. */
async function open(
  type: string,
  settings: Record<string, Json>,
  more: {
    readonly send?: Send;
    readonly environment?: Record<string, string>;
    readonly parts?: readonly EncryptionPart[];
  } = {},
): Promise<Encryption> {
  const encryption: EncryptionSettings = {
    keyProviders: more.parts ?? [part(type, 'main')],
    methods: [part('aes_gcm', 'main', `${type}.main`)],
    remote: {},
    source,
  };
  return openEncryption(
    {
      settings: encryption,
      evaluate: ({ type: kind }) => (kind === type ? settings : {}),
      environment: more.environment ?? {},
      directory: process.cwd(),
      send: () => more.send ?? (() => Promise.reject(new Error('no network'))),
      now: () => Date.UTC(2026, 0, 1),
      learn: () => undefined,
    },
    { isEnforced: true, method: 'aes_gcm.main' },
    'state',
  );
}

/** A service that answers every request. */
function service(answer: (asked: Asked) => { readonly status?: number; readonly json: Json }): {
  send: Send;
  asked: Asked[];
} {
  const asked: Asked[] = [];
  return {
    asked,
    send: async (url, request) => {
      const one = {
        ...request,
        url: url.href,
        json: JSON.parse(Buffer.from(request.body ?? new Uint8Array()).toString() || '{}') as Record<string, Json>,
      };
      asked.push(one);
      const { status = 200, json } = answer(one);
      return { status, header: () => undefined, names: () => [], body: Buffer.from(JSON.stringify(json)) };
    },
  };
}

const KEY = Buffer.alloc(32, 5);

/** Creates a key, and reads it again with a new process's provider. */
async function roundTrip(first: Encryption, second: Encryption): Promise<KeyMetadata> {
  const made = await first.encryptor();
  const metadata = made?.metadata ?? new Map<string, Json>();
  const key = await second.decrypt({ version: 'v0', metadata }, 'place', (found) => found.key);
  expect(Buffer.from(key)).toEqual(Buffer.from(made?.key.key ?? []));
  return metadata;
}

async function problem(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiagnosticError)) throw new Error(`no diagnostic: ${String(error)}`);
  return error.diagnostics.map(({ code, summary, detail = '' }) => `${code}: ${summary}: ${detail}`).join('\n');
}

describe('aws_kms', () => {
  const settings = {
    kms_key_id: 'alias/state',
    key_spec: 'AES_256',
    region: 'eu-central-1',
    encryption_context: { app: 'prod' },
  };
  const environment = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
  const kms = (): ReturnType<typeof service> =>
    service(({ headers }) => {
      const plain = KEY.toString('base64');
      return headers['x-amz-target'] === 'TrentService.GenerateDataKey'
        ? { json: { CiphertextBlob: 'd3JhcHBlZA==', Plaintext: plain, KeyId: 'arn' } }
        : { json: { Plaintext: plain, KeyId: 'arn' } };
    });

  test('asks for a data key, stores it as OpenTofu does, and has it decrypted', async () => {
    const { send, asked } = kms();
    const metadata = await roundTrip(
      await open('aws_kms', settings, { send, environment }),
      await open('aws_kms', settings, { send, environment }),
    );
    // internal/encryption/keyprovider/aws_kms/provider.go of opentofu/opentofu, f831fa1a.
    expect(metadata).toEqual(
      new Map([
        ['key_provider.aws_kms.main', { ciphertext_blob: 'd3JhcHBlZA==', encryption_context: { app: 'prod' } }],
      ]),
    );
    expect(asked.map(({ url, json }) => [url, json])).toEqual([
      [
        'https://kms.eu-central-1.amazonaws.com/',
        { KeyId: 'alias/state', KeySpec: 'AES_256', EncryptionContext: { app: 'prod' } },
      ],
      [
        'https://kms.eu-central-1.amazonaws.com/',
        { KeyId: 'alias/state', CiphertextBlob: 'd3JhcHBlZA==', EncryptionContext: { app: 'prod' } },
      ],
    ]);
    expect(asked[0]?.headers['authorization']).toMatch(
      /Credential=AKIDEXAMPLE\/20260101\/eu-central-1\/kms\/aws4_request/,
    );
  });

  test('says what the service says', async () => {
    const { send } = service(() => ({ status: 400, json: { __type: 'AccessDeniedException', message: 'not you' } }));
    const encryption = await open('aws_kms', settings, { send, environment });
    expect(await problem(encryption.encryptor())).toMatch(/^key-unavailable: .*AccessDeniedException: not you/);
  });

  test.each([
    [{ key_spec: 'RSA' }, /Unknown key_spec "RSA"/],
    [{ region: null }, /needs the setting "region"/],
    [{ kms_key_id: null }, /needs the setting "kms_key_id": Add it to its block/],
    [{ colour: 'red' }, /The key provider "aws_kms" has no setting "colour"/],
  ])('refuses %j', async (wrong, expected) => {
    expect(await problem(open('aws_kms', { ...settings, ...wrong }, { environment }))).toMatch(expected);
  });
});

test('gcp_kms encrypts a random key', async () => {
  const settings = {
    kms_encryption_key: 'projects/p/locations/l/keyRings/r/cryptoKeys/k',
    key_length: 32,
    access_token: 't',
    additional_authenticated_data: 'YWFk',
  };
  const { send, asked } = service(({ url, json }) => {
    const [from, to] = url.endsWith(':encrypt') ? ['plaintext', 'ciphertext'] : ['ciphertext', 'plaintext'];
    return { json: { name: 'k', [to]: json[from] ?? null } };
  });
  const metadata = await roundTrip(
    await open('gcp_kms', settings, { send }),
    await open('gcp_kms', settings, { send }),
  );
  expect(Object.keys(metadata.get('key_provider.gcp_kms.main') ?? {})).toEqual(['ciphertext']);
  expect(asked.map(({ url }) => url)).toEqual(
    ['encrypt', 'decrypt'].map(
      (action) => `https://cloudkms.googleapis.com/v1/${settings.kms_encryption_key}:${action}`,
    ),
  );
  expect(asked[1]).toMatchObject({
    headers: { authorization: 'Bearer t' },
    json: { additionalAuthenticatedData: 'YWFk' },
  });
});

test('openbao asks its transit engine', async () => {
  const settings = {
    key_name: 'state/prod',
    address: 'https://bao.example.com/',
    token: 't0ken',
    transit_engine_path: '/secure/transit',
    associated_data: 'YWFk',
  };
  const { send, asked } = service(() => ({
    json: { data: { plaintext: KEY.toString('base64'), ciphertext: 'vault:v1:abc' } },
  }));
  const metadata = await roundTrip(
    await open('openbao', settings, { send }),
    await open('openbao', settings, { send }),
  );
  // The text of the service as bytes, like OpenTofu: internal/encryption/keyprovider/openbao/client.go.
  expect(metadata).toEqual(
    new Map([
      [
        'key_provider.openbao.main',
        { ciphertext: Buffer.from('vault:v1:abc').toString('base64'), associated_data: 'YWFk' },
      ],
    ]),
  );
  expect(asked.map(({ url, json }) => [url, json])).toEqual([
    [
      'https://bao.example.com/v1/secure/transit/datakey/plaintext/state%2Fprod',
      { bits: 256, associated_data: 'YWFk' },
    ],
    [
      'https://bao.example.com/v1/secure/transit/decrypt/state%2Fprod',
      { ciphertext: 'vault:v1:abc', associated_data: 'YWFk' },
    ],
  ]);
  expect(asked[0]?.headers['x-vault-token']).toBe('t0ken');
});

describe('external', () => {
  const command = (program: string): Record<string, Json> => ({ command: [process.execPath, '-e', program] });
  const HEADER = `process.stdout.write('{"magic":"OpenTofu-External-Key-Provider","version":1}\\n');`;
  const GOOD = `${HEADER}
    let text = '';
    process.stdin.on('data', (bytes) => (text += bytes)).on('end', () => {
      const input = JSON.parse(text);
      const key = Buffer.alloc(32, 3).toString('base64');
      const keys = { encryption_key: key, ...(input?.external_data.salt === 7 && { decryption_key: key }) };
      console.log(JSON.stringify({ keys, meta: { external_data: { salt: 7 } } }));
    });`;

  test('exchanges metadata and keys as in the protocol of OpenTofu', async () => {
    const metadata = await roundTrip(await open('external', command(GOOD)), await open('external', command(GOOD)));
    expect(metadata).toEqual(new Map([['key_provider.external.main', { external_data: { salt: 7 } }]]));
  });

  test.each([
    [`console.log('{"magic":"other","version":1}')`, /is not an external key provider/],
    [`${HEADER} console.log('{}')`, /wrote no keys/],
    [`console.error('no card in the reader'); process.exit(3)`, /ended with the code 3: no card in the reader/],
  ])('refuses a program that does %s', async (program, expected) => {
    expect(await problem((await open('external', command(program))).encryptor())).toMatch(expected);
  });

  test('gives pbkdf2 its passphrase', async () => {
    const parts = [part('pbkdf2', 'main', 'external.pass'), part('external', 'pass')];
    const chained = (): Promise<Encryption> =>
      openEncryption(
        {
          settings: { keyProviders: parts, methods: [part('aes_gcm', 'main', 'pbkdf2.main')], remote: {}, source },
          evaluate: ({ type }) =>
            type === 'external' ? command(GOOD) : type === 'pbkdf2' ? { iterations: 200_000 } : {},
          environment: {},
          directory: process.cwd(),
          send: () => () => Promise.reject(new Error('no network')),
          now: () => 0,
          learn: () => undefined,
        },
        { isEnforced: true, method: 'aes_gcm.main' },
        'state',
      );
    const metadata = await roundTrip(await chained(), await chained());
    expect([...metadata.keys()]).toEqual(['key_provider.external.pass', 'key_provider.pbkdf2.main']);
  });
});

describe('settings', () => {
  test.each([
    ['pbkdf2', {}, /needs a passphrase/],
    ['pbkdf2', { passphrase: 'too short' }, /The passphrase is too short/],
    ['pbkdf2', { passphrase: 'a passphrase of some length', iterations: 1000 }, /"iterations" is too small.*200000/],
    ['pbkdf2', { passphrase: 'a passphrase of some length', hash_function: 'md5' }, /"md5" is not supported/],
    ['azure', {}, /Unknown key provider "azure": The key providers are age, aws_kms/],
  ])('of %s that are wrong are refused: %j', async (type, settings, expected) => {
    expect(await problem(open(type, settings))).toMatch(expected);
  });

  test('of key providers in a circle are refused', async () => {
    const parts = [part('pbkdf2', 'main', 'pbkdf2.b'), part('pbkdf2', 'b', 'pbkdf2.main')];
    expect(await problem(open('pbkdf2', {}, { parts }))).toMatch(
      /pbkdf2\.main → key_provider\.pbkdf2\.b → key_provider\.pbkdf2\.main/,
    );
  });

  test('of a key that is too long for AES are refused before anything is written', async () => {
    const encryption = await open('pbkdf2', {
      passphrase: 'a passphrase of some length',
      iterations: 200_000,
      key_length: 40,
    });
    expect(await problem(encryption.encryptor())).toMatch(
      /16, 24 or 32 bytes; the key provider gave 40.*Nothing was written/s,
    );
  });
});

test('an alias is the name of the metadata', async () => {
  const settings = {
    passphrase: 'a passphrase of some length',
    iterations: 200_000,
    encrypted_metadata_alias: 'certs',
  };
  const metadata = await roundTrip(await open('pbkdf2', settings), await open('pbkdf2', settings));
  expect([...metadata.keys()]).toEqual(['certs']);
  const other = await open('pbkdf2', { ...settings, encrypted_metadata_alias: null });
  expect(await problem(other.decrypt({ version: 'v0', metadata }, 'place', () => undefined))).toMatch(
    /encrypted with a key of certs, not of key_provider\.pbkdf2\.main/,
  );
});
