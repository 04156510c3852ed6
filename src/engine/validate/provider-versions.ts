import {
  errorDiagnostic,
  meetsConstraints,
  type Configuration,
  type Diagnostic,
  modulesOf,
} from '../../model/index.js';
import type { Providers } from '../../providers/source.js';

/** Checks that every provider for which the configuration requires a version is available in a matching one. */
export async function providerVersionProblems(
  configuration: Configuration,
  providers: Pick<Providers, 'schemas'>,
): Promise<readonly Diagnostic[]> {
  const problems: Diagnostic[] = [];
  const required = modulesOf(configuration).flatMap(({ terraform }) => [...terraform.requiredProviders]);
  for (const [name, { source, version, place }] of required) {
    if (version === undefined) continue;
    const found = await providers.schemas(source);
    // A build under development has no version, and every constraint accepts it.
    if (found === undefined || found.version === '' || meetsConstraints(found.version, version)) continue;
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
