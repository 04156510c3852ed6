import { errorDiagnostic, type Diagnostic, type Json } from '../../model/index.js';
import type { ConfigurationMapping, Settings } from './mapping/definition.js';

type Attributes = ConfigurationMapping['attributes'];
type Known = Readonly<Record<string, Json | undefined>>;

/** The settings for requests that every HTTP provider has. `prefix` is that of its environment variables. */
export function requestAttributes(prefix: string): Attributes {
  return {
    timeout_seconds: whole(
      1,
      `${prefix}_TIMEOUT_SECONDS`,
      'Seconds to wait for a reply to a request, or for the service to accept more of an upload. Default: 30.',
    ),
    retries: whole(
      0,
      `${prefix}_RETRIES`,
      'Maximum number of retries of a request that is safe to repeat. Default: 8.',
    ),
    lands_within_seconds: whole(
      0,
      `${prefix}_LANDS_WITHIN_SECONDS`,
      'Seconds after which a request whose reply was lost can no longer take effect. Until then, an object that is not found is not created again. Default: 120.',
    ),
    moved_from: {
      optional: true,
      environment: `${prefix}_MOVED_FROM`,
      description:
        'The previous value of the endpoint, or of another setting that objects belong to, after all objects moved to the new one. Objects are looked up in the new place, and state is updated.',
    },
    concurrency: whole(1, `${prefix}_CONCURRENCY`, 'Maximum number of concurrent requests. Default: 16.'),
    requests_per_second: whole(
      1,
      `${prefix}_REQUESTS_PER_SECOND`,
      'Maximum number of requests per second. Default: no limit until the service asks for one.',
    ),
  };
}

/** The certificate settings of a provider for a self-hosted service. */
export function tlsAttributes(prefix: string): Attributes {
  return {
    ca_file: {
      optional: true,
      environment: `${prefix}_CA_FILE`,
      description: 'File with certificates (PEM) to trust for the service, in addition to those this machine trusts.',
    },
    insecure: {
      type: 'bool',
      optional: true,
      environment: `${prefix}_INSECURE`,
      description:
        'Accept any certificate, and endpoints without encryption. Credentials can then be intercepted. Default: false.',
    },
  };
}

export function whole(minimum: number, environment: string | undefined, description: string): Attributes[string] {
  return {
    type: 'number',
    optional: true,
    constraint: { type: 'integer', minimum },
    description,
    ...(environment === undefined ? {} : { environment }),
  };
}

/** The settings that {@link requestAttributes} and {@link tlsAttributes} describe. */
export function requestSettings(
  values: Readonly<Record<string, Json>>,
): Omit<Settings, 'authentication' | 'endpoint' | 'headers'> {
  const { ca_file: caFile, insecure, lands_within_seconds: within, requests_per_second: perSecond } = values;
  return {
    timeoutSeconds: numberOr(values['timeout_seconds'], 30),
    retries: numberOr(values['retries'], 8),
    concurrency: numberOr(values['concurrency'], 16),
    ...(typeof perSecond === 'number' ? { perSecond } : {}),
    ...(typeof within === 'number' ? { landsWithinSeconds: within } : {}),
    ...(typeof caFile === 'string' || insecure === true
      ? { tls: { ...(typeof caFile === 'string' ? { caFile } : {}), ...(insecure === true ? { insecure } : {}) } }
      : {}),
  };
}

function numberOr(value: Json | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

/**
 * Credentials are sent to the endpoint, so a connection over the network must be encrypted unless the user decides
 * otherwise.
 */
export function checkEndpoint(
  { endpoint, insecure }: Known,
  environment: string,
  attribute = 'endpoint',
): readonly Diagnostic[] {
  if (typeof endpoint !== 'string') return [];
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const local = url !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && (local || insecure === true))) return [];
  return [
    errorDiagnostic('wrong-endpoint', `${attribute} is not an https:// URL`, {
      detail:
        `Set ${attribute}, or ${environment}. Plain http: is accepted for this machine only` +
        `${insecure === undefined ? '' : ', or with insecure = true'}, since credentials are sent along.`,
      path: [attribute],
    }),
  ];
}
