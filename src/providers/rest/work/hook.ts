import type { Json } from '../../../model/index.js';
import type { HookCall, ListMapping } from '../mapping/definition.js';
import type { Asking, Session } from '../session.js';

/** What a hook that explains something may ask the API. */
export function hookCall(session: Session, asking: Asking): HookCall {
  return {
    values: asking.values,
    list: async (list: ListMapping): Promise<readonly Json[] | undefined> => {
      const listed = await session.list(list, asking, 'fresh');
      return listed.kind === 'list' ? listed.list.items : undefined;
    },
  };
}
