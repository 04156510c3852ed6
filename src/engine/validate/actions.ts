import { nearest, type ActionConfiguration, type Diagnostic, type ModuleConfiguration } from '../../model/index.js';
import type { ProviderSchemas } from '../../providers/provider.js';
import { actionTypeMissing, triggerKeyMismatch, triggerNamesNothing } from '../action-diagnostics.js';
import { validateBody } from './schema.js';

export function validateAction(action: ActionConfiguration, schemas: ProviderSchemas): readonly Diagnostic[] {
  const schema = schemas.action(action.address.type);
  if (schema === undefined) return [actionTypeMissing(action, schemas)];
  return validateBody(action, schema.block, action.key);
}

/** Every trigger must refer to a declared action, with a key if the action has several instances. */
export function validateTriggers({ resources, actions }: ModuleConfiguration): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const resource of resources.values()) {
    if (resource.lifecycle.actionTriggers.length === 0) continue;
    for (const reference of resource.lifecycle.actionTriggers.flatMap((trigger) => trigger.actions)) {
      const action = actions.get(reference.action);
      if (action === undefined) {
        const near = nearest(reference.action, [...actions.keys()]);
        diagnostics.push(triggerNamesNothing(resource, reference, near));
        continue;
      }
      const repeated = action.count !== undefined || action.forEach !== undefined;
      if (repeated !== (reference.instance !== undefined))
        diagnostics.push(triggerKeyMismatch(resource, reference, action));
    }
  }
  return diagnostics;
}
