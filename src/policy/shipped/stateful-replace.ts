import { definePolicy } from '../define.js';
import { isOneOf, STATEFUL_TYPES } from './stateful-types.js';

/** Objects with content that are replaced, where `prevent_destroy` would have stopped the plan. */
export const statefulReplace = definePolicy({
  name: 'stateful-replace',
  description: 'An object with content is not replaced',
  level: 'mandatory',
  parameters: {
    types: { type: 'strings', default: STATEFUL_TYPES, description: 'Types with content; "*" for any characters' },
  },
  *check({ changes, parameters: { types } }) {
    for (const change of changes) {
      if (change.action !== 'replace' || !isOneOf(change.type, types)) continue;
      const paths =
        change.replacedBy.length === 0 ? '' : `: ${change.replacedBy.join(', ')} cannot be changed in place`;
      yield {
        at: change,
        message: `${change.address} is replaced and loses its content${paths}`,
        remediation:
          'Undo the change, or create a second object and move the content. Set prevent_destroy, so that such a plan fails.',
      };
    }
  },
});
