import { type JsonObject } from '../../model/index.js';
import { Names } from '../names.js';
import type { ApiOperation, ApiParameter } from './api.js';
import { guessAttributes, wholeLeaf, type FieldGuess, type Leaf } from './attributes.js';
import { actionNouns } from './action-name.js';
import { Bodies, callOf, type Body } from './body.js';
import { parentsOf, plainPath, type groupOperations } from './group.js';
import type { ActionGuess, AttributeGuess, LeftOver, ParameterSource } from './guess.js';
import { given, parentAttribute } from './identity.js';
import { isOwnHeader } from './own-headers.js';
import { at } from './pointer.js';
import type { Surroundings } from './resource.js';
import { fixedValue, type SharedHeader } from './shared-headers.js';
import { memberAt } from './schemas.js';
import type { Unmade } from './unmade.js';
import { attributeName, firstSentence, isSecretName, snakeCase, spoken } from './words.js';

/**
 * Operations that may become actions, by the noun of the action: those that change something and do not belong to a
 * resource, including one that the description does not fully describe.
 */
export function doableAmong(
  { groups, others }: ReturnType<typeof groupOperations>,
  unmade: readonly Unmade[],
): ReadonlyMap<string, ApiOperation> {
  const taken = new Set(unmade.flatMap(({ operations }) => operations));
  const left = others.filter((operation) => operation.method !== 'get' && !taken.has(operation));
  const nouns = [...groups, ...unmade].flatMap((each) => ('plural' in each ? [each.noun, each.plural] : [each.noun]));
  return actionNouns(left, new Set(nouns));
}

/** The actions, and why other operations do not become actions. */
export function guessActions(
  surroundings: Surroundings,
  doable: ReadonlyMap<string, ApiOperation>,
): {
  readonly actions: readonly ActionGuess[];
  readonly reasons: ReadonlyMap<ApiOperation, Pick<LeftOver, 'reason'>>;
} {
  const actions: ActionGuess[] = [];
  const reasons = new Map<ApiOperation, Pick<LeftOver, 'reason'>>();
  for (const [noun, operation] of doable) {
    const reason = hindrance(surroundings, operation);
    if (reason === undefined) actions.push(guessAction(surroundings, noun, operation));
    else reasons.set(operation, { reason });
  }
  return { actions, reasons };
}

/** Why no request can be built from inputs. */
function hindrance(
  { document, headers }: Pick<Surroundings, 'document' | 'headers'>,
  { pointer, request, parameters }: ApiOperation,
): string | undefined {
  if (request === undefined && at(document, `${pointer}/requestBody`) !== undefined)
    return 'its body is neither JSON nor a form with a schema';
  if (request?.mediaType.includes('json-patch') === true) return 'its body is a JSON Patch';
  const condition = parameters.find(
    ({ name, in: place, required }) =>
      place === 'header' && required && /^if-/i.test(name) && !headers.some(({ names }) => names.includes(name)),
  );
  return condition === undefined ? undefined : `it requires ${condition.name}, and nothing reads the value to compare`;
}

function guessAction({ document, name, headers }: Surroundings, noun: string, operation: ApiOperation): ActionGuess {
  const names = new Names();
  const attributes: AttributeGuess[] = [];
  const parameters = new Map<string, ParameterSource>();
  const about: string[] = [];
  const parents = parentsOf(plainPath(operation));
  for (const parameter of inOrder(operation)) {
    if (parameters.has(parameter.name)) continue;
    const source = knownSource(parameter, headers);
    if (source !== undefined) parameters.set(parameter.name, source);
    else if (isInput(parameter)) {
      const hole = parameter.in === 'path' ? operation.keys.indexOf(parameter.name) : -1;
      const wanted = hole < 0 ? parameterName(parameter) : parentAttribute(parameter.name, parents[hole] ?? noun);
      const input = inputOf(apart(names, attributeName(wanted, noun), parameter.in), parameter, parents[hole]);
      parameters.set(parameter.name, input.name);
      attributes.push(input);
      if (hole >= 0) about.push(input.name);
    }
  }
  const body = bodyOf(document, noun, operation);
  const fields = fieldsOf(noun, body, names);
  return {
    noun,
    type: `${name}_${noun}`,
    description: firstSentence(operation.summary) ?? `Sends ${operation.method.toUpperCase()} ${operation.path}.`,
    attributes: [...attributes, ...fields],
    parameters,
    about,
    call: callOf(operation, body, new Map(fields.map((field) => [field.place, field.name])), undefined),
  };
}

/** The name of an input; if another input has it already, the name says where the input is sent. */
const apart = (names: Names, name: string, place: string): string =>
  names.take(names.has(name) ? `${place}_${name}` : name);

/** Path parameters in the path's order, then the required others. */
function inOrder({ parameters, keys }: ApiOperation): readonly ApiParameter[] {
  const rank = ({ in: place, name, required }: ApiParameter): number => {
    if (place === 'path') return keys.indexOf(name);
    return keys.length + (required ? 0 : 1);
  };
  return parameters.toSorted((left, right) => rank(left) - rank(right));
}

/** The source of a parameter's value if the action's configuration does not set it. */
function knownSource(parameter: ApiParameter, headers: readonly SharedHeader[]): ParameterSource | undefined {
  const shared = headers.find(({ names }) => parameter.in === 'header' && names.includes(parameter.name));
  if (shared !== undefined) return { setting: shared.setting.name };
  const value = parameter.required && parameter.in !== 'path' ? fixedValue(parameter) : undefined;
  return value === undefined ? undefined : { value };
}

const isInput = ({ in: place, name, required }: ApiParameter): boolean =>
  place === 'header' ? required && !isOwnHeader(name) : true;

const parameterName = ({ name }: ApiParameter): string => snakeCase(name.replace(/^x-/i, ''));

function inputOf(name: string, parameter: ApiParameter, parent: string | undefined): AttributeGuess {
  const { in: place, required, description } = parameter;
  const said = firstSentence(description);
  const words = parent === undefined ? `The ${place} parameter ${parameter.name}.` : `Which ${spoken(parent)}.`;
  const demanded = place === 'path' || required;
  return {
    ...given(name, said ?? words, parameter),
    required: demanded,
    optional: !demanded,
    replaces: false,
    sensitive: isSecretName(name),
  };
}

/** The body split into fields; one that is not an object is a single field: `body`. */
function bodyOf(document: JsonObject, noun: string, { request }: ApiOperation): Body | undefined {
  const body = new Bodies(document, { noun, read: undefined }).sent(request);
  if (body === undefined || body.leaves.size > 0) return body;
  const member = memberAt(document, body.content.pointer);
  if (member.shape.kind === 'object') return body;
  return { ...body, at: '', frames: [], leaves: new Map([['', wholeLeaf('body', member)]]) };
}

/** Inputs for the fields of a body. Nothing of an action is kept, so a secret is only marked sensitive. */
function fieldsOf(noun: string, body: Body | undefined, names: Names): readonly FieldGuess[] {
  const created: ReadonlyMap<string, Leaf> = body?.leaves ?? new Map();
  const nothing = new Map<string, Leaf>();
  const fields = guessAttributes({ noun, created, updated: nothing, shown: nothing, updatable: false });
  return fields
    .filter(({ local }) => local !== true)
    .map(({ default: _, ...field }) => ({
      ...field,
      name: apart(names, field.name, 'body'),
      computed: false,
      replaces: false,
      sensitive: field.sensitive || field.writeOnly,
      writeOnly: false,
      doubts: field.doubts.filter((doubt) => !doubt.startsWith('no answer')),
    }));
}
