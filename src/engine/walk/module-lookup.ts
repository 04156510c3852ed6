import {
  formatKey,
  type InstanceKey,
  type ModuleConfiguration,
  objectValue,
  type TraversalStep,
  UNKNOWN,
  type Value,
} from '../../model/index.js';
import type { Lookup } from '../evaluate/scope.js';
import { missing } from './missing.js';

/** What a reference to a module needs of an instance: of the one that contains it, and of those that it calls. */
export interface ModuleInstance {
  readonly module: ModuleConfiguration;
  /** Its address; empty for the root. */
  readonly instance: string;
  /** The instances of a called module, by key; undefined as long as they are unknown. */
  called(name: string): ReadonlyMap<InstanceKey, ModuleInstance> | undefined;
  output(name: string): Value;
}

/** The value of `module.name`. With an output, only that one is evaluated. */
export function lookUpModule(caller: ModuleInstance, name: string, steps: readonly TraversalStep[]): Lookup {
  const unknown = { value: UNKNOWN, consumed: steps.length };
  const call = caller.module.calls.get(name);
  // Validation reports calls that are missing.
  if (call === undefined) return unknown;
  const called = caller.called(name);
  if (called === undefined) return unknown;
  if (call.count === undefined && call.forEach === undefined) {
    const only = called.get(undefined);
    if (only !== undefined) return outputAt(only, steps, 0);
    return call.enabled === undefined ? unknown : { value: null, consumed: 0 };
  }
  // An address without a key matches any instance.
  if (called.has(undefined)) return unknown;
  const step = steps[0];
  const hasCount = call.count !== undefined;
  if (step === undefined) return { value: hasCount ? listOfOutputs(called) : objectOfOutputs(called), consumed: 0 };
  const instance = called.get(hasCount ? Number(step.key) : String(step.key));
  if (instance !== undefined) return outputAt(instance, steps, 1);
  return missing(
    `module.${name}${formatKey(step.key)}`,
    hasCount
      ? `module.${name} has ${called.size} instance${called.size === 1 ? '' : 's'}; the first has index 0.`
      : `module.${name} has for_each: write module.${name}["key"] for one of its instances.`,
  );
}

type Called = ReadonlyMap<InstanceKey, ModuleInstance>;

const listOfOutputs = (called: Called): Value => Array.from(called.values(), allOutputs);

function objectOfOutputs(called: Called): Value {
  const object = objectValue();
  for (const [key, instance] of called) object[String(key)] = allOutputs(instance);
  return object;
}

function outputAt(instance: ModuleInstance, steps: readonly TraversalStep[], consumed: number): Lookup {
  const name = steps[consumed]?.key;
  if (name === undefined) return { value: allOutputs(instance), consumed };
  if (typeof name === 'string' && instance.module.outputs.has(name))
    return { value: instance.output(name), consumed: consumed + 1 };
  return missing(`${instance.instance}.${String(name)}`, 'The module has no such output.');
}

function allOutputs(instance: ModuleInstance): Value {
  const object = objectValue();
  for (const name of instance.module.outputs.keys()) object[name] = instance.output(name);
  return object;
}
