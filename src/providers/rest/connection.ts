import { errorDiagnostic, type Diagnostic, type Json } from '../../model/index.js';
import type { ConfigurationMapping, Settings } from './mapping/definition.js';

type Attributes = ConfigurationMapping['attributes'];
type Known = Readonly<Record<string, Json | undefined>>;

/** What every provider over HTTP lets people set about its requests. `prefix` is that of its environment variables. */
export function requestAttributes(prefix: string): Attributes {
  return {
    timeout_seconds: whole(
      1,
      `${prefix}_TIMEOUT_SECONDS`,
      'How long to wait for an answer to one request, and for a service that takes no more of an upload. Default: 30.',
    ),
    retries: whole(0, `${prefix}_RETRIES`, 'How often a request is repeated at most, where that is safe. Default: 8.'),
    lands_within_seconds: whole(
      0,
      `${prefix}_LANDS_WITHIN_SECONDS`,
      'How long after it was sent a request may still take effect although its answer is lost. Until then an object that is not found is not created again. Default: 120.',
    ),
    moved_from: {
      optional: true,
      environment: `${prefix}_MOVED_FROM`,
      description:
        'What the endpoint, or another setting that objects belong to, was before all objects were moved to what it is now. They are looked for there, and state follows.',
    },
    concurrency: whole(1, `${prefix}_CONCURRENCY`, 'How many requests may be under way at once. Default: 16.'),
    requests_per_second: whole(
      1,
      `${prefix}_REQUESTS_PER_SECOND`,
      'At most so many requests a second. Default: as many as the service takes.',
    ),
  };
}

/** What a provider for a service of one's own lets people set about its certificates. */
export function tlsAttributes(prefix: string): Attributes {
  return {
    ca_file: {
      optional: true,
      environment: `${prefix}_CA_FILE`,
      description:
        'File with the certificates (PEM) that vouch for the service, in addition to those this machine trusts.',
    },
    insecure: {
      type: 'bool',
      optional: true,
      environment: `${prefix}_INSECURE`,
      description:
        'Takes any certificate, and addresses without encryption. Credentials can then be read on the way. Default: false.',
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

/** The part of the settings that {@link requestAttributes} and {@link tlsAttributes} are about. */
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

/** Credentials go to the endpoint: over the network only encrypted, unless the user says otherwise. */
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
    errorDiagnostic('wrong-endpoint', `The ${attribute} is not an address of the form https://…`, {
      detail:
        `Set ${attribute}, or ${environment}. Plain http: is accepted for this machine only` +
        `${insecure === undefined ? '' : ', or with insecure = true'}, since credentials are sent along.`,
      path: [attribute],
    }),
  ];
}
