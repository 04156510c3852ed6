import { warningDiagnostic, type Diagnostic, type SpanAttributes } from '../model/index.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where spans are sent, by OpenTelemetry's variables. */
export interface ExportSettings {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** How long one request may take. */
  readonly timeoutMs: number;
  /** How long the end of a command may wait for what is left to be sent. */
  readonly endWithinMs: number;
  /** File with the certificate of the collector. */
  readonly caFile: string | undefined;
  readonly resource: SpanAttributes;
}

export type FoundSettings = { readonly settings?: ExportSettings; readonly problem?: Diagnostic };

const TIMEOUT_MS = 10_000;
/** A command should not take noticeably longer because a collector does not answer. */
const END_WITHIN_MS = 2_000;

/**
 * Spans are sent if OTEL_TRACES_EXPORTER is `otlp`. An endpoint alone is not enough: pipelines set it for other tools. A
 * problem is a warning: it must not keep a run from its work.
 */
export function exportSettings(environment: Environment, version: string): FoundSettings {
  const exporters = listed(environment['OTEL_TRACES_EXPORTER']);
  if (environment['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true') return {};
  const wanted = exporters.filter((name) => name !== 'none');
  if (wanted.length === 0) return {};
  const other = wanted.find((name) => name !== 'otlp');
  if (other !== undefined) return { problem: unsupported('OTEL_TRACES_EXPORTER', other, 'otlp or none') };
  const protocol = of(environment, 'PROTOCOL') ?? 'http/json';
  if (!protocol.startsWith('http/'))
    return {
      problem: unsupported('OTEL_EXPORTER_OTLP_PROTOCOL', protocol, 'http/json, and the HTTP port of the collector'),
    };
  const url = endpoint(environment);
  if (url === undefined) return { problem: WRONG_ENDPOINT };
  const timeout = Number(of(environment, 'TIMEOUT'));
  const isTimeout = Number.isFinite(timeout) && timeout > 0;
  return {
    settings: {
      url,
      headers: pairs(of(environment, 'HEADERS')),
      timeoutMs: isTimeout ? timeout : TIMEOUT_MS,
      endWithinMs: isTimeout ? timeout : END_WITHIN_MS,
      caFile: of(environment, 'CERTIFICATE'),
      resource: {
        'service.name': 'landform',
        'service.version': version,
        ...pairs(environment['OTEL_RESOURCE_ATTRIBUTES']),
        ...serviceName(environment),
      },
    },
  };
}

/** A setting for traces, or for all that is sent by OTLP. */
function of(environment: Environment, name: string): string | undefined {
  const value = environment[`OTEL_EXPORTER_OTLP_TRACES_${name}`]?.trim() || environment[`OTEL_EXPORTER_OTLP_${name}`];
  return value?.trim() || undefined;
}

const listed = (text = ''): readonly string[] =>
  text
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');

/** `name=value,…`, percent-encoded, for headers and attributes. */
function pairs(text = ''): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split(',').flatMap((pair) => {
      const at = pair.indexOf('=');
      const name = decoded(pair.slice(0, Math.max(at, 0)).trim());
      return name === '' ? [] : [[name, decoded(pair.slice(at + 1).trim())]];
    }),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function serviceName({ OTEL_SERVICE_NAME: name = '' }: Environment): SpanAttributes {
  return name === '' ? {} : { 'service.name': name };
}

/** The endpoint for traces is used as it is; the general one is the root of the paths of OTLP. */
function endpoint(environment: Environment): URL | undefined {
  const own = environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']?.trim() || undefined;
  const general = environment['OTEL_EXPORTER_OTLP_ENDPOINT']?.trim() || 'http://localhost:4318';
  const text = own ?? `${general.replace(/\/+$/, '')}/v1/traces`;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
}

const unsupported = (name: string, value: string, supported: string): Diagnostic =>
  warningDiagnostic('trace-setting', `${name} is ${value}, which Landform does not support`, {
    detail: `No trace is sent. Set it to ${supported}.`,
  });

/** The value may contain a password, so the message does not repeat it. */
const WRONG_ENDPOINT = warningDiagnostic('trace-setting', 'The OTLP endpoint for traces is not an HTTP address', {
  detail:
    'No trace is sent. Set OTEL_EXPORTER_OTLP_ENDPOINT to an address such as http://localhost:4318, or unset OTEL_TRACES_EXPORTER.',
});
