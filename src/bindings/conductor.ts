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
  type Dynamic,
  type Fields,
  type Input,
  type MetaArguments,
  type Ref,
} from '../constructs/index.js';

const PROVIDER = { name: 'conductor', source: 'landform/conductor' };

const CONDUCTOR_PROVIDER_FIELDS: Fields = {
  caFile: shape.input('ca_file', 'string'),
  concurrency: shape.input('concurrency', 'number'),
  endpoint: shape.input('endpoint', 'string'),
  insecure: shape.input('insecure', 'bool'),
  landsWithinSeconds: shape.input('lands_within_seconds', 'number'),
  movedFrom: shape.input('moved_from', 'string'),
  password: shape.input('password', 'string'),
  requestsPerSecond: shape.input('requests_per_second', 'number'),
  retries: shape.input('retries', 'number'),
  tenant: shape.input('tenant', 'string'),
  timeoutSeconds: shape.input('timeout_seconds', 'number'),
  token: shape.input('token', 'string'),
  username: shape.input('username', 'string'),
};

export interface ConductorProviderConfig {
  /** File with certificates (PEM) to trust for the service, in addition to those this machine trusts. */
  readonly caFile?: Input<string> | undefined;
  /** Maximum number of concurrent requests. Default: 16. */
  readonly concurrency?: Input<number> | undefined;
  /** Address of the manager, with or without `/api/v3.1`. */
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
  /** Maximum number of requests per second. Default: no limit until the service asks for one. */
  readonly requestsPerSecond?: Input<number> | undefined;
  /** Maximum number of retries of a request that is safe to repeat. Default: 8. */
  readonly retries?: Input<number> | undefined;
  /** Tenant of every object that does not set one. Default: `default_tenant`. */
  readonly tenant?: Input<string> | undefined;
  /** Seconds to wait for a reply to a request, or for the service to accept more of an upload. Default: 30. */
  readonly timeoutSeconds?: Input<number> | undefined;
  /**
   * A token (data source `conductor_token`). It takes precedence over user and password.
   * Sensitive: it is never shown.
   */
  readonly token?: Input<string> | undefined;
  /** User to log in as. */
  readonly username?: Input<string> | undefined;
  /** Distinguishes several configurations of the provider in one stack. */
  readonly alias?: string | undefined;
}

export class ConductorProvider extends ProviderConfig {
  constructor(scope: Construct, id: string, config: ConductorProviderConfig = {}) {
    super(scope, id, providerOptions(PROVIDER, CONDUCTOR_PROVIDER_FIELDS, config));
  }
}

const BLUEPRINT_FIELDS: Fields = {
  archive: shape.input('archive', 'string'),
  archiveHash: shape.computed('archive_hash', 'string'),
  archiveUrl: shape.input('archive_url', 'string'),
  blueprintId: shape.input('blueprint_id', 'string'),
  createdAt: shape.computed('created_at', 'string'),
  createdBy: shape.computed('created_by', 'string'),
  description: shape.computed('description', 'string'),
  executionTimeoutSeconds: shape.input('execution_timeout_seconds', 'number'),
  forceDelete: shape.input('force_delete', 'bool'),
  icon: shape.input('icon', 'string'),
  iconHash: shape.computed('icon_hash', 'string'),
  id: shape.computed('id', 'string'),
  labels: shape.input('labels', shape.map(shape.set('string'))),
  mainFileName: shape.input('main_file_name', 'string'),
  state: shape.computed('state', 'string'),
  tenant: shape.input('tenant', 'string'),
  updatedAt: shape.computed('updated_at', 'string'),
  visibility: shape.input('visibility', 'string'),
};

export interface BlueprintConfig extends MetaArguments {
  /** Path of the folder that contains the blueprint, or of a `.zip` or `.tar.gz` archive of it. A folder is always packed the same way, so only different content causes a replacement. */
  readonly archive?: Input<string> | undefined;
  /** URL from which the manager fetches the archive. */
  readonly archiveUrl?: Input<string> | undefined;
  /** Identifier of the blueprint, unique in its tenant. */
  readonly blueprintId: Input<string>;
  /** Seconds to wait until the manager has parsed the archive. Default: 3600. */
  readonly executionTimeoutSeconds?: Input<number> | undefined;
  /** Whether to delete it even if other blueprints use it. Default: false. */
  readonly forceDelete?: Input<boolean> | undefined;
  /** Path of a PNG image to show for the blueprint. */
  readonly icon?: Input<string> | undefined;
  /** Labels, each with its values. The service stores keys in lower case. Labels set elsewhere are neither changed nor shown. */
  readonly labels?: Input<Readonly<Record<string, readonly string[]>>> | undefined;
  /** Name of the main file in the archive. Default: `blueprint.yaml`. */
  readonly mainFileName?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  readonly visibility?: Input<string> | undefined;
}

/** A description of something to deploy, uploaded as an archive. Uploaded content is immutable: different content replaces the blueprint. */
export class Blueprint extends Resource {
  static readonly tfResourceType: string = 'conductor_blueprint';

  constructor(scope: Construct, id: string, config: BlueprintConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_blueprint', BLUEPRINT_FIELDS, config));
  }

  /** Path of the folder that contains the blueprint, or of a `.zip` or `.tar.gz` archive of it. A folder is always packed the same way, so only different content causes a replacement. */
  get archive(): Ref<string> {
    return this.attribute('archive');
  }

  /** SHA-256 of the content of `archive`. */
  get archiveHash(): Ref<string> {
    return this.attribute('archiveHash');
  }

  /** URL from which the manager fetches the archive. */
  get archiveUrl(): Ref<string> {
    return this.attribute('archiveUrl');
  }

  /** Identifier of the blueprint, unique in its tenant. */
  get blueprintId(): Ref<string> {
    return this.attribute('blueprintId');
  }

  /** When it was uploaded. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** User who uploaded it. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /** Description in the blueprint. */
  get description(): Ref<string> {
    return this.attribute('description');
  }

  /** Seconds to wait until the manager has parsed the archive. Default: 3600. */
  get executionTimeoutSeconds(): Ref<number> {
    return this.attribute('executionTimeoutSeconds');
  }

  /** Whether to delete it even if other blueprints use it. Default: false. */
  get forceDelete(): Ref<boolean> {
    return this.attribute('forceDelete');
  }

  /** Path of a PNG image to show for the blueprint. */
  get icon(): Ref<string> {
    return this.attribute('icon');
  }

  /** SHA-256 of the content of `icon`. */
  get iconHash(): Ref<string> {
    return this.attribute('iconHash');
  }

  /** The same as `blueprint_id`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Labels, each with its values. The service stores keys in lower case. Labels set elsewhere are neither changed nor shown. */
  get labels(): Ref<Readonly<Record<string, readonly string[]>>> {
    return this.attribute('labels');
  }

  /** Name of the main file in the archive. Default: `blueprint.yaml`. */
  get mainFileName(): Ref<string> {
    return this.attribute('mainFileName');
  }

  /** State of its upload: `uploaded`. Landform waits for it, and replaces a blueprint whose upload failed. */
  get state(): Ref<string> {
    return this.attribute('state');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** When it was last changed. */
  get updatedAt(): Ref<string> {
    return this.attribute('updatedAt');
  }

  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  get visibility(): Ref<string> {
    return this.attribute('visibility');
  }
}

const DEPLOYMENT_FIELDS: Fields = {
  blueprintId: shape.input('blueprint_id', 'string'),
  capabilities: shape.computed('capabilities', 'dynamic'),
  createExecution: shape.computed('create_execution', 'string'),
  createdAt: shape.computed('created_at', 'string'),
  createdBy: shape.computed('created_by', 'string'),
  deleteLogs: shape.input('delete_logs', 'bool'),
  deleteWaitSeconds: shape.input('delete_wait_seconds', 'number'),
  description: shape.computed('description', 'string'),
  displayName: shape.input('display_name', 'string'),
  environmentType: shape.computed('environment_type', 'string'),
  executionTimeoutSeconds: shape.input('execution_timeout_seconds', 'number'),
  forceDelete: shape.input('force_delete', 'bool'),
  forceReinstall: shape.input('force_reinstall', 'bool'),
  id: shape.input('id', 'string'),
  ignoreFailure: shape.input('ignore_failure', 'bool'),
  inputs: shape.input('inputs', 'dynamic'),
  install: shape.input('install', 'bool'),
  installFirst: shape.input('install_first', 'bool'),
  installParameters: shape.input('install_parameters', 'dynamic'),
  installWorkflow: shape.input('install_workflow', 'string'),
  labels: shape.input('labels', shape.map(shape.set('string'))),
  outputs: shape.computed('outputs', 'dynamic'),
  recursiveDelete: shape.input('recursive_delete', 'bool'),
  runtimeOnlyEvaluation: shape.input('runtime_only_evaluation', 'bool'),
  siteName: shape.input('site_name', 'string'),
  skipDriftCheck: shape.input('skip_drift_check', 'bool'),
  skipHeal: shape.input('skip_heal', 'bool'),
  skipInstall: shape.input('skip_install', 'bool'),
  skipPluginsValidation: shape.input('skip_plugins_validation', 'bool'),
  skipReinstall: shape.input('skip_reinstall', 'bool'),
  skipUninstall: shape.input('skip_uninstall', 'bool'),
  tenant: shape.input('tenant', 'string'),
  uninstallParameters: shape.input('uninstall_parameters', 'dynamic'),
  uninstallWorkflow: shape.input('uninstall_workflow', 'string'),
  updatePlugins: shape.input('update_plugins', 'bool'),
  visibility: shape.input('visibility', 'string'),
};

export interface DeploymentConfig extends MetaArguments {
  /** Blueprint it was created from. */
  readonly blueprintId: Input<string>;
  /** Whether to delete the logs, too. Default: false. */
  readonly deleteLogs?: Input<boolean> | undefined;
  /** Seconds to retry a refused delete. Default: 0, which tries once. */
  readonly deleteWaitSeconds?: Input<number> | undefined;
  /** The display name. Default: the ID. */
  readonly displayName?: Input<string> | undefined;
  /** Seconds to wait for an execution. Default: 3600. */
  readonly executionTimeoutSeconds?: Input<number> | undefined;
  /** Whether to delete it even if node instances are live or others depend on it. Default: false. */
  readonly forceDelete?: Input<boolean> | undefined;
  /** Whether to reinstall changed node instances instead of updating them. */
  readonly forceReinstall?: Input<boolean> | undefined;
  /** Name of the deployment, unique in its tenant. */
  readonly id: Input<string>;
  /** Whether to ignore failures while uninstalling. */
  readonly ignoreFailure?: Input<boolean> | undefined;
  /**
   * Its inputs, by name. An omitted or removed input has the blueprint's default.
   * Sensitive: it is never shown.
   */
  readonly inputs?: Dynamic;
  /** Whether to install it: the install workflow runs after it is created, the uninstall workflow before it is deleted, and either one when this changes. If omitted, Landform neither installs nor uninstalls it. Importing an installed deployment sets it. */
  readonly install?: Input<boolean> | undefined;
  /** Whether to install new node instances before uninstalling removed ones. */
  readonly installFirst?: Input<boolean> | undefined;
  /**
   * Parameters of the workflow that installs it.
   * Sensitive: it is never shown.
   */
  readonly installParameters?: Dynamic;
  /** The workflow that installs it. Default: `install`. */
  readonly installWorkflow?: Input<string> | undefined;
  /** Labels, each with its values. The service stores keys in lower case. Labels set elsewhere are neither changed nor shown. */
  readonly labels?: Input<Readonly<Record<string, readonly string[]>>> | undefined;
  /** Whether to delete services that use it as their environment, too. Default: false. */
  readonly recursiveDelete?: Input<boolean> | undefined;
  /** Whether functions are evaluated only when a workflow runs. */
  readonly runtimeOnlyEvaluation?: Input<boolean> | undefined;
  /** Site of the deployment. */
  readonly siteName?: Input<string> | undefined;
  /** Whether to skip the drift check of the update. */
  readonly skipDriftCheck?: Input<boolean> | undefined;
  /** Whether to skip the check and heal phase before the update. */
  readonly skipHeal?: Input<boolean> | undefined;
  /** Whether to skip installing new node instances. */
  readonly skipInstall?: Input<boolean> | undefined;
  /** Whether to skip the check for required plugins. Default: false. */
  readonly skipPluginsValidation?: Input<boolean> | undefined;
  /** Whether to skip reinstalling node instances whose properties or operations change. */
  readonly skipReinstall?: Input<boolean> | undefined;
  /** Whether to skip uninstalling removed node instances. */
  readonly skipUninstall?: Input<boolean> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /**
   * Parameters of the workflow that uninstalls it.
   * Sensitive: it is never shown.
   */
  readonly uninstallParameters?: Dynamic;
  /** The workflow that uninstalls it. Default: `uninstall`. */
  readonly uninstallWorkflow?: Input<string> | undefined;
  /** Whether to update plugins, too. */
  readonly updatePlugins?: Input<boolean> | undefined;
  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  readonly visibility?: Input<string> | undefined;
}

/** An application deployed from a blueprint; with `install`, it is also installed, and uninstalled before it is deleted. */
export class Deployment extends Resource {
  static readonly tfResourceType: string = 'conductor_deployment';

  constructor(scope: Construct, id: string, config: DeploymentConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_deployment', DEPLOYMENT_FIELDS, config));
  }

  /** Blueprint it was created from. */
  get blueprintId(): Ref<string> {
    return this.attribute('blueprintId');
  }

  /**
   * Capabilities by name, as of the last change by Landform.
   * Sensitive: it is never shown.
   */
  get capabilities(): Ref<Dynamic> {
    return this.attribute('capabilities');
  }

  /** Execution that creates its environment. */
  get createExecution(): Ref<string> {
    return this.attribute('createExecution');
  }

  /** When it was created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** Who created it. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /** Whether to delete the logs, too. Default: false. */
  get deleteLogs(): Ref<boolean> {
    return this.attribute('deleteLogs');
  }

  /** Seconds to retry a refused delete. Default: 0, which tries once. */
  get deleteWaitSeconds(): Ref<number> {
    return this.attribute('deleteWaitSeconds');
  }

  /** Description from its blueprint. */
  get description(): Ref<string> {
    return this.attribute('description');
  }

  /** The display name. Default: the ID. */
  get displayName(): Ref<string> {
    return this.attribute('displayName');
  }

  /** Value of its label `csys-env-type`. */
  get environmentType(): Ref<string> {
    return this.attribute('environmentType');
  }

  /** Seconds to wait for an execution. Default: 3600. */
  get executionTimeoutSeconds(): Ref<number> {
    return this.attribute('executionTimeoutSeconds');
  }

  /** Whether to delete it even if node instances are live or others depend on it. Default: false. */
  get forceDelete(): Ref<boolean> {
    return this.attribute('forceDelete');
  }

  /** Whether to reinstall changed node instances instead of updating them. */
  get forceReinstall(): Ref<boolean> {
    return this.attribute('forceReinstall');
  }

  /** Name of the deployment, unique in its tenant. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Whether to ignore failures while uninstalling. */
  get ignoreFailure(): Ref<boolean> {
    return this.attribute('ignoreFailure');
  }

  /**
   * Its inputs, by name. An omitted or removed input has the blueprint's default.
   * Sensitive: it is never shown.
   */
  get inputsAttribute(): Ref<Dynamic> {
    return this.attribute('inputs');
  }

  /** Whether to install it: the install workflow runs after it is created, the uninstall workflow before it is deleted, and either one when this changes. If omitted, Landform neither installs nor uninstalls it. Importing an installed deployment sets it. */
  get install(): Ref<boolean> {
    return this.attribute('install');
  }

  /** Whether to install new node instances before uninstalling removed ones. */
  get installFirst(): Ref<boolean> {
    return this.attribute('installFirst');
  }

  /**
   * Parameters of the workflow that installs it.
   * Sensitive: it is never shown.
   */
  get installParameters(): Ref<Dynamic> {
    return this.attribute('installParameters');
  }

  /** The workflow that installs it. Default: `install`. */
  get installWorkflow(): Ref<string> {
    return this.attribute('installWorkflow');
  }

  /** Labels, each with its values. The service stores keys in lower case. Labels set elsewhere are neither changed nor shown. */
  get labels(): Ref<Readonly<Record<string, readonly string[]>>> {
    return this.attribute('labels');
  }

  /**
   * Outputs by name, as of the last change by Landform.
   * Sensitive: it is never shown.
   */
  get outputs(): Ref<Dynamic> {
    return this.attribute('outputs');
  }

  /** Whether to delete services that use it as their environment, too. Default: false. */
  get recursiveDelete(): Ref<boolean> {
    return this.attribute('recursiveDelete');
  }

  /** Whether functions are evaluated only when a workflow runs. */
  get runtimeOnlyEvaluation(): Ref<boolean> {
    return this.attribute('runtimeOnlyEvaluation');
  }

  /** Site of the deployment. */
  get siteName(): Ref<string> {
    return this.attribute('siteName');
  }

  /** Whether to skip the drift check of the update. */
  get skipDriftCheck(): Ref<boolean> {
    return this.attribute('skipDriftCheck');
  }

  /** Whether to skip the check and heal phase before the update. */
  get skipHeal(): Ref<boolean> {
    return this.attribute('skipHeal');
  }

  /** Whether to skip installing new node instances. */
  get skipInstall(): Ref<boolean> {
    return this.attribute('skipInstall');
  }

  /** Whether to skip the check for required plugins. Default: false. */
  get skipPluginsValidation(): Ref<boolean> {
    return this.attribute('skipPluginsValidation');
  }

  /** Whether to skip reinstalling node instances whose properties or operations change. */
  get skipReinstall(): Ref<boolean> {
    return this.attribute('skipReinstall');
  }

  /** Whether to skip uninstalling removed node instances. */
  get skipUninstall(): Ref<boolean> {
    return this.attribute('skipUninstall');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /**
   * Parameters of the workflow that uninstalls it.
   * Sensitive: it is never shown.
   */
  get uninstallParameters(): Ref<Dynamic> {
    return this.attribute('uninstallParameters');
  }

  /** The workflow that uninstalls it. Default: `uninstall`. */
  get uninstallWorkflow(): Ref<string> {
    return this.attribute('uninstallWorkflow');
  }

  /** Whether to update plugins, too. */
  get updatePlugins(): Ref<boolean> {
    return this.attribute('updatePlugins');
  }

  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  get visibility(): Ref<string> {
    return this.attribute('visibility');
  }
}

const DEPLOYMENT_GROUP_FIELDS: Fields = {
  blueprintId: shape.input('blueprint_id', 'string'),
  createdAt: shape.computed('created_at', 'string'),
  createdBy: shape.computed('created_by', 'string'),
  defaultInputs: shape.input('default_inputs', 'dynamic'),
  deleteDeployments: shape.input('delete_deployments', 'bool'),
  deleteLogs: shape.input('delete_logs', 'bool'),
  deploymentIds: shape.input('deployment_ids', shape.set('string')),
  deploymentsFromGroup: shape.input('deployments_from_group', 'string'),
  description: shape.input('description', 'string'),
  executionTimeoutSeconds: shape.input('execution_timeout_seconds', 'number'),
  filterId: shape.input('filter_id', 'string'),
  filterRules: shape.input('filter_rules', 'dynamic'),
  forceDelete: shape.input('force_delete', 'bool'),
  id: shape.input('id', 'string'),
  labels: shape.input('labels', shape.map(shape.set('string'))),
  newDeployments: shape.input('new_deployments', 'dynamic'),
  recursiveDelete: shape.input('recursive_delete', 'bool'),
  tenant: shape.input('tenant', 'string'),
  visibility: shape.input('visibility', 'string'),
};

export interface DeploymentGroupConfig extends MetaArguments {
  /** Blueprint for new deployments of the group. */
  readonly blueprintId?: Input<string> | undefined;
  /**
   * Inputs of new deployments of the group.
   * Sensitive: it is never shown.
   */
  readonly defaultInputs?: Dynamic;
  /** Whether to delete the deployments of the group with it. Default: false. */
  readonly deleteDeployments?: Input<boolean> | undefined;
  /** Whether to delete the logs, too. Default: false. */
  readonly deleteLogs?: Input<boolean> | undefined;
  /** All deployments of the group. If omitted, members are managed elsewhere: by `conductor_deployment_group_member`, a filter, or manually. A deployment that is replaced leaves the group; the same plan adds it again, and recreates a `conductor_deployment_group_member`. */
  readonly deploymentIds?: Input<readonly string[]> | undefined;
  /** Another group, whose current deployments are used. */
  readonly deploymentsFromGroup?: Input<string> | undefined;
  /** Description of the group. */
  readonly description?: Input<string> | undefined;
  /** Seconds to wait for an execution. Default: 3600. */
  readonly executionTimeoutSeconds?: Input<number> | undefined;
  /** A saved filter, whose currently matching deployments are used. */
  readonly filterId?: Input<string> | undefined;
  /** Rules of a filter, whose currently matching deployments are used. */
  readonly filterRules?: Dynamic;
  /** Whether to delete it even if node instances are live or others depend on it. Default: false. */
  readonly forceDelete?: Input<boolean> | undefined;
  /** Name of the group, unique in its tenant. */
  readonly id: Input<string>;
  /** Labels, each with its values. The service stores keys in lower case. Labels set elsewhere are neither changed nor shown. */
  readonly labels?: Input<Readonly<Record<string, readonly string[]>>> | undefined;
  /**
   * Deployments the group creates: a list of objects with id, display_name, inputs, labels, site_name. Adding an entry creates a deployment; removing one keeps its deployment, also in the group.
   * Sensitive: it is never shown.
   */
  readonly newDeployments?: Dynamic;
  /** Whether to delete services that use it as their environment, too. Default: false. */
  readonly recursiveDelete?: Input<boolean> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  readonly visibility?: Input<string> | undefined;
}

/** Deployments that are managed together, and the labels they get. */
export class DeploymentGroup extends Resource {
  static readonly tfResourceType: string = 'conductor_deployment_group';

  constructor(scope: Construct, id: string, config: DeploymentGroupConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_deployment_group', DEPLOYMENT_GROUP_FIELDS, config));
  }

  /** Blueprint for new deployments of the group. */
  get blueprintId(): Ref<string> {
    return this.attribute('blueprintId');
  }

  /** When it was created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** Who created it. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /**
   * Inputs of new deployments of the group.
   * Sensitive: it is never shown.
   */
  get defaultInputs(): Ref<Dynamic> {
    return this.attribute('defaultInputs');
  }

  /** Whether to delete the deployments of the group with it. Default: false. */
  get deleteDeployments(): Ref<boolean> {
    return this.attribute('deleteDeployments');
  }

  /** Whether to delete the logs, too. Default: false. */
  get deleteLogs(): Ref<boolean> {
    return this.attribute('deleteLogs');
  }

  /** All deployments of the group. If omitted, members are managed elsewhere: by `conductor_deployment_group_member`, a filter, or manually. A deployment that is replaced leaves the group; the same plan adds it again, and recreates a `conductor_deployment_group_member`. */
  get deploymentIds(): Ref<readonly string[]> {
    return this.attribute('deploymentIds');
  }

  /** Another group, whose current deployments are used. */
  get deploymentsFromGroup(): Ref<string> {
    return this.attribute('deploymentsFromGroup');
  }

  /** Description of the group. */
  get description(): Ref<string> {
    return this.attribute('description');
  }

  /** Seconds to wait for an execution. Default: 3600. */
  get executionTimeoutSeconds(): Ref<number> {
    return this.attribute('executionTimeoutSeconds');
  }

  /** A saved filter, whose currently matching deployments are used. */
  get filterId(): Ref<string> {
    return this.attribute('filterId');
  }

  /** Rules of a filter, whose currently matching deployments are used. */
  get filterRules(): Ref<Dynamic> {
    return this.attribute('filterRules');
  }

  /** Whether to delete it even if node instances are live or others depend on it. Default: false. */
  get forceDelete(): Ref<boolean> {
    return this.attribute('forceDelete');
  }

  /** Name of the group, unique in its tenant. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Labels, each with its values. The service stores keys in lower case. Labels set elsewhere are neither changed nor shown. */
  get labels(): Ref<Readonly<Record<string, readonly string[]>>> {
    return this.attribute('labels');
  }

  /**
   * Deployments the group creates: a list of objects with id, display_name, inputs, labels, site_name. Adding an entry creates a deployment; removing one keeps its deployment, also in the group.
   * Sensitive: it is never shown.
   */
  get newDeployments(): Ref<Dynamic> {
    return this.attribute('newDeployments');
  }

  /** Whether to delete services that use it as their environment, too. Default: false. */
  get recursiveDelete(): Ref<boolean> {
    return this.attribute('recursiveDelete');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  get visibility(): Ref<string> {
    return this.attribute('visibility');
  }
}

const DEPLOYMENT_GROUP_MEMBER_FIELDS: Fields = {
  deploymentId: shape.input('deployment_id', 'string'),
  groupId: shape.input('group_id', 'string'),
  tenant: shape.input('tenant', 'string'),
};

export interface DeploymentGroupMemberConfig extends MetaArguments {
  /** The deployment to add. */
  readonly deploymentId: Input<string>;
  /** Name of the group. */
  readonly groupId: Input<string>;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** Adds a deployment to a group that does not list its members: omit `deployment_ids` in the group. */
export class DeploymentGroupMember extends Resource {
  static readonly tfResourceType: string = 'conductor_deployment_group_member';

  constructor(scope: Construct, id: string, config: DeploymentGroupMemberConfig) {
    super(
      scope,
      id,
      blockOptions(PROVIDER, 'conductor_deployment_group_member', DEPLOYMENT_GROUP_MEMBER_FIELDS, config),
    );
  }

  /** The deployment to add. */
  get deploymentId(): Ref<string> {
    return this.attribute('deploymentId');
  }

  /** Name of the group. */
  get groupId(): Ref<string> {
    return this.attribute('groupId');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

const EXECUTION_SCHEDULE_FIELDS: Fields = {
  allowCustomParameters: shape.input('allow_custom_parameters', 'bool'),
  createdAt: shape.computed('created_at', 'string'),
  createdBy: shape.computed('created_by', 'string'),
  deploymentId: shape.input('deployment_id', 'string'),
  dryRun: shape.input('dry_run', 'bool'),
  enabled: shape.input('enabled', 'bool'),
  force: shape.input('force', 'bool'),
  id: shape.input('id', 'string'),
  maxCount: shape.input('max_count', 'number'),
  nextOccurrence: shape.computed('next_occurrence', 'string'),
  parameters: shape.input('parameters', 'dynamic'),
  queue: shape.input('queue', 'bool'),
  recurrence: shape.input('recurrence', 'string'),
  rrule: shape.input('rrule', 'string'),
  since: shape.input('since', 'string'),
  slip: shape.input('slip', 'number'),
  stopOnFail: shape.input('stop_on_fail', 'bool'),
  tenant: shape.input('tenant', 'string'),
  until: shape.input('until', 'string'),
  waitAfterFail: shape.input('wait_after_fail', 'number'),
  weekdays: shape.input('weekdays', shape.list('string')),
  workflowId: shape.input('workflow_id', 'string'),
};

export interface ExecutionScheduleConfig extends MetaArguments {
  /** Whether to accept parameters that the workflow does not declare. */
  readonly allowCustomParameters?: Input<boolean> | undefined;
  /** The deployment that the workflow runs on. */
  readonly deploymentId: Input<string>;
  /** Whether this is a dry run. */
  readonly dryRun?: Input<boolean> | undefined;
  /** Whether it runs. A manager that creates every schedule enabled is asked to switch it off right after; an occurrence in the moment between the two requests would start the workflow, so set `since` to a later time. */
  readonly enabled?: Input<boolean> | undefined;
  /** Whether it starts even if another one is running. */
  readonly force?: Input<boolean> | undefined;
  /** Name of the schedule, unique for its deployment. */
  readonly id: Input<string>;
  /** Maximum number of runs. Default: no limit. */
  readonly maxCount?: Input<number> | undefined;
  /**
   * Parameters of its executions.
   * Sensitive: it is never shown.
   */
  readonly parameters?: Dynamic;
  /** Whether it is queued if it cannot start. Scheduled executions always are. */
  readonly queue?: Input<boolean> | undefined;
  /** Interval: a number and minutes, hours, days, weeks, months or years, or an abbreviation of these (`2 weeks`, `1d`). Required unless `rrule` is set or `count` is 1. */
  readonly recurrence?: Input<string> | undefined;
  /** Rule in iCalendar format (`RRULE:FREQ=DAILY;INTERVAL=3`), instead of `recurrence`, `count` and `weekdays`. */
  readonly rrule?: Input<string> | undefined;
  /** Earliest time it may run, as `YYYY-MM-DD hh:mm:ss` in UTC. Required unless `rrule` is set. */
  readonly since?: Input<string> | undefined;
  /** Maximum delay of a start, in minutes. Default: 0. */
  readonly slip?: Input<number> | undefined;
  /** Whether it stops permanently after a failed execution. Default: false. */
  readonly stopOnFail?: Input<boolean> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /** Latest time it may run, in the format of `since`. */
  readonly until?: Input<string> | undefined;
  /** Seconds that running tasks may continue after one has failed. */
  readonly waitAfterFail?: Input<number> | undefined;
  /** The days of the week it may run: su, mo, tu, we, th, fr, sa. With a recurrence of months or years also the first to fourth (`2mo`) or last (`l-fr`) of the month. */
  readonly weekdays?: Input<readonly string[]> | undefined;
  /** The workflow it runs. */
  readonly workflowId: Input<string>;
}

/** Runs a workflow of a deployment at a given time, or repeatedly. */
export class ExecutionSchedule extends Resource {
  static readonly tfResourceType: string = 'conductor_execution_schedule';

  constructor(scope: Construct, id: string, config: ExecutionScheduleConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_execution_schedule', EXECUTION_SCHEDULE_FIELDS, config));
  }

  /** Whether to accept parameters that the workflow does not declare. */
  get allowCustomParameters(): Ref<boolean> {
    return this.attribute('allowCustomParameters');
  }

  /** When it was created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** Who created it. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /** The deployment that the workflow runs on. */
  get deploymentId(): Ref<string> {
    return this.attribute('deploymentId');
  }

  /** Whether this is a dry run. */
  get dryRun(): Ref<boolean> {
    return this.attribute('dryRun');
  }

  /** Whether it runs. A manager that creates every schedule enabled is asked to switch it off right after; an occurrence in the moment between the two requests would start the workflow, so set `since` to a later time. */
  get enabled(): Ref<boolean> {
    return this.attribute('enabled');
  }

  /** Whether it starts even if another one is running. */
  get force(): Ref<boolean> {
    return this.attribute('force');
  }

  /** Name of the schedule, unique for its deployment. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Maximum number of runs. Default: no limit. */
  get maxCount(): Ref<number> {
    return this.attribute('maxCount');
  }

  /** Next run, as of the last change by Landform. */
  get nextOccurrence(): Ref<string> {
    return this.attribute('nextOccurrence');
  }

  /**
   * Parameters of its executions.
   * Sensitive: it is never shown.
   */
  get parameters(): Ref<Dynamic> {
    return this.attribute('parameters');
  }

  /** Whether it is queued if it cannot start. Scheduled executions always are. */
  get queue(): Ref<boolean> {
    return this.attribute('queue');
  }

  /** Interval: a number and minutes, hours, days, weeks, months or years, or an abbreviation of these (`2 weeks`, `1d`). Required unless `rrule` is set or `count` is 1. */
  get recurrence(): Ref<string> {
    return this.attribute('recurrence');
  }

  /** Rule in iCalendar format (`RRULE:FREQ=DAILY;INTERVAL=3`), instead of `recurrence`, `count` and `weekdays`. */
  get rrule(): Ref<string> {
    return this.attribute('rrule');
  }

  /** Earliest time it may run, as `YYYY-MM-DD hh:mm:ss` in UTC. Required unless `rrule` is set. */
  get since(): Ref<string> {
    return this.attribute('since');
  }

  /** Maximum delay of a start, in minutes. Default: 0. */
  get slip(): Ref<number> {
    return this.attribute('slip');
  }

  /** Whether it stops permanently after a failed execution. Default: false. */
  get stopOnFail(): Ref<boolean> {
    return this.attribute('stopOnFail');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** Latest time it may run, in the format of `since`. */
  get until(): Ref<string> {
    return this.attribute('until');
  }

  /** Seconds that running tasks may continue after one has failed. */
  get waitAfterFail(): Ref<number> {
    return this.attribute('waitAfterFail');
  }

  /** The days of the week it may run: su, mo, tu, we, th, fr, sa. With a recurrence of months or years also the first to fourth (`2mo`) or last (`l-fr`) of the month. */
  get weekdays(): Ref<readonly string[]> {
    return this.attribute('weekdays');
  }

  /** The workflow it runs. */
  get workflowId(): Ref<string> {
    return this.attribute('workflowId');
  }
}

export interface FilterAttrsFilterRules {
  readonly key: string;
  readonly operator: string;
  readonly type: string;
  readonly values: readonly string[];
}

const FILTER_ATTRS_FILTER_RULES: Fields = {
  key: shape.input('key', 'string'),
  operator: shape.input('operator', 'string'),
  type: shape.input('type', 'string'),
  values: shape.input('values', shape.list('string')),
};

export interface FilterFilterRules {
  /** Name of the label or attribute, in upper or lower case. */
  readonly key: string;
  /** The comparison operator. */
  readonly operator: string;
  /** `label` or `attribute`. */
  readonly type: string;
  /** Values to compare with. */
  readonly values: readonly string[];
}

const FILTER_FILTER_RULES: Fields = {
  key: shape.input('key', 'string'),
  operator: shape.input('operator', 'string'),
  type: shape.input('type', 'string'),
  values: shape.input('values', shape.list('string')),
};

export interface FilterLabelsFilterRules {
  readonly key: string;
  readonly operator: string;
  readonly type: string;
  readonly values: readonly string[];
}

const FILTER_LABELS_FILTER_RULES: Fields = {
  key: shape.input('key', 'string'),
  operator: shape.input('operator', 'string'),
  type: shape.input('type', 'string'),
  values: shape.input('values', shape.list('string')),
};

const FILTER_FIELDS: Fields = {
  attrsFilterRules: shape.computed('attrs_filter_rules', shape.list(shape.object(FILTER_ATTRS_FILTER_RULES))),
  createdAt: shape.computed('created_at', 'string'),
  createdBy: shape.computed('created_by', 'string'),
  filterId: shape.input('filter_id', 'string'),
  filterRules: shape.input('filter_rules', shape.list(shape.object(FILTER_FILTER_RULES))),
  id: shape.computed('id', 'string'),
  labelsFilterRules: shape.computed('labels_filter_rules', shape.list(shape.object(FILTER_LABELS_FILTER_RULES))),
  resourceType: shape.input('resource_type', 'string'),
  tenant: shape.input('tenant', 'string'),
  updatedAt: shape.computed('updated_at', 'string'),
  visibility: shape.input('visibility', 'string'),
};

export interface FilterConfig extends MetaArguments {
  /** Name of the filter, unique in its tenant. */
  readonly filterId: Input<string>;
  /** Rules, each with `key`, `values`, `operator` and `type`: `label` (operators any_of, not_any_of, is_null, is_not_null, is_not) or `attribute` (any_of, not_any_of, contains, not_contains, starts_with, ends_with, is_not_empty). An item must match all of them. */
  readonly filterRules: Input<readonly FilterFilterRules[]>;
  /** The kind of object to filter: `deployments` or `blueprints`. */
  readonly resourceType: Input<string>;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  readonly visibility?: Input<string> | undefined;
}

/** Rules that select deployments or blueprints, stored under a name. */
export class Filter extends Resource {
  static readonly tfResourceType: string = 'conductor_filter';

  constructor(scope: Construct, id: string, config: FilterConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_filter', FILTER_FIELDS, config));
  }

  /** The rules on attributes. */
  get attrsFilterRules(): Ref<readonly FilterAttrsFilterRules[]> {
    return this.attribute('attrsFilterRules');
  }

  /** When it was stored. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** User who stored it. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /** Name of the filter, unique in its tenant. */
  get filterId(): Ref<string> {
    return this.attribute('filterId');
  }

  /** Rules, each with `key`, `values`, `operator` and `type`: `label` (operators any_of, not_any_of, is_null, is_not_null, is_not) or `attribute` (any_of, not_any_of, contains, not_contains, starts_with, ends_with, is_not_empty). An item must match all of them. */
  get filterRules(): Ref<readonly FilterFilterRules[]> {
    return this.attribute('filterRules');
  }

  /** The same as `filter_id`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** The rules on labels. */
  get labelsFilterRules(): Ref<readonly FilterLabelsFilterRules[]> {
    return this.attribute('labelsFilterRules');
  }

  /** The kind of object to filter: `deployments` or `blueprints`. */
  get resourceTypeAttribute(): Ref<string> {
    return this.attribute('resourceType');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** When it was last changed. */
  get updatedAt(): Ref<string> {
    return this.attribute('updatedAt');
  }

  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  get visibility(): Ref<string> {
    return this.attribute('visibility');
  }
}

const INTER_DEPLOYMENT_DEPENDENCY_FIELDS: Fields = {
  createdAt: shape.computed('created_at', 'string'),
  createdBy: shape.computed('created_by', 'string'),
  dependencyCreator: shape.input('dependency_creator', 'string'),
  id: shape.computed('id', 'string'),
  sourceDeployment: shape.input('source_deployment', 'string'),
  targetDeployment: shape.input('target_deployment', 'string'),
  tenant: shape.input('tenant', 'string'),
};

export interface InterDeploymentDependencyConfig extends MetaArguments {
  /** Name for the creator of the dependency, unique for the two deployments. */
  readonly dependencyCreator: Input<string>;
  /** The deployment that needs the other. */
  readonly sourceDeployment: Input<string>;
  /** The deployment that is needed. */
  readonly targetDeployment: Input<string>;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** Declares that one deployment needs another, which then cannot be deleted or uninstalled before it. */
export class InterDeploymentDependency extends Resource {
  static readonly tfResourceType: string = 'conductor_inter_deployment_dependency';

  constructor(scope: Construct, id: string, config: InterDeploymentDependencyConfig) {
    super(
      scope,
      id,
      blockOptions(PROVIDER, 'conductor_inter_deployment_dependency', INTER_DEPLOYMENT_DEPENDENCY_FIELDS, config),
    );
  }

  /** When it was created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** Who created it. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /** Name for the creator of the dependency, unique for the two deployments. */
  get dependencyCreator(): Ref<string> {
    return this.attribute('dependencyCreator');
  }

  /** ID of the dependency. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** The deployment that needs the other. */
  get sourceDeployment(): Ref<string> {
    return this.attribute('sourceDeployment');
  }

  /** The deployment that is needed. */
  get targetDeployment(): Ref<string> {
    return this.attribute('targetDeployment');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

const LDAP_CONFIGURATION_FIELDS: Fields = {
  attributeEmail: shape.input('attribute_email', 'string'),
  attributeFirstName: shape.input('attribute_first_name', 'string'),
  attributeGroupMembership: shape.input('attribute_group_membership', 'string'),
  attributeLastName: shape.input('attribute_last_name', 'string'),
  attributeUid: shape.input('attribute_uid', 'string'),
  baseDn: shape.input('base_dn', 'string'),
  bindFormat: shape.input('bind_format', 'string'),
  caCert: shape.input('ca_cert', 'string'),
  dnExtra: shape.input('dn_extra', 'string'),
  domain: shape.input('domain', 'string'),
  groupDn: shape.input('group_dn', 'string'),
  groupMemberFilter: shape.input('group_member_filter', 'string'),
  isActiveDirectory: shape.input('is_active_directory', 'bool'),
  nestedLevels: shape.input('nested_levels', 'number'),
  password: shape.input('password', 'string'),
  passwordVersion: shape.input('password_version', 'string'),
  server: shape.input('server', 'string'),
  userFilter: shape.input('user_filter', 'string'),
  username: shape.input('username', 'string'),
};

export interface LdapConfigurationConfig extends MetaArguments {
  /** Attribute with the e-mail address. Default: `email`. */
  readonly attributeEmail?: Input<string> | undefined;
  /** Attribute with the first name. Default: `givenName`. */
  readonly attributeFirstName?: Input<string> | undefined;
  /** Attribute with the groups of a user. Default: `memberOf`. */
  readonly attributeGroupMembership?: Input<string> | undefined;
  /** Attribute with the last name. Default: `sn`. */
  readonly attributeLastName?: Input<string> | undefined;
  /** Attribute with the user's identifier. Default: `uid`. */
  readonly attributeUid?: Input<string> | undefined;
  /** Base of searches. */
  readonly baseDn?: Input<string> | undefined;
  /** Format of the user name when logging in. May contain {username}, {domain}, {domain_dn} and {base_dn}. */
  readonly bindFormat?: Input<string> | undefined;
  /** Certificate of the authority that signed the server's certificate (PEM). */
  readonly caCert?: Input<string> | undefined;
  /** Deprecated: more of the distinguished name. Use `ldap_base_dn`. */
  readonly dnExtra?: Input<string> | undefined;
  /** Domain the server uses. */
  readonly domain?: Input<string> | undefined;
  /** Base of searches for groups, if users do not list them. Default: `ou=groups,{base_dn}`. May contain {base_dn} and {domain_dn}. */
  readonly groupDn?: Input<string> | undefined;
  /** Search filter for the members of a group. May contain {object_dn}, {username}, {domain_dn} and {base_dn}. */
  readonly groupMemberFilter?: Input<string> | undefined;
  /** Whether it is an Active Directory. */
  readonly isActiveDirectory?: Input<boolean> | undefined;
  /** Levels of nested groups to search. Default: 1, only the groups the user is in. */
  readonly nestedLevels?: Input<number> | undefined;
  /**
   * Password for searches.
   * Sensitive: it is never shown.
   * Write-only: it is sent to the provider but not kept in state.
   */
  readonly password?: Input<string> | undefined;
  /** Any string. When it changes, the configuration is set again with the current password. */
  readonly passwordVersion?: Input<string> | undefined;
  /** Address of the server, such as `ldaps://ldap.example.org:636`. */
  readonly server: Input<string>;
  /** Search filter for a user. May contain {username}, {domain_dn} and {base_dn}. */
  readonly userFilter?: Input<string> | undefined;
  /** User to search as, if users cannot search themselves. */
  readonly username?: Input<string> | undefined;
}

/** How the manager finds users in an LDAP directory. The API neither shows nor removes it: state keeps what was set, changes made elsewhere are not detected, it cannot be imported, and destroying it only removes it from state. */
export class LdapConfiguration extends Resource {
  static readonly tfResourceType: string = 'conductor_ldap_configuration';

  constructor(scope: Construct, id: string, config: LdapConfigurationConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_ldap_configuration', LDAP_CONFIGURATION_FIELDS, config));
  }

  /** Attribute with the e-mail address. Default: `email`. */
  get attributeEmail(): Ref<string> {
    return this.attribute('attributeEmail');
  }

  /** Attribute with the first name. Default: `givenName`. */
  get attributeFirstName(): Ref<string> {
    return this.attribute('attributeFirstName');
  }

  /** Attribute with the groups of a user. Default: `memberOf`. */
  get attributeGroupMembership(): Ref<string> {
    return this.attribute('attributeGroupMembership');
  }

  /** Attribute with the last name. Default: `sn`. */
  get attributeLastName(): Ref<string> {
    return this.attribute('attributeLastName');
  }

  /** Attribute with the user's identifier. Default: `uid`. */
  get attributeUid(): Ref<string> {
    return this.attribute('attributeUid');
  }

  /** Base of searches. */
  get baseDn(): Ref<string> {
    return this.attribute('baseDn');
  }

  /** Format of the user name when logging in. May contain {username}, {domain}, {domain_dn} and {base_dn}. */
  get bindFormat(): Ref<string> {
    return this.attribute('bindFormat');
  }

  /** Certificate of the authority that signed the server's certificate (PEM). */
  get caCert(): Ref<string> {
    return this.attribute('caCert');
  }

  /** Deprecated: more of the distinguished name. Use `ldap_base_dn`. */
  get dnExtra(): Ref<string> {
    return this.attribute('dnExtra');
  }

  /** Domain the server uses. */
  get domain(): Ref<string> {
    return this.attribute('domain');
  }

  /** Base of searches for groups, if users do not list them. Default: `ou=groups,{base_dn}`. May contain {base_dn} and {domain_dn}. */
  get groupDn(): Ref<string> {
    return this.attribute('groupDn');
  }

  /** Search filter for the members of a group. May contain {object_dn}, {username}, {domain_dn} and {base_dn}. */
  get groupMemberFilter(): Ref<string> {
    return this.attribute('groupMemberFilter');
  }

  /** Whether it is an Active Directory. */
  get isActiveDirectory(): Ref<boolean> {
    return this.attribute('isActiveDirectory');
  }

  /** Levels of nested groups to search. Default: 1, only the groups the user is in. */
  get nestedLevels(): Ref<number> {
    return this.attribute('nestedLevels');
  }

  /** Any string. When it changes, the configuration is set again with the current password. */
  get passwordVersion(): Ref<string> {
    return this.attribute('passwordVersion');
  }

  /** Address of the server, such as `ldaps://ldap.example.org:636`. */
  get server(): Ref<string> {
    return this.attribute('server');
  }

  /** Search filter for a user. May contain {username}, {domain_dn} and {base_dn}. */
  get userFilter(): Ref<string> {
    return this.attribute('userFilter');
  }

  /** User to search as, if users cannot search themselves. */
  get username(): Ref<string> {
    return this.attribute('username');
  }
}

const LICENSE_FIELDS: Fields = {
  capabilities: shape.computed('capabilities', shape.list('string')),
  cloudifyVersion: shape.computed('cloudify_version', 'string'),
  content: shape.input('content', 'string'),
  contentVersion: shape.input('content_version', 'string'),
  customerId: shape.computed('customer_id', 'string'),
  expirationDate: shape.computed('expiration_date', 'string'),
  id: shape.computed('id', 'string'),
  licenseEdition: shape.computed('license_edition', 'string'),
  trial: shape.computed('trial', 'bool'),
};

export interface LicenseConfig extends MetaArguments {
  /**
   * Content of the license file.
   * Sensitive: it is never shown.
   * Write-only: it is sent to the provider but not kept in state.
   */
  readonly content: Input<string>;
  /** Any string. When it changes, the license is set again; a change of the license itself cannot be detected. */
  readonly contentVersion?: Input<string> | undefined;
}

/** The license of the manager, of which there is at most one. */
export class License extends Resource {
  static readonly tfResourceType: string = 'conductor_license';

  constructor(scope: Construct, id: string, config: LicenseConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_license', LICENSE_FIELDS, config));
  }

  /** Description of the permission. */
  get capabilities(): Ref<readonly string[]> {
    return this.attribute('capabilities');
  }

  /** Last version it is valid for. */
  get cloudifyVersion(): Ref<string> {
    return this.attribute('cloudifyVersion');
  }

  /** Any string. When it changes, the license is set again; a change of the license itself cannot be detected. */
  get contentVersion(): Ref<string> {
    return this.attribute('contentVersion');
  }

  /** Customer it was issued to. */
  get customerId(): Ref<string> {
    return this.attribute('customerId');
  }

  /** When it ends. */
  get expirationDate(): Ref<string> {
    return this.attribute('expirationDate');
  }

  /** Always `license`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** `Spire` or `Premium`. */
  get licenseEdition(): Ref<string> {
    return this.attribute('licenseEdition');
  }

  /** Whether it is a trial license. */
  get trial(): Ref<boolean> {
    return this.attribute('trial');
  }
}

const PLUGIN_FIELDS: Fields = {
  archive: shape.input('archive', 'string'),
  archiveHash: shape.computed('archive_hash', 'string'),
  archiveName: shape.computed('archive_name', 'string'),
  archiveUrl: shape.input('archive_url', 'string'),
  blueprintLabels: shape.input('blueprint_labels', shape.map(shape.set('string'))),
  createdBy: shape.input('created_by', 'string'),
  distribution: shape.computed('distribution', 'string'),
  distributionRelease: shape.computed('distribution_release', 'string'),
  distributionVersion: shape.computed('distribution_version', 'string'),
  excludedWheels: shape.computed('excluded_wheels', shape.list('string')),
  forceDelete: shape.input('force_delete', 'bool'),
  id: shape.computed('id', 'string'),
  labels: shape.input('labels', shape.map(shape.set('string'))),
  packageName: shape.computed('package_name', 'string'),
  packageSource: shape.computed('package_source', 'string'),
  packageVersion: shape.computed('package_version', 'string'),
  resourceTags: shape.input('resource_tags', shape.map('string')),
  supportedPlatform: shape.computed('supported_platform', 'string'),
  supportedPyVersions: shape.computed('supported_py_versions', shape.list('string')),
  tenant: shape.input('tenant', 'string'),
  title: shape.input('title', 'string'),
  uploadedAt: shape.computed('uploaded_at', 'string'),
  visibility: shape.input('visibility', 'string'),
  wheels: shape.computed('wheels', shape.list('string')),
};

export interface PluginConfig extends MetaArguments {
  /** Path of the package: a `.wgn` file, or a `.zip` that contains one. */
  readonly archive?: Input<string> | undefined;
  /** URL from which the manager fetches the package. */
  readonly archiveUrl?: Input<string> | undefined;
  /** Labels added to blueprints that use the plugin, each with its values. */
  readonly blueprintLabels?: Input<Readonly<Record<string, readonly string[]>>> | undefined;
  /** Name of the user who owns it. An owner other than the creator requires the permission `set_owner`. */
  readonly createdBy?: Input<string> | undefined;
  /** Whether to delete it even if deployments use it. Default: false. */
  readonly forceDelete?: Input<boolean> | undefined;
  /** Labels added to deployments that use the plugin, each with its values. */
  readonly labels?: Input<Readonly<Record<string, readonly string[]>>> | undefined;
  /** Tags added to the resources that the plugin creates. */
  readonly resourceTags?: Input<Readonly<Record<string, string>>> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /** The display name, for example in the topology view. */
  readonly title?: Input<string> | undefined;
  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  readonly visibility?: Input<string> | undefined;
}

/** A package that adds node types to the manager. A different package replaces it. */
export class Plugin extends Resource {
  static readonly tfResourceType: string = 'conductor_plugin';

  constructor(scope: Construct, id: string, config: PluginConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_plugin', PLUGIN_FIELDS, config));
  }

  /** Path of the package: a `.wgn` file, or a `.zip` that contains one. */
  get archive(): Ref<string> {
    return this.attribute('archive');
  }

  /** SHA-256 of the content of `archive`. */
  get archiveHash(): Ref<string> {
    return this.attribute('archiveHash');
  }

  /** Name of the uploaded file. */
  get archiveName(): Ref<string> {
    return this.attribute('archiveName');
  }

  /** URL from which the manager fetches the package. */
  get archiveUrl(): Ref<string> {
    return this.attribute('archiveUrl');
  }

  /** Labels added to blueprints that use the plugin, each with its values. */
  get blueprintLabels(): Ref<Readonly<Record<string, readonly string[]>>> {
    return this.attribute('blueprintLabels');
  }

  /** Name of the user who owns it. An owner other than the creator requires the permission `set_owner`. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /** Distribution it was compiled on; empty if it runs on all distributions. */
  get distribution(): Ref<string> {
    return this.attribute('distribution');
  }

  /** Name of the release of that distribution. */
  get distributionRelease(): Ref<string> {
    return this.attribute('distributionRelease');
  }

  /** Version of that distribution. */
  get distributionVersion(): Ref<string> {
    return this.attribute('distributionVersion');
  }

  /** Wheels omitted from the package. */
  get excludedWheels(): Ref<readonly string[]> {
    return this.attribute('excludedWheels');
  }

  /** Whether to delete it even if deployments use it. Default: false. */
  get forceDelete(): Ref<boolean> {
    return this.attribute('forceDelete');
  }

  /** Identifier assigned by the manager. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Labels added to deployments that use the plugin, each with its values. */
  get labels(): Ref<Readonly<Record<string, readonly string[]>>> {
    return this.attribute('labels');
  }

  /** Name of the Python package. */
  get packageName(): Ref<string> {
    return this.attribute('packageName');
  }

  /** Where the Python package came from. */
  get packageSource(): Ref<string> {
    return this.attribute('packageSource');
  }

  /** Version of the Python package. */
  get packageVersion(): Ref<string> {
    return this.attribute('packageVersion');
  }

  /** Tags added to the resources that the plugin creates. */
  get resourceTags(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('resourceTags');
  }

  /** Platform it runs on; `any` for all. */
  get supportedPlatform(): Ref<string> {
    return this.attribute('supportedPlatform');
  }

  /** Versions of Python it runs with. */
  get supportedPyVersions(): Ref<readonly string[]> {
    return this.attribute('supportedPyVersions');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** The display name, for example in the topology view. */
  get title(): Ref<string> {
    return this.attribute('title');
  }

  /** When it was uploaded. */
  get uploadedAt(): Ref<string> {
    return this.attribute('uploadedAt');
  }

  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  get visibility(): Ref<string> {
    return this.attribute('visibility');
  }

  /** Wheels in the package. */
  get wheels(): Ref<readonly string[]> {
    return this.attribute('wheels');
  }
}

const ROLE_PERMISSION_FIELDS: Fields = {
  permission: shape.input('permission', 'string'),
  role: shape.input('role', 'string'),
};

export interface RolePermissionConfig extends MetaArguments {
  /** The permission, such as `blueprint_list`. */
  readonly permission: Input<string>;
  /** Name of the role, such as `viewer`. */
  readonly role: Input<string>;
}

/** A permission that all users with a role have. */
export class RolePermission extends Resource {
  static readonly tfResourceType: string = 'conductor_role_permission';

  constructor(scope: Construct, id: string, config: RolePermissionConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_role_permission', ROLE_PERMISSION_FIELDS, config));
  }

  /** The permission, such as `blueprint_list`. */
  get permission(): Ref<string> {
    return this.attribute('permission');
  }

  /** Name of the role, such as `viewer`. */
  get role(): Ref<string> {
    return this.attribute('role');
  }
}

const SECRET_FIELDS: Fields = {
  createdAt: shape.computed('created_at', 'string'),
  createdBy: shape.input('created_by', 'string'),
  id: shape.computed('id', 'string'),
  isHiddenValue: shape.input('is_hidden_value', 'bool'),
  key: shape.input('key', 'string'),
  providerName: shape.input('provider_name', 'string'),
  providerOptions: shape.input('provider_options', 'dynamic'),
  schema: shape.input('schema', 'dynamic'),
  tenant: shape.input('tenant', 'string'),
  updatedAt: shape.computed('updated_at', 'string'),
  value: shape.input('value', 'string'),
  visibility: shape.input('visibility', 'string'),
};

export interface SecretConfig extends MetaArguments {
  /** Name of the user who owns it. Default: the creator. */
  readonly createdBy?: Input<string> | undefined;
  /** Whether only its creator and administrators see the value. Changes to it are hidden from others. Default: false. */
  readonly isHiddenValue?: Input<boolean> | undefined;
  /** Key of the secret, unique in its tenant. */
  readonly key: Input<string>;
  /** Name of the secrets provider that stores the value. */
  readonly providerName?: Input<string> | undefined;
  /**
   * Parameters with which the secrets provider finds the value.
   * Sensitive: it is never shown.
   */
  readonly providerOptions?: Dynamic;
  /** A JSON Schema that the value must match. */
  readonly schema?: Dynamic;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /**
   * The secret value.
   * Sensitive: it is never shown.
   */
  readonly value?: Input<string> | undefined;
  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  readonly visibility?: Input<string> | undefined;
}

/** A secret value of a tenant. */
export class Secret extends Resource {
  static readonly tfResourceType: string = 'conductor_secret';

  constructor(scope: Construct, id: string, config: SecretConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_secret', SECRET_FIELDS, config));
  }

  /** When it was created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** Name of the user who owns it. Default: the creator. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /** The same as `key`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Whether only its creator and administrators see the value. Changes to it are hidden from others. Default: false. */
  get isHiddenValue(): Ref<boolean> {
    return this.attribute('isHiddenValue');
  }

  /** Key of the secret, unique in its tenant. */
  get key(): Ref<string> {
    return this.attribute('key');
  }

  /** Name of the secrets provider that stores the value. */
  get providerName(): Ref<string> {
    return this.attribute('providerName');
  }

  /**
   * Parameters with which the secrets provider finds the value.
   * Sensitive: it is never shown.
   */
  get providerOptions(): Ref<Dynamic> {
    return this.attribute('providerOptions');
  }

  /** A JSON Schema that the value must match. */
  get schema(): Ref<Dynamic> {
    return this.attribute('schema');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** When it was last changed. */
  get updatedAt(): Ref<string> {
    return this.attribute('updatedAt');
  }

  /**
   * The secret value.
   * Sensitive: it is never shown.
   */
  get value(): Ref<string> {
    return this.attribute('value');
  }

  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  get visibility(): Ref<string> {
    return this.attribute('visibility');
  }
}

const SECRETS_PROVIDER_FIELDS: Fields = {
  connectionParameters: shape.input('connection_parameters', shape.map('string')),
  createdAt: shape.computed('created_at', 'string'),
  createdBy: shape.computed('created_by', 'string'),
  id: shape.computed('id', 'string'),
  name: shape.input('name', 'string'),
  tenant: shape.input('tenant', 'string'),
  type: shape.input('type', 'string'),
  updatedAt: shape.computed('updated_at', 'string'),
  visibility: shape.input('visibility', 'string'),
};

export interface SecretsProviderConfig extends MetaArguments {
  /**
   * Connection parameters. `vault` needs url, token and path; `cloudify` needs host, username, password and tenant; `local` none.
   * Sensitive: it is never shown.
   */
  readonly connectionParameters?: Input<Readonly<Record<string, string>>> | undefined;
  /** Name of the secrets provider, unique in its tenant. */
  readonly name: Input<string>;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /** Where the values are: in the database of the manager (`local`), in a Vault (`vault`) or in another manager (`cloudify`). */
  readonly type: Input<string>;
  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  readonly visibility?: Input<string> | undefined;
}

/** An external store for the values of secrets. */
export class SecretsProvider extends Resource {
  static readonly tfResourceType: string = 'conductor_secrets_provider';

  constructor(scope: Construct, id: string, config: SecretsProviderConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_secrets_provider', SECRETS_PROVIDER_FIELDS, config));
  }

  /**
   * Connection parameters. `vault` needs url, token and path; `cloudify` needs host, username, password and tenant; `local` none.
   * Sensitive: it is never shown.
   */
  get connectionParameters(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('connectionParameters');
  }

  /** When it was created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** User who created it. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /** The same as `name`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Name of the secrets provider, unique in its tenant. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** Where the values are: in the database of the manager (`local`), in a Vault (`vault`) or in another manager (`cloudify`). */
  get type(): Ref<string> {
    return this.attribute('type');
  }

  /** When it was last changed. */
  get updatedAt(): Ref<string> {
    return this.attribute('updatedAt');
  }

  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  get visibility(): Ref<string> {
    return this.attribute('visibility');
  }
}

const SITE_FIELDS: Fields = {
  createdAt: shape.computed('created_at', 'string'),
  createdBy: shape.computed('created_by', 'string'),
  location: shape.input('location', 'string'),
  name: shape.input('name', 'string'),
  tenant: shape.input('tenant', 'string'),
  visibility: shape.input('visibility', 'string'),
};

export interface SiteConfig extends MetaArguments {
  /** Location as latitude and longitude, such as `32.071072, 34.787274`. */
  readonly location?: Input<string> | undefined;
  /** Name of the site, unique in its tenant. Changing it renames the site. */
  readonly name: Input<string>;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  readonly visibility?: Input<string> | undefined;
}

/** A location of deployments. */
export class Site extends Resource {
  static readonly tfResourceType: string = 'conductor_site';

  constructor(scope: Construct, id: string, config: SiteConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_site', SITE_FIELDS, config));
  }

  /** When it was created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** Who created it. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /** Location as latitude and longitude, such as `32.071072, 34.787274`. */
  get location(): Ref<string> {
    return this.attribute('location');
  }

  /** Name of the site, unique in its tenant. Changing it renames the site. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  get visibility(): Ref<string> {
    return this.attribute('visibility');
  }
}

const SNAPSHOT_FIELDS: Fields = {
  archive: shape.input('archive', 'string'),
  archiveHash: shape.computed('archive_hash', 'string'),
  archiveUrl: shape.input('archive_url', 'string'),
  createdAt: shape.computed('created_at', 'string'),
  id: shape.input('id', 'string'),
  includeCredentials: shape.input('include_credentials', 'bool'),
  includeEvents: shape.input('include_events', 'bool'),
  includeLogs: shape.input('include_logs', 'bool'),
  queue: shape.input('queue', 'bool'),
  status: shape.computed('status', 'string'),
  timeoutSeconds: shape.input('timeout_seconds', 'number'),
};

export interface SnapshotConfig extends MetaArguments {
  /** File to upload instead of creating a snapshot: a zip archive. */
  readonly archive?: Input<string> | undefined;
  /** URL from which the manager fetches the archive. */
  readonly archiveUrl?: Input<string> | undefined;
  /** Name of the snapshot. */
  readonly id: Input<string>;
  /** Whether to include the SSH keys of agents. */
  readonly includeCredentials?: Input<boolean> | undefined;
  /** Whether to include events. */
  readonly includeEvents?: Input<boolean> | undefined;
  /** Whether to include logs. */
  readonly includeLogs?: Input<boolean> | undefined;
  /** Whether to queue it if it cannot start now. */
  readonly queue?: Input<boolean> | undefined;
  /** Seconds to wait until it is complete. Default: 3600. */
  readonly timeoutSeconds?: Input<number> | undefined;
}

/** The complete state of the manager at one point in time, created by Landform or uploaded as an archive. */
export class Snapshot extends Resource {
  static readonly tfResourceType: string = 'conductor_snapshot';

  constructor(scope: Construct, id: string, config: SnapshotConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_snapshot', SNAPSHOT_FIELDS, config));
  }

  /** File to upload instead of creating a snapshot: a zip archive. */
  get archive(): Ref<string> {
    return this.attribute('archive');
  }

  /** SHA-256 of that file. */
  get archiveHash(): Ref<string> {
    return this.attribute('archiveHash');
  }

  /** URL from which the manager fetches the archive. */
  get archiveUrl(): Ref<string> {
    return this.attribute('archiveUrl');
  }

  /** When it was queued. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** Name of the snapshot. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Whether to include the SSH keys of agents. */
  get includeCredentials(): Ref<boolean> {
    return this.attribute('includeCredentials');
  }

  /** Whether to include events. */
  get includeEvents(): Ref<boolean> {
    return this.attribute('includeEvents');
  }

  /** Whether to include logs. */
  get includeLogs(): Ref<boolean> {
    return this.attribute('includeLogs');
  }

  /** Whether to queue it if it cannot start now. */
  get queue(): Ref<boolean> {
    return this.attribute('queue');
  }

  /** Progress. */
  get status(): Ref<string> {
    return this.attribute('status');
  }

  /** Seconds to wait until it is complete. Default: 3600. */
  get timeoutSeconds(): Ref<number> {
    return this.attribute('timeoutSeconds');
  }
}

const TENANT_FIELDS: Fields = {
  name: shape.input('name', 'string'),
};

export interface TenantConfig extends MetaArguments {
  /** Name of the tenant. */
  readonly name: Input<string>;
}

/** A tenant: an isolated environment with its own resources and members. */
export class Tenant extends Resource {
  static readonly tfResourceType: string = 'conductor_tenant';

  constructor(scope: Construct, id: string, config: TenantConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_tenant', TENANT_FIELDS, config));
  }

  /** Name of the tenant. */
  get name(): Ref<string> {
    return this.attribute('name');
  }
}

const TENANT_USER_FIELDS: Fields = {
  role: shape.input('role', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
  username: shape.input('username', 'string'),
};

export interface TenantUserConfig extends MetaArguments {
  /** Role in the tenant: `manager`, `operations`, `user` or `viewer`. Default: the manager's default role. */
  readonly role?: Input<string> | undefined;
  /** Name of the tenant. */
  readonly tenantName: Input<string>;
  /** Name of the user. */
  readonly username: Input<string>;
}

/** A user of a tenant, with the user's role in it. */
export class TenantUser extends Resource {
  static readonly tfResourceType: string = 'conductor_tenant_user';

  constructor(scope: Construct, id: string, config: TenantUserConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_tenant_user', TENANT_USER_FIELDS, config));
  }

  /** Role in the tenant: `manager`, `operations`, `user` or `viewer`. Default: the manager's default role. */
  get role(): Ref<string> {
    return this.attribute('role');
  }

  /** Name of the tenant. */
  get tenantName(): Ref<string> {
    return this.attribute('tenantName');
  }

  /** Name of the user. */
  get username(): Ref<string> {
    return this.attribute('username');
  }
}

const TENANT_USER_GROUP_FIELDS: Fields = {
  groupName: shape.input('group_name', 'string'),
  role: shape.input('role', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
};

export interface TenantUserGroupConfig extends MetaArguments {
  /** Name of the user group. */
  readonly groupName: Input<string>;
  /** Role in the tenant: `manager`, `operations`, `user` or `viewer`. Default: the manager's default role. */
  readonly role?: Input<string> | undefined;
  /** Name of the tenant. */
  readonly tenantName: Input<string>;
}

/** A user group in a tenant, with the role of its members. */
export class TenantUserGroup extends Resource {
  static readonly tfResourceType: string = 'conductor_tenant_user_group';

  constructor(scope: Construct, id: string, config: TenantUserGroupConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_tenant_user_group', TENANT_USER_GROUP_FIELDS, config));
  }

  /** Name of the user group. */
  get groupName(): Ref<string> {
    return this.attribute('groupName');
  }

  /** Role in the tenant: `manager`, `operations`, `user` or `viewer`. Default: the manager's default role. */
  get role(): Ref<string> {
    return this.attribute('role');
  }

  /** Name of the tenant. */
  get tenantName(): Ref<string> {
    return this.attribute('tenantName');
  }
}

const USER_FIELDS: Fields = {
  active: shape.computed('active', 'bool'),
  password: shape.input('password', 'string'),
  passwordVersion: shape.input('password_version', 'string'),
  role: shape.input('role', 'string'),
  showGettingStarted: shape.input('show_getting_started', 'bool'),
  username: shape.input('username', 'string'),
};

export interface UserConfig extends MetaArguments {
  /**
   * Password of the user.
   * Sensitive: it is never shown.
   * Write-only: it is sent to the provider but not kept in state.
   */
  readonly password: Input<string>;
  /** Any string. When it changes, the password is set again; a change of the password itself cannot be detected. */
  readonly passwordVersion?: Input<string> | undefined;
  /** System role: `sys_admin` or `default`. Default: `default`. */
  readonly role?: Input<string> | undefined;
  /** Whether the user sees the introduction when logging in. */
  readonly showGettingStarted?: Input<boolean> | undefined;
  /** Name of the user. */
  readonly username: Input<string>;
}

/** A user of the manager. */
export class User extends Resource {
  static readonly tfResourceType: string = 'conductor_user';

  constructor(scope: Construct, id: string, config: UserConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_user', USER_FIELDS, config));
  }

  /** Whether the user may log in. */
  get active(): Ref<boolean> {
    return this.attribute('active');
  }

  /** Any string. When it changes, the password is set again; a change of the password itself cannot be detected. */
  get passwordVersion(): Ref<string> {
    return this.attribute('passwordVersion');
  }

  /** System role: `sys_admin` or `default`. Default: `default`. */
  get role(): Ref<string> {
    return this.attribute('role');
  }

  /** Whether the user sees the introduction when logging in. */
  get showGettingStarted(): Ref<boolean> {
    return this.attribute('showGettingStarted');
  }

  /** Name of the user. */
  get username(): Ref<string> {
    return this.attribute('username');
  }
}

const USER_GROUP_FIELDS: Fields = {
  ldapGroupDn: shape.input('ldap_group_dn', 'string'),
  name: shape.input('name', 'string'),
  role: shape.input('role', 'string'),
};

export interface UserGroupConfig extends MetaArguments {
  /** Distinguished name of the LDAP group behind it. */
  readonly ldapGroupDn?: Input<string> | undefined;
  /** Name of the group. */
  readonly name: Input<string>;
  /** System role of its members. The API never shows it. Default: `default`. */
  readonly role?: Input<string> | undefined;
}

/** A user group. */
export class UserGroup extends Resource {
  static readonly tfResourceType: string = 'conductor_user_group';

  constructor(scope: Construct, id: string, config: UserGroupConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_user_group', USER_GROUP_FIELDS, config));
  }

  /** Distinguished name of the LDAP group behind it. */
  get ldapGroupDn(): Ref<string> {
    return this.attribute('ldapGroupDn');
  }

  /** Name of the group. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** System role of its members. The API never shows it. Default: `default`. */
  get role(): Ref<string> {
    return this.attribute('role');
  }
}

const USER_GROUP_MEMBER_FIELDS: Fields = {
  groupName: shape.input('group_name', 'string'),
  username: shape.input('username', 'string'),
};

export interface UserGroupMemberConfig extends MetaArguments {
  /** Name of the user group. */
  readonly groupName: Input<string>;
  /** Name of the user. */
  readonly username: Input<string>;
}

/** A user in a user group. */
export class UserGroupMember extends Resource {
  static readonly tfResourceType: string = 'conductor_user_group_member';

  constructor(scope: Construct, id: string, config: UserGroupMemberConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_user_group_member', USER_GROUP_MEMBER_FIELDS, config));
  }

  /** Name of the user group. */
  get groupName(): Ref<string> {
    return this.attribute('groupName');
  }

  /** Name of the user. */
  get username(): Ref<string> {
    return this.attribute('username');
  }
}

export interface DataAgentsAgents {
  readonly deployment: string;
  readonly hostId: string;
  readonly id: string;
  readonly installMethod: string;
  readonly ip: string;
  readonly node: string;
  readonly system: string;
  readonly tenantName: string;
  readonly version: string;
}

const DATA_AGENTS_AGENTS: Fields = {
  deployment: shape.input('deployment', 'string'),
  hostId: shape.input('host_id', 'string'),
  id: shape.input('id', 'string'),
  installMethod: shape.input('install_method', 'string'),
  ip: shape.input('ip', 'string'),
  node: shape.input('node', 'string'),
  system: shape.input('system', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
  version: shape.input('version', 'string'),
};

const DATA_AGENTS_FIELDS: Fields = {
  agents: shape.computed('agents', shape.list(shape.object(DATA_AGENTS_AGENTS))),
  allTenants: shape.input('all_tenants', 'bool'),
  deploymentId: shape.input('deployment_id', 'string'),
  installMethods: shape.input('install_methods', shape.list('string')),
  nodeIds: shape.input('node_ids', shape.list('string')),
  nodeInstanceIds: shape.input('node_instance_ids', shape.list('string')),
  tenant: shape.input('tenant', 'string'),
};

export interface DataAgentsConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only agents of this deployment. Can be repeated to match any of several. */
  readonly deploymentId?: Input<string> | undefined;
  /** Only agents installed in one of these ways: `remote`, `plugin`, `init_script`, `provided`. */
  readonly installMethods?: Input<readonly string[]> | undefined;
  /** Only agents of this node. Can be repeated to match any of several. */
  readonly nodeIds?: Input<readonly string[]> | undefined;
  /** Only agents of this node instance. Can be repeated to match any of several. */
  readonly nodeInstanceIds?: Input<readonly string[]> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** The agents installed on hosts. */
export class DataAgents extends DataSource {
  static readonly tfResourceType: string = 'conductor_agents';

  constructor(scope: Construct, id: string, config: DataAgentsConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_agents', DATA_AGENTS_FIELDS, config));
  }

  /** An agent installed on a host. */
  get agents(): Ref<readonly DataAgentsAgents[]> {
    return this.attribute('agents');
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /** Only agents of this deployment. Can be repeated to match any of several. */
  get deploymentId(): Ref<string> {
    return this.attribute('deploymentId');
  }

  /** Only agents installed in one of these ways: `remote`, `plugin`, `init_script`, `provided`. */
  get installMethods(): Ref<readonly string[]> {
    return this.attribute('installMethods');
  }

  /** Only agents of this node. Can be repeated to match any of several. */
  get nodeIds(): Ref<readonly string[]> {
    return this.attribute('nodeIds');
  }

  /** Only agents of this node instance. Can be repeated to match any of several. */
  get nodeInstanceIds(): Ref<readonly string[]> {
    return this.attribute('nodeInstanceIds');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

const DATA_BLUEPRINT_FIELDS: Fields = {
  blueprintId: shape.input('blueprint_id', 'string'),
  createdAt: shape.computed('created_at', 'string'),
  createdBy: shape.computed('created_by', 'string'),
  description: shape.computed('description', 'string'),
  id: shape.computed('id', 'string'),
  labels: shape.computed('labels', shape.map(shape.set('string'))),
  mainFileName: shape.computed('main_file_name', 'string'),
  plan: shape.computed('plan', 'dynamic'),
  requirements: shape.computed('requirements', 'dynamic'),
  state: shape.computed('state', 'string'),
  tenant: shape.input('tenant', 'string'),
  updatedAt: shape.computed('updated_at', 'string'),
  visibility: shape.computed('visibility', 'string'),
};

export interface DataBlueprintConfig extends MetaArguments {
  /** Identifier of the blueprint, unique in its tenant. */
  readonly blueprintId: Input<string>;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** One blueprint, as the manager parsed it. */
export class DataBlueprint extends DataSource {
  static readonly tfResourceType: string = 'conductor_blueprint';

  constructor(scope: Construct, id: string, config: DataBlueprintConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_blueprint', DATA_BLUEPRINT_FIELDS, config));
  }

  /** Identifier of the blueprint, unique in its tenant. */
  get blueprintId(): Ref<string> {
    return this.attribute('blueprintId');
  }

  /** When it was uploaded. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** User who uploaded it. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /** Description in the blueprint. */
  get description(): Ref<string> {
    return this.attribute('description');
  }

  /** The same as `blueprint_id`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** All its labels, each with its values. */
  get labels(): Ref<Readonly<Record<string, readonly string[]>>> {
    return this.attribute('labels');
  }

  /** Name of the main file in the archive. */
  get mainFileName(): Ref<string> {
    return this.attribute('mainFileName');
  }

  /** The blueprint as the manager parsed it. */
  get plan(): Ref<Dynamic> {
    return this.attribute('plan');
  }

  /** Inputs that a deployment requires. */
  get requirements(): Ref<Dynamic> {
    return this.attribute('requirements');
  }

  /** State of its upload. */
  get state(): Ref<string> {
    return this.attribute('state');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** When it was last changed. */
  get updatedAt(): Ref<string> {
    return this.attribute('updatedAt');
  }

  /** Visibility. */
  get visibility(): Ref<string> {
    return this.attribute('visibility');
  }
}

const DATA_BLUEPRINT_ARCHIVE_FIELDS: Fields = {
  blueprintId: shape.input('blueprint_id', 'string'),
  contentBase64: shape.computed('content_base64', 'string'),
  sha256: shape.computed('sha256', 'string'),
  size: shape.computed('size', 'number'),
  tenant: shape.input('tenant', 'string'),
};

export interface DataBlueprintArchiveConfig extends MetaArguments {
  /** Identifier of the blueprint, unique in its tenant. */
  readonly blueprintId: Input<string>;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** The archive from which a blueprint was created. */
export class DataBlueprintArchive extends DataSource {
  static readonly tfResourceType: string = 'conductor_blueprint_archive';

  constructor(scope: Construct, id: string, config: DataBlueprintArchiveConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_blueprint_archive', DATA_BLUEPRINT_ARCHIVE_FIELDS, config));
  }

  /** Identifier of the blueprint, unique in its tenant. */
  get blueprintId(): Ref<string> {
    return this.attribute('blueprintId');
  }

  /** The archive in base64. */
  get contentBase64(): Ref<string> {
    return this.attribute('contentBase64');
  }

  /** SHA-256 of the archive. */
  get sha256(): Ref<string> {
    return this.attribute('sha256');
  }

  /** Length of the archive in bytes. */
  get size(): Ref<number> {
    return this.attribute('size');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

const DATA_BLUEPRINT_LABELS_FIELDS: Fields = {
  key: shape.input('key', 'string'),
  labels: shape.computed('labels', shape.list('string')),
  tenant: shape.input('tenant', 'string'),
};

export interface DataBlueprintLabelsConfig extends MetaArguments {
  /** Key whose values are listed. If omitted, the keys are listed. */
  readonly key?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** The keys of all blueprint labels in a tenant, or all values of one key. */
export class DataBlueprintLabels extends DataSource {
  static readonly tfResourceType: string = 'conductor_blueprint_labels';

  constructor(scope: Construct, id: string, config: DataBlueprintLabelsConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_blueprint_labels', DATA_BLUEPRINT_LABELS_FIELDS, config));
  }

  /** Key whose values are listed. If omitted, the keys are listed. */
  get key(): Ref<string> {
    return this.attribute('key');
  }

  /** The keys, or the values of `key`. */
  get labels(): Ref<readonly string[]> {
    return this.attribute('labels');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

export interface DataBlueprintsBlueprintsLabels {
  readonly createdAt: string;
  readonly creatorId: number;
  readonly key: string;
  readonly value: string;
}

const DATA_BLUEPRINTS_BLUEPRINTS_LABELS: Fields = {
  createdAt: shape.input('created_at', 'string'),
  creatorId: shape.input('creator_id', 'number'),
  key: shape.input('key', 'string'),
  value: shape.input('value', 'string'),
};

export interface DataBlueprintsBlueprints {
  readonly createdAt: string;
  readonly createdBy: string;
  readonly description: string;
  readonly error: string;
  readonly id: string;
  readonly labels: readonly DataBlueprintsBlueprintsLabels[];
  readonly mainFileName: string;
  readonly privateResource: boolean;
  readonly requirements: string;
  readonly resourceAvailability: string;
  readonly state: string;
  readonly tenantName: string;
  readonly updatedAt: string;
  readonly visibility: string;
}

const DATA_BLUEPRINTS_BLUEPRINTS: Fields = {
  createdAt: shape.input('created_at', 'string'),
  createdBy: shape.input('created_by', 'string'),
  description: shape.input('description', 'string'),
  error: shape.input('error', 'string'),
  id: shape.input('id', 'string'),
  labels: shape.input('labels', shape.list(shape.object(DATA_BLUEPRINTS_BLUEPRINTS_LABELS))),
  mainFileName: shape.input('main_file_name', 'string'),
  privateResource: shape.input('private_resource', 'bool'),
  requirements: shape.input('requirements', 'string'),
  resourceAvailability: shape.input('resource_availability', 'string'),
  state: shape.input('state', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
  updatedAt: shape.input('updated_at', 'string'),
  visibility: shape.input('visibility', 'string'),
};

const DATA_BLUEPRINTS_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  blueprints: shape.computed('blueprints', shape.list(shape.object(DATA_BLUEPRINTS_BLUEPRINTS))),
  filterId: shape.input('filter_id', 'string'),
  search: shape.input('search', 'string'),
  tenant: shape.input('tenant', 'string'),
};

export interface DataBlueprintsConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only blueprints that match this stored filter. */
  readonly filterId?: Input<string> | undefined;
  /** Only blueprints whose ID contains this text. */
  readonly search?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** The blueprints of a tenant. */
export class DataBlueprints extends DataSource {
  static readonly tfResourceType: string = 'conductor_blueprints';

  constructor(scope: Construct, id: string, config: DataBlueprintsConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_blueprints', DATA_BLUEPRINTS_FIELDS, config));
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /** The matching blueprints, without their plans. */
  get blueprints(): Ref<readonly DataBlueprintsBlueprints[]> {
    return this.attribute('blueprints');
  }

  /** Only blueprints that match this stored filter. */
  get filterId(): Ref<string> {
    return this.attribute('filterId');
  }

  /** Only blueprints whose ID contains this text. */
  get search(): Ref<string> {
    return this.attribute('search');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

export interface DataClusterNodesClusterNodes {
  readonly caCertContent: string;
  readonly distribution: string;
  readonly distroRelease: string;
  readonly edition: string;
  readonly fsSyncNodeId: string;
  readonly hostname: string;
  readonly id: number;
  readonly networks: Readonly<Record<string, string>>;
  readonly privateIp: string;
  readonly publicIp: string;
  readonly version: string;
}

const DATA_CLUSTER_NODES_CLUSTER_NODES: Fields = {
  caCertContent: shape.input('ca_cert_content', 'string'),
  distribution: shape.input('distribution', 'string'),
  distroRelease: shape.input('distro_release', 'string'),
  edition: shape.input('edition', 'string'),
  fsSyncNodeId: shape.input('fs_sync_node_id', 'string'),
  hostname: shape.input('hostname', 'string'),
  id: shape.input('id', 'number'),
  networks: shape.input('networks', shape.map('string')),
  privateIp: shape.input('private_ip', 'string'),
  publicIp: shape.input('public_ip', 'string'),
  version: shape.input('version', 'string'),
};

const DATA_CLUSTER_NODES_FIELDS: Fields = {
  clusterNodes: shape.computed('cluster_nodes', shape.list(shape.object(DATA_CLUSTER_NODES_CLUSTER_NODES))),
  hostname: shape.input('hostname', 'string'),
};

export interface DataClusterNodesConfig extends MetaArguments {
  /** Only the node with this host name. */
  readonly hostname?: Input<string> | undefined;
}

/** The managers of the cluster. */
export class DataClusterNodes extends DataSource {
  static readonly tfResourceType: string = 'conductor_cluster_nodes';

  constructor(scope: Construct, id: string, config: DataClusterNodesConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_cluster_nodes', DATA_CLUSTER_NODES_FIELDS, config));
  }

  /** A node of the cluster of managers. */
  get clusterNodes(): Ref<readonly DataClusterNodesClusterNodes[]> {
    return this.attribute('clusterNodes');
  }

  /** Only the node with this host name. */
  get hostname(): Ref<string> {
    return this.attribute('hostname');
  }
}

const DATA_CLUSTER_STATUS_FIELDS: Fields = {
  services: shape.computed('services', 'string'),
  status: shape.computed('status', 'string'),
  summary: shape.input('summary', 'bool'),
};

export interface DataClusterStatusConfig extends MetaArguments {
  /** Whether to omit the services. */
  readonly summary?: Input<boolean> | undefined;
}

/** The state of the cluster. With `summary`, a failing cluster is an error. */
export class DataClusterStatus extends DataSource {
  static readonly tfResourceType: string = 'conductor_cluster_status';

  constructor(scope: Construct, id: string, config: DataClusterStatusConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_cluster_status', DATA_CLUSTER_STATUS_FIELDS, config));
  }

  /** The components of the cluster and their nodes, as JSON. */
  get services(): Ref<string> {
    return this.attribute('services');
  }

  /** `OK`, `Degraded` or `Fail`. */
  get status(): Ref<string> {
    return this.attribute('status');
  }

  /** Whether to omit the services. */
  get summary(): Ref<boolean> {
    return this.attribute('summary');
  }
}

const DATA_DEPLOYMENT_FIELDS: Fields = {
  blueprintId: shape.computed('blueprint_id', 'string'),
  createExecution: shape.computed('create_execution', 'string'),
  createdAt: shape.computed('created_at', 'string'),
  createdBy: shape.computed('created_by', 'string'),
  deploymentStatus: shape.computed('deployment_status', 'string'),
  description: shape.computed('description', 'string'),
  displayName: shape.computed('display_name', 'string'),
  environmentType: shape.computed('environment_type', 'string'),
  id: shape.input('id', 'string'),
  inputs: shape.computed('inputs', 'dynamic'),
  installationStatus: shape.computed('installation_status', 'string'),
  latestExecution: shape.computed('latest_execution', 'string'),
  latestExecutionStatus: shape.computed('latest_execution_status', 'string'),
  siteName: shape.computed('site_name', 'string'),
  tenant: shape.input('tenant', 'string'),
  updatedAt: shape.computed('updated_at', 'string'),
  visibility: shape.computed('visibility', 'string'),
};

export interface DataDeploymentConfig extends MetaArguments {
  /** Name of the deployment. */
  readonly id: Input<string>;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** One deployment, by its ID. */
export class DataDeployment extends DataSource {
  static readonly tfResourceType: string = 'conductor_deployment';

  constructor(scope: Construct, id: string, config: DataDeploymentConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_deployment', DATA_DEPLOYMENT_FIELDS, config));
  }

  /** Blueprint it was created from. */
  get blueprintId(): Ref<string> {
    return this.attribute('blueprintId');
  }

  /** Execution that creates its environment. */
  get createExecution(): Ref<string> {
    return this.attribute('createExecution');
  }

  /** When it was created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** Who created it. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /** Overall status. */
  get deploymentStatus(): Ref<string> {
    return this.attribute('deploymentStatus');
  }

  /** Description from its blueprint. */
  get description(): Ref<string> {
    return this.attribute('description');
  }

  /** Display name. */
  get displayName(): Ref<string> {
    return this.attribute('displayName');
  }

  /** Value of its label `csys-env-type`. */
  get environmentType(): Ref<string> {
    return this.attribute('environmentType');
  }

  /** Name of the deployment. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /**
   * Its inputs, defaults included.
   * Sensitive: it is never shown.
   */
  get inputsAttribute(): Ref<Dynamic> {
    return this.attribute('inputs');
  }

  /** Whether it is installed. */
  get installationStatus(): Ref<string> {
    return this.attribute('installationStatus');
  }

  /** Its latest execution. */
  get latestExecution(): Ref<string> {
    return this.attribute('latestExecution');
  }

  /** Result of its latest execution. */
  get latestExecutionStatus(): Ref<string> {
    return this.attribute('latestExecutionStatus');
  }

  /** Site of the deployment. */
  get siteName(): Ref<string> {
    return this.attribute('siteName');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** When it was last updated. */
  get updatedAt(): Ref<string> {
    return this.attribute('updatedAt');
  }

  /** Visibility: its creator and the administrators (`private`), everyone in the tenant (`tenant`), or everyone (`global`). */
  get visibility(): Ref<string> {
    return this.attribute('visibility');
  }
}

const DATA_DEPLOYMENT_CAPABILITIES_FIELDS: Fields = {
  capabilities: shape.computed('capabilities', 'dynamic'),
  deploymentId: shape.input('deployment_id', 'string'),
  tenant: shape.input('tenant', 'string'),
};

export interface DataDeploymentCapabilitiesConfig extends MetaArguments {
  /** The deployment. */
  readonly deploymentId: Input<string>;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** The capabilities of a deployment. */
export class DataDeploymentCapabilities extends DataSource {
  static readonly tfResourceType: string = 'conductor_deployment_capabilities';

  constructor(scope: Construct, id: string, config: DataDeploymentCapabilitiesConfig) {
    super(
      scope,
      id,
      blockOptions(PROVIDER, 'conductor_deployment_capabilities', DATA_DEPLOYMENT_CAPABILITIES_FIELDS, config),
    );
  }

  /**
   * Values by name.
   * Sensitive: it is never shown.
   */
  get capabilities(): Ref<Dynamic> {
    return this.attribute('capabilities');
  }

  /** The deployment. */
  get deploymentId(): Ref<string> {
    return this.attribute('deploymentId');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

const DATA_DEPLOYMENT_GROUP_FIELDS: Fields = {
  blueprintId: shape.computed('blueprint_id', 'string'),
  createdAt: shape.computed('created_at', 'string'),
  createdBy: shape.computed('created_by', 'string'),
  defaultInputs: shape.computed('default_inputs', 'dynamic'),
  deploymentIds: shape.computed('deployment_ids', shape.set('string')),
  description: shape.computed('description', 'string'),
  id: shape.input('id', 'string'),
  labels: shape.computed('labels', shape.map(shape.set('string'))),
  tenant: shape.input('tenant', 'string'),
  visibility: shape.computed('visibility', 'string'),
};

export interface DataDeploymentGroupConfig extends MetaArguments {
  /** Name of the group, unique in its tenant. */
  readonly id: Input<string>;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** One deployment group, with its members. */
export class DataDeploymentGroup extends DataSource {
  static readonly tfResourceType: string = 'conductor_deployment_group';

  constructor(scope: Construct, id: string, config: DataDeploymentGroupConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_deployment_group', DATA_DEPLOYMENT_GROUP_FIELDS, config));
  }

  /** Blueprint for new deployments of the group. */
  get blueprintId(): Ref<string> {
    return this.attribute('blueprintId');
  }

  /** When it was created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** Who created it. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /**
   * Inputs of new deployments of the group.
   * Sensitive: it is never shown.
   */
  get defaultInputs(): Ref<Dynamic> {
    return this.attribute('defaultInputs');
  }

  /** All deployments of the group. If omitted, members are managed elsewhere: by `conductor_deployment_group_member`, a filter, or manually. A deployment that is replaced leaves the group; the same plan adds it again, and recreates a `conductor_deployment_group_member`. */
  get deploymentIds(): Ref<readonly string[]> {
    return this.attribute('deploymentIds');
  }

  /** Description of the group. */
  get description(): Ref<string> {
    return this.attribute('description');
  }

  /** Name of the group, unique in its tenant. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** All its labels, each with its values. */
  get labels(): Ref<Readonly<Record<string, readonly string[]>>> {
    return this.attribute('labels');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  get visibility(): Ref<string> {
    return this.attribute('visibility');
  }
}

export interface DataDeploymentGroupsDeploymentGroupsLabels {
  readonly createdAt: string;
  readonly creatorId: number;
  readonly key: string;
  readonly value: string;
}

const DATA_DEPLOYMENT_GROUPS_DEPLOYMENT_GROUPS_LABELS: Fields = {
  createdAt: shape.input('created_at', 'string'),
  creatorId: shape.input('creator_id', 'number'),
  key: shape.input('key', 'string'),
  value: shape.input('value', 'string'),
};

export interface DataDeploymentGroupsDeploymentGroups {
  readonly createdAt: string;
  readonly createdBy: string;
  readonly defaultBlueprintId: string;
  readonly defaultInputs: string;
  readonly deploymentIds: readonly string[];
  readonly description: string;
  readonly id: string;
  readonly labels: readonly DataDeploymentGroupsDeploymentGroupsLabels[];
  readonly privateResource: boolean;
  readonly resourceAvailability: string;
  readonly tenantName: string;
  readonly visibility: string;
}

const DATA_DEPLOYMENT_GROUPS_DEPLOYMENT_GROUPS: Fields = {
  createdAt: shape.input('created_at', 'string'),
  createdBy: shape.input('created_by', 'string'),
  defaultBlueprintId: shape.input('default_blueprint_id', 'string'),
  defaultInputs: shape.input('default_inputs', 'string'),
  deploymentIds: shape.input('deployment_ids', shape.list('string')),
  description: shape.input('description', 'string'),
  id: shape.input('id', 'string'),
  labels: shape.input('labels', shape.list(shape.object(DATA_DEPLOYMENT_GROUPS_DEPLOYMENT_GROUPS_LABELS))),
  privateResource: shape.input('private_resource', 'bool'),
  resourceAvailability: shape.input('resource_availability', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
  visibility: shape.input('visibility', 'string'),
};

const DATA_DEPLOYMENT_GROUPS_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  deploymentGroups: shape.computed(
    'deployment_groups',
    shape.list(shape.object(DATA_DEPLOYMENT_GROUPS_DEPLOYMENT_GROUPS)),
  ),
  search: shape.input('search', 'string'),
  tenant: shape.input('tenant', 'string'),
};

export interface DataDeploymentGroupsConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only results whose name contains this text. */
  readonly search?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** The deployment groups of a tenant. */
export class DataDeploymentGroups extends DataSource {
  static readonly tfResourceType: string = 'conductor_deployment_groups';

  constructor(scope: Construct, id: string, config: DataDeploymentGroupsConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_deployment_groups', DATA_DEPLOYMENT_GROUPS_FIELDS, config));
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /**
   * Deployments that are managed together.
   * Sensitive: it is never shown.
   */
  get deploymentGroups(): Ref<readonly DataDeploymentGroupsDeploymentGroups[]> {
    return this.attribute('deploymentGroups');
  }

  /** Only results whose name contains this text. */
  get search(): Ref<string> {
    return this.attribute('search');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

const DATA_DEPLOYMENT_LABELS_FIELDS: Fields = {
  key: shape.input('key', 'string'),
  labels: shape.computed('labels', shape.list('string')),
  tenant: shape.input('tenant', 'string'),
};

export interface DataDeploymentLabelsConfig extends MetaArguments {
  /** The key whose values are listed. If omitted, the keys are listed. */
  readonly key?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** The keys of all deployment labels, or the values of one key. */
export class DataDeploymentLabels extends DataSource {
  static readonly tfResourceType: string = 'conductor_deployment_labels';

  constructor(scope: Construct, id: string, config: DataDeploymentLabelsConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_deployment_labels', DATA_DEPLOYMENT_LABELS_FIELDS, config));
  }

  /** The key whose values are listed. If omitted, the keys are listed. */
  get key(): Ref<string> {
    return this.attribute('key');
  }

  /** The keys, or the values of `key`. */
  get labels(): Ref<readonly string[]> {
    return this.attribute('labels');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

const DATA_DEPLOYMENT_OUTPUTS_FIELDS: Fields = {
  deploymentId: shape.input('deployment_id', 'string'),
  outputs: shape.computed('outputs', 'dynamic'),
  tenant: shape.input('tenant', 'string'),
};

export interface DataDeploymentOutputsConfig extends MetaArguments {
  /** The deployment. */
  readonly deploymentId: Input<string>;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** The outputs of a deployment. */
export class DataDeploymentOutputs extends DataSource {
  static readonly tfResourceType: string = 'conductor_deployment_outputs';

  constructor(scope: Construct, id: string, config: DataDeploymentOutputsConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_deployment_outputs', DATA_DEPLOYMENT_OUTPUTS_FIELDS, config));
  }

  /** The deployment. */
  get deploymentId(): Ref<string> {
    return this.attribute('deploymentId');
  }

  /**
   * Values by name.
   * Sensitive: it is never shown.
   */
  get outputs(): Ref<Dynamic> {
    return this.attribute('outputs');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

export interface DataDeploymentUpdatesDeploymentUpdates {
  readonly centralPluginsToInstall: readonly string[];
  readonly centralPluginsToUninstall: readonly string[];
  readonly createdAt: string;
  readonly createdBy: string;
  readonly deploymentId: string;
  readonly deploymentPlan: string;
  readonly deploymentUpdateDeployment: string;
  readonly deploymentUpdateNodeInstances: string;
  readonly deploymentUpdateNodes: readonly string[];
  readonly executionId: string;
  readonly id: string;
  readonly modifiedEntityIds: string;
  readonly newBlueprintId: string;
  readonly newInputs: string;
  readonly oldBlueprintId: string;
  readonly oldInputs: string;
  readonly privateResource: boolean;
  readonly resourceAvailability: string;
  readonly state: string;
  readonly steps: readonly string[];
  readonly tenantName: string;
  readonly visibility: string;
}

const DATA_DEPLOYMENT_UPDATES_DEPLOYMENT_UPDATES: Fields = {
  centralPluginsToInstall: shape.input('central_plugins_to_install', shape.list('string')),
  centralPluginsToUninstall: shape.input('central_plugins_to_uninstall', shape.list('string')),
  createdAt: shape.input('created_at', 'string'),
  createdBy: shape.input('created_by', 'string'),
  deploymentId: shape.input('deployment_id', 'string'),
  deploymentPlan: shape.input('deployment_plan', 'string'),
  deploymentUpdateDeployment: shape.input('deployment_update_deployment', 'string'),
  deploymentUpdateNodeInstances: shape.input('deployment_update_node_instances', 'string'),
  deploymentUpdateNodes: shape.input('deployment_update_nodes', shape.list('string')),
  executionId: shape.input('execution_id', 'string'),
  id: shape.input('id', 'string'),
  modifiedEntityIds: shape.input('modified_entity_ids', 'string'),
  newBlueprintId: shape.input('new_blueprint_id', 'string'),
  newInputs: shape.input('new_inputs', 'string'),
  oldBlueprintId: shape.input('old_blueprint_id', 'string'),
  oldInputs: shape.input('old_inputs', 'string'),
  privateResource: shape.input('private_resource', 'bool'),
  resourceAvailability: shape.input('resource_availability', 'string'),
  state: shape.input('state', 'string'),
  steps: shape.input('steps', shape.list('string')),
  tenantName: shape.input('tenant_name', 'string'),
  visibility: shape.input('visibility', 'string'),
};

const DATA_DEPLOYMENT_UPDATES_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  deploymentId: shape.input('deployment_id', 'string'),
  deploymentUpdates: shape.computed(
    'deployment_updates',
    shape.list(shape.object(DATA_DEPLOYMENT_UPDATES_DEPLOYMENT_UPDATES)),
  ),
  tenant: shape.input('tenant', 'string'),
};

export interface DataDeploymentUpdatesConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only results for this deployment. */
  readonly deploymentId?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** Deployment updates, running and finished. */
export class DataDeploymentUpdates extends DataSource {
  static readonly tfResourceType: string = 'conductor_deployment_updates';

  constructor(scope: Construct, id: string, config: DataDeploymentUpdatesConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_deployment_updates', DATA_DEPLOYMENT_UPDATES_FIELDS, config));
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /** Only results for this deployment. */
  get deploymentId(): Ref<string> {
    return this.attribute('deploymentId');
  }

  /**
   * An update of a deployment to another blueprint or other inputs.
   * Sensitive: it is never shown.
   */
  get deploymentUpdates(): Ref<readonly DataDeploymentUpdatesDeploymentUpdates[]> {
    return this.attribute('deploymentUpdates');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

export interface DataDeploymentsDeploymentsLabels {
  readonly createdAt: string;
  readonly creatorId: number;
  readonly key: string;
  readonly value: string;
}

const DATA_DEPLOYMENTS_DEPLOYMENTS_LABELS: Fields = {
  createdAt: shape.input('created_at', 'string'),
  creatorId: shape.input('creator_id', 'number'),
  key: shape.input('key', 'string'),
  value: shape.input('value', 'string'),
};

export interface DataDeploymentsDeployments {
  readonly blueprintId: string;
  readonly capabilities: string;
  readonly createExecution: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly deploymentStatus: string;
  readonly description: string;
  readonly displayName: string;
  readonly environmentType: string;
  readonly groups: string;
  readonly id: string;
  readonly inputs: string;
  readonly installationStatus: string;
  readonly labels: readonly DataDeploymentsDeploymentsLabels[];
  readonly latestExecution: string;
  readonly latestExecutionFinishedOperations: number;
  readonly latestExecutionStatus: string;
  readonly latestExecutionTotalOperations: number;
  readonly outputs: string;
  readonly permalink: string;
  readonly policyTriggers: string;
  readonly policyTypes: string;
  readonly privateResource: boolean;
  readonly resourceAvailability: string;
  readonly siteName: string;
  readonly subEnvironmentsCount: number;
  readonly subEnvironmentsStatus: string;
  readonly subServicesCount: number;
  readonly subServicesStatus: string;
  readonly tenantName: string;
  readonly updatedAt: string;
  readonly visibility: string;
  readonly workflows: readonly string[];
}

const DATA_DEPLOYMENTS_DEPLOYMENTS: Fields = {
  blueprintId: shape.input('blueprint_id', 'string'),
  capabilities: shape.input('capabilities', 'string'),
  createExecution: shape.input('create_execution', 'string'),
  createdAt: shape.input('created_at', 'string'),
  createdBy: shape.input('created_by', 'string'),
  deploymentStatus: shape.input('deployment_status', 'string'),
  description: shape.input('description', 'string'),
  displayName: shape.input('display_name', 'string'),
  environmentType: shape.input('environment_type', 'string'),
  groups: shape.input('groups', 'string'),
  id: shape.input('id', 'string'),
  inputs: shape.input('inputs', 'string'),
  installationStatus: shape.input('installation_status', 'string'),
  labels: shape.input('labels', shape.list(shape.object(DATA_DEPLOYMENTS_DEPLOYMENTS_LABELS))),
  latestExecution: shape.input('latest_execution', 'string'),
  latestExecutionFinishedOperations: shape.input('latest_execution_finished_operations', 'number'),
  latestExecutionStatus: shape.input('latest_execution_status', 'string'),
  latestExecutionTotalOperations: shape.input('latest_execution_total_operations', 'number'),
  outputs: shape.input('outputs', 'string'),
  permalink: shape.input('permalink', 'string'),
  policyTriggers: shape.input('policy_triggers', 'string'),
  policyTypes: shape.input('policy_types', 'string'),
  privateResource: shape.input('private_resource', 'bool'),
  resourceAvailability: shape.input('resource_availability', 'string'),
  siteName: shape.input('site_name', 'string'),
  subEnvironmentsCount: shape.input('sub_environments_count', 'number'),
  subEnvironmentsStatus: shape.input('sub_environments_status', 'string'),
  subServicesCount: shape.input('sub_services_count', 'number'),
  subServicesStatus: shape.input('sub_services_status', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
  updatedAt: shape.input('updated_at', 'string'),
  visibility: shape.input('visibility', 'string'),
  workflows: shape.input('workflows', shape.list('string')),
};

const DATA_DEPLOYMENTS_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  blueprintId: shape.input('blueprint_id', 'string'),
  deployments: shape.computed('deployments', shape.list(shape.object(DATA_DEPLOYMENTS_DEPLOYMENTS))),
  filterId: shape.input('filter_id', 'string'),
  groupId: shape.input('group_id', 'string'),
  search: shape.input('search', 'string'),
  siteName: shape.input('site_name', 'string'),
  tenant: shape.input('tenant', 'string'),
};

export interface DataDeploymentsConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only deployments of this blueprint. */
  readonly blueprintId?: Input<string> | undefined;
  /** Only deployments that match this saved filter. */
  readonly filterId?: Input<string> | undefined;
  /** Only deployments in this group. */
  readonly groupId?: Input<string> | undefined;
  /** Only results whose name contains this text. */
  readonly search?: Input<string> | undefined;
  /** Only deployments at this site. */
  readonly siteName?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** The deployments of a tenant, or of all tenants. */
export class DataDeployments extends DataSource {
  static readonly tfResourceType: string = 'conductor_deployments';

  constructor(scope: Construct, id: string, config: DataDeploymentsConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_deployments', DATA_DEPLOYMENTS_FIELDS, config));
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /** Only deployments of this blueprint. */
  get blueprintId(): Ref<string> {
    return this.attribute('blueprintId');
  }

  /**
   * An application created from a blueprint.
   * Sensitive: it is never shown.
   */
  get deployments(): Ref<readonly DataDeploymentsDeployments[]> {
    return this.attribute('deployments');
  }

  /** Only deployments that match this saved filter. */
  get filterId(): Ref<string> {
    return this.attribute('filterId');
  }

  /** Only deployments in this group. */
  get groupId(): Ref<string> {
    return this.attribute('groupId');
  }

  /** Only results whose name contains this text. */
  get search(): Ref<string> {
    return this.attribute('search');
  }

  /** Only deployments at this site. */
  get siteName(): Ref<string> {
    return this.attribute('siteName');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

export interface DataEventsEventsErrorCauses {
  readonly message: string;
  readonly traceback: string;
  readonly type: string;
}

const DATA_EVENTS_EVENTS_ERROR_CAUSES: Fields = {
  message: shape.input('message', 'string'),
  traceback: shape.input('traceback', 'string'),
  type: shape.input('type', 'string'),
};

export interface DataEventsEvents {
  readonly agentName: string;
  readonly blueprintId: string;
  readonly deploymentDisplayName: string;
  readonly deploymentId: string;
  readonly errorCauses: readonly DataEventsEventsErrorCauses[];
  readonly eventType: string;
  readonly executionId: string;
  readonly level: string;
  readonly logger: string;
  readonly managerName: string;
  readonly message: string;
  readonly nodeInstanceId: string;
  readonly nodeName: string;
  readonly operation: string;
  readonly reportedTimestamp: string;
  readonly sourceId: string;
  readonly targetId: string;
  readonly timestamp: string;
  readonly type: string;
  readonly workflowId: string;
}

const DATA_EVENTS_EVENTS: Fields = {
  agentName: shape.input('agent_name', 'string'),
  blueprintId: shape.input('blueprint_id', 'string'),
  deploymentDisplayName: shape.input('deployment_display_name', 'string'),
  deploymentId: shape.input('deployment_id', 'string'),
  errorCauses: shape.input('error_causes', shape.list(shape.object(DATA_EVENTS_EVENTS_ERROR_CAUSES))),
  eventType: shape.input('event_type', 'string'),
  executionId: shape.input('execution_id', 'string'),
  level: shape.input('level', 'string'),
  logger: shape.input('logger', 'string'),
  managerName: shape.input('manager_name', 'string'),
  message: shape.input('message', 'string'),
  nodeInstanceId: shape.input('node_instance_id', 'string'),
  nodeName: shape.input('node_name', 'string'),
  operation: shape.input('operation', 'string'),
  reportedTimestamp: shape.input('reported_timestamp', 'string'),
  sourceId: shape.input('source_id', 'string'),
  targetId: shape.input('target_id', 'string'),
  timestamp: shape.input('timestamp', 'string'),
  type: shape.input('type', 'string'),
  workflowId: shape.input('workflow_id', 'string'),
};

const DATA_EVENTS_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  blueprintId: shape.input('blueprint_id', 'string'),
  deploymentId: shape.input('deployment_id', 'string'),
  deploymentIds: shape.input('deployment_ids', shape.set('string')),
  eventType: shape.input('event_type', 'string'),
  events: shape.computed('events', shape.list(shape.object(DATA_EVENTS_EVENTS))),
  executionId: shape.input('execution_id', 'string'),
  includeLogs: shape.input('include_logs', 'bool'),
  level: shape.input('level', 'string'),
  message: shape.input('message', 'string'),
  since: shape.input('since', 'string'),
  tenant: shape.input('tenant', 'string'),
  until: shape.input('until', 'string'),
};

export interface DataEventsConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only results about this blueprint. */
  readonly blueprintId?: Input<string> | undefined;
  /** Only results about this deployment. */
  readonly deploymentId?: Input<string> | undefined;
  /** Only results about one of these deployments. */
  readonly deploymentIds?: Input<readonly string[]> | undefined;
  /** Only events of this type; no log lines. */
  readonly eventType?: Input<string> | undefined;
  /** Only results for this execution. */
  readonly executionId?: Input<string> | undefined;
  /** Whether to include log lines. Default: false. */
  readonly includeLogs?: Input<boolean> | undefined;
  /** Only log lines with this level; no events. */
  readonly level?: Input<string> | undefined;
  /** Only results whose message matches this SQL LIKE pattern. */
  readonly message?: Input<string> | undefined;
  /** Only results at or after this time, in ISO 8601 format. */
  readonly since?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /** Only results at or before this time, in ISO 8601 format. */
  readonly until?: Input<string> | undefined;
}

/** Events of executions, and their log lines if requested. */
export class DataEvents extends DataSource {
  static readonly tfResourceType: string = 'conductor_events';

  constructor(scope: Construct, id: string, config: DataEventsConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_events', DATA_EVENTS_FIELDS, config));
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /** Only results about this blueprint. */
  get blueprintId(): Ref<string> {
    return this.attribute('blueprintId');
  }

  /** Only results about this deployment. */
  get deploymentId(): Ref<string> {
    return this.attribute('deploymentId');
  }

  /** Only results about one of these deployments. */
  get deploymentIds(): Ref<readonly string[]> {
    return this.attribute('deploymentIds');
  }

  /** Only events of this type; no log lines. */
  get eventType(): Ref<string> {
    return this.attribute('eventType');
  }

  /** An event of an execution, or a line of its log. */
  get events(): Ref<readonly DataEventsEvents[]> {
    return this.attribute('events');
  }

  /** Only results for this execution. */
  get executionId(): Ref<string> {
    return this.attribute('executionId');
  }

  /** Whether to include log lines. Default: false. */
  get includeLogs(): Ref<boolean> {
    return this.attribute('includeLogs');
  }

  /** Only log lines with this level; no events. */
  get level(): Ref<string> {
    return this.attribute('level');
  }

  /** Only results whose message matches this SQL LIKE pattern. */
  get message(): Ref<string> {
    return this.attribute('message');
  }

  /** Only results at or after this time, in ISO 8601 format. */
  get since(): Ref<string> {
    return this.attribute('since');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** Only results at or before this time, in ISO 8601 format. */
  get until(): Ref<string> {
    return this.attribute('until');
  }
}

const DATA_EXECUTION_FIELDS: Fields = {
  blueprintId: shape.computed('blueprint_id', 'string'),
  createdAt: shape.computed('created_at', 'string'),
  createdBy: shape.computed('created_by', 'string'),
  deploymentId: shape.computed('deployment_id', 'string'),
  endedAt: shape.computed('ended_at', 'string'),
  error: shape.computed('error', 'string'),
  id: shape.input('id', 'string'),
  isSystemWorkflow: shape.computed('is_system_workflow', 'bool'),
  parameters: shape.computed('parameters', 'dynamic'),
  scheduledFor: shape.computed('scheduled_for', 'string'),
  startedAt: shape.computed('started_at', 'string'),
  status: shape.computed('status', 'string'),
  tenant: shape.input('tenant', 'string'),
  workflowId: shape.computed('workflow_id', 'string'),
};

export interface DataExecutionConfig extends MetaArguments {
  /** ID of the execution. */
  readonly id: Input<string>;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** One execution, by its ID. */
export class DataExecution extends DataSource {
  static readonly tfResourceType: string = 'conductor_execution';

  constructor(scope: Construct, id: string, config: DataExecutionConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_execution', DATA_EXECUTION_FIELDS, config));
  }

  /** The blueprint of the deployment it runs on. */
  get blueprintId(): Ref<string> {
    return this.attribute('blueprintId');
  }

  /** When it was queued. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** Who started it. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /** The deployment it runs on. */
  get deploymentId(): Ref<string> {
    return this.attribute('deploymentId');
  }

  /** When it ended, with any result. */
  get endedAt(): Ref<string> {
    return this.attribute('endedAt');
  }

  /** Why it failed. */
  get error(): Ref<string> {
    return this.attribute('error');
  }

  /** ID of the execution. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Whether it belongs to the manager itself. */
  get isSystemWorkflow(): Ref<boolean> {
    return this.attribute('isSystemWorkflow');
  }

  /**
   * Its parameters. They may hold secrets.
   * Sensitive: it is never shown.
   */
  get parameters(): Ref<Dynamic> {
    return this.attribute('parameters');
  }

  /** Planned start. */
  get scheduledFor(): Ref<string> {
    return this.attribute('scheduledFor');
  }

  /** When it started. */
  get startedAt(): Ref<string> {
    return this.attribute('startedAt');
  }

  /** Progress. */
  get status(): Ref<string> {
    return this.attribute('status');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** The workflow it runs. */
  get workflowId(): Ref<string> {
    return this.attribute('workflowId');
  }
}

export interface DataExecutionGroupsExecutionGroups {
  readonly concurrency: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly deploymentGroupId: string;
  readonly executionIds: readonly string[];
  readonly failureGroupId: string;
  readonly id: string;
  readonly privateResource: boolean;
  readonly resourceAvailability: string;
  readonly status: string;
  readonly successGroupId: string;
  readonly tenantName: string;
  readonly visibility: string;
  readonly workflowId: string;
}

const DATA_EXECUTION_GROUPS_EXECUTION_GROUPS: Fields = {
  concurrency: shape.input('concurrency', 'number'),
  createdAt: shape.input('created_at', 'string'),
  createdBy: shape.input('created_by', 'string'),
  deploymentGroupId: shape.input('deployment_group_id', 'string'),
  executionIds: shape.input('execution_ids', shape.list('string')),
  failureGroupId: shape.input('failure_group_id', 'string'),
  id: shape.input('id', 'string'),
  privateResource: shape.input('private_resource', 'bool'),
  resourceAvailability: shape.input('resource_availability', 'string'),
  status: shape.input('status', 'string'),
  successGroupId: shape.input('success_group_id', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
  visibility: shape.input('visibility', 'string'),
  workflowId: shape.input('workflow_id', 'string'),
};

const DATA_EXECUTION_GROUPS_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  deploymentGroupId: shape.input('deployment_group_id', 'string'),
  executionGroups: shape.computed('execution_groups', shape.list(shape.object(DATA_EXECUTION_GROUPS_EXECUTION_GROUPS))),
  tenant: shape.input('tenant', 'string'),
};

export interface DataExecutionGroupsConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only executions started from this deployment group. */
  readonly deploymentGroupId?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** Executions of one workflow on several deployments. */
export class DataExecutionGroups extends DataSource {
  static readonly tfResourceType: string = 'conductor_execution_groups';

  constructor(scope: Construct, id: string, config: DataExecutionGroupsConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_execution_groups', DATA_EXECUTION_GROUPS_FIELDS, config));
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /** Only executions started from this deployment group. */
  get deploymentGroupId(): Ref<string> {
    return this.attribute('deploymentGroupId');
  }

  /** Executions of one workflow on several deployments. */
  get executionGroups(): Ref<readonly DataExecutionGroupsExecutionGroups[]> {
    return this.attribute('executionGroups');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

const DATA_EXECUTION_SCHEDULE_FIELDS: Fields = {
  allowCustomParameters: shape.computed('allow_custom_parameters', 'bool'),
  createdAt: shape.computed('created_at', 'string'),
  createdBy: shape.computed('created_by', 'string'),
  deploymentId: shape.input('deployment_id', 'string'),
  dryRun: shape.computed('dry_run', 'bool'),
  enabled: shape.computed('enabled', 'bool'),
  force: shape.computed('force', 'bool'),
  id: shape.input('id', 'string'),
  maxCount: shape.computed('max_count', 'number'),
  nextOccurrence: shape.computed('next_occurrence', 'string'),
  parameters: shape.computed('parameters', 'dynamic'),
  queue: shape.computed('queue', 'bool'),
  recurrence: shape.computed('recurrence', 'string'),
  rrule: shape.computed('rrule', 'string'),
  since: shape.computed('since', 'string'),
  slip: shape.computed('slip', 'number'),
  stopOnFail: shape.computed('stop_on_fail', 'bool'),
  tenant: shape.input('tenant', 'string'),
  until: shape.computed('until', 'string'),
  waitAfterFail: shape.computed('wait_after_fail', 'number'),
  weekdays: shape.computed('weekdays', shape.list('string')),
  workflowId: shape.computed('workflow_id', 'string'),
};

export interface DataExecutionScheduleConfig extends MetaArguments {
  /** The deployment that the workflow runs on. */
  readonly deploymentId: Input<string>;
  /** Name of the schedule, unique for its deployment. */
  readonly id: Input<string>;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** One execution schedule, with its next run. */
export class DataExecutionSchedule extends DataSource {
  static readonly tfResourceType: string = 'conductor_execution_schedule';

  constructor(scope: Construct, id: string, config: DataExecutionScheduleConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_execution_schedule', DATA_EXECUTION_SCHEDULE_FIELDS, config));
  }

  /** How its executions are started. */
  get allowCustomParameters(): Ref<boolean> {
    return this.attribute('allowCustomParameters');
  }

  /** When it was created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** Who created it. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /** The deployment that the workflow runs on. */
  get deploymentId(): Ref<string> {
    return this.attribute('deploymentId');
  }

  /** How its executions are started. */
  get dryRun(): Ref<boolean> {
    return this.attribute('dryRun');
  }

  /** Whether it runs. A manager that creates every schedule enabled is asked to switch it off right after; an occurrence in the moment between the two requests would start the workflow, so set `since` to a later time. */
  get enabled(): Ref<boolean> {
    return this.attribute('enabled');
  }

  /** How its executions are started. */
  get force(): Ref<boolean> {
    return this.attribute('force');
  }

  /** Name of the schedule, unique for its deployment. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Maximum number of runs. */
  get maxCount(): Ref<number> {
    return this.attribute('maxCount');
  }

  /** Next run, as of the last change by Landform. */
  get nextOccurrence(): Ref<string> {
    return this.attribute('nextOccurrence');
  }

  /**
   * Parameters of its executions.
   * Sensitive: it is never shown.
   */
  get parameters(): Ref<Dynamic> {
    return this.attribute('parameters');
  }

  /** How its executions are started. */
  get queue(): Ref<boolean> {
    return this.attribute('queue');
  }

  /** Recurrence, such as `1 day`. */
  get recurrence(): Ref<string> {
    return this.attribute('recurrence');
  }

  /** Its rule in iCalendar form, instead of these. */
  get rrule(): Ref<string> {
    return this.attribute('rrule');
  }

  /** Earliest time it may run. */
  get since(): Ref<string> {
    return this.attribute('since');
  }

  /** Maximum delay of a start, in minutes. */
  get slip(): Ref<number> {
    return this.attribute('slip');
  }

  /** Whether it stops permanently after a failed execution. */
  get stopOnFail(): Ref<boolean> {
    return this.attribute('stopOnFail');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** Latest time it may run. */
  get until(): Ref<string> {
    return this.attribute('until');
  }

  /** How its executions are started. */
  get waitAfterFail(): Ref<number> {
    return this.attribute('waitAfterFail');
  }

  /** The weekdays on which it runs, in lower case. */
  get weekdays(): Ref<readonly string[]> {
    return this.attribute('weekdays');
  }

  /** The workflow it runs. */
  get workflowId(): Ref<string> {
    return this.attribute('workflowId');
  }
}

export interface DataExecutionSchedulesExecutionSchedules {
  readonly allNextOccurrences: readonly string[];
  readonly createdAt: string;
  readonly createdBy: string;
  readonly deploymentId: string;
  readonly enabled: boolean;
  readonly executionArguments: string;
  readonly id: string;
  readonly latestExecutionStatus: string;
  readonly nextOccurrence: string;
  readonly parameters: string;
  readonly privateResource: boolean;
  readonly resourceAvailability: string;
  readonly rule: string;
  readonly since: string;
  readonly slip: number;
  readonly stopOnFail: boolean;
  readonly tenantName: string;
  readonly until: string;
  readonly visibility: string;
  readonly workflowId: string;
}

const DATA_EXECUTION_SCHEDULES_EXECUTION_SCHEDULES: Fields = {
  allNextOccurrences: shape.input('all_next_occurrences', shape.list('string')),
  createdAt: shape.input('created_at', 'string'),
  createdBy: shape.input('created_by', 'string'),
  deploymentId: shape.input('deployment_id', 'string'),
  enabled: shape.input('enabled', 'bool'),
  executionArguments: shape.input('execution_arguments', 'string'),
  id: shape.input('id', 'string'),
  latestExecutionStatus: shape.input('latest_execution_status', 'string'),
  nextOccurrence: shape.input('next_occurrence', 'string'),
  parameters: shape.input('parameters', 'string'),
  privateResource: shape.input('private_resource', 'bool'),
  resourceAvailability: shape.input('resource_availability', 'string'),
  rule: shape.input('rule', 'string'),
  since: shape.input('since', 'string'),
  slip: shape.input('slip', 'number'),
  stopOnFail: shape.input('stop_on_fail', 'bool'),
  tenantName: shape.input('tenant_name', 'string'),
  until: shape.input('until', 'string'),
  visibility: shape.input('visibility', 'string'),
  workflowId: shape.input('workflow_id', 'string'),
};

const DATA_EXECUTION_SCHEDULES_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  deploymentId: shape.input('deployment_id', 'string'),
  executionSchedules: shape.computed(
    'execution_schedules',
    shape.list(shape.object(DATA_EXECUTION_SCHEDULES_EXECUTION_SCHEDULES)),
  ),
  id: shape.input('id', 'string'),
  tenant: shape.input('tenant', 'string'),
};

export interface DataExecutionSchedulesConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only results for this deployment. */
  readonly deploymentId?: Input<string> | undefined;
  /** Only results with this name. */
  readonly id?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** The schedules on which workflows run. */
export class DataExecutionSchedules extends DataSource {
  static readonly tfResourceType: string = 'conductor_execution_schedules';

  constructor(scope: Construct, id: string, config: DataExecutionSchedulesConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_execution_schedules', DATA_EXECUTION_SCHEDULES_FIELDS, config));
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /** Only results for this deployment. */
  get deploymentId(): Ref<string> {
    return this.attribute('deploymentId');
  }

  /**
   * A schedule for a workflow of a deployment.
   * Sensitive: it is never shown.
   */
  get executionSchedules(): Ref<readonly DataExecutionSchedulesExecutionSchedules[]> {
    return this.attribute('executionSchedules');
  }

  /** Only results with this name. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

export interface DataExecutionsExecutions {
  readonly blueprintId: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly deploymentId: string;
  readonly endedAt: string;
  readonly error: string;
  readonly executionGroupId: string;
  readonly finishedOperations: number;
  readonly id: string;
  readonly isSystemWorkflow: boolean;
  readonly parameters: string;
  readonly privateResource: boolean;
  readonly resourceAvailability: string;
  readonly scheduledFor: string;
  readonly startedAt: string;
  readonly status: string;
  readonly statusDisplay: string;
  readonly tenantName: string;
  readonly totalOperations: number;
  readonly visibility: string;
  readonly workflowId: string;
}

const DATA_EXECUTIONS_EXECUTIONS: Fields = {
  blueprintId: shape.input('blueprint_id', 'string'),
  createdAt: shape.input('created_at', 'string'),
  createdBy: shape.input('created_by', 'string'),
  deploymentId: shape.input('deployment_id', 'string'),
  endedAt: shape.input('ended_at', 'string'),
  error: shape.input('error', 'string'),
  executionGroupId: shape.input('execution_group_id', 'string'),
  finishedOperations: shape.input('finished_operations', 'number'),
  id: shape.input('id', 'string'),
  isSystemWorkflow: shape.input('is_system_workflow', 'bool'),
  parameters: shape.input('parameters', 'string'),
  privateResource: shape.input('private_resource', 'bool'),
  resourceAvailability: shape.input('resource_availability', 'string'),
  scheduledFor: shape.input('scheduled_for', 'string'),
  startedAt: shape.input('started_at', 'string'),
  status: shape.input('status', 'string'),
  statusDisplay: shape.input('status_display', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
  totalOperations: shape.input('total_operations', 'number'),
  visibility: shape.input('visibility', 'string'),
  workflowId: shape.input('workflow_id', 'string'),
};

const DATA_EXECUTIONS_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  blueprintId: shape.input('blueprint_id', 'string'),
  deploymentId: shape.input('deployment_id', 'string'),
  executions: shape.computed('executions', shape.list(shape.object(DATA_EXECUTIONS_EXECUTIONS))),
  includeSystemWorkflows: shape.input('include_system_workflows', 'bool'),
  status: shape.input('status', 'string'),
  tenant: shape.input('tenant', 'string'),
  workflowId: shape.input('workflow_id', 'string'),
};

export interface DataExecutionsConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only results for deployments of this blueprint. */
  readonly blueprintId?: Input<string> | undefined;
  /** Only results for this deployment. */
  readonly deploymentId?: Input<string> | undefined;
  /** Whether to include the manager's own executions. Default: false. */
  readonly includeSystemWorkflows?: Input<boolean> | undefined;
  /** Only results in this state. */
  readonly status?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /** Only results for this workflow. */
  readonly workflowId?: Input<string> | undefined;
}

/** Workflow executions, running and finished. */
export class DataExecutions extends DataSource {
  static readonly tfResourceType: string = 'conductor_executions';

  constructor(scope: Construct, id: string, config: DataExecutionsConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_executions', DATA_EXECUTIONS_FIELDS, config));
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /** Only results for deployments of this blueprint. */
  get blueprintId(): Ref<string> {
    return this.attribute('blueprintId');
  }

  /** Only results for this deployment. */
  get deploymentId(): Ref<string> {
    return this.attribute('deploymentId');
  }

  /**
   * One run of a workflow.
   * Sensitive: it is never shown.
   */
  get executions(): Ref<readonly DataExecutionsExecutions[]> {
    return this.attribute('executions');
  }

  /** Whether to include the manager's own executions. Default: false. */
  get includeSystemWorkflows(): Ref<boolean> {
    return this.attribute('includeSystemWorkflows');
  }

  /** Only results in this state. */
  get status(): Ref<string> {
    return this.attribute('status');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** Only results for this workflow. */
  get workflowId(): Ref<string> {
    return this.attribute('workflowId');
  }
}

export interface DataFilterAttrsFilterRules {
  readonly key: string;
  readonly operator: string;
  readonly type: string;
  readonly values: readonly string[];
}

const DATA_FILTER_ATTRS_FILTER_RULES: Fields = {
  key: shape.input('key', 'string'),
  operator: shape.input('operator', 'string'),
  type: shape.input('type', 'string'),
  values: shape.input('values', shape.list('string')),
};

export interface DataFilterFilterRules {
  /** Name of the label or attribute, in upper or lower case. */
  readonly key: string;
  /** The comparison operator. */
  readonly operator: string;
  /** `label` or `attribute`. */
  readonly type: string;
  /** Values to compare with. */
  readonly values: readonly string[];
}

const DATA_FILTER_FILTER_RULES: Fields = {
  key: shape.input('key', 'string'),
  operator: shape.input('operator', 'string'),
  type: shape.input('type', 'string'),
  values: shape.input('values', shape.list('string')),
};

export interface DataFilterLabelsFilterRules {
  readonly key: string;
  readonly operator: string;
  readonly type: string;
  readonly values: readonly string[];
}

const DATA_FILTER_LABELS_FILTER_RULES: Fields = {
  key: shape.input('key', 'string'),
  operator: shape.input('operator', 'string'),
  type: shape.input('type', 'string'),
  values: shape.input('values', shape.list('string')),
};

const DATA_FILTER_FIELDS: Fields = {
  attrsFilterRules: shape.computed('attrs_filter_rules', shape.list(shape.object(DATA_FILTER_ATTRS_FILTER_RULES))),
  createdAt: shape.computed('created_at', 'string'),
  createdBy: shape.computed('created_by', 'string'),
  filterId: shape.input('filter_id', 'string'),
  filterRules: shape.computed('filter_rules', shape.list(shape.object(DATA_FILTER_FILTER_RULES))),
  id: shape.computed('id', 'string'),
  labelsFilterRules: shape.computed('labels_filter_rules', shape.list(shape.object(DATA_FILTER_LABELS_FILTER_RULES))),
  resourceType: shape.input('resource_type', 'string'),
  tenant: shape.input('tenant', 'string'),
  updatedAt: shape.computed('updated_at', 'string'),
  visibility: shape.computed('visibility', 'string'),
};

export interface DataFilterConfig extends MetaArguments {
  /** Name of the filter, unique in its tenant. */
  readonly filterId: Input<string>;
  /** The kind of object to filter: `deployments` or `blueprints`. */
  readonly resourceType: Input<string>;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** One stored filter, with its rules. */
export class DataFilter extends DataSource {
  static readonly tfResourceType: string = 'conductor_filter';

  constructor(scope: Construct, id: string, config: DataFilterConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_filter', DATA_FILTER_FIELDS, config));
  }

  /** The rules on attributes. */
  get attrsFilterRules(): Ref<readonly DataFilterAttrsFilterRules[]> {
    return this.attribute('attrsFilterRules');
  }

  /** When it was stored. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** User who stored it. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /** Name of the filter, unique in its tenant. */
  get filterId(): Ref<string> {
    return this.attribute('filterId');
  }

  /** Rules, each with `key`, `values`, `operator` and `type`: `label` (operators any_of, not_any_of, is_null, is_not_null, is_not) or `attribute` (any_of, not_any_of, contains, not_contains, starts_with, ends_with, is_not_empty). An item must match all of them. */
  get filterRules(): Ref<readonly DataFilterFilterRules[]> {
    return this.attribute('filterRules');
  }

  /** The same as `filter_id`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** The rules on labels. */
  get labelsFilterRules(): Ref<readonly DataFilterLabelsFilterRules[]> {
    return this.attribute('labelsFilterRules');
  }

  /** The kind of object to filter: `deployments` or `blueprints`. */
  get resourceTypeAttribute(): Ref<string> {
    return this.attribute('resourceType');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** When it was last changed. */
  get updatedAt(): Ref<string> {
    return this.attribute('updatedAt');
  }

  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  get visibility(): Ref<string> {
    return this.attribute('visibility');
  }
}

export interface DataFiltersFiltersAttrsFilterRules {
  readonly key: string;
  readonly operator: string;
  readonly type: string;
  readonly values: readonly string[];
}

const DATA_FILTERS_FILTERS_ATTRS_FILTER_RULES: Fields = {
  key: shape.input('key', 'string'),
  operator: shape.input('operator', 'string'),
  type: shape.input('type', 'string'),
  values: shape.input('values', shape.list('string')),
};

export interface DataFiltersFiltersLabelsFilterRules {
  readonly key: string;
  readonly operator: string;
  readonly type: string;
  readonly values: readonly string[];
}

const DATA_FILTERS_FILTERS_LABELS_FILTER_RULES: Fields = {
  key: shape.input('key', 'string'),
  operator: shape.input('operator', 'string'),
  type: shape.input('type', 'string'),
  values: shape.input('values', shape.list('string')),
};

export interface DataFiltersFiltersValue {
  readonly key: string;
  readonly operator: string;
  readonly type: string;
  readonly values: readonly string[];
}

const DATA_FILTERS_FILTERS_VALUE: Fields = {
  key: shape.input('key', 'string'),
  operator: shape.input('operator', 'string'),
  type: shape.input('type', 'string'),
  values: shape.input('values', shape.list('string')),
};

export interface DataFiltersFilters {
  readonly attrsFilterRules: readonly DataFiltersFiltersAttrsFilterRules[];
  readonly createdAt: string;
  readonly createdBy: string;
  readonly id: string;
  readonly labelsFilterRules: readonly DataFiltersFiltersLabelsFilterRules[];
  readonly privateResource: boolean;
  readonly resourceAvailability: string;
  readonly tenantName: string;
  readonly updatedAt: string;
  readonly value: readonly DataFiltersFiltersValue[];
  readonly visibility: string;
}

const DATA_FILTERS_FILTERS: Fields = {
  attrsFilterRules: shape.input(
    'attrs_filter_rules',
    shape.list(shape.object(DATA_FILTERS_FILTERS_ATTRS_FILTER_RULES)),
  ),
  createdAt: shape.input('created_at', 'string'),
  createdBy: shape.input('created_by', 'string'),
  id: shape.input('id', 'string'),
  labelsFilterRules: shape.input(
    'labels_filter_rules',
    shape.list(shape.object(DATA_FILTERS_FILTERS_LABELS_FILTER_RULES)),
  ),
  privateResource: shape.input('private_resource', 'bool'),
  resourceAvailability: shape.input('resource_availability', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
  updatedAt: shape.input('updated_at', 'string'),
  value: shape.input('value', shape.list(shape.object(DATA_FILTERS_FILTERS_VALUE))),
  visibility: shape.input('visibility', 'string'),
};

const DATA_FILTERS_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  filters: shape.computed('filters', shape.list(shape.object(DATA_FILTERS_FILTERS))),
  resourceType: shape.input('resource_type', 'string'),
  search: shape.input('search', 'string'),
  tenant: shape.input('tenant', 'string'),
};

export interface DataFiltersConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** The kind of object to filter: `deployments` or `blueprints`. */
  readonly resourceType: Input<string>;
  /** Only filters whose name contains this text. */
  readonly search?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** The stored filters of deployments, or of blueprints. */
export class DataFilters extends DataSource {
  static readonly tfResourceType: string = 'conductor_filters';

  constructor(scope: Construct, id: string, config: DataFiltersConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_filters', DATA_FILTERS_FIELDS, config));
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /** The matching filters. */
  get filters(): Ref<readonly DataFiltersFilters[]> {
    return this.attribute('filters');
  }

  /** The kind of object to filter: `deployments` or `blueprints`. */
  get resourceTypeAttribute(): Ref<string> {
    return this.attribute('resourceType');
  }

  /** Only filters whose name contains this text. */
  get search(): Ref<string> {
    return this.attribute('search');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

export interface DataInterDeploymentDependenciesInterDeploymentDependencies {
  readonly createdAt: string;
  readonly createdBy: string;
  readonly dependencyCreator: string;
  readonly externalSource: string;
  readonly externalTarget: string;
  readonly id: string;
  readonly privateResource: boolean;
  readonly resourceAvailability: string;
  readonly sourceDeploymentId: string;
  readonly targetDeploymentId: string;
  readonly tenantName: string;
  readonly visibility: string;
}

const DATA_INTER_DEPLOYMENT_DEPENDENCIES_INTER_DEPLOYMENT_DEPENDENCIES: Fields = {
  createdAt: shape.input('created_at', 'string'),
  createdBy: shape.input('created_by', 'string'),
  dependencyCreator: shape.input('dependency_creator', 'string'),
  externalSource: shape.input('external_source', 'string'),
  externalTarget: shape.input('external_target', 'string'),
  id: shape.input('id', 'string'),
  privateResource: shape.input('private_resource', 'bool'),
  resourceAvailability: shape.input('resource_availability', 'string'),
  sourceDeploymentId: shape.input('source_deployment_id', 'string'),
  targetDeploymentId: shape.input('target_deployment_id', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
  visibility: shape.input('visibility', 'string'),
};

const DATA_INTER_DEPLOYMENT_DEPENDENCIES_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  dependencyCreator: shape.input('dependency_creator', 'string'),
  interDeploymentDependencies: shape.computed(
    'inter_deployment_dependencies',
    shape.list(shape.object(DATA_INTER_DEPLOYMENT_DEPENDENCIES_INTER_DEPLOYMENT_DEPENDENCIES)),
  ),
  sourceDeploymentId: shape.input('source_deployment_id', 'string'),
  targetDeploymentId: shape.input('target_deployment_id', 'string'),
  tenant: shape.input('tenant', 'string'),
};

export interface DataInterDeploymentDependenciesConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only dependencies created under this name. */
  readonly dependencyCreator?: Input<string> | undefined;
  /** Only dependencies of this deployment on others. */
  readonly sourceDeploymentId?: Input<string> | undefined;
  /** Only dependencies of others on this deployment. */
  readonly targetDeploymentId?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** The dependencies between deployments. */
export class DataInterDeploymentDependencies extends DataSource {
  static readonly tfResourceType: string = 'conductor_inter_deployment_dependencies';

  constructor(scope: Construct, id: string, config: DataInterDeploymentDependenciesConfig = {}) {
    super(
      scope,
      id,
      blockOptions(
        PROVIDER,
        'conductor_inter_deployment_dependencies',
        DATA_INTER_DEPLOYMENT_DEPENDENCIES_FIELDS,
        config,
      ),
    );
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /** Only dependencies created under this name. */
  get dependencyCreator(): Ref<string> {
    return this.attribute('dependencyCreator');
  }

  /** One deployment needs another. */
  get interDeploymentDependencies(): Ref<readonly DataInterDeploymentDependenciesInterDeploymentDependencies[]> {
    return this.attribute('interDeploymentDependencies');
  }

  /** Only dependencies of this deployment on others. */
  get sourceDeploymentId(): Ref<string> {
    return this.attribute('sourceDeploymentId');
  }

  /** Only dependencies of others on this deployment. */
  get targetDeploymentId(): Ref<string> {
    return this.attribute('targetDeploymentId');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

const DATA_LICENSE_FIELDS: Fields = {
  capabilities: shape.computed('capabilities', shape.list('string')),
  cloudifyVersion: shape.computed('cloudify_version', 'string'),
  customerId: shape.computed('customer_id', 'string'),
  expirationDate: shape.computed('expiration_date', 'string'),
  expired: shape.computed('expired', 'bool'),
  licenseEdition: shape.computed('license_edition', 'string'),
  trial: shape.computed('trial', 'bool'),
};

export type DataLicenseConfig = MetaArguments;

/** The license of the manager. */
export class DataLicense extends DataSource {
  static readonly tfResourceType: string = 'conductor_license';

  constructor(scope: Construct, id: string, config: DataLicenseConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_license', DATA_LICENSE_FIELDS, config));
  }

  /** Description of the permission. */
  get capabilities(): Ref<readonly string[]> {
    return this.attribute('capabilities');
  }

  /** Last version it is valid for. */
  get cloudifyVersion(): Ref<string> {
    return this.attribute('cloudifyVersion');
  }

  /** Customer it was issued to. */
  get customerId(): Ref<string> {
    return this.attribute('customerId');
  }

  /** When it ends. */
  get expirationDate(): Ref<string> {
    return this.attribute('expirationDate');
  }

  /** Whether it has ended. */
  get expired(): Ref<boolean> {
    return this.attribute('expired');
  }

  /** `Spire` or `Premium`. */
  get licenseEdition(): Ref<string> {
    return this.attribute('licenseEdition');
  }

  /** Whether it is a trial license. */
  get trial(): Ref<boolean> {
    return this.attribute('trial');
  }
}

const DATA_MANAGER_STATUS_FIELDS: Fields = {
  services: shape.computed('services', 'string'),
  status: shape.computed('status', 'string'),
  summary: shape.input('summary', 'bool'),
};

export interface DataManagerStatusConfig extends MetaArguments {
  /** Whether to omit the services. */
  readonly summary?: Input<boolean> | undefined;
}

/** The state of the manager. */
export class DataManagerStatus extends DataSource {
  static readonly tfResourceType: string = 'conductor_manager_status';

  constructor(scope: Construct, id: string, config: DataManagerStatusConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_manager_status', DATA_MANAGER_STATUS_FIELDS, config));
  }

  /** The services by name, as JSON. */
  get services(): Ref<string> {
    return this.attribute('services');
  }

  /** `OK` or `Fail`. */
  get status(): Ref<string> {
    return this.attribute('status');
  }

  /** Whether to omit the services. */
  get summary(): Ref<boolean> {
    return this.attribute('summary');
  }
}

const DATA_MANAGER_VERSION_FIELDS: Fields = {
  build: shape.computed('build', 'string'),
  commit: shape.computed('commit', 'string'),
  date: shape.computed('date', 'string'),
  edition: shape.computed('edition', 'string'),
  version: shape.computed('version', 'string'),
};

export type DataManagerVersionConfig = MetaArguments;

/** The version of the manager. */
export class DataManagerVersion extends DataSource {
  static readonly tfResourceType: string = 'conductor_manager_version';

  constructor(scope: Construct, id: string, config: DataManagerVersionConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_manager_version', DATA_MANAGER_VERSION_FIELDS, config));
  }

  /** Number of the build. */
  get build(): Ref<string> {
    return this.attribute('build');
  }

  /** Git commit of the REST service. */
  get commit(): Ref<string> {
    return this.attribute('commit');
  }

  /** When it was built. */
  get date(): Ref<string> {
    return this.attribute('date');
  }

  /** `community`, `premium` or `spire`. */
  get edition(): Ref<string> {
    return this.attribute('edition');
  }

  /** Version of the manager. */
  get version(): Ref<string> {
    return this.attribute('version');
  }
}

export interface DataMetricsMetrics {
  readonly blueprintId: string;
  readonly deploymentId: string;
  readonly executionId: string;
  readonly id: string;
  readonly name: string;
  readonly timestamp: string;
  readonly value: string;
}

const DATA_METRICS_METRICS: Fields = {
  blueprintId: shape.input('blueprint_id', 'string'),
  deploymentId: shape.input('deployment_id', 'string'),
  executionId: shape.input('execution_id', 'string'),
  id: shape.input('id', 'string'),
  name: shape.input('name', 'string'),
  timestamp: shape.input('timestamp', 'string'),
  value: shape.input('value', 'string'),
};

const DATA_METRICS_FIELDS: Fields = {
  blueprintId: shape.input('blueprint_id', 'string'),
  deploymentId: shape.input('deployment_id', 'string'),
  executionId: shape.input('execution_id', 'string'),
  id: shape.input('id', 'string'),
  metrics: shape.computed('metrics', shape.list(shape.object(DATA_METRICS_METRICS))),
  name: shape.input('name', 'string'),
};

export interface DataMetricsConfig extends MetaArguments {
  /** Only metrics about this blueprint. Can be repeated to match any of several. */
  readonly blueprintId?: Input<string> | undefined;
  /** Only metrics about this deployment. Can be repeated to match any of several. */
  readonly deploymentId?: Input<string> | undefined;
  /** Only metrics about this execution. Can be repeated to match any of several. */
  readonly executionId?: Input<string> | undefined;
  /** Only the metric with this number. Can be repeated to match any of several. */
  readonly id?: Input<string> | undefined;
  /** Only metrics with this name. Can be repeated to match any of several. */
  readonly name?: Input<string> | undefined;
}

/** Recorded metrics. */
export class DataMetrics extends DataSource {
  static readonly tfResourceType: string = 'conductor_metrics';

  constructor(scope: Construct, id: string, config: DataMetricsConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_metrics', DATA_METRICS_FIELDS, config));
  }

  /** Only metrics about this blueprint. Can be repeated to match any of several. */
  get blueprintId(): Ref<string> {
    return this.attribute('blueprintId');
  }

  /** Only metrics about this deployment. Can be repeated to match any of several. */
  get deploymentId(): Ref<string> {
    return this.attribute('deploymentId');
  }

  /** Only metrics about this execution. Can be repeated to match any of several. */
  get executionId(): Ref<string> {
    return this.attribute('executionId');
  }

  /** Only the metric with this number. Can be repeated to match any of several. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** A metric. */
  get metrics(): Ref<readonly DataMetricsMetrics[]> {
    return this.attribute('metrics');
  }

  /** Only metrics with this name. Can be repeated to match any of several. */
  get name(): Ref<string> {
    return this.attribute('name');
  }
}

export interface DataMetricsOverviewMetrics {
  readonly averageDuration: number;
  readonly eventId: string;
  readonly eventType: string;
  readonly successRate: number;
}

const DATA_METRICS_OVERVIEW_METRICS: Fields = {
  averageDuration: shape.input('average_duration', 'number'),
  eventId: shape.input('event_id', 'string'),
  eventType: shape.input('event_type', 'string'),
  successRate: shape.input('success_rate', 'number'),
};

const DATA_METRICS_OVERVIEW_FIELDS: Fields = {
  metrics: shape.computed('metrics', shape.list(shape.object(DATA_METRICS_OVERVIEW_METRICS))),
  since: shape.input('since', 'string'),
  taskName: shape.input('task_name', 'string'),
  until: shape.input('until', 'string'),
  workflowId: shape.input('workflow_id', 'string'),
};

export interface DataMetricsOverviewConfig extends MetaArguments {
  /** Start of the period. */
  readonly since?: Input<string> | undefined;
  /** Only this task. */
  readonly taskName?: Input<string> | undefined;
  /** End of the validity. */
  readonly until?: Input<string> | undefined;
  /** Only this workflow. */
  readonly workflowId?: Input<string> | undefined;
}

/** Metrics aggregated by workflow and task. */
export class DataMetricsOverview extends DataSource {
  static readonly tfResourceType: string = 'conductor_metrics_overview';

  constructor(scope: Construct, id: string, config: DataMetricsOverviewConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_metrics_overview', DATA_METRICS_OVERVIEW_FIELDS, config));
  }

  /** Aggregated metrics of one workflow or task. */
  get metrics(): Ref<readonly DataMetricsOverviewMetrics[]> {
    return this.attribute('metrics');
  }

  /** Start of the period. */
  get since(): Ref<string> {
    return this.attribute('since');
  }

  /** Only this task. */
  get taskName(): Ref<string> {
    return this.attribute('taskName');
  }

  /** End of the validity. */
  get until(): Ref<string> {
    return this.attribute('until');
  }

  /** Only this workflow. */
  get workflowId(): Ref<string> {
    return this.attribute('workflowId');
  }
}

export interface DataNodeInstancesNodeInstances {
  readonly createdBy: string;
  readonly deploymentId: string;
  readonly hostId: string;
  readonly id: string;
  readonly index: number;
  readonly nodeId: string;
  readonly privateResource: boolean;
  readonly relationships: readonly string[];
  readonly resourceAvailability: string;
  readonly runtimeProperties: string;
  readonly state: string;
  readonly tenantName: string;
  readonly version: number;
  readonly visibility: string;
}

const DATA_NODE_INSTANCES_NODE_INSTANCES: Fields = {
  createdBy: shape.input('created_by', 'string'),
  deploymentId: shape.input('deployment_id', 'string'),
  hostId: shape.input('host_id', 'string'),
  id: shape.input('id', 'string'),
  index: shape.input('index', 'number'),
  nodeId: shape.input('node_id', 'string'),
  privateResource: shape.input('private_resource', 'bool'),
  relationships: shape.input('relationships', shape.list('string')),
  resourceAvailability: shape.input('resource_availability', 'string'),
  runtimeProperties: shape.input('runtime_properties', 'string'),
  state: shape.input('state', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
  version: shape.input('version', 'number'),
  visibility: shape.input('visibility', 'string'),
};

const DATA_NODE_INSTANCES_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  deploymentId: shape.input('deployment_id', 'string'),
  nodeId: shape.input('node_id', 'string'),
  nodeInstances: shape.computed('node_instances', shape.list(shape.object(DATA_NODE_INSTANCES_NODE_INSTANCES))),
  state: shape.input('state', 'string'),
  tenant: shape.input('tenant', 'string'),
};

export interface DataNodeInstancesConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only results for this deployment. */
  readonly deploymentId?: Input<string> | undefined;
  /** Only instances of this node. */
  readonly nodeId?: Input<string> | undefined;
  /** Only instances in this state. */
  readonly state?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** The node instances of running deployments. */
export class DataNodeInstances extends DataSource {
  static readonly tfResourceType: string = 'conductor_node_instances';

  constructor(scope: Construct, id: string, config: DataNodeInstancesConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_node_instances', DATA_NODE_INSTANCES_FIELDS, config));
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /** Only results for this deployment. */
  get deploymentId(): Ref<string> {
    return this.attribute('deploymentId');
  }

  /** Only instances of this node. */
  get nodeId(): Ref<string> {
    return this.attribute('nodeId');
  }

  /**
   * A running node instance of a deployment.
   * Sensitive: it is never shown.
   */
  get nodeInstances(): Ref<readonly DataNodeInstancesNodeInstances[]> {
    return this.attribute('nodeInstances');
  }

  /** Only instances in this state. */
  get state(): Ref<string> {
    return this.attribute('state');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

export interface DataNodesNodes {
  readonly actualNumberOfInstances: number;
  readonly actualPlannedNumberOfInstances: number;
  readonly blueprintId: string;
  readonly createdBy: string;
  readonly deployNumberOfInstances: number;
  readonly deploymentId: string;
  readonly driftedInstances: number;
  readonly hostId: string;
  readonly id: string;
  readonly maxNumberOfInstances: number;
  readonly minNumberOfInstances: number;
  readonly numberOfInstances: number;
  readonly operations: string;
  readonly plannedNumberOfInstances: number;
  readonly plugins: readonly string[];
  readonly pluginsToInstall: readonly string[];
  readonly privateResource: boolean;
  readonly properties: string;
  readonly relationships: readonly string[];
  readonly resourceAvailability: string;
  readonly tenantName: string;
  readonly type: string;
  readonly typeHierarchy: readonly string[];
  readonly unavailableInstances: number;
  readonly visibility: string;
}

const DATA_NODES_NODES: Fields = {
  actualNumberOfInstances: shape.input('actual_number_of_instances', 'number'),
  actualPlannedNumberOfInstances: shape.input('actual_planned_number_of_instances', 'number'),
  blueprintId: shape.input('blueprint_id', 'string'),
  createdBy: shape.input('created_by', 'string'),
  deployNumberOfInstances: shape.input('deploy_number_of_instances', 'number'),
  deploymentId: shape.input('deployment_id', 'string'),
  driftedInstances: shape.input('drifted_instances', 'number'),
  hostId: shape.input('host_id', 'string'),
  id: shape.input('id', 'string'),
  maxNumberOfInstances: shape.input('max_number_of_instances', 'number'),
  minNumberOfInstances: shape.input('min_number_of_instances', 'number'),
  numberOfInstances: shape.input('number_of_instances', 'number'),
  operations: shape.input('operations', 'string'),
  plannedNumberOfInstances: shape.input('planned_number_of_instances', 'number'),
  plugins: shape.input('plugins', shape.list('string')),
  pluginsToInstall: shape.input('plugins_to_install', shape.list('string')),
  privateResource: shape.input('private_resource', 'bool'),
  properties: shape.input('properties', 'string'),
  relationships: shape.input('relationships', shape.list('string')),
  resourceAvailability: shape.input('resource_availability', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
  type: shape.input('type', 'string'),
  typeHierarchy: shape.input('type_hierarchy', shape.list('string')),
  unavailableInstances: shape.input('unavailable_instances', 'number'),
  visibility: shape.input('visibility', 'string'),
};

const DATA_NODES_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  deploymentId: shape.input('deployment_id', 'string'),
  evaluateFunctions: shape.input('evaluate_functions', 'bool'),
  id: shape.input('id', 'string'),
  instanceCounts: shape.input('instance_counts', 'bool'),
  nodes: shape.computed('nodes', shape.list(shape.object(DATA_NODES_NODES))),
  tenant: shape.input('tenant', 'string'),
};

export interface DataNodesConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only results for this deployment. */
  readonly deploymentId?: Input<string> | undefined;
  /** Whether to evaluate functions in properties. */
  readonly evaluateFunctions?: Input<boolean> | undefined;
  /** Only nodes with this name. */
  readonly id?: Input<string> | undefined;
  /** Whether to count unavailable and drifted instances; needs deployment_id. */
  readonly instanceCounts?: Input<boolean> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** The nodes of deployments, as defined by their blueprints. */
export class DataNodes extends DataSource {
  static readonly tfResourceType: string = 'conductor_nodes';

  constructor(scope: Construct, id: string, config: DataNodesConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_nodes', DATA_NODES_FIELDS, config));
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /** Only results for this deployment. */
  get deploymentId(): Ref<string> {
    return this.attribute('deploymentId');
  }

  /** Whether to evaluate functions in properties. */
  get evaluateFunctions(): Ref<boolean> {
    return this.attribute('evaluateFunctions');
  }

  /** Only nodes with this name. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Whether to count unavailable and drifted instances; needs deployment_id. */
  get instanceCounts(): Ref<boolean> {
    return this.attribute('instanceCounts');
  }

  /**
   * A node of a deployment, as its blueprint defines it.
   * Sensitive: it is never shown.
   */
  get nodes(): Ref<readonly DataNodesNodes[]> {
    return this.attribute('nodes');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

export interface DataOperationsOperations {
  readonly agentName: string;
  readonly dependencies: readonly string[];
  readonly id: string;
  readonly managerName: string;
  readonly name: string;
  readonly parameters: string;
  readonly state: string;
  readonly tasksGraph: string;
  readonly type: string;
}

const DATA_OPERATIONS_OPERATIONS: Fields = {
  agentName: shape.input('agent_name', 'string'),
  dependencies: shape.input('dependencies', shape.list('string')),
  id: shape.input('id', 'string'),
  managerName: shape.input('manager_name', 'string'),
  name: shape.input('name', 'string'),
  parameters: shape.input('parameters', 'string'),
  state: shape.input('state', 'string'),
  tasksGraph: shape.input('tasks_graph', 'string'),
  type: shape.input('type', 'string'),
};

const DATA_OPERATIONS_FIELDS: Fields = {
  graphId: shape.input('graph_id', 'string'),
  operations: shape.computed('operations', shape.list(shape.object(DATA_OPERATIONS_OPERATIONS))),
};

export interface DataOperationsConfig extends MetaArguments {
  /** Task graph. */
  readonly graphId: Input<string>;
}

/** The stored operations of a task graph. */
export class DataOperations extends DataSource {
  static readonly tfResourceType: string = 'conductor_operations';

  constructor(scope: Construct, id: string, config: DataOperationsConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_operations', DATA_OPERATIONS_FIELDS, config));
  }

  /** Task graph. */
  get graphId(): Ref<string> {
    return this.attribute('graphId');
  }

  /**
   * A stored operation of a task graph.
   * Sensitive: it is never shown.
   */
  get operations(): Ref<readonly DataOperationsOperations[]> {
    return this.attribute('operations');
  }
}

export interface DataPermissionsPermissions {
  readonly permission: string;
  readonly role: string;
}

const DATA_PERMISSIONS_PERMISSIONS: Fields = {
  permission: shape.input('permission', 'string'),
  role: shape.input('role', 'string'),
};

const DATA_PERMISSIONS_FIELDS: Fields = {
  permissions: shape.computed('permissions', shape.list(shape.object(DATA_PERMISSIONS_PERMISSIONS))),
  role: shape.input('role', 'string'),
};

export interface DataPermissionsConfig extends MetaArguments {
  /** Only permissions of this role. */
  readonly role?: Input<string> | undefined;
}

/** The permissions of every role, or of one role. */
export class DataPermissions extends DataSource {
  static readonly tfResourceType: string = 'conductor_permissions';

  constructor(scope: Construct, id: string, config: DataPermissionsConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_permissions', DATA_PERMISSIONS_FIELDS, config));
  }

  /** A permission of a role. */
  get permissions(): Ref<readonly DataPermissionsPermissions[]> {
    return this.attribute('permissions');
  }

  /** Only permissions of this role. */
  get role(): Ref<string> {
    return this.attribute('role');
  }
}

const DATA_PLUGIN_FIELDS: Fields = {
  archiveName: shape.computed('archive_name', 'string'),
  blueprintLabels: shape.computed('blueprint_labels', shape.map(shape.set('string'))),
  createdBy: shape.computed('created_by', 'string'),
  distribution: shape.computed('distribution', 'string'),
  distributionRelease: shape.computed('distribution_release', 'string'),
  distributionVersion: shape.computed('distribution_version', 'string'),
  excludedWheels: shape.computed('excluded_wheels', shape.list('string')),
  installationState: shape.computed('installation_state', 'dynamic'),
  labels: shape.computed('labels', shape.map(shape.set('string'))),
  packageName: shape.computed('package_name', 'string'),
  packageSource: shape.computed('package_source', 'string'),
  packageVersion: shape.computed('package_version', 'string'),
  pluginId: shape.input('plugin_id', 'string'),
  resourceTags: shape.computed('resource_tags', shape.map('string')),
  supportedPlatform: shape.computed('supported_platform', 'string'),
  supportedPyVersions: shape.computed('supported_py_versions', shape.list('string')),
  tenant: shape.input('tenant', 'string'),
  title: shape.computed('title', 'string'),
  uploadedAt: shape.computed('uploaded_at', 'string'),
  visibility: shape.computed('visibility', 'string'),
  wheels: shape.computed('wheels', shape.list('string')),
};

export interface DataPluginConfig extends MetaArguments {
  /** ID of the plugin. */
  readonly pluginId: Input<string>;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** One plugin. */
export class DataPlugin extends DataSource {
  static readonly tfResourceType: string = 'conductor_plugin';

  constructor(scope: Construct, id: string, config: DataPluginConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_plugin', DATA_PLUGIN_FIELDS, config));
  }

  /** Name of the uploaded file. */
  get archiveName(): Ref<string> {
    return this.attribute('archiveName');
  }

  /** Labels added to blueprints that use the plugin. */
  get blueprintLabels(): Ref<Readonly<Record<string, readonly string[]>>> {
    return this.attribute('blueprintLabels');
  }

  /** User who owns the plugin. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /** Distribution it was compiled on; empty if it runs on all distributions. */
  get distribution(): Ref<string> {
    return this.attribute('distribution');
  }

  /** Name of the release of that distribution. */
  get distributionRelease(): Ref<string> {
    return this.attribute('distributionRelease');
  }

  /** Version of that distribution. */
  get distributionVersion(): Ref<string> {
    return this.attribute('distributionVersion');
  }

  /** Wheels omitted from the package. */
  get excludedWheels(): Ref<readonly string[]> {
    return this.attribute('excludedWheels');
  }

  /** Where it is installed, and the progress. */
  get installationState(): Ref<Dynamic> {
    return this.attribute('installationState');
  }

  /** Labels added to deployments that use the plugin. */
  get labels(): Ref<Readonly<Record<string, readonly string[]>>> {
    return this.attribute('labels');
  }

  /** Name of the Python package. */
  get packageName(): Ref<string> {
    return this.attribute('packageName');
  }

  /** Where the Python package came from. */
  get packageSource(): Ref<string> {
    return this.attribute('packageSource');
  }

  /** Version of the Python package. */
  get packageVersion(): Ref<string> {
    return this.attribute('packageVersion');
  }

  /** ID of the plugin. */
  get pluginId(): Ref<string> {
    return this.attribute('pluginId');
  }

  /** Tags added to resources that the plugin creates. */
  get resourceTags(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('resourceTags');
  }

  /** Platform it runs on; `any` for all. */
  get supportedPlatform(): Ref<string> {
    return this.attribute('supportedPlatform');
  }

  /** Versions of Python it runs with. */
  get supportedPyVersions(): Ref<readonly string[]> {
    return this.attribute('supportedPyVersions');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** Display name. */
  get title(): Ref<string> {
    return this.attribute('title');
  }

  /** When it was uploaded. */
  get uploadedAt(): Ref<string> {
    return this.attribute('uploadedAt');
  }

  /** Visibility. */
  get visibility(): Ref<string> {
    return this.attribute('visibility');
  }

  /** Wheels in the package. */
  get wheels(): Ref<readonly string[]> {
    return this.attribute('wheels');
  }
}

const DATA_PLUGIN_ARCHIVE_FIELDS: Fields = {
  contentBase64: shape.computed('content_base64', 'string'),
  pluginId: shape.input('plugin_id', 'string'),
  sha256: shape.computed('sha256', 'string'),
  size: shape.computed('size', 'number'),
  tenant: shape.input('tenant', 'string'),
};

export interface DataPluginArchiveConfig extends MetaArguments {
  /** ID of the plugin. */
  readonly pluginId: Input<string>;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** The package from which a plugin was uploaded. */
export class DataPluginArchive extends DataSource {
  static readonly tfResourceType: string = 'conductor_plugin_archive';

  constructor(scope: Construct, id: string, config: DataPluginArchiveConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_plugin_archive', DATA_PLUGIN_ARCHIVE_FIELDS, config));
  }

  /** The archive in base64. */
  get contentBase64(): Ref<string> {
    return this.attribute('contentBase64');
  }

  /** ID of the plugin. */
  get pluginId(): Ref<string> {
    return this.attribute('pluginId');
  }

  /** SHA-256 of the archive. */
  get sha256(): Ref<string> {
    return this.attribute('sha256');
  }

  /** Length of the archive in bytes. */
  get size(): Ref<number> {
    return this.attribute('size');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

export interface DataPluginsPlugins {
  readonly archiveName: string;
  readonly blueprintLabels: Readonly<Record<string, string>>;
  readonly createdBy: string;
  readonly distribution: string;
  readonly distributionRelease: string;
  readonly distributionVersion: string;
  readonly excludedWheels: readonly string[];
  readonly id: string;
  readonly installationState: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly packageName: string;
  readonly packageSource: string;
  readonly packageVersion: string;
  readonly privateResource: boolean;
  readonly resourceAvailability: string;
  readonly resourceTags: Readonly<Record<string, string>>;
  readonly supportedPlatform: string;
  readonly supportedPyVersions: readonly string[];
  readonly tenantName: string;
  readonly title: string;
  readonly uploadedAt: string;
  readonly visibility: string;
  readonly wheels: readonly string[];
}

const DATA_PLUGINS_PLUGINS: Fields = {
  archiveName: shape.input('archive_name', 'string'),
  blueprintLabels: shape.input('blueprint_labels', shape.map('string')),
  createdBy: shape.input('created_by', 'string'),
  distribution: shape.input('distribution', 'string'),
  distributionRelease: shape.input('distribution_release', 'string'),
  distributionVersion: shape.input('distribution_version', 'string'),
  excludedWheels: shape.input('excluded_wheels', shape.list('string')),
  id: shape.input('id', 'string'),
  installationState: shape.input('installation_state', shape.list('string')),
  labels: shape.input('labels', shape.map('string')),
  packageName: shape.input('package_name', 'string'),
  packageSource: shape.input('package_source', 'string'),
  packageVersion: shape.input('package_version', 'string'),
  privateResource: shape.input('private_resource', 'bool'),
  resourceAvailability: shape.input('resource_availability', 'string'),
  resourceTags: shape.input('resource_tags', shape.map('string')),
  supportedPlatform: shape.input('supported_platform', 'string'),
  supportedPyVersions: shape.input('supported_py_versions', shape.list('string')),
  tenantName: shape.input('tenant_name', 'string'),
  title: shape.input('title', 'string'),
  uploadedAt: shape.input('uploaded_at', 'string'),
  visibility: shape.input('visibility', 'string'),
  wheels: shape.input('wheels', shape.list('string')),
};

const DATA_PLUGINS_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  packageName: shape.input('package_name', 'string'),
  plugins: shape.computed('plugins', shape.list(shape.object(DATA_PLUGINS_PLUGINS))),
  search: shape.input('search', 'string'),
  tenant: shape.input('tenant', 'string'),
};

export interface DataPluginsConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only plugins of this package. */
  readonly packageName?: Input<string> | undefined;
  /** Only plugins whose package name contains this text. */
  readonly search?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** The plugins of a tenant. */
export class DataPlugins extends DataSource {
  static readonly tfResourceType: string = 'conductor_plugins';

  constructor(scope: Construct, id: string, config: DataPluginsConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_plugins', DATA_PLUGINS_FIELDS, config));
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /** Only plugins of this package. */
  get packageName(): Ref<string> {
    return this.attribute('packageName');
  }

  /** The matching plugins. */
  get plugins(): Ref<readonly DataPluginsPlugins[]> {
    return this.attribute('plugins');
  }

  /** Only plugins whose package name contains this text. */
  get search(): Ref<string> {
    return this.attribute('search');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

export interface DataPluginsUpdatesPluginsUpdates {
  readonly blueprintId: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly deploymentsToUpdate: readonly string[];
  readonly executionId: string;
  readonly forced: boolean;
  readonly id: string;
  readonly privateResource: boolean;
  readonly resourceAvailability: string;
  readonly state: string;
  readonly tempBlueprintId: string;
  readonly tenantName: string;
  readonly visibility: string;
}

const DATA_PLUGINS_UPDATES_PLUGINS_UPDATES: Fields = {
  blueprintId: shape.input('blueprint_id', 'string'),
  createdAt: shape.input('created_at', 'string'),
  createdBy: shape.input('created_by', 'string'),
  deploymentsToUpdate: shape.input('deployments_to_update', shape.list('string')),
  executionId: shape.input('execution_id', 'string'),
  forced: shape.input('forced', 'bool'),
  id: shape.input('id', 'string'),
  privateResource: shape.input('private_resource', 'bool'),
  resourceAvailability: shape.input('resource_availability', 'string'),
  state: shape.input('state', 'string'),
  tempBlueprintId: shape.input('temp_blueprint_id', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
  visibility: shape.input('visibility', 'string'),
};

const DATA_PLUGINS_UPDATES_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  blueprintId: shape.input('blueprint_id', 'string'),
  pluginsUpdates: shape.computed('plugins_updates', shape.list(shape.object(DATA_PLUGINS_UPDATES_PLUGINS_UPDATES))),
  tenant: shape.input('tenant', 'string'),
};

export interface DataPluginsUpdatesConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only updates for this blueprint. */
  readonly blueprintId?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** Past and running updates of the plugins of a blueprint's deployments. */
export class DataPluginsUpdates extends DataSource {
  static readonly tfResourceType: string = 'conductor_plugins_updates';

  constructor(scope: Construct, id: string, config: DataPluginsUpdatesConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_plugins_updates', DATA_PLUGINS_UPDATES_FIELDS, config));
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /** Only updates for this blueprint. */
  get blueprintId(): Ref<string> {
    return this.attribute('blueprintId');
  }

  /** The matching updates. */
  get pluginsUpdates(): Ref<readonly DataPluginsUpdatesPluginsUpdates[]> {
    return this.attribute('pluginsUpdates');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

export interface DataSearchFilterRules {
  /** Name of the label or attribute, in upper or lower case. */
  readonly key: string;
  /** The comparison operator. */
  readonly operator: string;
  /** `label` or `attribute`. */
  readonly type: string;
  /** Values to compare with. */
  readonly values: readonly string[];
}

const DATA_SEARCH_FILTER_RULES: Fields = {
  key: shape.input('key', 'string'),
  operator: shape.input('operator', 'string'),
  type: shape.input('type', 'string'),
  values: shape.input('values', shape.list('string')),
};

export interface DataSearchItems {
  readonly blueprintId: string;
  readonly capabilities: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly deploymentId: string;
  readonly description: string;
  readonly displayName: string;
  readonly id: string;
  readonly installationStatus: string;
  readonly key: string;
  readonly name: string;
  readonly nodeId: string;
  readonly parameters: string;
  readonly siteName: string;
  readonly state: string;
  readonly tenantName: string;
  readonly type: string;
  readonly visibility: string;
}

const DATA_SEARCH_ITEMS: Fields = {
  blueprintId: shape.input('blueprint_id', 'string'),
  capabilities: shape.input('capabilities', 'string'),
  createdAt: shape.input('created_at', 'string'),
  createdBy: shape.input('created_by', 'string'),
  deploymentId: shape.input('deployment_id', 'string'),
  description: shape.input('description', 'string'),
  displayName: shape.input('display_name', 'string'),
  id: shape.input('id', 'string'),
  installationStatus: shape.input('installation_status', 'string'),
  key: shape.input('key', 'string'),
  name: shape.input('name', 'string'),
  nodeId: shape.input('node_id', 'string'),
  parameters: shape.input('parameters', 'string'),
  siteName: shape.input('site_name', 'string'),
  state: shape.input('state', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
  type: shape.input('type', 'string'),
  visibility: shape.input('visibility', 'string'),
};

const DATA_SEARCH_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  blueprintId: shape.input('blueprint_id', 'string'),
  commonOnly: shape.input('common_only', 'bool'),
  constraints: shape.input('constraints', 'dynamic'),
  deploymentId: shape.input('deployment_id', 'string'),
  filterId: shape.input('filter_id', 'string'),
  filterRules: shape.input('filter_rules', shape.list(shape.object(DATA_SEARCH_FILTER_RULES))),
  items: shape.computed('items', shape.list(shape.object(DATA_SEARCH_ITEMS))),
  resourceType: shape.input('resource_type', 'string'),
  search: shape.input('search', 'string'),
  searchName: shape.input('search_name', 'string'),
  tenant: shape.input('tenant', 'string'),
};

export interface DataSearchConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only objects of this blueprint. */
  readonly blueprintId?: Input<string> | undefined;
  /** Only workflows that all matching deployments have in common. Default: false. */
  readonly commonOnly?: Input<boolean> | undefined;
  /** Constraints in the syntax of the DSL (`labels`, `name_pattern` and others), instead of rules and a filter. */
  readonly constraints?: Dynamic;
  /** Only objects of this deployment. */
  readonly deploymentId?: Input<string> | undefined;
  /** Name of a stored filter. */
  readonly filterId?: Input<string> | undefined;
  /** Rules, each with `key`, `values`, `operator` and `type`: `label` (operators any_of, not_any_of, is_null, is_not_null, is_not) or `attribute` (any_of, not_any_of, contains, not_contains, starts_with, ends_with, is_not_empty). An item must match all of them. */
  readonly filterRules?: Input<readonly DataSearchFilterRules[]> | undefined;
  /** The kind of object to search: blueprints, secrets, deployments, workflows, capabilities, scaling-groups, nodes, node-types, node-instances. */
  readonly resourceType: Input<string>;
  /** Only objects whose ID, or equivalent, contains this text. */
  readonly search?: Input<string> | undefined;
  /** In addition to the results of `search`, deployments whose display name contains this text. */
  readonly searchName?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** Objects that match rules, a stored filter or constraints. */
export class DataSearch extends DataSource {
  static readonly tfResourceType: string = 'conductor_search';

  constructor(scope: Construct, id: string, config: DataSearchConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_search', DATA_SEARCH_FIELDS, config));
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /** Only objects of this blueprint. */
  get blueprintId(): Ref<string> {
    return this.attribute('blueprintId');
  }

  /** Only workflows that all matching deployments have in common. Default: false. */
  get commonOnly(): Ref<boolean> {
    return this.attribute('commonOnly');
  }

  /** Constraints in the syntax of the DSL (`labels`, `name_pattern` and others), instead of rules and a filter. */
  get constraints(): Ref<Dynamic> {
    return this.attribute('constraints');
  }

  /** Only objects of this deployment. */
  get deploymentId(): Ref<string> {
    return this.attribute('deploymentId');
  }

  /** Name of a stored filter. */
  get filterId(): Ref<string> {
    return this.attribute('filterId');
  }

  /** Rules, each with `key`, `values`, `operator` and `type`: `label` (operators any_of, not_any_of, is_null, is_not_null, is_not) or `attribute` (any_of, not_any_of, contains, not_contains, starts_with, ends_with, is_not_empty). An item must match all of them. */
  get filterRules(): Ref<readonly DataSearchFilterRules[]> {
    return this.attribute('filterRules');
  }

  /** The results. Which attributes are set depends on the kind of object. */
  get items(): Ref<readonly DataSearchItems[]> {
    return this.attribute('items');
  }

  /** The kind of object to search: blueprints, secrets, deployments, workflows, capabilities, scaling-groups, nodes, node-types, node-instances. */
  get resourceTypeAttribute(): Ref<string> {
    return this.attribute('resourceType');
  }

  /** Only objects whose ID, or equivalent, contains this text. */
  get search(): Ref<string> {
    return this.attribute('search');
  }

  /** In addition to the results of `search`, deployments whose display name contains this text. */
  get searchName(): Ref<string> {
    return this.attribute('searchName');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

const DATA_SECRET_FIELDS: Fields = {
  createdAt: shape.computed('created_at', 'string'),
  createdBy: shape.computed('created_by', 'string'),
  isHiddenValue: shape.computed('is_hidden_value', 'bool'),
  key: shape.input('key', 'string'),
  providerName: shape.computed('provider_name', 'string'),
  providerOptions: shape.computed('provider_options', 'dynamic'),
  schema: shape.computed('schema', 'dynamic'),
  skipValue: shape.input('skip_value', 'bool'),
  tenant: shape.input('tenant', 'string'),
  updatedAt: shape.computed('updated_at', 'string'),
  value: shape.computed('value', 'string'),
  visibility: shape.computed('visibility', 'string'),
};

export interface DataSecretConfig extends MetaArguments {
  /** Key of the secret, unique in its tenant. */
  readonly key: Input<string>;
  /** Whether to omit the value. Default: false. */
  readonly skipValue?: Input<boolean> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** One secret, with its value unless that is omitted. */
export class DataSecret extends DataSource {
  static readonly tfResourceType: string = 'conductor_secret';

  constructor(scope: Construct, id: string, config: DataSecretConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_secret', DATA_SECRET_FIELDS, config));
  }

  /** When it was created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** User who owns the secret. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /** Whether only its creator and administrators see the value. */
  get isHiddenValue(): Ref<boolean> {
    return this.attribute('isHiddenValue');
  }

  /** Key of the secret, unique in its tenant. */
  get key(): Ref<string> {
    return this.attribute('key');
  }

  /** Secrets provider that holds the value. */
  get providerName(): Ref<string> {
    return this.attribute('providerName');
  }

  /**
   * Parameters that the secrets provider needs to find the value.
   * Sensitive: it is never shown.
   */
  get providerOptions(): Ref<Dynamic> {
    return this.attribute('providerOptions');
  }

  /** JSON Schema that the value must match. */
  get schema(): Ref<Dynamic> {
    return this.attribute('schema');
  }

  /** Whether to omit the value. Default: false. */
  get skipValue(): Ref<boolean> {
    return this.attribute('skipValue');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** When it was last changed. */
  get updatedAt(): Ref<string> {
    return this.attribute('updatedAt');
  }

  /**
   * The value; null if it is hidden from the user.
   * Sensitive: it is never shown.
   */
  get value(): Ref<string> {
    return this.attribute('value');
  }

  /** Visibility of the secret. */
  get visibility(): Ref<string> {
    return this.attribute('visibility');
  }
}

export interface DataSecretsSecrets {
  readonly createdAt: string;
  readonly createdBy: string;
  readonly isHiddenValue: boolean;
  readonly key: string;
  readonly privateResource: boolean;
  readonly providerName: string;
  readonly resourceAvailability: string;
  readonly tenantName: string;
  readonly updatedAt: string;
  readonly visibility: string;
}

const DATA_SECRETS_SECRETS: Fields = {
  createdAt: shape.input('created_at', 'string'),
  createdBy: shape.input('created_by', 'string'),
  isHiddenValue: shape.input('is_hidden_value', 'bool'),
  key: shape.input('key', 'string'),
  privateResource: shape.input('private_resource', 'bool'),
  providerName: shape.input('provider_name', 'string'),
  resourceAvailability: shape.input('resource_availability', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
  updatedAt: shape.input('updated_at', 'string'),
  visibility: shape.input('visibility', 'string'),
};

const DATA_SECRETS_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  search: shape.input('search', 'string'),
  secrets: shape.computed('secrets', shape.list(shape.object(DATA_SECRETS_SECRETS))),
  tenant: shape.input('tenant', 'string'),
};

export interface DataSecretsConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only secrets whose key contains this text. */
  readonly search?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** The secrets of a tenant, without their values. */
export class DataSecrets extends DataSource {
  static readonly tfResourceType: string = 'conductor_secrets';

  constructor(scope: Construct, id: string, config: DataSecretsConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_secrets', DATA_SECRETS_FIELDS, config));
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /** Only secrets whose key contains this text. */
  get search(): Ref<string> {
    return this.attribute('search');
  }

  /** The matching secrets. */
  get secrets(): Ref<readonly DataSecretsSecrets[]> {
    return this.attribute('secrets');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

export interface DataSecretsExportSecrets {
  readonly encrypted: boolean;
  readonly isHiddenValue: boolean;
  readonly key: string;
  readonly tenantName: string;
  readonly value: string;
  readonly visibility: string;
}

const DATA_SECRETS_EXPORT_SECRETS: Fields = {
  encrypted: shape.input('encrypted', 'bool'),
  isHiddenValue: shape.input('is_hidden_value', 'bool'),
  key: shape.input('key', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
  value: shape.input('value', 'string'),
  visibility: shape.input('visibility', 'string'),
};

const DATA_SECRETS_EXPORT_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  passphrase: shape.input('passphrase', 'string'),
  secrets: shape.computed('secrets', shape.list(shape.object(DATA_SECRETS_EXPORT_SECRETS))),
  tenant: shape.input('tenant', 'string'),
};

export interface DataSecretsExportConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /**
   * Passphrase to encrypt the values with, at least 8 characters. If omitted, the values are not encrypted.
   * Sensitive: it is never shown.
   */
  readonly passphrase?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** All secrets of a tenant with their values, for an import into another manager. */
export class DataSecretsExport extends DataSource {
  static readonly tfResourceType: string = 'conductor_secrets_export';

  constructor(scope: Construct, id: string, config: DataSecretsExportConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_secrets_export', DATA_SECRETS_EXPORT_FIELDS, config));
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /**
   * Passphrase to encrypt the values with, at least 8 characters. If omitted, the values are not encrypted.
   * Sensitive: it is never shown.
   */
  get passphrase(): Ref<string> {
    return this.attribute('passphrase');
  }

  /**
   * The secrets, in the format that the action `conductor_secrets_import` accepts.
   * Sensitive: it is never shown.
   */
  get secrets(): Ref<readonly DataSecretsExportSecrets[]> {
    return this.attribute('secrets');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

const DATA_SECRETS_PROVIDER_FIELDS: Fields = {
  connectionParameters: shape.computed('connection_parameters', shape.map('string')),
  createdAt: shape.computed('created_at', 'string'),
  createdBy: shape.computed('created_by', 'string'),
  id: shape.computed('id', 'string'),
  name: shape.input('name', 'string'),
  tenant: shape.input('tenant', 'string'),
  type: shape.computed('type', 'string'),
  updatedAt: shape.computed('updated_at', 'string'),
  visibility: shape.computed('visibility', 'string'),
};

export interface DataSecretsProviderConfig extends MetaArguments {
  /** Name of the secrets provider, unique in its tenant. */
  readonly name: Input<string>;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** One secrets provider. */
export class DataSecretsProvider extends DataSource {
  static readonly tfResourceType: string = 'conductor_secrets_provider';

  constructor(scope: Construct, id: string, config: DataSecretsProviderConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_secrets_provider', DATA_SECRETS_PROVIDER_FIELDS, config));
  }

  /**
   * Connection parameters. `vault` needs url, token and path; `cloudify` needs host, username, password and tenant; `local` none.
   * Sensitive: it is never shown.
   */
  get connectionParameters(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('connectionParameters');
  }

  /** When it was created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** User who created it. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /** The same as `name`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Name of the secrets provider, unique in its tenant. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** Where the values are: in the database of the manager (`local`), in a Vault (`vault`) or in another manager (`cloudify`). */
  get type(): Ref<string> {
    return this.attribute('type');
  }

  /** When it was last changed. */
  get updatedAt(): Ref<string> {
    return this.attribute('updatedAt');
  }

  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  get visibility(): Ref<string> {
    return this.attribute('visibility');
  }
}

export interface DataSecretsProvidersSecretsProviders {
  readonly createdAt: string;
  readonly createdBy: string;
  readonly id: string;
  readonly name: string;
  readonly privateResource: boolean;
  readonly resourceAvailability: string;
  readonly tenantName: string;
  readonly type: string;
  readonly updatedAt: string;
  readonly visibility: string;
}

const DATA_SECRETS_PROVIDERS_SECRETS_PROVIDERS: Fields = {
  createdAt: shape.input('created_at', 'string'),
  createdBy: shape.input('created_by', 'string'),
  id: shape.input('id', 'string'),
  name: shape.input('name', 'string'),
  privateResource: shape.input('private_resource', 'bool'),
  resourceAvailability: shape.input('resource_availability', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
  type: shape.input('type', 'string'),
  updatedAt: shape.input('updated_at', 'string'),
  visibility: shape.input('visibility', 'string'),
};

const DATA_SECRETS_PROVIDERS_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  search: shape.input('search', 'string'),
  secretsProviders: shape.computed(
    'secrets_providers',
    shape.list(shape.object(DATA_SECRETS_PROVIDERS_SECRETS_PROVIDERS)),
  ),
  tenant: shape.input('tenant', 'string'),
};

export interface DataSecretsProvidersConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only secrets providers whose name contains this text. */
  readonly search?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** The secrets providers of a tenant, without their connection parameters. */
export class DataSecretsProviders extends DataSource {
  static readonly tfResourceType: string = 'conductor_secrets_providers';

  constructor(scope: Construct, id: string, config: DataSecretsProvidersConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_secrets_providers', DATA_SECRETS_PROVIDERS_FIELDS, config));
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /** Only secrets providers whose name contains this text. */
  get search(): Ref<string> {
    return this.attribute('search');
  }

  /** The matching secrets providers. */
  get secretsProviders(): Ref<readonly DataSecretsProvidersSecretsProviders[]> {
    return this.attribute('secretsProviders');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }
}

const DATA_SITE_FIELDS: Fields = {
  createdAt: shape.computed('created_at', 'string'),
  createdBy: shape.computed('created_by', 'string'),
  location: shape.computed('location', 'string'),
  name: shape.input('name', 'string'),
  tenant: shape.input('tenant', 'string'),
  visibility: shape.computed('visibility', 'string'),
};

export interface DataSiteConfig extends MetaArguments {
  /** Name of the site, unique in its tenant. Changing it renames the site. */
  readonly name: Input<string>;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** One site. */
export class DataSite extends DataSource {
  static readonly tfResourceType: string = 'conductor_site';

  constructor(scope: Construct, id: string, config: DataSiteConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_site', DATA_SITE_FIELDS, config));
  }

  /** When it was created. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** Who created it. */
  get createdBy(): Ref<string> {
    return this.attribute('createdBy');
  }

  /** Location as latitude and longitude, such as `32.071072, 34.787274`. */
  get location(): Ref<string> {
    return this.attribute('location');
  }

  /** Name of the site, unique in its tenant. Changing it renames the site. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** Visibility: its creator and administrators (`private`), its tenant (`tenant`), everyone (`global`). Widening happens in place; narrowing replaces the object. Default: `tenant`. */
  get visibility(): Ref<string> {
    return this.attribute('visibility');
  }
}

export interface DataSitesSites {
  readonly createdAt: string;
  readonly createdBy: string;
  readonly location: string;
  readonly name: string;
  readonly privateResource: boolean;
  readonly resourceAvailability: string;
  readonly tenantName: string;
  readonly visibility: string;
}

const DATA_SITES_SITES: Fields = {
  createdAt: shape.input('created_at', 'string'),
  createdBy: shape.input('created_by', 'string'),
  location: shape.input('location', 'string'),
  name: shape.input('name', 'string'),
  privateResource: shape.input('private_resource', 'bool'),
  resourceAvailability: shape.input('resource_availability', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
  visibility: shape.input('visibility', 'string'),
};

const DATA_SITES_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  name: shape.input('name', 'string'),
  sites: shape.computed('sites', shape.list(shape.object(DATA_SITES_SITES))),
  tenant: shape.input('tenant', 'string'),
  visibility: shape.input('visibility', 'string'),
};

export interface DataSitesConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only sites with this name. */
  readonly name?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /** Only sites with this visibility. */
  readonly visibility?: Input<string> | undefined;
}

/** The sites of a tenant, and the global ones. */
export class DataSites extends DataSource {
  static readonly tfResourceType: string = 'conductor_sites';

  constructor(scope: Construct, id: string, config: DataSitesConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_sites', DATA_SITES_FIELDS, config));
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /** Only sites with this name. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** A site of deployments. */
  get sites(): Ref<readonly DataSitesSites[]> {
    return this.attribute('sites');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** Only sites with this visibility. */
  get visibility(): Ref<string> {
    return this.attribute('visibility');
  }
}

const DATA_SNAPSHOT_FIELDS: Fields = {
  createdAt: shape.computed('created_at', 'string'),
  id: shape.input('id', 'string'),
  status: shape.computed('status', 'string'),
};

export interface DataSnapshotConfig extends MetaArguments {
  /** Name of the snapshot. */
  readonly id: Input<string>;
}

/** One snapshot, with its state. */
export class DataSnapshot extends DataSource {
  static readonly tfResourceType: string = 'conductor_snapshot';

  constructor(scope: Construct, id: string, config: DataSnapshotConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_snapshot', DATA_SNAPSHOT_FIELDS, config));
  }

  /** When it was created or uploaded. */
  get createdAt(): Ref<string> {
    return this.attribute('createdAt');
  }

  /** Name of the snapshot. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** `creating`, `created`, `failed`, `uploading` or `uploaded`. */
  get status(): Ref<string> {
    return this.attribute('status');
  }
}

const DATA_SNAPSHOT_ARCHIVE_FIELDS: Fields = {
  contentBase64: shape.computed('content_base64', 'string'),
  sha256: shape.computed('sha256', 'string'),
  size: shape.computed('size', 'number'),
  snapshotId: shape.input('snapshot_id', 'string'),
};

export interface DataSnapshotArchiveConfig extends MetaArguments {
  /** Name of the snapshot. */
  readonly snapshotId: Input<string>;
}

/** The archive of a snapshot, as a string. For a large one, use the action conductor_snapshot_download, which writes a file. */
export class DataSnapshotArchive extends DataSource {
  static readonly tfResourceType: string = 'conductor_snapshot_archive';

  constructor(scope: Construct, id: string, config: DataSnapshotArchiveConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_snapshot_archive', DATA_SNAPSHOT_ARCHIVE_FIELDS, config));
  }

  /**
   * The archive in base64.
   * Sensitive: it is never shown.
   */
  get contentBase64(): Ref<string> {
    return this.attribute('contentBase64');
  }

  /** SHA-256 of the archive. */
  get sha256(): Ref<string> {
    return this.attribute('sha256');
  }

  /** Its length in bytes. */
  get size(): Ref<number> {
    return this.attribute('size');
  }

  /** Name of the snapshot. */
  get snapshotId(): Ref<string> {
    return this.attribute('snapshotId');
  }
}

const DATA_SNAPSHOT_RESTORE_STATUS_FIELDS: Fields = {
  status: shape.computed('status', 'string'),
};

export type DataSnapshotRestoreStatusConfig = MetaArguments;

/** Whether a snapshot is being restored. */
export class DataSnapshotRestoreStatus extends DataSource {
  static readonly tfResourceType: string = 'conductor_snapshot_restore_status';

  constructor(scope: Construct, id: string, config: DataSnapshotRestoreStatusConfig = {}) {
    super(
      scope,
      id,
      blockOptions(PROVIDER, 'conductor_snapshot_restore_status', DATA_SNAPSHOT_RESTORE_STATUS_FIELDS, config),
    );
  }

  /** Details of the operation. */
  get status(): Ref<string> {
    return this.attribute('status');
  }
}

export interface DataSnapshotsSnapshots {
  readonly createdAt: string;
  readonly createdBy: string;
  readonly error: string;
  readonly id: string;
  readonly privateResource: boolean;
  readonly status: string;
  readonly tenantName: string;
  readonly visibility: string;
}

const DATA_SNAPSHOTS_SNAPSHOTS: Fields = {
  createdAt: shape.input('created_at', 'string'),
  createdBy: shape.input('created_by', 'string'),
  error: shape.input('error', 'string'),
  id: shape.input('id', 'string'),
  privateResource: shape.input('private_resource', 'bool'),
  status: shape.input('status', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
  visibility: shape.input('visibility', 'string'),
};

const DATA_SNAPSHOTS_FIELDS: Fields = {
  snapshots: shape.computed('snapshots', shape.list(shape.object(DATA_SNAPSHOTS_SNAPSHOTS))),
  status: shape.input('status', 'string'),
};

export interface DataSnapshotsConfig extends MetaArguments {
  /** Only snapshots in this state. */
  readonly status?: Input<string> | undefined;
}

/** The snapshots of a manager. */
export class DataSnapshots extends DataSource {
  static readonly tfResourceType: string = 'conductor_snapshots';

  constructor(scope: Construct, id: string, config: DataSnapshotsConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_snapshots', DATA_SNAPSHOTS_FIELDS, config));
  }

  /** The complete content of a manager at one point in time. */
  get snapshots(): Ref<readonly DataSnapshotsSnapshots[]> {
    return this.attribute('snapshots');
  }

  /** Only snapshots in this state. */
  get status(): Ref<string> {
    return this.attribute('status');
  }
}

export interface DataSummaryGroupsGroups {
  readonly count: number;
  readonly value: string;
}

const DATA_SUMMARY_GROUPS_GROUPS: Fields = {
  count: shape.input('count', 'number'),
  value: shape.input('value', 'string'),
};

export interface DataSummaryGroups {
  readonly count: number;
  readonly groups: readonly DataSummaryGroupsGroups[];
  readonly value: string;
}

const DATA_SUMMARY_GROUPS: Fields = {
  count: shape.input('count', 'number'),
  groups: shape.input('groups', shape.list(shape.object(DATA_SUMMARY_GROUPS_GROUPS))),
  value: shape.input('value', 'string'),
};

const DATA_SUMMARY_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  blueprintId: shape.input('blueprint_id', 'string'),
  deploymentId: shape.input('deployment_id', 'string'),
  groups: shape.computed('groups', shape.list(shape.object(DATA_SUMMARY_GROUPS))),
  hostId: shape.input('host_id', 'string'),
  nodeId: shape.input('node_id', 'string'),
  resourceType: shape.input('resource_type', 'string'),
  state: shape.input('state', 'string'),
  status: shape.input('status', 'string'),
  subField: shape.input('sub_field', 'string'),
  targetField: shape.input('target_field', 'string'),
  tenant: shape.input('tenant', 'string'),
  visibility: shape.input('visibility', 'string'),
  workflowId: shape.input('workflow_id', 'string'),
};

export interface DataSummaryConfig extends MetaArguments {
  /** Whether to read all tenants the user has access to. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only objects with this blueprint id. */
  readonly blueprintId?: Input<string> | undefined;
  /** Only objects with this deployment id. */
  readonly deploymentId?: Input<string> | undefined;
  /** Only objects with this host id. */
  readonly hostId?: Input<string> | undefined;
  /** Only objects with this node id. */
  readonly nodeId?: Input<string> | undefined;
  /** What to count: blueprints, deployments, executions, node_instances, nodes. */
  readonly resourceType: Input<string>;
  /** Only objects with this state. */
  readonly state?: Input<string> | undefined;
  /** Only objects with this status. */
  readonly status?: Input<string> | undefined;
  /** Attribute to group by within each group. */
  readonly subField?: Input<string> | undefined;
  /** Attribute to group by. */
  readonly targetField: Input<string>;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /** Only objects with this visibility. */
  readonly visibility?: Input<string> | undefined;
  /** Only objects with this workflow id. */
  readonly workflowId?: Input<string> | undefined;
}

/** Number of objects, grouped by one or two of their attributes. */
export class DataSummary extends DataSource {
  static readonly tfResourceType: string = 'conductor_summary';

  constructor(scope: Construct, id: string, config: DataSummaryConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_summary', DATA_SUMMARY_FIELDS, config));
  }

  /** Whether to read all tenants the user has access to. Default: false. */
  get allTenants(): Ref<boolean> {
    return this.attribute('allTenants');
  }

  /** Only objects with this blueprint id. */
  get blueprintId(): Ref<string> {
    return this.attribute('blueprintId');
  }

  /** Only objects with this deployment id. */
  get deploymentId(): Ref<string> {
    return this.attribute('deploymentId');
  }

  /** The groups, each with its `value`, its `count`, and the same for `sub_field` as `groups`. */
  get groups(): Ref<readonly DataSummaryGroups[]> {
    return this.attribute('groups');
  }

  /** Only objects with this host id. */
  get hostId(): Ref<string> {
    return this.attribute('hostId');
  }

  /** Only objects with this node id. */
  get nodeId(): Ref<string> {
    return this.attribute('nodeId');
  }

  /** What to count: blueprints, deployments, executions, node_instances, nodes. */
  get resourceTypeAttribute(): Ref<string> {
    return this.attribute('resourceType');
  }

  /** Only objects with this state. */
  get state(): Ref<string> {
    return this.attribute('state');
  }

  /** Only objects with this status. */
  get status(): Ref<string> {
    return this.attribute('status');
  }

  /** Attribute to group by within each group. */
  get subField(): Ref<string> {
    return this.attribute('subField');
  }

  /** Attribute to group by. */
  get targetField(): Ref<string> {
    return this.attribute('targetField');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** Only objects with this visibility. */
  get visibility(): Ref<string> {
    return this.attribute('visibility');
  }

  /** Only objects with this workflow id. */
  get workflowId(): Ref<string> {
    return this.attribute('workflowId');
  }
}

export interface DataTasksGraphsTasksGraphs {
  readonly executionId: string;
  readonly id: string;
  readonly name: string;
}

const DATA_TASKS_GRAPHS_TASKS_GRAPHS: Fields = {
  executionId: shape.input('execution_id', 'string'),
  id: shape.input('id', 'string'),
  name: shape.input('name', 'string'),
};

const DATA_TASKS_GRAPHS_FIELDS: Fields = {
  executionId: shape.input('execution_id', 'string'),
  name: shape.input('name', 'string'),
  tasksGraphs: shape.computed('tasks_graphs', shape.list(shape.object(DATA_TASKS_GRAPHS_TASKS_GRAPHS))),
};

export interface DataTasksGraphsConfig extends MetaArguments {
  /** Execution. */
  readonly executionId: Input<string>;
  /** Name of the graph. */
  readonly name?: Input<string> | undefined;
}

/** The stored task graphs of an execution. */
export class DataTasksGraphs extends DataSource {
  static readonly tfResourceType: string = 'conductor_tasks_graphs';

  constructor(scope: Construct, id: string, config: DataTasksGraphsConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_tasks_graphs', DATA_TASKS_GRAPHS_FIELDS, config));
  }

  /** Execution. */
  get executionId(): Ref<string> {
    return this.attribute('executionId');
  }

  /** Name of the graph. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** The steps of an execution, in order. */
  get tasksGraphs(): Ref<readonly DataTasksGraphsTasksGraphs[]> {
    return this.attribute('tasksGraphs');
  }
}

const DATA_TENANT_FIELDS: Fields = {
  groups: shape.computed('groups', 'dynamic'),
  name: shape.input('name', 'string'),
  users: shape.computed('users', 'dynamic'),
};

export interface DataTenantConfig extends MetaArguments {
  /** Name of the tenant. */
  readonly name: Input<string>;
}

/** One tenant, with its users and groups. */
export class DataTenant extends DataSource {
  static readonly tfResourceType: string = 'conductor_tenant';

  constructor(scope: Construct, id: string, config: DataTenantConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_tenant', DATA_TENANT_FIELDS, config));
  }

  /** Its user groups by name, each with its role in it. */
  get groups(): Ref<Dynamic> {
    return this.attribute('groups');
  }

  /** Name of the tenant. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** Its users by name, each with their roles in it. */
  get users(): Ref<Dynamic> {
    return this.attribute('users');
  }
}

export interface DataTenantsTenantsUsers {
  readonly roles: readonly string[];
  readonly tenantRole: string;
}

const DATA_TENANTS_TENANTS_USERS: Fields = {
  roles: shape.input('roles', shape.list('string')),
  tenantRole: shape.input('tenant_role', 'string'),
};

export interface DataTenantsTenants {
  readonly groups: Readonly<Record<string, string>>;
  readonly id: number;
  readonly name: string;
  readonly users: Readonly<Record<string, DataTenantsTenantsUsers>>;
}

const DATA_TENANTS_TENANTS: Fields = {
  groups: shape.input('groups', shape.map('string')),
  id: shape.input('id', 'number'),
  name: shape.input('name', 'string'),
  users: shape.input('users', shape.map(shape.object(DATA_TENANTS_TENANTS_USERS))),
};

const DATA_TENANTS_FIELDS: Fields = {
  name: shape.input('name', 'string'),
  tenants: shape.computed('tenants', shape.list(shape.object(DATA_TENANTS_TENANTS))),
};

export interface DataTenantsConfig extends MetaArguments {
  /** Only the tenant with this name. */
  readonly name?: Input<string> | undefined;
}

/** The tenants of the manager, with their users and groups. */
export class DataTenants extends DataSource {
  static readonly tfResourceType: string = 'conductor_tenants';

  constructor(scope: Construct, id: string, config: DataTenantsConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_tenants', DATA_TENANTS_FIELDS, config));
  }

  /** Only the tenant with this name. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** A tenant, with its users and groups by name. */
  get tenants(): Ref<readonly DataTenantsTenants[]> {
    return this.attribute('tenants');
  }
}

const DATA_TOKEN_FIELDS: Fields = {
  role: shape.computed('role', 'string'),
  value: shape.computed('value', 'string'),
};

export type DataTokenConfig = MetaArguments;

/** A token for the user of the provider. */
export class DataToken extends DataSource {
  static readonly tfResourceType: string = 'conductor_token';

  constructor(scope: Construct, id: string, config: DataTokenConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_token', DATA_TOKEN_FIELDS, config));
  }

  /** Role of the user. */
  get role(): Ref<string> {
    return this.attribute('role');
  }

  /** Sensitive: it is never shown. */
  get value(): Ref<string> {
    return this.attribute('value');
  }
}

const DATA_USER_FIELDS: Fields = {
  active: shape.computed('active', 'bool'),
  groups: shape.computed('groups', 'dynamic'),
  role: shape.computed('role', 'string'),
  showGettingStarted: shape.computed('show_getting_started', 'bool'),
  tenants: shape.computed('tenants', 'dynamic'),
  username: shape.input('username', 'string'),
};

export interface DataUserConfig extends MetaArguments {
  /** Name of the user. */
  readonly username: Input<string>;
}

/** One user, with their groups and tenants. */
export class DataUser extends DataSource {
  static readonly tfResourceType: string = 'conductor_user';

  constructor(scope: Construct, id: string, config: DataUserConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_user', DATA_USER_FIELDS, config));
  }

  /** Whether the user may log in. */
  get active(): Ref<boolean> {
    return this.attribute('active');
  }

  /** Names of the user's groups. */
  get groups(): Ref<Dynamic> {
    return this.attribute('groups');
  }

  /** System role: `sys_admin` or `default`. Default: `default`. */
  get role(): Ref<string> {
    return this.attribute('role');
  }

  /** Whether the user sees the introduction. */
  get showGettingStarted(): Ref<boolean> {
    return this.attribute('showGettingStarted');
  }

  /** The user's tenants by name, each with the user's roles. */
  get tenants(): Ref<Dynamic> {
    return this.attribute('tenants');
  }

  /** Name of the user. */
  get username(): Ref<string> {
    return this.attribute('username');
  }
}

const DATA_USER_GROUP_FIELDS: Fields = {
  ldapGroupDn: shape.computed('ldap_group_dn', 'string'),
  name: shape.input('name', 'string'),
  tenants: shape.computed('tenants', 'dynamic'),
  users: shape.computed('users', 'dynamic'),
};

export interface DataUserGroupConfig extends MetaArguments {
  /** Name of the group. */
  readonly name: Input<string>;
}

/** One user group, with its users and tenants. */
export class DataUserGroup extends DataSource {
  static readonly tfResourceType: string = 'conductor_user_group';

  constructor(scope: Construct, id: string, config: DataUserGroupConfig) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_user_group', DATA_USER_GROUP_FIELDS, config));
  }

  /** The LDAP group whose members belong to it. */
  get ldapGroupDn(): Ref<string> {
    return this.attribute('ldapGroupDn');
  }

  /** Name of the group. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** Its tenants by name, each with the group's role. */
  get tenants(): Ref<Dynamic> {
    return this.attribute('tenants');
  }

  /** Names of its users. */
  get users(): Ref<Dynamic> {
    return this.attribute('users');
  }
}

export interface DataUserGroupsUserGroups {
  readonly id: number;
  readonly ldapDn: string;
  readonly name: string;
  readonly tenants: Readonly<Record<string, string>>;
  readonly users: readonly string[];
}

const DATA_USER_GROUPS_USER_GROUPS: Fields = {
  id: shape.input('id', 'number'),
  ldapDn: shape.input('ldap_dn', 'string'),
  name: shape.input('name', 'string'),
  tenants: shape.input('tenants', shape.map('string')),
  users: shape.input('users', shape.list('string')),
};

const DATA_USER_GROUPS_FIELDS: Fields = {
  name: shape.input('name', 'string'),
  userGroups: shape.computed('user_groups', shape.list(shape.object(DATA_USER_GROUPS_USER_GROUPS))),
};

export interface DataUserGroupsConfig extends MetaArguments {
  /** Only the group with this name. */
  readonly name?: Input<string> | undefined;
}

/** The user groups, with their users and tenants. */
export class DataUserGroups extends DataSource {
  static readonly tfResourceType: string = 'conductor_user_groups';

  constructor(scope: Construct, id: string, config: DataUserGroupsConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_user_groups', DATA_USER_GROUPS_FIELDS, config));
  }

  /** Only the group with this name. */
  get name(): Ref<string> {
    return this.attribute('name');
  }

  /** A group of users, with users and tenants by name. */
  get userGroups(): Ref<readonly DataUserGroupsUserGroups[]> {
    return this.attribute('userGroups');
  }
}

export interface DataUsersUsersTenantRoles {
  readonly direct: Readonly<Record<string, string>>;
  readonly groups: string;
}

const DATA_USERS_USERS_TENANT_ROLES: Fields = {
  direct: shape.input('direct', shape.map('string')),
  groups: shape.input('groups', 'string'),
};

export interface DataUsersUsersTenants {
  readonly roles: readonly string[];
  readonly tenantRole: string;
}

const DATA_USERS_USERS_TENANTS: Fields = {
  roles: shape.input('roles', shape.list('string')),
  tenantRole: shape.input('tenant_role', 'string'),
};

export interface DataUsersUsers {
  readonly active: boolean;
  readonly firstLoginAt: string;
  readonly groupSystemRoles: Readonly<Record<string, readonly string[]>>;
  readonly groups: readonly string[];
  readonly isLocked: boolean;
  readonly lastLoginAt: string;
  readonly role: string;
  readonly showGettingStarted: boolean;
  readonly tenantRoles: DataUsersUsersTenantRoles;
  readonly tenants: Readonly<Record<string, DataUsersUsersTenants>>;
  readonly username: string;
}

const DATA_USERS_USERS: Fields = {
  active: shape.input('active', 'bool'),
  firstLoginAt: shape.input('first_login_at', 'string'),
  groupSystemRoles: shape.input('group_system_roles', shape.map(shape.list('string'))),
  groups: shape.input('groups', shape.list('string')),
  isLocked: shape.input('is_locked', 'bool'),
  lastLoginAt: shape.input('last_login_at', 'string'),
  role: shape.input('role', 'string'),
  showGettingStarted: shape.input('show_getting_started', 'bool'),
  tenantRoles: shape.input('tenant_roles', shape.object(DATA_USERS_USERS_TENANT_ROLES)),
  tenants: shape.input('tenants', shape.map(shape.object(DATA_USERS_USERS_TENANTS))),
  username: shape.input('username', 'string'),
};

const DATA_USERS_FIELDS: Fields = {
  role: shape.input('role', 'string'),
  username: shape.input('username', 'string'),
  users: shape.computed('users', shape.list(shape.object(DATA_USERS_USERS))),
};

export interface DataUsersConfig extends MetaArguments {
  /** Only users with this system role. */
  readonly role?: Input<string> | undefined;
  /** Only the user with this name. */
  readonly username?: Input<string> | undefined;
}

/** The users of the manager, with their groups and tenants. */
export class DataUsers extends DataSource {
  static readonly tfResourceType: string = 'conductor_users';

  constructor(scope: Construct, id: string, config: DataUsersConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_users', DATA_USERS_FIELDS, config));
  }

  /** Only users with this system role. */
  get role(): Ref<string> {
    return this.attribute('role');
  }

  /** Only the user with this name. */
  get username(): Ref<string> {
    return this.attribute('username');
  }

  /** A user, with groups and tenants by name. */
  get users(): Ref<readonly DataUsersUsers[]> {
    return this.attribute('users');
  }
}

export interface DataWorkflowsWorkflows {
  readonly createdAt: string;
  readonly isAvailable: boolean;
  readonly isCascading: boolean;
  readonly name: string;
  readonly operation: string;
  readonly parameters: string;
  readonly plugin: string;
}

const DATA_WORKFLOWS_WORKFLOWS: Fields = {
  createdAt: shape.input('created_at', 'string'),
  isAvailable: shape.input('is_available', 'bool'),
  isCascading: shape.input('is_cascading', 'bool'),
  name: shape.input('name', 'string'),
  operation: shape.input('operation', 'string'),
  parameters: shape.input('parameters', 'string'),
  plugin: shape.input('plugin', 'string'),
};

const DATA_WORKFLOWS_FIELDS: Fields = {
  deploymentGroupId: shape.input('deployment_group_id', 'string'),
  deploymentId: shape.input('deployment_id', 'string'),
  filterId: shape.input('filter_id', 'string'),
  tenant: shape.input('tenant', 'string'),
  workflows: shape.computed('workflows', shape.list(shape.object(DATA_WORKFLOWS_WORKFLOWS))),
};

export interface DataWorkflowsConfig extends MetaArguments {
  /** Only workflows of deployments in this group. */
  readonly deploymentGroupId?: Input<string> | undefined;
  /** Only workflows of this deployment. */
  readonly deploymentId?: Input<string> | undefined;
  /** Only workflows of deployments that match this filter. */
  readonly filterId?: Input<string> | undefined;
  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** The workflows of deployments. */
export class DataWorkflows extends DataSource {
  static readonly tfResourceType: string = 'conductor_workflows';

  constructor(scope: Construct, id: string, config: DataWorkflowsConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'conductor_workflows', DATA_WORKFLOWS_FIELDS, config));
  }

  /** Only workflows of deployments in this group. */
  get deploymentGroupId(): Ref<string> {
    return this.attribute('deploymentGroupId');
  }

  /** Only workflows of this deployment. */
  get deploymentId(): Ref<string> {
    return this.attribute('deploymentId');
  }

  /** Only workflows of deployments that match this filter. */
  get filterId(): Ref<string> {
    return this.attribute('filterId');
  }

  /** Name of the tenant it belongs to. Default: the provider's tenant. */
  get tenant(): Ref<string> {
    return this.attribute('tenant');
  }

  /** A workflow of a deployment. */
  get workflows(): Ref<readonly DataWorkflowsWorkflows[]> {
    return this.attribute('workflows');
  }
}

const BLUEPRINT_VALIDATION_FIELDS: Fields = {
  archive: shape.input('archive', 'string'),
  archiveUrl: shape.input('archive_url', 'string'),
  blueprintId: shape.input('blueprint_id', 'string'),
  executionTimeoutSeconds: shape.input('execution_timeout_seconds', 'number'),
  mainFileName: shape.input('main_file_name', 'string'),
  tenant: shape.input('tenant', 'string'),
  visibility: shape.input('visibility', 'string'),
};

export interface BlueprintValidationConfig extends ActionArguments {
  /** Path of the folder that contains the blueprint, or of an archive of it. */
  readonly archive?: Input<string> | undefined;
  /** URL from which the manager fetches the archive. */
  readonly archiveUrl?: Input<string> | undefined;
  /** ID for the blueprint. */
  readonly blueprintId: Input<string>;
  /** Seconds to wait for an execution. Default: 3600. */
  readonly executionTimeoutSeconds?: Input<number> | undefined;
  /** Name of the main file in the archive. Default: `blueprint.yaml`. */
  readonly mainFileName?: Input<string> | undefined;
  /** Name of the tenant. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  readonly visibility?: Input<string> | undefined;
}

/** Lets the manager validate a blueprint without storing it, and waits for the result. */
export class BlueprintValidation extends Action {
  static readonly tfActionType: string = 'conductor_blueprint_validation';

  constructor(scope: Construct, id: string, config: BlueprintValidationConfig) {
    super(scope, id, actionOptions(PROVIDER, 'conductor_blueprint_validation', BLUEPRINT_VALIDATION_FIELDS, config));
  }
}

const CLUSTER_NODE_REMOVAL_FIELDS: Fields = {
  hostname: shape.input('hostname', 'string'),
};

export interface ClusterNodeRemovalConfig extends ActionArguments {
  /** Host name of the node. */
  readonly hostname: Input<string>;
}

/** Removes a node from the manager cluster. */
export class ClusterNodeRemoval extends Action {
  static readonly tfActionType: string = 'conductor_cluster_node_removal';

  constructor(scope: Construct, id: string, config: ClusterNodeRemovalConfig) {
    super(scope, id, actionOptions(PROVIDER, 'conductor_cluster_node_removal', CLUSTER_NODE_REMOVAL_FIELDS, config));
  }
}

const DEPLOYMENT_UPDATE_FIELDS: Fields = {
  blueprintId: shape.input('blueprint_id', 'string'),
  deploymentId: shape.input('deployment_id', 'string'),
  executionTimeoutSeconds: shape.input('execution_timeout_seconds', 'number'),
  force: shape.input('force', 'bool'),
  forceReinstall: shape.input('force_reinstall', 'bool'),
  ignoreFailure: shape.input('ignore_failure', 'bool'),
  inputs: shape.input('inputs', 'dynamic'),
  installFirst: shape.input('install_first', 'bool'),
  preview: shape.input('preview', 'bool'),
  reinstallList: shape.input('reinstall_list', 'dynamic'),
  runtimeOnlyEvaluation: shape.input('runtime_only_evaluation', 'bool'),
  skipDriftCheck: shape.input('skip_drift_check', 'bool'),
  skipHeal: shape.input('skip_heal', 'bool'),
  skipInstall: shape.input('skip_install', 'bool'),
  skipReinstall: shape.input('skip_reinstall', 'bool'),
  skipUninstall: shape.input('skip_uninstall', 'bool'),
  tenant: shape.input('tenant', 'string'),
  updatePlugins: shape.input('update_plugins', 'bool'),
  wait: shape.input('wait', 'bool'),
};

export interface DeploymentUpdateConfig extends ActionArguments {
  /** Target blueprint. Default: the current one. */
  readonly blueprintId?: Input<string> | undefined;
  /** The deployment. */
  readonly deploymentId: Input<string>;
  /** Seconds to wait for an execution. Default: 3600. */
  readonly executionTimeoutSeconds?: Input<number> | undefined;
  /** Whether to proceed even if an earlier update failed. */
  readonly force?: Input<boolean> | undefined;
  /** Whether to reinstall changed node instances instead of updating them. */
  readonly forceReinstall?: Input<boolean> | undefined;
  /** Whether to ignore failures while uninstalling. */
  readonly ignoreFailure?: Input<boolean> | undefined;
  /**
   * Inputs to set. Omitted inputs are unchanged.
   * Sensitive: it is never shown.
   */
  readonly inputs?: Dynamic;
  /** Whether to install new node instances before uninstalling removed ones. */
  readonly installFirst?: Input<boolean> | undefined;
  /** Whether to report only the steps, without performing them. */
  readonly preview?: Input<boolean> | undefined;
  /** Node instances to reinstall in any case. */
  readonly reinstallList?: Dynamic;
  /** Whether functions are evaluated only when a workflow runs. */
  readonly runtimeOnlyEvaluation?: Input<boolean> | undefined;
  /** Whether to skip the drift check of the update. */
  readonly skipDriftCheck?: Input<boolean> | undefined;
  /** Whether to skip the check and heal phase before the update. */
  readonly skipHeal?: Input<boolean> | undefined;
  /** Whether to skip installing new node instances. */
  readonly skipInstall?: Input<boolean> | undefined;
  /** Whether to skip reinstalling node instances whose properties or operations change. */
  readonly skipReinstall?: Input<boolean> | undefined;
  /** Whether to skip uninstalling removed node instances. */
  readonly skipUninstall?: Input<boolean> | undefined;
  /** Name of the tenant. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /** Whether to update plugins, too. */
  readonly updatePlugins?: Input<boolean> | undefined;
  /** Whether to wait until it has ended, and fail if it fails. Default: true. */
  readonly wait?: Input<boolean> | undefined;
}

/** Moves a deployment to another blueprint or other inputs, with all options of the API, or previews the changes. */
export class DeploymentUpdate extends Action {
  static readonly tfActionType: string = 'conductor_deployment_update';

  constructor(scope: Construct, id: string, config: DeploymentUpdateConfig) {
    super(scope, id, actionOptions(PROVIDER, 'conductor_deployment_update', DEPLOYMENT_UPDATE_FIELDS, config));
  }
}

const EXECUTION_FIELDS: Fields = {
  allowCustomParameters: shape.input('allow_custom_parameters', 'bool'),
  deploymentId: shape.input('deployment_id', 'string'),
  dryRun: shape.input('dry_run', 'bool'),
  executionTimeoutSeconds: shape.input('execution_timeout_seconds', 'number'),
  force: shape.input('force', 'bool'),
  parameters: shape.input('parameters', 'dynamic'),
  queue: shape.input('queue', 'bool'),
  schedule: shape.input('schedule', 'string'),
  tenant: shape.input('tenant', 'string'),
  wait: shape.input('wait', 'bool'),
  waitAfterFail: shape.input('wait_after_fail', 'number'),
  workflowId: shape.input('workflow_id', 'string'),
};

export interface ExecutionConfig extends ActionArguments {
  /** Whether to accept parameters that the workflow does not declare. Default: false. */
  readonly allowCustomParameters?: Input<boolean> | undefined;
  /** The deployment to run it on. */
  readonly deploymentId: Input<string>;
  /** Whether this is a dry run. */
  readonly dryRun?: Input<boolean> | undefined;
  /** Seconds to wait for an execution. Default: 3600. */
  readonly executionTimeoutSeconds?: Input<number> | undefined;
  /** Whether it starts even if another one is running on the deployment. Default: false. */
  readonly force?: Input<boolean> | undefined;
  /**
   * Its parameters.
   * Sensitive: it is never shown.
   */
  readonly parameters?: Dynamic;
  /** Whether it is queued if it cannot start. */
  readonly queue?: Input<boolean> | undefined;
  /** When to start, as `YYYYMMDDhhmm` and the offset from UTC: 201801032230-0500. */
  readonly schedule?: Input<string> | undefined;
  /** Name of the tenant. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /** Whether to wait until it has ended, and fail if it fails. Default: true. */
  readonly wait?: Input<boolean> | undefined;
  /** Seconds that running tasks may continue after one has failed. */
  readonly waitAfterFail?: Input<number> | undefined;
  /** The workflow to run. */
  readonly workflowId: Input<string>;
}

/** Starts a workflow on a deployment, and waits until it has ended. */
export class Execution extends Action {
  static readonly tfActionType: string = 'conductor_execution';

  constructor(scope: Construct, id: string, config: ExecutionConfig) {
    super(scope, id, actionOptions(PROVIDER, 'conductor_execution', EXECUTION_FIELDS, config));
  }
}

const EXECUTION_CANCEL_FIELDS: Fields = {
  action: shape.input('action', 'string'),
  deploymentId: shape.input('deployment_id', 'string'),
  executionId: shape.input('execution_id', 'string'),
  executionTimeoutSeconds: shape.input('execution_timeout_seconds', 'number'),
  tenant: shape.input('tenant', 'string'),
  wait: shape.input('wait', 'bool'),
};

export interface ExecutionCancelConfig extends ActionArguments {
  /** The operation: cancel, force-cancel, kill, resume or force-resume. */
  readonly action: Input<string>;
  /** The deployment it runs on. */
  readonly deploymentId?: Input<string> | undefined;
  /** ID of the execution. */
  readonly executionId: Input<string>;
  /** Seconds to wait for an execution. Default: 3600. */
  readonly executionTimeoutSeconds?: Input<number> | undefined;
  /** Name of the tenant. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /** Whether to wait until it has ended. Default: true. */
  readonly wait?: Input<boolean> | undefined;
}

/** Cancels an execution, or resumes a stopped one. */
export class ExecutionCancel extends Action {
  static readonly tfActionType: string = 'conductor_execution_cancel';

  constructor(scope: Construct, id: string, config: ExecutionCancelConfig) {
    super(scope, id, actionOptions(PROVIDER, 'conductor_execution_cancel', EXECUTION_CANCEL_FIELDS, config));
  }
}

const EXECUTION_GROUP_FIELDS: Fields = {
  concurrency: shape.input('concurrency', 'number'),
  defaultParameters: shape.input('default_parameters', 'dynamic'),
  deploymentGroupId: shape.input('deployment_group_id', 'string'),
  executionTimeoutSeconds: shape.input('execution_timeout_seconds', 'number'),
  force: shape.input('force', 'bool'),
  parameters: shape.input('parameters', 'dynamic'),
  tenant: shape.input('tenant', 'string'),
  wait: shape.input('wait', 'bool'),
  workflowId: shape.input('workflow_id', 'string'),
};

export interface ExecutionGroupConfig extends ActionArguments {
  /** Number of concurrent executions. */
  readonly concurrency?: Input<number> | undefined;
  /**
   * Parameters of all executions.
   * Sensitive: it is never shown.
   */
  readonly defaultParameters?: Dynamic;
  /** The deployment group to run it on. */
  readonly deploymentGroupId: Input<string>;
  /** Seconds to wait for an execution. Default: 3600. */
  readonly executionTimeoutSeconds?: Input<number> | undefined;
  /** Whether they start even if others are running. */
  readonly force?: Input<boolean> | undefined;
  /**
   * Parameters of individual executions by deployment ID, which override the common ones.
   * Sensitive: it is never shown.
   */
  readonly parameters?: Dynamic;
  /** Name of the tenant. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /** Whether to wait until it has ended, and fail if it fails. Default: true. */
  readonly wait?: Input<boolean> | undefined;
  /** The workflow to run. */
  readonly workflowId: Input<string>;
}

/** Starts one workflow on every deployment of a group, and waits until all have ended. */
export class ExecutionGroup extends Action {
  static readonly tfActionType: string = 'conductor_execution_group';

  constructor(scope: Construct, id: string, config: ExecutionGroupConfig) {
    super(scope, id, actionOptions(PROVIDER, 'conductor_execution_group', EXECUTION_GROUP_FIELDS, config));
  }
}

const EXECUTION_GROUP_CONTROL_FIELDS: Fields = {
  action: shape.input('action', 'string'),
  concurrency: shape.input('concurrency', 'number'),
  executionGroupId: shape.input('execution_group_id', 'string'),
  failureGroupId: shape.input('failure_group_id', 'string'),
  successGroupId: shape.input('success_group_id', 'string'),
  tenant: shape.input('tenant', 'string'),
};

export interface ExecutionGroupControlConfig extends ActionArguments {
  /** Operation on its executions. */
  readonly action?: Input<string> | undefined;
  /** Maximum number of concurrent executions; 0 pauses the group. */
  readonly concurrency?: Input<number> | undefined;
  /** ID of the execution group. */
  readonly executionGroupId: Input<string>;
  /** A deployment group, which gets the deployments whose execution fails. */
  readonly failureGroupId?: Input<string> | undefined;
  /** A deployment group, which gets the deployments whose execution succeeds. */
  readonly successGroupId?: Input<string> | undefined;
  /** Name of the tenant. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** Cancels or resumes the executions of a group, and sets their concurrency and the target groups of the deployments. */
export class ExecutionGroupControl extends Action {
  static readonly tfActionType: string = 'conductor_execution_group_control';

  constructor(scope: Construct, id: string, config: ExecutionGroupControlConfig) {
    super(
      scope,
      id,
      actionOptions(PROVIDER, 'conductor_execution_group_control', EXECUTION_GROUP_CONTROL_FIELDS, config),
    );
  }
}

const EXECUTION_STATUS_OVERRIDE_FIELDS: Fields = {
  executionId: shape.input('execution_id', 'string'),
  status: shape.input('status', 'string'),
  tenant: shape.input('tenant', 'string'),
};

export interface ExecutionStatusOverrideConfig extends ActionArguments {
  /** ID of the execution. */
  readonly executionId: Input<string>;
  /** State to set. */
  readonly status: Input<string>;
  /** Name of the tenant. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** Corrects the state of an execution in the manager. */
export class ExecutionStatusOverride extends Action {
  static readonly tfActionType: string = 'conductor_execution_status_override';

  constructor(scope: Construct, id: string, config: ExecutionStatusOverrideConfig) {
    super(
      scope,
      id,
      actionOptions(PROVIDER, 'conductor_execution_status_override', EXECUTION_STATUS_OVERRIDE_FIELDS, config),
    );
  }
}

const EXECUTIONS_PURGE_FIELDS: Fields = {
  allTenants: shape.input('all_tenants', 'bool'),
  deploymentId: shape.input('deployment_id', 'string'),
  keepLast: shape.input('keep_last', 'number'),
  tenant: shape.input('tenant', 'string'),
  toDatetime: shape.input('to_datetime', 'string'),
};

export interface ExecutionsPurgeConfig extends ActionArguments {
  /** Whether to include all tenants. Default: false. */
  readonly allTenants?: Input<boolean> | undefined;
  /** Only results for this deployment. */
  readonly deploymentId?: Input<string> | undefined;
  /** Number of latest executions to keep. */
  readonly keepLast?: Input<number> | undefined;
  /** Name of the tenant. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /** Delete executions that started before this time. */
  readonly toDatetime?: Input<string> | undefined;
}

/** Deletes finished executions. */
export class ExecutionsPurge extends Action {
  static readonly tfActionType: string = 'conductor_executions_purge';

  constructor(scope: Construct, id: string, config: ExecutionsPurgeConfig = {}) {
    super(scope, id, actionOptions(PROVIDER, 'conductor_executions_purge', EXECUTIONS_PURGE_FIELDS, config));
  }
}

const METRIC_RECORD_FIELDS: Fields = {
  blueprintId: shape.input('blueprint_id', 'string'),
  deploymentId: shape.input('deployment_id', 'string'),
  executionId: shape.input('execution_id', 'string'),
  metricId: shape.input('metric_id', 'string'),
  name: shape.input('name', 'string'),
  timestamp: shape.input('timestamp', 'string'),
  value: shape.input('value', 'string'),
};

export interface MetricRecordConfig extends ActionArguments {
  /** Related blueprint. */
  readonly blueprintId: Input<string>;
  /** Related deployment. */
  readonly deploymentId: Input<string>;
  /** Related execution. */
  readonly executionId: Input<string>;
  /** Number of the new metric. */
  readonly metricId: Input<string>;
  /** Name of the metric. */
  readonly name: Input<string>;
  /** When it was created. */
  readonly timestamp: Input<string>;
  /** Description of the metric. */
  readonly value: Input<string>;
}

/** Records a metric. */
export class MetricRecord extends Action {
  static readonly tfActionType: string = 'conductor_metric_record';

  constructor(scope: Construct, id: string, config: MetricRecordConfig) {
    super(scope, id, actionOptions(PROVIDER, 'conductor_metric_record', METRIC_RECORD_FIELDS, config));
  }
}

const NODE_INSTANCE_UPDATE_FIELDS: Fields = {
  nodeInstanceId: shape.input('node_instance_id', 'string'),
  runtimeProperties: shape.input('runtime_properties', 'dynamic'),
  state: shape.input('state', 'string'),
  tenant: shape.input('tenant', 'string'),
};

export interface NodeInstanceUpdateConfig extends ActionArguments {
  /** ID of the node instance. */
  readonly nodeInstanceId: Input<string>;
  /**
   * All runtime properties. Omitted ones are removed.
   * Sensitive: it is never shown.
   */
  readonly runtimeProperties?: Dynamic;
  /** State to set. */
  readonly state?: Input<string> | undefined;
  /** Name of the tenant. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
}

/** Sets the state or the runtime properties of a node instance; a concurrent change is a conflict. */
export class NodeInstanceUpdate extends Action {
  static readonly tfActionType: string = 'conductor_node_instance_update';

  constructor(scope: Construct, id: string, config: NodeInstanceUpdateConfig) {
    super(scope, id, actionOptions(PROVIDER, 'conductor_node_instance_update', NODE_INSTANCE_UPDATE_FIELDS, config));
  }
}

const OPERATION_FIELDS: Fields = {
  change: shape.input('change', 'string'),
  dependencies: shape.input('dependencies', shape.list('string')),
  graphId: shape.input('graph_id', 'string'),
  name: shape.input('name', 'string'),
  operationId: shape.input('operation_id', 'string'),
  parameters: shape.input('parameters', shape.map('string')),
  state: shape.input('state', 'string'),
  type: shape.input('type', 'string'),
};

export interface OperationConfig extends ActionArguments {
  /** The change: `create`, `update` (its state) or `delete`. */
  readonly change: Input<string>;
  /** Operations that must come first. */
  readonly dependencies?: Input<readonly string[]> | undefined;
  /** Task graph of a new operation. */
  readonly graphId?: Input<string> | undefined;
  /** Name of a new operation. */
  readonly name?: Input<string> | undefined;
  /** Identifier of the operation. */
  readonly operationId: Input<string>;
  /**
   * Settings the task was created with.
   * Sensitive: it is never shown.
   */
  readonly parameters?: Input<Readonly<Record<string, string>>> | undefined;
  /** State: `PENDING`, `SENT`, `SUCCEEDED`, `FAILED`, … */
  readonly state?: Input<string> | undefined;
  /** Task type of a new operation, such as `RemoteWorkflowTask`. */
  readonly type?: Input<string> | undefined;
}

/** Creates, updates or deletes a stored operation of a task graph. */
export class Operation extends Action {
  static readonly tfActionType: string = 'conductor_operation';

  constructor(scope: Construct, id: string, config: OperationConfig) {
    super(scope, id, actionOptions(PROVIDER, 'conductor_operation', OPERATION_FIELDS, config));
  }
}

const PLUGINS_UPDATE_FIELDS: Fields = {
  allToLatest: shape.input('all_to_latest', 'bool'),
  allToMinor: shape.input('all_to_minor', 'bool'),
  autoCorrectTypes: shape.input('auto_correct_types', 'bool'),
  blueprintId: shape.input('blueprint_id', 'string'),
  executionTimeoutSeconds: shape.input('execution_timeout_seconds', 'number'),
  force: shape.input('force', 'bool'),
  pluginNames: shape.input('plugin_names', shape.list('string')),
  reevaluateActiveStatuses: shape.input('reevaluate_active_statuses', 'bool'),
  tenant: shape.input('tenant', 'string'),
  toLatest: shape.input('to_latest', shape.list('string')),
  toMinor: shape.input('to_minor', shape.list('string')),
};

export interface PluginsUpdateConfig extends ActionArguments {
  /** Whether to update all plugins to their latest version. */
  readonly allToLatest?: Input<boolean> | undefined;
  /** Whether to update all plugins to their latest minor version. */
  readonly allToMinor?: Input<boolean> | undefined;
  /** Whether to convert older inputs to the types that the blueprint declares. */
  readonly autoCorrectTypes?: Input<boolean> | undefined;
  /** ID of the blueprint whose deployments are updated. */
  readonly blueprintId: Input<string>;
  /** Seconds to wait for an execution. Default: 3600. */
  readonly executionTimeoutSeconds?: Input<number> | undefined;
  /** Whether to include uses of the blueprint as a component. */
  readonly force?: Input<boolean> | undefined;
  /** Update only these plugins. */
  readonly pluginNames?: Input<readonly string[]> | undefined;
  /** Whether to check first if updates marked as running really are. */
  readonly reevaluateActiveStatuses?: Input<boolean> | undefined;
  /** Name of the tenant. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /** Plugins to update to their latest version. */
  readonly toLatest?: Input<readonly string[]> | undefined;
  /** Plugins to update to their latest minor version. */
  readonly toMinor?: Input<readonly string[]> | undefined;
}

/** Updates the plugins of all deployments of a blueprint, and waits until that is done. */
export class PluginsUpdate extends Action {
  static readonly tfActionType: string = 'conductor_plugins_update';

  constructor(scope: Construct, id: string, config: PluginsUpdateConfig) {
    super(scope, id, actionOptions(PROVIDER, 'conductor_plugins_update', PLUGINS_UPDATE_FIELDS, config));
  }
}

export interface SecretsImportSecrets {
  /** Whether `value` is encrypted. */
  readonly encrypted?: boolean | undefined;
  /** Whether its value is hidden. */
  readonly isHiddenValue?: boolean | undefined;
  /** Key of the secret. */
  readonly key: string;
  /** Tenant it comes from. */
  readonly tenantName?: string | undefined;
  /**
   * Its value, possibly encrypted.
   * Sensitive: it is never shown.
   */
  readonly value: string;
  /** Visibility. */
  readonly visibility?: string | undefined;
}

const SECRETS_IMPORT_SECRETS: Fields = {
  encrypted: shape.input('encrypted', 'bool'),
  isHiddenValue: shape.input('is_hidden_value', 'bool'),
  key: shape.input('key', 'string'),
  tenantName: shape.input('tenant_name', 'string'),
  value: shape.input('value', 'string'),
  visibility: shape.input('visibility', 'string'),
};

const SECRETS_IMPORT_FIELDS: Fields = {
  overrideCollisions: shape.input('override_collisions', 'bool'),
  passphrase: shape.input('passphrase', 'string'),
  secrets: shape.input('secrets', shape.list(shape.object(SECRETS_IMPORT_SECRETS))),
  tenant: shape.input('tenant', 'string'),
  tenantMap: shape.input('tenant_map', shape.map('string')),
};

export interface SecretsImportConfig extends ActionArguments {
  /** Whether to overwrite existing secrets. Default: false. */
  readonly overrideCollisions?: Input<boolean> | undefined;
  /**
   * Passphrase to decrypt encrypted values.
   * Sensitive: it is never shown.
   */
  readonly passphrase?: Input<string> | undefined;
  /** The secrets, in the format of the data source `conductor_secrets_export`. */
  readonly secrets: Input<readonly SecretsImportSecrets[]>;
  /** Name of the tenant. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /** Source tenant → target tenant. If omitted, secrets are imported into the tenant of the same name. */
  readonly tenantMap?: Input<Readonly<Record<string, string>>> | undefined;
}

/** Imports secrets that were exported from another manager or tenant. */
export class SecretsImport extends Action {
  static readonly tfActionType: string = 'conductor_secrets_import';

  constructor(scope: Construct, id: string, config: SecretsImportConfig) {
    super(scope, id, actionOptions(PROVIDER, 'conductor_secrets_import', SECRETS_IMPORT_FIELDS, config));
  }
}

const SECRETS_PROVIDER_TEST_FIELDS: Fields = {
  connectionParameters: shape.input('connection_parameters', shape.map('string')),
  name: shape.input('name', 'string'),
  tenant: shape.input('tenant', 'string'),
  type: shape.input('type', 'string'),
};

export interface SecretsProviderTestConfig extends ActionArguments {
  /**
   * Connection parameters.
   * Sensitive: it is never shown.
   */
  readonly connectionParameters?: Input<Readonly<Record<string, string>>> | undefined;
  /** Name of the existing or planned secrets provider. */
  readonly name: Input<string>;
  /** Name of the tenant. Default: the provider's tenant. */
  readonly tenant?: Input<string> | undefined;
  /** Where the values are: in the database of the manager (`local`), in a Vault (`vault`) or in another manager (`cloudify`). */
  readonly type: Input<string>;
}

/** Tests whether a secrets provider can be reached with these parameters. Nothing is created. */
export class SecretsProviderTest extends Action {
  static readonly tfActionType: string = 'conductor_secrets_provider_test';

  constructor(scope: Construct, id: string, config: SecretsProviderTestConfig) {
    super(scope, id, actionOptions(PROVIDER, 'conductor_secrets_provider_test', SECRETS_PROVIDER_TEST_FIELDS, config));
  }
}

const SNAPSHOT_DOWNLOAD_FIELDS: Fields = {
  file: shape.input('file', 'string'),
  snapshotId: shape.input('snapshot_id', 'string'),
};

export interface SnapshotDownloadConfig extends ActionArguments {
  /** File to write. An existing file is replaced; relative paths start at the project's folder. */
  readonly file: Input<string>;
  /** Name of the snapshot. */
  readonly snapshotId: Input<string>;
}

/** Writes the archive of a snapshot to a file that only its owner may read. */
export class SnapshotDownload extends Action {
  static readonly tfActionType: string = 'conductor_snapshot_download';

  constructor(scope: Construct, id: string, config: SnapshotDownloadConfig) {
    super(scope, id, actionOptions(PROVIDER, 'conductor_snapshot_download', SNAPSHOT_DOWNLOAD_FIELDS, config));
  }
}

const SNAPSHOT_RESTORE_FIELDS: Fields = {
  executionTimeoutSeconds: shape.input('execution_timeout_seconds', 'number'),
  force: shape.input('force', 'bool'),
  noReboot: shape.input('no_reboot', 'bool'),
  restoreCertificates: shape.input('restore_certificates', 'bool'),
  snapshotId: shape.input('snapshot_id', 'string'),
};

export interface SnapshotRestoreConfig extends ActionArguments {
  /** Seconds to wait for an execution. Default: 3600. */
  readonly executionTimeoutSeconds?: Input<number> | undefined;
  /** Whether to do so on a manager that holds blueprints or deployments. */
  readonly force?: Input<boolean> | undefined;
  /** Whether to require a manual restart after `restore_certificates`. */
  readonly noReboot?: Input<boolean> | undefined;
  /** Whether to restore the certificates of the snapshot, after which the manager restarts. */
  readonly restoreCertificates?: Input<boolean> | undefined;
  /** Name of the snapshot. */
  readonly snapshotId: Input<string>;
}

/** Restores the manager from a snapshot. */
export class SnapshotRestore extends Action {
  static readonly tfActionType: string = 'conductor_snapshot_restore';

  constructor(scope: Construct, id: string, config: SnapshotRestoreConfig) {
    super(scope, id, actionOptions(PROVIDER, 'conductor_snapshot_restore', SNAPSHOT_RESTORE_FIELDS, config));
  }
}

const TASKS_GRAPH_CREATE_FIELDS: Fields = {
  executionId: shape.input('execution_id', 'string'),
  name: shape.input('name', 'string'),
  operations: shape.input('operations', 'dynamic'),
};

export interface TasksGraphCreateConfig extends ActionArguments {
  /** Execution it belongs to. */
  readonly executionId: Input<string>;
  /** Distinguishes several graphs of one execution. */
  readonly name: Input<string>;
  /**
   * Its operations.
   * Sensitive: it is never shown.
   */
  readonly operations?: Dynamic;
}

/** Stores a task graph for an execution, with its operations if they are known. */
export class TasksGraphCreate extends Action {
  static readonly tfActionType: string = 'conductor_tasks_graph_create';

  constructor(scope: Construct, id: string, config: TasksGraphCreateConfig) {
    super(scope, id, actionOptions(PROVIDER, 'conductor_tasks_graph_create', TASKS_GRAPH_CREATE_FIELDS, config));
  }
}
