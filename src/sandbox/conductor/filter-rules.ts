import { list, object, text } from '../shape.js';
import type { Shaped } from '../shape.js';
import { Refused } from './refusal.js';

export const filterRule = object({ key: text, values: list(text), operator: text, type: text });
export type FilterRule = Shaped<typeof filterRule>;

/** What rules apply to. */
export interface Filtered {
  readonly labels: readonly { readonly key: string; readonly value: string }[];
  readonly attribute: (name: string) => unknown;
}

type Test = (found: readonly string[], wanted: readonly string[]) => boolean;

const anyOf: Test = (found, wanted) => found.some((value) => wanted.includes(value));
const some =
  (meets: (value: string, wanted: string) => boolean): Test =>
  (found, wanted) =>
    found.some((value) => wanted.some((text) => meets(value, text)));

/** Conductor document, section The Filter Resource. `is_not`: the label exists, with none of the values. */
const LABEL_TESTS: Readonly<Record<string, Test>> = {
  any_of: anyOf,
  not_any_of: (found, wanted) => found.length > 0 && !anyOf(found, wanted),
  is_null: (found) => found.length === 0,
  is_not_null: (found) => found.length > 0,
  is_not: (found, wanted) => !anyOf(found, wanted),
};

const ATTRIBUTE_TESTS: Readonly<Record<string, Test>> = {
  any_of: anyOf,
  not_any_of: (found, wanted) => !anyOf(found, wanted),
  contains: some((value, wanted) => value.includes(wanted)),
  not_contains: (found, wanted) => !some((value, text) => value.includes(text))(found, wanted),
  starts_with: some((value, wanted) => value.startsWith(wanted)),
  ends_with: some((value, wanted) => value.endsWith(wanted)),
  is_not_empty: (found) => found.length > 0,
};

const testsOf = ({ type }: FilterRule): Readonly<Record<string, Test>> =>
  type === 'label' ? LABEL_TESTS : ATTRIBUTE_TESTS;

const testOf = (rule: FilterRule): Test | undefined => {
  const tests = testsOf(rule);
  return Object.hasOwn(tests, rule.operator) ? tests[rule.operator] : undefined;
};

/** Attributes that rules may name, by kind of object (Conductor document, table Search Resources). */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  blueprints: ['id', 'state', 'tenant_name', 'created_by'],
  secrets: ['key'],
  deployments: [
    'id',
    'blueprint_id',
    'created_by',
    'site_name',
    'schedules',
    'tenant_name',
    'display_name',
    'installation_status',
  ],
  nodes: ['id', 'type'],
  'node-types': ['id', 'type'],
  'node-instances': ['id'],
};

/** Kinds of objects that rules of type `label` apply to. */
const LABELLED: readonly string[] = ['blueprints', 'deployments'];

export function attributesOf(resource: string): readonly string[] {
  return ATTRIBUTES[resource] ?? [];
}

/** Operators without values; all others require at least one. */
const WITHOUT_VALUES: readonly string[] = ['is_null', 'is_not_null', 'is_not_empty'];

/**
 * The stored form of rules that filter `resource`: keys in lower case, without duplicates. Refuses rules that can never
 * be evaluated there.
 */
export function acceptedRules(rules: readonly FilterRule[], resource: string): readonly FilterRule[] {
  for (const rule of rules) {
    const why = problemOf(rule, resource);
    if (why !== undefined)
      throw new Refused(400, `Invalid filter rule about ${rule.key}: ${why}`, 'invalid_filter_rule');
  }
  const kept = rules.map((rule) => ({ ...rule, key: rule.key.toLowerCase() }));
  return [...new Map(kept.map((rule) => [JSON.stringify(rule), rule])).values()];
}

function problemOf(rule: FilterRule, resource: string): string | undefined {
  const { key, operator, type, values } = rule;
  if (testOf(rule) === undefined)
    return `the operator of a rule of the type ${type} is one of ${Object.keys(testsOf(rule)).join(', ')}`;
  const isBare = WITHOUT_VALUES.includes(operator);
  if (isBare !== (values.length === 0))
    return isBare ? `${operator} does not take values` : `${operator} requires at least one value`;
  if (type === 'label') return LABELLED.includes(resource) ? undefined : `${resource} have no labels`;
  const attributes = attributesOf(resource);
  if (!attributes.includes(key)) return `attributes of ${resource} to filter by: ${attributes.join(', ') || 'none'}`;
  return key === 'schedules' && operator !== 'is_not_empty' ? 'schedules can only be is_not_empty' : undefined;
}

/** Whether an object matches all rules. */
export function passes(rules: readonly FilterRule[], { labels, attribute }: Filtered): boolean {
  return rules.every((rule) => {
    const found =
      rule.type === 'label'
        ? labels.filter(({ key }) => key === rule.key.toLowerCase()).map(({ value }) => value)
        : [attribute(rule.key) ?? []].flat().map(String);
    return testOf(rule)?.(found, rule.values) === true;
  });
}
