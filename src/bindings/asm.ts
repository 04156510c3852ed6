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

const PROVIDER = { name: 'asm', source: 'landform/asm' };

const ASM_PROVIDER_FIELDS: Fields = {
  accessKey: shape.input('access_key', 'string'),
  authUrl: shape.input('auth_url', 'string'),
  caFile: shape.input('ca_file', 'string'),
  concurrency: shape.input('concurrency', 'number'),
  domainName: shape.input('domain_name', 'string'),
  endpoint: shape.input('endpoint', 'string'),
  insecure: shape.input('insecure', 'bool'),
  landsWithinSeconds: shape.input('lands_within_seconds', 'number'),
  movedFrom: shape.input('moved_from', 'string'),
  password: shape.input('password', 'string'),
  projectId: shape.input('project_id', 'string'),
  projectName: shape.input('project_name', 'string'),
  region: shape.input('region', 'string'),
  requestsPerSecond: shape.input('requests_per_second', 'number'),
  retries: shape.input('retries', 'number'),
  secretKey: shape.input('secret_key', 'string'),
  securityToken: shape.input('security_token', 'string'),
  timeoutSeconds: shape.input('timeout_seconds', 'number'),
  token: shape.input('token', 'string'),
  userName: shape.input('user_name', 'string'),
};

export interface AsmProviderConfig {
  /** Access key (AK) to sign requests with. */
  readonly accessKey?: Input<string> | undefined;
  /** Address of the login service, with or without `/v3`. Default: the address for the region. */
  readonly authUrl?: Input<string> | undefined;
  /** File with certificates (PEM) to trust for the service, in addition to those this machine trusts. */
  readonly caFile?: Input<string> | undefined;
  /** Maximum number of concurrent requests. Default: 16. */
  readonly concurrency?: Input<number> | undefined;
  /** Name of the account that the user belongs to. */
  readonly domainName?: Input<string> | undefined;
  /** Address of the service. Default: `https://asm.REGION.myhuaweicloud.com`. */
  readonly endpoint?: Input<string> | undefined;
  /** Accept any certificate, and endpoints without encryption. Credentials can then be intercepted. Default: false. */
  readonly insecure?: Input<boolean> | undefined;
  /** Seconds after which a request whose reply was lost can no longer take effect. Until then, an object that is not found is not created again. Default: 120. */
  readonly landsWithinSeconds?: Input<number> | undefined;
  /** The previous value of the endpoint, or of another setting that objects belong to, after all objects moved to the new one. Objects are looked up in the new place, and state is updated. */
  readonly movedFrom?: Input<string> | undefined;
  /**
   * Password of the user.
   * Sensitive: it is never shown.
   */
  readonly password?: Input<string> | undefined;
  /** Default project ID for resources that do not set one. */
  readonly projectId?: Input<string> | undefined;
  /** Project to log in to, when `project_id` is not set. Default: the name of the region. */
  readonly projectName?: Input<string> | undefined;
  /** Region of the meshes, whose service and login endpoints are used. */
  readonly region?: Input<string> | undefined;
  /** Maximum number of requests per second. Default: no limit until the service asks for one. */
  readonly requestsPerSecond?: Input<number> | undefined;
  /** Maximum number of retries of a request that is safe to repeat. Default: 8. */
  readonly retries?: Input<number> | undefined;
  /**
   * Secret key (SK) for the access key. It is never sent.
   * Sensitive: it is never shown.
   */
  readonly secretKey?: Input<string> | undefined;
  /**
   * Security token of a temporary access key.
   * Sensitive: it is never shown.
   */
  readonly securityToken?: Input<string> | undefined;
  /** Seconds to wait for a reply to a request, or for the service to accept more of an upload. Default: 30. */
  readonly timeoutSeconds?: Input<number> | undefined;
  /**
   * A token. It takes precedence over an access key, which takes precedence over a password.
   * Sensitive: it is never shown.
   */
  readonly token?: Input<string> | undefined;
  /** User to log in as. The token is valid for a day and is renewed before it expires. */
  readonly userName?: Input<string> | undefined;
  /** Distinguishes several configurations of the provider in one stack. */
  readonly alias?: string | undefined;
}

export class AsmProvider extends ProviderConfig {
  constructor(scope: Construct, id: string, config: AsmProviderConfig = {}) {
    super(scope, id, providerOptions(PROVIDER, ASM_PROVIDER_FIELDS, config));
  }
}

export interface MeshClusters {
  /** The cluster's ID. */
  readonly clusterId: string;
  /** Names of the namespaces whose pods get a sidecar. */
  readonly namespaces?: readonly string[] | undefined;
  /** IDs of the nodes that run the components of the mesh. */
  readonly nodeIds: readonly string[];
  /** The project of the cluster. Default: the mesh's project. */
  readonly projectId?: string | undefined;
}

const MESH_CLUSTERS: Fields = {
  clusterId: shape.input('cluster_id', 'string'),
  namespaces: shape.input('namespaces', shape.list('string')),
  nodeIds: shape.input('node_ids', shape.list('string')),
  projectId: shape.input('project_id', 'string'),
};

const MESH_FIELDS: Fields = {
  annotations: shape.input('annotations', shape.map('string')),
  clusterIds: shape.computed('cluster_ids', shape.list('string')),
  clusters: shape.input('clusters', shape.list(shape.object(MESH_CLUSTERS))),
  creationTimestamp: shape.computed('creation_timestamp', 'string'),
  id: shape.computed('id', 'string'),
  labels: shape.input('labels', shape.map('string')),
  name: shape.input('name', 'string'),
  phase: shape.computed('phase', 'string'),
  projectId: shape.input('project_id', 'string'),
  tags: shape.input('tags', shape.map('string')),
  type: shape.input('type', 'string'),
  uid: shape.computed('uid', 'string'),
  version: shape.input('version', 'string'),
  waitSeconds: shape.input('wait_seconds', 'number'),
};

export interface MeshConfig extends MetaArguments {
  /** Annotations by name. The service does not show them. Default: none. */
  readonly annotations?: Input<Readonly<Record<string, string>>> | undefined;
  /** The clusters in the mesh. */
  readonly clusters: Input<readonly MeshClusters[]>;
  /** Labels by name. The service does not show them. Default: none. */
  readonly labels?: Input<Readonly<Record<string, string>>> | undefined;
  /** The mesh's name. */
  readonly name: Input<string>;
  /** The project's ID. Default: the provider's project. */
  readonly projectId?: Input<string> | undefined;
  /** Tags by name. The service does not show them. Default: none. */
  readonly tags?: Input<Readonly<Record<string, string>>> | undefined;
  /** Where the control plane runs. The basic edition has `InCluster`. */
  readonly type?: Input<string> | undefined;
  /** Version of the mesh, such as `1.18.7-r1`. */
  readonly version: Input<string>;
  /** Seconds to wait until the mesh runs or is deleted. Default: 1800. */
  readonly waitSeconds?: Input<number> | undefined;
}

/** A service mesh on clusters of the cloud container engine. Creation completes when the mesh runs. Every change replaces it. */
export class Mesh extends Resource {
  static readonly tfResourceType: string = 'asm_mesh';

  constructor(scope: Construct, id: string, config: MeshConfig) {
    super(scope, id, blockOptions(PROVIDER, 'asm_mesh', MESH_FIELDS, config));
  }

  /** Annotations by name. The service does not show them. Default: none. */
  get annotations(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('annotations');
  }

  /** IDs of the clusters in the mesh, as the service reports them. */
  get clusterIds(): Ref<readonly string[]> {
    return this.attribute('clusterIds');
  }

  /** The clusters in the mesh. */
  get clusters(): Ref<readonly MeshClusters[]> {
    return this.attribute('clusters');
  }

  /** When the mesh was created. */
  get creationTimestamp(): Ref<string> {
    return this.attribute('creationTimestamp');
  }

  /** The same as `uid`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Labels by name. The service does not show them. Default: none. */
  get labels(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('labels');
  }

  /** The mesh's name. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** State of the mesh. */
  get phase(): Ref<string> {
    return this.attribute('phase');
  }

  /** The project's ID. Default: the provider's project. */
  get projectId(): Ref<string> {
    return this.attribute('projectId');
  }

  /** Tags by name. The service does not show them. Default: none. */
  get tags(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('tags');
  }

  /** Where the control plane runs. The basic edition has `InCluster`. */
  get type(): Ref<string> {
    return this.attribute('type');
  }

  /** ID of the mesh, assigned by the service. */
  get uid(): Ref<string> {
    return this.attribute('uid');
  }

  /** Version of the mesh, such as `1.18.7-r1`. */
  get version(): Ref<string> {
    return this.attribute('version');
  }

  /** Seconds to wait until the mesh runs or is deleted. Default: 1800. */
  get waitSeconds(): Ref<number> {
    return this.attribute('waitSeconds');
  }
}

export interface WorkshopIngress {
  /** ID of the load balancer in front of the gateway. */
  readonly elbId: string;
  /** IP address of that load balancer. */
  readonly elbIp: string;
  /** External port of the gateway: 1 to 65535. */
  readonly port: number;
}

const WORKSHOP_INGRESS: Fields = {
  elbId: shape.input('elb_id', 'string'),
  elbIp: shape.input('elb_ip', 'string'),
  port: shape.input('port', 'number'),
};

const WORKSHOP_FIELDS: Fields = {
  creationTimestamp: shape.computed('creation_timestamp', 'string'),
  description: shape.input('description', 'string'),
  id: shape.computed('id', 'string'),
  imageAddress: shape.input('image_address', 'string'),
  ingress: shape.input('ingress', shape.object(WORKSHOP_INGRESS)),
  meshId: shape.input('mesh_id', 'string'),
  name: shape.input('name', 'string'),
  primaryCluster: shape.input('primary_cluster', 'string'),
  uid: shape.computed('uid', 'string'),
  updateTime: shape.computed('update_time', 'string'),
};

export interface WorkshopConfig extends MetaArguments {
  /** Description of the task. */
  readonly description?: Input<string> | undefined;
  /** Location of the task's image. If omitted, the service chooses once. */
  readonly imageAddress?: Input<string> | undefined;
  /** The gateway of the task. */
  readonly ingress: Input<WorkshopIngress>;
  /** The mesh's ID. */
  readonly meshId: Input<string>;
  /** The task's name. */
  readonly name: Input<string>;
  /** Id of the cluster that the task's workload and its gateway run in. */
  readonly primaryCluster: Input<string>;
}

/** A one-click experience task of a mesh: a small demo workload with a gateway. The service reports when a task is created, but not whether its workload runs. */
export class Workshop extends Resource {
  static readonly tfResourceType: string = 'asm_workshop';

  constructor(scope: Construct, id: string, config: WorkshopConfig) {
    super(scope, id, blockOptions(PROVIDER, 'asm_workshop', WORKSHOP_FIELDS, config));
  }

  /** When the task was created. */
  get creationTimestamp(): Ref<string> {
    return this.attribute('creationTimestamp');
  }

  /** Description of the task. */
  get description(): Ref<string> {
    return this.attribute('description');
  }

  /** The same as `uid`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Location of the task's image. If omitted, the service chooses once. */
  get imageAddress(): Ref<string> {
    return this.attribute('imageAddress');
  }

  /** The gateway of the task. */
  get ingress(): Ref<WorkshopIngress> {
    return this.attribute('ingress');
  }

  /** The mesh's ID. */
  get meshId(): Ref<string> {
    return this.attribute('meshId');
  }

  /** The task's name. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** Id of the cluster that the task's workload and its gateway run in. */
  get primaryCluster(): Ref<string> {
    return this.attribute('primaryCluster');
  }

  /** ID of the task, assigned by the service. */
  get uid(): Ref<string> {
    return this.attribute('uid');
  }

  /** When the task was last changed, as of the last refresh that recorded it. */
  get updateTime(): Ref<string> {
    return this.attribute('updateTime');
  }
}

export interface DataMeshesMeshesMetadata {
  readonly creationTimestamp: string;
  readonly name: string;
  readonly uid: string;
}

const DATA_MESHES_MESHES_METADATA: Fields = {
  creationTimestamp: shape.input('creation_timestamp', 'string'),
  name: shape.input('name', 'string'),
  uid: shape.input('uid', 'string'),
};

export interface DataMeshesMeshesSpecExtendParamsClusters {
  readonly clusterId: string;
  readonly projectId: string;
}

const DATA_MESHES_MESHES_SPEC_EXTEND_PARAMS_CLUSTERS: Fields = {
  clusterId: shape.input('cluster_id', 'string'),
  projectId: shape.input('project_id', 'string'),
};

export interface DataMeshesMeshesSpecExtendParams {
  readonly clusters: readonly DataMeshesMeshesSpecExtendParamsClusters[];
}

const DATA_MESHES_MESHES_SPEC_EXTEND_PARAMS: Fields = {
  clusters: shape.input('clusters', shape.list(shape.object(DATA_MESHES_MESHES_SPEC_EXTEND_PARAMS_CLUSTERS))),
};

export interface DataMeshesMeshesSpec {
  readonly extendParams: DataMeshesMeshesSpecExtendParams;
  readonly ipv6Enable: boolean;
  readonly type: string;
  readonly version: string;
}

const DATA_MESHES_MESHES_SPEC: Fields = {
  extendParams: shape.input('extend_params', shape.object(DATA_MESHES_MESHES_SPEC_EXTEND_PARAMS)),
  ipv6Enable: shape.input('ipv6_enable', 'bool'),
  type: shape.input('type', 'string'),
  version: shape.input('version', 'string'),
};

export interface DataMeshesMeshesStatus {
  readonly phase: string;
  readonly updateTimestamp: string;
}

const DATA_MESHES_MESHES_STATUS: Fields = {
  phase: shape.input('phase', 'string'),
  updateTimestamp: shape.input('update_timestamp', 'string'),
};

export interface DataMeshesMeshes {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: DataMeshesMeshesMetadata;
  readonly spec: DataMeshesMeshesSpec;
  readonly status: DataMeshesMeshesStatus;
}

const DATA_MESHES_MESHES: Fields = {
  apiVersion: shape.input('api_version', 'string'),
  kind: shape.input('kind', 'string'),
  metadata: shape.input('metadata', shape.object(DATA_MESHES_MESHES_METADATA)),
  spec: shape.input('spec', shape.object(DATA_MESHES_MESHES_SPEC)),
  status: shape.input('status', shape.object(DATA_MESHES_MESHES_STATUS)),
};

const DATA_MESHES_FIELDS: Fields = {
  meshes: shape.computed('meshes', shape.list(shape.object(DATA_MESHES_MESHES))),
  name: shape.input('name', 'string'),
  projectId: shape.input('project_id', 'string'),
  version: shape.input('version', 'string'),
};

export interface DataMeshesConfig extends MetaArguments {
  /** Only meshes with this name. */
  readonly name?: Input<string> | undefined;
  /** The project's ID. Default: the provider's project. */
  readonly projectId?: Input<string> | undefined;
  /** Only meshes with this version. */
  readonly version?: Input<string> | undefined;
}

/** The meshes of a project. */
export class DataMeshes extends DataSource {
  static readonly tfResourceType: string = 'asm_meshes';

  constructor(scope: Construct, id: string, config: DataMeshesConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'asm_meshes', DATA_MESHES_FIELDS, config));
  }

  /** The meshes. */
  get meshes(): Ref<readonly DataMeshesMeshes[]> {
    return this.attribute('meshes');
  }

  /** Only meshes with this name. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** The project's ID. Default: the provider's project. */
  get projectId(): Ref<string> {
    return this.attribute('projectId');
  }

  /** Only meshes with this version. */
  get version(): Ref<string> {
    return this.attribute('version');
  }
}

export interface DataWorkshopsWorkshopsMetadata {
  readonly creationTimestamp: string;
  readonly name: string;
  readonly uid: string;
}

const DATA_WORKSHOPS_WORKSHOPS_METADATA: Fields = {
  creationTimestamp: shape.input('creation_timestamp', 'string'),
  name: shape.input('name', 'string'),
  uid: shape.input('uid', 'string'),
};

export interface DataWorkshopsWorkshopsSpecIngress {
  readonly elbId: string;
  readonly elbIp: string;
  readonly imageAddress: string;
  readonly port: number;
}

const DATA_WORKSHOPS_WORKSHOPS_SPEC_INGRESS: Fields = {
  elbId: shape.input('elb_id', 'string'),
  elbIp: shape.input('elb_ip', 'string'),
  imageAddress: shape.input('image_address', 'string'),
  port: shape.input('port', 'number'),
};

export interface DataWorkshopsWorkshopsSpec {
  readonly ingress: DataWorkshopsWorkshopsSpecIngress;
  readonly primaryCluster: string;
}

const DATA_WORKSHOPS_WORKSHOPS_SPEC: Fields = {
  ingress: shape.input('ingress', shape.object(DATA_WORKSHOPS_WORKSHOPS_SPEC_INGRESS)),
  primaryCluster: shape.input('primary_cluster', 'string'),
};

export interface DataWorkshopsWorkshopsStatus {
  readonly updateTime: string;
}

const DATA_WORKSHOPS_WORKSHOPS_STATUS: Fields = {
  updateTime: shape.input('update_time', 'string'),
};

export interface DataWorkshopsWorkshops {
  readonly description: string;
  readonly metadata: DataWorkshopsWorkshopsMetadata;
  readonly spec: DataWorkshopsWorkshopsSpec;
  readonly status: DataWorkshopsWorkshopsStatus;
}

const DATA_WORKSHOPS_WORKSHOPS: Fields = {
  description: shape.input('description', 'string'),
  metadata: shape.input('metadata', shape.object(DATA_WORKSHOPS_WORKSHOPS_METADATA)),
  spec: shape.input('spec', shape.object(DATA_WORKSHOPS_WORKSHOPS_SPEC)),
  status: shape.input('status', shape.object(DATA_WORKSHOPS_WORKSHOPS_STATUS)),
};

const DATA_WORKSHOPS_FIELDS: Fields = {
  meshId: shape.input('mesh_id', 'string'),
  name: shape.input('name', 'string'),
  workshops: shape.computed('workshops', shape.list(shape.object(DATA_WORKSHOPS_WORKSHOPS))),
};

export interface DataWorkshopsConfig extends MetaArguments {
  /** The mesh's ID. */
  readonly meshId: Input<string>;
  /** Only the task with this name. */
  readonly name?: Input<string> | undefined;
}

/** The one-click experience tasks of a mesh. */
export class DataWorkshops extends DataSource {
  static readonly tfResourceType: string = 'asm_workshops';

  constructor(scope: Construct, id: string, config: DataWorkshopsConfig) {
    super(scope, id, blockOptions(PROVIDER, 'asm_workshops', DATA_WORKSHOPS_FIELDS, config));
  }

  /** The mesh's ID. */
  get meshId(): Ref<string> {
    return this.attribute('meshId');
  }

  /** Only the task with this name. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** The tasks. */
  get workshops(): Ref<readonly DataWorkshopsWorkshops[]> {
    return this.attribute('workshops');
  }
}
