import {
  isWhollyKnown,
  objectValue,
  unmarkDeep,
  warningDiagnostic,
  type Attribute,
  type Diagnostic,
  type ObjectValue,
  type Schema,
  type Value,
} from '../../model/index.js';
import { notImportable, shortSource, unknownType } from '../diagnostics.js';
import { asObject, asObjectOrNull, unmarkedObject, unmarkedOrNull } from '../object-values.js';
import type { Abilities, Actions, Functions, Provider, ProviderSchemas } from '../provider.js';
import type {
  ApplyRequest,
  ApplyResponse,
  CallContext,
  ConfigureRequest,
  DiagnosticsResponse,
  EvidenceRequest,
  EvidenceResponse,
  ImportRequest,
  ImportResponse,
  InvokeActionResponse,
  LocateRequest,
  LocateResponse,
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
import { acceptAnswer, isNothing, mergeAnswer } from './answer.js';
import type { Definitions } from './attributes.js';
import { definedActions } from './action.js';
import {
  ProviderError,
  type AnyAction,
  type AnyDataSource,
  type AnyDefinition,
  type AnyResource,
  type Context,
} from './definition.js';
import { failureDiagnostics } from './failure.js';
import { perform } from './perform.js';
import { objectToPlain, type PlainObject } from './plain.js';
import { inputsFor, planDefined, withDefaults } from './plan.js';
import { redactor } from './redact.js';

/** The handlers of a provider as a whole. */
type Lifecycle = Pick<AnyDefinition, 'configure' | 'close'>;

/** A definition as a provider sees it, without its types. */
export interface Defined {
  readonly schemas: ProviderSchemas;
  readonly configuration: Definitions;
  readonly lifecycle: Lifecycle;
  readonly resources: ReadonlyMap<string, AnyResource>;
  readonly dataSources: ReadonlyMap<string, AnyDataSource>;
  readonly actions: ReadonlyMap<string, AnyAction>;
  readonly functions: Functions | undefined;
}

type Attributes = Readonly<Record<string, Attribute>>;

const justReported = (diagnostics: readonly Diagnostic[]): DiagnosticsResponse => ({ diagnostics });
const withoutState = (diagnostics: readonly Diagnostic[]): UpgradeResponse & ReadDataResponse => ({
  state: null,
  diagnostics,
});

/** The contract, for a provider that an author defined with `defineProvider`. */
export class DefinedProvider implements Provider {
  readonly schemas: ProviderSchemas;
  readonly abilities: Abilities;
  readonly #defined: Defined;
  #client: unknown;
  #directory = '.';
  #config: Value = null;
  /** The configuration contains values that are not known yet: there is no client, and no request can be made. */
  #waiting = false;

  constructor(defined: Defined) {
    this.#defined = defined;
    this.schemas = defined.schemas;
    this.abilities = {
      locate: {
        evidence: (request) => this.#evidence(request),
        locate: (request) => this.#locate(request),
        landsWithinSeconds: ({ type }) => defined.resources.get(type)?.landsWithinSeconds,
      },
      ...(defined.actions.size === 0 ? {} : { actions: this.#actions() }),
      ...(defined.functions === undefined ? {} : { functions: defined.functions }),
    };
  }

  async validateConfig(): Promise<DiagnosticsResponse> {
    return { diagnostics: [] };
  }

  async configure(request: ConfigureRequest): Promise<DiagnosticsResponse> {
    this.#directory = request.directory;
    const config = unmarkDeep(request.config);
    this.#config = config;
    const { lifecycle, configuration } = this.#defined;
    if (lifecycle.configure === undefined) return { diagnostics: [] };
    this.#waiting = !isWhollyKnown(config);
    if (this.#waiting) return { diagnostics: [] };
    return this.#guard('while being configured', [], justReported, async () => {
      const given = asObjectOrNull(config) ?? objectValue();
      const inputs = inputsFor(configuration, withDefaults(configuration, given), given);
      this.#client = await lifecycle.configure?.(inputs, { directory: this.#directory });
      return { diagnostics: [] };
    });
  }

  async validate(request: ValidateRequest): Promise<DiagnosticsResponse> {
    const kind = request.mode === 'data' ? 'data source' : 'resource';
    const found = (request.mode === 'data' ? this.#defined.dataSources : this.#defined.resources).get(request.type);
    if (found === undefined) return { diagnostics: [unknownType(this.schemas.source, kind, request.type)] };
    if (found.validate === undefined) return { diagnostics: [] };
    const config = unmarkedObject(request.config);
    const attributes = request.mode === 'data' ? this.#dataAttributes(request.type) : this.#attributes(request.type);
    return this.#guard(`checking ${request.type}`, [[config, attributes]], justReported, async () => {
      const errors = found.validate?.(objectToPlain(config)) ?? [];
      if (errors.length > 0) throw new AggregateError(errors);
      return { diagnostics: [] };
    });
  }

  async upgrade(request: UpgradeRequest): Promise<UpgradeResponse> {
    const resource = this.#defined.resources.get(request.type);
    if (resource === undefined) return { state: null, diagnostics: [this.#unknown(request.type)] };
    return this.#guard(`upgrading ${request.type}`, [], withoutState, async () =>
      upgradeStored(this.#schema(request.type), request, resource.upgrades),
    );
  }

  async plan(request: PlanRequest): Promise<PlanResponse> {
    const resource = this.#defined.resources.get(request.type);
    const nothing = { planned: null, requiresReplace: [] };
    if (resource === undefined) return { ...nothing, diagnostics: [this.#unknown(request.type)] };
    if (request.proposed === null) return { ...nothing, diagnostics: [] };
    const prior = unmarkedOrNull(request.prior);
    const proposed = unmarkedObject(request.proposed);
    const config = unmarkedObject(request.config);
    const attributes = this.#attributes(request.type);
    const values: [Value, Attributes][] = [
      [prior, attributes],
      [config, attributes],
    ];
    const refused = (diagnostics: readonly Diagnostic[]): PlanResponse => ({ ...nothing, diagnostics });
    return this.#guard(`planning ${request.type}`, values, refused, async () => ({
      ...planDefined(resource, prior, proposed, config),
      diagnostics: [],
    }));
  }

  async read(request: ReadRequest): Promise<ReadResponse> {
    const resource = this.#defined.resources.get(request.type);
    if (resource === undefined) return { state: null, diagnostics: [this.#unknown(request.type)] };
    const state = unmarkedObject(request.state);
    if (this.#waiting) return { state, diagnostics: [this.#notYet(`${request.type} was not refreshed`)] };
    const attributes = this.#attributes(request.type);
    const unread = (diagnostics: readonly Diagnostic[]): ReadResponse => ({ state, diagnostics });
    return this.#guard(`reading ${request.type}`, [[state, attributes]], unread, async (redact) => {
      const answer = await resource.read(objectToPlain(state), this.#context(request.context, redact));
      return {
        state: isNothing(answer) ? null : acceptAnswer(attributes, answer, state),
        diagnostics: [],
      };
    });
  }

  async apply(request: ApplyRequest): Promise<ApplyResponse> {
    const { type } = request;
    const resource = this.#defined.resources.get(type);
    if (resource === undefined) return { state: undefined, diagnostics: [this.#unknown(type)] };
    const prior = unmarkedOrNull(request.prior);
    const planned = unmarkedOrNull(request.planned);
    const config = unmarkedOrNull(request.config);
    const attributes = this.#attributes(type);
    const doing = `${planned === null ? 'deleting' : prior === null ? 'creating' : 'updating'} ${type}`;
    const values: [Value, Attributes][] = [prior, planned, config].map((value) => [value, attributes]);
    const unapplied = (diagnostics: readonly Diagnostic[]): ApplyResponse => ({ state: undefined, diagnostics });
    return this.#guard(doing, values, unapplied, async (redact) => {
      const context = { ...this.#context(request.context, redact), requestKey: request.requestKey };
      if (planned === null) {
        await resource.delete(objectToPlain(asObject(prior)), context);
        return { state: null, diagnostics: [] };
      }
      const { answer, errors, uncertain } = await perform(
        resource,
        { prior, planned, config: config ?? planned },
        context,
      );
      const failure = this.#failure(doing, redact);
      const told = (all: readonly unknown[]): Diagnostic[] =>
        all.flatMap((error) => failureDiagnostics(error, failure));
      if (uncertain) return { state: undefined, uncertain, diagnostics: told(errors) };
      // The real object may have changed: as much of the answer as possible is kept.
      const { state, problems } = mergeAnswer(attributes, answer, planned, prior);
      return { state, diagnostics: told([...errors, ...problems]) };
    });
  }

  async readData(request: ReadDataRequest): Promise<ReadDataResponse> {
    const source = this.#defined.dataSources.get(request.type);
    if (source === undefined)
      return { state: null, diagnostics: [unknownType(this.schemas.source, 'data source', request.type)] };
    const config = unmarkedObject(request.config);
    const attributes = this.#dataAttributes(request.type);
    return this.#guard(`reading data source ${request.type}`, [[config, attributes]], withoutState, async (redact) => {
      if (this.#waiting)
        throw new ProviderError('provider-not-configured', this.#notYet('nothing can be read with it').summary);
      const filled = withDefaults(source.schema, config);
      const inputs = inputsFor(source.schema, filled, config);
      const answer = await source.read(inputs, this.#context(request.context, redact));
      return { state: acceptAnswer(attributes, answer, filled), diagnostics: [] };
    });
  }

  async import(request: ImportRequest): Promise<ImportResponse> {
    const resource = this.#defined.resources.get(request.type);
    if (resource === undefined) return { objects: [], diagnostics: [this.#unknown(request.type)] };
    if (resource.import === undefined) {
      return {
        objects: [],
        diagnostics: [notImportable(request.type, 'The provider cannot import it. Let Landform create it.')],
      };
    }
    const attributes = this.#attributes(request.type);
    const unimported = (diagnostics: readonly Diagnostic[]): ImportResponse => ({ objects: [], diagnostics });
    return this.#guard(`importing ${request.type}`, [], unimported, async (redact) => {
      const answer = await resource.import?.(request.id, this.#context(request.context, redact));
      if (isNothing(answer)) {
        throw new ProviderError(
          'import-not-found',
          `There is no ${request.type} with the ID ${request.id}`,
          'Correct the ID.',
        );
      }
      return {
        objects: [{ type: request.type, state: acceptAnswer(attributes, answer, objectValue()) }],
        diagnostics: [],
      };
    });
  }

  async stop(): Promise<void> {}

  async close(): Promise<void> {
    if (this.#client !== undefined) await this.#defined.lifecycle.close?.(this.#client);
  }

  async #evidence(request: EvidenceRequest): Promise<EvidenceResponse> {
    const resource = this.#defined.resources.get(request.type);
    if (resource?.evidence === undefined) return { evidence: null, diagnostics: [] };
    const planned = unmarkedObject(request.planned);
    const attributes = this.#attributes(request.type);
    const unprepared = (diagnostics: readonly Diagnostic[]): EvidenceResponse => ({ evidence: null, diagnostics });
    return this.#guard(`preparing to create ${request.type}`, [[planned, attributes]], unprepared, async (redact) => ({
      evidence: await resource.evidence?.(this.#inputs(resource, planned), this.#context(request.context, redact)),
      diagnostics: [],
    }));
  }

  async #locate(request: LocateRequest): Promise<LocateResponse> {
    const resource = this.#defined.resources.get(request.type);
    if (resource?.locate === undefined) return { outcome: 'unclear', diagnostics: [] };
    const planned = unmarkedObject(request.planned);
    const attributes = this.#attributes(request.type);
    const { evidence, notes, requestKey } = request;
    const unclear = (diagnostics: readonly Diagnostic[]): LocateResponse => ({ outcome: 'unclear', diagnostics });
    return this.#guard(`looking for ${request.type}`, [[planned, attributes]], unclear, async (redact) => {
      const context = { ...this.#context(request.context, redact), evidence, notes, requestKey };
      const answer = await resource.locate?.(this.#inputs(resource, planned), context);
      if (isNothing(answer)) return { outcome: 'absent', diagnostics: [] };
      return { outcome: 'found', state: acceptAnswer(attributes, answer, planned), diagnostics: [] };
    });
  }

  #actions(): Actions {
    return definedActions({
      schemas: this.schemas,
      actions: this.#defined.actions,
      waiting: () => this.#waiting,
      context: (context, redact) => this.#context(context, redact),
      guard: (doing, value, run) => this.#guard<InvokeActionResponse>(doing, [value], justReported, run),
    });
  }

  #inputs(resource: AnyResource, planned: ObjectValue): PlainObject {
    return inputsFor(resource.schema, planned, planned);
  }

  #context(context: CallContext, redact: (text: string) => string): Context<unknown> {
    return {
      client: this.#client,
      directory: this.#directory,
      signal: context.signal,
      progress: (message) => context.progress(redact(message)),
      note: (data) => context.note(data),
      sending: () => context.sending(),
    };
  }

  #schema(type: string): Schema {
    const schema = this.schemas.resource(type);
    if (schema === undefined) throw new Error(`There is no schema of ${type}.`);
    return schema;
  }

  #attributes(type: string): Attributes {
    return this.#schema(type).block.attributes;
  }

  #dataAttributes(type: string): Attributes {
    return this.schemas.dataSource(type)?.block.attributes ?? {};
  }

  #unknown(type: string): Diagnostic {
    return unknownType(this.schemas.source, 'resource', type);
  }

  #notYet(consequence: string): Diagnostic {
    const provider = shortSource(this.schemas.source);
    return warningDiagnostic(
      'provider-not-configured',
      `The configuration of ${provider} is not known before apply: ${consequence}`,
    );
  }

  #failure(doing: string, redact: (text: string) => string): Parameters<typeof failureDiagnostics>[1] {
    return { source: this.schemas.source, doing, directory: this.#directory, redact };
  }

  /**
   * Runs a handler; errors it throws become the diagnostics of another response, without the secrets of the values it
   * received.
   */
  async #guard<Response>(
    doing: string,
    values: readonly (readonly [Value, Attributes])[],
    failed: (diagnostics: readonly Diagnostic[]) => Response,
    run: (redact: (text: string) => string) => Promise<NoInfer<Response>>,
  ): Promise<Response> {
    const provider = this.schemas.provider().block.attributes;
    const redact = redactor(
      [...values, [this.#config, provider] as const].map(([value, attributes]) => ({ value, attributes })),
    );
    try {
      return await run(redact);
    } catch (error) {
      return failed(failureDiagnostics(error, this.#failure(doing, redact)));
    }
  }
}
