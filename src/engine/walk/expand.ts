import {
  convert,
  type Diagnostic,
  type EnabledCondition,
  type Expression,
  hasErrors,
  type InstanceKey,
  isInteger,
  isNull,
  isObjectValue,
  kindOf,
  MapValue,
  type Repeatable,
  Sensitive,
  setOf,
  SetValue,
  sortedEntries,
  type SourcePlace,
  type Type,
  typeName,
  typeOf,
  Unknown,
  type Value,
} from '../../model/index.js';
import { notSettled, unknownInstances } from '../diagnostics.js';
import { evaluate } from '../evaluate/evaluate.js';
import type { SharedValues } from '../evaluate/shared.js';
import type { Values } from './values.js';

export interface Instance {
  readonly key: InstanceKey;
  /** `each.value`, for `for_each`. */
  readonly each?: Value;
  /** See `InstanceScope`; set for instances that are planned together. */
  readonly shared?: SharedValues;
}

export type Expansion =
  | { readonly instances: readonly Instance[]; readonly diagnostics: readonly Diagnostic[] }
  | {
      readonly instances?: undefined;
      readonly diagnostics: readonly Diagnostic[];
      /** Set if the value is not known yet and may still turn out valid. */
      readonly pending?: true;
    };

/** Whether the instances are only unknown as long as changes are pending. */
export const isPending = (expansion: Expansion): boolean =>
  expansion.instances === undefined && expansion.pending === true;

type Refused = Extract<Expansion, { readonly instances?: undefined }>;

const ALONE: readonly Instance[] = [{ key: undefined }];
const ONE: Expansion = { instances: ALONE, diagnostics: [] };

/** The instances that `count`, `for_each` or `enabled` asks for; exactly one without a key if there is none of them. */
export function expand(resource: Repeatable, values: Values): Expansion {
  const { count, forEach, enabled, earlier } = resource;
  if (earlier !== undefined)
    return { instances: earlier.keysOf(resource.key).map((key) => ({ key })), diagnostics: [] };
  if (enabled !== undefined) return expandEnabled(resource, enabled, values);
  if (count !== undefined) return expandCount(resource, count, values);
  return forEach === undefined ? ONE : expandEach(resource, forEach, values);
}

function placeOf(resource: Repeatable, name: string): SourcePlace {
  const { file, path } = resource.source ?? resource.body.source;
  return { file, path: [...path, name] };
}

/** Whether an instance exists is shown, so the condition cannot be sensitive. */
function expandEnabled(
  resource: Repeatable,
  { value: expression, source: block }: EnabledCondition,
  values: Values,
): Expansion {
  const source = { file: block.file, path: [...block.path, 'enabled'] };
  const { value, diagnostics } = evaluate(expression, values.scope(), source);
  if (hasErrors(diagnostics)) return { diagnostics };
  const refuse = (reason: string): Refused => ({
    diagnostics: [...diagnostics, notSettled(resource.key, 'enabled', source, reason)],
  });
  if (value instanceof Sensitive) return refuse('is sensitive, but whether an instance exists is shown');
  if (isNull(value)) return refuse('is null');
  const flag = convert(value, 'bool');
  if (flag.ok && flag.value instanceof Unknown)
    return pending(diagnostics, unknownInstances(resource.key, 'enabled', source, NOT_KNOWN));
  if (!flag.ok || typeof flag.value !== 'boolean') return refuse(`is a ${kindOf(value)}`);
  return { instances: flag.value ? ALONE : [], diagnostics };
}

function expandCount(resource: Repeatable, count: Expression, values: Values): Expansion {
  const source = placeOf(resource, 'count');
  const { value, diagnostics } = evaluate(count, values.scope(), source);
  if (hasErrors(diagnostics)) return { diagnostics };
  const refuse = (reason: string): Refused => ({
    diagnostics: [...diagnostics, notSettled(resource.key, 'count', source, reason)],
  });
  const plain = value instanceof Sensitive ? value.value : value;
  if (isNull(plain)) return refuse('is null');
  const number = convert(plain, 'number');
  if (number.ok && number.value instanceof Unknown)
    return pending(diagnostics, unknownInstances(resource.key, 'count', source, NOT_KNOWN));
  if (!number.ok || typeof number.value !== 'number' || !isInteger(number.value) || number.value < 0) {
    return refuse('is not a non-negative whole number');
  }
  return { instances: Array.from({ length: number.value }, (_, index) => ({ key: index })), diagnostics };
}

function expandEach(resource: Repeatable, forEach: Expression, values: Values): Expansion {
  const source = placeOf(resource, 'for_each');
  const { value, diagnostics } = evaluate(forEach, values.scope(), source);
  if (hasErrors(diagnostics)) return { diagnostics };
  const refuse = (reason: string): Refused => ({
    diagnostics: [...diagnostics, notSettled(resource.key, 'for_each', source, reason)],
  });
  const wait = (reason: string): Refused =>
    pending(diagnostics, unknownInstances(resource.key, 'for_each', source, reason));
  if (value instanceof Sensitive) return refuse('is sensitive, but instance keys are shown');
  if (value instanceof Unknown) {
    const wrong = wrongType(value.type);
    return wrong === undefined ? wait(NOT_KNOWN) : refuse(wrong);
  }
  if (isNull(value)) return refuse('is null');
  if (value instanceof SetValue) {
    const instances: Instance[] = [];
    for (const item of value.items) {
      if (item instanceof Unknown) {
        const wrong = item.type === 'dynamic' ? undefined : wrongType(setOf(item.type));
        return wrong === undefined ? wait('has elements that are not known before apply') : refuse(wrong);
      }
      if (typeof item !== 'string') return refuse(`has an element that is not a string but ${kindOf(item)}`);
      instances.push({ key: item, each: item });
    }
    return { instances, diagnostics };
  }
  const entries = value instanceof MapValue ? value.entries : isObjectValue(value) ? value : undefined;
  if (entries === undefined) return refuse(wrongType(typeOf(value)) ?? `is a ${kindOf(value)}`);
  return { instances: sortedEntries(entries).map(([key, each]) => ({ key, each })), diagnostics };
}

const pending = (diagnostics: readonly Diagnostic[], problem: Diagnostic): Refused => ({
  diagnostics: [...diagnostics, problem],
  pending: true,
});

const NOT_KNOWN = 'is not known before apply';

/** Why no value of the type can be a for_each; undefined if one can. */
function wrongType(type: Type): string | undefined {
  if (type === 'dynamic') return undefined;
  if (typeof type === 'string') return `is a ${type}`;
  if (type.kind === 'map' || type.kind === 'object') return undefined;
  if (type.kind !== 'set') return `is a ${type.kind}; toset() converts a list of strings to a set`;
  return type.element === 'string' || type.element === 'dynamic'
    ? undefined
    : `is a ${typeName(type)}, but instance keys are strings`;
}
