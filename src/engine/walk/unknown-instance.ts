import { UNKNOWN, Unknown, type Repeatable } from '../../model/index.js';
import type { Scope } from '../evaluate/scope.js';

/** The scope of an instance with an unknown key and value, of something with count or for_each. */
export const unknownInstance = (inner: Scope, { count, forEach }: Pick<Repeatable, 'count' | 'forEach'>): Scope => ({
  ...inner,
  lookup: (subject, steps, span) => {
    if (subject.kind === 'count' && count !== undefined) return { value: new Unknown('number'), consumed: 1 };
    if (subject.kind === 'each' && forEach !== undefined)
      return { value: steps[0]?.key === 'key' ? new Unknown('string') : UNKNOWN, consumed: 1 };
    return inner.lookup(subject, steps, span);
  },
});
