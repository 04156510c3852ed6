// Generated from the provider's schema by scripts/generate-bindings.mjs, and compared with it by a test.
// Change the schema, and generate again.
import type { Construct } from 'constructs';
import {
  Action,
  DataSource,
  ProviderConfig,
  Resource,
  actionOptions,
  blockOptions,
  providerOptions,
  shape,
  type ActionArguments,
  type Fields,
  type Input,
  type MetaArguments,
  type Ref,
} from '../constructs/index.js';

const PROVIDER = { name: 'palette', source: 'landform/palette' };

const PALETTE_PROVIDER_FIELDS: Fields = {
  api: shape.input('api', 'string'),
  apiKey: shape.input('api_key', 'string'),
  concurrency: shape.input('concurrency', 'number'),
  email: shape.input('email', 'string'),
  host: shape.input('host', 'string'),
  landsWithinSeconds: shape.input('lands_within_seconds', 'number'),
  movedFrom: shape.input('moved_from', 'string'),
  password: shape.input('password', 'string'),
  projectUid: shape.input('project_uid', 'string'),
  requestsPerSecond: shape.input('requests_per_second', 'number'),
  retries: shape.input('retries', 'number'),
  timeoutSeconds: shape.input('timeout_seconds', 'number'),
  trace: shape.input('trace', 'bool'),
};

export interface PaletteProviderConfig {
  /** `documented` (the default): changes as the document makes them. `current`: by the calls of today. */
  readonly api?: Input<string> | undefined;
  /**
   * An API key. Give this, or e-mail address and password.
   * Sensitive: it is never shown.
   */
  readonly apiKey?: Input<string> | undefined;
  /** How many requests may be under way at once. Default: 16. */
  readonly concurrency?: Input<number> | undefined;
  /** E-mail address of a user; with `password`, instead of `api_key`. */
  readonly email?: Input<string> | undefined;
  /** Address of the service, with or without https:// before it. Default: https://api.spectrocloud.com. */
  readonly host?: Input<string> | undefined;
  /** How long after it was sent a request may still take effect although its answer is lost. Until then an object that is not found is not created again. Default: 120. */
  readonly landsWithinSeconds?: Input<number> | undefined;
  /** What the endpoint, or another setting that objects belong to, was before all objects were moved to what it is now. They are looked for there, and state follows. */
  readonly movedFrom?: Input<string> | undefined;
  /**
   * Password of that user. The token it gives is kept nowhere.
   * Sensitive: it is never shown.
   */
  readonly password?: Input<string> | undefined;
  /** The project of everything that names none. */
  readonly projectUid?: Input<string> | undefined;
  /** At most so many requests a second, those for profiles and cloud configurations apart. Default: 10. */
  readonly requestsPerSecond?: Input<number> | undefined;
  /** How often a request is repeated at most, where that is safe. Default: 8. */
  readonly retries?: Input<number> | undefined;
  /** How long to wait for an answer to one request, and for a service that takes no more of an upload. Default: 30. */
  readonly timeoutSeconds?: Input<number> | undefined;
  /** Whether each request is reported, without headers and bodies. Default: false. */
  readonly trace?: Input<boolean> | undefined;
  /** Tells several configurations of the provider in one stack apart. */
  readonly alias?: string | undefined;
}

export class PaletteProvider extends ProviderConfig {
  constructor(scope: Construct, id: string, config: PaletteProviderConfig = {}) {
    super(scope, id, providerOptions(PROVIDER, PALETTE_PROVIDER_FIELDS, config));
  }
}

const API_KEY_FIELDS: Fields = {
  active: shape.input('active', 'bool'),
  apiKey: shape.computed('api_key', 'string'),
  expiry: shape.input('expiry', 'string'),
  id: shape.computed('id', 'string'),
  name: shape.input('name', 'string'),
  uid: shape.computed('uid', 'string'),
  userUid: shape.input('user_uid', 'string'),
};

export interface ApiKeyConfig extends MetaArguments {
  /** Whether it lets anybody in. Default: true. */
  readonly active?: Input<boolean> | undefined;
  /** When it ends, as 2027-01-31T00:00:00.000Z. Default: as the service decides. */
  readonly expiry?: Input<string> | undefined;
  /** The name people see. */
  readonly name: Input<string>;
  /** The user it speaks for. Default: the one who creates it. */
  readonly userUid?: Input<string> | undefined;
}

/** A key that lets programs in, in the name of a user. */
export class ApiKey extends Resource {
  static readonly tfResourceType: string = 'palette_api_key';

  constructor(scope: Construct, id: string, config: ApiKeyConfig) {
    super(scope, id, blockOptions(PROVIDER, 'palette_api_key', API_KEY_FIELDS, config));
  }

  /** Whether it lets anybody in. Default: true. */
  get active(): Ref<boolean> {
    return this.attribute('active');
  }

  /**
   * The key. Null when it is not known: after an import, or when a run died before it could write it down.
   * Sensitive: it is never shown.
   */
  get apiKey(): Ref<string> {
    return this.attribute('apiKey');
  }

  /** When it ends, as 2027-01-31T00:00:00.000Z. Default: as the service decides. */
  get expiry(): Ref<string> {
    return this.attribute('expiry');
  }

  /** The same as `uid`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** The name people see. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** Given by the service. */
  get uid(): Ref<string> {
    return this.attribute('uid');
  }

  /** The user it speaks for. Default: the one who creates it. */
  get userUid(): Ref<string> {
    return this.attribute('userUid');
  }
}

const CLOUD_ACCOUNT_VSPHERE_FIELDS: Fields = {
  context: shape.input('context', 'string'),
  id: shape.computed('id', 'string'),
  insecure: shape.input('insecure', 'bool'),
  name: shape.input('name', 'string'),
  password: shape.input('password', 'string'),
  passwordVersion: shape.input('password_version', 'string'),
  projectUid: shape.input('project_uid', 'string'),
  uid: shape.computed('uid', 'string'),
  username: shape.input('username', 'string'),
  vcenterServer: shape.input('vcenter_server', 'string'),
};

export interface CloudAccountVsphereConfig extends MetaArguments {
  /** `project` or `tenant`: where it lives. Default: `project`. */
  readonly context?: Input<string> | undefined;
  /** Whether the vCenter's certificate is accepted unchecked. Default: false. */
  readonly insecure?: Input<boolean> | undefined;
  /** The name people see. */
  readonly name: Input<string>;
  /**
   * Password of that user.
   * Sensitive: it is never shown.
   * Write-only: it is sent to the provider and not kept in the state.
   */
  readonly password: Input<string>;
  /** Any text. The password is not kept, so another one is not seen: change this with it, and it is sent. */
  readonly passwordVersion?: Input<string> | undefined;
  /** The project it lives in. Default: that of the provider. */
  readonly projectUid?: Input<string> | undefined;
  /** User of the vCenter. */
  readonly username: Input<string>;
  /** Address of the vCenter. */
  readonly vcenterServer: Input<string>;
}

/** The credentials of a vCenter, with which clusters are made. */
export class CloudAccountVsphere extends Resource {
  static readonly tfResourceType: string = 'palette_cloud_account_vsphere';

  constructor(scope: Construct, id: string, config: CloudAccountVsphereConfig) {
    super(scope, id, blockOptions(PROVIDER, 'palette_cloud_account_vsphere', CLOUD_ACCOUNT_VSPHERE_FIELDS, config));
  }

  /** `project` or `tenant`: where it lives. Default: `project`. */
  get context(): Ref<string> {
    return this.attribute('context');
  }

  /** The same as `uid`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Whether the vCenter's certificate is accepted unchecked. Default: false. */
  get insecure(): Ref<boolean> {
    return this.attribute('insecure');
  }

  /** The name people see. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** Any text. The password is not kept, so another one is not seen: change this with it, and it is sent. */
  get passwordVersion(): Ref<string> {
    return this.attribute('passwordVersion');
  }

  /** The project it lives in. Default: that of the provider. */
  get projectUid(): Ref<string> {
    return this.attribute('projectUid');
  }

  /** Given by the service. */
  get uid(): Ref<string> {
    return this.attribute('uid');
  }

  /** User of the vCenter. */
  get username(): Ref<string> {
    return this.attribute('username');
  }

  /** Address of the vCenter. */
  get vcenterServer(): Ref<string> {
    return this.attribute('vcenterServer');
  }
}

export interface ClusterProfilePacks {
  /** The layer it is: kernel, os, k8s, cni, csi, addon. */
  readonly layer?: string | undefined;
  /** Its name in the registry. */
  readonly name: string;
  /** Its version: `1.21.10`, or `1.21.x` for the latest of these. */
  readonly tag?: string | undefined;
  /** Its kind: spectro, helm, manifest, oci. */
  readonly type?: string | undefined;
  /** Its uid in the registry; see `palette_pack`. */
  readonly uid?: string | undefined;
  /** Its values, as YAML. White space around them does not count. */
  readonly values?: string | undefined;
}

const CLUSTER_PROFILE_PACKS: Fields = {
  layer: shape.input('layer', 'string'),
  name: shape.input('name', 'string'),
  tag: shape.input('tag', 'string'),
  type: shape.input('type', 'string'),
  uid: shape.input('uid', 'string'),
  values: shape.input('values', 'string'),
};

export interface ClusterProfileVariables {
  /** What it is when a cluster does not set it. */
  readonly defaultValue?: string | undefined;
  /** What it is for. */
  readonly description?: string | undefined;
  /** How people see it. */
  readonly displayName?: string | undefined;
  /** Its form: string, number, boolean, ipv4, ipv4cidr, ipv6, version, base64. */
  readonly format?: string | undefined;
  /** Whether people do not see it. */
  readonly hidden?: boolean | undefined;
  /** Whether it stays as it is. */
  readonly immutable?: boolean | undefined;
  /** Whether its value is a secret. */
  readonly isSensitive?: boolean | undefined;
  /** How values refer to it. */
  readonly name: string;
  /** What its values look like. */
  readonly regex?: string | undefined;
  /** Whether it needs a value. */
  readonly required?: boolean | undefined;
}

const CLUSTER_PROFILE_VARIABLES: Fields = {
  defaultValue: shape.input('default_value', 'string'),
  description: shape.input('description', 'string'),
  displayName: shape.input('display_name', 'string'),
  format: shape.input('format', 'string'),
  hidden: shape.input('hidden', 'bool'),
  immutable: shape.input('immutable', 'bool'),
  isSensitive: shape.input('is_sensitive', 'bool'),
  name: shape.input('name', 'string'),
  regex: shape.input('regex', 'string'),
  required: shape.input('required', 'bool'),
};

const CLUSTER_PROFILE_FIELDS: Fields = {
  annotations: shape.input('annotations', shape.map('string')),
  cloneOf: shape.input('clone_of', 'string'),
  cloudType: shape.input('cloud_type', 'string'),
  context: shape.input('context', 'string'),
  id: shape.computed('id', 'string'),
  labels: shape.input('labels', shape.map('string')),
  name: shape.input('name', 'string'),
  namespace: shape.input('namespace', 'string'),
  packs: shape.input('packs', shape.list(shape.object(CLUSTER_PROFILE_PACKS))),
  projectUid: shape.input('project_uid', 'string'),
  published: shape.computed('published', 'bool'),
  revision: shape.computed('revision', 'string'),
  type: shape.input('type', 'string'),
  uid: shape.computed('uid', 'string'),
  variables: shape.input('variables', shape.list(shape.object(CLUSTER_PROFILE_VARIABLES))),
  version: shape.input('version', 'string'),
};

export interface ClusterProfileConfig extends MetaArguments {
  /** Annotations, by name. Those of the service and of others are left alone. */
  readonly annotations?: Input<Readonly<Record<string, string>>> | undefined;
  /** The uid of a profile of which this is a new version; it is copied, and then changed to what stands here. */
  readonly cloneOf?: Input<string> | undefined;
  /** The kind of cloud it is for: `vsphere`, or `vmware` as the document has it. */
  readonly cloudType: Input<string>;
  /** `project` or `tenant`: where it lives. Default: `project`. */
  readonly context?: Input<string> | undefined;
  /** Labels, by name. Those that others set are left alone. */
  readonly labels?: Input<Readonly<Record<string, string>>> | undefined;
  /** The name people see. */
  readonly name: Input<string>;
  /** The namespace in its metadata. Default: what the service chooses. */
  readonly namespace?: Input<string> | undefined;
  /** Its layers. */
  readonly packs: Input<readonly ClusterProfilePacks[]>;
  /** The project it lives in. Default: that of the provider. */
  readonly projectUid?: Input<string> | undefined;
  /** What it describes: `cluster` (the default), `infra` or `add-on`. */
  readonly type?: Input<string> | undefined;
  /** What clusters may set. */
  readonly variables?: Input<readonly ClusterProfileVariables[]> | undefined;
  /** Its version. Default: `1.0.0`. Another version is another profile with a uid of its own, so a change replaces; to keep the old one, add a second resource with `clone_of`. */
  readonly version?: Input<string> | undefined;
}

/** What clusters are made of, layer by layer. */
export class ClusterProfile extends Resource {
  static readonly tfResourceType: string = 'palette_cluster_profile';

  constructor(scope: Construct, id: string, config: ClusterProfileConfig) {
    super(scope, id, blockOptions(PROVIDER, 'palette_cluster_profile', CLUSTER_PROFILE_FIELDS, config));
  }

  /** Annotations, by name. Those of the service and of others are left alone. */
  get annotations(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('annotations');
  }

  /** The uid of a profile of which this is a new version; it is copied, and then changed to what stands here. */
  get cloneOf(): Ref<string> {
    return this.attribute('cloneOf');
  }

  /** The kind of cloud it is for: `vsphere`, or `vmware` as the document has it. */
  get cloudType(): Ref<string> {
    return this.attribute('cloudType');
  }

  /** `project` or `tenant`: where it lives. Default: `project`. */
  get context(): Ref<string> {
    return this.attribute('context');
  }

  /** The same as `uid`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Labels, by name. Those that others set are left alone. */
  get labels(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('labels');
  }

  /** The name people see. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** The namespace in its metadata. Default: what the service chooses. */
  get namespace(): Ref<string> {
    return this.attribute('namespace');
  }

  /** Its layers. */
  get packs(): Ref<readonly ClusterProfilePacks[]> {
    return this.attribute('packs');
  }

  /** The project it lives in. Default: that of the provider. */
  get projectUid(): Ref<string> {
    return this.attribute('projectUid');
  }

  /** Whether clusters can be made from it as it stands here. Landform publishes it after each change. */
  get published(): Ref<boolean> {
    return this.attribute('published');
  }

  /** Changes whenever what clusters are made of does. Give it to a cluster with the uid, and the cluster follows. */
  get revision(): Ref<string> {
    return this.attribute('revision');
  }

  /** What it describes: `cluster` (the default), `infra` or `add-on`. */
  get type(): Ref<string> {
    return this.attribute('type');
  }

  /** Given by the service. */
  get uid(): Ref<string> {
    return this.attribute('uid');
  }

  /** What clusters may set. */
  get variables(): Ref<readonly ClusterProfileVariables[]> {
    return this.attribute('variables');
  }

  /** Its version. Default: `1.0.0`. Another version is another profile with a uid of its own, so a change replaces; to keep the old one, add a second resource with `clone_of`. */
  get version(): Ref<string> {
    return this.attribute('version');
  }
}

export interface ClusterVsphereMachinePoolsPackValues {
  /** The pack. */
  readonly name: string;
  /** Its version. */
  readonly tag?: string | undefined;
  /** Its values, as YAML. */
  readonly values?: string | undefined;
}

const CLUSTER_VSPHERE_MACHINE_POOLS_PACK_VALUES: Fields = {
  name: shape.input('name', 'string'),
  tag: shape.input('tag', 'string'),
  values: shape.input('values', 'string'),
};

export interface ClusterVsphereMachinePoolsPlacements {
  /** The compute cluster in vSphere. */
  readonly computeCluster?: string | undefined;
  /** Where disks are kept. */
  readonly datastore?: string | undefined;
  /** Their network. */
  readonly networkName?: string | undefined;
  /** The resource pool of the machines. */
  readonly resourcePool?: string | undefined;
}

const CLUSTER_VSPHERE_MACHINE_POOLS_PLACEMENTS: Fields = {
  computeCluster: shape.input('compute_cluster', 'string'),
  datastore: shape.input('datastore', 'string'),
  networkName: shape.input('network_name', 'string'),
  resourcePool: shape.input('resource_pool', 'string'),
};

export interface ClusterVsphereMachinePools {
  /** Whether it runs the control plane. Default: false. */
  readonly controlPlane?: boolean | undefined;
  /** Whether the control plane also runs workloads. Default: false. */
  readonly controlPlaneAsWorker?: boolean | undefined;
  /** Disk of each machine, in GiB. */
  readonly diskGib: number;
  /** The profile of its machines. Default: that of the cluster. Only with `api = "documented"`. */
  readonly infraProfileUid?: string | undefined;
  /** Its labels. */
  readonly labels?: readonly string[] | undefined;
  /** Memory of each machine, in MiB. */
  readonly memoryMib: number;
  /** Its name. */
  readonly name: string;
  /** Processors of each machine. */
  readonly numCpus: number;
  /** What its machines have otherwise than their profile. Default: as the cluster. Only with `api = "documented"`. */
  readonly packValues?: readonly ClusterVsphereMachinePoolsPackValues[] | undefined;
  /** Where its machines are placed. That of a control plane can not change. */
  readonly placements?: readonly ClusterVsphereMachinePoolsPlacements[] | undefined;
  /** How many machines. */
  readonly size: number;
}

const CLUSTER_VSPHERE_MACHINE_POOLS: Fields = {
  controlPlane: shape.input('control_plane', 'bool'),
  controlPlaneAsWorker: shape.input('control_plane_as_worker', 'bool'),
  diskGib: shape.input('disk_gib', 'number'),
  infraProfileUid: shape.input('infra_profile_uid', 'string'),
  labels: shape.input('labels', shape.list('string')),
  memoryMib: shape.input('memory_mib', 'number'),
  name: shape.input('name', 'string'),
  numCpus: shape.input('num_cpus', 'number'),
  packValues: shape.input('pack_values', shape.list(shape.object(CLUSTER_VSPHERE_MACHINE_POOLS_PACK_VALUES))),
  placements: shape.input('placements', shape.list(shape.object(CLUSTER_VSPHERE_MACHINE_POOLS_PLACEMENTS))),
  size: shape.input('size', 'number'),
};

export interface ClusterVsphereProfilesPackValues {
  /** The pack. */
  readonly name: string;
  /** Its version. */
  readonly tag?: string | undefined;
  /** Its values, as YAML. */
  readonly values?: string | undefined;
}

const CLUSTER_VSPHERE_PROFILES_PACK_VALUES: Fields = {
  name: shape.input('name', 'string'),
  tag: shape.input('tag', 'string'),
  values: shape.input('values', 'string'),
};

export interface ClusterVsphereProfilesVariables {
  /** A variable of the profile. */
  readonly name: string;
  /** Its value here. */
  readonly value: string;
}

const CLUSTER_VSPHERE_PROFILES_VARIABLES: Fields = {
  name: shape.input('name', 'string'),
  value: shape.input('value', 'string'),
};

export interface ClusterVsphereProfiles {
  /** What this cluster has otherwise than the profile. */
  readonly packValues?: readonly ClusterVsphereProfilesPackValues[] | undefined;
  /** The `revision` of the profile. When it changes, the cluster is brought to what the profile says. */
  readonly revision?: string | undefined;
  /** The profile. */
  readonly uid: string;
  /** Values of the variables of the profile. Only with `api = "current"`. */
  readonly variables?: readonly ClusterVsphereProfilesVariables[] | undefined;
}

const CLUSTER_VSPHERE_PROFILES: Fields = {
  packValues: shape.input('pack_values', shape.list(shape.object(CLUSTER_VSPHERE_PROFILES_PACK_VALUES))),
  revision: shape.input('revision', 'string'),
  uid: shape.input('uid', 'string'),
  variables: shape.input('variables', shape.list(shape.object(CLUSTER_VSPHERE_PROFILES_VARIABLES))),
};

const CLUSTER_VSPHERE_FIELDS: Fields = {
  annotations: shape.input('annotations', shape.map('string')),
  attachedProfileUids: shape.computed('attached_profile_uids', shape.list('string')),
  cloudAccountUid: shape.input('cloud_account_uid', 'string'),
  cloudConfigUid: shape.computed('cloud_config_uid', 'string'),
  computeCluster: shape.input('compute_cluster', 'string'),
  context: shape.input('context', 'string'),
  datacenter: shape.input('datacenter', 'string'),
  datastore: shape.input('datastore', 'string'),
  folder: shape.input('folder', 'string'),
  forceDelete: shape.input('force_delete', 'bool'),
  id: shape.computed('id', 'string'),
  imageTemplateFolder: shape.input('image_template_folder', 'string'),
  labels: shape.input('labels', shape.map('string')),
  machinePools: shape.input('machine_pools', shape.list(shape.object(CLUSTER_VSPHERE_MACHINE_POOLS))),
  name: shape.input('name', 'string'),
  namespace: shape.input('namespace', 'string'),
  networkName: shape.input('network_name', 'string'),
  ntpServers: shape.input('ntp_servers', shape.list('string')),
  profiles: shape.input('profiles', shape.list(shape.object(CLUSTER_VSPHERE_PROFILES))),
  projectUid: shape.input('project_uid', 'string'),
  resourcePool: shape.input('resource_pool', 'string'),
  sshKeys: shape.input('ssh_keys', shape.list('string')),
  state: shape.computed('state', 'string'),
  uid: shape.computed('uid', 'string'),
  waitSeconds: shape.input('wait_seconds', 'number'),
};

export interface ClusterVsphereConfig extends MetaArguments {
  /** Annotations, by name. Those of the service and of others are left alone. */
  readonly annotations?: Input<Readonly<Record<string, string>>> | undefined;
  /** The cloud account it is made with. */
  readonly cloudAccountUid: Input<string>;
  /** The compute cluster in vSphere. */
  readonly computeCluster?: Input<string> | undefined;
  /** `project` or `tenant`: where it lives. Default: `project`. */
  readonly context?: Input<string> | undefined;
  /** The datacenter in vSphere. */
  readonly datacenter: Input<string>;
  /** Where disks are kept. */
  readonly datastore?: Input<string> | undefined;
  /** The folder of the machines. */
  readonly folder?: Input<string> | undefined;
  /** Whether a destroy forgets the cluster there though its machines can not be removed. Default: false. */
  readonly forceDelete?: Input<boolean> | undefined;
  /** The folder of the images machines are made from. */
  readonly imageTemplateFolder?: Input<string> | undefined;
  /** Labels, by name. Those that others set are left alone. */
  readonly labels?: Input<Readonly<Record<string, string>>> | undefined;
  /** Its machines. */
  readonly machinePools: Input<readonly ClusterVsphereMachinePools[]>;
  /** Its name, which is its own in the scope. */
  readonly name: Input<string>;
  /** The namespace in its metadata. Default: what the service chooses. */
  readonly namespace?: Input<string> | undefined;
  /** The network of the machines. */
  readonly networkName?: Input<string> | undefined;
  /** Time servers of the machines. */
  readonly ntpServers?: Input<readonly string[]> | undefined;
  /** The profiles it is made from. Those that others attach are left alone. */
  readonly profiles: Input<readonly ClusterVsphereProfiles[]>;
  /** The project it lives in. Default: that of the provider. */
  readonly projectUid?: Input<string> | undefined;
  /** The resource pool of the machines. */
  readonly resourcePool?: Input<string> | undefined;
  /** Public keys that open the machines. */
  readonly sshKeys?: Input<readonly string[]> | undefined;
  /** How long to wait for it to run and to go. Default: 10800, which are 180 minutes. The next apply goes on waiting. */
  readonly waitSeconds?: Input<number> | undefined;
}

/** A Kubernetes cluster on vSphere, made from cluster profiles. */
export class ClusterVsphere extends Resource {
  static readonly tfResourceType: string = 'palette_cluster_vsphere';

  constructor(scope: Construct, id: string, config: ClusterVsphereConfig) {
    super(scope, id, blockOptions(PROVIDER, 'palette_cluster_vsphere', CLUSTER_VSPHERE_FIELDS, config));
  }

  /** Annotations, by name. Those of the service and of others are left alone. */
  get annotations(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('annotations');
  }

  /** All profiles that are attached, also by others. */
  get attachedProfileUids(): Ref<readonly string[]> {
    return this.attribute('attachedProfileUids');
  }

  /** The cloud account it is made with. */
  get cloudAccountUid(): Ref<string> {
    return this.attribute('cloudAccountUid');
  }

  /** Where the service keeps placement and pools. */
  get cloudConfigUid(): Ref<string> {
    return this.attribute('cloudConfigUid');
  }

  /** The compute cluster in vSphere. */
  get computeCluster(): Ref<string> {
    return this.attribute('computeCluster');
  }

  /** `project` or `tenant`: where it lives. Default: `project`. */
  get context(): Ref<string> {
    return this.attribute('context');
  }

  /** The datacenter in vSphere. */
  get datacenter(): Ref<string> {
    return this.attribute('datacenter');
  }

  /** Where disks are kept. */
  get datastore(): Ref<string> {
    return this.attribute('datastore');
  }

  /** The folder of the machines. */
  get folder(): Ref<string> {
    return this.attribute('folder');
  }

  /** Whether a destroy forgets the cluster there though its machines can not be removed. Default: false. */
  get forceDelete(): Ref<boolean> {
    return this.attribute('forceDelete');
  }

  /** The same as `uid`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** The folder of the images machines are made from. */
  get imageTemplateFolder(): Ref<string> {
    return this.attribute('imageTemplateFolder');
  }

  /** Labels, by name. Those that others set are left alone. */
  get labels(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('labels');
  }

  /** Its machines. */
  get machinePools(): Ref<readonly ClusterVsphereMachinePools[]> {
    return this.attribute('machinePools');
  }

  /** Its name, which is its own in the scope. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** The namespace in its metadata. Default: what the service chooses. */
  get namespace(): Ref<string> {
    return this.attribute('namespace');
  }

  /** The network of the machines. */
  get networkName(): Ref<string> {
    return this.attribute('networkName');
  }

  /** Time servers of the machines. */
  get ntpServers(): Ref<readonly string[]> {
    return this.attribute('ntpServers');
  }

  /** The profiles it is made from. Those that others attach are left alone. */
  get profiles(): Ref<readonly ClusterVsphereProfiles[]> {
    return this.attribute('profiles');
  }

  /** The project it lives in. Default: that of the provider. */
  get projectUid(): Ref<string> {
    return this.attribute('projectUid');
  }

  /** The resource pool of the machines. */
  get resourcePool(): Ref<string> {
    return this.attribute('resourcePool');
  }

  /** Public keys that open the machines. */
  get sshKeys(): Ref<readonly string[]> {
    return this.attribute('sshKeys');
  }

  /** As `Running`. */
  get state(): Ref<string> {
    return this.attribute('state');
  }

  /** Given by the service. */
  get uid(): Ref<string> {
    return this.attribute('uid');
  }

  /** How long to wait for it to run and to go. Default: 10800, which are 180 minutes. The next apply goes on waiting. */
  get waitSeconds(): Ref<number> {
    return this.attribute('waitSeconds');
  }
}

const DATA_CLOUD_ACCOUNT_FIELDS: Fields = {
  context: shape.input('context', 'string'),
  id: shape.computed('id', 'string'),
  name: shape.input('name', 'string'),
  projectUid: shape.input('project_uid', 'string'),
  uid: shape.input('uid', 'string'),
  username: shape.computed('username', 'string'),
  vcenterServer: shape.computed('vcenter_server', 'string'),
};

export interface DataCloudAccountConfig extends MetaArguments {
  /** `project` or `tenant`: where it lives. Default: `project`. */
  readonly context?: Input<string> | undefined;
  /** The name of the account. Give this or the uid. */
  readonly name?: Input<string> | undefined;
  /** The project it lives in. Default: that of the provider. */
  readonly projectUid?: Input<string> | undefined;
  /** The uid of the account. Give this or the name. */
  readonly uid?: Input<string> | undefined;
}

/** One vSphere cloud account, by its uid or its name. Its password is not shown. */
export class DataCloudAccount extends DataSource {
  static readonly tfResourceType: string = 'palette_cloud_account';

  constructor(scope: Construct, id: string, config: DataCloudAccountConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'palette_cloud_account', DATA_CLOUD_ACCOUNT_FIELDS, config));
  }

  /** `project` or `tenant`: where it lives. Default: `project`. */
  get context(): Ref<string> {
    return this.attribute('context');
  }

  /** The same as `uid`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** The name of the account. Give this or the uid. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** The project it lives in. Default: that of the provider. */
  get projectUid(): Ref<string> {
    return this.attribute('projectUid');
  }

  /** The uid of the account. Give this or the name. */
  get uid(): Ref<string> {
    return this.attribute('uid');
  }

  /** User of the vCenter. */
  get username(): Ref<string> {
    return this.attribute('username');
  }

  /** Address of the vCenter. */
  get vcenterServer(): Ref<string> {
    return this.attribute('vcenterServer');
  }
}

const DATA_CLUSTER_FIELDS: Fields = {
  cloudType: shape.computed('cloud_type', 'string'),
  context: shape.input('context', 'string'),
  id: shape.computed('id', 'string'),
  labels: shape.computed('labels', shape.map('string')),
  name: shape.input('name', 'string'),
  profileUids: shape.computed('profile_uids', shape.list('string')),
  projectUid: shape.input('project_uid', 'string'),
  state: shape.computed('state', 'string'),
  uid: shape.input('uid', 'string'),
};

export interface DataClusterConfig extends MetaArguments {
  /** `project` or `tenant`: where it lives. Default: `project`. */
  readonly context?: Input<string> | undefined;
  /** The name of the cluster. Give this or the uid. */
  readonly name?: Input<string> | undefined;
  /** The project it lives in. Default: that of the provider. */
  readonly projectUid?: Input<string> | undefined;
  /** The uid of the cluster. Give this or the name. */
  readonly uid?: Input<string> | undefined;
}

/** One cluster of any kind, by its uid or its name. */
export class DataCluster extends DataSource {
  static readonly tfResourceType: string = 'palette_cluster';

  constructor(scope: Construct, id: string, config: DataClusterConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'palette_cluster', DATA_CLUSTER_FIELDS, config));
  }

  /** The kind of cloud it runs on. */
  get cloudType(): Ref<string> {
    return this.attribute('cloudType');
  }

  /** `project` or `tenant`: where it lives. Default: `project`. */
  get context(): Ref<string> {
    return this.attribute('context');
  }

  /** The same as `uid`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Its labels. */
  get labels(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('labels');
  }

  /** The name of the cluster. Give this or the uid. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** The profiles it is made from. */
  get profileUids(): Ref<readonly string[]> {
    return this.attribute('profileUids');
  }

  /** The project it lives in. Default: that of the provider. */
  get projectUid(): Ref<string> {
    return this.attribute('projectUid');
  }

  /** Its state, as `Running`. */
  get state(): Ref<string> {
    return this.attribute('state');
  }

  /** The uid of the cluster. Give this or the name. */
  get uid(): Ref<string> {
    return this.attribute('uid');
  }
}

const DATA_CLUSTER_PROFILE_FIELDS: Fields = {
  cloudType: shape.computed('cloud_type', 'string'),
  context: shape.input('context', 'string'),
  id: shape.computed('id', 'string'),
  inUseBy: shape.computed('in_use_by', shape.list('string')),
  labels: shape.computed('labels', shape.map('string')),
  name: shape.input('name', 'string'),
  projectUid: shape.input('project_uid', 'string'),
  published: shape.computed('published', 'bool'),
  revision: shape.computed('revision', 'string'),
  type: shape.computed('type', 'string'),
  uid: shape.input('uid', 'string'),
  version: shape.input('version', 'string'),
};

export interface DataClusterProfileConfig extends MetaArguments {
  /** `project` or `tenant`: where it lives. Default: `project`. */
  readonly context?: Input<string> | undefined;
  /** The name of the profile. Give this or the uid. */
  readonly name?: Input<string> | undefined;
  /** The project it lives in. Default: that of the provider. */
  readonly projectUid?: Input<string> | undefined;
  /** The uid of the profile. Give this or the name. */
  readonly uid?: Input<string> | undefined;
  /** Its version; needed where there are several of that name. */
  readonly version?: Input<string> | undefined;
}

/** One cluster profile, by its uid, or by its name and version. */
export class DataClusterProfile extends DataSource {
  static readonly tfResourceType: string = 'palette_cluster_profile';

  constructor(scope: Construct, id: string, config: DataClusterProfileConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'palette_cluster_profile', DATA_CLUSTER_PROFILE_FIELDS, config));
  }

  /** The kind of cloud it is for. */
  get cloudType(): Ref<string> {
    return this.attribute('cloudType');
  }

  /** `project` or `tenant`: where it lives. Default: `project`. */
  get context(): Ref<string> {
    return this.attribute('context');
  }

  /** The same as `uid`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** The uids of the clusters made from it. */
  get inUseBy(): Ref<readonly string[]> {
    return this.attribute('inUseBy');
  }

  /** Its labels. */
  get labels(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('labels');
  }

  /** The name of the profile. Give this or the uid. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** The project it lives in. Default: that of the provider. */
  get projectUid(): Ref<string> {
    return this.attribute('projectUid');
  }

  /** Whether clusters can be made from its latest state. */
  get published(): Ref<boolean> {
    return this.attribute('published');
  }

  /** Changes whenever what clusters are made of does. */
  get revision(): Ref<string> {
    return this.attribute('revision');
  }

  /** What it describes. */
  get type(): Ref<string> {
    return this.attribute('type');
  }

  /** The uid of the profile. Give this or the name. */
  get uid(): Ref<string> {
    return this.attribute('uid');
  }

  /** Its version; needed where there are several of that name. */
  get version(): Ref<string> {
    return this.attribute('version');
  }
}

const DATA_PACK_FIELDS: Fields = {
  context: shape.input('context', 'string'),
  id: shape.computed('id', 'string'),
  layer: shape.computed('layer', 'string'),
  name: shape.input('name', 'string'),
  projectUid: shape.input('project_uid', 'string'),
  registryUid: shape.input('registry_uid', 'string'),
  type: shape.computed('type', 'string'),
  uid: shape.computed('uid', 'string'),
  values: shape.computed('values', 'string'),
  version: shape.input('version', 'string'),
};

export interface DataPackConfig extends MetaArguments {
  /** `project` or `tenant`: where it lives. Default: `project`. */
  readonly context?: Input<string> | undefined;
  /** Its name, as `kubernetes`. */
  readonly name: Input<string>;
  /** The project it lives in. Default: that of the provider. */
  readonly projectUid?: Input<string> | undefined;
  /** The registry; needed where several have it. */
  readonly registryUid?: Input<string> | undefined;
  /** Its version, as `1.21.10`: the `tag` of a pack in a profile. */
  readonly version: Input<string>;
}

/** One version of a pack of a registry. */
export class DataPack extends DataSource {
  static readonly tfResourceType: string = 'palette_pack';

  constructor(scope: Construct, id: string, config: DataPackConfig) {
    super(scope, id, blockOptions(PROVIDER, 'palette_pack', DATA_PACK_FIELDS, config));
  }

  /** `project` or `tenant`: where it lives. Default: `project`. */
  get context(): Ref<string> {
    return this.attribute('context');
  }

  /** The same as `uid`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** The layer it is. */
  get layer(): Ref<string> {
    return this.attribute('layer');
  }

  /** Its name, as `kubernetes`. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** The project it lives in. Default: that of the provider. */
  get projectUid(): Ref<string> {
    return this.attribute('projectUid');
  }

  /** The registry; needed where several have it. */
  get registryUid(): Ref<string> {
    return this.attribute('registryUid');
  }

  /** Its kind. */
  get type(): Ref<string> {
    return this.attribute('type');
  }

  /** The `uid` of a pack in a profile. */
  get uid(): Ref<string> {
    return this.attribute('uid');
  }

  /** The values it has by itself, as YAML. */
  get values(): Ref<string> {
    return this.attribute('values');
  }

  /** Its version, as `1.21.10`: the `tag` of a pack in a profile. */
  get version(): Ref<string> {
    return this.attribute('version');
  }
}

const AUTH_TOKEN_FIELDS: Fields = {
  email: shape.input('email', 'string'),
  password: shape.input('password', 'string'),
};

export interface AuthTokenConfig extends ActionArguments {
  /** E-mail address of the user. */
  readonly email: Input<string>;
  /**
   * Password of the user.
   * Sensitive: it is never shown.
   */
  readonly password: Input<string>;
}

/** Logs in with e-mail address and password, to see that they are good. The token is kept nowhere. */
export class AuthToken extends Action {
  static readonly tfActionType: string = 'palette_auth_token';

  constructor(scope: Construct, id: string, config: AuthTokenConfig) {
    super(scope, id, actionOptions(PROVIDER, 'palette_auth_token', AUTH_TOKEN_FIELDS, config));
  }
}

const PROFILE_PUBLISH_FIELDS: Fields = {
  context: shape.input('context', 'string'),
  projectUid: shape.input('project_uid', 'string'),
  uid: shape.input('uid', 'string'),
};

export interface ProfilePublishConfig extends ActionArguments {
  /** `project` or `tenant`: where it lives. Default: `project`. */
  readonly context?: Input<string> | undefined;
  /** The project it lives in. Default: that of the provider. */
  readonly projectUid?: Input<string> | undefined;
  /** The cluster profile. */
  readonly uid: Input<string>;
}

/** Publishes the draft of a cluster profile, so that clusters can be made from it. */
export class ProfilePublish extends Action {
  static readonly tfActionType: string = 'palette_profile_publish';

  constructor(scope: Construct, id: string, config: ProfilePublishConfig) {
    super(scope, id, actionOptions(PROVIDER, 'palette_profile_publish', PROFILE_PUBLISH_FIELDS, config));
  }
}

const REPAVE_APPROVE_FIELDS: Fields = {
  context: shape.input('context', 'string'),
  projectUid: shape.input('project_uid', 'string'),
  uid: shape.input('uid', 'string'),
};

export interface RepaveApproveConfig extends ActionArguments {
  /** `project` or `tenant`: where it lives. Default: `project`. */
  readonly context?: Input<string> | undefined;
  /** The project it lives in. Default: that of the provider. */
  readonly projectUid?: Input<string> | undefined;
  /** The cluster. */
  readonly uid: Input<string>;
}

/** Lets a cluster replace its nodes, where a change waits for that. */
export class RepaveApprove extends Action {
  static readonly tfActionType: string = 'palette_repave_approve';

  constructor(scope: Construct, id: string, config: RepaveApproveConfig) {
    super(scope, id, actionOptions(PROVIDER, 'palette_repave_approve', REPAVE_APPROVE_FIELDS, config));
  }
}
