import { systemClock } from '../../state/index.js';
import { ObjectBackend } from '../../state/backends/objects/backend.js';
import { LockObject } from '../../state/backends/objects/lock-object.js';
import { findByKey, ObjectWorkspaces } from '../../state/backends/objects/workspaces.js';
import type { Opening, OpenRemote } from './opening.js';
import { backendSender } from './sender.js';

/** Opens backends whose state, and journal, are objects with names. Each is loaded only where it is configured. */

export const OBJECT_BACKENDS: ReadonlyMap<string, (opening: Opening) => Promise<OpenRemote>> = new Map([
  ['azurerm', openAzure],
  ['consul', openConsul],
  ['gcs', openGcs],
  ['kubernetes', openKubernetes],
  ['s3', openS3],
]);

async function openS3({ env, directory, given, choice }: Opening): Promise<OpenRemote> {
  const [{ readS3Settings }, { S3Objects }, { s3Names, s3WorkspaceOf }, { credentialSource }] = await Promise.all([
    import('../../state/backends/s3/settings.js'),
    import('../../state/backends/s3/objects.js'),
    import('../../state/backends/s3/names.js'),
    import('../../state/backends/s3/credentials.js'),
  ]);
  const { workspace, clock = systemClock } = choice;
  const settings = readS3Settings(given);
  env.learn?.(() => settings.secrets);
  const { bucket, key, workspacePrefix, caFile, insecure } = settings;
  const send = backendSender(env, { insecure, ...(caFile !== undefined && { caFile }) }, directory);
  const now = (): number => clock.now();
  const credentials = credentialSource({ settings: settings.credentials, environment: env.environment, send, now });
  const placeOf = (name: string): string => `s3://${bucket}/${name}`;
  const objects = new S3Objects(settings, send, credentials, clock, placeOf(key));
  const names = s3Names(settings, workspace);
  const lock = new LockObject({ objects, key: `${names.state}.tflock`, path: `${bucket}/${names.state}`, clock });
  const prefix = `${workspacePrefix}/`;
  const namesOf = (name: string): typeof names => s3Names(settings, name);
  return {
    backend: new ObjectBackend({ objects, names, lock, placeOf, clock }),
    workspaces: new ObjectWorkspaces({ objects, namesOf, find: findByKey(objects, prefix, s3WorkspaceOf(settings)) }),
  };
}

async function openGcs({ env, directory, given, choice }: Opening): Promise<OpenRemote> {
  const [{ readGcsSettings }, { GcsObjects }, { gcsLock, gcsNames, gcsWorkspaceOf }, { googleToken }] =
    await Promise.all([
      import('../../state/backends/gcs/settings.js'),
      import('../../state/backends/gcs/objects.js'),
      import('../../state/backends/gcs/names.js'),
      import('../../state/backends/gcs/credentials.js'),
    ]);
  const { workspace, clock = systemClock } = choice;
  const settings = readGcsSettings(given, directory);
  env.learn?.(() => settings.secrets);
  const send = backendSender(env, { insecure: false }, directory);
  const token = googleToken({
    settings: settings.credentials,
    environment: env.environment,
    send,
    now: () => clock.now(),
    learn: (secrets) => env.learn?.(() => secrets),
  });
  const placeOf = (name: string): string => `gs://${settings.bucket}/${name}`;
  const names = gcsNames(settings, workspace);
  const objects = new GcsObjects({ settings, send, token, clock, place: placeOf(names.state) });
  const key = gcsLock(settings, workspace);
  // Terraform's lock is known by the generation of its object.
  const lock = new LockObject({ objects, key, path: placeOf(key), clock, idOf: ({ tag }) => tag });
  const namesOf = (name: string): typeof names => gcsNames(settings, name);
  const find = findByKey(objects, settings.prefix, gcsWorkspaceOf(settings));
  return {
    backend: new ObjectBackend({ objects, names, lock, placeOf, clock }),
    workspaces: new ObjectWorkspaces({ objects, namesOf, find }),
  };
}

async function openAzure({ env, directory, given, choice }: Opening): Promise<OpenRemote> {
  const [{ readAzureSettings }, { Blobs }, { BlobLock }, { azureNames, azureWorkspacePrefix }, auth, { azureToken }] =
    await Promise.all([
      import('../../state/backends/azurerm/settings.js'),
      import('../../state/backends/azurerm/blobs.js'),
      import('../../state/backends/azurerm/lock.js'),
      import('../../state/backends/azurerm/names.js'),
      import('../../state/backends/azurerm/authorize.js'),
      import('../../state/backends/azurerm/identity.js'),
    ]);
  const { workspace, clock = systemClock } = choice;
  const settings = readAzureSettings(given);
  const learn = (secrets: readonly string[]): void => env.learn?.(() => secrets);
  learn(settings.secrets);
  const send = backendSender(env, { insecure: false }, directory);
  const { identity, cloud, container, key } = settings;
  const now = (): number => clock.now();
  const token = azureToken({ settings: identity, login: cloud.login, environment: env.environment, send, now, learn });
  const authorize = auth.azureAuthorize({ settings, send, token, learn });
  const placeOf = (name: string): string => `${settings.address}/${name}`;
  const names = azureNames(key, workspace);
  const place = placeOf(names.state);
  const blobs = new Blobs({ settings, send, authorize, clock, place });
  const lock = new BlobLock({ blobs, key: names.state, container, clock });
  const prefix = azureWorkspacePrefix(key);
  return {
    backend: new ObjectBackend({ objects: blobs, names, lock, placeOf, clock }),
    workspaces: new ObjectWorkspaces({
      objects: blobs,
      namesOf: (name) => azureNames(key, name),
      find: findByKey(blobs, prefix, (name) => name.slice(prefix.length)),
    }),
  };
}

async function openConsul({ env, directory, given, choice }: Opening): Promise<OpenRemote> {
  const [{ readConsulSettings }, { ConsulClient }, { ConsulValues }, { SessionLock }, consul] = await Promise.all([
    import('../../state/backends/consul/settings.js'),
    import('../../state/backends/consul/client.js'),
    import('../../state/backends/consul/values.js'),
    import('../../state/backends/consul/lock.js'),
    import('../../state/backends/consul/names.js'),
  ]);
  const { workspace, clock = systemClock } = choice;
  const settings = readConsulSettings(given, directory);
  env.learn?.(() => settings.secrets);
  const { path, tls, compresses } = settings;
  const placeOf = (name: string): string => `consul://${new URL(settings.address).host}/${name}`;
  const names = consul.consulNames(path, workspace);
  const { state } = names;
  const place = placeOf(state);
  const client = new ConsulClient(settings, backendSender(env, tls, directory), clock, place);
  const values = new ConsulValues({ client, state, compresses, place });
  const lock = new SessionLock({ client, values, state, clock });
  const prefix = consul.consulWorkspacePrefix(path);
  return {
    backend: new ObjectBackend({ objects: values, names, lock, placeOf, clock }),
    workspaces: new ObjectWorkspaces({
      objects: values,
      namesOf: (name) => consul.consulNames(path, name),
      find: findByKey(values, prefix, (name) => name.slice(prefix.length)),
    }),
  };
}

async function openKubernetes({ env, directory, given, choice }: Opening): Promise<OpenRemote> {
  const [{ readKubernetesSettings }, { clusterAccess }, { KubernetesClient }, secrets, { LeaseLock }, names] =
    await Promise.all([
      import('../../state/backends/kubernetes/settings.js'),
      import('../../state/backends/kubernetes/access.js'),
      import('../../state/backends/kubernetes/client.js'),
      import('../../state/backends/kubernetes/secrets.js'),
      import('../../state/backends/kubernetes/lock.js'),
      import('../../state/backends/kubernetes/names.js'),
    ]);
  const { workspace, clock = systemClock } = choice;
  const settings = readKubernetesSettings(given);
  const learn = (found: readonly string[]): void => env.learn?.(() => found);
  learn(settings.secrets);
  const { environment } = env;
  const access = await clusterAccess({ settings, environment, directory, now: () => clock.now(), learn });
  const { insecure, ca, client: certificate, proxy } = access;
  const proxied = proxy === undefined ? env : { ...env, environment: { ...environment, HTTPS_PROXY: proxy } };
  const tls = { insecure, ...(ca !== undefined && { ca }), ...(certificate !== undefined && { client: certificate }) };
  const send = backendSender(proxied, tls, directory);
  const { namespace, suffix } = settings;
  const placeOf = (name: string): string => `kubernetes://${namespace}/${name}`;
  const own = names.kubernetesNames(suffix, workspace);
  const client = new KubernetesClient({ access, namespace, send, clock, place: placeOf(own.state) });
  const objects = new secrets.Secrets(client, settings);
  const lock = new LeaseLock({ client, state: own.state, labels: secrets.labelsOf(settings, workspace), clock });
  return {
    backend: new ObjectBackend({ objects, names: own, lock, placeOf, clock }),
    workspaces: new ObjectWorkspaces({
      objects,
      namesOf: (name) => names.kubernetesNames(suffix, name),
      find: () => objects.workspaces(),
    }),
  };
}
