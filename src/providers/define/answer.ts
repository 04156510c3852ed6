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
  /** The parts of the answer that did not match the schema; they keep the expected value, or are null. */
  readonly problems: readonly ResultError[];
}

/**
 * A handler's answer merged over the expected object: what it leaves out is as expected, or if that is unknown, as
 * before, or null. Write-only attributes are always null.
 */
export function mergeAnswer(
  attributes: Readonly<Record<string, Attribute>>,
  answer: unknown,
  expected: ObjectValue,
  prior: ObjectValue | null = null,
): Merged {
  const given = typeof answer === 'object' && answer !== null ? answer : {};
  const state = objectValue();
  const problems: ResultError[] = [];
  for (const [name, attribute] of Object.entries(attributes)) {
    const planned = expected[name] ?? null;
    const rest = (): Value => known(planned, prior?.[name] ?? null, attribute);
    const item: unknown = name in given ? Reflect.get(given, name) : undefined;
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

/** Like {@link mergeAnswer}, if nothing is lost by rejecting the whole answer. */
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
