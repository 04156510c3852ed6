import {
  Unknown,
  isWhollyKnown,
  objectValue,
  type Attribute,
  type ObjectValue,
  type Value,
} from '../../model/index.js';
import { ResultError, fromPlain, toPlain } from './plain.js';

export const isNothing = (answer: unknown): answer is null | undefined => answer === null || answer === undefined;

export interface Merged {
  readonly state: ObjectValue;
  /** What in the answer did not fit the schema; it is left as it was expected, or null. */
  readonly problems: readonly ResultError[];
}

/**
 * A handler's answer laid over what was expected: what it leaves out is as expected, or where nobody knew, as it was before,
 * or null. Write-only attributes always are null.
 */
export function mergeAnswer(
  attributes: Readonly<Record<string, Attribute>>,
  answer: unknown,
  expected: ObjectValue,
  prior: ObjectValue | null = null,
): Merged {
  const given = (isNothing(answer) ? {} : answer) as Readonly<Record<string, unknown>>;
  const state = objectValue();
  const problems: ResultError[] = [];
  for (const [name, attribute] of Object.entries(attributes)) {
    const planned = expected[name] ?? null;
    const rest = (): Value => known(planned, prior?.[name] ?? null, attribute);
    const item = name in given ? given[name] : undefined;
    if (attribute.writeOnly === true) state[name] = null;
    else if (item === undefined) state[name] = rest();
    else {
      try {
        state[name] = fromPlain(item, attribute.type, [name], planned);
      } catch (error) {
        if (!(error instanceof ResultError)) throw error;
        problems.push(error);
        state[name] = rest();
      }
    }
  }
  return { state, problems };
}

/** As {@link mergeAnswer}, when nothing is lost by refusing the whole answer. */
export function acceptAnswer(...parts: Parameters<typeof mergeAnswer>): ObjectValue {
  const { state, problems } = mergeAnswer(...parts);
  if (problems.length > 0) throw new AggregateError(problems);
  return state;
}

function known(planned: Value, prior: Value, attribute: Attribute): Value {
  if (isWhollyKnown(planned)) return planned;
  if (planned instanceof Unknown) return prior;
  return fromPlain(toPlain(planned, null), attribute.type, [], planned);
}
