import type { OutputConfiguration } from '../model/index.js';
import { readConditions } from './conditions.js';
import { readDependsOn } from './bare-references.js';
import type { Scope } from './report.js';

const KNOWN = ['value', 'description', 'sensitive', 'depends_on', 'precondition', 'ephemeral'];

/** In an override file the value may be missing: the overridden output keeps its value. */
export function readOutput(scope: Scope, name: string, override: boolean, isRoot: boolean): OutputConfiguration {
  scope.allow(KNOWN, 'an output');
  if (!scope.has('value') && !override) scope.missing('value', 'an output');
  const ephemeral = scope.flag('ephemeral') === true;
  if (ephemeral && isRoot) {
    scope.error('ephemeral-output', `The output ${name} cannot be ephemeral`, ['ephemeral'], {
      detail: 'Outputs of a root module are stored in state. Remove "ephemeral".',
    });
  }
  const description = scope.text('description');
  return {
    name,
    value: scope.has('value') ? scope.expression('value') : { kind: 'literal', value: null },
    ...(description !== undefined && { description }),
    sensitive: scope.flag('sensitive') ?? false,
    ...(ephemeral && !isRoot && { ephemeral }),
    dependsOn: readDependsOn(scope),
    preconditions: readConditions(scope, 'precondition'),
    source: scope.source,
    ...(scope.origin && { origin: scope.origin }),
  };
}
