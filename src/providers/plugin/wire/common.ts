import {
  bytes,
  encodedEntries,
  flag,
  integer,
  many,
  one,
  optionalInteger,
  optionalText,
  text,
  textEntries,
} from './fields.js';
import { message } from './message.js';

/** Messages that are the same in protocols 5 and 6. Numbers of enumerations are beside the messages that use them. */

/** One of the two encodings; neither of them is a null. */
export const dynamicValue = message({ msgpack: bytes(1), json: bytes(2) });

const step = message({
  attributeName: optionalText(1),
  elementKeyString: optionalText(2),
  elementKeyInt: optionalInteger(3),
});

export const attributePath = message({ steps: many(1, step) });

export const SEVERITY = { error: 1, warning: 2 } as const;

export const diagnostic = message({
  severity: integer(1),
  summary: text(2),
  detail: text(3),
  attribute: one(4, attributePath),
});

export const functionError = message({ text: text(1), functionArgument: optionalInteger(2) });

/** A stored object: JSON, or the flat map of a state of Terraform 0.11. */
export const rawState = message({ json: bytes(1), flatmap: textEntries(2) });

export const serverCapabilities = message({
  planDestroy: flag(1),
  getProviderSchemaOptional: flag(2),
  moveResourceState: flag(3),
  generateResourceConfig: flag(4),
});

/** The last two are of protocol 6. */
export const clientCapabilities = message({
  deferralAllowed: flag(1),
  writeOnlyAttributesAllowed: flag(2),
  storePlannedPrivate: flag(3),
  computedBlocksAllowed: flag(4),
});

/** 1: the configuration of the resource is unknown; 2: that of the provider; 3: something else has to exist first. */
export const deferred = message({ reason: integer(1) });

export const identityData = message({ identityData: one(1, dynamicValue) });

const identityAttribute = message({
  name: text(1),
  type: bytes(2),
  requiredForImport: flag(3),
  optionalForImport: flag(4),
  description: text(5),
});

export const identitySchema = message({ version: integer(1), identityAttributes: many(2, identityAttribute) });

export const parameterSchema = message({
  name: text(1),
  type: bytes(2),
  allowNullValue: flag(3),
  allowUnknownValues: flag(4),
  description: text(5),
  descriptionKind: integer(6),
});

export const functionSchema = message({
  parameters: many(1, parameterSchema),
  variadicParameter: one(2, parameterSchema),
  return: one(3, message({ type: bytes(1) })),
  summary: text(4),
  description: text(5),
  descriptionKind: integer(6),
  deprecationMessage: text(7),
});

export const importedObject = message({
  typeName: text(1),
  state: one(2, dynamicValue),
  private: bytes(3),
  identity: one(4, identityData),
});

/** Seconds since 1970 and nanoseconds. */
export const timestamp = message({ seconds: integer(1), nanos: integer(2) });

const named = message({ name: text(1) });
const typeNamed = message({ typeName: text(1) });

/** Names without schemas. Two copies of the protocol number the actions differently, so they are left out. */
export const metadata = message({
  serverCapabilities: one(1, serverCapabilities),
  diagnostics: many(2, diagnostic),
  dataSources: many(3, typeNamed),
  resources: many(4, typeNamed),
  functions: many(5, named),
  ephemeralResources: many(6, typeNamed),
  listResources: many(7, typeNamed),
});

/** The schema of an action, encoded. */
export const actionSchema = message({ schema: bytes(1) });

/** Schemas and functions stay encoded until they are used; their tables are those of the protocol (schemas.ts). */
export const providerSchema = message({
  provider: bytes(1),
  resourceSchemas: encodedEntries(2),
  dataSourceSchemas: encodedEntries(3),
  diagnostics: many(4, diagnostic),
  providerMeta: bytes(5),
  serverCapabilities: one(6, serverCapabilities),
  functions: encodedEntries(7),
  ephemeralResourceSchemas: encodedEntries(8),
  listResourceSchemas: encodedEntries(9),
  /** Encoded: {@link actionSchema}. */
  actionSchemas: encodedEntries(11),
});
