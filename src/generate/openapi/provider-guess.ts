import { hasErrors, type Diagnostic, type JsonObject } from '../../model/index.js';
import { doableAmong, guessActions } from './action.js';
import { operationsOf, settleOperations, successOf, type ApiOperation } from './api.js';
import { guessAttributes, holdsSecret, leavesOf, type Leaf } from './attributes.js';
import { nothingToManage, renamedGroup, unknownGroup } from './diagnostics.js';
import { envelopeOf } from './envelope.js';
import { groupOperations, operationsIn, type Group, isCreatable } from './group.js';
import type {
  AttributeGuess,
  DataSourceGuess,
  LeftOut,
  ParameterSource,
  ProviderGuess,
  ResourceGuess,
} from './guess.js';
import { given, parameterAt, parentAttribute, parentParameters, parentAttributes } from './identity.js';
import { toVersion31 } from './normal.js';
import { describeBodies } from './opaque.js';
import { guessList } from './paging.js';
import { at, textOf, escapeStep } from './pointer.js';
import { locator, readDescription, type DescriptionText } from './read.js';
import { resolveReferences, type Misplaced } from './references.js';
import { guessResource, type Surroundings } from './resource.js';
import { memberAt } from './schemas.js';
import { soundSchemas } from './sound.js';
import { guessSecurity } from './security.js';
import { settingParameters, sharedHeaders, type SharedHeader } from './shared-headers.js';
import { unmadeAmong, type Refused, type Unmade } from './unmade.js';
import { spoken } from './words.js';

export interface GuessOptions extends DescriptionText {
  /** The prefix of its resource types: `acme`. */
  readonly provider: string;
  /** Nouns of groups to omit. */
  readonly without?: readonly string[];
}

export interface GuessResult {
  /** Absent if there are errors. */
  readonly guess?: ProviderGuess;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a description and derives a provider from it. */
export function guessProvider(options: GuessOptions): GuessResult {
  const locate = locator(options);
  const read = readDescription(options, locate);
  if (read.document === undefined) return { diagnostics: read.diagnostics };
  const placed = (found: readonly Misplaced[]): Diagnostic[] =>
    found.map(({ pointer, diagnostic }) => locate(diagnostic, pointer));
  const resolved = resolveReferences(read.document, options.unread);
  const modern = soundSchemas(toVersion31(resolved.document));
  const settled = settleOperations(modern);
  const operations = operationsOf(settled.document);
  const grouped = groupOperations(operations);
  const { without = [] } = options;
  const out = unmadeAmong(grouped.groups, grouped.others);
  const doable = doableAmong(grouped, out);
  const known = new Set([...[...grouped.groups, ...out].map(({ noun }) => noun), ...doable.keys()]);
  const unknown = without.filter((noun) => !known.has(noun)).map((noun) => unknownGroup(noun, [...known]));
  if (unknown.length > 0) return { diagnostics: unknown };
  const left = new Set(without);
  const unmade = out.filter(({ noun }) => !left.has(noun));
  const groups = grouped.groups.filter(({ noun }) => !left.has(noun));
  const wanted = new Map([...doable].filter(([noun]) => !left.has(noun)));
  const bodies = describeBodies(settled.document, groups);
  const { document } = bodies;
  const warned = [...resolved.misplaced, ...settled.misplaced, ...bodies.misplaced];
  const { guess, found, refused } = conclude(document, options.provider, operations, {
    groups,
    unmade,
    doable: wanted,
  });
  const leftOut = refused.map(({ noun, pointer, diagnostic }) => leftOutFor(noun, locate(diagnostic, pointer)));
  const diagnostics = placed([...warned, ...found]);
  if (guess.resources.length === 0 && !hasErrors(diagnostics))
    diagnostics.push(...placed([{ pointer: '#/paths', diagnostic: nothingToManage() }]));
  if (hasErrors(diagnostics)) return { diagnostics };
  // A document that was read unchanged is kept in its original form.
  const converted =
    read.converted ||
    warned.length > 0 ||
    resolved.document !== read.document ||
    modern !== resolved.document ||
    settled.changed;
  return { guess: { ...guess, leftOut, converted, diagnostics }, diagnostics };
}

/** The subjects of the operations. */
interface Sorted {
  readonly groups: readonly Group[];
  readonly unmade: readonly Unmade[];
  /** Noun of an action → its operation. */
  readonly doable: ReadonlyMap<string, ApiOperation>;
}

function conclude(
  document: JsonObject,
  name: string,
  operations: readonly ApiOperation[],
  { groups, unmade, doable }: Sorted,
): {
  readonly guess: Omit<ProviderGuess, 'diagnostics' | 'converted' | 'leftOut'>;
  readonly found: readonly Misplaced[];
  readonly refused: readonly Refused[];
} {
  const headers = sharedHeaders(groups, name);
  const surroundings = { document, name, all: operations, headers };
  const { resources, found, refused } = resourcesOf(surroundings, groups);
  const statuses = new Set(resources.flatMap(followed));
  const managed = new Map<Group, ResourceGuess>(resources.map((resource) => [resource.group, resource]));
  const dataSources = groups
    .filter((group) => group.read === undefined || !statuses.has(group.read))
    .flatMap((group) => dataSourcesOf(document, name, group, managed.get(group), headers));
  const managing = new Set([...groups.flatMap(operationsIn), ...statuses]);
  const { actions, reasons } = guessActions(surroundings, doable);
  const acting = actions.map(({ call }) => call.operation);
  const others = operations.filter((operation) => !managing.has(operation) && !acting.includes(operation));
  const omitted = omittedWith(unmade);
  const guess = {
    name,
    title: textOf(at(document, '#/info/title')) ?? name,
    document,
    server: textOf(at(document, '#/servers/0/url')),
    security: guessSecurity(document, [...managing], name, {
      others: headers.map(({ setting }) => setting.name),
      actions: acting,
    }),
    headers,
    errors: guessErrors(document, operations),
    resources,
    dataSources,
    actions,
    others: others.map((operation) => ({ operation, ...(reasons.get(operation) ?? omitted.get(operation)) })),
  };
  return { guess, found: [...found, ...unmade], refused: [...refused, ...unmade] };
}

/** The groups that become resources, and why the others do not. */
function resourcesOf(
  surroundings: Surroundings,
  groups: readonly Group[],
): {
  readonly resources: readonly ResourceGuess[];
  readonly found: readonly Misplaced[];
  readonly refused: readonly Refused[];
} {
  const resources: ResourceGuess[] = [];
  const refused: Refused[] = [];
  const found: Misplaced[] = [];
  for (const group of groups) {
    if (group.wanted !== undefined) {
      const pointer = operationsIn(group)[0]?.pointer ?? `#/paths/${escapeStep(group.path)}`;
      found.push({ pointer, diagnostic: renamedGroup(pointer, group.wanted, group.noun) });
    }
    if (!isCreatable(group)) continue;
    const { resource, refusal, misplaced } = guessResource(surroundings, group);
    if (resource !== undefined) resources.push(resource);
    found.push(...misplaced);
    const reasons = misplaced.filter(({ diagnostic }) => diagnostic === refusal);
    refused.push(...reasons.map((reason) => ({ noun: group.noun, ...reason })));
  }
  return { resources, found, refused };
}

/** Operations about kinds of objects that are omitted → the reason. */
const omittedWith = (unmade: readonly Unmade[]): ReadonlyMap<ApiOperation, { readonly reason: string }> =>
  new Map(
    unmade.flatMap(({ noun, operations: about }) =>
      about.map((operation) => [operation, { reason: `${noun} is omitted` }]),
    ),
  );

const leftOutFor = (noun: string, { summary, detail = '' }: Diagnostic): LeftOut => ({
  noun,
  reason: `${summary.replace(/^Left out [^:]*: /, '')}. ${detail}`.trim(),
});

/** The operations that return the status of work. */
function followed({ create, updates, remove }: ResourceGuess): ApiOperation[] {
  return [create, ...updates, remove].flatMap((call) => call?.follow?.status ?? []);
}

function dataSourcesOf(
  document: JsonObject,
  name: string,
  group: Group,
  resource: ResourceGuess | undefined,
  headers: readonly SharedHeader[],
): DataSourceGuess[] {
  const sources: DataSourceGuess[] = [];
  const list = resource === undefined ? group.list && guessList(document, group.list) : resource.list;
  const parents = parentAttributes(group, (group.list ?? group.read)?.keys ?? []);
  const parameters = new Map<string, ParameterSource>([
    ...settingParameters(headers),
    ...parentParameters([group.list, group.read], parents),
  ]);
  const inputs = parents.map(({ noun, name }, index) =>
    given(name, `Of the ${spoken(noun)} they belong to.`, parameterAt(operationsIn(group), index)),
  );
  const isList = list !== undefined && group.list === group.read;
  const one =
    group.read === undefined || isList ? undefined : oneOf(document, group, group.read, resource, inputs, parameters);
  if (one !== undefined) sources.push({ group, type: `${name}_${group.noun}`, ...one });
  if (list !== undefined) {
    const sensitive = holdsSecret(memberAt(document, list.item).shape);
    const many = { list, into: group.plural, sensitive };
    sources.push({ group, type: `${name}_${group.plural}`, parameters, attributes: inputs, many });
  }
  return sources;
}

function oneOf(
  document: JsonObject,
  group: Group,
  read: ApiOperation,
  resource: ResourceGuess | undefined,
  inputs: readonly AttributeGuess[],
  shared: DataSourceGuess['parameters'],
): Pick<DataSourceGuess, 'attributes' | 'parameters' | 'one'> | undefined {
  const content = successOf(read)?.content;
  if (content === undefined) return undefined;
  const { at: object, object: member } = envelopeOf(memberAt(document, content.pointer), group.noun);
  const shown: ReadonlyMap<string, Leaf> = new Map(
    leavesOf(member)
      .filter(({ writeOnly }) => !writeOnly)
      .map((leaf) => [leaf.place, leaf]),
  );
  const fields = guessAttributes({ noun: group.noun, created: new Map(), updated: new Map(), shown, updatable: false });
  const depth = group.parents.length;
  const own = (group.kind === 'items' ? read.keys.slice(depth) : []).map((key): [key: string, name: string] => {
    const known = resource?.parameters.get(key);
    return [key, typeof known === 'string' ? known : parentAttribute(key, group.noun).replace(`${group.noun}_`, '')];
  });
  const identity = own.map(([, name], index) =>
    given(name, `Which ${spoken(group.noun)}.`, parameterAt([read], depth + index)),
  );
  const asked = [...inputs, ...identity];
  const names = new Set(asked.map((attribute) => attribute.name));
  const computed = fields.filter((field) => !names.has(field.name));
  const parameters = new Map([...shared, ...own]);
  return {
    attributes: [...asked, ...computed],
    parameters,
    one: {
      call: { operation: read, object },
      reply: new Map(computed.map((field) => [field.name, field.place])),
    },
  };
}

/** Where error bodies contain the message, according to the first described error. */
function guessErrors(document: JsonObject, operations: readonly ApiOperation[]): ProviderGuess['errors'] {
  const usual = ['/message', '/error/message', '/detail', '/error_description', '/title', '/error'];
  for (const operation of operations) {
    const reply = operation.replies.find(
      ({ status, content }) => /^(4|5|default)/.test(status) && content !== undefined,
    );
    if (reply?.content === undefined) continue;
    const leaves = leavesOf(memberAt(document, reply.content.pointer));
    const texts = leaves.filter(({ member }) => member.shape.kind === 'string').map(({ place }) => place);
    const message = [
      ...usual.filter((place) => texts.includes(place)),
      ...texts.filter((place) => /message|detail/i.test(place)),
    ];
    const details = leaves.find(
      ({ place, member }) => /\/(details|errors)$/.test(place) && member.shape.kind !== 'string',
    )?.place;
    if (message.length > 0) return { message: [...new Set(message)], ...(details === undefined ? {} : { details }) };
  }
  return { message: usual };
}
