import type {
  Body,
  Lifecycle,
  LocalConfiguration,
  OutputConfiguration,
  ProviderConfiguration,
  ResourceConfiguration,
  VariableConfiguration,
} from '../model/index.js';
import type { Scope } from './report.js';

/**
 * What an override file says of a thing, laid over what the other files say of it: argument by argument; blocks of one name
 * replace all blocks of that name. `scope` is the overriding body, which tells what is said at all.
 */

export function mergeResource(
  base: ResourceConfiguration,
  over: ResourceConfiguration,
  scope: Scope,
): ResourceConfiguration {
  refuseDependsOn(scope);
  return {
    ...base,
    body: mergeBody(base.body, over.body),
    ...(scope.has('provider') && { provider: over.provider }),
    ...(over.count && { count: over.count }),
    ...(over.forEach && { forEach: over.forEach }),
    lifecycle: scope.has('lifecycle') ? mergeLifecycle(base.lifecycle, over.lifecycle, scope) : base.lifecycle,
  };
}

function mergeLifecycle(base: Lifecycle, over: Lifecycle, scope: Scope): Lifecycle {
  const said = (name: string): boolean => scope.blocks('lifecycle').some((block) => block.has(name));
  return {
    createBeforeDestroy: said('create_before_destroy') ? over.createBeforeDestroy : base.createBeforeDestroy,
    preventDestroy: said('prevent_destroy') ? over.preventDestroy : base.preventDestroy,
    ignoreChanges: said('ignore_changes') ? over.ignoreChanges : base.ignoreChanges,
    replaceTriggeredBy: said('replace_triggered_by') ? over.replaceTriggeredBy : base.replaceTriggeredBy,
    preconditions: said('precondition') ? over.preconditions : base.preconditions,
    postconditions: said('postcondition') ? over.postconditions : base.postconditions,
  };
}

export function mergeProvider(base: ProviderConfiguration, over: ProviderConfiguration): ProviderConfiguration {
  return { ...base, body: mergeBody(base.body, over.body) };
}

export function mergeVariable(
  base: VariableConfiguration,
  over: VariableConfiguration,
  scope: Scope,
): VariableConfiguration {
  const { typeDefaults, ...rest } = base;
  const defaults = scope.has('type') ? over.typeDefaults : typeDefaults;
  return {
    ...rest,
    type: scope.has('type') ? over.type : base.type,
    ...(defaults && { typeDefaults: defaults }),
    ...(over.default && { default: over.default, source: over.source }),
    ...(over.description !== undefined && { description: over.description }),
    sensitive: scope.has('sensitive') ? over.sensitive : base.sensitive,
    nullable: scope.has('nullable') ? over.nullable : base.nullable,
    validations: scope.has('validation') ? over.validations : base.validations,
  };
}

export function mergeOutput(base: OutputConfiguration, over: OutputConfiguration, scope: Scope): OutputConfiguration {
  refuseDependsOn(scope);
  return {
    ...base,
    ...(scope.has('value') && { value: over.value, source: over.source }),
    ...(over.description !== undefined && { description: over.description }),
    sensitive: scope.has('sensitive') ? over.sensitive : base.sensitive,
    preconditions: scope.has('precondition') ? over.preconditions : base.preconditions,
  };
}

export const mergeLocal = (_: LocalConfiguration, over: LocalConfiguration): LocalConfiguration => over;

function mergeBody(base: Body, over: Body): Body {
  const content = Object.assign(Object.create(null) as Record<string, never>, base.content, over.content);
  return { content, source: base.source };
}

function refuseDependsOn(scope: Scope): void {
  if (!scope.has('depends_on')) return;
  scope.error('unsupported-override', '"depends_on" can not be overridden', ['depends_on'], {
    detail: 'Write it where the thing is declared.',
  });
}
