import { isNull, sensitive, type Diagnostic, type Value } from '../model/index.js';
import { differences } from './compare.js';
import { diagnosticLines, planLines } from './explain.js';
import { isPlanned, isType, isUnchanged, PlannedStacks, type NamedChange, type PlannedAction } from './planned.js';

/** An address (`acme_server.web["a"]`, after the name of a stack and a colon if there are several), or a resource of the program. */
export type Target = string | { readonly fqn: string };

/** A type of resources (`acme_server`, `data.acme_image`), or its class. */
export type TargetType = string | { readonly tfResourceType: string };

/** Values of attributes that are looked at. */
export type ExpectedAttributes = Readonly<Record<string, unknown>>;

/** What a whole plan does, by address. Unchanged objects are left out. */
export type ExpectedPlan = Readonly<
  Record<string, PlannedAction | { readonly action: PlannedAction; readonly values: ExpectedAttributes }>
>;

/** Matchers for the result of `plan` and `showPlan`; the last one is for every result with diagnostics. */
export interface PlanMatchers<R = unknown> {
  /** The plan creates it, with these values. All instances are meant if the address has no key. */
  toCreate(target: Target, values?: ExpectedAttributes): R;
  /** The plan updates it in place, to these values. */
  toUpdate(target: Target, values?: ExpectedAttributes): R;
  /** The plan destroys it and creates it again, with these values. */
  toReplace(target: Target, values?: ExpectedAttributes): R;
  toDelete(target: Target): R;
  /** The plan removes it from state only. */
  toForget(target: Target): R;
  /** After apply there is such a resource: the one at an address, or one of a type. */
  toHaveResource(target: Target | TargetType, values?: ExpectedAttributes): R;
  toHaveOutput(name: string, value?: unknown): R;
  /** The plan does this and nothing else; `{}` is a plan without changes. */
  toMatchPlan(expected: ExpectedPlan): R;
  /** One of the messages has this code, and this address if one is given. */
  toHaveDiagnostic(code: string, address?: string): R;
}

export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What vitest and jest pass as `this`. */
interface MatcherContext {
  readonly isNot?: boolean;
}

type Implemented = {
  readonly [Name in keyof PlanMatchers]: (
    this: MatcherContext,
    received: unknown,
    ...given: Parameters<PlanMatchers[Name]>
  ) => MatcherResult;
};

/** For `expect.extend` of vitest or jest. With vitest, `import 'landform/testing/vitest'` does it. */
export const matchers: Implemented = {
  toCreate: changing('toCreate', 'create'),
  toUpdate: changing('toUpdate', 'update'),
  toReplace: changing('toReplace', 'replace'),
  toDelete: changing('toDelete', 'delete'),
  toForget: changing('toForget', 'forget'),

  toHaveResource(received, target, values) {
    return judged('toHaveResource', this, received, (plan) => {
      const address = addressOf(target);
      const all = plan.at(address).filter(({ change }) => !isNull(change.after));
      const [found] = all;
      if (found === undefined)
        return { pass: false, lines: [`The plan has no ${address} after apply.${plan.near(address)}`] };
      const compared = all.map((one) => ({ one, differs: differences(values ?? {}, one.change.after) }));
      // An address without a key means all instances, a type any resource.
      const pass = isType(address) ? compared.some(isSame) : compared.every(isSame);
      if (pass)
        return { pass, lines: all.slice(0, 1).map((one) => `${one.name}${plan.placeOf(one)} is such a resource`) };
      const other = compared.filter((one) => !isSame(one));
      return {
        pass,
        lines: other.flatMap(({ one, differs }) => [
          `${one.name}${plan.placeOf(one)} has other values:`,
          ...differs.map(indented),
        ]),
      };
    });
  },

  toHaveOutput(received, name, ...value) {
    return judged('toHaveOutput', this, received, (plan) => {
      const [output] = plan.outputs(name);
      if (output === undefined) return { pass: false, lines: [`The plan has no output ${name}.`] };
      const differs =
        value.length === 0 ? [] : differences(value[0], output.sensitive ? sensitive(output.after) : output.after);
      if (differs.length === 0) return { pass: true, lines: [`The output ${name} has this value.`] };
      return { pass: false, lines: [`The output ${name} has another value:`, ...differs.map(indented)] };
    });
  },

  toMatchPlan(received, expected) {
    return judged('toMatchPlan', this, received, (plan) => {
      const planned = new Map(plan.changes().map((one) => [one.name, one]));
      const lines = Object.entries(expected).flatMap(([name, wanted]) => {
        const { action, values } = typeof wanted === 'string' ? { action: wanted, values: {} } : wanted;
        const one = planned.get(name);
        planned.delete(name);
        if (one === undefined) return [`${name} is not in the plan: expected ${action}.${plan.near(name)}`];
        if (one.action !== action) return [`${described(plan, one)}: expected ${action}, planned ${one.action}`];
        const differs = differences(values, valuesOf(one));
        return differs.length === 0 ? [] : [`${described(plan, one)} has other values:`, ...differs.map(indented)];
      });
      const more = [...planned.values()].filter((one) => !isUnchanged(one));
      lines.push(...more.map((one) => `${described(plan, one)} is not expected: planned ${one.action}`));
      return { pass: lines.length === 0, lines: lines.length === 0 ? ['The plan does this and nothing else.'] : lines };
    });
  },

  toHaveDiagnostic(received, code, address) {
    const found = diagnosticsOf(received);
    const pass = found.some((one) => one.code === code && (address === undefined || one.address === address));
    const what = `${code}${address === undefined ? '' : ` at ${address}`}`;
    return {
      pass,
      message: () =>
        [
          `expect(result).${this.isNot === true ? 'not.' : ''}toHaveDiagnostic("${code}")`,
          '',
          found.length === 0
            ? 'The result has no diagnostics.'
            : `Expected ${pass ? 'no ' : ''}${what}. The diagnostics:`,
          ...diagnosticLines(found).map(indented),
        ].join('\n'),
    };
  },
};

interface Judgement {
  readonly pass: boolean;
  readonly lines: readonly string[];
}

/** Judges a plan. One that failed meets no expectation, and neither its opposite. */
function judged(
  name: keyof PlanMatchers,
  { isNot = false }: MatcherContext,
  received: unknown,
  judge: (plan: PlannedStacks) => Judgement,
): MatcherResult {
  if (!isPlanned(received))
    throw new TypeError(
      `${name} looks at a plan: pass expect() what plan() or showPlan() of a harness or a project resolves to, with "await".`,
    );
  const plan = new PlannedStacks(received);
  const head = `expect(plan).${isNot ? 'not.' : ''}${name}(…)`;
  const fails =
    (lines: readonly string[]): (() => string) =>
    () =>
      plan.clean([head, '', ...lines].join('\n'));
  if (plan.errors.length > 0)
    return { pass: isNot, message: fails(['Planning failed:', ...diagnosticLines(plan.errors).map(indented)]) };
  const { pass, lines } = judge(plan);
  return { pass, message: () => fails([...lines, '', ...planLines(plan)])() };
}

function changing(name: keyof PlanMatchers, action: PlannedAction): Implemented['toCreate'] {
  return function (received, target, values = {}) {
    return judged(name, this, received, (plan) => {
      const address = addressOf(target);
      const all = plan.at(address);
      if (all.length === 0) return { pass: false, lines: [`The plan has no ${address}.${plan.near(address)}`] };
      const compared = all.map((one) => ({ one, differs: differences(values, valuesOf(one)) }));
      if (compared.every((each) => each.one.action === action && isSame(each)))
        return { pass: true, lines: all.map((one) => `${described(plan, one)}: planned ${one.action}`) };
      return {
        pass: false,
        lines: compared.flatMap(({ one, differs }) => {
          if (one.action !== action)
            return [
              `${described(plan, one)}: expected ${action}, planned ${one.action}`,
              ...reasonOf(one).map(indented),
            ];
          return differs.length === 0 ? [] : [`${described(plan, one)} has other values:`, ...differs.map(indented)];
        }),
      };
    });
  };
}

/** Why a change is what it is, as far as the plan says so. */
function reasonOf({ action, change }: NamedChange): readonly string[] {
  if (action === 'replace' && change.replacePaths.length > 0)
    return [`these cannot be changed in place: ${change.replacePaths.map((path) => path.join('.')).join(', ')}`];
  return change.reason === undefined ? [] : [`the reason: ${change.reason.replaceAll('_', ' ')}`];
}

const isSame = ({ differs }: { readonly differs: readonly string[] }): boolean => differs.length === 0;

/** The object after the change; the one before if it is gone then. */
const valuesOf = ({ change: { before, after } }: NamedChange): Value => (isNull(after) ? before : after);

const described = (plan: PlannedStacks, one: NamedChange): string => `${one.name}${plan.placeOf(one)}`;

const indented = (line: string): string => `  ${line}`;

function addressOf(target: Target | TargetType): string {
  if (typeof target === 'string') return target;
  return 'fqn' in target ? target.fqn : target.tfResourceType;
}

/** The diagnostics of a result. */
function diagnosticsOf(received: unknown): readonly Diagnostic[] {
  if (typeof received === 'object' && received !== null && 'diagnostics' in received) {
    const { diagnostics } = received;
    if (Array.isArray(diagnostics)) return diagnostics;
  }
  throw new TypeError('toHaveDiagnostic looks at the result of an operation: pass it to expect(), with "await".');
}
