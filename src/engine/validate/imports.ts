import {
  configuredResource,
  formatInstance,
  formatKey,
  addressIn,
  type Configuration,
  type Diagnostic,
  type Expression,
  type ImportConfiguration,
  type InstanceKey,
  type Reference,
} from '../../model/index.js';
import { importedResource } from '../graph/imports.js';
import { importOfItself, importProviderIgnored, importTwice } from '../import-diagnostics.js';

/** Checks import blocks as far as they do not depend on values: planning evaluates them. */
export function validateImports(
  configuration: Configuration,
  referencesOf: (expression: Expression) => readonly Reference[],
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  for (const block of configuration.imports) {
    const resource = importedResource(block.to);
    const configured = configuredResource(configuration, resource);
    if (block.provider !== undefined && configured !== undefined)
      diagnostics.push(importProviderIgnored(block, configured));
    if (referencesOf(block.id).some(({ subject }) => subject.kind === 'resource' && subject.key === resource))
      diagnostics.push(importOfItself(block, resource));
    const address = constantAddress(block);
    if (address === undefined) continue;
    if (seen.has(address)) diagnostics.push(importTwice(address, block));
    seen.add(address);
  }
  return diagnostics;
}

/** The address of the target; undefined if its keys must be evaluated. */
function constantAddress({ to }: ImportConfiguration): string | undefined {
  let module = '';
  for (const step of to.modules) {
    const key = constantKey(step.key);
    if (key === 'evaluated') return undefined;
    module = addressIn(module, `module.${step.name}${formatKey(key?.value)}`);
  }
  const key = constantKey(to.key);
  return key === 'evaluated' ? undefined : formatInstance(addressIn(module, `${to.type}.${to.name}`), key?.value);
}

function constantKey(key: Expression | undefined): { readonly value: InstanceKey } | 'evaluated' | undefined {
  if (key === undefined) return undefined;
  const value = key.kind === 'literal' ? key.value : undefined;
  return typeof value === 'string' || typeof value === 'number' ? { value } : 'evaluated';
}
