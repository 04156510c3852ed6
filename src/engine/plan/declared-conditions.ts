import {
  addressIn,
  modulesOf,
  type CheckResult,
  type Configuration,
  type ModuleConfiguration,
} from '../../model/index.js';
import { outputNode, variableNode } from '../graph/build.js';
import { checkAddress } from '../walk/checks.js';
import type { CheckRecorder } from '../walk/conditions.js';
import type { PlanWalk } from './plan-walk.js';

/** Something with conditions, by its address without the keys of modules. */
interface Declared {
  readonly module: ModuleConfiguration;
  readonly kind: CheckResult['kind'];
  readonly address: string;
}

function* declaredIn(configuration: Configuration): Iterable<Declared> {
  for (const module of modulesOf(configuration)) {
    const { path } = module;
    for (const variable of module.variables.values()) {
      if (variable.validations.length > 0)
        yield { module, kind: 'var', address: addressIn(path, variableNode(variable.name)) };
    }
    for (const { key, lifecycle } of module.resources.values()) {
      if (lifecycle.preconditions.length + lifecycle.postconditions.length > 0)
        yield { module, kind: 'resource', address: key };
    }
    for (const output of module.outputs.values()) {
      if (output.preconditions.length > 0)
        yield { module, kind: 'output_value', address: addressIn(path, outputNode(output.name)) };
    }
    for (const name of module.checks.keys()) yield { module, kind: 'check', address: checkAddress(module, name) };
  }
}

/** Declares everything that has conditions. */
export function declareConditions(configuration: Configuration, checks: CheckRecorder): void {
  for (const { kind, address } of declaredIn(configuration)) checks.declare(kind, address);
}

/** Records that everything in modules has been visited: what has no instances passes. */
export function visitModules({ context, checks, selection }: Pick<PlanWalk, 'context' | 'selection' | 'checks'>): void {
  for (const { module, kind, address } of declaredIn(context.configuration)) {
    const isSelected = !selection.partial || (kind === 'resource' && selection.meets(address));
    if (module !== context.configuration && isSelected) checks.visit(address);
  }
}

/**
 * Passes the validations of the variables of the root module that the walk needs: with an invalid value, planning would
 * have stopped before.
 */
export function passValidations(walk: Pick<PlanWalk, 'context' | 'selection' | 'checks'>): void {
  for (const variable of walk.context.configuration.variables.values()) {
    const address = variableNode(variable.name);
    if (variable.validations.length > 0 && walk.selection.includes(address))
      walk.checks.add('var', address, address, 'pass');
  }
}
