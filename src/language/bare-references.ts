import {
  localAction,
  type ActionReference,
  type Expression,
  type Path,
  type ProviderReference,
  type Reference,
  type Traversal,
} from '../model/index.js';
import type { Problem } from './problem.js';
import { referenceFromTraversal, referenceProblems } from './references.js';
import type { Report, Scope } from './report.js';
import type { BareExpression, SyntaxValue } from './syntax.js';

/** Strings that are references without `${…}`: `depends_on`, `ignore_changes` and the like. */

const WITHOUT_TEMPLATE = 'Write the reference without "${" and "}".';

const NONE: readonly Expression[] = [];

/**
 * The dependencies read so far without a problem. Thousands of resources may depend on the same thousands, so each is
 * read once.
 */
const namedIn = new WeakMap<Report, Map<string, Traversal>>();

/** Resources that must be complete first. */
export function readDependsOn(scope: Scope): readonly Expression[] {
  if (!scope.has('depends_on')) return NONE;
  let named = namedIn.get(scope.report);
  if (named === undefined) namedIn.set(scope.report, (named = new Map()));
  const found: Expression[] = [];
  for (const { bare, at } of bareItems(scope, 'depends_on')) {
    const traversal = named.get(bare.text) ?? readDependency(scope, bare, at, named);
    if (traversal !== undefined) found.push(traversal);
  }
  return found;
}

function readDependency(
  scope: Scope,
  bare: BareExpression,
  at: Path,
  named: Map<string, Traversal>,
): Traversal | undefined {
  const { text } = bare;
  const traversal = readTraversal(scope, bare, at);
  if (traversal === undefined) return undefined;
  const { reference, problem } = referenceFromTraversal(traversal);
  if (problem !== undefined) scope.problems([problem], at);
  else if (PASSING.includes(reference.subject.kind)) {
    scope.error('invalid-reference', `"depends_on" cannot name ${text}`, at, { detail: WHOLE });
  } else if (!isWhole(reference)) {
    scope.error('invalid-reference', `"depends_on" needs a whole resource, not ${text}`, at, { detail: WHOLE });
  } else {
    named.set(text, traversal);
  }
  return traversal;
}

const WHOLE = 'Name a resource, data source or module: type.name, data.type.name, or module.name.';

/** Names that exist only while another expression is evaluated. */
const PASSING: readonly string[] = ['each', 'count', 'self', 'path', 'terraform', 'action'];

/** A resource, or one instance of it; not an attribute. */
function isWhole({ subject, steps }: Reference): boolean {
  if (subject.kind !== 'resource' && subject.kind !== 'module') return true;
  return steps.length === 0 || (steps.length === 1 && steps[0]!.kind === 'index');
}

/** Attribute paths relative to the resource. */
export function readIgnoreChanges(scope: Scope): 'all' | readonly Expression[] {
  if (scope.value('ignore_changes')?.bare()?.text === 'all') return 'all';
  return bareItems(scope, 'ignore_changes', 'a list of attributes, or "all"').flatMap(({ bare, at }) => {
    if (bare.text === '*') {
      scope.error('invalid-value', '"*" does not work as an entry of ignore_changes', at, {
        detail: 'To ignore all changes, write "ignore_changes": "all".',
      });
      return [];
    }
    return readTraversal(scope, bare, at) ?? [];
  });
}

/** Expressions, since an instance key may be calculated: `terraform_data.a[count.index]`. */
export function readReplaceTriggeredBy(scope: Scope): readonly Expression[] {
  if (!scope.has('replace_triggered_by')) return NONE;
  return bareItems(scope, 'replace_triggered_by').flatMap(({ bare, at }) => {
    const expression = parseBare(scope, bare, at);
    if (expression === undefined) return [];
    const problems = referenceProblems(expression);
    scope.problems(problems, at);
    if (problems.length === 0 && !pointsToResource(expression)) {
      scope.error('invalid-reference', `"replace_triggered_by" cannot follow ${bare.text}`, at, {
        detail: 'It takes managed resources, their instances and their attributes: type.name.attribute.',
      });
    }
    return [expression];
  });
}

/** Actions, or instances of them whose key may be calculated: `action.type.name[each.key]`. */
export function readActionReferences(scope: Scope): readonly ActionReference[] {
  if (!scope.has('actions')) return [];
  return bareItems(scope, 'actions').flatMap(({ bare, at }) => {
    const expression = parseBare(scope, bare, at);
    if (expression === undefined) return [];
    const found = splitAction(expression);
    const problems = found?.instance === undefined ? [] : referenceProblems(found.instance);
    scope.problems(problems, at);
    if (found === undefined) {
      scope.error('invalid-reference', `${bare.text} is not an action`, at, {
        detail: 'Name an action, or one instance of it: action.type.name, or action.type.name[each.key].',
      });
    }
    const source = { file: scope.source.file, path: [...scope.source.path, ...at] };
    return found === undefined || problems.length > 0 ? [] : [{ ...found, source }];
  });
}

function splitAction(expression: Expression): Omit<ActionReference, 'source'> | undefined {
  if (expression.kind === 'index') {
    const whole = splitAction(expression.target);
    return whole === undefined || whole.instance !== undefined ? undefined : { ...whole, instance: expression.key };
  }
  if (expression.kind !== 'traversal') return undefined;
  const { reference } = referenceFromTraversal(expression);
  if (reference?.subject.kind !== 'action') return undefined;
  const action = localAction(reference.subject);
  const [step, ...more] = reference.steps;
  if (step === undefined) return { action };
  if (step.kind !== 'index' || more.length > 0) return undefined;
  return { action, instance: { kind: 'literal', value: step.key } };
}

function pointsToResource(expression: Expression): boolean {
  if (expression.kind === 'attribute' || expression.kind === 'index') return pointsToResource(expression.target);
  if (expression.kind !== 'traversal') return false;
  const { reference } = referenceFromTraversal(expression);
  return reference?.subject.kind === 'resource' && reference.subject.mode === 'managed';
}

const PROVIDER = /^([\p{ID_Start}_][\p{ID_Continue}-]*)(?:\.([\p{ID_Start}_][\p{ID_Continue}-]*))?$/u;

/** `aws` or `aws.west`; also in a list of one, as some tools write it. */
export function readProviderReference(scope: Scope): ProviderReference | undefined {
  const value = scope.value('provider');
  const items = value?.items();
  const written = items?.length === 1 ? items[0] : value;
  const reference = asProviderReference(written);
  if (reference !== undefined) return reference;
  const isTemplate = written?.bare()?.text.includes('${') === true;
  const detail = isTemplate ? WITHOUT_TEMPLATE : 'Write "name", or "name.alias".';
  scope.error('invalid-provider-reference', '"provider" must name a provider configuration', ['provider'], { detail });
  return undefined;
}

/** Undefined if the value is not a reference to a provider configuration. */
export function asProviderReference(value: SyntaxValue | undefined): ProviderReference | undefined {
  const [, name, alias] = PROVIDER.exec(value?.bare()?.text ?? '') ?? [];
  if (name === undefined) return undefined;
  return alias === undefined ? { name } : { name, alias };
}

/** Whether a text names a provider configuration: `aws` or `aws.west`. */
export const isProviderName = (text: string): boolean => PROVIDER.test(text);

function bareItems(
  scope: Scope,
  name: string,
  wanted = 'a list of references',
): { readonly bare: BareExpression; readonly at: Path }[] {
  return scope.items(name, wanted).flatMap(({ value, at }) => {
    const bare = value.bare();
    if (bare !== undefined) return [{ bare, at }];
    scope.error('invalid-value', `"${name}" must be ${wanted}`, at);
    return [];
  });
}

/** The expression; undefined, with the reason among the diagnostics, if the text is not one. */
export function parseBare(scope: Scope, bare: BareExpression, at: Path): Expression | undefined {
  const { expression, problems } = bare.parse();
  if (problems.length === 0) return expression;
  const template = bare.text.includes('${');
  scope.problems(
    problems.map((problem): Problem => (template ? { ...problem, detail: WITHOUT_TEMPLATE } : problem)),
    at,
  );
  return undefined;
}

function readTraversal(scope: Scope, bare: BareExpression, at: Path): Traversal | undefined {
  const expression = parseBare(scope, bare, at);
  if (expression === undefined || expression.kind === 'traversal') return expression;
  scope.error('invalid-reference', `${bare.text} is not a plain reference`, at, {
    detail: 'Use only names and constant keys here, not calculations or functions.',
  });
  return undefined;
}
