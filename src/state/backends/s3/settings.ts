import { DiagnosticError, errorDiagnostic, textMember, type JsonObject } from '../../../model/index.js';
import { Settings, type GivenSettings, type SettingRules } from '../settings.js';

/** Settings for all services of AWS. */
export const CREDENTIAL_RULES = {
  region: { type: 'text', variables: ['AWS_REGION', 'AWS_DEFAULT_REGION'] },
  access_key: { type: 'text', variables: ['AWS_ACCESS_KEY_ID'] },
  secret_key: { type: 'text', variables: ['AWS_SECRET_ACCESS_KEY'], isSecret: true },
  token: { type: 'text', variables: ['AWS_SESSION_TOKEN'], isSecret: true },
  profile: { type: 'text', variables: ['AWS_PROFILE'] },
  shared_config_files: { type: 'texts' },
  shared_credentials_files: { type: 'texts' },
  assume_role: { type: 'object' },
  assume_role_with_web_identity: { type: 'object' },
  endpoints: { type: 'object' },
  sts_endpoint: { type: 'text' },
  sts_region: { type: 'text' },
  custom_ca_bundle: { type: 'text', variables: ['AWS_CA_BUNDLE'] },
  insecure: { type: 'flag' },
  max_retries: { type: 'number', variables: ['AWS_MAX_ATTEMPTS'] },
  // These switch off checks that Landform does not make.
  retry_mode: { type: 'text' },
  skip_credentials_validation: { type: 'flag' },
  skip_metadata_api_check: { type: 'flag' },
  skip_region_validation: { type: 'flag' },
  skip_requesting_account_id: { type: 'flag' },
} as const satisfies SettingRules;

/** The settings and environment variables of Terraform's `s3` backend. */
const RULES = {
  ...CREDENTIAL_RULES,
  bucket: { type: 'text', isRequired: true },
  key: { type: 'text', isRequired: true },
  workspace_key_prefix: { type: 'text' },
  use_lockfile: { type: 'flag' },
  dynamodb_table: { type: 'text' },
  acl: { type: 'text' },
  encrypt: { type: 'flag' },
  kms_key_id: { type: 'text' },
  sse_customer_key: { type: 'text', variables: ['AWS_SSE_CUSTOMER_KEY'], isSecret: true },
  skip_s3_checksum: { type: 'flag' },
  endpoint: { type: 'text' },
  use_path_style: { type: 'flag' },
  force_path_style: { type: 'flag' },
  use_fips_endpoint: { type: 'flag', variables: ['AWS_USE_FIPS_ENDPOINT'] },
  use_dualstack_endpoint: { type: 'flag', variables: ['AWS_USE_DUALSTACK_ENDPOINT'] },
} as const;

export interface S3Settings {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  readonly workspacePrefix: string;
  /** The address of a bucket, without a slash at its end. */
  readonly address: string;
  /** Headers of requests that write an object. */
  readonly writing: Readonly<Record<string, string>>;
  /** The key of the customer, for objects that are read and written. */
  readonly customerKey?: string;
  readonly sendsChecksum: boolean;
  readonly mostAttempts: number;
  readonly caFile?: string;
  readonly insecure: boolean;
  readonly credentials: CredentialSettings;
  readonly secrets: readonly string[];
}

/** Where credentials come from. */
export interface CredentialSettings {
  readonly accessKey?: string | undefined;
  readonly secretKey?: string | undefined;
  readonly token?: string | undefined;
  readonly profile?: string | undefined;
  readonly configFiles: readonly string[];
  readonly credentialsFiles: readonly string[];
  readonly role?: RoleSettings | undefined;
  readonly webIdentity?: RoleSettings | undefined;
  readonly stsEndpoint?: string | undefined;
  readonly region: string;
}

export interface RoleSettings {
  readonly role: string;
  readonly session?: string | undefined;
  readonly externalId?: string | undefined;
  readonly policy?: string | undefined;
  readonly seconds?: number | undefined;
  readonly token?: string | undefined;
  readonly tokenFile?: string | undefined;
}

export function readS3Settings(given: GivenSettings): S3Settings {
  const settings = new Settings(RULES, given);
  const { environment } = given;
  const refuse = (summary: string, detail: string): DiagnosticError =>
    new DiagnosticError([errorDiagnostic('invalid-backend', summary, { ...given.at, detail })]);
  if (settings.text('dynamodb_table') !== undefined && !settings.flag('use_lockfile')) {
    throw refuse(
      'Locks in DynamoDB are not supported by the backend "s3"',
      'Set use_lockfile = true. Beside dynamodb_table, Terraform then takes both locks, so older runs are kept out too.',
    );
  }
  const bucket = settings.text('bucket') ?? '';
  const key = settings.text('key') ?? '';
  if (key.startsWith('/') || key.endsWith('/'))
    throw refuse(
      `The setting "key" must not begin or end with a slash`,
      'Write it as the name of an object: prod/terraform.tfstate.',
    );
  const region = settings.text('region');
  if (region === undefined)
    throw refuse('The backend "s3" needs the setting "region"', 'Add it to the backend block, or set AWS_REGION.');
  const endpoints = settings.object('endpoints');
  const given3 =
    textMember(endpoints, 's3') ??
    settings.text('endpoint') ??
    environment['AWS_ENDPOINT_URL_S3'] ??
    environment['AWS_ENDPOINT_URL'];
  const endpoint = given3 === '' ? undefined : given3;
  if (endpoint !== undefined && !URL.canParse(endpoint))
    throw refuse(
      'The endpoint of the backend "s3" is not an address',
      'Write an address that begins with https:// or http://.',
    );
  const isPath = settings.flag('use_path_style') || settings.flag('force_path_style');
  const host = `s3${settings.flag('use_fips_endpoint') ? '-fips' : ''}.${settings.flag('use_dualstack_endpoint') ? 'dualstack.' : ''}${region}.amazonaws.com`;
  const server = (endpoint ?? `https://${host}`).replace(/\/+$/, '');
  // The certificates of the service do not cover names with dots.
  const address = isPath || bucket.includes('.') ? `${server}/${bucket}` : server.replace('://', `://${bucket}.`);
  const customerKey = settings.text('sse_customer_key');
  const kmsKey = settings.text('kms_key_id');
  return {
    bucket,
    key,
    region,
    workspacePrefix: settings.text('workspace_key_prefix') ?? 'env:',
    address,
    writing: {
      ...(settings.text('acl') !== undefined && { 'x-amz-acl': settings.text('acl') ?? '' }),
      ...(settings.flag('encrypt') &&
        customerKey === undefined && {
          'x-amz-server-side-encryption': kmsKey === undefined ? 'AES256' : 'aws:kms',
          ...(kmsKey !== undefined && { 'x-amz-server-side-encryption-aws-kms-key-id': kmsKey }),
        }),
    },
    ...(customerKey !== undefined && { customerKey }),
    sendsChecksum: !settings.flag('skip_s3_checksum'),
    mostAttempts: settings.number('max_retries') ?? 5,
    ...(settings.text('custom_ca_bundle') !== undefined && { caFile: settings.text('custom_ca_bundle') ?? '' }),
    insecure: settings.flag('insecure'),
    credentials: readCredentials(settings, region, endpoints, environment),
    secrets: settings.secrets(),
  };
}

/** The settings of credentials, which others have under the same names. */
export function readCredentials(
  settings: Settings<typeof CREDENTIAL_RULES>,
  region: string,
  endpoints: JsonObject,
  environment: GivenSettings['environment'],
): CredentialSettings {
  return {
    accessKey: settings.text('access_key'),
    secretKey: settings.text('secret_key'),
    token: settings.text('token'),
    profile: settings.text('profile'),
    configFiles: settings.texts('shared_config_files'),
    credentialsFiles: settings.texts('shared_credentials_files'),
    role: roleOf(settings.object('assume_role')),
    webIdentity: roleOf(settings.object('assume_role_with_web_identity')),
    stsEndpoint: textMember(endpoints, 'sts') ?? settings.text('sts_endpoint') ?? environment['AWS_ENDPOINT_URL_STS'],
    region: settings.text('sts_region') ?? region,
  };
}

function roleOf(object: JsonObject): RoleSettings | undefined {
  const role = textMember(object, 'role_arn');
  if (role === undefined) return undefined;
  return {
    role,
    session: textMember(object, 'session_name'),
    externalId: textMember(object, 'external_id'),
    policy: textMember(object, 'policy'),
    seconds: secondsOf(textMember(object, 'duration')),
    token: textMember(object, 'web_identity_token'),
    tokenFile: textMember(object, 'web_identity_token_file'),
  };
}

/** A duration as Go writes it: `1h30m`. */
function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, hours = '0', minutes = '0', seconds = '0'] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text) ?? [];
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return total === 0 ? undefined : total;
}

/** The workspace whose state is at `key` itself. */
export const DEFAULT_NAME = 'default';
