import { hasErrors } from '../../model/index.js';
import { lockProviders } from '../../operations/index.js';
import { lines, toned, type Line } from '../../render/index.js';
import type { Run } from '../command.js';
import { DONE } from '../exit-code.js';
import type { PROVIDERS_LOCK_OPTIONS } from '../options.js';
import { UsageError } from '../usage-error.js';

export const run: Run<typeof PROVIDERS_LOCK_OPTIONS> = async (context, { options }) => {
  const { present } = context;
  const { platform: platforms, 'fs-mirror': mirrorFolder, 'net-mirror': mirrorUrl } = options;
  if (mirrorFolder !== undefined && mirrorUrl !== undefined)
    throw new UsageError(
      'contradicting-options',
      '--fs-mirror and --net-mirror exclude each other',
      'Remove one of them.',
    );
  if (mirrorUrl?.startsWith('https://') === false)
    throw new UsageError('invalid-address', '--net-mirror must begin with https://', 'Correct the address.');
  const result = await lockProviders(context.environment, { platforms, mirrorFolder, mirrorUrl });
  if (!hasErrors(result.diagnostics)) {
    const { providers, changed } = result;
    if (context.globals.json) present.json({ providers: providers.map((one) => ({ ...one })), changed });
    else {
      const rows = providers.map(({ source, version }): Line => [`  ${source}  `, toned('faint', version)]);
      const done = changed ? '.terraform.lock.hcl is updated. Commit it.' : '.terraform.lock.hcl is up to date.';
      present.page([...(rows.length === 0 ? [] : [lines(['Locked:'], ...rows)]), lines([toned('success', done)])]);
    }
  }
  return present.diagnostics(result.diagnostics, DONE);
};
