import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../src/model/index.js';
import { outcomeOfError } from '../../../../src/providers/rest/http/outcome.js';
import { limitsFrom } from '../../../../src/providers/rest/http/limits.js';
import { fetchOver } from '../../../../src/providers/rest/http/transport.js';
import { certificatesOf, type TlsSettings } from '../../../../src/providers/rest/http/trust.js';

const FIXTURES = fileURLToPath(new URL('./fixtures/', import.meta.url));

let server: Server;
let url: URL;
let asked: { readonly method: string | undefined; readonly type: string | undefined; readonly body: string }[] = [];

/** A service whose certificate nobody but the fixture vouches for. */
beforeAll(async () => {
  const [key, cert] = ['key.pem', 'certificate.pem'].map((name) => readFileSync(`${FIXTURES}${name}`));
  server = createServer({ key: key!, cert: cert! }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, headers } = request;
      asked.push({ method, type: headers['content-type'], body: Buffer.concat(chunks).toString('utf8') });
      response.setHeader('x-twice', ['one', 'two']);
      response.end('{"there":true}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = new URL(`https://localhost:${(server.address() as AddressInfo).port}/thing`);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function send(
  tls: TlsSettings,
  body?: string | FormData,
  environment: Record<string, string> = {},
): Promise<string> {
  asked = [];
  const answer = await fetchOver(
    environment,
    tls,
    FIXTURES,
  )(url, {
    method: body === undefined ? 'GET' : 'PUT',
    headers: typeof body === 'string' ? { 'content-type': 'application/json' } : {},
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.timeout(5000),
    redirect: 'manual',
    limits: limitsFrom({}),
  });
  return answer.text();
}

describe('a service with its own certificate', () => {
  it('is not trusted by default, and nothing is sent to it', async () => {
    const failure = await send({}).catch((error: unknown) => outcomeOfError(error));
    expect(failure).toMatchObject({ kind: 'undone', problem: { reason: 'unreachable' } });
    expect(asked).toEqual([]);
  });

  it('is trusted with a CA file', async () => {
    expect(await send({ caFile: 'certificate.pem' })).toBe('{"there":true}');
  });

  it('is trusted with SSL_CERT_FILE', async () => {
    expect(await send({}, undefined, { SSL_CERT_FILE: `${FIXTURES}certificate.pem` })).toBe('{"there":true}');
  });

  // Node reads this variable itself when it starts, but only for connections without other certificates.
  it('is trusted with NODE_EXTRA_CA_CERTS, in addition to other certificates', async () => {
    const other = join(mkdtempSync(join(tmpdir(), 'landform-tls-')), 'other.pem');
    writeFileSync(other, rootCertificates[0]!);
    const environment = { SSL_CERT_FILE: other, NODE_EXTRA_CA_CERTS: `${FIXTURES}certificate.pem` };
    expect(await send({}, undefined, environment)).toBe('{"there":true}');
    expect(await send({ caFile: other }, undefined, {}).catch(outcomeOfError)).toMatchObject({ kind: 'undone' });
  });

  it('is trusted if the user disables verification', async () => {
    expect(await send({ insecure: true })).toBe('{"there":true}');
  });

  it('receives the content type of JSON unchanged, and of a form with its boundary', async () => {
    await send({ insecure: true }, '{"a":1}');
    expect(asked).toEqual([{ method: 'PUT', type: 'application/json', body: '{"a":1}' }]);
    const form = new FormData();
    form.append('params', '{}');
    await send({ insecure: true }, form);
    expect(asked[0]?.type).toMatch(/^multipart\/form-data; boundary=/);
    expect(asked[0]?.body).toContain('name="params"');
  });
});

describe('an unusable CA file', () => {
  it.each([
    ['is missing', 'nowhere.pem'],
    ['contains no certificate', 'openapi.yaml'],
  ])('is an error that names it if it %s', (_, caFile) => {
    const trouble = ((): unknown => {
      try {
        return certificatesOf({ caFile }, {}, FIXTURES);
      } catch (error) {
        return error;
      }
    })();
    expect(trouble).toBeInstanceOf(DiagnosticError);
    expect((trouble as DiagnosticError).diagnostics).toEqual([
      expect.objectContaining({ code: 'wrong-ca-file', path: ['ca_file'], summary: expect.stringContaining(caFile) }),
    ]);
  });
});
