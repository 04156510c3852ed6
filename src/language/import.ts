import {
  type ImportConfiguration,
  type ImportTarget,
  type Expression,
  type Path,
  type TraversalStep,
} from '../model/index.js';
import { parseBare, readProviderReference } from './bare-references.js';
import { referenceProblems } from './references.js';
import type { Scope } from './report.js';

const KNOWN = ['to', 'id', 'identity', 'for_each', 'provider'];

/** An `import` block; undefined if its target, or its ID or identity, is missing or not valid. */
export function readImport(scope: Scope): ImportConfiguration | undefined {
  scope.allow(KNOWN, 'an import block');
  const by = scope.has('identity') ? 'identity' : 'id';
  if (by === 'identity' && scope.has('id')) {
    scope.error('invalid-import', 'An import block has an ID and an identity', ['identity'], {
      detail: 'Both name the object to import. Remove one of them.',
    });
    return undefined;
  }
  for (const name of ['to', by]) if (!scope.has(name)) scope.missing(name, 'an import block');
  const provider = scope.has('provider') ? readProviderReference(scope) : undefined;
  const forEach = scope.has('for_each') ? scope.expression('for_each') : undefined;
  const id = scope.expression(by);
  const to = readTarget(scope);
  if (to === undefined || !scope.has(by)) return undefined;
  return {
    to,
    id,
    by,
    ...(forEach === undefined ? {} : { forEach }),
    ...(provider === undefined ? {} : { provider }),
    source: scope.source,
    ...(scope.origin && { origin: scope.origin }),
  };
}

function readTarget(scope: Scope): ImportTarget | undefined {
  const value = scope.value('to');
  // In JSON every reference is a string; in HCL, Terraform takes none.
  const isQuoted = scope.body.form('to') === 'argument' && typeof value?.constant() === 'string';
  const bare = isQuoted ? undefined : value?.bare();
  if (bare === undefined) {
    if (scope.has('to')) refuse(scope, ['to']);
    return undefined;
  }
  const expression = parseBare(scope, bare, ['to']);
  if (expression === undefined) return undefined;
  const parts = partsOf(expression);
  const target = parts === undefined ? undefined : targetOf(parts);
  if (target === undefined) {
    refuse(scope, ['to']);
    return undefined;
  }
  const keys = [...target.modules.map(({ key }) => key), target.key];
  const problems = keys.flatMap((key) => (key === undefined ? [] : referenceProblems(key)));
  scope.problems(problems, ['to']);
  return problems.length === 0 ? target : undefined;
}

function refuse(scope: Scope, at: Path): void {
  scope.error('invalid-import', '"to" must be the address of a resource', at, {
    detail:
      'Only managed resources can be imported. Write type.name, type.name[each.key] or module.name["key"].type.name.',
  });
}

/** A name, or a key that may be calculated. */
type Part = string | Expression;

/** An address from left to right; undefined if the expression is something else. */
function partsOf(expression: Expression): readonly Part[] | undefined {
  switch (expression.kind) {
    case 'traversal':
      return [expression.root, ...expression.steps.map(partOf)];
    case 'attribute':
      return withPart(expression.target, expression.name);
    case 'index':
      return withPart(expression.target, expression.key);
    default:
      return undefined;
  }
}

const partOf = ({ kind, key }: TraversalStep): Part =>
  kind === 'attribute' ? String(key) : { kind: 'literal', value: key };

function withPart(target: Expression, part: Part): readonly Part[] | undefined {
  const parts = partsOf(target);
  return parts === undefined ? undefined : [...parts, part];
}

function targetOf(parts: readonly Part[]): ImportTarget | undefined {
  const modules: ImportTarget['modules'][number][] = [];
  let rest = parts;
  while (rest[0] === 'module') {
    const [, name, ...more] = rest;
    if (typeof name !== 'string') return undefined;
    const [key] = more;
    const isKeyed = key !== undefined && typeof key !== 'string';
    modules.push(isKeyed ? { name, key } : { name });
    rest = isKeyed ? more.slice(1) : more;
  }
  const [type, name, key, ...more] = rest;
  if (typeof type !== 'string' || typeof name !== 'string' || type === 'data') return undefined;
  if (typeof key === 'string' || more.length > 0) return undefined;
  return { modules, type, name, ...(key === undefined ? {} : { key }) };
}
