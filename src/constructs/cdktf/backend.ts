import type { Construct } from 'constructs';
import type { Dynamic } from '../reference.js';
import { keysToSnakeCase } from './case.js';
import { TerraformElement } from './element.js';
import { TerraformRemoteState, type DataTerraformRemoteStateConfig } from './remote-state.js';

const BRAND = Symbol.for('landform.cdktf.backend');

/** Where a stack keeps its state. */
export abstract class TerraformBackend extends TerraformElement {
  protected readonly name: string;
  readonly #config: object;

  constructor(scope: Construct, id: string, name: string, config: object = {}) {
    super(scope, id, 'backend');
    Object.defineProperty(this, BRAND, { value: true });
    this.name = name;
    this.#config = config;
  }

  static isBackend(value: Dynamic): value is TerraformBackend {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  protected synthesizeAttributes(): Record<string, Dynamic> {
    return { ...(keysToSnakeCase(this.#config) as object) };
  }

  protected synthesizeHclAttributes(): Record<string, Dynamic> {
    return {};
  }

  override toTerraform(): Dynamic {
    return { terraform: { backend: { [this.name]: this.synthesizeAttributes() } } };
  }

  /** A data source with the outputs of a stack that has this backend. */
  getRemoteStateDataSource(scope: Construct, name: string, _fromStack: string): TerraformRemoteState {
    return new StateOf(scope, name, this.remoteType, {
      ...this.#config,
      workspace: '${terraform.workspace}',
    });
  }

  /** The name that the data source has for this backend. */
  protected get remoteType(): string {
    return this.name;
  }

  static remoteOf(backend: TerraformBackend): { readonly type: string; readonly config: Record<string, unknown> } {
    return { type: backend.remoteType, config: { ...(keysToSnakeCase(backend.remoteConfig()) as object) } };
  }

  protected remoteConfig(): object {
    return this.#config;
  }
}

class StateOf extends TerraformRemoteState {}

interface BackendClass {
  new (scope: Construct, props: Dynamic): TerraformBackend;
}

interface StateClass {
  new (
    scope: Construct,
    id: string,
    config: DataTerraformRemoteStateConfig & Record<string, Dynamic>,
  ): TerraformRemoteState;
}

/** CDKTF calls the backend of a stack `backend`, so that a stack has one. */
const backend = (type: string): BackendClass =>
  class extends TerraformBackend {
    constructor(scope: Construct, props: object) {
      super(scope, 'backend', type, props);
    }
  };

const state = (type: string): StateClass =>
  class extends TerraformRemoteState {
    constructor(scope: Construct, id: string, config: DataTerraformRemoteStateConfig) {
      super(scope, id, type, config);
    }
  };

export const AzurermBackend: BackendClass = backend('azurerm');
export const ConsulBackend: BackendClass = backend('consul');
export const CosBackend: BackendClass = backend('cos');
export const GcsBackend: BackendClass = backend('gcs');
export const HttpBackend: BackendClass = backend('http');
export const LocalBackend: BackendClass = backend('local');
export const OssBackend: BackendClass = backend('oss');
export const PgBackend: BackendClass = backend('pg');
export const RemoteBackend: BackendClass = backend('remote');
export const S3Backend: BackendClass = backend('s3');
export const SwiftBackend: BackendClass = backend('swift');

export const DataTerraformRemoteState: StateClass = state('remote');
export const DataTerraformRemoteStateAzurerm: StateClass = state('azurerm');
export const DataTerraformRemoteStateConsul: StateClass = state('consul');
export const DataTerraformRemoteStateCos: StateClass = state('cos');
export const DataTerraformRemoteStateGcs: StateClass = state('gcs');
export const DataTerraformRemoteStateHttp: StateClass = state('http');
export const DataTerraformRemoteStateLocal: StateClass = state('local');
export const DataTerraformRemoteStateOss: StateClass = state('oss');
export const DataTerraformRemoteStatePg: StateClass = state('pg');
export const DataTerraformRemoteStateS3: StateClass = state('s3');
export const DataTerraformRemoteStateSwift: StateClass = state('swift');

export class NamedRemoteWorkspace {
  name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export class PrefixedRemoteWorkspaces {
  prefix: string;
  constructor(prefix: string) {
    this.prefix = prefix;
  }
}

export abstract class CloudWorkspace {
  abstract toTerraform(): Dynamic;
}

export class NamedCloudWorkspace extends CloudWorkspace {
  name: string;
  project?: string | undefined;
  constructor(name: string, project?: string) {
    super();
    this.name = name;
    this.project = project;
  }
  override toTerraform(): Dynamic {
    return { name: this.name, project: this.project };
  }
}

export class TaggedCloudWorkspaces extends CloudWorkspace {
  tags: string[];
  project?: string | undefined;
  constructor(tags: string[], project?: string) {
    super();
    this.tags = tags;
    this.project = project;
  }
  override toTerraform(): Dynamic {
    return { tags: this.tags, project: this.project };
  }
}

export interface CloudBackendConfig {
  readonly organization: string;
  readonly workspaces: NamedCloudWorkspace | TaggedCloudWorkspaces;
  readonly hostname?: string | undefined;
  readonly token?: string | undefined;
}

/** HCP Terraform and Terraform Enterprise, which have a block of their own. */
export class CloudBackend extends TerraformBackend {
  readonly #props: CloudBackendConfig;

  constructor(scope: Construct, props: CloudBackendConfig) {
    super(scope, 'backend', 'cloud', props);
    this.#props = props;
  }

  protected override synthesizeAttributes(): Record<string, Dynamic> {
    return {
      ...(keysToSnakeCase({ ...this.#props, workspaces: this.#props.workspaces.toTerraform() as unknown }) as object),
    };
  }

  override toTerraform(): Dynamic {
    return { terraform: { cloud: this.synthesizeAttributes() } };
  }

  protected override get remoteType(): string {
    return 'remote';
  }

  protected override remoteConfig(): object {
    const { workspaces, ...rest } = this.#props;
    const chosen: unknown =
      workspaces instanceof NamedCloudWorkspace ? { name: workspaces.name } : workspaces.toTerraform();
    return { ...rest, workspaces: chosen };
  }
}

export const getHostNameType = (hostname?: string): 'tfc' | 'tfe' =>
  hostname === undefined || hostname === 'app.terraform.io' ? 'tfc' : 'tfe';
