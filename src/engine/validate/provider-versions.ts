import { errorDiagnostic, meetsConstraints, type Configuration, type Diagnostic } from '../../model/index.js';
import type { Providers } from '../../providers/source.js';
import { providerSourceOf } from '../walk/provider-configurations.js';

/** Checks that every provider for which the configuration requires a version is available in a matching one. */
export async function providerVersionProblems(
  configuration: Configuration,
  providers: Pick<Providers, 'schemas'>,
): Promise<readonly Diagnostic[]> {
  const problems: Diagnostic[] = [];
  for (const [name, { version, place }] of configuration.terraform.requiredProviders) {
    if (version === undefined) continue;
    const source = providerSourceOf(configuration, name);
    const found = await providers.schemas(source);
    if (found === undefined || meetsConstraints(found.version, version)) continue;
    problems.push(
      errorDiagnostic('unmet-version', `The provider ${name} does not match the required version ${version}`, {
        address: `provider.${name}`,
        source: place,
        detail: `${source} has version ${found.version}. Change the version in terraform.required_providers, or use another version of the provider.`,
      }),
    );
  }
  return problems;
}
