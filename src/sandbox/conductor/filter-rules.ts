import { Refused } from './refusal.js';

export interface FilterRule {
  readonly key: string;
  readonly values: readonly string[];
  readonly operator: string;
  readonly type: string;
}

/** What rules look at. */
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

/** Conductor document, section The Filter Resource. `is_not`: the label is there, with none of the values. */
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

const testOf = (rule: FilterRule): Test | undefined => {
  const tests = rule.type === 'label' ? LABEL_TESTS : ATTRIBUTE_TESTS;
  return Object.hasOwn(tests, rule.operator) ? tests[rule.operator] : undefined;
};

export function refuseBadRules(rules: readonly FilterRule[]): void {
  for (const rule of rules) {
    if (testOf(rule) === undefined)
      throw new Refused(
        400,
        `Invalid filter rule: ${rule.operator} is no operator for a rule of the type ${rule.type}`,
      );
  }
}

/** Whether something passes all rules. */
export function passes(rules: readonly FilterRule[], { labels, attribute }: Filtered): boolean {
  return rules.every((rule) => {
    const found =
      rule.type === 'label'
        ? labels.filter(({ key }) => key === rule.key.toLowerCase()).map(({ value }) => value)
        : [attribute(rule.key) ?? []].flat().map(String);
    return testOf(rule)?.(found, rule.values) === true;
  });
}
