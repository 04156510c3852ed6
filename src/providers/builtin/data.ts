import {
  EMPTY_BLOCK,
  isNull,
  Unknown,
  objectValue,
  typeOf,
  valuesEqual,
  type ObjectValue,
  type Path,
  type Schema,
  type Value,
} from '../../model/index.js';
import { readOnlyAttribute, unknownType } from '../diagnostics.js';
import { asObject, asObjectOrNull } from '../object-values.js';
import type { Abilities, Functions, Provider, ProviderSchemas } from '../provider.js';
import type {
  ApplyRequest,
  ApplyResponse,
  ConfigureRequest,
  DiagnosticsResponse,
  ImportRequest,
  ImportResponse,
  PlanRequest,
  PlanResponse,
  ReadDataRequest,
  ReadDataResponse,
  ReadRequest,
  ReadResponse,
  UpgradeRequest,
  UpgradeResponse,
  ValidateRequest,
} from '../requests.js';
import { upgradeStored } from '../stored.js';
import { FROM_NULL } from './from-null.js';
import { leavesNoTrace } from './local-only.js';
import { REMOTE_STATE_SCHEMA, readRemoteState, validateRemoteState, type OtherStacks } from './remote-state.js';

export const TERRAFORM_SOURCE = 'terraform.io/builtin/terraform';

export interface DataProviderOptions extends OtherStacks {
  readonly version: string;
  /** Generates a new object's ID. */
  readonly uuid: () => string;
  /** The functions that write and read HCL, whose language is not known here. */
  readonly functions?: Functions | undefined;
}

const DATA_SCHEMA: Schema = {
  version: 0,
  block: {
    attributes: {
      id: { type: 'string', computed: true },
      input: { type: 'dynamic', optional: true, description: 'Any value; `output` becomes the same on apply.' },
      output: { type: 'dynamic', computed: true, description: 'The value of `input`, known after apply.' },
      triggers_replace: {
        type: 'dynamic',
        optional: true,
        replaces: true,
        description: 'Any value; when it changes, the object is replaced.',
      },
    },
    blockTypes: {},
  },
};

const PROVIDER_SCHEMA: Schema = { version: 0, block: EMPTY_BLOCK };

const OK: DiagnosticsResponse = { diagnostics: [] };

/**
 * `terraform.io/builtin/terraform`: Terraform's built-in provider. It keeps values in state and touches nothing else.
 */
export class DataProvider implements Provider {
  readonly schemas: ProviderSchemas;
  readonly abilities: Abilities;
  readonly #options: DataProviderOptions;
  #directory = '.';

  constructor(options: DataProviderOptions) {
    this.#options = options;
    const { functions } = options;
    this.abilities = { locate: leavesNoTrace, moves: FROM_NULL, ...(functions !== undefined && { functions }) };
    this.schemas = {
      source: TERRAFORM_SOURCE,
      version: options.version,
      provider: () => PROVIDER_SCHEMA,
      resource: (type) => (type === 'terraform_data' ? DATA_SCHEMA : undefined),
      dataSource: (type) => (type === 'terraform_remote_state' ? REMOTE_STATE_SCHEMA : undefined),
      resourceTypes: () => ['terraform_data'],
      dataSourceTypes: () => ['terraform_remote_state'],
      action: () => undefined,
      actionTypes: () => [],
    };
  }

  async validateConfig(): Promise<DiagnosticsResponse> {
    return OK;
  }

  async configure(request: ConfigureRequest): Promise<DiagnosticsResponse> {
    this.#directory = request.directory;
    return OK;
  }

  validate(request: ValidateRequest): DiagnosticsResponse {
    if (request.mode === 'data') {
      if (request.type !== 'terraform_remote_state')
        return { diagnostics: [unknownType(TERRAFORM_SOURCE, 'data source', request.type)] };
      return { diagnostics: validateRemoteState(asObject(request.config)) };
    }
    if (request.type !== 'terraform_data')
      return { diagnostics: [unknownType(TERRAFORM_SOURCE, 'resource', request.type)] };
    const config = asObject(request.config);
    const set = ['id', 'output'].filter((name) => !isNull(config[name] ?? null));
    return set.length === 0 ? OK : { diagnostics: set.map(readOnlyAttribute) };
  }

  upgrade(request: UpgradeRequest): UpgradeResponse {
    return upgradeStored(DATA_SCHEMA, request);
  }

  read(request: ReadRequest): ReadResponse {
    return { state: request.state, diagnostics: [] };
  }

  plan(request: PlanRequest): PlanResponse {
    if (request.proposed === null) return { planned: null, requiresReplace: [], diagnostics: [] };
    const { planned, requiresReplace } = planData(asObjectOrNull(request.prior), asObject(request.proposed));
    return { planned, requiresReplace, diagnostics: [] };
  }

  async apply(request: ApplyRequest): Promise<ApplyResponse> {
    if (request.planned === null) return { state: null, diagnostics: [] };
    const planned = asObject(request.planned);
    const state = objectValue(planned);
    if (planned.output instanceof Unknown) state.output = planned.input ?? null;
    if (planned.id instanceof Unknown) state.id = this.#options.uuid();
    return { state, diagnostics: [] };
  }

  async readData(request: ReadDataRequest): Promise<ReadDataResponse> {
    if (request.type !== 'terraform_remote_state') {
      return { state: null, diagnostics: [unknownType(TERRAFORM_SOURCE, 'data source', request.type)] };
    }
    return readRemoteState(asObject(request.config), this.#directory, this.#options);
  }

  async import(request: ImportRequest): Promise<ImportResponse> {
    if (request.type !== 'terraform_data') {
      return { objects: [], diagnostics: [unknownType(TERRAFORM_SOURCE, 'resource', request.type)] };
    }
    const state = objectValue({ id: request.id, input: null, output: null, triggers_replace: null });
    return { objects: [{ type: request.type, state }], diagnostics: [] };
  }

  async stop(): Promise<void> {}

  async close(): Promise<void> {}
}

const NEW_ID = new Unknown('string', true);
const TRIGGERS: readonly Path[] = [['triggers_replace']];

function planData(
  prior: ObjectValue | null,
  proposed: ObjectValue,
): { readonly planned: Value; readonly requiresReplace: readonly Path[] } {
  const { input = null, triggers_replace: triggers = null } = proposed;
  const replaced = prior !== null && !valuesEqual(prior.triggers_replace ?? null, triggers);
  if (prior === null || replaced) {
    const planned = objectValue(proposed);
    planned.id = NEW_ID;
    // The output has the type of the input, even of a null one.
    planned.output = isNull(input) ? input : new Unknown(typeOf(input));
    return { planned, requiresReplace: replaced ? TRIGGERS : [] };
  }
  if (valuesEqual(prior.input ?? null, input)) return { planned: proposed, requiresReplace: [] };
  const planned = objectValue(proposed);
  planned.output = new Unknown(typeOf(input));
  return { planned, requiresReplace: [] };
}
