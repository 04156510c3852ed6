import path from 'node:path';
import { DiagnosticError, errorDiagnostic, type Diagnostic } from '../../model/index.js';
import { currentPlatform, isPlatform } from '../../providers/install/platform.js';
import { composeProviders } from './index.js';
import type { OperationEnvironment } from '../environment.js';
import { guarded } from '../guard.js';
import { packProvider } from '../package/pack.js';
import { namedProvider } from '../served-name.js';
import { LIBRARY } from '../library-folder.js';

/** Packs a provider for Terraform. Loaded by `providers package` alone. */

export interface PackageOptions {
  /** The name of a provider, or the file of a module that exports one. */
  readonly name: string;
  /** The folder of the mirror. */
  readonly out: string;
  /** Such as `linux_amd64`; that of this machine if there are none. */
  readonly platforms: readonly string[];
  /** Files that the module reads while running. */
  readonly include: readonly string[];
}

export interface PackageResult {
  readonly source?: string;
  readonly version?: string;
  /** What was written, relative to the mirror. */
  readonly folders: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const VERSION = /^\d+\.\d+\.\d+(-[\w.-]+)?$/;

export async function packageProvider(env: OperationEnvironment, options: PackageOptions): Promise<PackageResult> {
  return guarded<PackageResult>({ folders: [] }, async () => {
    const platforms = options.platforms.length === 0 ? [currentPlatform()] : options.platforms;
    const refused = platforms.flatMap(platformProblem);
    if (refused.length > 0) throw new DiagnosticError(refused);
    const named = await namedProvider(env, options.name);
    const providers = composeProviders(env, {
      directory: env.directory,
      providers: named.module === undefined ? {} : { [named.source]: named.module },
    });
    const provider = await providers.separate(named.source);
    if (provider === undefined) throw new Error(`the provider ${named.source} is gone`);
    const { source, version } = provider.schemas;
    await provider.close();
    if (!VERSION.test(version)) throw new DiagnosticError([versionMissing(options.name, version)]);
    const from = (file: string): string => path.resolve(env.directory, file);
    const folders = platforms.map((platform) => path.join(source, version, platform));
    for (const folder of folders) {
      await packProvider(
        {
          source,
          version,
          module: named.module === undefined ? undefined : from(named.module),
          include: options.include.map(from),
          library: LIBRARY,
        },
        path.join(from(options.out), folder),
      );
    }
    return { source, version, folders, diagnostics: [] };
  });
}

function platformProblem(platform: string): readonly Diagnostic[] {
  if (!isPlatform(platform)) {
    return [
      errorDiagnostic('invalid-platform', `${platform} is not a platform`, {
        detail: 'Write a system and a processor as Terraform does, such as linux_amd64 or darwin_arm64.',
      }),
    ];
  }
  if (!platform.startsWith('windows_')) return [];
  return [
    errorDiagnostic('windows-unsupported', 'Providers cannot be packed for Windows', {
      detail:
        'Terraform for Windows only starts programs that end in .exe, and the package is a script for Node.js. Run Terraform in the Windows Subsystem for Linux, or attach it with "landform providers serve --attach".',
    }),
  ];
}

const versionMissing = (name: string, version: string): Diagnostic =>
  errorDiagnostic(
    'version-missing',
    `The version of ${name} is not one that Terraform accepts: ${JSON.stringify(version)}`,
    {
      detail: 'Set "version" in the definition of the provider, such as "1.0.0".',
    },
  );
