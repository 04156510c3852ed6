// Generated from the provider's schema by scripts/generate-bindings.mjs, and compared with it by a test.
// Change the schema, and generate again.
import type { Construct } from 'constructs';
import {
  DataSource,
  ProviderConfig,
  Resource,
  blockOptions,
  providerOptions,
  shape,
  type Fields,
  type Input,
  type MetaArguments,
  type Ref,
} from '../constructs/index.js';

const PROVIDER = { name: 'acloud', source: 'landform/acloud' };

const ACLOUD_PROVIDER_FIELDS: Fields = {
  concurrency: shape.input('concurrency', 'number'),
  deleteWaitSeconds: shape.input('delete_wait_seconds', 'number'),
  endpoint: shape.input('endpoint', 'string'),
  landsWithinSeconds: shape.input('lands_within_seconds', 'number'),
  movedFrom: shape.input('moved_from', 'string'),
  organisation: shape.input('organisation', 'string'),
  requestsPerSecond: shape.input('requests_per_second', 'number'),
  retries: shape.input('retries', 'number'),
  timeoutSeconds: shape.input('timeout_seconds', 'number'),
  token: shape.input('token', 'string'),
};

export interface AcloudProviderConfig {
  /** Maximum number of concurrent requests. Default: 16. */
  readonly concurrency?: Input<number> | undefined;
  /** Seconds to keep retrying a delete, since the service refuses to delete objects that a cluster used in the last 24 hours. Default: 0, which tries once. */
  readonly deleteWaitSeconds?: Input<number> | undefined;
  /** Address of the service. Default: the public one. */
  readonly endpoint?: Input<string> | undefined;
  /** Seconds after which a request whose reply was lost can no longer take effect. Until then, an object that is not found is not created again. Default: 120. */
  readonly landsWithinSeconds?: Input<number> | undefined;
  /** The previous value of the endpoint, or of another setting that objects belong to, after all objects moved to the new one. Objects are looked up in the new place, and state is updated. */
  readonly movedFrom?: Input<string> | undefined;
  /** The organisation's short name, for every object that does not set one. */
  readonly organisation?: Input<string> | undefined;
  /** Maximum number of requests per second. Default: no limit until the service asks for one. */
  readonly requestsPerSecond?: Input<number> | undefined;
  /** Maximum number of retries of a request that is safe to repeat. Default: 8. */
  readonly retries?: Input<number> | undefined;
  /** Seconds to wait for a reply to a request, or for the service to accept more of an upload. Default: 30. */
  readonly timeoutSeconds?: Input<number> | undefined;
  /**
   * A personal access token.
   * Sensitive: it is never shown.
   */
  readonly token?: Input<string> | undefined;
  /** Distinguishes several configurations of the provider in one stack. */
  readonly alias?: string | undefined;
}

export class AcloudProvider extends ProviderConfig {
  constructor(scope: Construct, id: string, config: AcloudProviderConfig = {}) {
    super(scope, id, providerOptions(PROVIDER, ACLOUD_PROVIDER_FIELDS, config));
  }
}

const CLOUD_ACCOUNT_FIELDS: Fields = {
  cloudProfile: shape.input('cloud_profile', 'string'),
  deleteWaitSeconds: shape.input('delete_wait_seconds', 'number'),
  displayName: shape.input('display_name', 'string'),
  enabled: shape.input('enabled', 'bool'),
  id: shape.computed('id', 'string'),
  identity: shape.computed('identity', 'string'),
  metadata: shape.input('metadata', shape.map('string')),
  organisation: shape.input('organisation', 'string'),
  primaryCloudCredentialsIdentity: shape.input('primary_cloud_credentials_identity', 'string'),
};

export interface CloudAccountConfig extends MetaArguments {
  /** Identity of the cloud profile. */
  readonly cloudProfile: Input<string>;
  /** Seconds to keep retrying a delete, since the service refuses to delete objects that a cluster used in the last 24 hours. Default: the provider's setting. */
  readonly deleteWaitSeconds?: Input<number> | undefined;
  /** Display name. */
  readonly displayName: Input<string>;
  /** Whether clusters can be created with it. */
  readonly enabled?: Input<boolean> | undefined;
  /** Settings that depend on the kind of cloud. */
  readonly metadata?: Input<Readonly<Record<string, string>>> | undefined;
  /** The organisation's short name. Default: the provider's organisation. */
  readonly organisation?: Input<string> | undefined;
  /** Identity of credentials of this account that were created elsewhere. For credentials in the same configuration use acloud_primary_cloud_credentials. If omitted, the choice is not managed here. */
  readonly primaryCloudCredentialsIdentity?: Input<string> | undefined;
}

/** A cloud account of an organisation, in which clusters are created. */
export class CloudAccount extends Resource {
  static readonly tfResourceType: string = 'acloud_cloud_account';

  constructor(scope: Construct, id: string, config: CloudAccountConfig) {
    super(scope, id, blockOptions(PROVIDER, 'acloud_cloud_account', CLOUD_ACCOUNT_FIELDS, config));
  }

  /** Identity of the cloud profile. */
  get cloudProfile(): Ref<string> {
    return this.attribute('cloudProfile');
  }

  /** Seconds to keep retrying a delete, since the service refuses to delete objects that a cluster used in the last 24 hours. Default: the provider's setting. */
  get deleteWaitSeconds(): Ref<number> {
    return this.attribute('deleteWaitSeconds');
  }

  /** Display name. */
  get displayName(): Ref<string> {
    return this.attribute('displayName');
  }

  /** Whether clusters can be created with it. */
  get enabled(): Ref<boolean> {
    return this.attribute('enabled');
  }

  /** The same as `identity`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Assigned by the service. */
  get identity(): Ref<string> {
    return this.attribute('identity');
  }

  /** Settings that depend on the kind of cloud. */
  get metadata(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('metadata');
  }

  /** The organisation's short name. Default: the provider's organisation. */
  get organisation(): Ref<string> {
    return this.attribute('organisation');
  }

  /** Identity of credentials of this account that were created elsewhere. For credentials in the same configuration use acloud_primary_cloud_credentials. If omitted, the choice is not managed here. */
  get primaryCloudCredentialsIdentity(): Ref<string> {
    return this.attribute('primaryCloudCredentialsIdentity');
  }
}

const CLOUD_CREDENTIALS_AWS_FIELDS: Fields = {
  accessKeyId: shape.input('access_key_id', 'string'),
  accessKeySecret: shape.input('access_key_secret', 'string'),
  cloudAccountIdentity: shape.input('cloud_account_identity', 'string'),
  cloudType: shape.computed('cloud_type', 'string'),
  createdAt: shape.computed('created_at', 'string'),
  deleteWaitSeconds: shape.input('delete_wait_seconds', 'number'),
  displayName: shape.input('display_name', 'string'),
  id: shape.computed('id', 'string'),
  identity: shape.computed('identity', 'string'),
  metadata: shape.input('metadata', shape.map('string')),
  organisation: shape.input('organisation', 'string'),
  secretVersion: shape.input('secret_version', 'string'),
};

export interface CloudCredentialsAwsConfig extends MetaArguments {
  /** ID of the key. */
  readonly accessKeyId: Input<string>;
  /**
   * The key's secret.
   * Sensitive: it is never shown.
   * Write-only: it is sent to the provider but not kept in state.
   */
  readonly accessKeySecret: Input<string>;
  /** Identity of the cloud account they belong to. */
  readonly cloudAccountIdentity: Input<string>;
  /** Seconds to keep retrying a delete, since the service refuses to delete objects that a cluster used in the last 24 hours. Default: the provider's setting. */
  readonly deleteWaitSeconds?: Input<number> | undefined;
  /** The display name. Default for new ones: `aws`. */
  readonly displayName?: Input<string> | undefined;
  /** Settings that depend on the kind of cloud. */
  readonly metadata?: Input<Readonly<Record<string, string>>> | undefined;
  /** The organisation's short name. Default: the provider's organisation. */
  readonly organisation?: Input<string> | undefined;
  /** Any string. Secrets are not kept in state, so a new one is not detected: change this together with it, and the credentials are replaced. */
  readonly secretVersion?: Input<string> | undefined;
}

/** Set of AWS credentials in a cloud account of that kind. */
export class CloudCredentialsAws extends Resource {
  static readonly tfResourceType: string = 'acloud_cloud_credentials_aws';

  constructor(scope: Construct, id: string, config: CloudCredentialsAwsConfig) {
    super(scope, id, blockOptions(PROVIDER, 'acloud_cloud_credentials_aws', CLOUD_CREDENTIALS_AWS_FIELDS, config));
  }

  /** ID of the key. */
  get accessKeyId(): Ref<string> {
    return this.attribute('accessKeyId');
  }

  /** Identity of the cloud account they belong to. */
  get cloudAccountIdentity(): Ref<string> {
    return this.attribute('cloudAccountIdentity');
  }

  /** The kind of cloud they are for. */
  get cloudType(): Ref<string> {
    return this.attribute('cloudType');
  }

  /** When they were created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** Seconds to keep retrying a delete, since the service refuses to delete objects that a cluster used in the last 24 hours. Default: the provider's setting. */
  get deleteWaitSeconds(): Ref<number> {
    return this.attribute('deleteWaitSeconds');
  }

  /** The display name. Default for new ones: `aws`. */
  get displayName(): Ref<string> {
    return this.attribute('displayName');
  }

  /** The same as `identity`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Assigned by the service. */
  get identity(): Ref<string> {
    return this.attribute('identity');
  }

  /** Settings that depend on the kind of cloud. */
  get metadata(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('metadata');
  }

  /** The organisation's short name. Default: the provider's organisation. */
  get organisation(): Ref<string> {
    return this.attribute('organisation');
  }

  /** Any string. Secrets are not kept in state, so a new one is not detected: change this together with it, and the credentials are replaced. */
  get secretVersion(): Ref<string> {
    return this.attribute('secretVersion');
  }
}

const CLOUD_CREDENTIALS_AZURE_FIELDS: Fields = {
  clientId: shape.input('client_id', 'string'),
  clientSecret: shape.input('client_secret', 'string'),
  cloudAccountIdentity: shape.input('cloud_account_identity', 'string'),
  cloudType: shape.computed('cloud_type', 'string'),
  createdAt: shape.computed('created_at', 'string'),
  deleteWaitSeconds: shape.input('delete_wait_seconds', 'number'),
  displayName: shape.input('display_name', 'string'),
  id: shape.computed('id', 'string'),
  identity: shape.computed('identity', 'string'),
  metadata: shape.input('metadata', shape.map('string')),
  organisation: shape.input('organisation', 'string'),
  secretVersion: shape.input('secret_version', 'string'),
  subscriptionId: shape.input('subscription_id', 'string'),
  tenantId: shape.input('tenant_id', 'string'),
};

export interface CloudCredentialsAzureConfig extends MetaArguments {
  /** The application. */
  readonly clientId: Input<string>;
  /**
   * The application's secret.
   * Sensitive: it is never shown.
   * Write-only: it is sent to the provider but not kept in state.
   */
  readonly clientSecret: Input<string>;
  /** Identity of the cloud account they belong to. */
  readonly cloudAccountIdentity: Input<string>;
  /** Seconds to keep retrying a delete, since the service refuses to delete objects that a cluster used in the last 24 hours. Default: the provider's setting. */
  readonly deleteWaitSeconds?: Input<number> | undefined;
  /** The display name. Default for new ones: `azure`. */
  readonly displayName?: Input<string> | undefined;
  /** Settings that depend on the kind of cloud. */
  readonly metadata?: Input<Readonly<Record<string, string>>> | undefined;
  /** The organisation's short name. Default: the provider's organisation. */
  readonly organisation?: Input<string> | undefined;
  /** Any string. Secrets are not kept in state, so a new one is not detected: change this together with it, and the credentials are replaced. */
  readonly secretVersion?: Input<string> | undefined;
  /** The subscription. */
  readonly subscriptionId: Input<string>;
  /** The directory. */
  readonly tenantId: Input<string>;
}

/** Set of Azure credentials in a cloud account of that kind. */
export class CloudCredentialsAzure extends Resource {
  static readonly tfResourceType: string = 'acloud_cloud_credentials_azure';

  constructor(scope: Construct, id: string, config: CloudCredentialsAzureConfig) {
    super(scope, id, blockOptions(PROVIDER, 'acloud_cloud_credentials_azure', CLOUD_CREDENTIALS_AZURE_FIELDS, config));
  }

  /** The application. */
  get clientId(): Ref<string> {
    return this.attribute('clientId');
  }

  /** Identity of the cloud account they belong to. */
  get cloudAccountIdentity(): Ref<string> {
    return this.attribute('cloudAccountIdentity');
  }

  /** The kind of cloud they are for. */
  get cloudType(): Ref<string> {
    return this.attribute('cloudType');
  }

  /** When they were created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** Seconds to keep retrying a delete, since the service refuses to delete objects that a cluster used in the last 24 hours. Default: the provider's setting. */
  get deleteWaitSeconds(): Ref<number> {
    return this.attribute('deleteWaitSeconds');
  }

  /** The display name. Default for new ones: `azure`. */
  get displayName(): Ref<string> {
    return this.attribute('displayName');
  }

  /** The same as `identity`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Assigned by the service. */
  get identity(): Ref<string> {
    return this.attribute('identity');
  }

  /** Settings that depend on the kind of cloud. */
  get metadata(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('metadata');
  }

  /** The organisation's short name. Default: the provider's organisation. */
  get organisation(): Ref<string> {
    return this.attribute('organisation');
  }

  /** Any string. Secrets are not kept in state, so a new one is not detected: change this together with it, and the credentials are replaced. */
  get secretVersion(): Ref<string> {
    return this.attribute('secretVersion');
  }

  /** The subscription. */
  get subscriptionId(): Ref<string> {
    return this.attribute('subscriptionId');
  }

  /** The directory. */
  get tenantId(): Ref<string> {
    return this.attribute('tenantId');
  }
}

const CLOUD_CREDENTIALS_DIGITALOCEAN_FIELDS: Fields = {
  apiKey: shape.input('api_key', 'string'),
  cloudAccountIdentity: shape.input('cloud_account_identity', 'string'),
  cloudType: shape.computed('cloud_type', 'string'),
  createdAt: shape.computed('created_at', 'string'),
  deleteWaitSeconds: shape.input('delete_wait_seconds', 'number'),
  displayName: shape.input('display_name', 'string'),
  id: shape.computed('id', 'string'),
  identity: shape.computed('identity', 'string'),
  metadata: shape.input('metadata', shape.map('string')),
  organisation: shape.input('organisation', 'string'),
  secretVersion: shape.input('secret_version', 'string'),
};

export interface CloudCredentialsDigitaloceanConfig extends MetaArguments {
  /**
   * The key.
   * Sensitive: it is never shown.
   * Write-only: it is sent to the provider but not kept in state.
   */
  readonly apiKey: Input<string>;
  /** Identity of the cloud account they belong to. */
  readonly cloudAccountIdentity: Input<string>;
  /** Seconds to keep retrying a delete, since the service refuses to delete objects that a cluster used in the last 24 hours. Default: the provider's setting. */
  readonly deleteWaitSeconds?: Input<number> | undefined;
  /** The display name. Default for new ones: `digitalocean`. */
  readonly displayName?: Input<string> | undefined;
  /** Settings that depend on the kind of cloud. */
  readonly metadata?: Input<Readonly<Record<string, string>>> | undefined;
  /** The organisation's short name. Default: the provider's organisation. */
  readonly organisation?: Input<string> | undefined;
  /** Any string. Secrets are not kept in state, so a new one is not detected: change this together with it, and the credentials are replaced. */
  readonly secretVersion?: Input<string> | undefined;
}

/** Set of DigitalOcean credentials in a cloud account of that kind. */
export class CloudCredentialsDigitalocean extends Resource {
  static readonly tfResourceType: string = 'acloud_cloud_credentials_digitalocean';

  constructor(scope: Construct, id: string, config: CloudCredentialsDigitaloceanConfig) {
    super(
      scope,
      id,
      blockOptions(PROVIDER, 'acloud_cloud_credentials_digitalocean', CLOUD_CREDENTIALS_DIGITALOCEAN_FIELDS, config),
    );
  }

  /** Identity of the cloud account they belong to. */
  get cloudAccountIdentity(): Ref<string> {
    return this.attribute('cloudAccountIdentity');
  }

  /** The kind of cloud they are for. */
  get cloudType(): Ref<string> {
    return this.attribute('cloudType');
  }

  /** When they were created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** Seconds to keep retrying a delete, since the service refuses to delete objects that a cluster used in the last 24 hours. Default: the provider's setting. */
  get deleteWaitSeconds(): Ref<number> {
    return this.attribute('deleteWaitSeconds');
  }

  /** The display name. Default for new ones: `digitalocean`. */
  get displayName(): Ref<string> {
    return this.attribute('displayName');
  }

  /** The same as `identity`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Assigned by the service. */
  get identity(): Ref<string> {
    return this.attribute('identity');
  }

  /** Settings that depend on the kind of cloud. */
  get metadata(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('metadata');
  }

  /** The organisation's short name. Default: the provider's organisation. */
  get organisation(): Ref<string> {
    return this.attribute('organisation');
  }

  /** Any string. Secrets are not kept in state, so a new one is not detected: change this together with it, and the credentials are replaced. */
  get secretVersion(): Ref<string> {
    return this.attribute('secretVersion');
  }
}

const CLOUD_CREDENTIALS_DUMMY_FIELDS: Fields = {
  cloudAccountIdentity: shape.input('cloud_account_identity', 'string'),
  cloudType: shape.computed('cloud_type', 'string'),
  createdAt: shape.computed('created_at', 'string'),
  deleteWaitSeconds: shape.input('delete_wait_seconds', 'number'),
  displayName: shape.computed('display_name', 'string'),
  id: shape.computed('id', 'string'),
  identity: shape.computed('identity', 'string'),
  metadata: shape.computed('metadata', shape.map('string')),
  organisation: shape.input('organisation', 'string'),
};

export interface CloudCredentialsDummyConfig extends MetaArguments {
  /** Identity of the cloud account they belong to. */
  readonly cloudAccountIdentity: Input<string>;
  /** Seconds to keep retrying a delete, since the service refuses to delete objects that a cluster used in the last 24 hours. Default: the provider's setting. */
  readonly deleteWaitSeconds?: Input<number> | undefined;
  /** The organisation's short name. Default: the provider's organisation. */
  readonly organisation?: Input<string> | undefined;
}

/** Set of dummy credentials in a cloud account of that kind. */
export class CloudCredentialsDummy extends Resource {
  static readonly tfResourceType: string = 'acloud_cloud_credentials_dummy';

  constructor(scope: Construct, id: string, config: CloudCredentialsDummyConfig) {
    super(scope, id, blockOptions(PROVIDER, 'acloud_cloud_credentials_dummy', CLOUD_CREDENTIALS_DUMMY_FIELDS, config));
  }

  /** Identity of the cloud account they belong to. */
  get cloudAccountIdentity(): Ref<string> {
    return this.attribute('cloudAccountIdentity');
  }

  /** The kind of cloud they are for. */
  get cloudType(): Ref<string> {
    return this.attribute('cloudType');
  }

  /** When they were created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** Seconds to keep retrying a delete, since the service refuses to delete objects that a cluster used in the last 24 hours. Default: the provider's setting. */
  get deleteWaitSeconds(): Ref<number> {
    return this.attribute('deleteWaitSeconds');
  }

  /** Display name. */
  get displayName(): Ref<string> {
    return this.attribute('displayName');
  }

  /** The same as `identity`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Assigned by the service. */
  get identity(): Ref<string> {
    return this.attribute('identity');
  }

  /** Settings that depend on the kind of cloud. */
  get metadata(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('metadata');
  }

  /** The organisation's short name. Default: the provider's organisation. */
  get organisation(): Ref<string> {
    return this.attribute('organisation');
  }
}

const CLOUD_CREDENTIALS_HETZNER_FIELDS: Fields = {
  apiToken: shape.input('api_token', 'string'),
  cloudAccountIdentity: shape.input('cloud_account_identity', 'string'),
  cloudType: shape.computed('cloud_type', 'string'),
  createdAt: shape.computed('created_at', 'string'),
  deleteWaitSeconds: shape.input('delete_wait_seconds', 'number'),
  displayName: shape.input('display_name', 'string'),
  id: shape.computed('id', 'string'),
  identity: shape.computed('identity', 'string'),
  metadata: shape.input('metadata', shape.map('string')),
  organisation: shape.input('organisation', 'string'),
  secretVersion: shape.input('secret_version', 'string'),
};

export interface CloudCredentialsHetznerConfig extends MetaArguments {
  /**
   * The token.
   * Sensitive: it is never shown.
   * Write-only: it is sent to the provider but not kept in state.
   */
  readonly apiToken: Input<string>;
  /** Identity of the cloud account they belong to. */
  readonly cloudAccountIdentity: Input<string>;
  /** Seconds to keep retrying a delete, since the service refuses to delete objects that a cluster used in the last 24 hours. Default: the provider's setting. */
  readonly deleteWaitSeconds?: Input<number> | undefined;
  /** Display name. */
  readonly displayName: Input<string>;
  /** Settings that depend on the kind of cloud. */
  readonly metadata?: Input<Readonly<Record<string, string>>> | undefined;
  /** The organisation's short name. Default: the provider's organisation. */
  readonly organisation?: Input<string> | undefined;
  /** Any string. Secrets are not kept in state, so a new one is not detected: change this together with it, and the credentials are replaced. */
  readonly secretVersion?: Input<string> | undefined;
}

/** Set of Hetzner credentials in a cloud account of that kind. */
export class CloudCredentialsHetzner extends Resource {
  static readonly tfResourceType: string = 'acloud_cloud_credentials_hetzner';

  constructor(scope: Construct, id: string, config: CloudCredentialsHetznerConfig) {
    super(
      scope,
      id,
      blockOptions(PROVIDER, 'acloud_cloud_credentials_hetzner', CLOUD_CREDENTIALS_HETZNER_FIELDS, config),
    );
  }

  /** Identity of the cloud account they belong to. */
  get cloudAccountIdentity(): Ref<string> {
    return this.attribute('cloudAccountIdentity');
  }

  /** The kind of cloud they are for. */
  get cloudType(): Ref<string> {
    return this.attribute('cloudType');
  }

  /** When they were created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** Seconds to keep retrying a delete, since the service refuses to delete objects that a cluster used in the last 24 hours. Default: the provider's setting. */
  get deleteWaitSeconds(): Ref<number> {
    return this.attribute('deleteWaitSeconds');
  }

  /** Display name. */
  get displayName(): Ref<string> {
    return this.attribute('displayName');
  }

  /** The same as `identity`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Assigned by the service. */
  get identity(): Ref<string> {
    return this.attribute('identity');
  }

  /** Settings that depend on the kind of cloud. */
  get metadata(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('metadata');
  }

  /** The organisation's short name. Default: the provider's organisation. */
  get organisation(): Ref<string> {
    return this.attribute('organisation');
  }

  /** Any string. Secrets are not kept in state, so a new one is not detected: change this together with it, and the credentials are replaced. */
  get secretVersion(): Ref<string> {
    return this.attribute('secretVersion');
  }
}

const CLOUD_CREDENTIALS_OPENSTACK_FIELDS: Fields = {
  cloudAccountIdentity: shape.input('cloud_account_identity', 'string'),
  cloudType: shape.computed('cloud_type', 'string'),
  createdAt: shape.computed('created_at', 'string'),
  credentialId: shape.input('credential_id', 'string'),
  credentialSecret: shape.input('credential_secret', 'string'),
  deleteWaitSeconds: shape.input('delete_wait_seconds', 'number'),
  displayName: shape.input('display_name', 'string'),
  id: shape.computed('id', 'string'),
  identity: shape.computed('identity', 'string'),
  metadata: shape.input('metadata', shape.map('string')),
  organisation: shape.input('organisation', 'string'),
  secretVersion: shape.input('secret_version', 'string'),
};

export interface CloudCredentialsOpenstackConfig extends MetaArguments {
  /** Identity of the cloud account they belong to. */
  readonly cloudAccountIdentity: Input<string>;
  /** ID of the application credential. */
  readonly credentialId: Input<string>;
  /**
   * The credential's secret.
   * Sensitive: it is never shown.
   * Write-only: it is sent to the provider but not kept in state.
   */
  readonly credentialSecret: Input<string>;
  /** Seconds to keep retrying a delete, since the service refuses to delete objects that a cluster used in the last 24 hours. Default: the provider's setting. */
  readonly deleteWaitSeconds?: Input<number> | undefined;
  /** The display name. Default for new ones: `openstack`. */
  readonly displayName?: Input<string> | undefined;
  /** Settings that depend on the kind of cloud. */
  readonly metadata?: Input<Readonly<Record<string, string>>> | undefined;
  /** The organisation's short name. Default: the provider's organisation. */
  readonly organisation?: Input<string> | undefined;
  /** Any string. Secrets are not kept in state, so a new one is not detected: change this together with it, and the credentials are replaced. */
  readonly secretVersion?: Input<string> | undefined;
}

/** Set of OpenStack credentials in a cloud account of that kind. */
export class CloudCredentialsOpenstack extends Resource {
  static readonly tfResourceType: string = 'acloud_cloud_credentials_openstack';

  constructor(scope: Construct, id: string, config: CloudCredentialsOpenstackConfig) {
    super(
      scope,
      id,
      blockOptions(PROVIDER, 'acloud_cloud_credentials_openstack', CLOUD_CREDENTIALS_OPENSTACK_FIELDS, config),
    );
  }

  /** Identity of the cloud account they belong to. */
  get cloudAccountIdentity(): Ref<string> {
    return this.attribute('cloudAccountIdentity');
  }

  /** The kind of cloud they are for. */
  get cloudType(): Ref<string> {
    return this.attribute('cloudType');
  }

  /** When they were created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** ID of the application credential. */
  get credentialId(): Ref<string> {
    return this.attribute('credentialId');
  }

  /** Seconds to keep retrying a delete, since the service refuses to delete objects that a cluster used in the last 24 hours. Default: the provider's setting. */
  get deleteWaitSeconds(): Ref<number> {
    return this.attribute('deleteWaitSeconds');
  }

  /** The display name. Default for new ones: `openstack`. */
  get displayName(): Ref<string> {
    return this.attribute('displayName');
  }

  /** The same as `identity`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Assigned by the service. */
  get identity(): Ref<string> {
    return this.attribute('identity');
  }

  /** Settings that depend on the kind of cloud. */
  get metadata(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('metadata');
  }

  /** The organisation's short name. Default: the provider's organisation. */
  get organisation(): Ref<string> {
    return this.attribute('organisation');
  }

  /** Any string. Secrets are not kept in state, so a new one is not detected: change this together with it, and the credentials are replaced. */
  get secretVersion(): Ref<string> {
    return this.attribute('secretVersion');
  }
}

const CLOUD_CREDENTIALS_VSPHERE_FIELDS: Fields = {
  cloudAccountIdentity: shape.input('cloud_account_identity', 'string'),
  cloudType: shape.computed('cloud_type', 'string'),
  createdAt: shape.computed('created_at', 'string'),
  deleteWaitSeconds: shape.input('delete_wait_seconds', 'number'),
  displayName: shape.input('display_name', 'string'),
  id: shape.computed('id', 'string'),
  identity: shape.computed('identity', 'string'),
  metadata: shape.input('metadata', shape.map('string')),
  organisation: shape.input('organisation', 'string'),
  password: shape.input('password', 'string'),
  provisionPassword: shape.input('provision_password', 'string'),
  provisionUsername: shape.input('provision_username', 'string'),
  secretVersion: shape.input('secret_version', 'string'),
  username: shape.input('username', 'string'),
};

export interface CloudCredentialsVsphereConfig extends MetaArguments {
  /** Identity of the cloud account they belong to. */
  readonly cloudAccountIdentity: Input<string>;
  /** Seconds to keep retrying a delete, since the service refuses to delete objects that a cluster used in the last 24 hours. Default: the provider's setting. */
  readonly deleteWaitSeconds?: Input<number> | undefined;
  /** The display name. Default for new ones: `vsphere`. */
  readonly displayName?: Input<string> | undefined;
  /** Settings that depend on the kind of cloud. */
  readonly metadata?: Input<Readonly<Record<string, string>>> | undefined;
  /** The organisation's short name. Default: the provider's organisation. */
  readonly organisation?: Input<string> | undefined;
  /**
   * That user's password.
   * Sensitive: it is never shown.
   * Write-only: it is sent to the provider but not kept in state.
   */
  readonly password: Input<string>;
  /**
   * That user's password.
   * Sensitive: it is never shown.
   * Write-only: it is sent to the provider but not kept in state.
   */
  readonly provisionPassword?: Input<string> | undefined;
  /** User for provisioning, if different. */
  readonly provisionUsername?: Input<string> | undefined;
  /** Any string. Secrets are not kept in state, so a new one is not detected: change this together with it, and the credentials are replaced. */
  readonly secretVersion?: Input<string> | undefined;
  /** User that clusters run as. */
  readonly username: Input<string>;
}

/** Set of vSphere credentials in a cloud account of that kind. */
export class CloudCredentialsVsphere extends Resource {
  static readonly tfResourceType: string = 'acloud_cloud_credentials_vsphere';

  constructor(scope: Construct, id: string, config: CloudCredentialsVsphereConfig) {
    super(
      scope,
      id,
      blockOptions(PROVIDER, 'acloud_cloud_credentials_vsphere', CLOUD_CREDENTIALS_VSPHERE_FIELDS, config),
    );
  }

  /** Identity of the cloud account they belong to. */
  get cloudAccountIdentity(): Ref<string> {
    return this.attribute('cloudAccountIdentity');
  }

  /** The kind of cloud they are for. */
  get cloudType(): Ref<string> {
    return this.attribute('cloudType');
  }

  /** When they were created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** Seconds to keep retrying a delete, since the service refuses to delete objects that a cluster used in the last 24 hours. Default: the provider's setting. */
  get deleteWaitSeconds(): Ref<number> {
    return this.attribute('deleteWaitSeconds');
  }

  /** The display name. Default for new ones: `vsphere`. */
  get displayName(): Ref<string> {
    return this.attribute('displayName');
  }

  /** The same as `identity`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Assigned by the service. */
  get identity(): Ref<string> {
    return this.attribute('identity');
  }

  /** Settings that depend on the kind of cloud. */
  get metadata(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('metadata');
  }

  /** The organisation's short name. Default: the provider's organisation. */
  get organisation(): Ref<string> {
    return this.attribute('organisation');
  }

  /** User for provisioning, if different. */
  get provisionUsername(): Ref<string> {
    return this.attribute('provisionUsername');
  }

  /** Any string. Secrets are not kept in state, so a new one is not detected: change this together with it, and the credentials are replaced. */
  get secretVersion(): Ref<string> {
    return this.attribute('secretVersion');
  }

  /** User that clusters run as. */
  get username(): Ref<string> {
    return this.attribute('username');
  }
}

const PRIMARY_CLOUD_CREDENTIALS_FIELDS: Fields = {
  cloudAccountIdentity: shape.input('cloud_account_identity', 'string'),
  credentialsIdentity: shape.input('credentials_identity', 'string'),
  id: shape.computed('id', 'string'),
  organisation: shape.input('organisation', 'string'),
};

export interface PrimaryCloudCredentialsConfig extends MetaArguments {
  /** Identity of the cloud account. */
  readonly cloudAccountIdentity: Input<string>;
  /** Identity of the credentials to use. */
  readonly credentialsIdentity: Input<string>;
  /** The organisation's short name. Default: the provider's organisation. */
  readonly organisation?: Input<string> | undefined;
}

/** The credentials that a cloud account uses. */
export class PrimaryCloudCredentials extends Resource {
  static readonly tfResourceType: string = 'acloud_primary_cloud_credentials';

  constructor(scope: Construct, id: string, config: PrimaryCloudCredentialsConfig) {
    super(
      scope,
      id,
      blockOptions(PROVIDER, 'acloud_primary_cloud_credentials', PRIMARY_CLOUD_CREDENTIALS_FIELDS, config),
    );
  }

  /** Identity of the cloud account. */
  get cloudAccountIdentity(): Ref<string> {
    return this.attribute('cloudAccountIdentity');
  }

  /** Identity of the credentials to use. */
  get credentialsIdentity(): Ref<string> {
    return this.attribute('credentialsIdentity');
  }

  /** Identity of the cloud account. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** The organisation's short name. Default: the provider's organisation. */
  get organisation(): Ref<string> {
    return this.attribute('organisation');
  }
}

const DATA_CLOUD_ACCOUNT_FIELDS: Fields = {
  cloudProfile: shape.computed('cloud_profile', 'string'),
  displayName: shape.input('display_name', 'string'),
  enabled: shape.computed('enabled', 'bool'),
  id: shape.computed('id', 'string'),
  identity: shape.input('identity', 'string'),
  metadata: shape.computed('metadata', shape.map('string')),
  organisation: shape.input('organisation', 'string'),
  primaryCloudCredentialsIdentity: shape.computed('primary_cloud_credentials_identity', 'string'),
};

export interface DataCloudAccountConfig extends MetaArguments {
  /** Display name. Not unique. */
  readonly displayName?: Input<string> | undefined;
  /** Assigned by the service. */
  readonly identity?: Input<string> | undefined;
  /** The organisation's short name. Default: the provider's organisation. */
  readonly organisation?: Input<string> | undefined;
}

/** One cloud account, by its identity or by its name. */
export class DataCloudAccount extends DataSource {
  static readonly tfResourceType: string = 'acloud_cloud_account';

  constructor(scope: Construct, id: string, config: DataCloudAccountConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'acloud_cloud_account', DATA_CLOUD_ACCOUNT_FIELDS, config));
  }

  /** Identity of the cloud profile. */
  get cloudProfile(): Ref<string> {
    return this.attribute('cloudProfile');
  }

  /** Display name. Not unique. */
  get displayName(): Ref<string> {
    return this.attribute('displayName');
  }

  /** Whether clusters can be created with it; true after creation. */
  get enabled(): Ref<boolean> {
    return this.attribute('enabled');
  }

  /** The same as `identity`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Assigned by the service. */
  get identity(): Ref<string> {
    return this.attribute('identity');
  }

  /** Settings that depend on the kind of cloud. */
  get metadata(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('metadata');
  }

  /** The organisation's short name. Default: the provider's organisation. */
  get organisation(): Ref<string> {
    return this.attribute('organisation');
  }

  /** The credentials in use. */
  get primaryCloudCredentialsIdentity(): Ref<string> {
    return this.attribute('primaryCloudCredentialsIdentity');
  }
}

export interface DataCloudAccountClustersClustersCloudAccount {
  readonly displayName: string;
  readonly identity: string;
}

const DATA_CLOUD_ACCOUNT_CLUSTERS_CLUSTERS_CLOUD_ACCOUNT: Fields = {
  displayName: shape.input('display_name', 'string'),
  identity: shape.input('identity', 'string'),
};

export interface DataCloudAccountClustersClustersCloudCredentials {
  readonly displayName: string;
  readonly identity: string;
}

const DATA_CLOUD_ACCOUNT_CLUSTERS_CLUSTERS_CLOUD_CREDENTIALS: Fields = {
  displayName: shape.input('display_name', 'string'),
  identity: shape.input('identity', 'string'),
};

export interface DataCloudAccountClustersClusters {
  readonly actualState: string;
  readonly addons: string;
  readonly ameOidc: boolean;
  readonly autoUpgrade: boolean;
  readonly cloudAccount: DataCloudAccountClustersClustersCloudAccount;
  readonly cloudCredentials: DataCloudAccountClustersClustersCloudCredentials;
  readonly cloudProvider: string;
  readonly clusterPodSubnet: string;
  readonly cni: string;
  readonly cpu: number;
  readonly createdAt: string;
  readonly customerIdentity: string;
  readonly customerSlug: string;
  readonly deleteProtection: boolean;
  readonly deletedAt: string;
  readonly description: string;
  readonly desiredStatus: string;
  readonly enableMultiAvailabilityZones: boolean;
  readonly enableNatGateway: boolean;
  readonly enableNetworkEncryption: boolean;
  readonly environmentIdentity: string;
  readonly environmentPrometheusRules: boolean;
  readonly environmentSlug: string;
  readonly highlyAvailable: boolean;
  readonly identity: string;
  readonly ipWhitelist: readonly string[];
  readonly maintenanceSchedule: string;
  readonly memory: number;
  readonly modifiedAt: string;
  readonly name: string;
  readonly observabilityTenant: string;
  readonly podSecurityStandardsProfile: string;
  readonly poolId: number;
  readonly poolName: string;
  readonly provisionStatus: string;
  readonly region: string;
  readonly serviceSubnet: string;
  readonly slug: string;
  readonly status: string;
  readonly updateChannel: string;
  readonly version: string;
}

const DATA_CLOUD_ACCOUNT_CLUSTERS_CLUSTERS: Fields = {
  actualState: shape.input('actual_state', 'string'),
  addons: shape.input('addons', 'string'),
  ameOidc: shape.input('ame_oidc', 'bool'),
  autoUpgrade: shape.input('auto_upgrade', 'bool'),
  cloudAccount: shape.input('cloud_account', shape.object(DATA_CLOUD_ACCOUNT_CLUSTERS_CLUSTERS_CLOUD_ACCOUNT)),
  cloudCredentials: shape.input(
    'cloud_credentials',
    shape.object(DATA_CLOUD_ACCOUNT_CLUSTERS_CLUSTERS_CLOUD_CREDENTIALS),
  ),
  cloudProvider: shape.input('cloud_provider', 'string'),
  clusterPodSubnet: shape.input('cluster_pod_subnet', 'string'),
  cni: shape.input('cni', 'string'),
  cpu: shape.input('cpu', 'number'),
  createdAt: shape.input('created_at', 'string'),
  customerIdentity: shape.input('customer_identity', 'string'),
  customerSlug: shape.input('customer_slug', 'string'),
  deleteProtection: shape.input('delete_protection', 'bool'),
  deletedAt: shape.input('deleted_at', 'string'),
  description: shape.input('description', 'string'),
  desiredStatus: shape.input('desired_status', 'string'),
  enableMultiAvailabilityZones: shape.input('enable_multi_availability_zones', 'bool'),
  enableNatGateway: shape.input('enable_nat_gateway', 'bool'),
  enableNetworkEncryption: shape.input('enable_network_encryption', 'bool'),
  environmentIdentity: shape.input('environment_identity', 'string'),
  environmentPrometheusRules: shape.input('environment_prometheus_rules', 'bool'),
  environmentSlug: shape.input('environment_slug', 'string'),
  highlyAvailable: shape.input('highly_available', 'bool'),
  identity: shape.input('identity', 'string'),
  ipWhitelist: shape.input('ip_whitelist', shape.list('string')),
  maintenanceSchedule: shape.input('maintenance_schedule', 'string'),
  memory: shape.input('memory', 'number'),
  modifiedAt: shape.input('modified_at', 'string'),
  name: shape.input('name', 'string'),
  observabilityTenant: shape.input('observability_tenant', 'string'),
  podSecurityStandardsProfile: shape.input('pod_security_standards_profile', 'string'),
  poolId: shape.input('pool_id', 'number'),
  poolName: shape.input('pool_name', 'string'),
  provisionStatus: shape.input('provision_status', 'string'),
  region: shape.input('region', 'string'),
  serviceSubnet: shape.input('service_subnet', 'string'),
  slug: shape.input('slug', 'string'),
  status: shape.input('status', 'string'),
  updateChannel: shape.input('update_channel', 'string'),
  version: shape.input('version', 'string'),
};

const DATA_CLOUD_ACCOUNT_CLUSTERS_FIELDS: Fields = {
  cloudAccountIdentity: shape.input('cloud_account_identity', 'string'),
  clusters: shape.computed('clusters', shape.list(shape.object(DATA_CLOUD_ACCOUNT_CLUSTERS_CLUSTERS))),
  organisation: shape.input('organisation', 'string'),
};

export interface DataCloudAccountClustersConfig extends MetaArguments {
  /** Identity of the cloud account. */
  readonly cloudAccountIdentity: Input<string>;
  /** The organisation's short name. Default: the provider's organisation. */
  readonly organisation?: Input<string> | undefined;
}

/** The clusters provisioned with a cloud account. */
export class DataCloudAccountClusters extends DataSource {
  static readonly tfResourceType: string = 'acloud_cloud_account_clusters';

  constructor(scope: Construct, id: string, config: DataCloudAccountClustersConfig) {
    super(
      scope,
      id,
      blockOptions(PROVIDER, 'acloud_cloud_account_clusters', DATA_CLOUD_ACCOUNT_CLUSTERS_FIELDS, config),
    );
  }

  /** Identity of the cloud account. */
  get cloudAccountIdentity(): Ref<string> {
    return this.attribute('cloudAccountIdentity');
  }

  /** A cluster provisioned with the cloud account. */
  get clusters(): Ref<readonly DataCloudAccountClustersClusters[]> {
    return this.attribute('clusters');
  }

  /** The organisation's short name. Default: the provider's organisation. */
  get organisation(): Ref<string> {
    return this.attribute('organisation');
  }
}

export interface DataCloudAccountsCloudAccountsCloudProfile {
  readonly cloudProvider: string;
  readonly cloudProviderRegionResponses: readonly string[];
  readonly cloudProviderResponse: string;
  readonly displayName: string;
  readonly enabled: boolean;
  readonly identity: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly public: boolean;
  readonly regions: readonly string[];
  readonly type: string;
}

const DATA_CLOUD_ACCOUNTS_CLOUD_ACCOUNTS_CLOUD_PROFILE: Fields = {
  cloudProvider: shape.input('cloud_provider', 'string'),
  cloudProviderRegionResponses: shape.input('cloud_provider_region_responses', shape.list('string')),
  cloudProviderResponse: shape.input('cloud_provider_response', 'string'),
  displayName: shape.input('display_name', 'string'),
  enabled: shape.input('enabled', 'bool'),
  identity: shape.input('identity', 'string'),
  metadata: shape.input('metadata', shape.map('string')),
  public: shape.input('public', 'bool'),
  regions: shape.input('regions', shape.list('string')),
  type: shape.input('type', 'string'),
};

export interface DataCloudAccountsCloudAccounts {
  readonly cloudProfile: DataCloudAccountsCloudAccountsCloudProfile;
  readonly displayName: string;
  readonly enabled: boolean;
  readonly identity: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly primaryCloudCredentialsIdentity: string;
}

const DATA_CLOUD_ACCOUNTS_CLOUD_ACCOUNTS: Fields = {
  cloudProfile: shape.input('cloud_profile', shape.object(DATA_CLOUD_ACCOUNTS_CLOUD_ACCOUNTS_CLOUD_PROFILE)),
  displayName: shape.input('display_name', 'string'),
  enabled: shape.input('enabled', 'bool'),
  identity: shape.input('identity', 'string'),
  metadata: shape.input('metadata', shape.map('string')),
  primaryCloudCredentialsIdentity: shape.input('primary_cloud_credentials_identity', 'string'),
};

const DATA_CLOUD_ACCOUNTS_FIELDS: Fields = {
  cloudAccounts: shape.computed('cloud_accounts', shape.list(shape.object(DATA_CLOUD_ACCOUNTS_CLOUD_ACCOUNTS))),
  cloudProviderSlug: shape.input('cloud_provider_slug', 'string'),
  displayName: shape.input('display_name', 'string'),
  organisation: shape.input('organisation', 'string'),
};

export interface DataCloudAccountsConfig extends MetaArguments {
  /** Only accounts of this cloud provider. */
  readonly cloudProviderSlug?: Input<string> | undefined;
  /** Only accounts whose name contains this text. */
  readonly displayName?: Input<string> | undefined;
  /** The organisation's short name. Default: the provider's organisation. */
  readonly organisation?: Input<string> | undefined;
}

/** The cloud accounts of an organisation. */
export class DataCloudAccounts extends DataSource {
  static readonly tfResourceType: string = 'acloud_cloud_accounts';

  constructor(scope: Construct, id: string, config: DataCloudAccountsConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'acloud_cloud_accounts', DATA_CLOUD_ACCOUNTS_FIELDS, config));
  }

  get cloudAccounts(): Ref<readonly DataCloudAccountsCloudAccounts[]> {
    return this.attribute('cloudAccounts');
  }

  /** Only accounts of this cloud provider. */
  get cloudProviderSlug(): Ref<string> {
    return this.attribute('cloudProviderSlug');
  }

  /** Only accounts whose name contains this text. */
  get displayName(): Ref<string> {
    return this.attribute('displayName');
  }

  /** The organisation's short name. Default: the provider's organisation. */
  get organisation(): Ref<string> {
    return this.attribute('organisation');
  }
}

export interface DataCloudCredentialsCloudCredentials {
  readonly cloudAccountIdentity: string;
  readonly cloudType: string;
  readonly createdAt: string;
  readonly displayName: string;
  readonly identity: string;
  readonly isPrimary: boolean;
  readonly metadata: Readonly<Record<string, string>>;
}

const DATA_CLOUD_CREDENTIALS_CLOUD_CREDENTIALS: Fields = {
  cloudAccountIdentity: shape.input('cloud_account_identity', 'string'),
  cloudType: shape.input('cloud_type', 'string'),
  createdAt: shape.input('created_at', 'string'),
  displayName: shape.input('display_name', 'string'),
  identity: shape.input('identity', 'string'),
  isPrimary: shape.input('is_primary', 'bool'),
  metadata: shape.input('metadata', shape.map('string')),
};

const DATA_CLOUD_CREDENTIALS_FIELDS: Fields = {
  cloudAccountIdentity: shape.input('cloud_account_identity', 'string'),
  cloudCredentials: shape.computed(
    'cloud_credentials',
    shape.list(shape.object(DATA_CLOUD_CREDENTIALS_CLOUD_CREDENTIALS)),
  ),
  displayName: shape.input('display_name', 'string'),
  organisation: shape.input('organisation', 'string'),
};

export interface DataCloudCredentialsConfig extends MetaArguments {
  /** Identity of the cloud account. */
  readonly cloudAccountIdentity: Input<string>;
  /** Only credentials with this name. */
  readonly displayName?: Input<string> | undefined;
  /** The organisation's short name. Default: the provider's organisation. */
  readonly organisation?: Input<string> | undefined;
}

/** The credentials of a cloud account, without their secrets. */
export class DataCloudCredentials extends DataSource {
  static readonly tfResourceType: string = 'acloud_cloud_credentials';

  constructor(scope: Construct, id: string, config: DataCloudCredentialsConfig) {
    super(scope, id, blockOptions(PROVIDER, 'acloud_cloud_credentials', DATA_CLOUD_CREDENTIALS_FIELDS, config));
  }

  /** Identity of the cloud account. */
  get cloudAccountIdentity(): Ref<string> {
    return this.attribute('cloudAccountIdentity');
  }

  get cloudCredentials(): Ref<readonly DataCloudCredentialsCloudCredentials[]> {
    return this.attribute('cloudCredentials');
  }

  /** Only credentials with this name. */
  get displayName(): Ref<string> {
    return this.attribute('displayName');
  }

  /** The organisation's short name. Default: the provider's organisation. */
  get organisation(): Ref<string> {
    return this.attribute('organisation');
  }
}

export interface DataCloudProfilesCloudProfiles {
  readonly cloudProvider: string;
  readonly cloudProviderRegionResponses: readonly string[];
  readonly cloudProviderResponse: string;
  readonly displayName: string;
  readonly enabled: boolean;
  readonly identity: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly public: boolean;
  readonly regions: readonly string[];
  readonly type: string;
}

const DATA_CLOUD_PROFILES_CLOUD_PROFILES: Fields = {
  cloudProvider: shape.input('cloud_provider', 'string'),
  cloudProviderRegionResponses: shape.input('cloud_provider_region_responses', shape.list('string')),
  cloudProviderResponse: shape.input('cloud_provider_response', 'string'),
  displayName: shape.input('display_name', 'string'),
  enabled: shape.input('enabled', 'bool'),
  identity: shape.input('identity', 'string'),
  metadata: shape.input('metadata', shape.map('string')),
  public: shape.input('public', 'bool'),
  regions: shape.input('regions', shape.list('string')),
  type: shape.input('type', 'string'),
};

const DATA_CLOUD_PROFILES_FIELDS: Fields = {
  cloudProfiles: shape.computed('cloud_profiles', shape.list(shape.object(DATA_CLOUD_PROFILES_CLOUD_PROFILES))),
  displayName: shape.input('display_name', 'string'),
  organisation: shape.input('organisation', 'string'),
  type: shape.input('type', 'string'),
};

export interface DataCloudProfilesConfig extends MetaArguments {
  /** Only profiles with this name. */
  readonly displayName?: Input<string> | undefined;
  /** The organisation's short name. Default: the provider's organisation. */
  readonly organisation?: Input<string> | undefined;
  /** Only profiles for this kind of cloud: `aws`, `hetzner`, `none`, … */
  readonly type?: Input<string> | undefined;
}

/** The cloud profiles available to an organisation. Their identity is the `cloud_profile` of an account. */
export class DataCloudProfiles extends DataSource {
  static readonly tfResourceType: string = 'acloud_cloud_profiles';

  constructor(scope: Construct, id: string, config: DataCloudProfilesConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'acloud_cloud_profiles', DATA_CLOUD_PROFILES_FIELDS, config));
  }

  /** A kind of cloud account, with its provider and regions. */
  get cloudProfiles(): Ref<readonly DataCloudProfilesCloudProfiles[]> {
    return this.attribute('cloudProfiles');
  }

  /** Only profiles with this name. */
  get displayName(): Ref<string> {
    return this.attribute('displayName');
  }

  /** The organisation's short name. Default: the provider's organisation. */
  get organisation(): Ref<string> {
    return this.attribute('organisation');
  }

  /** Only profiles for this kind of cloud: `aws`, `hetzner`, `none`, … */
  get type(): Ref<string> {
    return this.attribute('type');
  }
}
