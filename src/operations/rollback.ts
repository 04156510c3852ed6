import { applyIgnoreChanges, type EngineContext } from '../engine/index.js';
import {
  configuredName,
  errorDiagnostic,
  formatInstance,
  formatKey,
  formatResource,
  impliedType,
  isObjectValue,
  mapParts,
  markPaths,
  modulePathOf,
  moduleAt,
  ownEntry,
  Sensitive,
  sensitive,
  storedProvider,
  valueFromJson,
  valuesEqual,
  warningDiagnostic,
  type Block,
  type Configuration,
  type Diagnostic,
  type InstanceKey,
  type ObjectState,
  type Plan,
  type Schema,
  type State,
  type Value,
} from '../model/index.js';
import type { BeforeLastRun, History, HistoryPlace, Session } from '../state/index.js';
import { withEarlier, type Earlier } from './earlier-configuration.js';
import type { UsedSchemas } from './schemas.js';

/** How a stack goes back to what was before its last run. */
export interface Rollback {
  /** The configuration, in which what that run changed is as it was. */
  readonly configuration: Configuration;
  /** The instances that it changed: nothing else is planned. */
  readonly targets: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What is known of the last run. */
export interface LastRun {
  readonly history?: History | undefined;
  /** Where that is kept, if it is. */
  readonly place?: HistoryPlace | undefined;
}

export const lastRunOf = async (session: Pick<Session, 'history' | 'historyPlace'>): Promise<LastRun> => ({
  history: await session.history(),
  place: session.historyPlace,
});

/** An instance to go back with: its object before the run, and now. */
interface Returning {
  readonly address: string;
  readonly resourceKey: string;
  readonly key: InstanceKey;
  readonly stored: ObjectState;
  readonly block: Block;
  readonly value: Value;
  readonly now: Value;
}

export function rollbackOf(
  context: Pick<EngineContext, 'configuration' | 'interrupted' | 'dueActions' | 'state'>,
  { history, place }: LastRun,
  schemas: UsedSchemas,
): Rollback | { readonly configuration?: undefined; readonly diagnostics: readonly Diagnostic[] } {
  const { configuration, state } = context;
  if (context.interrupted.length + context.dueActions.length > 0) return { diagnostics: [UNFINISHED] };
  if (history === undefined) return { diagnostics: [noHistory(place)] };
  const targets: string[] = [];
  const returning: Returning[] = [];
  const problems: Diagnostic[] = [];
  for (const { ref, before } of history.instances) {
    const resourceKey = formatResource(ref.resource);
    const address = formatInstance(resourceKey, ref.key);
    const now = objectAt(state, resourceKey, ref.key);
    if (before === null && now === undefined) continue;
    targets.push(address);
    if (before === null) continue;
    const schema = schemas.schemaOf(storedProvider(ref.provider).source, 'managed', ref.resource.type);
    const problem = problemOf(configuration, address, ref.resource.module, before, schema);
    if (problem !== undefined) problems.push(problem);
    if (schema === undefined) continue;
    const { block } = schema;
    const isSame = now?.schemaVersion === before.schemaVersion;
    returning.push({
      address,
      resourceKey,
      key: ref.key,
      stored: before,
      block,
      value: valueOf(before, block),
      now: now === undefined || !isSame ? null : valueOf(now, block),
    });
  }
  if (problems.length > 0) return { diagnostics: problems };
  const wanted = new Set(targets);
  const entries = history.instances.filter(({ ref }) => wanted.has(addressOf(ref)));
  return {
    configuration: withEarlier(configuration, entries, earlierValues(returning)),
    targets,
    diagnostics: notRestored(returning),
  };
}

/** The plan without traces of how it was made, with what it needs to be applied. */
export function rolledBack(plan: Plan, { diagnostics }: Rollback): { plan: Plan; diagnostics: readonly Diagnostic[] } {
  const changes = plan.changes.map((change) => {
    if (change.action !== 'delete' || change.reason === undefined) return change;
    const { reason: _, ...rest } = change;
    return rest;
  });
  const changed = changes.some(({ action }) => action !== 'no-op');
  return {
    plan: { ...plan, changes, targets: [], complete: plan.deferred.length === 0, rollback: true },
    diagnostics: changed ? [...diagnostics, PROGRAM_DIFFERS] : diagnostics,
  };
}

const addressOf = ({ resource, key }: BeforeLastRun['ref']): string => formatInstance(formatResource(resource), key);

const objectAt = ({ resources }: State, resourceKey: string, key: InstanceKey): ObjectState | undefined =>
  resources.get(resourceKey)?.instances.get(formatKey(key))?.current;

function noHistory(place: HistoryPlace | undefined): Diagnostic {
  const detail =
    place === undefined
      ? 'It is not kept if the state is read from one file and written to another.'
      : `It would be in ${place.place}${place.isOnlyHere === true ? ', on the machine of the last run' : ''}, ` +
        'until a command adds or removes objects without changing real ones, or another program writes the state' +
        (place.mostBytes === undefined ? '.' : `, and if it has at most ${place.mostBytes / 2 ** 20} MB.`);
  return errorDiagnostic('no-history', 'It is not known what the last run changed', {
    detail: `${detail} To go back, revert the program, and plan.`,
  });
}

const UNFINISHED = errorDiagnostic('unfinished-calls', 'An interrupted run is not finished', {
  detail: 'Some of its calls may still take effect. Finish it with "landform apply", then roll back.',
});

const PROGRAM_DIFFERS = warningDiagnostic('program-differs', 'The program still says what this rollback undoes', {
  detail: 'Revert the change of the program too: otherwise the next apply makes it again.',
});

function problemOf(
  configuration: Configuration,
  address: string,
  module: string,
  before: ObjectState,
  schema: Schema | undefined,
): Diagnostic | undefined {
  const refuse = (why: string): Diagnostic =>
    errorDiagnostic('not-restorable', `${address} cannot be restored`, {
      address,
      detail: `${why}. Revert the program, run "landform init", and plan.`,
    });
  if (moduleAt(configuration, modulePathOf(module)) === undefined)
    return refuse('The program does not have its module any more');
  if (schema === undefined) return refuse('Its provider is not available');
  if (schema.version !== before.schemaVersion)
    return refuse('Its provider has another schema version than the one that wrote it');
  return undefined;
}

const valueOf = ({ attributes, sensitivePaths }: ObjectState, block: Block): Value =>
  markPaths(valueFromJson(attributes, impliedType(block)), sensitivePaths);

/** The objects as their configuration was, with the new values of what they refer to. */
function earlierValues(returning: readonly Returning[]): ReadonlyMap<string, Earlier> {
  const byResource = new Map<string, Returning[]>();
  for (const one of returning) {
    const name = configuredName(one.resourceKey);
    const known = byResource.get(name);
    if (known === undefined) byResource.set(name, [one]);
    else known.push(one);
  }
  return new Map(
    returning.map((one) => {
      const value = asWritten(one);
      const references = referencesIn(one, byResource);
      return [one.address, (now) => (references.size === 0 ? value : referring(value, references, now))];
    }),
  );
}

/** What a configuration can say of an object. What it may leave out is said only if the object differs from it now. */
function asWritten({ value, now, block }: Returning): Value {
  const written = applyIgnoreChanges(value, value, 'all', block);
  if (!isObjectValue(written)) return written;
  const result: Record<string, Value> = { ...written };
  for (const [name, { optional, computed }] of Object.entries(block.attributes)) {
    if (optional !== true || computed !== true) continue;
    const same = now !== null && isObjectValue(now) && valuesEqual(ownEntry(now, name) ?? null, result[name] ?? null);
    if (name === 'id' || same) result[name] = null;
  }
  return result;
}

interface Reference {
  readonly resourceKey: string;
  readonly key: InstanceKey;
  readonly name: string;
}

/** Texts of an object that are values which its dependencies had from their provider, such as IDs. */
function referencesIn(
  { stored, resourceKey }: Returning,
  byResource: ReadonlyMap<string, readonly Returning[]>,
): ReadonlyMap<string, Reference> {
  const found = new Map<string, Reference>();
  for (const dependency of stored.dependencies)
    for (const other of byResource.get(dependency) ?? []) {
      if (other.resourceKey === resourceKey) continue;
      for (const [name, { required, optional, computed }] of Object.entries(other.block.attributes)) {
        const text = isObjectValue(other.value) ? ownEntry(other.value, name) : undefined;
        if (computed !== true || required === true || (optional === true && name !== 'id')) continue;
        if (typeof text !== 'string' || text === '' || (found.has(text) && name !== 'id')) continue;
        found.set(text, { resourceKey: other.resourceKey, key: other.key, name });
      }
    }
  return found;
}

function referring(value: Value, references: ReadonlyMap<string, Reference>, now: Parameters<Earlier>[0]): Value {
  const visit = (part: Value): Value => {
    if (part instanceof Sensitive) return sensitive(visit(part.value));
    if (typeof part !== 'string') return mapParts(part, visit);
    const reference = references.get(part);
    const other = reference && now(reference.resourceKey, reference.key);
    if (reference === undefined || other === undefined) return part;
    return isObjectValue(other) ? (ownEntry(other, reference.name) ?? part) : part;
  };
  return visit(value);
}

/** Says what of created objects is not in state. */
function notRestored(returning: readonly Returning[]): readonly Diagnostic[] {
  return returning.flatMap(({ address, now, block }) => {
    const names =
      now === null
        ? Object.entries(block.attributes).flatMap(([name, { writeOnly }]) => (writeOnly === true ? name : []))
        : [];
    if (names.length === 0) return [];
    return warningDiagnostic('value-not-restored', `${names.join(', ')} of ${address} cannot be restored`, {
      address,
      detail:
        'It is write-only, so no state has it. The object is created without it: set it by hand, or revert the program and apply.',
    });
  });
}
