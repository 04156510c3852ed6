import {
  calledPath,
  emptyRecord,
  type ConfigurationFile,
  type Expression,
  type ModuleCall,
  type ModulePath,
  type ProviderReference,
} from '../model/index.js';
import { asProviderReference, isProviderName, readDependsOn } from './bare-references.js';
import type { Scope } from './report.js';
import { type Existence, readEnabled, refuseBoth } from './resource.js';

/** A call whose module has not been read yet. */
export type CallDraft = Omit<ModuleCall, 'module'> & { readonly scope: Scope };

/** Where to find a module: its files, named relative to the project, and its directory. */
export type FoundModule =
  | { readonly files: readonly ConfigurationFile[]; readonly directory: string; readonly problem?: undefined }
  | { readonly problem: { readonly code: string; readonly summary: string; readonly detail: string } };

/** Finds a called module; `caller` is the directory of the module with the call. */
export type FindModule = (call: Pick<ModuleCall, 'key' | 'from' | 'version'>, caller: string) => FoundModule;

/** A `module` block. In an override file, the source may be missing. */
export function readModuleCall(scope: Scope, name: string, caller: ModulePath, override: boolean): CallDraft {
  const content = emptyRecord<Expression>();
  const repetition: Existence = {};
  for (const argument of scope.body.names()) {
    if (META.has(argument)) continue;
    if (argument === 'count') repetition.count = scope.expression(argument);
    else if (argument === 'for_each') repetition.forEach = scope.expression(argument);
    else if (RESERVED.includes(argument)) {
      scope.error('not-supported', `"${argument}" is not supported in a module call`, [argument], {
        detail: 'The name is reserved. Remove it.',
      });
    } else content[argument] = scope.content(argument);
  }
  const lifecycle = scope.block('lifecycle');
  if (lifecycle !== undefined) {
    lifecycle.allow(['enabled'], 'the lifecycle of a module call');
    Object.assign(repetition, readEnabled(lifecycle));
  }
  refuseBoth(scope, repetition);
  const from = scope.text('source');
  const version = scope.text('version');
  if (from === undefined && !scope.has('source') && !override) scope.missing('source', 'a module call');
  return {
    name,
    key: calledPath(caller, name),
    from: from ?? '',
    ...(version !== undefined && { version }),
    body: { content, source: scope.source },
    ...repetition,
    dependsOn: readDependsOn(scope),
    providers: readPassedProviders(scope),
    scope,
    ...(scope.origin && { origin: scope.origin }),
  };
}

const META: ReadonlySet<string> = new Set(['source', 'version', 'providers', 'depends_on', 'lifecycle']);
const RESERVED: readonly string[] = ['locals'];

export function readPassedProviders(scope: Scope): ReadonlyMap<string, ProviderReference> {
  const passed = new Map<string, ProviderReference>();
  const written = scope.value('providers');
  if (written === undefined) return passed;
  const body = written.body();
  if (body === undefined) {
    scope.error('wrong-shape', '"providers" must be an object', ['providers'], {
      detail: 'Write { "name in the module": "name here" }.',
    });
    return passed;
  }
  for (const name of body.names()) {
    const reference = asProviderReference(body.value(name));
    if (reference !== undefined && isProviderName(name)) passed.set(name, reference);
    else {
      scope.error('invalid-provider-reference', `"providers" cannot pass ${name}`, ['providers', name], {
        detail: 'Names and values are provider configurations: "name", or "name.alias".',
      });
    }
  }
  return passed;
}
