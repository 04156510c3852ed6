import { ExactNumber, isJsonList, isJsonObject, type Json } from '../../model/index.js';

/** The value at a JSON pointer (RFC 6901), or undefined. The empty pointer is the whole document. */
export function pointerGet(json: Json | undefined, pointer: string): Json | undefined {
  let value = json;
  for (const step of pointerSteps(pointer)) {
    if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return undefined;
    if (!Object.hasOwn(value, step)) return undefined;
    value = isJsonList(value) ? value[Number(step)] : value[step];
  }
  return value;
}

/** A record under construction. */
interface Draft {
  [name: string]: Json | Draft;
}

const isDraft = (value: Json | Draft): value is Draft =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);

/** Sets the value at a pointer of a record under construction, creating parent records as needed. */
export function pointerSet(target: Draft, pointer: string, value: Json): void {
  const steps = pointerSteps(pointer);
  const last = steps.pop();
  if (last === undefined) throw new Error('a value cannot replace the whole body');
  let here = target;
  for (const step of steps) {
    const inside = (here[step] ??= {});
    if (!isDraft(inside)) throw new Error(`${pointer} is inside a value`);
    here = inside;
  }
  here[last] = value;
}

/** A copy without the values at these pointers. */
export function pointerWithout(json: Json | undefined, pointers: readonly string[]): Json | undefined {
  return pointers.reduce((rest, pointer) => withoutOne(rest, pointerSteps(pointer)), json);
}

function withoutOne(json: Json | undefined, [step, ...further]: readonly string[]): Json | undefined {
  if (step === undefined || !isJsonObject(json) || !Object.hasOwn(json, step)) return json;
  const { [step]: inside, ...others } = json;
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

/** Parameters of a further call from a reply; undefined if the reply lacks one of them. */
export function parametersAt(
  places: Readonly<Record<string, string>>,
  json: Json | undefined,
): Readonly<Record<string, { readonly value: Json }>> | undefined {
  const parameters: Record<string, { readonly value: Json }> = {};
  for (const [name, pointer] of Object.entries(places)) {
    const value = pointerGet(json, pointer) ?? null;
    if (value === null) return undefined;
    parameters[name] = { value };
  }
  return parameters;
}
