import type { PolicyChange, PolicyDrift, PolicyResource, PolicyValue } from './context.js';
import type { Hidden } from './hidden.js';

/** A value of an attribute: it may be absent, sensitive or unknown, and so may its parts. */
type Shown<Value> = unknown extends Value
  ? PolicyValue
  : | null
    | Hidden
    | (Value extends object ? { readonly [Name in keyof Value]: Shown<Value[Name]> } : Exclude<Value, undefined>);

/** The attributes of an object, as a policy sees them. */
export type PolicyAttributes<Attributes> = { readonly [Name in keyof Attributes]-?: Shown<Attributes[Name]> };

interface Sides<Attributes> {
  readonly before: PolicyAttributes<Attributes> | null;
  readonly after: PolicyAttributes<Attributes> | null;
}

/** The same with typed attributes. */
export type PolicyChangeOf<Attributes> = Omit<PolicyChange, 'before' | 'after'> & Sides<Attributes>;
export type PolicyDriftOf<Attributes> = Omit<PolicyDrift, 'before' | 'after'> & Sides<Attributes>;
export type PolicyResourceOf<Attributes> = Omit<PolicyResource, 'values'> & {
  readonly values: PolicyAttributes<Attributes>;
};

/**
 * Those of a type, with the attributes that `Attributes` says they have: an interface, or `AttributesOf` a generated class. Data
 * sources are not among them.
 */
export function ofType<Attributes>(all: readonly PolicyChange[], type: string): readonly PolicyChangeOf<Attributes>[];
export function ofType<Attributes>(
  all: readonly PolicyResource[],
  type: string,
): readonly PolicyResourceOf<Attributes>[];
export function ofType<Attributes>(all: readonly PolicyDrift[], type: string): readonly PolicyDriftOf<Attributes>[];
export function ofType(
  all: readonly (PolicyChange | PolicyResource | PolicyDrift)[],
  type: string,
): readonly unknown[] {
  return all.filter((one) => one.type === type && one.mode === 'managed');
}
