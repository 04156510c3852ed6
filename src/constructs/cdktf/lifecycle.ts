import type { Dynamic } from '../reference.js';
import { keysToSnakeCase } from './case.js';
import { addressIn, dependable } from './expressions.js';
import type { IResolveContext } from './resolvable.js';
import type { ITerraformDependable, Postcondition, Precondition } from './shapes.js';

export interface TerraformResourceLifecycle {
  readonly createBeforeDestroy?: boolean | undefined;
  readonly preventDestroy?: boolean | undefined;
  readonly ignoreChanges?: string[] | 'all' | undefined;
  readonly replaceTriggeredBy?: (ITerraformDependable | string)[] | undefined;
  readonly precondition?: Precondition[] | undefined;
  readonly postcondition?: Postcondition[] | undefined;
}

/** The block of the language, if there is one to write. */
export function lifecycleToTerraform(lifecycle?: TerraformResourceLifecycle): Dynamic {
  if (lifecycle === undefined) return undefined;
  const { replaceTriggeredBy, precondition, postcondition, ...rest } = lifecycle;
  return {
    ...keysToSnakeCase(rest),
    replace_triggered_by: replaceTriggeredBy?.map((each) => (typeof each === 'string' ? each : each.fqn)),
    precondition: precondition?.map(conditionBlock),
    postcondition: postcondition?.map(conditionBlock),
  };
}

export const conditionBlock = ({ condition, errorMessage }: Precondition): object => ({
  condition,
  error_message: errorMessage,
});

export const addressesOf = (dependsOn: readonly ITerraformDependable[] | undefined): string[] | undefined =>
  dependsOn?.map(dependable);

/** The address of something, without `${}`. */
export const bare = (value: unknown): Dynamic => ({
  creationStack: [],
  resolve: (context: IResolveContext) => addressIn(value, context),
});
