import {
  MemberPlace,
  NO_LIFECYCLE,
  type ActionConfiguration,
  type Body,
  type ConditionConfiguration,
  type Expression,
  type ImportConfiguration,
  type Origin,
  type Path,
  type ResourceConfiguration,
  type SourcePlace,
  addressIn,
  type ModuleCall,
  type ModuleConfiguration,
  type Provisioning,
} from '../../model/index.js';
import { DYNAMIC, generatorsIn } from '../evaluate/dynamic.js';
import { checkName } from '../graph/build.js';
import { importedResource } from '../graph/imports.js';

/** An expression in a configuration, and what it may refer to at its place. */
export interface Place {
  readonly expression: Expression;
  readonly address: string;
  readonly source: SourcePlace;
  readonly origin?: Origin | undefined;
  /** The resource it belongs to, if any. */
  readonly resource?: ResourceConfiguration | undefined;
  /** The check block it belongs to, by name. */
  readonly check?: string | undefined;
  readonly each: boolean;
  readonly count: boolean;
  readonly self: boolean;
  /** Names that dynamic blocks around it bind to their elements. */
  readonly bound?: readonly string[] | undefined;
  /** Whether it refers to objects as a whole, as in `depends_on`. */
  readonly whole: boolean;
  /** Whether neither state nor a plan stores its value. */
  readonly fleeting?: boolean | undefined;
  /** Whether it is evaluated when the object is destroyed, when only the object itself is certain to exist. */
  readonly destroying?: boolean | undefined;
}

type Common = Omit<Place, 'expression' | 'source' | 'self'>;

type Visit = (place: Place) => void;

/**
 * Visits every expression with a reference, down to the string in which it is written. Large configurations have very
 * many expressions, so nothing is allocated for those that are constant.
 */
export function eachPlace(module: ModuleConfiguration, visit: Visit): void {
  const addressOf = (local: string): string => addressIn(module.path, local);
  for (const variable of module.variables.values()) {
    const common = { ...NOWHERE, address: addressOf(`var.${variable.name}`), origin: variable.origin };
    for (const condition of variable.validations) visitCondition(condition, common, false, visit);
  }
  for (const local of module.locals.values()) {
    visitLeaves(local.value, local.source, { ...FLEETING, address: addressOf(`local.${local.name}`) }, false, visit);
  }
  for (const [key, { body, origin }] of module.providers) {
    const common = { ...FLEETING, address: addressOf(`provider.${key}`), origin };
    for (const [name, value] of Object.entries(body.content)) {
      const at = inside(body.source, [name]);
      if (name === DYNAMIC) visitDynamic(value, at, common, false, visit);
      else visitLeaves(value, at, common, false, visit);
    }
  }
  for (const resource of module.resources.values()) visitResource(resource, visit);
  for (const { from, provisioning, origin } of module.removed) {
    const common = { address: addressOf(from), origin, each: true, count: true, whole: false };
    if (provisioning !== undefined) visitProvisioning(provisioning, common, visit);
  }
  for (const action of module.actions.values()) visitAction(action, visit);
  for (const output of module.outputs.values()) {
    const common = { ...NOWHERE, address: addressOf(`output.${output.name}`), origin: output.origin };
    const fleeting = output.ephemeral;
    visitLeaves(output.value, inside(output.source, ['value']), { ...common, fleeting }, false, visit);
    visitNamed(output.dependsOn, output.source, ['depends_on'], { ...common, whole: true }, visit);
    for (const condition of output.preconditions) visitCondition(condition, common, false, visit);
  }
  for (const call of module.calls.values()) visitCall(call, visit);
  for (const check of module.checks.values()) {
    const common = { ...NOWHERE, address: addressOf(checkName(check.name)), origin: check.origin, check: check.name };
    for (const assertion of check.assertions) visitCondition(assertion, common, false, visit);
  }
}

/** Visits the expressions of import blocks, which refer to objects of the root module. */
export function eachImportPlace(imports: readonly ImportConfiguration[], visit: Visit): void {
  for (const { to, id, by, forEach, source, origin } of imports) {
    const outside: Common = { ...NOWHERE, address: importedResource(to), origin };
    const common: Common = { ...outside, each: forEach !== undefined };
    if (forEach !== undefined) visitLeaves(forEach, inside(source, ['for_each']), outside, false, visit);
    visitLeaves(id, inside(source, [by]), common, false, visit);
    for (const key of [...to.modules.map((step) => step.key), to.key])
      if (key !== undefined) visitLeaves(key, inside(source, ['to']), common, false, visit);
  }
}

/** For places that refer to neither instances nor whole objects. */
export const NOWHERE = { each: false, count: false, whole: false } as const;
const FLEETING = { ...NOWHERE, fleeting: true } as const;

const inside = (source: SourcePlace, path: Path): SourcePlace => ({
  file: source.file,
  path: source.path.concat(path),
});

function visitResource(resource: ResourceConfiguration, visit: Visit): void {
  const { body, lifecycle, key, origin, count, forEach, enabled } = resource;
  // Written out here and below: a spread for each resource would cost more than everything else.
  const outside: Common = { each: false, count: false, whole: false, address: key, origin, resource };
  const common: Common =
    count === undefined && forEach === undefined
      ? outside
      : { each: forEach !== undefined, count: count !== undefined, whole: false, address: key, origin, resource };
  if (count !== undefined) visitLeaves(count, inside(body.source, ['count']), outside, false, visit);
  if (forEach !== undefined) visitLeaves(forEach, inside(body.source, ['for_each']), outside, false, visit);
  if (enabled !== undefined) visitLeaves(enabled.value, inside(enabled.source, ['enabled']), outside, false, visit);
  const argument: Common = resource.address.mode === 'ephemeral' ? { ...common, fleeting: true } : common;
  for (const name in body.content) {
    const value = body.content[name];
    if (value !== undefined && value.kind !== 'literal') {
      const { file, path } = body.source;
      const at = new MemberPlace(file, path, name);
      if (name === DYNAMIC) visitDynamic(value, at, argument, false, visit);
      else visitLeaves(value, at, argument, false, visit);
    }
  }
  if (resource.dependsOn.length > 0)
    visitNamed(resource.dependsOn, body.source, ['depends_on'], { ...outside, whole: true }, visit);
  if (resource.provisioning !== undefined) visitProvisioning(resource.provisioning, common, visit);
  if (lifecycle === NO_LIFECYCLE) return;
  visitNamed(lifecycle.replaceTriggeredBy, body.source, ['lifecycle', 'replace_triggered_by'], common, visit);
  for (const condition of lifecycle.preconditions) visitCondition(condition, common, false, visit);
  for (const condition of lifecycle.postconditions) visitCondition(condition, common, true, visit);
  for (const { condition, actions, source } of lifecycle.actionTriggers) {
    if (condition !== undefined) visitLeaves(condition, inside(source, ['condition']), common, false, visit);
    for (const { instance, source: at } of actions)
      if (instance !== undefined) visitLeaves(instance, at, common, false, visit);
  }
}

function visitProvisioning(
  { connection, provisioners }: Provisioning,
  { address, origin, resource, each, count }: Common,
  visit: Visit,
): void {
  const common: Common = { address, origin, resource, each, count, whole: false, fleeting: true };
  const visitBody = ({ content, source }: Body, destroying: boolean): void => {
    const place = { ...common, destroying };
    for (const [name, value] of Object.entries(content)) visitLeaves(value, inside(source, [name]), place, true, visit);
  };
  if (connection !== undefined)
    visitBody(
      connection,
      provisioners.some(({ when }) => when === 'destroy'),
    );
  for (const { body, connection: own, when } of provisioners) {
    visitBody(body, when === 'destroy');
    if (own !== undefined) visitBody(own, when === 'destroy');
  }
}

function visitCall({ key, body, count, forEach, enabled, dependsOn, module, origin }: ModuleCall, visit: Visit): void {
  const outside: Common = { ...NOWHERE, address: key, origin };
  if (count !== undefined) visitLeaves(count, inside(body.source, ['count']), outside, false, visit);
  if (forEach !== undefined) visitLeaves(forEach, inside(body.source, ['for_each']), outside, false, visit);
  if (enabled !== undefined) visitLeaves(enabled.value, inside(enabled.source, ['enabled']), outside, false, visit);
  visitNamed(dependsOn, body.source, ['depends_on'], { ...outside, whole: true }, visit);
  for (const [name, argument] of Object.entries(body.content)) {
    const fleeting = module.variables.get(name)?.ephemeral;
    const common: Common = { ...outside, each: forEach !== undefined, count: count !== undefined, fleeting };
    visitLeaves(argument, inside(body.source, [name]), common, false, visit);
  }
}

function visitAction({ key, body, source, count, forEach, origin }: ActionConfiguration, visit: Visit): void {
  const outside: Common = { ...NOWHERE, address: key, origin };
  if (count !== undefined) visitLeaves(count, inside(source, ['count']), outside, false, visit);
  if (forEach !== undefined) visitLeaves(forEach, inside(source, ['for_each']), outside, false, visit);
  const common: Common = { ...outside, each: forEach !== undefined, count: count !== undefined };
  for (const [name, setting] of Object.entries(body.content))
    visitLeaves(setting, inside(body.source, [name]), common, false, visit);
}

function visitNamed(
  expressions: readonly Expression[],
  source: SourcePlace,
  path: Path,
  common: Common,
  visit: Visit,
): void {
  for (const [index, expression] of expressions.entries())
    visitLeaves(expression, inside(source, [...path, index]), common, false, visit);
}

function visitCondition(condition: ConditionConfiguration, common: Common, self: boolean, visit: Visit): void {
  const passing = { ...common, fleeting: true };
  visitLeaves(condition.condition, inside(condition.source, ['condition']), passing, self, visit);
  visitLeaves(condition.errorMessage, inside(condition.source, ['error_message']), common, self, visit);
}

/** Descends into lists and objects of the document itself (they have no span), so that each place is a string. */
function visitLeaves(expression: Expression, source: SourcePlace, common: Common, self: boolean, visit: Visit): void {
  if (expression.kind === 'literal') return;
  if (expression.span === undefined && expression.kind === 'tuple') {
    for (const [index, item] of expression.items.entries())
      visitLeaves(item, inside(source, [index]), common, self, visit);
  } else if (expression.span === undefined && expression.kind === 'object') {
    for (const { key, value } of expression.items) {
      const name = key.kind === 'literal' && typeof key.value === 'string' ? key.value : undefined;
      if (name === undefined) visitLeaves(key, source, common, self, visit);
      if (name === DYNAMIC) visitDynamic(value, inside(source, [name]), common, self, visit);
      else visitLeaves(value, name === undefined ? source : inside(source, [name]), common, self, visit);
    }
  } else {
    const { address, origin, resource, check, each, count, bound, whole, fleeting, destroying } = common;
    visit({
      expression,
      address,
      source,
      origin,
      resource,
      check,
      each,
      count,
      self,
      bound,
      whole,
      fleeting,
      destroying,
    });
  }
}

/** The generators of blocks: their content may refer to the current element by the name of the iterator. */
function visitDynamic(expression: Expression, source: SourcePlace, common: Common, self: boolean, visit: Visit): void {
  for (const { iterator, parts, place } of generatorsIn(expression, source.path, [])) {
    const content = { ...common, bound: [...(common.bound ?? []), iterator] };
    for (const [name, part] of Object.entries(parts)) {
      if (name === 'iterator') continue;
      const around = name === 'content' || name === 'labels' ? content : common;
      visitLeaves(part, { file: source.file, path: [...place, name] }, around, self, visit);
    }
  }
}
