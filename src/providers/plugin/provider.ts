import {
  DiagnosticError,
  hasErrors,
  impliedType,
  stringifyJson,
  TERRAFORM_VERSION,
  valueFromJson,
  type Diagnostic,
  type Eventual,
  type Schema,
  type Value,
} from '../../model/index.js';
import { unknownType } from '../diagnostics.js';
import type { Abilities, Meta, Provider, ProviderSchemas } from '../provider.js';
import type * as requests from '../requests.js';
import { WireError } from './bytes/reader.js';
import { PluginCalls } from './calls.js';
import { pluginActions } from './actions.js';
import { bytesOf, CAPABILITIES, privateOf } from './requests.js';
import { answerDiagnostics, pluginRubbish, readDiagnostics, readPath, type Deferrable } from './diagnostics.js';
import { pluginEphemerals } from './ephemerals.js';
import { pluginFunctions } from './functions.js';
import type { PluginHost } from './host.js';
import { PluginIdentities } from './identities.js';
import { knownPart } from './known-part.js';
import { pluginMoves } from './moves.js';
import { normalizeBlock } from './normalize.js';
import { pluginMetaSchema, pluginSchemas, type PluginDescription } from './schemas.js';
import { decodeBlock, encodeBlock } from './values/dynamic-value.js';
import type { Call, CallName } from './wire/calls.js';
import type { Received } from './wire/message.js';

type Diagnosed = Received<Call<'ValidateActionConfig'>['response']>;

/** Starts a plugin's provider. Throws diagnostics if that fails. */
export async function startPlugin(host: PluginHost): Promise<Provider> {
  host.use();
  try {
    return new PluginProvider(host, await host.describe());
  } catch (error) {
    await host.release();
    if (error instanceof WireError)
      throw new DiagnosticError([pluginRubbish(host.name, 'GetProviderSchema', error.message)]);
    throw error;
  }
}

/** What the views of one provider that modules have differ in, and what they share. */
interface Told {
  readonly calls: PluginCalls;
  readonly schemas: ProviderSchemas;
  readonly meta: Value;
}

/** Terraform's protocols behind Landform's contract. Translates, and decides nothing. */
class PluginProvider implements Provider {
  readonly schemas: ProviderSchemas;
  readonly abilities: Abilities;
  readonly #host: PluginHost;
  readonly #description: PluginDescription;
  readonly #calls: PluginCalls;
  readonly #identities: PluginIdentities;
  /** What calls about objects need of it beside their own fields. */
  readonly #meta: { readonly providerMeta?: ReturnType<typeof encodeBlock> };

  constructor(host: PluginHost, description: PluginDescription, shared?: Told) {
    this.#host = host;
    this.#description = description;
    this.#calls = shared?.calls ?? new PluginCalls(host, description.protocol);
    this.schemas = shared?.schemas ?? pluginSchemas(description, host.source, host.version);
    this.#identities = new PluginIdentities(this.schemas);
    const metaSchema = pluginMetaSchema(description);
    // A provider that has a schema for it expects the field: null, where the configuration does not set it.
    this.#meta =
      metaSchema === undefined ? {} : { providerMeta: encodeBlock(shared?.meta ?? null, metaSchema().block) };
    const functions = pluginFunctions(host, description);
    const { schemas } = this;
    const parts = { host, calls: this.#calls, schemas };
    this.abilities = {
      ...(schemas.actionTypes().length === 0 ? {} : { actions: pluginActions(parts) }),
      ...(schemas.ephemeralTypes?.().length === 0 ? {} : { ephemeral: pluginEphemerals(parts) }),
      ...(functions === undefined ? {} : { functions }),
      ...(description.schema.serverCapabilities?.moveResourceState === true && { moves: pluginMoves(parts) }),
      ...(metaSchema !== undefined && { meta: this.#metaOf(metaSchema) }),
    };
  }

  #metaOf(schema: () => Schema): Meta {
    const [host, description, calls, schemas] = [this.#host, this.#description, this.#calls, this.schemas];
    return { schema, tell: (meta) => new PluginProvider(host, description, { calls, schemas, meta }) };
  }

  validateConfig(config: Value): Promise<requests.DiagnosticsResponse> {
    return this.#calls.ask(
      this.#calls.named('ValidateProviderConfig'),
      () => ({ config: encodeBlock(config, this.schemas.provider().block) }),
      ({ diagnostics }) => ({ diagnostics: readDiagnostics(diagnostics) }),
      (diagnostics) => ({ diagnostics }),
    );
  }

  async configure({ config }: requests.ConfigureRequest): Promise<requests.DiagnosticsResponse> {
    this.#calls.configure();
    return this.#calls.ask(
      this.#calls.named('ConfigureProvider'),
      () => ({
        terraformVersion: TERRAFORM_VERSION,
        config: encodeBlock(config, this.schemas.provider().block),
        clientCapabilities: CAPABILITIES,
      }),
      ({ diagnostics }) => ({ diagnostics: readDiagnostics(diagnostics) }),
      (diagnostics) => ({ diagnostics }),
    );
  }

  validate({ mode, type, config }: requests.ValidateRequest): Eventual<requests.DiagnosticsResponse> {
    const schema = mode === 'data' ? this.schemas.dataSource(type) : this.schemas.resource(type);
    const kind = mode === 'data' ? 'data source' : 'resource';
    if (schema === undefined) return { diagnostics: [unknownType(this.#host.source, kind, type)] };
    const answered = (answer: Diagnosed): requests.DiagnosticsResponse => ({
      diagnostics: readDiagnostics(answer.diagnostics),
    });
    const failed = (diagnostics: readonly Diagnostic[]): requests.DiagnosticsResponse => ({ diagnostics });
    return mode === 'data'
      ? this.#calls.ask(
          this.#calls.named('ValidateDataResourceConfig'),
          () => ({ typeName: type, config: encodeBlock(config, schema.block) }),
          answered,
          failed,
        )
      : this.#calls.ask(
          this.#calls.named('ValidateResourceConfig'),
          () => ({ typeName: type, config: encodeBlock(config, schema.block), clientCapabilities: CAPABILITIES }),
          answered,
          failed,
        );
  }

  async upgrade(request: requests.UpgradeRequest): Promise<requests.UpgradeResponse> {
    const { type, version } = request;
    const schema = this.schemas.resource(type);
    if (schema === undefined) return this.#noType(type, { state: null });
    // As Terraform does: what another version of the same schema had left behind is not sent.
    const attributes =
      version === schema.version ? knownPart(request.attributes, impliedType(schema.block)) : request.attributes;
    const upgraded = await this.#calls.ask(
      this.#calls.named('UpgradeResourceState'),
      () => ({ typeName: type, version, rawState: { json: Buffer.from(stringifyJson(attributes)) } }),
      ({ upgradedState, diagnostics }) => ({
        state: decodeBlock(upgradedState, schema.block),
        diagnostics: readDiagnostics(diagnostics),
      }),
      (diagnostics) => ({ state: null, diagnostics }),
    );
    if (request.identity === undefined || hasErrors(upgraded.diagnostics)) return upgraded;
    const { identity, diagnostics } = await this.#upgradeIdentity(type, request.identity);
    return { ...upgraded, ...identity, diagnostics: [...upgraded.diagnostics, ...diagnostics] };
  }

  async read(request: requests.ReadRequest): Promise<requests.ReadResponse> {
    const { type } = request;
    const schema = this.schemas.resource(type);
    if (schema === undefined) return this.#noType(type, { state: null });
    return this.#calls.ask(
      this.#calls.named('ReadResource'),
      () => ({
        typeName: type,
        currentState: encodeBlock(request.state, schema.block),
        private: bytesOf(request.private),
        clientCapabilities: CAPABILITIES,
        currentIdentity: this.#identities.encode(type, request),
        ...this.#meta,
      }),
      (answer) => ({
        state: normalizeBlock(decodeBlock(answer.newState, schema.block), schema.block),
        ...privateOf(answer.private),
        ...this.#identities.of(type, answer.newIdentity),
        diagnostics: this.#told('ReadResource', answer),
      }),
      (diagnostics) => ({ state: null, diagnostics }),
    );
  }

  async plan(request: requests.PlanRequest): Promise<requests.PlanResponse> {
    const { type } = request;
    const schema = this.schemas.resource(type);
    if (schema === undefined) return this.#noType(type, { planned: null, requiresReplace: [] });
    if (request.proposed === null && this.#description.schema.serverCapabilities?.planDestroy !== true) {
      const kept = request.private === undefined ? {} : { private: request.private };
      return { planned: null, requiresReplace: [], ...kept, diagnostics: [] };
    }
    return this.#calls.ask(
      this.#calls.named('PlanResourceChange'),
      () => ({
        typeName: type,
        priorState: encodeBlock(request.prior, schema.block),
        proposedNewState: encodeBlock(request.proposed, schema.block),
        config: encodeBlock(request.config, schema.block),
        priorPrivate: bytesOf(request.private),
        clientCapabilities: CAPABILITIES,
        priorIdentity: this.#identities.encode(type, request),
        ...this.#meta,
      }),
      (answer) => {
        const planned = decodeBlock(answer.plannedState, schema.block);
        return {
          planned: answer.legacyTypeSystem ? normalizeBlock(planned, schema.block) : planned,
          requiresReplace: answer.requiresReplace.map(readPath),
          ...privateOf(answer.plannedPrivate),
          ...this.#identities.of(type, answer.plannedIdentity),
          ...(answer.legacyTypeSystem ? { legacyTypeSystem: true } : {}),
          diagnostics: this.#told('PlanResourceChange', answer),
        };
      },
      (diagnostics) => ({ planned: null, requiresReplace: [], diagnostics }),
    );
  }

  async apply(request: requests.ApplyRequest): Promise<requests.ApplyResponse> {
    const { type } = request;
    const schema = this.schemas.resource(type);
    if (schema === undefined) return this.#noType(type, { state: undefined });
    await request.context.sending();
    return this.#calls.ask(
      this.#calls.named('ApplyResourceChange'),
      () => ({
        typeName: type,
        priorState: encodeBlock(request.prior, schema.block),
        plannedState: encodeBlock(request.planned, schema.block),
        config: encodeBlock(request.config, schema.block),
        plannedPrivate: bytesOf(request.private),
        plannedIdentity: this.#identities.encode(type, request),
        ...this.#meta,
      }),
      (answer) => {
        const diagnostics = readDiagnostics(answer.diagnostics);
        const state = decodeBlock(answer.newState, schema.block);
        return {
          // An object that the answer leaves out is unchanged, if the call has failed.
          state:
            answer.newState === undefined && hasErrors(diagnostics)
              ? undefined
              : answer.legacyTypeSystem
                ? normalizeBlock(state, schema.block)
                : state,
          ...privateOf(answer.private),
          ...this.#identities.of(type, answer.newIdentity),
          ...(answer.legacyTypeSystem ? { legacyTypeSystem: true } : {}),
          diagnostics,
        };
      },
      (diagnostics, uncertain) => ({ state: undefined, diagnostics, ...(uncertain ? { uncertain } : {}) }),
    );
  }

  async readData({ type, config }: requests.ReadDataRequest): Promise<requests.ReadDataResponse> {
    const schema = this.schemas.dataSource(type);
    if (schema === undefined)
      return { state: null, diagnostics: [unknownType(this.#host.source, 'data source', type)] };
    return this.#calls.ask(
      this.#calls.named('ReadDataSource'),
      () => ({
        typeName: type,
        config: encodeBlock(config, schema.block),
        clientCapabilities: CAPABILITIES,
        ...this.#meta,
      }),
      (answer) => ({
        state: decodeBlock(answer.state, schema.block),
        diagnostics: this.#told('ReadDataSource', answer),
      }),
      (diagnostics) => ({ state: null, diagnostics }),
    );
  }

  async import(request: requests.ImportRequest): Promise<requests.ImportResponse> {
    const { type, id } = request;
    if (this.schemas.resource(type) === undefined) return this.#noType(type, { objects: [] });
    return this.#calls.ask(
      this.#calls.named('ImportResourceState'),
      () => ({
        typeName: type,
        id,
        clientCapabilities: CAPABILITIES,
        identity: this.#identities.encode(type, request),
      }),
      (answer) => ({
        objects: answer.importedResources.map(({ typeName, state, private: kept, identity }) => ({
          type: typeName,
          state: decodeBlock(state, this.#schemaOf(typeName).block),
          ...privateOf(kept),
          ...this.#identities.of(typeName, identity),
        })),
        diagnostics: this.#told('ImportResourceState', answer),
      }),
      (diagnostics) => ({ objects: [], diagnostics }),
    );
  }

  stop(): Promise<void> {
    return this.#calls.stop();
  }

  close(): Promise<void> {
    return this.#host.release();
  }

  async #upgradeIdentity(
    type: string,
    stored: NonNullable<requests.UpgradeRequest['identity']>,
  ): Promise<{ readonly identity: requests.Identified; readonly diagnostics: readonly Diagnostic[] }> {
    const schema = this.schemas.identity?.(type);
    // A type that has no identities any more: the engine keeps what is stored.
    if (schema === undefined) return { identity: {}, diagnostics: [] };
    if (schema.version === stored.version) {
      return { identity: { identity: valueFromJson(stored.attributes, impliedType(schema.block)) }, diagnostics: [] };
    }
    return this.#calls.ask(
      this.#calls.named('UpgradeResourceIdentity'),
      () => ({
        typeName: type,
        version: stored.version,
        rawIdentity: { json: Buffer.from(stringifyJson(stored.attributes)) },
      }),
      (answer) => ({
        identity: this.#identities.of(type, answer.upgradedIdentity),
        diagnostics: readDiagnostics(answer.diagnostics),
      }),
      (diagnostics) => ({ identity: {}, diagnostics }),
    );
  }

  #told(call: CallName, answer: Deferrable): readonly Diagnostic[] {
    return answerDiagnostics(this.#host.name, call, answer);
  }

  #noType<T extends object>(type: string, empty: T): T & requests.DiagnosticsResponse {
    return { ...empty, diagnostics: [unknownType(this.#host.source, 'resource', type)] };
  }

  #schemaOf(type: string): Schema {
    const schema = this.schemas.resource(type);
    if (schema === undefined) throw new WireError(`it has no schema for the type ${type}`);
    return schema;
  }
}
