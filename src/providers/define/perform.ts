import type { ObjectValue } from '../../model/index.js';
import { ProviderError, type AnyResource, type ApplyContext } from './definition.js';
import { objectToPlain } from './plain.js';
import { inputsFor } from './plan.js';

/** The result of a create or an update. */
export interface Performed {
  readonly answer: unknown;
  readonly errors: readonly unknown[];
  /** The create may have taken effect anyway, and the resource can find out. */
  readonly uncertain: boolean;
}

/**
 * Creates or updates. An error that contains the present object is returned beside it; after an unexpected one in a
 * create, the present object is unknown.
 */
export async function perform(
  resource: AnyResource,
  call: { readonly prior: ObjectValue | null; readonly planned: ObjectValue; readonly config: ObjectValue },
  context: ApplyContext<unknown>,
): Promise<Performed> {
  const { prior, planned, config } = call;
  const inputs = inputsFor(resource.schema, planned, config);
  try {
    const answer: unknown =
      prior === null
        ? await resource.create(inputs, context)
        : await resource.update?.(inputs, objectToPlain(prior), context);
    return { answer, errors: [], uncertain: false };
  } catch (error) {
    if (!ProviderError.is(error)) {
      if (prior !== null || resource.locate === undefined) throw error;
      return { answer: undefined, errors: [error], uncertain: true };
    }
    if (error.state === undefined) throw error;
    return { answer: error.state, errors: [error], uncertain: false };
  }
}
