import { DiagnosticError, isJsonObject, isNull, parseJson, type JsonObject } from '../../../model/index.js';
import { flatStateUnsupported, moveUnsupported } from './diagnostics.js';
import { decodeBlock, encodeBlock } from '../values/dynamic-value.js';
import { receivedPrivate, replacePaths, sentDiagnostics, sentPrivate } from './answers.js';
import { applyChange } from './apply.js';
import type { Handlers, Request } from './handlers.js';
import { known } from './known.js';
import type { ServedProvider } from './session.js';

/** Managed objects, from their stored form to the next one. */
export function resourceHandlers(served: ServedProvider) {
  return {
    UpgradeResourceState: async ({ typeName, version, rawState }) => {
      const provider = await served.plain();
      const { schema, type } = known(provider, 'managed', typeName);
      const answer = await provider.upgrade({ type: typeName, version, attributes: storedJson(rawState, typeName) });
      return {
        upgradedState: encodeBlock(answer.state, schema.block),
        diagnostics: sentDiagnostics(answer.diagnostics, type),
      };
    },

    ReadResource: async (request) => {
      const provider = await served.configured();
      const { typeName } = request;
      const { schema, type } = known(provider, 'managed', typeName);
      const state = decodeBlock(request.currentState, schema.block);
      const answer = await provider.read({
        type: typeName,
        state,
        ...receivedPrivate(request.private),
        context: served.context(),
      });
      return {
        newState: encodeBlock(answer.state, schema.block),
        private: sentPrivate(answer.private),
        diagnostics: sentDiagnostics(answer.diagnostics, type),
      };
    },

    PlanResourceChange: async (request) => {
      const provider = await served.configured();
      const { typeName } = request;
      const { schema, type } = known(provider, 'managed', typeName);
      const prior = decodeBlock(request.priorState, schema.block);
      const answer = await provider.plan({
        type: typeName,
        prior,
        proposed: decodeBlock(request.proposedNewState, schema.block),
        config: decodeBlock(request.config, schema.block),
        ...receivedPrivate(request.priorPrivate),
      });
      return {
        plannedState: encodeBlock(answer.planned, schema.block),
        plannedPrivate: sentPrivate(answer.private),
        requiresReplace: isNull(prior) ? [] : replacePaths(answer.requiresReplace, [prior, answer.planned], type),
        legacyTypeSystem: answer.legacyTypeSystem === true,
        diagnostics: sentDiagnostics(answer.diagnostics, type),
      };
    },

    ApplyResourceChange: (request) => applyChange(served, request),

    ImportResourceState: async ({ typeName, id }) => {
      const provider = await served.configured();
      const { type } = known(provider, 'managed', typeName);
      const answer = await provider.import({ type: typeName, id, context: served.context() });
      return {
        importedResources: answer.objects.map((object) => ({
          typeName: object.type,
          state: encodeBlock(object.state, known(provider, 'managed', object.type).schema.block),
          private: sentPrivate(object.private),
        })),
        diagnostics: sentDiagnostics(answer.diagnostics, type),
      };
    },

    MoveResourceState: async ({ sourceTypeName, targetTypeName }) => {
      throw new DiagnosticError([moveUnsupported(sourceTypeName, targetTypeName)]);
    },
  } satisfies Handlers;
}

/** The attributes as they were stored. Numbers keep all their digits. */
function storedJson(stored: Request<'UpgradeResourceState'>['rawState'], type: string): JsonObject {
  if (stored !== undefined && stored.json.length === 0 && stored.flatmap.size > 0) {
    throw new DiagnosticError([flatStateUnsupported(type)]);
  }
  const json = stored === undefined ? null : parseJson(Buffer.from(stored.json).toString('utf8'));
  return isJsonObject(json) ? json : {};
}
