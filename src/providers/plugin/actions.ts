import type { Block, Diagnostic } from '../../model/index.js';
import { unknownType } from '../diagnostics.js';
import type { Actions } from '../provider.js';
import type * as requests from '../requests.js';
import { answerDiagnostics, pluginRubbish, readDiagnostics } from './diagnostics.js';
import { CAPABILITIES, type PluginParts } from './requests.js';
import { encodeBlock } from './values/dynamic-value.js';

/** The actions of a plugin. */
export function pluginActions(parts: PluginParts): Actions {
  const { host, calls, schemas } = parts;
  const block = (type: string): Block | undefined => schemas.action(type)?.block;
  const missing = (type: string): requests.DiagnosticsResponse => ({
    diagnostics: [unknownType(host.source, 'action', type)],
  });
  const failed = (diagnostics: readonly Diagnostic[]): requests.DiagnosticsResponse => ({ diagnostics });
  return {
    validate: async ({ type, config }) => {
      const found = block(type);
      if (found === undefined) return missing(type);
      return calls.ask(
        calls.named('ValidateActionConfig'),
        () => ({ typeName: type, config: encodeBlock(config, found) }),
        ({ diagnostics }) => ({ diagnostics: readDiagnostics(diagnostics) }),
        failed,
      );
    },
    plan: async ({ type, config }) => {
      const found = block(type);
      if (found === undefined) return missing(type);
      return calls.ask(
        calls.named('PlanAction'),
        () => ({ typeName: type, config: encodeBlock(config, found), clientCapabilities: CAPABILITIES }),
        (answer) => ({ diagnostics: answerDiagnostics(host.name, 'PlanAction', answer) }),
        failed,
      );
    },
    invoke: async (request) => {
      const found = block(request.type);
      return found === undefined ? missing(request.type) : invoke(parts, request, found);
    },
  };
}

async function invoke(
  { host, calls }: PluginParts,
  { type, config, context }: requests.InvokeActionRequest,
  block: Block,
): Promise<requests.InvokeActionResponse> {
  let completed: readonly Diagnostic[] | undefined;
  const failure = await calls.stream(
    calls.named('InvokeAction'),
    () => ({ typeName: type, config: encodeBlock(config, block), clientCapabilities: CAPABILITIES }),
    (event) => {
      if (event.progress !== undefined) context.progress(event.progress.message);
      if (event.completed !== undefined) completed = readDiagnostics(event.completed.diagnostics);
    },
  );
  if (completed !== undefined) return { diagnostics: completed };
  const unfinished = [pluginRubbish(host.name, 'InvokeAction', 'it ended without a result')];
  const { diagnostics, uncertain } = failure ?? { diagnostics: unfinished, uncertain: true };
  return { diagnostics, ...(uncertain ? { uncertain } : {}) };
}
