import { addressIn, modulesOf, type Configuration } from '../../model/index.js';
import { outputNode, variableNode } from '../graph/build.js';
import type { CheckRecorder } from '../walk/conditions.js';
import type { PlanWalk } from './plan-walk.js';

/** Declares everything that has conditions. */
export function declareConditions(configuration: Configuration, checks: CheckRecorder): void {
  for (const { path, variables, resources, outputs } of modulesOf(configuration)) {
    for (const variable of variables.values()) {
      if (variable.validations.length > 0) checks.declare('var', addressIn(path, variableNode(variable.name)));
    }
    for (const { key, lifecycle } of resources.values()) {
      if (lifecycle.preconditions.length + lifecycle.postconditions.length > 0) checks.declare('resource', key);
    }
    for (const output of outputs.values()) {
      if (output.preconditions.length > 0) checks.declare('output_value', addressIn(path, outputNode(output.name)));
    }
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
