import {
  formatInstance,
  impliedType,
  isNull,
  markPaths,
  storedProvider,
  sensitive,
  valueFromJson,
  type Block as SchemaBlock,
  type ObjectState,
  type ResourceAddress,
  type Schema,
  type SchemaOf,
  type State,
  type Value,
  byFirst,
  ownEntry,
} from '../../model/index.js';
import { literal } from '../literal.js';
import { heading, lines, toned, type Block, type Line, type Page } from '../report.js';
import { hideEchoes } from '../echoes.js';
import { entriesOf, nameText } from '../values.js';
import { outputLines } from './outputs.js';

/** Each object in state with its attributes, secrets hidden, and the outputs. */
export function statePage(state: State, schemaOf: SchemaOf, stack = ''): Page {
  const objects = objectsOf(state, schemaOf);
  const outputs = Object.fromEntries(state.outputs);
  const blocks: Block[] = [];
  for (const object of objects) blocks.push(objectBlock(object));
  const rows = outputLines(outputs, LONGEST);
  if (rows.length > 0) blocks.push(heading('Outputs:'), lines(...rows));
  if (blocks.length === 0) blocks.push(lines(['The state is empty: nothing is managed.']));
  return stack === '' ? blocks : [heading(`Stack ${stack}`), ...blocks];
}

/** Maximum characters of a string. A page is for people, and the JSON of the state is complete. */
const LONGEST = 1 << 20;

export interface ShownObject {
  readonly title: string;
  /** Address of the resource. */
  readonly resource: ResourceAddress;
  readonly tainted: boolean;
  readonly value: Value;
}

/** The objects of a state, by address, with secrets marked. */
export function objectsOf(state: State, schemaOf: SchemaOf): ShownObject[] {
  const objects: ShownObject[] = [];
  for (const [key, resource] of [...state.resources].sort(byFirst)) {
    const source = storedProvider(resource.provider).source;
    const schema = schemaOf(source, resource.address.mode, resource.address.type);
    const add = (title: string, object: ObjectState): void => {
      objects.push({
        title,
        resource: resource.address,
        tainted: object.status === 'tainted',
        value: valueOf(object, schema),
      });
    };
    for (const instance of resource.instances.values()) {
      const address = formatInstance(key, instance.key);
      if (instance.current !== undefined) add(address, instance.current);
      for (const [deposed, object] of instance.deposed) add(`${address} (deposed ${deposed})`, object);
    }
  }
  return objects;
}

function objectBlock({ title, tainted, value }: ShownObject): Block {
  const status: Line = tainted ? [toned('warning', '  tainted: will be replaced')] : [];
  const entries = entriesOf(hideEchoes(value)) ?? {};
  const set = Object.entries(entries).filter(([, entry]) => !isNull(entry));
  const width = Math.max(0, ...set.map(([name]) => nameText(name).length));
  const rows = set.flatMap(([name, entry]) =>
    `    ${nameText(name).padEnd(width)} = ${literal(entry, '    ', LONGEST)}`.split('\n').map((line): Line => [line]),
  );
  return lines([toned('strong', title), ...status], ...rows);
}

/** The attributes with their marks: secrets according to the state, and according to the schema. */
function valueOf(object: ObjectState, schema: Schema | undefined): Value {
  const value = decoded(object, schema);
  const marked = markPaths(value, object.sensitivePaths);
  const entries = entriesOf(marked);
  if (schema === undefined || entries === undefined) return marked;
  const result: Record<string, Value> = { ...entries };
  for (const [name, entry] of Object.entries(entries)) {
    if (!isNull(entry) && isSecret(schema.block, name)) result[name] = sensitive(entry);
  }
  return result;
}

/** True if the schema marks the attribute or anything in it: hiding too much is better than too little. */
function isSecret(block: SchemaBlock, name: string): boolean {
  const attribute = ownEntry(block.attributes, name);
  if (attribute !== undefined) {
    const nested = attribute.nested?.attributes ?? {};
    return (
      attribute.sensitive === true ||
      Object.keys(nested).some((part) => isSecret({ attributes: nested, blockTypes: {} }, part))
    );
  }
  const inner = ownEntry(block.blockTypes, name)?.block;
  if (inner === undefined) return false;
  return [...Object.keys(inner.attributes), ...Object.keys(inner.blockTypes)].some((part) => isSecret(inner, part));
}

/** Attributes of an older schema, or of a missing provider, are shown as they are stored. */
function decoded(object: ObjectState, schema: Schema | undefined): Value {
  if (schema !== undefined && schema.version === object.schemaVersion) {
    try {
      return valueFromJson(object.attributes, impliedType(schema.block));
    } catch {
      return object.attributes;
    }
  }
  return object.attributes;
}
