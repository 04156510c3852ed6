import {
  compareText,
  formatPath,
  isNull,
  isObjectValue,
  mapParts,
  objectValue,
  Sensitive,
  unmark,
  Unknown,
  valuesEqual,
  type Attribute,
  type Block,
  type ObjectValue,
  type Value,
} from '../model/index.js';
import { literal } from '../render/index.js';
import { isPlanned, isUnchanged, PlannedStacks, type NamedChange, type Planned } from './planned.js';

/** Attributes that name an object of the service; their values differ from run to run. */
const IDENTIFIER = /(?:^|_)(?:id|uid|uuid|guid|arn|identity|self_link)$/;

/** Shorter texts could be anything. */
const SHORTEST = 6;

/** A part of a text that may be an identifier. */
const WORD = /[\w-]{6,}/g;

/**
 * A plan as text for a snapshot: what the program decides, in the order of addresses. What the provider computes is left out, so
 * that IDs and times do not change it; an ID that another object is configured with is shown as the attribute it comes from.
 * Sensitive values are hidden.
 */
export function planSnapshot(planned: Planned): string {
  const plan = new PlannedStacks(planned);
  if (plan.errors.length > 0)
    return plan.errors.map(({ severity, code, address = '' }) => `${severity} ${code} ${address}`.trim()).join('\n');
  const stable = new Stable(plan);
  const changes = plan
    .changes()
    .filter((one) => !isUnchanged(one))
    .sort((one, other) => compareText(one.name, other.name))
    .map((one) => stable.change(one));
  const outputs = plan.stacks
    .flatMap(({ name, plan: { outputs } }) =>
      outputs.map((output) => ({ of: plan.nameIn({ name }, output.name), output })),
    )
    .filter(({ output }) => output.action !== 'no-op')
    .sort((one, other) => compareText(one.of, other.of))
    .map(({ of, output: { action, after, sensitive } }) =>
      action === 'delete'
        ? `delete output ${of}`
        : `${action} output ${of} = ${stable.text(sensitive ? new Sensitive(unmark(after)) : after)}`,
    );
  return plan.clean([...changes, ...outputs].join('\n')) || 'no changes';
}

/** Prints plans in snapshots of vitest and jest: `expect.addSnapshotSerializer(planSerializer)`. */
export const planSerializer = {
  test: (value: unknown): boolean => isPlanned(value),
  serialize: (value: Planned): string => planSnapshot(value),
};

/** Texts of values that are the same in each run. */
class Stable {
  readonly #times: ReadonlySet<string>;
  /** Text of an identifier → the attribute it comes from. */
  readonly #identifiers = new Map<string, string>();

  constructor(plan: PlannedStacks) {
    this.#times = new Set(plan.stacks.map((stack) => stack.plan.timestamp));
    for (const one of plan.changes()) {
      const block = blockOf(one);
      const { before, after } = one.change;
      for (const object of [before, after].map(unmark)) {
        if (!isObjectValue(object)) continue;
        for (const [name, value] of Object.entries(object)) {
          if (typeof value !== 'string' || value.length < SHORTEST || !IDENTIFIER.test(name)) continue;
          if (isComputed(block?.attributes[name])) this.#identifiers.set(value, `<${one.name}.${name}>`);
        }
      }
    }
  }

  change(one: NamedChange): string {
    const { before, after, previousAddress, replacePaths } = one.change;
    const title = `${one.action} ${one.name}${previousAddress === undefined ? '' : ` from ${previousAddress}`}`;
    if (isNull(after)) return title;
    const [old, next] = [before, after].map((side) => configured(side, blockOf(one)));
    const forcing = new Set(replacePaths.map((path) => formatPath(path.slice(0, 1))));
    const lines = Object.keys({ ...old, ...next })
      .sort(compareText)
      .flatMap((name) => {
        const [was, is] = [old?.[name] ?? null, next?.[name] ?? null];
        const isSame = valuesEqual(was, is);
        // A new object is shown as a whole.
        if (isNull(before)) return isNull(is) ? [] : `  ${name} = ${this.text(is)}`;
        const note = forcing.has(name) ? ' (forces replacement)' : '';
        return isSame && note === '' ? [] : `  ${name}: ${this.text(was)} -> ${this.text(is)}${note}`;
      });
    return [title, ...lines].join('\n');
  }

  text(value: Value): string {
    return literal(this.#stable(value), '  ');
  }

  #stable(value: Value): Value {
    if (typeof value === 'string') return this.#stableText(value);
    if (value instanceof Sensitive) return value;
    return mapParts(value, (part) => this.#stable(part));
  }

  #stableText(text: string): string {
    const known = this.#identifiers.get(text);
    if (known !== undefined) return known;
    if (this.#times.has(text)) return '<time of the plan>';
    return text.replaceAll(WORD, (word) => this.#identifiers.get(word) ?? word);
  }
}

const blockOf = ({ stack, change }: NamedChange): Block | undefined =>
  stack.schemaOf?.(change.provider.source, change.resource.mode, change.resource.type)?.block;

/** Whether only the provider gives an attribute its value. */
const isComputed = (attribute: Attribute | undefined): boolean =>
  attribute?.computed === true && attribute.optional !== true && attribute.required !== true;

/** What a configuration can say of an object: without computed attributes, and without what the provider will add to it. */
function configured(value: Value, block: Block | undefined): ObjectValue | undefined {
  const object = unmark(value);
  if (!isObjectValue(object)) return undefined;
  const kept = objectValue();
  for (const [name, part] of Object.entries(object)) {
    const attribute = block?.attributes[name];
    if (isComputed(attribute)) continue;
    if (attribute?.computed === true && unmark(part) instanceof Unknown) continue;
    const inner = block?.blockTypes[name]?.block ?? (attribute?.nested && nestedBlock(attribute.nested.attributes));
    kept[name] = inner === undefined ? part : configuredParts(part, inner);
  }
  return kept;
}

const nestedBlock = (attributes: Block['attributes']): Block => ({ attributes, blockTypes: {} });

function configuredParts(value: Value, block: Block): Value {
  if (value instanceof Sensitive || value instanceof Unknown || isNull(value)) return value;
  if (isObjectValue(value)) return configured(value, block) ?? value;
  return mapParts(value, (part) => configured(part, block) ?? part);
}
