import { createCipheriv } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../../src/model/index.js';
import { memoryStore, openBackend, openSession, type MemoryStore, type Session } from '../../../src/state/index.js';
import { contentOf, envelopePieces, findEnvelope, metadataJson } from '../../../src/state/encryption/envelope.js';
import { EncryptedBackend, type SerialRecord } from '../../../src/state/encryption/encrypted-backend.js';
import { Encryption, type Method } from '../../../src/state/encryption/encryption.js';
import type { KeyProvider } from '../../../src/state/encryption/key-provider.js';
import { Pbkdf2 } from '../../../src/state/encryption/key-providers/pbkdf2.js';
import { HandClock } from '../../conformance/backend.js';
import { aCall, anObject, aRef } from '../../support/states.js';

const SECRET = 'planted-secret-7f3a';

/** A key that costs nothing to derive; the number is stored, as a real provider stores a salt. */
class TestKey implements KeyProvider {
  readonly #byte: number;
  readonly #name: string;
  created = 0;
  restored = 0;

  constructor(byte: number, name = 'key_provider.test.main') {
    this.#byte = byte;
    this.#name = name;
  }

  async create(metadata: Map<string, unknown>): Promise<Uint8Array> {
    this.created += 1;
    metadata.set(this.#name, { salt: 'c2FsdA==' });
    return new Uint8Array(32).fill(this.#byte);
  }

  async restore(): Promise<Uint8Array> {
    this.restored += 1;
    return new Uint8Array(32).fill(this.#byte);
  }
}

const gcm = (keys: KeyProvider, name = 'main', aad = new Uint8Array()): Method => ({
  address: `aes_gcm.${name}`,
  keys,
  aad,
  at: {},
});
const plain: Method = { address: 'unencrypted.main', aad: new Uint8Array(), at: {} };

function serials(): SerialRecord & { readonly all: Map<string, number> } {
  const all = new Map<string, number>();
  return {
    all,
    placeOf: (lineage) => `.landform/serials/${lineage}`,
    last: (lineage) => all.get(lineage),
    keep: ({ lineage, serial }) => void all.set(lineage, serial),
  };
}

const open = (
  store: MemoryStore,
  methods: readonly [Method, ...Method[]],
  more: { readonly write?: boolean; readonly serials?: SerialRecord } = {},
): Promise<Session> =>
  openSession({
    backend: new EncryptedBackend(openBackend('memory', { store }), new Encryption(methods), more.serials ?? serials()),
    operation: 'apply',
    program: 'landform 1.2.3',
    write: more.write ?? true,
    newLineage: () => 'lineage-1',
    clock: new HandClock(),
  });

async function store(
  methods: readonly [Method, ...Method[]],
  more: Parameters<typeof open>[2] = {},
): Promise<MemoryStore> {
  const store = memoryStore();
  const session = await open(store, methods, more);
  await session.recorder.record(aRef('terraform_data.old'), anObject({ attributes: { id: SECRET } }));
  await session.commit();
  await session.release();
  return store;
}

async function problem(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiagnosticError)) throw new Error(`no diagnostic: ${String(error)}`);
  return error.diagnostics.map(({ code, summary, detail = '' }) => `${code}: ${summary}: ${detail}`).join('\n');
}

const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('the envelope', () => {
  test('is what OpenTofu writes', () => {
    // The keys and their order: internal/encryption/base.go and state.go of opentofu/opentofu, f831fa1a.
    const key = { key: new Uint8Array(32), aad: new Uint8Array() };
    const metadata = new Map([['key_provider.pbkdf2.main', { salt: 'YQ==', iterations: 600_000 }]]);
    const text = [...envelopePieces(['{"secret":1}'], { key, metadata }, { serial: 3, lineage: 'a-b' })].join('');
    expect(text.replace(/"encrypted_data":"[^"]+"/, '"encrypted_data":"…"')).toBe(
      `{"serial":3,"lineage":"a-b","meta":{"key_provider.pbkdf2.main":"${Buffer.from('{"salt":"YQ==","iterations":600000}').toString('base64')}"},` +
        '"encrypted_data":"…","encryption_version":"v0"}',
    );
    const data = Buffer.from(/"encrypted_data":"([^"]+)"/.exec(text)?.[1] ?? '', 'base64');
    // The nonce comes first, the tag last.
    expect(data.length).toBe(12 + '{"secret":1}'.length + 16);
  });

  test.each([1, 3, 7, 64, 4096])('is read in chunks of %i bytes, with its keys in any order', (size) => {
    const key = { key: new Uint8Array(32).fill(1), aad: bytes('aad') };
    const cipher = createCipheriv('aes-256-gcm', key.key, Buffer.alloc(12, 9));
    cipher.setAAD(key.aad);
    const data = Buffer.concat([
      Buffer.alloc(12, 9),
      cipher.update('ünïcode '.repeat(50)),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    const document = bytes(
      JSON.stringify(
        {
          encryption_version: 'v0',
          encrypted_data: data.toString('base64'),
          meta: { 'key_provider.x.y': 'e30=' },
          serial: 4,
        },
        null,
        2,
      ),
    );
    const chunks = (): Uint8Array[] =>
      Array.from({ length: Math.ceil(document.length / size) }, (_, at) =>
        document.subarray(at * size, (at + 1) * size),
      );
    const found = findEnvelope(chunks());
    expect(found).toMatchObject({ version: 'v0', serial: 4, metadata: new Map([['key_provider.x.y', {}]]) });
    expect(Buffer.concat([...contentOf(found!, chunks(), key)]).toString()).toBe('ünïcode '.repeat(50));
  });

  test.each([
    ['', 'an empty file'],
    ['{"version":4,"outputs":{"encryption_version":{"value":"v0"}}}', 'a word in a state'],
    ['{"version":4,"a":{"encrypted_data": "x","encryption_version":"v0"}}', 'an envelope inside a state'],
    ['not JSON "encrypted_data":"x"', 'something else'],
  ])('is not seen in %s (%s)', (text) => {
    expect(findEnvelope([bytes(text)])).toBeUndefined();
  });

  test('metadata that are not base64, as in a test of OpenTofu, are read', () => {
    // internal/command/testdata/init-encryption-with-state/terraform.tfstate
    const text =
      '{"encryption_version":"v0","meta":{"key_provider.pbkdf2.main":{"salt":"ZmFrZXNhbHQ=","iterations":600000,"hash_function":"sha512","key_length":32}},"encrypted_data":"ZmFrZS1lbmNyeXB0ZWQtcGF5bG9hZA=="}';
    const found = findEnvelope([bytes(text)]);
    expect(found?.metadata.get('key_provider.pbkdf2.main')).toMatchObject({ salt: 'ZmFrZXNhbHQ=', key_length: 32 });
    expect(metadataJson(found!.metadata)).toHaveProperty(['key_provider.pbkdf2.main']);
  });
});

test('pbkdf2 derives the key of the example in the sources of OpenTofu', async () => {
  // internal/encryption/keyprovider/pbkdf2/example_decrypt_test.go
  const salt = '10ec3d3fe02ad2bee6f1f5540f8e6bbe3b8b29445cf502d27d47ad554aa8971f';
  const metadata = new Map([
    [
      'key_provider.pbkdf2.foo',
      {
        salt: Buffer.from(salt, 'hex').toString('base64'),
        iterations: 600_000,
        hash_function: 'sha512',
        key_length: 32,
      },
    ],
  ]);
  const settings = { keyLength: 32, iterations: 200_000, saltLength: 32, hash: 'sha256' };
  const provider = new Pbkdf2('key_provider.pbkdf2.foo', { passphrase: 'correct-horse-battery-staple', ...settings });
  const key = await provider.restore(metadata);
  expect(Buffer.from(key).toString('hex')).toBe('225872367198760137e0a18580433447bbf578fbe2b87ff36aef3c175fe5709c');
});

describe('an encrypted backend', () => {
  test('stores no plain text, and is read again', async () => {
    const kept = await store([gcm(new TestKey(1))]);
    expect(kept.text).not.toContain(SECRET);
    expect(kept.text).toMatch(/^\{"serial":1,"lineage":"lineage-1","meta":/);
    const { state } = await open(kept, [gcm(new TestKey(1))], { write: false });
    expect([...state.resources.keys()]).toEqual(['terraform_data.old']);
  });

  test('encrypts every record of the journal, and reads it after a run that died', async () => {
    const kept = await store([gcm(new TestKey(1))]);
    const died = await open(kept, [gcm(new TestKey(1))]);
    await died.recorder.begin(
      aCall('terraform_data.new', { intent: { ...aCall('terraform_data.new').intent, planned: { id: SECRET } } }),
    );
    await died.recorder.record(aRef('terraform_data.other'), anObject({ attributes: { id: SECRET } }));
    const lines = kept.journal.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(2);
    expect(kept.journal).not.toContain(SECRET);
    expect(kept.journal).not.toContain(Buffer.from(SECRET).toString('base64').slice(0, 12));
    const { state, interrupted } = await open(kept, [gcm(new TestKey(1))], { write: false });
    expect([...state.resources.keys()]).toEqual(['terraform_data.old', 'terraform_data.other']);
    expect(interrupted).toHaveLength(1);
    // The next run that writes takes the open call into a new journal.
    delete kept.holder;
    const next = await open(kept, [gcm(new TestKey(1))]);
    await next.release();
    expect(kept.journal).not.toContain(SECRET);
    const again = await open(kept, [gcm(new TestKey(1))], { write: false });
    expect(again.interrupted).toHaveLength(1);
  });

  test('asks for one key to write with, and for none to read with when nothing is encrypted', async () => {
    const key = new TestKey(1);
    const kept = await store([gcm(key)]);
    expect([key.created, key.restored]).toEqual([1, 0]);
    const reading = new TestKey(1);
    await open(kept, [gcm(reading)], { write: false });
    expect([reading.created, reading.restored]).toEqual([0, 1]);
  });

  test('reads with a fallback, and writes with the first method', async () => {
    const kept = await store([gcm(new TestKey(1))]);
    const session = await open(kept, [gcm(new TestKey(2), 'new'), gcm(new TestKey(1), 'old')]);
    await session.recorder.record(aRef('terraform_data.more'), anObject());
    await session.commit();
    await session.release();
    const { state } = await open(kept, [gcm(new TestKey(2))], { write: false });
    expect(state.resources.size).toBe(2);
    expect(await problem(open(kept, [gcm(new TestKey(1), 'old')], { write: false }))).toContain('method.aes_gcm.old');
  });

  test('a plain state is refused, unless a fallback allows it', async () => {
    const kept = await store([plain]);
    expect(kept.text).toContain(SECRET);
    expect(await problem(open(kept, [gcm(new TestKey(1))]))).toContain('state-not-encrypted');
    const { state } = await open(kept, [gcm(new TestKey(1)), plain], { write: false });
    expect(state.resources.size).toBe(1);
  });

  test('the backup of a plain state is encrypted', async () => {
    const kept = await store([plain]);
    const session = await open(kept, [gcm(new TestKey(1)), plain]);
    await session.recorder.record(aRef('terraform_data.more'), anObject());
    await session.commit();
    await session.release();
    expect(kept.text).not.toContain(SECRET);
    expect(kept.backup).not.toContain(SECRET);
    const backup = await open({ ...memoryStore(), text: kept.backup! }, [gcm(new TestKey(1))], { write: false });
    expect([...backup.state.resources.keys()]).toEqual(['terraform_data.old']);
    expect(backup.state.serial).toBe(1);
  });

  test('a plain journal is refused', async () => {
    const kept = await store([gcm(new TestKey(1))]);
    const other = memoryStore();
    const died = await open(other, [plain]);
    await died.recorder.record(aRef('terraform_data.a'), anObject());
    kept.journal = other.journal;
    expect(await problem(open(kept, [gcm(new TestKey(1))], { write: false }))).toContain('state-not-encrypted');
  });

  test('without encryption, an encrypted state and an encrypted journal are named as such', async () => {
    const kept = await store([gcm(new TestKey(1))]);
    expect(await problem(open(kept, [plain], { write: false }))).toContain('All methods are "unencrypted"');
    const unconfigured = (): Promise<Session> =>
      openSession({
        backend: openBackend('memory', { store: kept }),
        operation: 'x',
        program: 'x',
        write: false,
        clock: new HandClock(),
      });
    expect(await problem(unconfigured())).toContain('state-encrypted');
    const died = await open(kept, [gcm(new TestKey(1))]);
    await died.recorder.record(aRef('terraform_data.a'), anObject());
    expect(await problem(unconfigured())).toContain('state-encrypted: the journal');
  });

  test('another key, and any changed byte, are refused or change nothing', async () => {
    const kept = await store([gcm(new TestKey(1))]);
    expect(await problem(open(kept, [gcm(new TestKey(2))], { write: false }))).toMatch(
      /state-not-decrypted.*another one/,
    );
    const text = kept.text ?? '';
    const whole = (await open(kept, [gcm(new TestKey(1))], { write: false })).state;
    let refused = 0;
    for (let at = 0; at < text.length; at += 11) {
      kept.text = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
      const found = await open(kept, [gcm(new TestKey(1))], { write: false }).catch(() => undefined);
      if (found === undefined) refused += 1;
      else expect(found.state).toEqual(whole);
    }
    expect(refused).toBeGreaterThan(text.length / 11 / 2);
  });

  test('lines of a journal that are changed, exchanged, or of another journal are refused', async () => {
    const journal = async (): Promise<MemoryStore> => {
      const kept = memoryStore();
      const died = await open(kept, [gcm(new TestKey(1))]);
      for (const name of ['a', 'b', 'c']) await died.recorder.record(aRef(`terraform_data.${name}`), anObject());
      return kept;
    };
    const [kept, other] = [await journal(), await journal()];
    const [header = '', one = '', two = '', three = ''] = kept.journal.split('\n');
    const foreign = other.journal.split('\n')[2] ?? '';
    const read = (lines: readonly string[], ending = '\n'): Promise<unknown> =>
      open({ ...memoryStore(), journal: lines.join('\n') + ending }, [gcm(new TestKey(1))], { write: false });
    await expect(read([header, one, two, three])).resolves.toBeDefined();
    for (const lines of [
      [header, two, one, three],
      [header, one, three],
      [header, one, foreign, three],
      [header, one, two, `A${three.slice(1)}`],
      [header.replace('"v0"', '"v9"'), one],
      ['{}', one],
    ]) {
      expect(await problem(read(lines))).toMatch(/^(?:state-not-decrypted|state-encryption-version): the journal/);
    }
    // What was not written completely was not acknowledged.
    await expect(read([header, one, two.slice(0, 30)], '')).resolves.toBeDefined();
    await expect(read([header.slice(0, 20)], '')).resolves.toBeDefined();
  });

  test('an older state in its place is refused where the newer one was written', async () => {
    const record = serials();
    const kept = await store([gcm(new TestKey(1))], { serials: record });
    const old = kept.text ?? '';
    const session = await open(kept, [gcm(new TestKey(1))], { serials: record });
    await session.recorder.record(aRef('terraform_data.more'), anObject());
    await session.commit();
    await session.release();
    kept.text = old;
    const found = await problem(open(kept, [gcm(new TestKey(1))], { serials: record, write: false }));
    expect(found).toMatch(/state-replayed.*Its serial is 1, and was 2.*delete \.landform\/serials\/lineage-1/s);
    // A label that pretends to be newer is not the one that was encrypted.
    kept.text = old.replace('"serial":1', '"serial":2');
    expect(await problem(open(kept, [gcm(new TestKey(1))], { serials: record, write: false }))).toContain(
      'its serial is not',
    );
  });
});
