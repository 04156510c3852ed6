import { DiagnosticError, errorDiagnostic } from '../../../model/index.js';
import { Settings, type GivenSettings } from '../settings.js';

/** The settings and environment variables of Terraform's `azurerm` backend. */
const RULES = {
  storage_account_name: { type: 'text', isRequired: true },
  container_name: { type: 'text', isRequired: true },
  key: { type: 'text', isRequired: true },
  resource_group_name: { type: 'text' },
  subscription_id: { type: 'text', variables: ['ARM_SUBSCRIPTION_ID'] },
  snapshot: { type: 'flag', variables: ['ARM_SNAPSHOT'] },
  environment: { type: 'text', variables: ['ARM_ENVIRONMENT'] },
  metadata_host: { type: 'text', variables: ['ARM_METADATA_HOSTNAME', 'ARM_METADATA_HOST'] },
  access_key: { type: 'text', variables: ['ARM_ACCESS_KEY'], isSecret: true },
  sas_token: { type: 'text', variables: ['ARM_SAS_TOKEN'], isSecret: true },
  use_azuread_auth: { type: 'flag', variables: ['ARM_USE_AZUREAD'] },
  tenant_id: { type: 'text', variables: ['ARM_TENANT_ID'] },
  client_id: { type: 'text', variables: ['ARM_CLIENT_ID'] },
  client_id_file_path: { type: 'text', variables: ['ARM_CLIENT_ID_FILE_PATH'] },
  client_secret: { type: 'text', variables: ['ARM_CLIENT_SECRET'], isSecret: true },
  client_secret_file_path: { type: 'text', variables: ['ARM_CLIENT_SECRET_FILE_PATH'] },
  client_certificate: { type: 'text', variables: ['ARM_CLIENT_CERTIFICATE'], isSecret: true },
  client_certificate_path: { type: 'text', variables: ['ARM_CLIENT_CERTIFICATE_PATH'] },
  client_certificate_password: { type: 'text', variables: ['ARM_CLIENT_CERTIFICATE_PASSWORD'], isSecret: true },
  use_oidc: { type: 'flag', variables: ['ARM_USE_OIDC'] },
  oidc_token: { type: 'text', variables: ['ARM_OIDC_TOKEN'], isSecret: true },
  oidc_token_file_path: { type: 'text', variables: ['ARM_OIDC_TOKEN_FILE_PATH'] },
  oidc_request_url: {
    type: 'text',
    variables: ['ARM_OIDC_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_URL', 'SYSTEM_OIDCREQUESTURI'],
  },
  oidc_request_token: {
    type: 'text',
    variables: ['ARM_OIDC_REQUEST_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'SYSTEM_ACCESSTOKEN'],
    isSecret: true,
  },
  ado_pipeline_service_connection_id: {
    type: 'text',
    variables: ['ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID', 'ARM_OIDC_AZURE_SERVICE_CONNECTION_ID'],
  },
  use_msi: { type: 'flag', variables: ['ARM_USE_MSI'] },
  msi_endpoint: { type: 'text', variables: ['ARM_MSI_ENDPOINT'] },
  use_cli: { type: 'flag', variables: ['ARM_USE_CLI'] },
  use_aks_workload_identity: { type: 'flag', variables: ['ARM_USE_AKS_WORKLOAD_IDENTITY'] },
} as const;

export interface AzureSettings {
  readonly account: string;
  readonly container: string;
  readonly key: string;
  /** The address of the container, without a slash at its end. */
  readonly address: string;
  readonly takesSnapshots: boolean;
  readonly accessKey?: string | undefined;
  /** Without a question mark. */
  readonly sasToken?: string | undefined;
  /** Whether requests have a token of Entra ID; otherwise, such a token is used to ask for the key of the account. */
  readonly usesTokens: boolean;
  readonly identity: AzureIdentitySettings;
  readonly cloud: AzureCloud;
  readonly resourceGroup?: string | undefined;
  readonly subscription?: string | undefined;
  readonly secrets: readonly string[];
}

/** Who Landform is to Entra ID. */
export interface AzureIdentitySettings {
  readonly tenant?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientIdFile?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly clientSecretFile?: string | undefined;
  readonly usesOidc: boolean;
  readonly usesWorkloadIdentity: boolean;
  readonly oidcToken?: string | undefined;
  readonly oidcTokenFile?: string | undefined;
  readonly oidcUrl?: string | undefined;
  readonly oidcBearer?: string | undefined;
  readonly serviceConnection?: string | undefined;
  readonly usesMachine: boolean;
  readonly machineEndpoint?: string | undefined;
  readonly usesCli: boolean;
}

/** The addresses of one of Azure's clouds. */
interface AzureCloud {
  readonly login: string;
  readonly management: string;
  readonly storage: string;
}

const CLOUDS: Readonly<Record<string, AzureCloud>> = {
  public: {
    login: 'https://login.microsoftonline.com',
    management: 'https://management.azure.com',
    storage: 'core.windows.net',
  },
  usgovernment: {
    login: 'https://login.microsoftonline.us',
    management: 'https://management.usgovcloudapi.net',
    storage: 'core.usgovcloudapi.net',
  },
  china: {
    login: 'https://login.chinacloudapi.cn',
    management: 'https://management.chinacloudapi.cn',
    storage: 'core.chinacloudapi.cn',
  },
};

export function readAzureSettings(given: GivenSettings): AzureSettings {
  const settings = new Settings(RULES, given);
  const { environment } = given;
  const refuse = (summary: string, detail: string): DiagnosticError =>
    new DiagnosticError([errorDiagnostic('invalid-backend', summary, { ...given.at, detail })]);
  if (settings.text('metadata_host') !== undefined)
    throw refuse(
      'The setting "metadata_host" of the backend "azurerm" is not supported',
      `Set "environment" to one of ${Object.keys(CLOUDS).join(', ')}.`,
    );
  if (settings.text('client_certificate') !== undefined || settings.text('client_certificate_path') !== undefined)
    throw refuse(
      'Client certificates are not supported by the backend "azurerm"',
      'Use OIDC (use_oidc), a managed identity (use_msi), a client secret or an access key.',
    );
  const name = settings.text('environment') ?? 'public';
  const cloud = Object.hasOwn(CLOUDS, name) ? CLOUDS[name] : undefined;
  if (cloud === undefined)
    throw refuse(`The backend "azurerm" knows no cloud "${name}"`, `Write one of ${Object.keys(CLOUDS).join(', ')}.`);
  const account = settings.text('storage_account_name') ?? '';
  const container = settings.text('container_name') ?? '';
  if (!/^[a-z0-9]{3,24}$/.test(account))
    throw refuse(
      'The setting "storage_account_name" of the backend "azurerm" is not the name of an account',
      'It has 3 to 24 lowercase letters and digits.',
    );
  const server = environment['AZURE_STORAGE_SERVICE_ENDPOINT'] || `https://${account}.blob.${cloud.storage}`;
  if (!URL.canParse(server))
    throw refuse('AZURE_STORAGE_SERVICE_ENDPOINT is not an address', 'Write it as http://127.0.0.1:10000/account.');
  const accessKey = settings.text('access_key');
  if (accessKey !== undefined && !/^[A-Za-z0-9+/]+=*$/.test(accessKey))
    throw refuse('The access key of the backend "azurerm" is not a key', 'It is Base64, as the portal shows it.');
  const sasToken = settings.text('sas_token')?.replace(/^\?/, '');
  const usesTokens = settings.flag('use_azuread_auth');
  const resourceGroup = settings.text('resource_group_name');
  if (accessKey === undefined && sasToken === undefined && !usesTokens && resourceGroup === undefined)
    throw refuse(
      'The backend "azurerm" has no credentials',
      'Set ARM_ACCESS_KEY or ARM_SAS_TOKEN, or use_azuread_auth = true, or the resource group whose account has the key.',
    );
  return {
    account,
    container,
    key: settings.text('key') ?? '',
    address: `${server.replace(/\/+$/, '')}/${encodeURIComponent(container)}`,
    takesSnapshots: settings.flag('snapshot'),
    accessKey,
    sasToken,
    usesTokens,
    identity: {
      tenant: settings.text('tenant_id') ?? environment['AZURE_TENANT_ID'],
      clientId: settings.text('client_id'),
      clientIdFile: settings.text('client_id_file_path'),
      clientSecret: settings.text('client_secret'),
      clientSecretFile: settings.text('client_secret_file_path'),
      usesOidc: settings.flag('use_oidc'),
      usesWorkloadIdentity: settings.flag('use_aks_workload_identity'),
      oidcToken: settings.text('oidc_token'),
      oidcTokenFile: settings.text('oidc_token_file_path'),
      oidcUrl: settings.text('oidc_request_url'),
      oidcBearer: settings.text('oidc_request_token'),
      serviceConnection: settings.text('ado_pipeline_service_connection_id'),
      usesMachine: settings.flag('use_msi'),
      machineEndpoint: settings.text('msi_endpoint'),
      usesCli: settings.hasValue('use_cli') ? settings.flag('use_cli') : true,
    },
    cloud,
    resourceGroup,
    subscription: settings.text('subscription_id'),
    secrets: settings.secrets(),
  };
}
