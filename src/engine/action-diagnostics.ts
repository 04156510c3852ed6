import {
  errorDiagnostic,
  formatKey,
  isBefore,
  nearest,
  warningDiagnostic,
  type ActionConfiguration,
  type ActionEvent,
  type ActionReference,
  type ActionTrigger,
  type ActionTriggerCause,
  type Diagnostic,
  type DueAction,
  type InstanceKey,
  type InterruptedAction,
  type ResourceConfiguration,
} from '../model/index.js';
import type { ProviderSchemas } from '../providers/provider.js';

/** The engine's messages about actions, one function each. */

const placeOf = (action: ActionConfiguration): Partial<Diagnostic> => ({
  source: action.source,
  ...(action.origin === undefined ? {} : { origin: action.origin }),
});

const didYouMean = (near: readonly string[], otherwise: string): string =>
  near.length > 0 ? `Did you mean ${near.join(' or ')}?` : otherwise;

export function actionTypeMissing(action: ActionConfiguration, schemas: ProviderSchemas): Diagnostic {
  const { type } = action.address;
  const known = schemas.actionTypes();
  return errorDiagnostic('unknown-action-type', `The provider ${schemas.source} has no action type ${type}`, {
    address: action.key,
    ...placeOf(action),
    detail: didYouMean(
      nearest(type, known),
      known.length === 0
        ? 'The provider has no actions.'
        : 'Run "landform providers schema" for the types of each provider.',
    ),
  });
}

export const unknownAction = (target: string, near: readonly string[]): Diagnostic =>
  errorDiagnostic('unknown-action', `There is no action ${target}`, {
    detail: didYouMean(near, 'Declare it in an action block, or correct the name.'),
  });

export const invalidInvoke = (target: string): Diagnostic =>
  errorDiagnostic('invalid-action-address', `${target} is not the address of an action`, {
    detail: 'Action addresses have the form action.type.name, or action.type.name["key"] for an instance.',
  });

export const actionInstanceMissing = (
  action: ActionConfiguration,
  key: InstanceKey,
  keys: readonly string[],
): Diagnostic =>
  errorDiagnostic('unknown-action-instance', `There is no ${action.key}${formatKey(key)}`, {
    address: action.key,
    ...placeOf(action),
    detail:
      keys.length === 0
        ? `${action.key} has no instances.`
        : keys[0] === ''
          ? 'It has neither count nor for_each: use it without a key.'
          : `It has the instances ${keys.slice(0, 10).join(', ')}${keys.length > 10 ? ', …' : ''}.`,
  });

export const triggerKeyInvalid = (reference: ActionReference): Diagnostic =>
  errorDiagnostic('invalid-action-key', `The key of ${reference.action} is not a known string or number`, {
    source: reference.source,
    detail: 'The trigger names one instance. Its key must be known during planning.',
  });

export function actionUnknown(action: ActionConfiguration, address: string, trigger: ActionTriggerCause): Diagnostic {
  return errorDiagnostic('action-unknown', `The configuration of ${address} is not known yet`, {
    address,
    ...placeOf(action),
    detail:
      trigger.kind === 'invoke'
        ? 'It refers to an object that has not been created yet. Apply first, then invoke the action.'
        : 'The configuration of an action before or after a destroy must be known during planning, since objects it refers to may be destroyed by then.',
  });
}

export const actionUnknownAtApply = (
  action: ActionConfiguration,
  address: string,
  trigger: ActionTriggerCause,
): Diagnostic =>
  errorDiagnostic('action-unknown', `The configuration of ${address} is still not known`, {
    address,
    ...placeOf(action),
    detail:
      trigger.kind === 'lifecycle' && isBefore(trigger.event)
        ? `It is invoked before ${trigger.resource} changes, but refers to a value that is only known afterwards. Use an event after the change, or remove the reference.`
        : 'An object it refers to was not created or was excluded by --target. Apply that first, then plan again.',
  });

export const triggerUnknown = (resource: ResourceConfiguration, trigger: ActionTrigger, event: string): Diagnostic =>
  errorDiagnostic('action-condition-unknown', `It is unknown whether the ${event} actions of ${resource.key} apply`, {
    address: resource.key,
    source: { file: trigger.source.file, path: [...trigger.source.path, 'condition'] },
    detail: 'The condition refers to a value that is not known by then. Remove the reference.',
  });

export const triggerNamesNothing = (
  resource: ResourceConfiguration,
  reference: ActionReference,
  near: readonly string[],
): Diagnostic =>
  errorDiagnostic('unknown-action', `There is no action ${reference.action}`, {
    address: resource.key,
    source: reference.source,
    ...(resource.origin === undefined ? {} : { origin: resource.origin }),
    detail: didYouMean(near, 'Declare it in an action block, or correct the name.'),
  });

export const triggerKeyMismatch = (
  resource: ResourceConfiguration,
  reference: ActionReference,
  action: ActionConfiguration,
): Diagnostic => {
  const repeated = action.forEach !== undefined ? 'for_each' : action.count !== undefined ? 'count' : undefined;
  return errorDiagnostic(
    'invalid-reference',
    repeated === undefined ? `${action.key} has no instances` : `${action.key} has several instances; a key is missing`,
    {
      address: resource.key,
      source: reference.source,
      ...(resource.origin === undefined ? {} : { origin: resource.origin }),
      detail:
        repeated === undefined
          ? `It has neither count nor for_each: write ${action.key}, without a key.`
          : `It has ${repeated}. Write ${action.key}[${repeated === 'count' ? 'count.index' : 'each.key'}], or another key.`,
    },
  );
};

/** An invocation of an earlier run without a recorded end. Its result cannot be looked up, so the user has to check. */
export function interruptedAction({ address, trigger }: InterruptedAction): Diagnostic {
  const when = trigger === undefined ? '' : ` ${EVENT_WORDS[trigger.event]} ${trigger.resource}`;
  const next =
    trigger !== undefined && isBefore(trigger.event)
      ? `If that change is still pending, the next plan lists the action again.`
      : `It is not repeated automatically. To invoke it again: landform apply --invoke='${address}'`;
  return warningDiagnostic('interrupted-action', `An earlier run stopped while ${address} was being invoked${when}`, {
    address,
    detail: `It may have run completely or in part. Check the system itself. ${next}`,
  });
}

/** A due action whose reason to be invoked no longer exists. */
export const dueDropped = ({ address, trigger }: DueAction): Diagnostic =>
  warningDiagnostic(
    'due-action-dropped',
    `${address} was not invoked ${EVENT_WORDS[trigger.event]} ${trigger.resource}`,
    {
      address,
      detail:
        'The run that should have invoked it ended early, and the object or its trigger no longer exists. The action did not run.',
    },
  );

const EVENT_WORDS: Readonly<Record<ActionEvent, string>> = {
  before_create: 'before the creation of',
  after_create: 'after the creation of',
  before_update: 'before the update of',
  after_update: 'after the update of',
  before_destroy: 'before the destruction of',
  after_destroy: 'after the destruction of',
};

/** The consequences of a failed invocation, as sentences to follow the provider's own. */
export function afterFailure(
  address: string,
  trigger: ActionTriggerCause,
  summary: string | undefined,
  left: readonly string[],
): string {
  const done = summary === undefined ? '' : `Completed before that: ${summary}. `;
  const again = `To invoke it again: landform apply --invoke='${address}'`;
  if (trigger.kind === 'invoke') return `${done}${again}`;
  const what = `${EVENT_WORDS[trigger.event].replace(/^(before|after) /, '')} ${trigger.resource}`;
  return isBefore(trigger.event)
    ? `${done}Therefore ${what} was not started; the next plan includes both.`
    : `${done}It was triggered by ${what}, which succeeded. Steps that depend on it were not started${left.length === 0 ? '' : `, nor were ${left.join(', ')}`}, and the action is not repeated automatically. ${again}`;
}
