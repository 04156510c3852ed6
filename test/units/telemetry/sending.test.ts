import { describe, expect, it } from 'vitest';
import { SpanExporter } from '../../../src/telemetry/exporter.js';
import { otlpRequest } from '../../../src/telemetry/otlp.js';
import type { RecordedSpan } from '../../../src/telemetry/recorded-spans.js';
import { exportSettings, type ExportSettings } from '../../../src/telemetry/settings.js';
import { readTraceparent } from '../../../src/telemetry/trace-context.js';
import { namesHost, traceHosts } from '../../../src/telemetry/trace-hosts.js';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const SPAN_ID = 'b7ad6b7169203331';

const span = (name: string, more: Partial<RecordedSpan> = {}): RecordedSpan => ({
  traceId: TRACE_ID,
  spanId: SPAN_ID,
  parentSpanId: undefined,
  tracestate: undefined,
  name,
  kind: 'internal',
  started: 1_700_000_000_000.25,
  ended: 1_700_000_000_001,
  attributes: {},
  failure: undefined,
  ...more,
});

describe('TRACEPARENT', () => {
  it.each([
    [`00-${TRACE_ID}-${SPAN_ID}-01`, true],
    [`00-${TRACE_ID}-${SPAN_ID}-00`, false],
    [`cc-${TRACE_ID}-${SPAN_ID}-01-later`, true],
  ])('%s', (text, sampled) => {
    expect(readTraceparent(text)).toEqual({ traceId: TRACE_ID, spanId: SPAN_ID, sampled });
  });

  it.each([
    '',
    'something',
    `ff-${TRACE_ID}-${SPAN_ID}-01`,
    `00-${TRACE_ID.toUpperCase()}-${SPAN_ID}-01`,
    `00-${'0'.repeat(32)}-${SPAN_ID}-01`,
    `00-${TRACE_ID}-${'0'.repeat(16)}-01`,
    `00-${TRACE_ID}-${SPAN_ID}-01-later`,
    `00-${TRACE_ID}-${SPAN_ID}-01later`,
  ])('%j is ignored', (text) => {
    expect(readTraceparent(text)).toBeUndefined();
  });
});

it('OTLP has strings for large numbers, and no secret in any text', () => {
  const clean = (text: string): string => text.replaceAll('hush', '***');
  const failure = { type: 'refused', message: 'hush is wrong' };
  const attributes = { text: 'a hush', whole: 2 ** 40, part: 0.5, yes: true, none: undefined };
  const request = otlpRequest([span('hush', { attributes, failure, kind: 'client' })], {
    resource: { 'service.name': 'x' },
    version: '1',
    clean,
  });
  expect(request).toEqual({
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'x' } }] },
        scopeSpans: [
          {
            scope: { name: 'landform', version: '1' },
            spans: [
              {
                traceId: TRACE_ID,
                spanId: SPAN_ID,
                flags: 1,
                name: '***',
                kind: 3,
                startTimeUnixNano: '1700000000000250000',
                endTimeUnixNano: '1700000000001000000',
                attributes: [
                  { key: 'error.type', value: { stringValue: 'refused' } },
                  { key: 'text', value: { stringValue: 'a ***' } },
                  { key: 'whole', value: { intValue: '1099511627776' } },
                  { key: 'part', value: { doubleValue: 0.5 } },
                  { key: 'yes', value: { boolValue: true } },
                ],
                status: { code: 2, message: '*** is wrong' },
              },
            ],
          },
        ],
      },
    ],
  });
});

describe('settings', () => {
  const settingsOf = (environment: Readonly<Record<string, string>>): ExportSettings | undefined =>
    exportSettings({ OTEL_TRACES_EXPORTER: 'otlp', ...environment }, '1').settings;

  it.each([
    [{}, 'http://localhost:4318/v1/traces'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://c.example.com/otlp/' }, 'https://c.example.com/otlp/v1/traces'],
    [
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: 'https://c.example.com',
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://t.example.com/x',
      },
      'https://t.example.com/x',
    ],
  ])('%j', (environment, url) => {
    expect(settingsOf(environment)?.url.href).toBe(url);
  });

  it('an endpoint alone sends nothing', () => {
    expect(exportSettings({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c.example.com' }, '1')).toEqual({});
  });

  it('those for traces take precedence', () => {
    const settings = settingsOf({
      OTEL_EXPORTER_OTLP_HEADERS: 'a=1',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'b=%3D, c = d=e,broken',
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
    });
    expect(settings).toMatchObject({ headers: { b: '=', c: 'd=e' }, timeoutMs: 500, endWithinMs: 500 });
  });
});

it.each([
  ['*', true],
  ['api.example.com', true],
  ['api.example.com:8443', true],
  ['*.example.com', true],
  ['example.com', false],
  ['*.ample.com', false],
  ['api.example.com:1', false],
])('LANDFORM_TRACE_HOSTS=%s', (pattern, expected) => {
  const url = new URL('https://api.example.com:8443/x');
  expect(traceHosts(`  ${pattern.toUpperCase()},`).some((one) => namesHost(one, url))).toBe(expected);
});

describe('the exporter', () => {
  const settings: ExportSettings = {
    url: new URL('http://c.example.com'),
    headers: {},
    timeoutMs: 10_000,
    endWithinMs: 10_000,
    caFile: undefined,
    resource: {},
  };
  const options = { resource: {}, version: '1', clean: (text: string) => text };
  const sizeOf = (body: string): number =>
    (JSON.parse(body) as { resourceSpans: [{ scopeSpans: [{ spans: unknown[] }] }] }).resourceSpans[0].scopeSpans[0]
      .spans.length;

  it('sends batches one after another', async () => {
    const sizes: number[] = [];
    let [running, most] = [0, 0];
    const exporter = new SpanExporter(settings, options, async (body) => {
      most = Math.max(most, (running += 1));
      sizes.push(sizeOf(body));
      await Promise.resolve();
      running -= 1;
      return 200;
    });
    for (let index = 0; index < 1300; index += 1) exporter.add(span(`${index}`));
    expect(await exporter.end()).toEqual([]);
    expect([sizes, most]).toEqual([[512, 512, 276], 1]);
  });

  it('does not ask a failing collector for each batch, and sends all once it works', async () => {
    let calls = 0;
    const sizes: number[] = [];
    const exporter = new SpanExporter(settings, options, (body) => {
      calls += 1;
      if (calls > 1) sizes.push(sizeOf(body));
      return Promise.resolve(calls === 1 ? 503 : 200);
    });
    for (let index = 0; index < 600; index += 1) exporter.add(span(`${index}`));
    await new Promise(setImmediate);
    for (let index = 0; index < 600; index += 1) exporter.add(span(`${index}`));
    await new Promise(setImmediate);
    expect(calls).toBe(1);
    expect(await exporter.end()).toEqual([]);
    expect(sizes).toEqual([512, 512, 176]);
  });

  it('says how many spans were not sent, and why', async () => {
    const exporter = new SpanExporter(settings, options, () => Promise.resolve(401));
    exporter.add(span('a'));
    exporter.add(span('b'));
    expect(await exporter.end()).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'trace-not-sent',
        summary: 'The trace is incomplete: 2 spans were not sent',
        detail: expect.stringContaining('It answered with status 401.') as string,
      }),
    ]);
  });
});
