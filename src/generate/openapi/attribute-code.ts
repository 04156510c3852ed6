import { quoted } from '../print.js';
import type { AttributeGuess, ParameterSource, ResourceGuess } from './guess.js';
import { entry, objectCode, plainCode, textsCode, typeCode, type Code, type Entry } from '../source.js';

export function attributesCode({ attributes, updates, reply, parents, identity }: ResourceGuess): Code {
  const carried = new Set(updates.flatMap(({ body }) => [...(body?.values() ?? [])]));
  const changing = attributes
    .filter(({ name, writeOnly, versionOf }) => (carried.has(name) && !writeOnly) || carried.has(versionOf ?? ''))
    .map(({ name }) => name);
  // Every object created here has one of these: if none is known, the object was imported, and is kept.
  const isUnseen = ({ name, required, local, writeOnly }: AttributeGuess): boolean =>
    required &&
    local !== true &&
    !writeOnly &&
    !carried.has(name) &&
    !reply.has(name) &&
    !parents.includes(name) &&
    name !== identity;
  return objectCode(
    attributes.map((attribute) => ({
      key: attribute.name,
      code: attributeCode(attribute, carried, changing, isUnseen(attribute)),
      comments: attribute.doubts.map((doubt) => `doubt: ${doubt}`),
    })),
  );
}

export function attributeCode(
  attribute: AttributeGuess,
  carried: ReadonlySet<string>,
  changing: readonly string[],
  unseen = false,
): Code {
  const flag = (name: 'required' | 'optional' | 'computed' | 'sensitive' | 'writeOnly' | 'local'): Entry[] =>
    entry(name, attribute[name] === true ? 'true' : undefined);
  const sent = carried.has(attribute.name);
  const replaces = attribute.replaces && (sent || attribute.local === true);
  return objectCode([
    ...entry('type', attribute.type === 'string' ? undefined : typeCode(attribute.type)),
    ...flag('required'),
    ...flag('optional'),
    ...flag('computed'),
    ...flag('sensitive'),
    ...flag('writeOnly'),
    ...flag('local'),
    ...entry('default', attribute.default === undefined ? undefined : `{ value: ${plainCode(attribute.default)} }`),
    ...entry('replaces', replaces ? 'true' : undefined),
    ...entry('replacesWhen', unseen ? 'whenKnown' : undefined),
    ...entry('versionOf', attribute.versionOf === undefined ? undefined : quoted(attribute.versionOf)),
    ...entry('changesWith', attribute.changes === true && changing.length > 0 ? textsCode(changing) : undefined),
    ...entry('same', sameOf(attribute)),
    ...entry('description', attribute.description === undefined ? undefined : quoted(attribute.description)),
  ]);
}

export function parametersCode(parameters: ResourceGuess['parameters']): Code {
  return objectCode(
    [...parameters].map(([name, from]) => ({
      key: name,
      code: sourceCode(from),
    })),
  );
}

function sourceCode(from: ParameterSource): Code {
  if (typeof from === 'string') return quoted(from);
  return 'setting' in from ? `{ setting: ${quoted(from.setting)} }` : `{ value: ${plainCode(from.value)} }`;
}

export function replyCode(reply: ReadonlyMap<string, string>, attributes: readonly AttributeGuess[]): Code {
  const json = new Set(attributes.filter(({ shape }) => shape.kind === 'json').map(({ name }) => name));
  return objectCode(
    [...reply].map(([name, place]) => ({
      key: name,
      code: json.has(name) ? `jsonShown(${quoted(place)})` : quoted(place),
    })),
  );
}

function sameOf({ shape, filledIn }: AttributeGuess): string | undefined {
  if (shape.kind !== 'json') return filledIn === true ? quoted('filled-in') : undefined;
  return filledIn === true ? textsCode(['json', 'filled-in']) : quoted('json');
}
