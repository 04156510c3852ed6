import type { Json, JsonObject } from '../../model/index.js';

/** The value at a JSON pointer (RFC 6901), or undefined. The empty pointer is the whole document. */
export function pointerGet(json: Json | undefined, pointer: string): Json | undefined {
  let value: unknown = json;
  for (const step of pointerSteps(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value as Json | undefined;
}

/** Sets the value at a pointer of a record under construction, creating parent records as needed. */
export function pointerSet(target: Record<string, unknown>, pointer: string, value: unknown): void {
  const steps = pointerSteps(pointer);
  const last = steps.pop();
  if (last === undefined) throw new Error('a value cannot replace the whole body');
  let here = target;
  for (const step of steps) here = (here[step] ??= {}) as Record<string, unknown>;
  here[last] = value;
}

/** A copy without the values at these pointers. */
export function pointerWithout(json: Json | undefined, pointers: readonly string[]): Json | undefined {
  return pointers.reduce((rest, pointer) => withoutOne(rest, pointerSteps(pointer)), json);
}

function withoutOne(json: Json | undefined, [step, ...further]: readonly string[]): Json | undefined {
  if (step === undefined || typeof json !== 'object' || json === null || !Object.hasOwn(json, step)) return json;
  const { [step]: inside, ...others } = json as JsonObject;
  const rest = further.length === 0 ? undefined : withoutOne(inside, further);
  return rest === undefined ? others : { ...others, [step]: rest };
}

export function pointerSteps(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function pointerEscape(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

export const textOf = (json: Json | undefined): string | undefined => (typeof json === 'string' ? json : undefined);
