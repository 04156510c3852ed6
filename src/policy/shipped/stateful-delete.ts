import { definePolicy } from '../define.js';
import { isOneOf, STATEFUL_TYPES } from './stateful-types.js';

/** Objects with content that the plan destroys. What is replaced is for {@link statefulReplace}. */
export const statefulDelete = definePolicy({
  name: 'stateful-delete',
  description: 'Destroying an object with content needs approval',
  level: 'needs-approval',
  parameters: {
    types: { type: 'strings', default: STATEFUL_TYPES, description: 'Types with content; "*" for any characters' },
  },
  *check({ changes, parameters: { types } }) {
    for (const change of changes) {
      if (change.action !== 'delete' || change.mode !== 'managed' || !isOneOf(change.type, types)) continue;
      yield {
        at: change,
        message: `${change.address} is destroyed with its content`,
        remediation: 'Make a backup first, or remove it from state only and keep the object.',
      };
    }
  },
});
