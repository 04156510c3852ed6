import { importResource } from '../../operations/index.js';
import { lines, toned } from '../../render/index.js';
import type { Run } from '../command.js';
import { DONE } from '../exit-code.js';
import type { IMPORT_OPTIONS } from '../options.js';
import { commonOptions } from './planning.js';
import { saveEdits } from './state/save-edits.js';

export const run: Run<typeof IMPORT_OPTIONS, [address: string, id: string]> = async (
  context,
  { options, arguments: [address, id] },
) => {
  const { present } = context;
  const common = commonOptions(context, options);
  const saved = await saveEdits(context, options, common, () => ({ kind: 'import', address, id }));
  if (saved !== undefined) return saved;
  const result = await importResource(context.environment, {
    ...common,
    address,
    id,
  });
  if (result.address !== undefined) {
    // The ID is not repeated: of some objects it is the secret itself.
    const sentence = `Imported ${result.address}.`;
    if (present.messages !== undefined) present.say([sentence]);
    else {
      present.page([lines([toned('success', sentence)])]);
      present.say([], ['To see how it differs from the configuration:  landform plan']);
    }
  }
  return present.diagnostics(result.diagnostics, DONE, { compactWarnings: options['compact-warnings'] });
};
