import { DiagnosticError, errorDiagnostic, listIn, objectIn, textMember } from '../../../model/index.js';
import { Settings, type GivenSettings } from '../settings.js';

/** The settings and environment variables of Terraform's `kubernetes` backend. */
const RULES = {
  secret_suffix: { type: 'text', isRequired: true },
  labels: { type: 'object' },
  namespace: { type: 'text', variables: ['KUBE_NAMESPACE'] },
  in_cluster_config: { type: 'flag', variables: ['KUBE_IN_CLUSTER_CONFIG'] },
  load_config_file: { type: 'flag', variables: ['KUBE_LOAD_CONFIG_FILE'] },
  host: { type: 'text', variables: ['KUBE_HOST'] },
  username: { type: 'text', variables: ['KUBE_USER'] },
  password: { type: 'text', variables: ['KUBE_PASSWORD'], isSecret: true },
  insecure: { type: 'flag', variables: ['KUBE_INSECURE'] },
  client_certificate: { type: 'text', variables: ['KUBE_CLIENT_CERT_DATA'] },
  client_key: { type: 'text', variables: ['KUBE_CLIENT_KEY_DATA'], isSecret: true },
  cluster_ca_certificate: { type: 'text', variables: ['KUBE_CLUSTER_CA_CERT_DATA'] },
  config_paths: { type: 'texts' },
  config_path: { type: 'text', variables: ['KUBE_CONFIG_PATH'] },
  config_context: { type: 'text', variables: ['KUBE_CTX'] },
  config_context_auth_info: { type: 'text', variables: ['KUBE_CTX_AUTH_INFO'] },
  config_context_cluster: { type: 'text', variables: ['KUBE_CTX_CLUSTER'] },
  token: { type: 'text', variables: ['KUBE_TOKEN'], isSecret: true },
  proxy_url: { type: 'text', variables: ['KUBE_PROXY_URL'] },
  exec: { type: 'object' },
} as const;

export interface KubernetesSettings {
  readonly suffix: string;
  readonly namespace: string;
  /** Added to what Terraform labels its objects with. */
  readonly labels: Readonly<Record<string, string>>;
  readonly isInCluster: boolean;
  readonly configFiles: readonly string[];
  readonly context?: string | undefined;
  readonly user?: string | undefined;
  readonly cluster?: string | undefined;
  readonly proxy?: string | undefined;
  /** These take precedence over what files say. */
  readonly given: GivenAccess;
  readonly secrets: readonly string[];
}

export interface GivenAccess {
  readonly host?: string | undefined;
  readonly login?: string | undefined;
  readonly token?: string | undefined;
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly insecure: boolean;
  readonly exec?: Program | undefined;
}

/** A program that prints credentials. */
export interface Program {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export function readKubernetesSettings(given: GivenSettings): KubernetesSettings {
  const settings = new Settings(RULES, given);
  const { environment } = given;
  const refuse = (summary: string, detail: string): DiagnosticError =>
    new DiagnosticError([errorDiagnostic('invalid-backend', summary, { ...given.at, detail })]);
  const suffix = settings.text('secret_suffix') ?? '';
  if (/-\d+$/.test(suffix))
    throw refuse(
      'The setting "secret_suffix" of the backend "kubernetes" ends with a number',
      'Terraform numbers the secrets of large states. Write another suffix.',
    );
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(suffix))
    throw refuse(
      'The setting "secret_suffix" of the backend "kubernetes" cannot be part of a name',
      'Use lowercase letters, digits, hyphens and dots.',
    );
  const host = settings.text('host');
  const address = host === undefined || host.includes('://') ? host : `https://${host}`;
  if (address !== undefined && !URL.canParse(address))
    throw refuse(
      'The host of the backend "kubernetes" is not an address',
      'Write it as https://cluster.example.com:6443.',
    );
  const exec = settings.object('exec');
  const path = settings.text('config_path');
  const paths = settings.texts('config_paths');
  const variable = environment['KUBE_CONFIG_PATHS'] ?? '';
  const isLoaded = settings.hasValue('load_config_file') ? settings.flag('load_config_file') : true;
  const named =
    path !== undefined ? [path] : paths.length > 0 ? paths : variable.split(':').filter((one) => one !== '');
  const command = textMember(exec, 'command');
  const username = settings.text('username');
  return {
    suffix,
    namespace: settings.text('namespace') ?? 'default',
    labels: textsIn(settings.object('labels')),
    isInCluster: settings.flag('in_cluster_config'),
    configFiles: isLoaded ? named : [],
    context: settings.text('config_context'),
    user: settings.text('config_context_auth_info'),
    cluster: settings.text('config_context_cluster'),
    proxy: settings.text('proxy_url'),
    given: {
      host: address,
      login: username === undefined ? undefined : `${username}:${settings.text('password') ?? ''}`,
      token: settings.text('token'),
      ca: settings.text('cluster_ca_certificate'),
      cert: settings.text('client_certificate'),
      key: settings.text('client_key'),
      insecure: settings.flag('insecure'),
      exec:
        command === undefined
          ? undefined
          : {
              apiVersion: textMember(exec, 'api_version') ?? 'client.authentication.k8s.io/v1',
              command,
              args: listIn(exec['args']).filter((one) => typeof one === 'string'),
              env: textsIn(objectIn(exec['env'])),
            },
    },
    secrets: settings.secrets(),
  };
}

const textsIn = (object: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, typeof value === 'string' ? value : '']));
