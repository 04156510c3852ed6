import {
  attributePath,
  clientCapabilities,
  deferred,
  diagnostic,
  dynamicValue,
  functionError,
  identityData,
  importedObject,
  metadata,
  providerSchema,
  rawState,
  timestamp,
} from './common.js';
import { bytes, encodedEntries, flag, integer, many, one, optionalBytes, text } from './fields.js';
import { message } from './message.js';
import type { Protocol } from './schemas.js';

const empty = message({});
const diagnosed = message({ diagnostics: many(1, diagnostic) });
const typeAndConfig = message({ typeName: text(1), config: one(2, dynamicValue) });

const configRequest = message({
  typeName: text(1),
  config: one(2, dynamicValue),
  clientCapabilities: one(3, clientCapabilities),
});

/** The messages of each procedure, by its name in protocol 6. A field that only one protocol has is not sent in the other. */
const MESSAGES = {
  GetMetadata: [empty, metadata],
  GetProviderSchema: [empty, providerSchema],
  ValidateProviderConfig: [
    message({ config: one(1, dynamicValue) }),
    /** Of protocol 5, and without a meaning there. */
    message({ preparedConfig: one(1, dynamicValue), diagnostics: many(2, diagnostic) }),
  ],
  ValidateResourceConfig: [configRequest, diagnosed],
  ValidateDataResourceConfig: [typeAndConfig, diagnosed],
  UpgradeResourceState: [
    message({ typeName: text(1), version: integer(2), rawState: one(3, rawState) }),
    message({ upgradedState: one(1, dynamicValue), diagnostics: many(2, diagnostic) }),
  ],
  GetResourceIdentitySchemas: [
    empty,
    /** Encoded: {@link identitySchema}. */
    message({ identitySchemas: encodedEntries(1), diagnostics: many(2, diagnostic) }),
  ],
  UpgradeResourceIdentity: [
    message({ typeName: text(1), version: integer(2), rawIdentity: one(3, rawState) }),
    message({ upgradedIdentity: one(1, identityData), diagnostics: many(2, diagnostic) }),
  ],
  ConfigureProvider: [
    message({
      terraformVersion: text(1),
      config: one(2, dynamicValue),
      clientCapabilities: one(3, clientCapabilities),
    }),
    diagnosed,
  ],
  ReadResource: [
    message({
      typeName: text(1),
      currentState: one(2, dynamicValue),
      private: bytes(3),
      providerMeta: one(4, dynamicValue),
      clientCapabilities: one(5, clientCapabilities),
      currentIdentity: one(6, identityData),
    }),
    message({
      newState: one(1, dynamicValue),
      diagnostics: many(2, diagnostic),
      private: bytes(3),
      deferred: one(4, deferred),
      newIdentity: one(5, identityData),
    }),
  ],
  PlanResourceChange: [
    message({
      typeName: text(1),
      priorState: one(2, dynamicValue),
      proposedNewState: one(3, dynamicValue),
      config: one(4, dynamicValue),
      priorPrivate: bytes(5),
      providerMeta: one(6, dynamicValue),
      clientCapabilities: one(7, clientCapabilities),
      priorIdentity: one(8, identityData),
      /** Of protocol 6. */
      plannedPrivate: bytes(9),
    }),
    message({
      plannedState: one(1, dynamicValue),
      requiresReplace: many(2, attributePath),
      plannedPrivate: bytes(3),
      diagnostics: many(4, diagnostic),
      legacyTypeSystem: flag(5),
      deferred: one(6, deferred),
      plannedIdentity: one(7, identityData),
    }),
  ],
  ApplyResourceChange: [
    message({
      typeName: text(1),
      priorState: one(2, dynamicValue),
      plannedState: one(3, dynamicValue),
      config: one(4, dynamicValue),
      plannedPrivate: bytes(5),
      providerMeta: one(6, dynamicValue),
      plannedIdentity: one(7, identityData),
    }),
    message({
      newState: one(1, dynamicValue),
      private: bytes(2),
      diagnostics: many(3, diagnostic),
      legacyTypeSystem: flag(4),
      newIdentity: one(5, identityData),
    }),
  ],
  ImportResourceState: [
    message({
      typeName: text(1),
      id: text(2),
      clientCapabilities: one(3, clientCapabilities),
      identity: one(4, identityData),
    }),
    message({
      importedResources: many(1, importedObject),
      diagnostics: many(2, diagnostic),
      deferred: one(3, deferred),
    }),
  ],
  MoveResourceState: [
    message({
      sourceProviderAddress: text(1),
      sourceTypeName: text(2),
      sourceSchemaVersion: integer(3),
      sourceState: one(4, rawState),
      targetTypeName: text(5),
      sourcePrivate: bytes(6),
      sourceIdentity: one(7, rawState),
      sourceIdentitySchemaVersion: integer(8),
    }),
    message({
      targetState: one(1, dynamicValue),
      diagnostics: many(2, diagnostic),
      targetPrivate: bytes(3),
      targetIdentity: one(4, identityData),
    }),
  ],
  ReadDataSource: [
    message({
      typeName: text(1),
      config: one(2, dynamicValue),
      providerMeta: one(3, dynamicValue),
      clientCapabilities: one(4, clientCapabilities),
    }),
    message({ state: one(1, dynamicValue), diagnostics: many(2, diagnostic), deferred: one(3, deferred) }),
  ],
  GenerateResourceConfig: [
    message({ typeName: text(1), state: one(2, dynamicValue) }),
    message({ config: one(1, dynamicValue), diagnostics: many(2, diagnostic) }),
  ],
  ValidateEphemeralResourceConfig: [typeAndConfig, diagnosed],
  OpenEphemeralResource: [
    configRequest,
    message({
      diagnostics: many(1, diagnostic),
      renewAt: one(2, timestamp),
      result: one(3, dynamicValue),
      private: optionalBytes(4),
      deferred: one(5, deferred),
    }),
  ],
  RenewEphemeralResource: [
    message({ typeName: text(1), private: optionalBytes(2) }),
    message({ diagnostics: many(1, diagnostic), renewAt: one(2, timestamp), private: optionalBytes(3) }),
  ],
  CloseEphemeralResource: [message({ typeName: text(1), private: optionalBytes(2) }), diagnosed],
  ListResource: [
    message({
      typeName: text(1),
      config: one(2, dynamicValue),
      includeResourceObject: flag(3),
      limit: integer(4),
    }),
    message({
      identity: one(1, identityData),
      displayName: text(2),
      resourceObject: one(3, dynamicValue),
      diagnostics: many(4, diagnostic),
    }),
  ],
  ValidateListResourceConfig: [
    message({
      typeName: text(1),
      config: one(2, dynamicValue),
      includeResourceObject: one(3, dynamicValue),
      limit: one(4, dynamicValue),
    }),
    diagnosed,
  ],
  /** Encoded: {@link functionSchema}. */
  GetFunctions: [empty, message({ functions: encodedEntries(1), diagnostics: many(2, diagnostic) })],
  CallFunction: [
    message({ name: text(1), arguments: many(2, dynamicValue) }),
    message({ result: one(1, dynamicValue), error: one(2, functionError) }),
  ],
  ValidateActionConfig: [typeAndConfig, diagnosed],
  PlanAction: [configRequest, message({ diagnostics: many(1, diagnostic), deferred: one(2, deferred) })],
  InvokeAction: [
    configRequest,
    message({ progress: one(1, message({ message: text(1) })), completed: one(2, diagnosed) }),
  ],
  Stop: [empty, message({ error: text(1) })],
} as const;

/** Names that differ: in protocol 5, in protocol 6. */
const NAMES: Readonly<Record<string, readonly [five: string, six: string]>> = {
  GetProviderSchema: ['GetSchema', 'GetProviderSchema'],
  ValidateProviderConfig: ['PrepareProviderConfig', 'ValidateProviderConfig'],
  ValidateResourceConfig: ['ValidateResourceTypeConfig', 'ValidateResourceConfig'],
  ValidateDataResourceConfig: ['ValidateDataSourceConfig', 'ValidateDataResourceConfig'],
  ConfigureProvider: ['Configure', 'ConfigureProvider'],
  Stop: ['Stop', 'StopProvider'],
};

const STREAMS: ReadonlySet<string> = new Set(['ListResource', 'InvokeAction']);

export type CallName = keyof typeof MESSAGES;
type Messages = typeof MESSAGES;

/** A procedure: where it is, and the messages of both directions. */
export interface Call<Name extends CallName> {
  readonly path: string;
  readonly request: Messages[Name][0];
  readonly response: Messages[Name][1];
  /** Whether the response is a stream of such messages. */
  readonly streams: boolean;
}

export function providerCall<Name extends CallName>(protocol: Protocol, name: Name): Call<Name> {
  const [five, six] = NAMES[name] ?? [name, name];
  const [request, response] = MESSAGES[name];
  return {
    path: `/tfplugin${protocol}.Provider/${protocol === 5 ? five : six}`,
    request,
    response,
    streams: STREAMS.has(name),
  };
}
