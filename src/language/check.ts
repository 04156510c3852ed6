import { addressIn, type CheckConfiguration, type ModulePath, type ResourceConfiguration } from '../model/index.js';
import { checkName } from './names.js';
import { readConditions } from './conditions.js';
import { Scope } from './report.js';
import { readResource } from './resource.js';

/** The data source of a check block, with the place of its declaration. */
export interface CheckedData {
  readonly key: string;
  readonly resource: ResourceConfiguration;
  readonly scope: Scope;
}

/** A `check` block, and its data source if it has one. The address of `scope` is that of the block. */
export function readCheck(
  scope: Scope,
  name: string,
  module: ModulePath,
): { readonly check: CheckConfiguration; readonly data?: CheckedData } {
  scope.allow(['assert', 'data'], 'a check block');
  const found: CheckedData[] = [];
  scope.eachBlock('data', 2, ([type = '', label = ''], body, path) => {
    const key = `data.${type}.${label}`;
    const own = new Scope(scope.report, body, path, addressIn(module, key));
    found.push({ key, resource: readData(own, type, label, name, module), scope: own });
  });
  const [data, second] = found;
  if (second !== undefined) {
    second.scope.error('invalid-check', `${scope.address} has more than one data source`, [], {
      detail: 'A check block can have one. Move this one to a check block of its own, or out of the block.',
    });
  }
  const assertions = readConditions(scope, 'assert');
  if (!scope.has('assert')) {
    scope.error('invalid-check', `${scope.address} has no "assert"`, [], {
      detail: 'A check block needs at least one, with a condition and an error_message.',
    });
  }
  return {
    check: {
      name,
      ...(data === undefined ? {} : { data: data.key }),
      assertions,
      source: scope.source,
      ...(scope.origin && { origin: scope.origin }),
    },
    ...(data === undefined ? {} : { data }),
  };
}

const REFUSED: Readonly<Record<string, string>> = {
  count: 'A data source in a check block has one instance.',
  for_each: 'A data source in a check block has one instance.',
  lifecycle: 'Write the conditions as "assert" blocks of the check block.',
};

function readData(scope: Scope, type: string, name: string, check: string, module: ModulePath): ResourceConfiguration {
  checkName(scope, type, 'a type of resource');
  checkName(scope, name, 'a data source');
  for (const [argument, detail] of Object.entries(REFUSED)) {
    if (scope.has(argument))
      scope.error('invalid-check', `"${argument}" is not supported in the data source of a check block`, [argument], {
        detail,
      });
  }
  return { ...readResource(scope, { module, mode: 'data', type, name }), check };
}
