import {
  type Diagnostic,
  errorDiagnostic,
  formatPath,
  itemAt,
  nearest,
  type Path,
  type RelatedPlace,
  type ResourceConfiguration,
  shellWord,
  type SourcePlace,
  warningDiagnostic,
} from '../model/index.js';
import type { LostCreate } from './refresh/lost-create.js';
import type { Providers } from '../providers/source.js';

/** The engine's messages, one function each; codes are listed in docs/diagnostics.md. */

type Declared = Pick<ResourceConfiguration, 'body' | 'origin'>;

const placeOf = (resource: Declared | undefined): Partial<Diagnostic> =>
  resource === undefined
    ? {}
    : { source: resource.body.source, ...(resource.origin === undefined ? {} : { origin: resource.origin }) };

/** Includes the advice of the code that finds providers, which knows what to add to the configuration. */
export function providerMissing(
  providers: Providers,
  address: string,
  source: string,
  resource?: Declared,
): Diagnostic {
  const near = nearest(source, providers.available());
  const told =
    providers.missing?.(source) ??
    errorDiagnostic('unknown-provider', `There is no provider ${source}`, {
      detail:
        near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Declare its source in terraform.required_providers.',
    });
  return { ...told, address, ...placeOf(resource) };
}

export const undeclaredConfiguration = (address: string, name: string, alias: string, of?: Declared): Diagnostic =>
  errorDiagnostic('undeclared-provider-configuration', `${address} needs the provider configuration ${name}.${alias}`, {
    address,
    ...placeOf(of),
    detail: `It is not declared. Declare it with "provider": { "${name}": { "alias": "${alias}" } }, or use another one.`,
  });

/** Of an object whose provider was configured in a module that no longer has the configuration. */
export const removedConfiguration = (address: string, configuration: string, of?: Declared): Diagnostic =>
  errorDiagnostic('undeclared-provider-configuration', `${address} needs the provider configuration of its module`, {
    address,
    ...placeOf(of),
    detail: `${configuration} is no longer configured. Restore the provider block, apply the removal of the resource, and then remove the block.`,
  });

export const schemaMissing = (
  address: string,
  type: string,
  source: string,
  near: readonly string[] = [],
  resource?: ResourceConfiguration,
): Diagnostic =>
  errorDiagnostic('unknown-resource-type', `The provider ${source} has no resource type ${type}`, {
    address,
    ...placeOf(resource),
    detail:
      near.length > 0
        ? `Did you mean ${near.join(' or ')}?`
        : `Run "landform providers schema" for the types of each provider.`,
  });

export const schemaTooNew = (address: string, stored: number, known: number): Diagnostic =>
  errorDiagnostic('state-schema-newer', `${address} was written by a newer version of its provider`, {
    address,
    detail: `The state has schema version ${stored}, but this provider supports versions up to ${known}. Use the provider version that wrote the state.`,
  });

export const interruptedUnclear = (
  { address, provider, known, isConfigured }: LostCreate,
  seen: string | undefined,
): Diagnostic =>
  errorDiagnostic('interrupted-create', `It is unknown whether ${address} was created`, {
    address,
    detail:
      `An earlier run stopped while ${address} was being created, and ${provider} cannot search for it. Look for it in the system itself.` +
      (known.length === 0 ? '' : ` It was to have ${known.join(', ')}.`) +
      (seen === undefined ? '' : ` ${seen}`) +
      `\nIf it exists, adopt it by its import ID:  --adopt ${shellWord(`${address}=ID`)}` +
      `\nIf not, or if it is not wanted, ${isConfigured ? 'create it again' : 'forget it'}:  --give-up ${shellWord(address)}`,
  });

export const notInterrupted = (address: string, option: string): Diagnostic =>
  errorDiagnostic('not-interrupted', `No create of ${address} was interrupted`, {
    address,
    detail: `--${option} is for a create whose outcome is unknown. Correct the address, or remove the option.`,
  });

export const stoppedWaiting = (address: string, action: 'create' | 'update' | 'delete'): Diagnostic =>
  errorDiagnostic('stopped-waiting', `Stopped waiting for the interrupted ${action} of ${address}`, {
    address,
    detail:
      'The request may still take effect, so nothing was planned for the object. It stays recorded: run the command again, and the next run ' +
      'checks it first.',
  });

export function cycle(path: readonly string[], related: readonly RelatedPlace[]): Diagnostic {
  const circle = path.join(' → ');
  const isShort = circle.length <= 40;
  const address = itemAt(path, 0);
  if (path.length === 2)
    return errorDiagnostic('cycle', `${address} depends on itself`, {
      address,
      related,
      detail: 'Remove the reference: the value is only known after the object is created.',
    });
  return errorDiagnostic(
    'cycle',
    isShort ? `Dependency cycle: ${circle}` : `${path.length - 1} objects depend on each other in a cycle`,
    {
      address,
      related,
      detail: `${isShort ? '' : `${circle}\n`}Remove one of the references, or split one of the resources, so that one can be created first.`,
    },
  );
}

export const movedOutsideTargets = (excluded: readonly string[], isExcluding: boolean): Diagnostic =>
  errorDiagnostic('moved-outside-targets', 'The targets exclude objects that move to another address', {
    detail: isExcluding
      ? `Objects are always planned under their new address. Plan without --exclude for: ${excluded.join(', ')}`
      : `Objects are always planned under their new address. Plan without targets, or add: ${excluded
          .map((address) => `--target '${address}'`)
          .join(' ')}`,
  });

/** The most addresses that a message lists. */
const LISTED = 10;

export const destroysNeeded = (address: string, dependants: readonly string[], isExcluding: boolean): Diagnostic => {
  const listed = dependants.slice(0, LISTED);
  const more = dependants.length > LISTED ? ` and ${dependants.length - LISTED} more` : '';
  const advice = isExcluding
    ? `Plan without --exclude, or add: --exclude ${shellWord(address)}`
    : `Plan without targets, or add: ${listed.map((one) => `--target ${shellWord(one)}`).join(' ')}`;
  return errorDiagnostic('destroys-needed', `The targets destroy ${address}, but not what depends on it`, {
    address,
    detail: `In state, ${listed.join(', ')}${more} ${dependants.length === 1 ? 'depends' : 'depend'} on it. ${advice}`,
  });
};

export const unknownTarget = (target: string, near: readonly string[]): Diagnostic =>
  errorDiagnostic('unknown-target', `${target} is neither in the configuration nor in the state`, {
    address: target,
    detail:
      near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Run "landform state list" for the addresses in state.',
  });

export const unmatchedReplacement = (address: string, near: readonly string[]): Diagnostic =>
  errorDiagnostic('unmatched-replace', `${address} is not a planned instance, so it cannot be replaced`, {
    address,
    detail: near.length > 0 ? `Specify an instance: ${near.join(', ')}` : 'Specify an instance that the plan includes.',
  });

export const importUnwanted = (
  address: string,
  wanted: readonly string[],
  resource: ResourceConfiguration,
): Diagnostic =>
  errorDiagnostic('not-configured', `The configuration has no instance ${address}`, {
    address,
    ...placeOf(resource),
    detail:
      `The next plan would destroy the imported object. ` +
      (wanted.length > 0 ? `Its instances are: ${wanted.join(', ')}` : 'Change count or for_each first, then import.'),
  });

export const preventDestroy = (resource: ResourceConfiguration, address: string, why: string): Diagnostic =>
  errorDiagnostic('prevent-destroy', `${address} must not be destroyed`, {
    address,
    ...placeOf(resource),
    detail: `The plan would ${why} it, but its lifecycle has prevent_destroy. Remove prevent_destroy, or leave the object out with --exclude.`,
  });

export const replacesKept = (resource: ResourceConfiguration, address: string): Diagnostic =>
  errorDiagnostic('replaces-kept', `${address} cannot be replaced without being destroyed`, {
    address,
    ...placeOf(resource),
    detail:
      'Its lifecycle has destroy = false. Remove that to replace the object, or remove the object from state and keep it:  ' +
      `landform state rm ${shellWord(address)}`,
  });

const SETTLED = {
  count: 'count must be a non-negative whole number that is known during planning.',
  for_each: 'for_each must be a map, an object or a set of strings that is known during planning and not sensitive.',
  enabled: 'enabled must be true or false, known during planning and not sensitive.',
};

export const notSettled = (
  address: string,
  what: keyof typeof SETTLED,
  source: SourcePlace,
  reason: string,
): Diagnostic =>
  errorDiagnostic(`invalid-${what === 'for_each' ? 'for-each' : what}`, `The ${what} of ${address} ${reason}`, {
    address,
    source,
    detail: SETTLED[what],
  });

/** Instances that stay unknown, because no change of the plan makes them known. */
export const unknownInstances = (
  address: string,
  what: keyof typeof SETTLED,
  source: SourcePlace,
  reason: string,
): Diagnostic => ({
  ...notSettled(address, what, source, reason),
  detail: NEVER_KNOWN,
});

export const NEVER_KNOWN =
  'Nothing in this plan makes it known. Take it from values that do not change in every plan, as timestamp() does. With --target or --exclude, include everything it depends on.';

export const inconsistentPlan = (
  address: string,
  provider: string,
  problems: readonly { path: Path; message: string }[],
): Diagnostic =>
  errorDiagnostic('provider-invalid-plan', `The provider ${provider} returned an invalid plan for ${address}`, {
    address,
    detail: `${problemList(problems)}\nThis is a bug in the provider; please report it to its authors.`,
  });

export const inconsistentFinalPlan = (
  address: string,
  provider: string,
  problems: readonly { path: Path; message: string }[],
): Diagnostic =>
  errorDiagnostic(
    'provider-inconsistent-plan',
    `The provider ${provider} changed its plan for ${address} between plan and apply`,
    {
      address,
      detail: `${problemList(problems)}\nThe object was not changed. If a file that a function reads has changed since the plan, plan again. Otherwise this is a bug in the provider; please report it to its authors.`,
    },
  );

export const inconsistentResult = (
  address: string,
  provider: string,
  problems: readonly { path: Path; message: string }[],
): Diagnostic =>
  errorDiagnostic(
    'provider-inconsistent-result',
    `The provider ${provider} applied a change to ${address} that differs from its plan`,
    {
      address,
      detail: `${problemList(problems)}\nThe object is recorded as it is now. This is a bug in the provider; please report it to its authors.`,
    },
  );

export const configurationUnknown = (address: string, resource: ResourceConfiguration | undefined): Diagnostic =>
  errorDiagnostic('unknown-at-apply', `The configuration of ${address} is still not known`, {
    address,
    ...placeOf(resource),
    detail: 'An object it refers to was not created or was excluded by --target. Apply that first, then plan again.',
  });

export type ConditionKind = 'precondition' | 'postcondition' | 'validation' | 'assert';

/** A failure of a check is a warning. */
export const conditionFailed = (
  kind: ConditionKind,
  address: string,
  message: string,
  source: SourcePlace,
  values: string,
): Diagnostic => {
  const shown = values === '' ? '' : `: ${values}`;
  if (kind === 'assert')
    return warningDiagnostic('check-failed', `${address}: ${message}`, {
      address,
      source,
      detail: `An assertion of ${address} is not met${shown}.`,
    });
  return errorDiagnostic(`${kind}-failed`, `${address}: ${message}`, {
    address,
    source,
    detail: `A ${kind} of ${address} is not met${shown}.`,
  });
};

export const conditionInvalid = (address: string, source: SourcePlace, reason: string): Diagnostic =>
  errorDiagnostic('invalid-condition', `A condition of ${address} ${reason}`, {
    address,
    source,
    detail: 'A condition must be true or false.',
  });

export const importMissing = (address: string, id: string): Diagnostic =>
  errorDiagnostic('import-not-found', `No object has the ID ${JSON.stringify(id)} to import as ${address}`, {
    address,
    detail: "Check the ID. The provider's guide shows the format for each type.",
  });

export const sensitiveOutput = (name: string, source: SourcePlace): Diagnostic =>
  errorDiagnostic('sensitive-output', `output.${name} shows a sensitive value`, {
    address: `output.${name}`,
    source,
    detail: 'Set sensitive = true on the output, or wrap the value in nonsensitive() if it may be shown.',
  });

function problemList(problems: readonly { path: Path; message: string }[]): string {
  return problems
    .map(({ path, message }) => `- ${path.length === 0 ? '' : `${formatPath(path)}: `}${message}`)
    .join('\n');
}

export const triggerWithoutInstance = (
  resource: ResourceConfiguration,
  address: string,
  named: string,
  index: number,
): Diagnostic =>
  errorDiagnostic('trigger-without-instance', `replace_triggered_by names ${named}, which does not exist`, {
    address,
    ...placeOf(resource),
    source: {
      file: resource.body.source.file,
      path: [...resource.body.source.path, 'lifecycle', 'replace_triggered_by', index],
    },
    detail: 'Use the key of an existing instance, or remove the entry.',
  });

/** `left` contains names of attributes; `private` is the provider's own data. */
export const objectTooLarge = (
  address: string,
  left: readonly string[],
  resource: ResourceConfiguration | undefined,
): Diagnostic =>
  errorDiagnostic('object-too-large', `${address} is too large for the state`, {
    address,
    ...placeOf(resource),
    detail:
      `The object is recorded and can be changed and destroyed, but these parts are not recorded: ${left.join(', ')}. ` +
      'Objects that refer to them are not applied. Reduce the size of the resource, keep large content in files or in a storage service, or split ' +
      'the resources into several stacks. Each refresh reports this again; --refresh=false avoids it.',
  });
