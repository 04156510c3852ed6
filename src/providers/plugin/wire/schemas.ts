import { bytes, flag, integer, many, one, text } from './fields.js';
import { Message, type Field } from './message.js';

/** The messages of a schema, whose numbers differ between protocols 5 and 6. */

export type Protocol = 5 | 6;

export const NESTING = { single: 1, list: 2, set: 3, map: 4, group: 5 } as const;
export const DESCRIPTION_KIND = { plain: 0, markdown: 1 } as const;

/** A schema is sent whole, so that both forms of these messages are the same. */
export interface AttributeMessage {
  readonly name: string;
  /** JSON; empty for an attribute with nested ones. */
  readonly type: Uint8Array;
  readonly nestedType: ObjectMessage | undefined;
  readonly description: string;
  readonly descriptionKind: number;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  readonly writeOnly: boolean;
  readonly deprecated: boolean;
  readonly deprecationMessage: string;
}

export interface ObjectMessage {
  readonly attributes: readonly AttributeMessage[];
  readonly nesting: number;
}

export interface BlockMessage {
  readonly attributes: readonly AttributeMessage[];
  readonly blockTypes: readonly NestedBlockMessage[];
  readonly description: string;
  readonly descriptionKind: number;
  readonly deprecated: boolean;
  readonly deprecationMessage: string;
}

export interface NestedBlockMessage {
  readonly typeName: string;
  readonly block: BlockMessage | undefined;
  readonly nesting: number;
  readonly minItems: number;
  readonly maxItems: number;
}

export interface SchemaMessage {
  readonly version: number;
  readonly block: BlockMessage | undefined;
}

type Whole<T extends object> = Message<T, T>;

/** Names of fields are checked here, where the type of a message does not follow from its table. */
const whole = <T extends object>(fields: Readonly<Record<keyof T & string, Field<unknown>>>): Whole<T> =>
  new Message(fields);

function tables(protocol: Protocol): Whole<SchemaMessage> {
  const common = {
    name: text(1),
    type: bytes(2),
    description: text(3),
    required: flag(4),
    optional: flag(5),
    computed: flag(6),
    sensitive: flag(7),
    descriptionKind: integer(8),
    deprecated: flag(9),
  };
  const attribute = whole<AttributeMessage>(
    protocol === 5
      ? { ...common, writeOnly: flag(10), deprecationMessage: text(11), nestedType: unsent<ObjectMessage>() }
      : {
          ...common,
          nestedType: one(10, (): Whole<ObjectMessage> => object),
          writeOnly: flag(11),
          deprecationMessage: text(12),
        },
  );
  const object = whole<ObjectMessage>({ attributes: many(1, attribute), nesting: integer(3) });
  const block = whole<BlockMessage>({
    attributes: many(2, attribute),
    blockTypes: many(3, (): Whole<NestedBlockMessage> => nestedBlock),
    description: text(4),
    descriptionKind: integer(5),
    deprecated: flag(6),
    deprecationMessage: text(7),
  });
  const nestedBlock = whole<NestedBlockMessage>({
    typeName: text(1),
    block: one(2, block),
    nesting: integer(3),
    minItems: integer(4),
    maxItems: integer(5),
  });
  return whole<SchemaMessage>({ version: integer(1), block: one(2, block) });
}

/** A field that this version of the protocol does not have. */
const unsent = <T>(): Field<T | undefined> => ({
  number: 0,
  wire: 0,
  absent: () => undefined,
  read: () => undefined,
  write: () => {},
});

const SCHEMA = { 5: tables(5), 6: tables(6) } as const;

export const schemaMessage = (protocol: Protocol): Whole<SchemaMessage> => SCHEMA[protocol];
