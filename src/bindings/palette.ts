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
  /** `documented` (the default): use the documented API for changes. `current`: use the vendor's current API. */
  readonly api?: Input<string> | undefined;
  /**
   * An API key. Set this, or e-mail address and password.
   * Sensitive: it is never shown.
   */
  readonly apiKey?: Input<string> | undefined;
  /** Maximum number of concurrent requests. Default: 16. */
  readonly concurrency?: Input<number> | undefined;
  /** E-mail address of a user; with `password`, instead of `api_key`. */
  readonly email?: Input<string> | undefined;
  /** Address of the service, with or without https:// in front. Default: https://api.spectrocloud.com. */
  readonly host?: Input<string> | undefined;
  /** Seconds after which a request whose reply was lost can no longer take effect. Until then, an object that is not found is not created again. Default: 120. */
  readonly landsWithinSeconds?: Input<number> | undefined;
  /** The previous value of the endpoint, or of another setting that objects belong to, after all objects moved to the new one. Objects are looked up in the new place, and state is updated. */
  readonly movedFrom?: Input<string> | undefined;
  /**
   * Password of that user. The token it yields is not kept.
   * Sensitive: it is never shown.
   */
  readonly password?: Input<string> | undefined;
  /** The project of every object that does not set one. */
  readonly projectUid?: Input<string> | undefined;
  /** Maximum number of requests per second; those for profiles and for cloud configurations are counted separately. Default: 10. */
  readonly requestsPerSecond?: Input<number> | undefined;
  /** Maximum number of retries of a request that is safe to repeat. Default: 8. */
  readonly retries?: Input<number> | undefined;
  /** Seconds to wait for a reply to a request, or for the service to accept more of an upload. Default: 30. */
  readonly timeoutSeconds?: Input<number> | undefined;
  /** Whether to report each request, without headers and bodies. Default: false. */
  readonly trace?: Input<boolean> | undefined;
  /** Distinguishes several configurations of the provider in one stack. */
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
  /** Whether the key is active. Default: true. */
  readonly active?: Input<boolean> | undefined;
  /** Expiry time, such as 2027-01-31T00:00:00.000Z. Default: chosen by the service. */
  readonly expiry?: Input<string> | undefined;
  /** Display name. */
  readonly name: Input<string>;
  /** The user it belongs to. Default: its creator. */
  readonly userUid?: Input<string> | undefined;
}

/** An API key that authenticates programs as a user. */
export class ApiKey extends Resource {
  static readonly tfResourceType: string = 'palette_api_key';

  constructor(scope: Construct, id: string, config: ApiKeyConfig) {
    super(scope, id, blockOptions(PROVIDER, 'palette_api_key', API_KEY_FIELDS, config));
  }

  /** Whether the key is active. Default: true. */
  get active(): Ref<boolean> {
    return this.attribute('active');
  }

  /**
   * The key. Null if it is unknown: after an import, or if a run was interrupted before recording it.
   * Sensitive: it is never shown.
   */
  get apiKey(): Ref<string> {
    return this.attribute('apiKey');
  }

  /** Expiry time, such as 2027-01-31T00:00:00.000Z. Default: chosen by the service. */
  get expiry(): Ref<string> {
    return this.attribute('expiry');
  }

  /** The same as `uid`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Display name. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** Assigned by the service. */
  get uid(): Ref<string> {
    return this.attribute('uid');
  }

  /** The user it belongs to. Default: its creator. */
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
  /** Scope of the object: `project` or `tenant`. Default: `project`. */
  readonly context?: Input<string> | undefined;
  /** Whether to accept the vCenter's certificate without verification. Default: false. */
  readonly insecure?: Input<boolean> | undefined;
  /** Display name. */
  readonly name: Input<string>;
  /**
   * Password of that user.
   * Sensitive: it is never shown.
   * Write-only: it is sent to the provider but not kept in state.
   */
  readonly password: Input<string>;
  /** Any string. The password is not kept in state, so a new one is not detected: change this to send it. */
  readonly passwordVersion?: Input<string> | undefined;
  /** The project it belongs to. Default: the provider's project. */
  readonly projectUid?: Input<string> | undefined;
  /** User of the vCenter. */
  readonly username: Input<string>;
  /** Address of the vCenter. */
  readonly vcenterServer: Input<string>;
}

/** The credentials of a vCenter in which clusters are created. */
export class CloudAccountVsphere extends Resource {
  static readonly tfResourceType: string = 'palette_cloud_account_vsphere';

  constructor(scope: Construct, id: string, config: CloudAccountVsphereConfig) {
    super(scope, id, blockOptions(PROVIDER, 'palette_cloud_account_vsphere', CLOUD_ACCOUNT_VSPHERE_FIELDS, config));
  }

  /** Scope of the object: `project` or `tenant`. Default: `project`. */
  get context(): Ref<string> {
    return this.attribute('context');
  }

  /** The same as `uid`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Whether to accept the vCenter's certificate without verification. Default: false. */
  get insecure(): Ref<boolean> {
    return this.attribute('insecure');
  }

  /** Display name. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** Any string. The password is not kept in state, so a new one is not detected: change this to send it. */
  get passwordVersion(): Ref<string> {
    return this.attribute('passwordVersion');
  }

  /** The project it belongs to. Default: the provider's project. */
  get projectUid(): Ref<string> {
    return this.attribute('projectUid');
  }

  /** Assigned by the service. */
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
  /** Its layer: kernel, os, k8s, cni, csi, addon. */
  readonly layer?: string | undefined;
  /** Its name in the registry. */
  readonly name: string;
  /** Its version: `1.21.10`, or `1.21.x` for the latest of these. */
  readonly tag?: string | undefined;
  /** Its kind: spectro, helm, manifest, oci. */
  readonly type?: string | undefined;
  /** Its uid in the registry; see `palette_pack`. */
  readonly uid?: string | undefined;
  /** Its values, as YAML. Surrounding white space is ignored. */
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
  /**
   * Default value if a cluster does not set it.
   * Sensitive: it is never shown.
   */
  readonly defaultValue?: string | undefined;
  /** Its description. */
  readonly description?: string | undefined;
  /** Display name. */
  readonly displayName?: string | undefined;
  /** Format: string, number, boolean, ipv4, ipv4cidr, ipv6, version, base64. */
  readonly format?: string | undefined;
  /** Whether it is hidden from users. */
  readonly hidden?: boolean | undefined;
  /** Whether the value cannot be changed. */
  readonly immutable?: boolean | undefined;
  /** Whether the value is a secret. */
  readonly isSensitive?: boolean | undefined;
  /** Name that values use to refer to it. */
  readonly name: string;
  /** Format of its value. */
  readonly regex?: string | undefined;
  /** Whether a value is required. */
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
  /** Annotations, by name. Those set by the service or elsewhere are left unchanged. */
  readonly annotations?: Input<Readonly<Record<string, string>>> | undefined;
  /** The uid of a profile of which this is a new version; it is copied, and then changed to match this configuration. */
  readonly cloneOf?: Input<string> | undefined;
  /** The cloud type it is for: `vsphere`, or `vmware` in the documented API. */
  readonly cloudType: Input<string>;
  /** Scope of the object: `project` or `tenant`. Default: `project`. */
  readonly context?: Input<string> | undefined;
  /** Labels, by name. Labels set elsewhere are left unchanged. */
  readonly labels?: Input<Readonly<Record<string, string>>> | undefined;
  /** Display name. */
  readonly name: Input<string>;
  /** The namespace in its metadata. Default: chosen by the service. */
  readonly namespace?: Input<string> | undefined;
  /** Its layers. */
  readonly packs: Input<readonly ClusterProfilePacks[]>;
  /** The project it belongs to. Default: the provider's project. */
  readonly projectUid?: Input<string> | undefined;
  /** The part of a cluster it describes: `cluster` (the default), `infra` or `add-on`. */
  readonly type?: Input<string> | undefined;
  /** Variables that clusters may set. */
  readonly variables?: Input<readonly ClusterProfileVariables[]> | undefined;
  /** Its version. Default: `1.0.0`. Another version is another profile with its own uid, so changing it replaces the profile; to keep the old one, add a second resource with `clone_of`. */
  readonly version?: Input<string> | undefined;
}

/** The content of clusters, layer by layer. */
export class ClusterProfile extends Resource {
  static readonly tfResourceType: string = 'palette_cluster_profile';

  constructor(scope: Construct, id: string, config: ClusterProfileConfig) {
    super(scope, id, blockOptions(PROVIDER, 'palette_cluster_profile', CLUSTER_PROFILE_FIELDS, config));
  }

  /** Annotations, by name. Those set by the service or elsewhere are left unchanged. */
  get annotations(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('annotations');
  }

  /** The uid of a profile of which this is a new version; it is copied, and then changed to match this configuration. */
  get cloneOf(): Ref<string> {
    return this.attribute('cloneOf');
  }

  /** The cloud type it is for: `vsphere`, or `vmware` in the documented API. */
  get cloudType(): Ref<string> {
    return this.attribute('cloudType');
  }

  /** Scope of the object: `project` or `tenant`. Default: `project`. */
  get context(): Ref<string> {
    return this.attribute('context');
  }

  /** The same as `uid`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Labels, by name. Labels set elsewhere are left unchanged. */
  get labels(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('labels');
  }

  /** Display name. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** The namespace in its metadata. Default: chosen by the service. */
  get namespace(): Ref<string> {
    return this.attribute('namespace');
  }

  /** Its layers. */
  get packs(): Ref<readonly ClusterProfilePacks[]> {
    return this.attribute('packs');
  }

  /** The project it belongs to. Default: the provider's project. */
  get projectUid(): Ref<string> {
    return this.attribute('projectUid');
  }

  /** Whether to publish it, so that clusters can use its latest state. Landform publishes it after each change. */
  get published(): Ref<boolean> {
    return this.attribute('published');
  }

  /** Changes whenever the content for clusters changes. Pass it to a cluster together with the uid, and the cluster is updated accordingly. */
  get revision(): Ref<string> {
    return this.attribute('revision');
  }

  /** The part of a cluster it describes: `cluster` (the default), `infra` or `add-on`. */
  get type(): Ref<string> {
    return this.attribute('type');
  }

  /** Assigned by the service. */
  get uid(): Ref<string> {
    return this.attribute('uid');
  }

  /** Variables that clusters may set. */
  get variables(): Ref<readonly ClusterProfileVariables[]> {
    return this.attribute('variables');
  }

  /** Its version. Default: `1.0.0`. Another version is another profile with its own uid, so changing it replaces the profile; to keep the old one, add a second resource with `clone_of`. */
  get version(): Ref<string> {
    return this.attribute('version');
  }
}

export interface ClusterVsphereMachinePoolsPackValues {
  /** ID of the pack. */
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
  /** The vSphere compute cluster. */
  readonly computeCluster?: string | undefined;
  /** The datastore of the disks. */
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
  /** Disk size per machine, in GiB. */
  readonly diskGib: number;
  /** The profile of its machines. Default: the profile of the cluster. Only with `api = "documented"`. */
  readonly infraProfileUid?: string | undefined;
  /** Its labels. */
  readonly labels?: readonly string[] | undefined;
  /** Memory per machine, in MiB. */
  readonly memoryMib: number;
  /** Its name. */
  readonly name: string;
  /** Number of CPUs per machine. */
  readonly numCpus: number;
  /** Values of its machines that differ from their profile. Default: those of the cluster. Only with `api = "documented"`. */
  readonly packValues?: readonly ClusterVsphereMachinePoolsPackValues[] | undefined;
  /** Placement of its machines. That of a control plane cannot change. */
  readonly placements?: readonly ClusterVsphereMachinePoolsPlacements[] | undefined;
  /** Number of machines. */
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

export interface ClusterVsphereProfilesVariables {
  /** Name of the profile variable. */
  readonly name: string;
  /**
   * Its value for this cluster.
   * Sensitive: it is never shown.
   */
  readonly value: string;
}

const CLUSTER_VSPHERE_PROFILES_VARIABLES: Fields = {
  name: shape.input('name', 'string'),
  value: shape.input('value', 'string'),
};

export interface ClusterVsphereProfiles {
  /** Values that differ from the profile's. */
  readonly packValues?: readonly ClusterVsphereMachinePoolsPackValues[] | undefined;
  /** The `revision` of the profile. When it changes, the profile's latest version is applied to the cluster. */
  readonly revision?: string | undefined;
  /** The profile. */
  readonly uid: string;
  /** Values of the profile's variables. Only with `api = "current"`. */
  readonly variables?: readonly ClusterVsphereProfilesVariables[] | undefined;
}

const CLUSTER_VSPHERE_PROFILES: Fields = {
  packValues: shape.input('pack_values', shape.list(shape.object(CLUSTER_VSPHERE_MACHINE_POOLS_PACK_VALUES))),
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
  /** Annotations, by name. Those set by the service or elsewhere are left unchanged. */
  readonly annotations?: Input<Readonly<Record<string, string>>> | undefined;
  /** Cloud account it is created with. */
  readonly cloudAccountUid: Input<string>;
  /** The compute cluster in vSphere. */
  readonly computeCluster?: Input<string> | undefined;
  /** Scope of the object: `project` or `tenant`. Default: `project`. */
  readonly context?: Input<string> | undefined;
  /** The datacenter in vSphere. */
  readonly datacenter: Input<string>;
  /** Storage location of the disks. */
  readonly datastore?: Input<string> | undefined;
  /** The folder of the machines. */
  readonly folder?: Input<string> | undefined;
  /** Whether destroy removes the cluster from Palette even if its machines cannot be deleted. Default: false. */
  readonly forceDelete?: Input<boolean> | undefined;
  /** Folder of the machine images. */
  readonly imageTemplateFolder?: Input<string> | undefined;
  /** Labels, by name. Labels set elsewhere are left unchanged. */
  readonly labels?: Input<Readonly<Record<string, string>>> | undefined;
  /** Its machines. */
  readonly machinePools: Input<readonly ClusterVsphereMachinePools[]>;
  /** Its name, unique in the scope. */
  readonly name: Input<string>;
  /** The namespace in its metadata. Default: chosen by the service. */
  readonly namespace?: Input<string> | undefined;
  /** The network of the machines. */
  readonly networkName?: Input<string> | undefined;
  /** Time servers of the machines. */
  readonly ntpServers?: Input<readonly string[]> | undefined;
  /** The cluster profiles. Profiles attached elsewhere are left unchanged. */
  readonly profiles: Input<readonly ClusterVsphereProfiles[]>;
  /** The project it belongs to. Default: the provider's project. */
  readonly projectUid?: Input<string> | undefined;
  /** The resource pool of the machines. */
  readonly resourcePool?: Input<string> | undefined;
  /** Public SSH keys authorized on the machines. */
  readonly sshKeys?: Input<readonly string[]> | undefined;
  /** Seconds to wait until it runs or is deleted. Default: 10800 (3 hours). The next apply continues waiting. */
  readonly waitSeconds?: Input<number> | undefined;
}

/** A Kubernetes cluster on vSphere, created from cluster profiles. */
export class ClusterVsphere extends Resource {
  static readonly tfResourceType: string = 'palette_cluster_vsphere';

  constructor(scope: Construct, id: string, config: ClusterVsphereConfig) {
    super(scope, id, blockOptions(PROVIDER, 'palette_cluster_vsphere', CLUSTER_VSPHERE_FIELDS, config));
  }

  /** Annotations, by name. Those set by the service or elsewhere are left unchanged. */
  get annotations(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('annotations');
  }

  /** All attached profiles, including those attached elsewhere. */
  get attachedProfileUids(): Ref<readonly string[]> {
    return this.attribute('attachedProfileUids');
  }

  /** Cloud account it is created with. */
  get cloudAccountUid(): Ref<string> {
    return this.attribute('cloudAccountUid');
  }

  /** Cloud configuration: the service's object with placement and pools. */
  get cloudConfigUid(): Ref<string> {
    return this.attribute('cloudConfigUid');
  }

  /** The compute cluster in vSphere. */
  get computeCluster(): Ref<string> {
    return this.attribute('computeCluster');
  }

  /** Scope of the object: `project` or `tenant`. Default: `project`. */
  get context(): Ref<string> {
    return this.attribute('context');
  }

  /** The datacenter in vSphere. */
  get datacenter(): Ref<string> {
    return this.attribute('datacenter');
  }

  /** Storage location of the disks. */
  get datastore(): Ref<string> {
    return this.attribute('datastore');
  }

  /** The folder of the machines. */
  get folder(): Ref<string> {
    return this.attribute('folder');
  }

  /** Whether destroy removes the cluster from Palette even if its machines cannot be deleted. Default: false. */
  get forceDelete(): Ref<boolean> {
    return this.attribute('forceDelete');
  }

  /** The same as `uid`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Folder of the machine images. */
  get imageTemplateFolder(): Ref<string> {
    return this.attribute('imageTemplateFolder');
  }

  /** Labels, by name. Labels set elsewhere are left unchanged. */
  get labels(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('labels');
  }

  /** Its machines. */
  get machinePools(): Ref<readonly ClusterVsphereMachinePools[]> {
    return this.attribute('machinePools');
  }

  /** Its name, unique in the scope. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** The namespace in its metadata. Default: chosen by the service. */
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

  /** The cluster profiles. Profiles attached elsewhere are left unchanged. */
  get profiles(): Ref<readonly ClusterVsphereProfiles[]> {
    return this.attribute('profiles');
  }

  /** The project it belongs to. Default: the provider's project. */
  get projectUid(): Ref<string> {
    return this.attribute('projectUid');
  }

  /** The resource pool of the machines. */
  get resourcePool(): Ref<string> {
    return this.attribute('resourcePool');
  }

  /** Public SSH keys authorized on the machines. */
  get sshKeys(): Ref<readonly string[]> {
    return this.attribute('sshKeys');
  }

  /** State, such as `Running`. */
  get state(): Ref<string> {
    return this.attribute('state');
  }

  /** Assigned by the service. */
  get uid(): Ref<string> {
    return this.attribute('uid');
  }

  /** Seconds to wait until it runs or is deleted. Default: 10800 (3 hours). The next apply continues waiting. */
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
  /** Scope of the object: `project` or `tenant`. Default: `project`. */
  readonly context?: Input<string> | undefined;
  /** The name of the account. Set this or the uid. */
  readonly name?: Input<string> | undefined;
  /** The project it belongs to. Default: the provider's project. */
  readonly projectUid?: Input<string> | undefined;
  /** The uid of the account. Set this or the name. */
  readonly uid?: Input<string> | undefined;
}

/** One vSphere cloud account, by its uid or its name. Its password is not shown. */
export class DataCloudAccount extends DataSource {
  static readonly tfResourceType: string = 'palette_cloud_account';

  constructor(scope: Construct, id: string, config: DataCloudAccountConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'palette_cloud_account', DATA_CLOUD_ACCOUNT_FIELDS, config));
  }

  /** Scope of the object: `project` or `tenant`. Default: `project`. */
  get context(): Ref<string> {
    return this.attribute('context');
  }

  /** The same as `uid`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** The name of the account. Set this or the uid. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** The project it belongs to. Default: the provider's project. */
  get projectUid(): Ref<string> {
    return this.attribute('projectUid');
  }

  /** The uid of the account. Set this or the name. */
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
  /** Scope of the object: `project` or `tenant`. Default: `project`. */
  readonly context?: Input<string> | undefined;
  /** The name of the cluster. Set this or the uid. */
  readonly name?: Input<string> | undefined;
  /** The project it belongs to. Default: the provider's project. */
  readonly projectUid?: Input<string> | undefined;
  /** The uid of the cluster. Set this or the name. */
  readonly uid?: Input<string> | undefined;
}

/** One cluster of any kind, by its uid or its name. */
export class DataCluster extends DataSource {
  static readonly tfResourceType: string = 'palette_cluster';

  constructor(scope: Construct, id: string, config: DataClusterConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'palette_cluster', DATA_CLUSTER_FIELDS, config));
  }

  /** The cloud type it runs on. */
  get cloudType(): Ref<string> {
    return this.attribute('cloudType');
  }

  /** Scope of the object: `project` or `tenant`. Default: `project`. */
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

  /** The name of the cluster. Set this or the uid. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** Its profiles. */
  get profileUids(): Ref<readonly string[]> {
    return this.attribute('profileUids');
  }

  /** The project it belongs to. Default: the provider's project. */
  get projectUid(): Ref<string> {
    return this.attribute('projectUid');
  }

  /** Its state, such as `Running`. */
  get state(): Ref<string> {
    return this.attribute('state');
  }

  /** The uid of the cluster. Set this or the name. */
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
  /** Scope of the object: `project` or `tenant`. Default: `project`. */
  readonly context?: Input<string> | undefined;
  /** The name of the profile. Set this or the uid. */
  readonly name?: Input<string> | undefined;
  /** The project it belongs to. Default: the provider's project. */
  readonly projectUid?: Input<string> | undefined;
  /** The uid of the profile. Set this or the name. */
  readonly uid?: Input<string> | undefined;
  /** Its version; needed if several have that name. */
  readonly version?: Input<string> | undefined;
}

/** One cluster profile, by its uid, or by its name and version. */
export class DataClusterProfile extends DataSource {
  static readonly tfResourceType: string = 'palette_cluster_profile';

  constructor(scope: Construct, id: string, config: DataClusterProfileConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'palette_cluster_profile', DATA_CLUSTER_PROFILE_FIELDS, config));
  }

  /** The cloud type it is for. */
  get cloudType(): Ref<string> {
    return this.attribute('cloudType');
  }

  /** Scope of the object: `project` or `tenant`. Default: `project`. */
  get context(): Ref<string> {
    return this.attribute('context');
  }

  /** The same as `uid`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** The uids of the clusters that use it. */
  get inUseBy(): Ref<readonly string[]> {
    return this.attribute('inUseBy');
  }

  /** Its labels. */
  get labels(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('labels');
  }

  /** The name of the profile. Set this or the uid. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** The project it belongs to. Default: the provider's project. */
  get projectUid(): Ref<string> {
    return this.attribute('projectUid');
  }

  /** Whether clusters can be created from its latest state. */
  get published(): Ref<boolean> {
    return this.attribute('published');
  }

  /** Changes whenever the content for clusters changes. */
  get revision(): Ref<string> {
    return this.attribute('revision');
  }

  /** The part of a cluster it describes. */
  get type(): Ref<string> {
    return this.attribute('type');
  }

  /** The uid of the profile. Set this or the name. */
  get uid(): Ref<string> {
    return this.attribute('uid');
  }

  /** Its version; needed if several have that name. */
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
  /** Scope of the object: `project` or `tenant`. Default: `project`. */
  readonly context?: Input<string> | undefined;
  /** Its name, such as `kubernetes`. */
  readonly name: Input<string>;
  /** The project it belongs to. Default: the provider's project. */
  readonly projectUid?: Input<string> | undefined;
  /** The registry; needed if several contain it. */
  readonly registryUid?: Input<string> | undefined;
  /** Its version, such as `1.21.10`: the `tag` of a pack in a profile. */
  readonly version: Input<string>;
}

/** One version of a pack in a registry. */
export class DataPack extends DataSource {
  static readonly tfResourceType: string = 'palette_pack';

  constructor(scope: Construct, id: string, config: DataPackConfig) {
    super(scope, id, blockOptions(PROVIDER, 'palette_pack', DATA_PACK_FIELDS, config));
  }

  /** Scope of the object: `project` or `tenant`. Default: `project`. */
  get context(): Ref<string> {
    return this.attribute('context');
  }

  /** The same as `uid`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Its layer. */
  get layer(): Ref<string> {
    return this.attribute('layer');
  }

  /** Its name, such as `kubernetes`. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** The project it belongs to. Default: the provider's project. */
  get projectUid(): Ref<string> {
    return this.attribute('projectUid');
  }

  /** The registry; needed if several contain it. */
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

  /** Its default values, as YAML. */
  get values(): Ref<string> {
    return this.attribute('values');
  }

  /** Its version, such as `1.21.10`: the `tag` of a pack in a profile. */
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

/** Logs in with e-mail address and password, to verify them. The token is not kept. */
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
  /** Scope of the object: `project` or `tenant`. Default: `project`. */
  readonly context?: Input<string> | undefined;
  /** The project it belongs to. Default: the provider's project. */
  readonly projectUid?: Input<string> | undefined;
  /** The cluster profile. */
  readonly uid: Input<string>;
}

/** Publishes the draft of a cluster profile, so that clusters can be created from it. */
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
  /** Scope of the object: `project` or `tenant`. Default: `project`. */
  readonly context?: Input<string> | undefined;
  /** The project it belongs to. Default: the provider's project. */
  readonly projectUid?: Input<string> | undefined;
  /** The cluster. */
  readonly uid: Input<string>;
}

/** Approves the pending replacement of a cluster's nodes. */
export class RepaveApprove extends Action {
  static readonly tfActionType: string = 'palette_repave_approve';

  constructor(scope: Construct, id: string, config: RepaveApproveConfig) {
    super(scope, id, actionOptions(PROVIDER, 'palette_repave_approve', REPAVE_APPROVE_FIELDS, config));
  }
}
