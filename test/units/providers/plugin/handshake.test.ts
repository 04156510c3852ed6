import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../src/model/index.js';
import { makeCertificate } from '../../../../src/providers/plugin/process/certificate.js';
import { readHandshake } from '../../../../src/providers/plugin/process/handshake.js';
import { OutputTail } from '../../../../src/providers/plugin/process/output-tail.js';
import { runningPlugins } from '../../../../src/providers/plugin/process/reattach.js';

describe('the handshake of a plugin', () => {
  it('says where it listens, and with which certificate', () => {
    const certificate = Buffer.alloc(60, 7);
    const encoded = certificate.toString('base64').replaceAll('=', '');
    const unix = { network: 'unix', address: '/tmp/plugin1' };
    expect(readHandshake(`1|6|unix|/tmp/plugin1|grpc|${encoded}\r`)).toEqual({ protocol: 6, ...unix, certificate });
    expect(readHandshake('1|5|unix|/tmp/plugin1|grpc|')).toEqual({ protocol: 5, ...unix, certificate: undefined });
    expect(readHandshake('1|5|tcp|127.0.0.1:10000|grpc|x|true')).toMatchObject({ address: '127.0.0.1:10000' });
  });

  it.each([
    ['', 'not the handshake'],
    ['Usage: something', 'not the handshake'],
    ['2|6|unix|/x|grpc', 'core protocol'],
    ['1|4|unix|/x|grpc', 'Landform speaks 5 and 6'],
    ['1|7|unix|/x|grpc', 'Landform speaks 5 and 6'],
    ['1|5|unix|/x', 'does not speak gRPC'],
    ['1|5|unix|/x|netrpc', 'does not speak gRPC'],
    ['1|5|pipe|/x|grpc', 'unknown network'],
    ['1|5|unix||grpc', 'where it listens'],
  ])('%j is refused', (line, problem) => {
    expect(readHandshake(line)).toEqual({ problem: expect.stringContaining(problem) as string });
  });
});

it('makes certificates that sign themselves, for localhost', () => {
  const { certificate, key } = makeCertificate(Date.UTC(2026, 0, 31));
  const read = new X509Certificate(certificate);
  expect(read.verify(read.publicKey)).toBe(true);
  expect([read.subject, read.subjectAltName, read.ca]).toEqual(['O=HashiCorp\nCN=localhost', 'DNS:localhost', true]);
  expect([read.validFrom, read.validTo]).toEqual(['Jan 30 00:00:00 2026 GMT', 'Jan 31 00:00:00 2027 GMT']);
  expect(key).toContain('PRIVATE KEY');
});

describe('what is kept of the output of a plugin', () => {
  const said = (...chunks: readonly string[]): readonly string[] => {
    const tail = new OutputTail();
    for (const chunk of chunks) tail.add(Buffer.from(chunk));
    return tail.explanation();
  };

  it('is a panic with its first lines', () => {
    const stack = Array.from({ length: 40 }, (_, line) => `frame ${line}\n`).join('');
    const lines = said('Starting\n', 'pan', `ic: nil map\n\n${stack}`);
    expect([lines[0], lines.length]).toEqual(['panic: nil map', 20]);
  });

  it('is the last lines and the errors of its log otherwise', () => {
    const log = (level: string, message: string): string =>
      `${JSON.stringify({ '@level': level, '@message': message })}\n`;
    expect(said('hello\n', log('debug', 'a secret'), log('error', 'no disk'), '{not JSON\n')).toEqual([
      'hello',
      'no disk',
      '{not JSON',
    ]);
  });

  it('is bounded, however much it says', () => {
    const lines = said(...Array.from({ length: 300 }, () => `${'x'.repeat(1000)}\n`), 'the end\n');
    expect([lines.length, lines.at(-1)]).toEqual([20, 'the end']);
    expect(Math.max(...lines.map((line) => line.length))).toBe(300);
  });
});

describe('TF_REATTACH_PROVIDERS', () => {
  it('names running plugins', () => {
    const entry = { Protocol: 'grpc', Pid: 7, Test: true, Addr: { Network: 'unix', String: '/tmp/x' } };
    const text = JSON.stringify({ 'acme/one': { ...entry, ProtocolVersion: 6 }, 'example.com/acme/two': entry });
    expect([...runningPlugins({ TF_REATTACH_PROVIDERS: text })]).toEqual([
      ['registry.terraform.io/acme/one', { network: 'unix', address: '/tmp/x', protocol: 6 }],
      ['example.com/acme/two', { network: 'unix', address: '/tmp/x', protocol: 5 }],
    ]);
    expect(runningPlugins({}).size).toBe(0);
  });

  it.each([
    '{',
    '[]',
    '{"a/b":1}',
    '{"a/b":{}}',
    '{"a/b":{"Addr":{"Network":"unix","String":"/x"},"ProtocolVersion":4}}',
  ])('refuses %s', (text) => {
    expect(() => runningPlugins({ TF_REATTACH_PROVIDERS: text })).toThrow(DiagnosticError);
  });
});
