import {
  configuredResource,
  type Diagnostic,
  formatConfigured,
  hasErrors,
  isWhollyKnown,
  itemAt,
  nearest,
  objectSpan,
  traced,
  type ObjectStep,
  type ResourceChange,
  type ResourceConfiguration,
  type Schema,
  sensitivePaths,
  type StepKind,
  unmarkDeep,
} from '../../model/index.js';
import type { Provider } from '../../providers/provider.js';
import { configurationUnknown, schemaMissing } from '../diagnostics.js';
import { decodeBody } from '../evaluate/body.js';
import { schemaAt } from '../walk/schema-at.js';
import { checkConditions } from '../walk/conditions.js';
import { readData } from '../plan/data.js';
import { withOrigin } from '../plan/instance.js';
import type { Place } from '../walk/places.js';
import { dropObject, storedObject } from './drop.js';
import { makeObject, refreshObjectState } from './make.js';
import { recordRead } from './record-read.js';
import { refOf, runInside, type ApplyRun } from './run.js';

interface Performing {
  readonly run: ApplyRun;
  readonly step: ObjectStep;
  readonly change: ResourceChange;
  readonly provider: Provider;
  readonly schema: Schema;
  /** Left when the provider has answered: only recording is left, which need not keep other calls waiting. */
  readonly place: Place;
}

/** Whether a step succeeded, after its result is recorded; `skipped` if it changed nothing because the run was stopped. */
type Performed = boolean | 'skipped';

const PERFORM: Readonly<Record<StepKind, (performing: Performing) => Promise<Performed>>> = {
  create: (performing) => make(performing, null),
  update: (performing) => make(performing, performing.change.before),
  'create-deposing': createDeposing,
  delete: (performing) => dropObject(performing, undefined),
  'delete-deposed': (performing) => {
    const { run, step, change } = performing;
    return dropObject(performing, step.deposed ?? run.deposed.get(change.address));
  },
  read: readDataStep,
  forget,
  'refresh-state': ({ run, change, schema }) => refreshObjectState(run, change, schema),
};

export async function performStep(whole: ApplyRun, step: ObjectStep, place: Place): Promise<Performed> {
  const change = itemAt(whole.plan.changes, step.change);
  const run = runInside(whole, change.resource);
  const resource = configuredResource(run.context.configuration, change.resourceKey);
  const opened = await run.providers.ephemerals.ensure(formatConfigured(change.resource));
  run.diagnostics.push(...opened.diagnostics);
  if (!opened.ok) return false;
  const { provider, diagnostics } = await run.providers.at(change.provider, change.address, resource);
  run.diagnostics.push(...diagnostics);
  if (provider === undefined || hasErrors(diagnostics)) return false;
  const { type } = change.resource;
  const schema = schemaAt(provider.schemas, change.resource);
  if (schema === undefined) {
    run.diagnostics.push(
      schemaMissing(
        change.address,
        type,
        provider.schemas.source,
        nearest(type, provider.schemas.resourceTypes()),
        resource,
      ),
    );
    return false;
  }
  const perform = (): Promise<Performed> => PERFORM[step.kind]({ run, step, change, provider, schema, place });
  const operation = CALLED[step.kind];
  if (operation === undefined) return perform();
  return traced(
    () => objectSpan(operation, type, change.address),
    async (span) => {
      const done = await perform();
      if (span === undefined || done !== false) return done;
      const error = run.diagnostics.findLast((one) => isErrorAt(one, change.address));
      span.fail({ type: error?.code ?? 'failed', message: error?.summary });
      return done;
    },
  );
}

/** What traces call the steps in which a provider is called. A data source has the span of its reading. */
const CALLED: Readonly<Partial<Record<StepKind, string>>> = {
  create: 'create',
  update: 'update',
  'create-deposing': 'create',
  delete: 'delete',
  'delete-deposed': 'delete',
};

const isErrorAt = ({ severity, address }: Diagnostic, wanted: string): boolean =>
  severity === 'error' && address === wanted;

function make(
  { run, change, provider, schema, place }: Performing,
  before: ResourceChange['before'],
  undo?: () => Promise<void>,
): Promise<Performed> {
  const resource = madeResource(run, change);
  return makeObject({ run, change, resource, provider, schema, before, place }, undo);
}

/** The configuration of an object that a step creates, updates or reads. */
function madeResource({ context }: ApplyRun, { resourceKey }: ResourceChange): ResourceConfiguration {
  const resource = configuredResource(context.configuration, resourceKey);
  if (resource === undefined) throw new Error(`${resourceKey} is not in the configuration of the plan`);
  return resource;
}

/** First, the old object becomes deposed; if no new object is created, it is restored. */
async function createDeposing(performing: Performing): Promise<Performed> {
  const { run, change, place } = performing;
  const key = run.context.randomHex(4);
  const stored = storedObject(run, change, undefined);
  const undo = async (): Promise<void> => {
    if (stored === undefined) return;
    await run.recorder.record(refOf(change), stored);
    await run.recorder.remove(refOf(change, key));
  };
  if ((await place.lend(run.recorder.depose(change.resource, change.key, key))) === 'stopped') {
    await undo();
    return 'skipped';
  }
  run.deposed.set(change.address, key);
  return make(performing, null, undo);
}

async function readDataStep({ run, change, provider, schema, place }: Performing): Promise<boolean> {
  const resource = madeResource(run, change);
  const instance = run.expansions.making(resource, change.key);
  const pre = checkConditions(run, 'precondition', resource, change.address, instance);
  run.diagnostics.push(...pre);
  if (hasErrors(pre)) return false;
  const decoded = decodeBody(resource.body, schema.block, run.values.scope(instance), change.address);
  run.diagnostics.push(...withOrigin(decoded.diagnostics, resource));
  if (hasErrors(decoded.diagnostics)) return false;
  const config = unmarkDeep(decoded.value);
  if (!isWhollyKnown(config)) {
    run.diagnostics.push(configurationUnknown(change.address, resource));
    return false;
  }
  const read = await readData(run.context, resource, change.address, provider, config);
  run.diagnostics.push(...read.diagnostics);
  place.leave();
  if (hasErrors(read.diagnostics)) return false;
  const { value, whole } = await recordRead(run, change, schema, read.value, sensitivePaths(decoded.value));
  if (!whole) return false;
  const post = checkConditions(run, 'postcondition', resource, change.address, {
    ...instance,
    self: run.values.alone(change.resourceKey, value),
  });
  run.diagnostics.push(...post);
  return !hasErrors(post);
}

async function forget({ run, change }: Performing): Promise<boolean> {
  await run.recorder.remove(refOf(change, change.deposed));
  run.counts.forgotten += 1;
  return true;
}
