// A provider for the bench of plugins: `bench_object`, whose objects are what the configuration says, so that no call has anything to do. It
// speaks protocol 6 through Node's HTTP/2 alone, since a server of `@grpc/grpc-js` would take longer than what is measured.
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureServer, createServer } from 'node:http2';
import path from 'node:path';

const FIXTURES = new URL('../test/units/providers/rest/fixtures/', import.meta.url);

/** What a type has: strings, of which the first is required. */
export const ATTRIBUTES = ['name', ...Array.from({ length: 19 }, (_, index) => `a${String(index).padStart(2, '0')}`)];

/** @type {Record<string, (fields: ReadonlyMap<number, Buffer>) => Buffer>} */
const CALLS = {
  GetProviderSchema: () =>
    message(
      long(1, message(long(2, message()))),
      long(2, message(long(1, Buffer.from('bench_object')), long(2, objectSchema()))),
      long(6, Buffer.from([0x10, 1])),
    ),
  ValidateProviderConfig: () => message(),
  ConfigureProvider: () => message(),
  ValidateResourceConfig: () => message(),
  UpgradeResourceState: (fields) => message(long(1, message(long(1, packed(stored(fields)))))),
  ReadResource: (fields) => message(long(1, fields.get(2) ?? Buffer.alloc(0))),
  PlanResourceChange: (fields) => message(long(1, fields.get(3) ?? Buffer.alloc(0))),
  ApplyResourceChange: (fields) => message(long(1, fields.get(3) ?? Buffer.alloc(0))),
  StopProvider: () => message(),
};

export function run() {
  const { env } = process;
  const authority = env.PLUGIN_CLIENT_CERT;
  const certificate = readFileSync(new URL('certificate.pem', FIXTURES));
  const server = authority
    ? createSecureServer({
        key: readFileSync(new URL('key.pem', FIXTURES)),
        cert: certificate,
        ca: authority,
        requestCert: true,
        rejectUnauthorized: true,
      })
    : createServer();
  server.on('stream', answer);
  const socket = path.join(env.PLUGIN_UNIX_SOCKET_DIR ?? '/tmp', `bench-provider-${process.pid}`);
  process.on('SIGINT', () => {});
  server.listen(socket, () => {
    const der = authority ? new X509Certificate(certificate).raw.toString('base64').replace(/=+$/, '') : '';
    process.stdout.write(`1|6|unix|${socket}|grpc|${der}\n`);
  });
}

/** @type {(stream: import('node:http2').ServerHttp2Stream, headers: import('node:http2').IncomingHttpHeaders) => void} */
function answer(stream, headers) {
  const name = String(headers[':path']).split('/').at(-1) ?? '';
  const call = CALLS[name];
  stream.on('error', () => {});
  if (call === undefined) {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '12' }, { endStream: true });
    if (name === 'Shutdown') process.exit(0);
    return;
  }
  /** @type {Buffer[]} */
  const chunks = [];
  stream.on('data', (chunk) => chunks.push(chunk));
  stream.on('end', () => {
    const response = call(fieldsOf(Buffer.concat(chunks).subarray(5)));
    const head = Buffer.alloc(5);
    head.writeUInt32BE(response.length, 1);
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.concat([head, response]));
  });
}

const message = (/** @type {Buffer[]} */ ...fields) => Buffer.concat(fields);

/** @param {number} number @param {Buffer} content */
function long(number, content) {
  const head = [(number << 3) | 2];
  let { length } = content;
  for (; length > 0x7f; length >>>= 7) head.push((length & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([...head, length]), content]);
}

/** The fields of a message that have a length; the last of each number. @param {Buffer} bytes */
function fieldsOf(bytes) {
  const fields = new Map();
  let offset = 0;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[offset++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (offset < bytes.length) {
    const tag = number();
    const length = number();
    if ((tag & 7) !== 2) continue;
    fields.set(tag >>> 3, bytes.subarray(offset, offset + length));
    offset += length;
  }
  return fields;
}

/** The state of an object as it is stored. @param {ReadonlyMap<number, Buffer>} fields */
const stored = (fields) =>
  JSON.parse(
    fieldsOf(fields.get(3) ?? Buffer.alloc(0))
      .get(1)
      ?.toString('utf8') ?? '{}',
  );

/** An object of strings in MessagePack, in the order of its keys. @param {Readonly<Record<string, string | null>>} object */
function packed(object) {
  const parts = [Buffer.from([0xde, 0, ATTRIBUTES.length])];
  for (const name of [...ATTRIBUTES].sort()) {
    parts.push(text(name));
    const value = object[name] ?? null;
    parts.push(value === null ? Buffer.from([0xc0]) : text(value));
  }
  return Buffer.concat(parts);
}

/** @param {string} value */
function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from(bytes.length < 32 ? [0xa0 | bytes.length] : [0xd9, bytes.length]), bytes]);
}

/** Attributes of the type. */
function objectSchema() {
  const attributes = ATTRIBUTES.map((name, index) =>
    long(
      2,
      message(
        long(1, Buffer.from(name)),
        long(2, Buffer.from('"string"')),
        Buffer.from([((index === 0 ? 4 : 5) << 3) | 0, 1]),
      ),
    ),
  );
  return message(long(2, message(...attributes)));
}
