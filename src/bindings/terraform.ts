// Generated from the provider's schema by scripts/generate-bindings.mjs, and compared with it by a test.
// Change the schema, and generate again.
import type { Construct } from 'constructs';
import {
  DataSource,
  Resource,
  blockOptions,
  shape,
  type Dynamic,
  type Fields,
  type Input,
  type MetaArguments,
  type Ref,
} from '../constructs/index.js';

const PROVIDER = { name: 'terraform' };

const TERRAFORM_DATA_FIELDS: Fields = {
  id: shape.computed('id', 'string'),
  input: shape.input('input', 'dynamic'),
  output: shape.computed('output', 'dynamic'),
  triggersReplace: shape.input('triggers_replace', 'dynamic'),
};

export interface TerraformDataConfig extends MetaArguments {
  /** Any value; `output` becomes the same on apply. */
  readonly input?: Dynamic;
  /** Any value; when it changes, the object is replaced. */
  readonly triggersReplace?: Dynamic;
}

export class TerraformData extends Resource {
  static readonly tfResourceType: string = 'terraform_data';

  constructor(scope: Construct, id: string, config: TerraformDataConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'terraform_data', TERRAFORM_DATA_FIELDS, config));
  }

  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Any value; `output` becomes the same on apply. */
  get input(): Ref<Dynamic> {
    return this.attribute('input');
  }

  /** The value of `input`, known after apply. */
  get output(): Ref<Dynamic> {
    return this.attribute('output');
  }

  /** Any value; when it changes, the object is replaced. */
  get triggersReplace(): Ref<Dynamic> {
    return this.attribute('triggersReplace');
  }
}

const DATA_TERRAFORM_REMOTE_STATE_FIELDS: Fields = {
  backend: shape.input('backend', 'string'),
  config: shape.input('config', 'dynamic'),
  defaults: shape.input('defaults', 'dynamic'),
  outputs: shape.computed('outputs', 'dynamic'),
  workspace: shape.input('workspace', 'string'),
};

export interface DataTerraformRemoteStateConfig extends MetaArguments {
  /** Backend that stores the state: `local`, `s3` and others. */
  readonly backend: Input<string>;
  /** Settings of the backend. */
  readonly config?: Dynamic;
  /** Default values for outputs that the state does not have. */
  readonly defaults?: Dynamic;
  /** The workspace whose state is read. */
  readonly workspace?: Input<string> | undefined;
}

export class DataTerraformRemoteState extends DataSource {
  static readonly tfResourceType: string = 'terraform_remote_state';

  constructor(scope: Construct, id: string, config: DataTerraformRemoteStateConfig) {
    super(scope, id, blockOptions(PROVIDER, 'terraform_remote_state', DATA_TERRAFORM_REMOTE_STATE_FIELDS, config));
  }

  /** Backend that stores the state: `local`, `s3` and others. */
  get backend(): Ref<string> {
    return this.attribute('backend');
  }

  /** Settings of the backend. */
  get config(): Ref<Dynamic> {
    return this.attribute('config');
  }

  /** Default values for outputs that the state does not have. */
  get defaults(): Ref<Dynamic> {
    return this.attribute('defaults');
  }

  /** The outputs of the root module, by name. */
  get outputs(): Ref<Dynamic> {
    return this.attribute('outputs');
  }

  /** The workspace whose state is read. */
  get workspace(): Ref<string> {
    return this.attribute('workspace');
  }
}
