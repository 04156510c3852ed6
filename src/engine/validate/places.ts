import type {
  Configuration,
  ConditionConfiguration,
  Expression,
  Origin,
  Path,
  ResourceConfiguration,
  SourcePlace,
} from '../../model/index.js';

/** An expression of a configuration, and what may be referred to where it stands. */
export interface Place {
  readonly expression: Expression;
  readonly address: string;
  readonly source: SourcePlace;
  readonly origin?: Origin | undefined;
  /** The resource it belongs to, if any. */
  readonly resource?: ResourceConfiguration;
  readonly each: boolean;
  readonly count: boolean;
  readonly self: boolean;
  /** Names things as a whole: `depends_on`. */
  readonly whole: boolean;
}

type Common = Omit<Place, 'expression' | 'source' | 'self'>;

/** Every expression with a reference in it, each down to the string it was written in. */
export function* placesOf(configuration: Configuration): Generator<Place> {
  for (const variable of configuration.variables.values()) {
    const common = { ...NOWHERE, address: `var.${variable.name}`, origin: variable.origin };
    for (const condition of variable.validations) yield* conditionPlaces(condition, common, false);
  }
  for (const local of configuration.locals.values()) {
    yield* leaves(local.value, local.source, { ...NOWHERE, address: `local.${local.name}` }, false);
  }
  for (const [key, { body, origin }] of configuration.providers) {
    const common = { ...NOWHERE, address: `provider.${key}`, origin };
    for (const [name, value] of Object.entries(body.content))
      yield* leaves(value, inside(body.source, [name]), common, false);
  }
  for (const resource of configuration.resources.values()) yield* resourcePlaces(resource);
  for (const output of configuration.outputs.values()) {
    const common = { ...NOWHERE, address: `output.${output.name}`, origin: output.origin };
    yield* leaves(output.value, inside(output.source, ['value']), common, false);
    yield* named(output.dependsOn, inside(output.source, ['depends_on']), { ...common, whole: true });
    for (const condition of output.preconditions) yield* conditionPlaces(condition, common, false);
  }
}

/** Where neither instances nor wholes are spoken of. */
export const NOWHERE = { each: false, count: false, whole: false } as const;

const inside = (source: SourcePlace, path: Path): SourcePlace => ({
  file: source.file,
  path: [...source.path, ...path],
});

function* resourcePlaces(resource: ResourceConfiguration): Generator<Place> {
  const { body, lifecycle, key, origin } = resource;
  const outside: Common = { ...NOWHERE, address: key, origin, resource };
  const common: Common = { ...outside, each: resource.forEach !== undefined, count: resource.count !== undefined };
  if (resource.count !== undefined) yield* leaves(resource.count, inside(body.source, ['count']), outside, false);
  if (resource.forEach !== undefined)
    yield* leaves(resource.forEach, inside(body.source, ['for_each']), outside, false);
  for (const name in body.content) {
    const value = body.content[name]!;
    if (value.kind !== 'literal') yield* leaves(value, inside(body.source, [name]), common, false);
  }
  yield* named(resource.dependsOn, inside(body.source, ['depends_on']), { ...outside, whole: true });
  yield* named(lifecycle.replaceTriggeredBy, inside(body.source, ['lifecycle', 'replace_triggered_by']), common);
  for (const condition of lifecycle.preconditions) yield* conditionPlaces(condition, common, false);
  for (const condition of lifecycle.postconditions) yield* conditionPlaces(condition, common, true);
}

function* named(expressions: readonly Expression[], source: SourcePlace, common: Common): Generator<Place> {
  for (const [index, expression] of expressions.entries())
    yield* leaves(expression, inside(source, [index]), common, false);
}

function* conditionPlaces(condition: ConditionConfiguration, common: Common, self: boolean): Generator<Place> {
  yield* leaves(condition.condition, inside(condition.source, ['condition']), common, self);
  yield* leaves(condition.errorMessage, inside(condition.source, ['error_message']), common, self);
}

/** Lists and objects that come from the document itself (they have no span) are gone into, so that a place is a string. */
function* leaves(expression: Expression, source: SourcePlace, common: Common, self: boolean): Generator<Place> {
  if (expression.kind === 'literal') return;
  if (expression.span === undefined && expression.kind === 'tuple') {
    for (const [index, item] of expression.items.entries()) yield* leaves(item, inside(source, [index]), common, self);
  } else if (expression.span === undefined && expression.kind === 'object') {
    for (const { key, value } of expression.items) {
      const name = key.kind === 'literal' && typeof key.value === 'string' ? key.value : undefined;
      if (name === undefined) yield* leaves(key, source, common, self);
      yield* leaves(value, name === undefined ? source : inside(source, [name]), common, self);
    }
  } else yield { ...common, expression, source, self };
}
