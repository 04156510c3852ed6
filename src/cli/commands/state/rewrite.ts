import { rewriteState, type StateRewrite } from '../../../operations/index.js';
import type { Run } from '../../command.js';
import type { STATE_EDIT_OPTIONS } from '../../options.js';
import { lockOptions } from './lock.js';
import { reportEdit } from './report.js';

const SENTENCES: Readonly<Record<StateRewrite, string>> = {
  encrypt: 'The state was encrypted, and read back:',
  decrypt: 'The state was stored as plain text, and read back:',
  rotate: 'The state was encrypted with a new key, and read back:',
};

export const rewriting =
  (rewrite: StateRewrite): Run<typeof STATE_EDIT_OPTIONS, []> =>
  async (context, { options }) => {
    const result = await rewriteState(context.environment, { ...lockOptions(options), rewrite });
    return reportEdit(context, result, SENTENCES[rewrite]);
  };
