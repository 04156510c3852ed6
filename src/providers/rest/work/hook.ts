import type { Json } from '../../../model/index.js';
import type { HookCall, ListMapping } from '../mapping/definition.js';
import type { Asking } from '../calls.js';
import type { Session } from '../session.js';

/** API access for a hook that explains something. */
export function hookCall(session: Session, asking: Asking): HookCall {
  return {
    values: asking.values,
    list: async (list: ListMapping): Promise<readonly Json[] | undefined> => {
      const listed = await session.list(list, asking, 'fresh');
      return listed.kind === 'list' ? listed.list.items : undefined;
    },
  };
}
