import { hasErrors } from '../../model/index.js';
import { mirrorProviders } from '../../operations/index.js';
import { lines, toned, type Line } from '../../render/index.js';
import type { Run } from '../command.js';
import { DONE } from '../exit-code.js';
import type { PROVIDERS_MIRROR_OPTIONS } from '../options.js';

export const run: Run<typeof PROVIDERS_MIRROR_OPTIONS, readonly [folder: string]> = async (
  context,
  { options, arguments: [folder] },
) => {
  const { present } = context;
  const { providers, diagnostics } = await mirrorProviders(context.environment, {
    folder,
    platforms: options.platform,
  });
  if (!hasErrors(diagnostics)) {
    if (context.globals.json) present.json({ providers: providers.map((one) => ({ ...one })), folder });
    else {
      const rows = providers.map(({ source, version }): Line => [`  ${source}  `, toned('faint', version)]);
      present.page([
        ...(rows.length === 0 ? [] : [lines(['Copied:'], ...rows)]),
        lines([toned('success', `${folder} is a mirror of these providers.`)]),
      ]);
    }
  }
  return present.diagnostics(diagnostics, DONE);
};
