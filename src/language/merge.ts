import type {
  ActionConfiguration,
  Body,
  Lifecycle,
  LocalConfiguration,
  OutputConfiguration,
  ProviderConfiguration,
  Provisioning,
  ResourceConfiguration,
  VariableConfiguration,
} from '../model/index.js';
import type { CallDraft } from './module-call.js';
import type { Scope } from './report.js';

/**
 * Merges the declaration in an override file over the original one, argument by argument; blocks of one name replace
 * all blocks of that name. `scope` is the overriding body, which tells what is set at all.
 */

export function mergeResource(
  base: ResourceConfiguration,
  over: ResourceConfiguration,
  scope: Scope,
): ResourceConfiguration {
  refuse(scope, 'depends_on');
  const provisioning = mergeProvisioning(base.provisioning, over.provisioning);
  return {
    ...base,
    body: mergeBody(base.body, over.body),
    ...(provisioning && { provisioning }),
    ...(scope.has('provider') && { provider: over.provider }),
    ...(over.count && { count: over.count }),
    ...(over.forEach && { forEach: over.forEach }),
    ...(over.enabled && { enabled: over.enabled }),
    lifecycle: scope.has('lifecycle') ? mergeLifecycle(base.lifecycle, over.lifecycle, scope) : base.lifecycle,
  };
}

function mergeProvisioning(base: Provisioning | undefined, over: Provisioning | undefined): Provisioning | undefined {
  if (base === undefined || over === undefined) return over ?? base;
  const connection = over.connection ?? base.connection;
  return {
    provisioners: over.provisioners.length > 0 ? over.provisioners : base.provisioners,
    ...(connection && { connection }),
  };
}

function mergeLifecycle(base: Lifecycle, over: Lifecycle, scope: Scope): Lifecycle {
  const [block] = scope.blocks('lifecycle');
  if (block === undefined) return base;
  refuse(block, 'precondition');
  refuse(block, 'postcondition');
  refuse(block, 'replace_triggered_by');
  const { destroy, ...rest } = base;
  return {
    ...rest,
    ...((block.has('destroy') ? over.destroy : destroy) === false && { destroy: false as const }),
    ...(block.has('create_before_destroy') && { createBeforeDestroy: over.createBeforeDestroy }),
    ...(block.has('prevent_destroy') && { preventDestroy: over.preventDestroy }),
    ...(over.ignoreChanges.length > 0 && { ignoreChanges: over.ignoreChanges }),
    ...(over.actionTriggers.length > 0 && { actionTriggers: over.actionTriggers }),
  };
}

export function mergeAction(base: ActionConfiguration, over: ActionConfiguration, scope: Scope): ActionConfiguration {
  return {
    ...base,
    body: mergeBody(base.body, over.body),
    ...(scope.has('provider') && { provider: over.provider }),
    ...(over.count && { count: over.count }),
    ...(over.forEach && { forEach: over.forEach }),
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
  refuse(scope, 'validation');
  const { typeDefaults, ephemeral, ...rest } = base;
  const defaults = scope.has('type') ? over.typeDefaults : typeDefaults;
  return {
    ...rest,
    type: scope.has('type') ? over.type : base.type,
    ...(defaults && { typeDefaults: defaults }),
    ...(over.default && { default: over.default, source: over.source }),
    ...(over.description !== undefined && { description: over.description }),
    sensitive: scope.has('sensitive') ? over.sensitive : base.sensitive,
    ...((scope.has('ephemeral') ? over.ephemeral : ephemeral) === true && { ephemeral: true as const }),
    nullable: scope.has('nullable') ? over.nullable : base.nullable,
  };
}

export function mergeOutput(base: OutputConfiguration, over: OutputConfiguration, scope: Scope): OutputConfiguration {
  refuse(scope, 'depends_on');
  refuse(scope, 'precondition');
  const { ephemeral, ...rest } = base;
  return {
    ...rest,
    ...(scope.has('value') && { value: over.value, source: over.source }),
    ...(over.description !== undefined && { description: over.description }),
    sensitive: scope.has('sensitive') ? over.sensitive : base.sensitive,
    ...((scope.has('ephemeral') ? over.ephemeral : ephemeral) === true && { ephemeral: true as const }),
  };
}

export function mergeCall(base: CallDraft, over: CallDraft, scope: Scope): CallDraft {
  refuse(scope, 'depends_on');
  return {
    ...base,
    ...(scope.has('source') && { from: over.from }),
    ...(over.version !== undefined && { version: over.version }),
    body: mergeBody(base.body, over.body),
    ...(over.count && { count: over.count }),
    ...(over.forEach && { forEach: over.forEach }),
    ...(over.enabled && { enabled: over.enabled }),
    ...(scope.has('providers') && { providers: over.providers }),
  };
}

export const mergeLocal = (_: LocalConfiguration, over: LocalConfiguration): LocalConfiguration => over;

function mergeBody(base: Body, over: Body): Body {
  const content = Object.assign(Object.create(null) as Record<string, never>, base.content, over.content);
  return { content, source: base.source };
}

/** Terraform refuses or silently ignores overrides of these. */
function refuse(scope: Scope, name: string): void {
  if (!scope.has(name)) return;
  scope.error('unsupported-override', `"${name}" cannot be overridden`, [name], {
    detail: 'Set it in the original declaration.',
  });
}
