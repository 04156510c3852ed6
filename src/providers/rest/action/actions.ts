import { hasErrors, type Diagnostic, memberOf } from '../../../model/index.js';
import { unknownType } from '../../diagnostics.js';
import type { Actions, ProviderSchemas } from '../../provider.js';
import type { ActionRequest, CallContext, DiagnosticsResponse } from '../../requests.js';
import { invokeAction, type ActionJob } from './action.js';
import { readFiles } from '../exchange/files.js';
import type { ActionMapping } from '../mapping/definition.js';
import { valuesOf } from '../values/projection.js';
import type { SchemaChecker } from '../description/replies.js';
import { checkLimits } from '../description/validate.js';

/** What actions need from their provider. */
export interface ActionHost {
  readonly schemas: ProviderSchemas;
  readonly checker: SchemaChecker;
  readonly mappings: Readonly<Record<string, ActionMapping>>;
  /** The folder in which files are found. */
  readonly directory: () => string;
  /** The connection that an invocation uses, or the reason why there is none. */
  readonly job: (
    context: CallContext,
  ) => Pick<ActionJob, 'session' | 'stopping' | 'configured'> | { readonly problem: Diagnostic };
}

/** The contract's actions, for those that a mapping describes. */
export function restActions(host: ActionHost): Actions {
  const { schemas, checker, mappings } = host;
  const look = async ({ type, config }: ActionRequest): Promise<DiagnosticsResponse> => {
    const schema = schemas.action(type);
    if (schema === undefined) return { diagnostics: [unknownType(schemas.source, 'action', type)] };
    const values = valuesOf(config);
    return {
      diagnostics: [...checkLimits(schema.block, values, checker), ...(memberOf(mappings, type).check?.(values) ?? [])],
    };
  };
  return {
    validate: look,
    plan: look,
    invoke: async (request) => {
      // Values that were unknown when the configuration was validated are known now.
      const { diagnostics } = await look(request);
      if (hasErrors(diagnostics)) return { diagnostics };
      const { context } = request;
      const job = host.job(context);
      if ('problem' in job) return { diagnostics: [job.problem] };
      const mapping = memberOf(mappings, request.type);
      const config = valuesOf(request.config);
      const directory = host.directory();
      const read = await readFiles(mapping.files ?? {}, config, directory);
      if ('diagnostic' in read) return { diagnostics: [read.diagnostic] };
      const { requestKey } = request;
      return invokeAction({ ...job, mapping, context, files: read.files, directory, requestKey }, config);
    },
  };
}
