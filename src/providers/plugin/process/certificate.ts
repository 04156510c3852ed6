import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate that lives as long as one connection, with its private key; both in PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/**
 * Makes a self-signed certificate of the form that go-plugin makes: each side of a connection trusts exactly the
 * certificate that the other one has shown in the handshake. Node can read certificates but not make them.
 */
export function makeCertificate(now: number = Date.now()): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(attribute('2.5.4.10', 'HashiCorp'), attribute('2.5.4.3', 'localhost'));
  const algorithm = sequence(identifier(ECDSA_WITH_SHA256));
  const signed = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name,
    sequence(time(now - DAY), time(now + 365 * DAY)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...EXTENSIONS)),
  );
  const signature = sign('sha256', signed, privateKey);
  const whole = sequence(signed, algorithm, element(BIT_STRING, Buffer.concat([Buffer.from([0]), signature])));
  return {
    certificate: pemOf(whole),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** The text form of a certificate in DER. */
export function pemOf(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

const DAY = 24 * 60 * 60 * 1000;
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';

const [BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, OBJECT_IDENTIFIER] = [0x01, 0x02, 0x03, 0x04, 0x06];
const [UTF8_STRING, UTC_TIME, SEQUENCE, SET] = [0x0c, 0x17, 0x30, 0x31];

/** One element of DER: a tag, the length in as few bytes as possible, and the content. */
function element(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...items: readonly Uint8Array[]): Buffer => element(SEQUENCE, Buffer.concat(items));
const integer = (bytes: Uint8Array): Buffer => element(INTEGER, bytes);
const explicit = (number: number, content: Uint8Array): Buffer => element(0xa0 | number, content);

function identifier(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  return element(OBJECT_IDENTIFIER, Buffer.from([first * 40 + second, ...rest.flatMap(inSevens)]));
}

/** A number in groups of seven bits, each but the last with the highest bit set. */
function inSevens(number: number): number[] {
  const groups = [number & 0x7f];
  for (let rest = number >> 7; rest > 0; rest >>= 7) groups.unshift((rest & 0x7f) | 0x80);
  return groups;
}

const attribute = (type: string, text: string): Buffer =>
  element(SET, sequence(identifier(type), element(UTF8_STRING, Buffer.from(text))));

/** With two digits of the year, which is the form for all years before 2050. */
const time = (milliseconds: number): Buffer =>
  element(UTC_TIME, Buffer.from(`${new Date(milliseconds).toISOString().slice(2, 19).replaceAll(/[-T:]/g, '')}Z`));

const extension = (id: string, content: Uint8Array, critical = true): Buffer =>
  sequence(
    identifier(id),
    ...(critical ? [element(BOOLEAN, Buffer.from([0xff]))] : []),
    element(OCTET_STRING, content),
  );

const EXTENSIONS: readonly Buffer[] = [
  // Basic constraints: a certificate authority, since it signs itself.
  extension('2.5.29.19', sequence(element(BOOLEAN, Buffer.from([0xff])))),
  // Key usage: digital signature, key encipherment, key agreement, signing of certificates.
  extension('2.5.29.15', element(BIT_STRING, Buffer.from([0x02, 0b1010_1100]))),
  // Extended key usage: TLS clients and servers.
  extension('2.5.29.37', sequence(identifier('1.3.6.1.5.5.7.3.2'), identifier('1.3.6.1.5.5.7.3.1')), false),
  // The subject's other name: the DNS name localhost.
  extension('2.5.29.17', sequence(element(0x82, Buffer.from('localhost'))), false),
];
