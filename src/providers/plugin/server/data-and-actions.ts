import { DiagnosticError } from '../../../model/index.js';
import { unknownType } from '../../diagnostics.js';
import type { Actions, Provider } from '../../provider.js';
import { decodeBlock, encodeBlock } from '../values/dynamic-value.js';
import { sentDiagnostics } from './answers.js';
import type { Handlers } from './handlers.js';
import { known } from './known.js';
import type { ServedProvider } from './session.js';

/** What is read without being managed, and what is done without leaving an object. */
export function dataAndActionHandlers(served: ServedProvider) {
  return {
    ReadDataSource: async ({ typeName, config }) => {
      const provider = await served.configured();
      const { schema, type } = known(provider, 'data', typeName);
      const answer = await provider.readData({
        type: typeName,
        config: decodeBlock(config, schema.block),
        context: served.context(),
      });
      return {
        state: encodeBlock(answer.state, schema.block),
        diagnostics: sentDiagnostics(answer.diagnostics, type),
      };
    },

    ValidateActionConfig: async ({ typeName, config }) => {
      const provider = await served.plain();
      const { schema, type } = known(provider, 'action', typeName);
      const request = { type: typeName, config: decodeBlock(config, schema.block) };
      const { diagnostics } = await actionsOf(provider, typeName).validate(request);
      return { diagnostics: sentDiagnostics(diagnostics, type) };
    },

    PlanAction: async ({ typeName, config }) => {
      const provider = await served.configured();
      const { schema, type } = known(provider, 'action', typeName);
      const request = { type: typeName, config: decodeBlock(config, schema.block) };
      const { diagnostics } = await actionsOf(provider, typeName).plan(request);
      return { diagnostics: sentDiagnostics(diagnostics, type) };
    },

    InvokeAction: async ({ typeName, config }, send) => {
      const provider = await served.configured();
      const { schema, type } = known(provider, 'action', typeName);
      const { summary, diagnostics } = await actionsOf(provider, typeName).invoke({
        type: typeName,
        config: decodeBlock(config, schema.block),
        requestKey: served.surroundings.randomHex(16),
        context: { ...served.context(), progress: (message) => send({ progress: { message } }) },
      });
      if (summary !== undefined) send({ progress: { message: summary } });
      send({ completed: { diagnostics: sentDiagnostics(diagnostics, type) } });
      return undefined;
    },
  } satisfies Handlers;
}

function actionsOf({ abilities, schemas }: Provider, type: string): Actions {
  if (abilities.actions === undefined) throw new DiagnosticError([unknownType(schemas.source, 'action', type)]);
  return abilities.actions;
}
