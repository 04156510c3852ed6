import { setMaxListeners } from 'node:events';
import {
  DiagnosticError,
  errorDiagnostic,
  hasErrors,
  isNull,
  objectValue,
  type Diagnostic,
  type Value,
  memberOf,
} from '../../model/index.js';
import { unknownType } from '../diagnostics.js';
import type { Abilities, Actions, Provider, ProviderSchemas } from '../provider.js';
import type * as requests from '../requests.js';
import { upgradeStored } from '../stored.js';
import { restActions } from './action/actions.js';
import { readConfiguration, type Configured } from './configuration.js';
import { createResource } from './object/create.js';
import { readDataSource } from './data/data.js';
import type { Description } from './description/description.js';
import { notKnownYet, type Speaker } from './diagnostics.js';
import { fingerprints, readFiles } from './exchange/files.js';
import { importResource } from './object/import.js';
import { Claims, type Job } from './job.js';
import { evidenceFor, locateResource, naturalKey } from './object/locate.js';
import type { ResourceMapping, RestProviderDefinition, Settings } from './mapping/definition.js';
import { planResource } from './object/plan.js';
import { warnedOfReplacement } from './object/replacement.js';
import { complete, valuesOf, type Values } from './values/projection.js';
import { elsewhere, keptAfter, planInPlace, readInPlace, Sightings } from './object/in-place.js';
import { readKept } from './object/kept.js';
import { survey, type Surveyed } from './object/place.js';
import { Redactor } from './exchange/redact.js';
import { removeResource } from './object/remove.js';
import type { SchemaChecker } from './description/replies.js';
import { described, lazySchemas, own } from './description/schemas.js';
import type { Fetch } from './http/client.js';
import { Session, type Surroundings } from './session.js';
import { proxyFor } from './http/proxy.js';
import { transportFor } from './http/transport.js';
import { withUnsaid } from './object/unsaid.js';
import { updateResource } from './object/update.js';
import { checkLimits } from './description/validate.js';

/** Makes a provider from an API description and a mapping; see mapping/definition.ts. */
export function restProvider(definition: RestProviderDefinition, surroundings: Surroundings): Provider {
  return new RestProvider(definition, surroundings);
}

class RestProvider implements Provider {
  readonly schemas: ProviderSchemas;
  readonly abilities: Abilities;
  readonly #definition: RestProviderDefinition;
  readonly #surroundings: Surroundings;
  readonly #description: Description;
  readonly #checker: SchemaChecker;
  readonly #claims = new Claims();
  readonly #sightings = new Sightings();
  /** Of this configuration. */
  readonly #surveys = new Map<ResourceMapping, Surveyed>();
  readonly #stop = new AbortController();
  /** The signal of the caller, and the one that either of them aborts. */
  #stopping: { readonly of: AbortSignal; readonly either: AbortSignal } | undefined;
  #configured: Configured | undefined;
  #session: Session | undefined;
  /** The folder that relative paths start from. */
  #directory = '.';
  #told = false;

  constructor(definition: RestProviderDefinition, surroundings: Surroundings) {
    this.#definition = definition;
    this.#surroundings = surroundings;
    const { description, checker } = described(definition);
    this.#description = description;
    this.#checker = checker;
    this.schemas = lazySchemas(definition, this.#description);
    this.abilities = {
      locate: {
        evidence: (request) =>
          this.#withJob(request, { evidence: null, diagnostics: [] }, (job) => evidenceFor(job, request)),
        locate: (request) =>
          this.#withJob<requests.LocateResponse>(request, { outcome: 'unclear', diagnostics: [] }, async (job) => {
            const found = await locateResource(job, request);
            return found.outcome === 'found' ? { ...found, state: job.session.marked(found.state) } : found;
          }),
        landsWithinSeconds: ({ type, action }) => this.#landsWithin(type, action),
        likeness: ({ type, planned }) => this.#likeness(type, planned),
      },
      ...(definition.actions === undefined ? {} : { actions: this.#actions(definition.actions) }),
      pace: () => this.#session?.pace,
    };
  }

  /** Undefined while nothing is configured. */
  #landsWithin(type: string, action: requests.LocateRequest['action']): number | undefined {
    const mapping = this.#mapping(type);
    const session = this.#session;
    if (mapping === undefined || session === undefined) return undefined;
    const { create, updates = [], remove } = mapping;
    const calls = {
      create: [create, ...(create.variants ?? [])],
      update: updates,
      delete: 'forget' in remove ? [] : [remove, ...(remove.before ?? []), ...(remove.orElse ?? [])],
    };
    return Math.max(0, ...calls[action].map((call) => session.landsWithin(call)));
  }

  #likeness(type: string, planned: Value): string | undefined {
    const mapping = this.#mapping(type);
    return mapping?.locate?.list === undefined ? undefined : naturalKey({ type, mapping }, valuesOf(planned));
  }

  async validateConfig(config: requests.ValidateRequest['config']): Promise<requests.DiagnosticsResponse> {
    const { diagnostics } = readConfiguration(this.#definition.configuration, config, this.#surroundings.environment);
    const limits = checkLimits(this.schemas.provider().block, valuesOf(config), this.#checker);
    return { diagnostics: [...diagnostics, ...limits] };
  }

  async configure(request: requests.ConfigureRequest): Promise<requests.DiagnosticsResponse> {
    this.#directory = request.directory;
    this.#surveys.clear();
    this.#configured = readConfiguration(
      this.#definition.configuration,
      request.config,
      this.#surroundings.environment,
    );
    const { settings, values, diagnostics } = this.#configured;
    if (settings === undefined) {
      if (request.planning || diagnostics.length > 0) return { diagnostics };
      return {
        diagnostics: [errorDiagnostic('provider-not-configured', 'The provider configuration is not wholly known')],
      };
    }
    try {
      const { run, directory } = request;
      const surroundings = {
        ...this.#surroundings,
        fetch: connection(this.#surroundings, settings, directory, run),
        run,
      };
      this.#session = new Session(this.#definition, this.#description, this.#checker, settings, values, surroundings);
    } catch (error) {
      if (error instanceof DiagnosticError) return { diagnostics: [...diagnostics, ...error.diagnostics] };
      throw error;
    }
    return { diagnostics };
  }

  async validate(request: requests.ValidateRequest): Promise<requests.DiagnosticsResponse> {
    const { mode, type } = request;
    const schema = mode === 'data' ? this.schemas.dataSource(type) : this.schemas.resource(type);
    if (schema === undefined) return { diagnostics: [this.#unknownType(mode, type)] };
    const values = valuesOf(request.config);
    const mapping = memberOf<Pick<ResourceMapping, 'check'>>(
      mode === 'data' ? this.#definition.dataSources : this.#definition.resources,
      type,
    );
    return { diagnostics: [...checkLimits(schema.block, values, this.#checker), ...(mapping.check?.(values) ?? [])] };
  }

  async upgrade(request: requests.UpgradeRequest): Promise<requests.UpgradeResponse> {
    const schema = this.schemas.resource(request.type);
    if (schema === undefined) return { state: null, diagnostics: [this.#unknownType('managed', request.type)] };
    return upgradeStored(schema, request, this.#definition.resources[request.type]?.upgrades ?? []);
  }

  async read(request: requests.ReadRequest): Promise<requests.ReadResponse> {
    const { state } = request;
    const kept = request.private === undefined ? {} : { private: request.private };
    const read = async (job: Job): Promise<requests.ReadResponse> => {
      const response = await readInPlace(job, this.#surveyed(job.mapping), this.#sightings, request);
      return { ...response, state: job.session.marked(response.state) };
    };
    return this.#withJob(request, { state, diagnostics: [], ...kept }, read, 'warning');
  }

  async plan(request: requests.PlanRequest): Promise<requests.PlanResponse> {
    const mapping = this.#mapping(request.type);
    if (mapping === undefined) {
      return {
        planned: request.proposed,
        requiresReplace: [],
        diagnostics: [this.#unknownType('managed', request.type)],
      };
    }
    const files = await fingerprints(mapping.files ?? {}, valuesOf(request.proposed), this.#directory);
    const surveyed = this.#surveyed(mapping);
    const plan = planResource(mapping, this.#speaker(), surveyed.configured, request, files);
    const placed = planInPlace(surveyed, this.#sightings, request, plan);
    return warnedOfReplacement(this.#session, mapping, request, placed, this.#stop.signal);
  }

  async apply(request: requests.ApplyRequest): Promise<requests.ApplyResponse> {
    const state = request.prior === null ? null : undefined;
    return this.#withJob<requests.ApplyResponse>(request, { state, diagnostics: [] }, async (job) => {
      const response = keptAfter(this.#surveyed(job.mapping), request, await this.#apply(job, request));
      return response.state === undefined ? response : { ...response, state: job.session.marked(response.state) };
    });
  }

  async readData(request: requests.ReadDataRequest): Promise<requests.ReadDataResponse> {
    const mapping = own(this.#definition.dataSources, request.type);
    if (mapping === undefined) return { state: null, diagnostics: [this.#unknownType('data', request.type)] };
    const session = this.#session;
    if (session === undefined || this.#configured === undefined)
      return { state: null, diagnostics: [this.#notConfigured()] };
    const response = await readDataSource(session, this.#description, mapping, this.#configured.values, request);
    return { ...response, state: session.marked(response.state) };
  }

  async import(request: requests.ImportRequest): Promise<requests.ImportResponse> {
    return this.#withJob<requests.ImportResponse>(request, { objects: [], diagnostics: [] }, async (job) => {
      const { objects, ...rest } = await importResource(job, this.#surveyed(job.mapping), request);
      return { ...rest, objects: objects.map((each) => ({ ...each, state: job.session.marked(each.state) })) };
    });
  }

  async stop(): Promise<void> {
    this.#stop.abort();
  }

  async close(): Promise<void> {
    this.#session = undefined;
    this.#surveys.clear();
  }

  #actions(mappings: NonNullable<RestProviderDefinition['actions']>): Actions {
    return restActions({
      schemas: this.schemas,
      checker: this.#checker,
      mappings,
      directory: () => this.#directory,
      job: (context) =>
        this.#session === undefined
          ? { problem: this.#notConfigured() }
          : { session: this.#session, ...this.#surroundingsOf(context) },
    });
  }

  #surroundingsOf(context: requests.CallContext): Pick<Job, 'stopping' | 'configured'> {
    return {
      stopping: this.#stoppingOf(context.signal),
      configured: this.#configured?.values ?? objectValue(),
    };
  }

  /** One signal for all calls: making one takes longer than making a request. */
  #stoppingOf(signal: AbortSignal): AbortSignal {
    if (this.#stopping?.of === signal) return this.#stopping.either;
    const either = AbortSignal.any([signal, this.#stop.signal]);
    // Each call that waits listens; Node takes more than ten for a leak, and says so on stderr.
    setMaxListeners(0, either);
    this.#stopping = { of: signal, either };
    return either;
  }

  async #apply(job: Job, request: requests.ApplyRequest): Promise<requests.ApplyResponse> {
    const { mapping } = job;
    const misplaced = elsewhere(this.#surveyed(mapping), request);
    if (misplaced !== undefined) return { state: undefined, diagnostics: [misplaced] };
    const prior = valuesOf(request.prior);
    if (request.planned === null) return removeResource(job, prior);
    const planned = complete(mapping.attributes, valuesOf(request.planned));
    const config = valuesOf(request.config);
    const isImported = request.prior !== null && readKept(request.private).imported === true;
    const whole = isImported ? { ...planned, ...withUnsaid(mapping, prior, planned) } : planned;
    const sent = { ...whole, ...writeOnlyOf(mapping, config) };
    // Values that were unknown when the configuration was validated are known now.
    const inputs = objectValue();
    for (const name of Object.keys(mapping.attributes))
      inputs[name] = isNull(config[name] ?? null) ? null : (sent[name] ?? null);
    const schema = this.schemas.resource(request.type);
    const broken = schema === undefined ? [] : checkLimits(schema.block, inputs, this.#checker);
    if (hasErrors(broken)) return { state: request.prior === null ? null : undefined, diagnostics: broken };
    const read = await readFiles(mapping.files ?? {}, planned, this.#directory);
    if ('diagnostic' in read)
      return { state: request.prior === null ? null : undefined, diagnostics: [read.diagnostic] };
    const withFiles = { ...job, files: read.files, requestKey: request.requestKey, repeats: request.repeats === true };
    return request.prior === null
      ? createResource(withFiles, planned, sent, request.evidence)
      : updateResource(withFiles, { prior, planned, config, sent });
  }

  /** Runs an operation on an object of a known type over a configured connection, or explains why it cannot. */
  async #withJob<Response extends requests.DiagnosticsResponse>(
    request: { readonly type: string; readonly context: requests.CallContext },
    otherwise: Response,
    act: (job: Job) => Promise<Response>,
    unconfigured: 'error' | 'warning' = 'error',
  ): Promise<Response> {
    const mapping = this.#mapping(request.type);
    if (mapping === undefined) return { ...otherwise, diagnostics: [this.#unknownType('managed', request.type)] };
    if (this.#session === undefined) {
      if (unconfigured === 'error') return { ...otherwise, diagnostics: [this.#notConfigured()] };
      const first = !this.#told;
      this.#told = true;
      return first ? { ...otherwise, diagnostics: [notKnownYet(this.#definition.name)] } : otherwise;
    }
    return act({
      session: this.#session,
      type: request.type,
      mapping,
      context: request.context,
      claims: this.#claims,
      ...this.#surroundingsOf(request.context),
    });
  }

  /** The mappings that the configuration selects instead of the ordinary ones. */
  #edition(): Readonly<Record<string, ResourceMapping>> {
    const { editions } = this.#definition;
    if (editions === undefined) return {};
    const chosen = this.#configured?.values[editions.setting];
    return (typeof chosen === 'string' ? own(editions.of, chosen) : undefined) ?? {};
  }

  #mapping(type: string): ResourceMapping | undefined {
    return own(this.#edition(), type) ?? own(this.#definition.resources, type);
  }

  #surveyed(mapping: ResourceMapping): Surveyed {
    const known = this.#surveys.get(mapping);
    if (known !== undefined) return known;
    const configured = this.#configured?.values ?? objectValue();
    const made = survey(mapping, this.#definition.configuration, configured, this.#session?.endpoint);
    this.#surveys.set(mapping, made);
    return made;
  }

  #speaker(): Speaker {
    return (
      this.#session?.speaker ?? {
        name: this.#definition.name,
        errors: this.#definition.errors,
        redactor: new Redactor([]),
      }
    );
  }

  #unknownType(mode: 'managed' | 'data', type: string): Diagnostic {
    return unknownType(this.#definition.source, mode === 'data' ? 'data source' : 'resource', type);
  }

  #notConfigured(): Diagnostic {
    return errorDiagnostic('provider-not-known', `The configuration of ${this.#definition.name} is not known yet`, {
      detail:
        'It refers to something that is known only after apply. Apply that first (--target), or use a literal value.',
    });
  }
}

/** The transport for a configuration. Throws diagnostics for unusable certificates and proxies. */
function connection(
  { environment, fetch }: Surroundings,
  { tls, endpoint }: Settings,
  directory: string,
  run: object | undefined,
): Fetch {
  const transport = transportFor(run, environment, tls, directory);
  if (endpoint !== undefined && URL.canParse(endpoint)) proxyFor(new URL(endpoint), environment);
  return tls === undefined ? (fetch ?? transport) : transport;
}

function writeOnlyOf(mapping: ResourceMapping, config: Values): Values {
  const inputs = Object.entries(mapping.attributes).filter(([, { writeOnly }]) => writeOnly === true);
  return Object.fromEntries(inputs.map(([name]) => [name, config[name] ?? null]));
}
