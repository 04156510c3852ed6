import {
  hasErrors,
  append,
  after,
  isReplace,
  markPaths,
  objectSpan,
  sensitivePaths,
  tracedWithProblems,
  unmarkDeep,
  valuesEqual,
  type Action,
  type ActionReason,
  type Diagnostic,
  type Eventual,
  type Mutable,
  type Path,
  type ResourceChange,
  type ResourceConfiguration,
  type Schema,
  type Value,
  configuredName,
} from '../../model/index.js';
import { configurationOf } from '../object-state.js';
import type { Provider } from '../../providers/provider.js';
import type { PlanRequest, PlanResponse } from '../../providers/requests.js';
import { placeDiagnostics } from '../context.js';
import { inconsistentPlan, preventDestroy, replacesKept } from '../diagnostics.js';
import { decideAction, type Forced } from '../diff/decide.js';
import { assertLegacyPlanValid, assertPlanValid } from '../diff/legality.js';
import type { Problem } from '../diff/problem.js';
import { proposeNew } from '../diff/propose.js';
import { effectiveReplacePaths } from '../diff/replacement.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { keptMarks } from '../evaluate/ephemeral.js';
import { decodeResource } from '../walk/decode-resource.js';
import type { RefreshedObject } from '../refresh/refresh.js';
import { askDelete } from './ask-delete.js';
import type { Instance } from '../walk/expand.js';
import { ignoreChanges } from './ignored-paths.js';
import { validateValue } from '../validate/schema.js';
import { checkConditions } from '../walk/conditions.js';
import { replacedParent, takenOut } from './parents.js';
import { missingTriggers, triggeredReplacement } from './triggers.js';
import { dependenciesOf, type PlanWalk } from './plan-walk.js';

/** The result of planning one instance: its change, or only diagnostics after errors. */
export interface PlannedInstance {
  readonly change?: ResourceChange;
  readonly diagnostics: readonly Diagnostic[];
}

/** One configured instance and its existing object. */
export interface InstanceToPlan {
  readonly walk: PlanWalk;
  readonly resource: ResourceConfiguration;
  readonly instance: Instance;
  readonly address: string;
  readonly schema: Schema;
  readonly provider: Provider;
  readonly existing: RefreshedObject | undefined;
}

/** Plans one configured instance. */
export function planInstance(wanted: InstanceToPlan): Eventual<PlannedInstance> {
  return tracedWithProblems(
    () => objectSpan('plan', wanted.resource.address.type, wanted.address),
    () => new InstancePlanning(wanted).plan(),
  );
}

/** Turns configuration and existing object into a change, step by step; a step with errors ends the planning. */
class InstancePlanning {
  readonly #of: InstanceToPlan;
  readonly #diagnostics: Diagnostic[] = [];
  /** The configured value, with and without marks. */
  #configured: Value = null;
  #config: Value = null;
  /** The sensitive paths of the planned object: those of the configuration, or prior ones where changes are ignored. */
  #marks: readonly Path[] = [];
  /** The existing object with its marks; null if there is none. */
  readonly #before: Value;
  /** What remains of the object after this plan has replaced its dependencies, with and without its marks. */
  readonly #left: Value;
  readonly #plain: Value;
  /** The prior object as the provider sees it: null if the object is tainted and must be replaced. */
  readonly #prior: Value;
  /** The replaced object with which the service removes this one or a part of it. */
  #parent: string | undefined;

  constructor(wanted: InstanceToPlan) {
    this.#of = wanted;
    const { walk, resource, schema, existing } = wanted;
    this.#before = existing?.value ?? null;
    const taken = takenOut(walk, resource.key, schema, this.#before);
    this.#left = taken?.left ?? this.#before;
    this.#plain = taken === undefined ? (existing?.plain ?? null) : unmarkDeep(taken.left);
    this.#prior = existing?.status === 'tainted' ? null : this.#plain;
    this.#parent = taken?.parent.address;
  }

  plan(): Eventual<PlannedInstance> {
    if (!this.#checkConditions('precondition') || !this.#evaluate()) return this.#end();
    const { provider, resource, walk } = this.#of;
    const request = { mode: 'managed', type: resource.address.type, config: this.#config } as const;
    const checked = walk.limit(() => provider.validate(request));
    return after(checked, ({ diagnostics }) => (this.#report(diagnostics) ? this.#propose() : this.#end()));
  }

  #evaluate(): boolean {
    const { walk, resource, instance, address, schema } = this.#of;
    const decoded = decodeResource(resource, schema.block, walk.values, instance, address);
    if (!this.#add(withOrigin(decoded.diagnostics, resource))) return false;
    this.#configured = decoded.value;
    this.#marks = this.#marksOf(decoded.value);
    this.#config = this.#marks.length === 0 ? decoded.value : unmarkDeep(decoded.value);
    // Providers are not asked after a limit is broken: they would report the same again.
    return this.#add(validateValue(decoded.value, schema.block, address, resource));
  }

  #propose(): Eventual<PlannedInstance> {
    const { resource, schema, existing } = this.#of;
    const prior = this.#prior;
    const ignoring = ignoreChanges(resource, this.#configured, prior === null ? null : this.#left, schema.block);
    const wanted = ignoring === this.#configured ? this.#config : unmarkDeep(ignoring);
    if (ignoring !== this.#configured) this.#marks = this.#marksOf(ignoring);
    const kept = prior === null ? {} : { private: existing?.private, identity: existing?.identity };
    const planned = this.#ask(prior, wanted, kept);
    return after(planned, (response) => (response === undefined ? this.#end() : this.#decide(response)));
  }

  /** Asks for the provider's plan from the given prior object; undefined if it fails or is not valid. */
  #ask(prior: Value, config: Value, kept: KeptBeside): Eventual<PlanResponse | undefined> {
    const { walk, provider, resource, address, schema, existing } = this.#of;
    const proposed = proposeNew(schema.block, prior, config);
    const request: Mutable<PlanRequest> = { type: resource.address.type, address, prior, proposed, config };
    if (kept.private !== undefined) request.private = kept.private;
    if (kept.identity !== undefined) request.identity = kept.identity;
    const planned = walk.limit(() => provider.plan(request));
    return after(planned, (response) => {
      if (!this.#report(response.diagnostics)) return undefined;
      // Keeping an object as proposed is always allowed, but an object that was just read is still checked against the
      // schema.
      if (existing?.changed === false && response.planned === prior && proposed === prior) return response;
      if (response.legacyTypeSystem === true) return this.#acceptLegacy(prior, response);
      const secrets = (): Path[] => [...sensitivePaths(this.#configured), ...sensitivePaths(this.#before)];
      return this.#accept(assertPlanValid(schema.block, prior, config, response.planned, secrets))
        ? response
        : undefined;
    });
  }

  /** Such a provider may have changed what `ignore_changes` kept, so it is kept once more in its plan. */
  #acceptLegacy(prior: Value, response: PlanResponse): PlanResponse | undefined {
    const { resource, schema } = this.#of;
    if (!this.#accept(assertLegacyPlanValid(schema.block, response.planned))) return undefined;
    const { ignoreChanges: ignored } = resource.lifecycle;
    if (prior === null || ignored.length === 0) return response;
    return {
      ...response,
      planned: ignored === 'all' ? prior : ignoreChanges(resource, response.planned, prior, schema.block),
    };
  }

  #decide(response: PlanResponse): Eventual<PlannedInstance> {
    const { walk, resource, instance, address, schema } = this.#of;
    const [prior, before] = [this.#prior, this.#left];
    const found = effectiveReplacePaths(prior, response.planned, response.requiresReplace, schema.block);
    if (!this.#accept(found.problems)) return this.#end();
    // Missing triggers are reported even if there is another reason for replacement, and even for a new object.
    if (!this.#add(missingTriggers(walk, resource, address, instance))) return this.#end();
    const triggered = triggeredReplacement(walk, resource, instance);
    const forced = before === null ? undefined : this.#forced(triggered);
    const parent = forced === undefined ? replacedParent(walk, resource.key, schema, before) : undefined;
    const decision = decideAction({
      prior: this.#plain,
      planned: response.planned,
      replacePaths: found.paths,
      marksDiffer:
        prior !== null && valuesEqual(response.planned, prior) && !valuesEqual(this.#mark(response.planned), before),
      forced: parent === undefined ? forced : 'removed-with',
    });
    if (decision.kind !== 'update') this.#parent = parent?.address;
    if (decision.kind !== 'replace') {
      const reason = decision.kind === 'create' && triggered ? 'replace_by_triggers' : decision.reason;
      return this.#conclude(response, decision.kind, reason, NO_PATHS, decision.marksOnly);
    }
    return after(this.#mayDelete(), (may) =>
      may ? this.#replace(response, decision.reason, found.paths) : this.#end(),
    );
  }

  #replace(
    response: PlanResponse,
    reason: ActionReason | undefined,
    paths: readonly Path[],
  ): Eventual<PlannedInstance> {
    const { walk, resource } = this.#of;
    const action = walk.createsFirst.has(configuredName(resource.key, resource.address.module))
      ? 'create-delete'
      : 'delete-create';
    // A replacement uses the configured values even where changes are ignored, so their marks are added; the marks of
    // ignored values stay.
    this.#marks = [...this.#marks, ...this.#marksOf(this.#configured)];
    const anew = this.#prior === null ? response : this.#ask(null, this.#config, response);
    return after(anew, (made) => (made === undefined ? this.#end() : this.#conclude(made, action, reason, paths)));
  }

  /** Asks the provider about the delete that is part of a replacement. */
  #mayDelete(): Eventual<boolean> {
    const { walk, provider, existing } = this.#of;
    if (existing === undefined) return true;
    return after(askDelete(walk, existing, provider), ({ diagnostics, kept }) => {
      if (!this.#report(diagnostics)) return false;
      return kept === undefined || this.#add([kept]);
    });
  }

  #forced(triggered: boolean): Forced | undefined {
    const { walk, address, existing } = this.#of;
    if (triggered) return 'triggered';
    if (existing?.status === 'tainted') return 'tainted';
    return walk.replace.has(address) ? 'requested' : undefined;
  }

  #conclude(
    response: PlanResponse,
    action: Action,
    reason: ActionReason | undefined,
    replacePaths: readonly Path[],
    marksOnly?: true,
  ): PlannedInstance {
    const { walk, resource, instance, address, schema, provider, existing } = this.#of;
    if (isReplace(action) && resource.lifecycle.preventDestroy) {
      this.#diagnostics.push(preventDestroy(resource, address, 'replace'));
      return this.#end();
    }
    if (isReplace(action) && resource.lifecycle.destroy === false) {
      this.#diagnostics.push(replacesKept(resource, address));
      return this.#end();
    }
    const planned = action === 'no-op' ? this.#before : this.#mark(response.planned);
    if (!this.#checkConditions('postcondition', planned)) return this.#end();
    const change: Mutable<ResourceChange> = {
      address,
      resource: resource.address,
      resourceKey: resource.key,
      key: instance.key,
      provider: configurationOf(provider.schemas.source, resource.provider),
      action,
      before: action === 'update' ? this.#left : this.#before,
      after: planned,
      replacePaths,
      dependencies: dependenciesOf(walk, resource.key),
      createBeforeDestroy: walk.createBeforeDestroy.has(configuredName(resource.key, resource.address.module)),
      schemaVersion: schema.version,
    };
    // Assigned one by one: spreading them in would cost more per resource than everything above.
    if (reason !== undefined) change.reason = reason;
    if (this.#parent !== undefined) change.removedWith = this.#parent;
    if (marksOnly === true) change.marksOnly = true;
    if (response.private !== undefined) change.plannedPrivate = response.private;
    const stored = existing?.object ?? undefined;
    if (stored !== undefined) change.priorDependencies = stored.dependencies;
    if (resource.origin !== undefined) change.origin = resource.origin;
    return { change, diagnostics: this.#diagnostics };
  }

  #marksOf(value: Value): readonly Path[] {
    return keptMarks(value, this.#of.schema.block, this.#of.resource.body);
  }

  /** Restores the marks from configuration and schema. */
  #mark(value: Value): Value {
    const marked = this.#marks.length === 0 ? value : markPaths(value, this.#marks);
    return markSensitiveAttributes(marked, this.#of.schema.block);
  }

  #checkConditions(kind: 'precondition' | 'postcondition', self?: Value): boolean {
    const { walk, resource, instance, address } = this.#of;
    const { preconditions, postconditions } = resource.lifecycle;
    if ((kind === 'precondition' ? preconditions : postconditions).length === 0) return true;
    const scope = self === undefined ? instance : { ...instance, self: walk.values.alone(resource.key, self) };
    return this.#add(checkConditions(walk, kind, resource, address, scope));
  }

  /** Adds a provider's diagnostics; false if they include errors. */
  #report(diagnostics: readonly Diagnostic[]): boolean {
    const { address, resource } = this.#of;
    return diagnostics.length === 0
      ? !hasErrors(this.#diagnostics)
      : this.#add(placeDiagnostics(diagnostics, address, resource));
  }

  /** Adds a provider's violations of the planning rules; false if there are any. */
  #accept(problems: readonly Problem[]): boolean {
    if (problems.length === 0) return true;
    const { address, provider } = this.#of;
    this.#diagnostics.push(inconsistentPlan(address, provider.schemas.source, problems));
    return false;
  }

  #add(diagnostics: readonly Diagnostic[]): boolean {
    if (diagnostics.length > 0) append(this.#diagnostics, diagnostics);
    return !hasErrors(this.#diagnostics);
  }

  #end(): PlannedInstance {
    return { diagnostics: this.#diagnostics };
  }
}

/** What a provider is given back beside a prior object, or from its first plan of a replacement. */
interface KeptBeside {
  readonly private?: string | undefined;
  readonly identity?: Value | undefined;
}

const NO_PATHS: readonly Path[] = [];

export const originOf = (resource: Pick<ResourceConfiguration, 'origin'>): Pick<ResourceChange, 'origin'> =>
  resource.origin === undefined ? {} : { origin: resource.origin };

export const withOrigin = (
  diagnostics: readonly Diagnostic[],
  { origin }: ResourceConfiguration,
): readonly Diagnostic[] =>
  origin === undefined || diagnostics.length === 0
    ? diagnostics
    : diagnostics.map((diagnostic) => ({ ...diagnostic, origin: diagnostic.origin ?? origin }));
