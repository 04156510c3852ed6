import type { Type, TypeDefaults, VariableConfiguration } from '../model/index.js';
import { readConditions } from './conditions.js';
import { type Scope } from './report.js';
import { readConstant } from './constant-expression.js';
import { readTypeConstraint } from './type-constraint.js';
import { FORMS } from './type-expression.js';

const KNOWN = ['type', 'default', 'description', 'sensitive', 'nullable', 'validation', 'ephemeral'];

/** Names that mean something else where a module is called. */
const RESERVED = ['source', 'version', 'providers', 'count', 'for_each', 'lifecycle', 'depends_on', 'locals'];

export function readVariable(scope: Scope, name: string): VariableConfiguration {
  scope.allow(KNOWN, 'a variable');
  if (RESERVED.includes(name)) {
    scope.error('invalid-name', `A variable cannot be called "${name}"`, [], {
      detail: 'The name is reserved. Choose another one.',
    });
  }
  const { type, defaults } = readType(scope);
  const standard = readConstant(scope, 'default', `The default of the variable ${name}`, 'invalid-default');
  const description = scope.text('description');
  return {
    name,
    type,
    ...(type === 'dynamic' && scope.has('type') && { writtenAny: true as const }),
    ...(defaults && { typeDefaults: defaults }),
    ...(standard && { default: standard }),
    ...(description !== undefined && { description }),
    sensitive: scope.flag('sensitive') ?? false,
    ...(scope.flag('ephemeral') === true && { ephemeral: true as const }),
    nullable: scope.flag('nullable') ?? true,
    validations: readConditions(scope, 'validation', name),
    source: scope.source,
    ...(scope.origin && { origin: scope.origin }),
  };
}

function readType(scope: Scope): { readonly type: Type; readonly defaults?: TypeDefaults } {
  const bare = scope.value('type')?.bare();
  if (bare === undefined) {
    if (scope.has('type')) scope.error('invalid-value', '"type" must be a type', ['type'], { detail: FORMS });
    return { type: 'dynamic' };
  }
  const { problems, ...read } = readTypeConstraint(bare.parse());
  scope.problems(
    problems.map((problem) => ({ ...problem, code: 'invalid-type' })),
    ['type'],
  );
  return read;
}
