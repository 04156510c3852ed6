import type { Diagnostic, Json } from '../../model/index.js';
import { checkEndpoint, requestAttributes, requestSettings, tlsAttributes, whole } from '../rest/connection.js';
import type { ConfigurationMapping } from '../rest/mapping/definition.js';
import { authentication, checkCredentials, credentialAttributes } from './credentials.js';
import { missing } from './diagnostics.js';

type Known = Readonly<Record<string, Json | undefined>>;

/** `now` dates the signatures of requests. */
export function configuration(now: () => number): ConfigurationMapping {
  return {
    attributes: {
      region: {
        optional: true,
        environment: 'HW_REGION_NAME',
        description: 'Region of the meshes, whose service and login endpoints are used.',
      },
      project_id: {
        optional: true,
        environment: 'HW_PROJECT_ID',
        description: 'Default project ID for resources that do not set one.',
      },
      endpoint: {
        optional: true,
        environment: 'HW_ASM_ENDPOINT',
        description: 'Address of the service. Default: `https://asm.REGION.myhuaweicloud.com`.',
      },
      ...credentialAttributes,
      ...tlsAttributes('HW'),
      ...requestAttributes('HW'),
      retries: whole(0, 'HW_MAX_RETRIES', 'Maximum number of retries of a request that is safe to repeat. Default: 8.'),
    },
    places: ['project_id'],
    needed: [],
    check: (values) => [
      ...checkEndpoint(values, 'HW_ASM_ENDPOINT'),
      ...checkEndpoint({ endpoint: values['auth_url'], insecure: values['insecure'] }, 'HW_AUTH_URL', 'auth_url'),
      ...checkRegion(values),
      ...checkCredentials(values),
    ],
    settings: (values) => ({
      endpoint: textOf(values['endpoint']) ?? serviceOf('asm', values),
      authentication: authentication(values, textOf(values['auth_url']) ?? serviceOf('iam', values), now),
      ...requestSettings(values),
    }),
  };
}

/** Each service has its own address in each region. */
function serviceOf(service: string, { region }: Known): string {
  return `https://${service}.${textOf(region) ?? ''}.myhuaweicloud.com`;
}

/** Without a region, the addresses must be set. */
function checkRegion({ region, endpoint, auth_url: authUrl, token, access_key: accessKey }: Known): Diagnostic[] {
  if (region !== null) return [];
  const logsIn = token === null && accessKey === null;
  if (endpoint !== null && (!logsIn || authUrl !== null)) return [];
  return [missing('region', 'HW_REGION_NAME', "it determines the service's addresses")];
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
