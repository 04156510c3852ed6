import { DiagnosticError, reasonOf, type Diagnostic } from '../../../model/index.js';
import { providerCall, type CallName } from '../wire/calls.js';
import { sentDiagnostics } from './answers.js';
import { configurationHandlers } from './configurations.js';
import { dataAndActionHandlers } from './data-and-actions.js';
import { providerDefect } from './diagnostics.js';
import { functionHandlers } from './functions.js';
import type { Handler, Response } from './handlers.js';
import { resourceHandlers } from './resources.js';
import { schemaHandlers, SERVED_PROTOCOL } from './schemas.js';
import type { ServedProvider } from './session.js';

/** One procedure, from bytes to bytes. */
export interface Procedure {
  readonly path: string;
  /** The response is a stream, whose parts are passed to `send`. */
  readonly streams: boolean;
  answer(request: Buffer, send: (part: Buffer) => void): Promise<Buffer | undefined>;
}

/** All that a served provider answers. Errors become diagnostics, since Terraform takes a failed call for a crash. */
export function serviceOf(served: ServedProvider, source: string): readonly Procedure[] {
  const procedure = <Name extends CallName>(
    name: Name,
    handler: Handler<Name>,
    failed: (diagnostics: ReturnType<typeof sentDiagnostics>) => Response<Name>,
  ): Procedure => {
    const { path, streams, request: requests, response: responses } = providerCall(SERVED_PROTOCOL, name);
    // The two tables are those of `name`, which the compiler does not follow through a generic index.
    const decode = (bytes: Buffer) => requests.decode(bytes) as Parameters<Handler<Name>>[0];
    const encode = (response: Response<Name>): Buffer =>
      (responses as { encode(message: Response<Name>): Buffer }).encode(response);
    return {
      path,
      streams,
      async answer(bytes, send) {
        try {
          const response = await handler(decode(bytes), (part) => send(encode(part)));
          return response === undefined ? undefined : encode(response);
        } catch (error) {
          const response = encode(failed(sentDiagnostics(diagnosed(name, error), undefined)));
          if (!streams) return response;
          send(response);
          return undefined;
        }
      },
    };
  };
  const diagnosed = (call: string, error: unknown): readonly Diagnostic[] => {
    if (error instanceof DiagnosticError) return error.diagnostics;
    return [providerDefect(source, call, reasonOf(error))];
  };
  const inDiagnostics = (diagnostics: ReturnType<typeof sentDiagnostics>) => ({ diagnostics });
  const schemas = schemaHandlers(served);
  const configurations = configurationHandlers(served);
  const resources = resourceHandlers(served);
  const others = dataAndActionHandlers(served);
  const functions = functionHandlers(served);
  return [
    procedure('GetProviderSchema', schemas.GetProviderSchema, inDiagnostics),
    procedure('GetMetadata', schemas.GetMetadata, inDiagnostics),
    procedure('GetResourceIdentitySchemas', schemas.GetResourceIdentitySchemas, inDiagnostics),
    procedure('GetFunctions', functions.GetFunctions, inDiagnostics),
    procedure('ValidateProviderConfig', configurations.ValidateProviderConfig, inDiagnostics),
    procedure('ConfigureProvider', configurations.ConfigureProvider, inDiagnostics),
    procedure('ValidateResourceConfig', configurations.ValidateResourceConfig, inDiagnostics),
    procedure('ValidateDataResourceConfig', configurations.ValidateDataResourceConfig, inDiagnostics),
    procedure('Stop', configurations.Stop, ([first]) => ({ error: first?.summary ?? '' })),
    procedure('UpgradeResourceState', resources.UpgradeResourceState, inDiagnostics),
    procedure('ReadResource', resources.ReadResource, inDiagnostics),
    procedure('PlanResourceChange', resources.PlanResourceChange, inDiagnostics),
    procedure('ApplyResourceChange', resources.ApplyResourceChange, inDiagnostics),
    procedure('ImportResourceState', resources.ImportResourceState, inDiagnostics),
    procedure('MoveResourceState', resources.MoveResourceState, inDiagnostics),
    procedure('ReadDataSource', others.ReadDataSource, inDiagnostics),
    procedure('CallFunction', functions.CallFunction, ([first]) => ({ error: { text: first?.summary ?? '' } })),
    procedure('ValidateActionConfig', others.ValidateActionConfig, inDiagnostics),
    procedure('PlanAction', others.PlanAction, inDiagnostics),
    procedure('InvokeAction', others.InvokeAction, (diagnostics) => ({ completed: { diagnostics } })),
  ];
}
