import type { ProviderConfiguration } from '../model/index.js';
import { checkName } from './names.js';
import type { Scope } from './report.js';
import { readBody } from './body.js';

const META = new Set(['alias', 'version']);
const RESERVED = ['count', 'depends_on', 'for_each', 'source', 'lifecycle', 'locals'];

/** The key under which a provider configuration is known: `name` or `name.alias`. */
export function readProvider(scope: Scope, name: string): ProviderConfiguration {
  const alias = scope.text('alias');
  if (alias !== undefined) checkName(scope, alias, "a provider's configuration", ['alias']);
  if (scope.has('version')) {
    scope.error('not-supported', '"version" does not belong in a provider configuration', ['version'], {
      detail: `Move it to terraform.required_providers.${name}.`,
    });
  }
  for (const reserved of RESERVED) {
    if (scope.has(reserved)) {
      scope.error('not-supported', `"${reserved}" is not supported in a provider configuration`, [reserved]);
    }
  }
  return {
    name,
    ...(alias !== undefined && { alias }),
    body: readBody(scope, META),
    ...(scope.origin && { origin: scope.origin }),
  };
}
