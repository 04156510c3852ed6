import path from 'node:path';
import { hasErrors } from '../../model/index.js';
import { packageProvider } from '../../operations/index.js';
import { toned } from '../../render/index.js';
import type { Run } from '../command.js';
import { DONE } from '../exit-code.js';
import type { PROVIDERS_PACKAGE_OPTIONS } from '../options.js';

export const run: Run<typeof PROVIDERS_PACKAGE_OPTIONS, readonly [name: string]> = async (
  { environment, globals, present },
  { options: { out, platform, include }, arguments: [name] },
) => {
  const result = await packageProvider(environment, { name, out, platforms: platform, include });
  const { source = '', version = '', folders, diagnostics } = result;
  if (!hasErrors(diagnostics)) {
    if (globals.json) present.json({ source, version, folders });
    else {
      present.say([toned('success', `Wrote ${source} ${version}`)]);
      for (const folder of folders) present.say([`  ${path.join(out, folder)}`]);
      const mirror = path.resolve(environment.directory, out);
      present.say(
        [],
        ['Terraform installs it from there with this in its CLI configuration (~/.terraformrc):'],
        [`  provider_installation { filesystem_mirror { path = ${JSON.stringify(mirror)} } }`],
      );
    }
  }
  return present.diagnostics(diagnostics, DONE);
};
