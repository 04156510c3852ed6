import { EMPTY_STATE, hasErrors, type Diagnostic, type Json, type JsonObject } from '../model/index.js';
import { providerSchemaJson } from '../providers/index.js';
import { composeProviders } from './compose/index.js';
import type { OperationEnvironment } from './environment.js';
import { guarded } from './guard.js';
import { openProject } from './project.js';
import { schemasOf } from './schemas.js';

export interface ProvidersSchemaResult {
  /** As `terraform providers schema -json` writes it. */
  readonly json?: JsonObject;
  readonly diagnostics: readonly Diagnostic[];
}

/** Schemas of the providers that the project uses, or of all that are available. */
export async function providersSchema(
  env: OperationEnvironment,
  options: { readonly all?: boolean } = {},
): Promise<ProvidersSchemaResult> {
  return guarded<ProvidersSchemaResult>({}, async (seen) => {
    const project =
      options.all === true
        ? { directory: env.directory, providers: {}, stacks: [], diagnostics: [] }
        : await openProject(env, {}, seen);
    if (hasErrors(project.diagnostics)) return { diagnostics: project.diagnostics };
    const providers = composeProviders(env, project);
    try {
      const schemas: Record<string, Json> = {};
      if (options.all === true) {
        for (const source of providers.available()) {
          const found = await providers.schemas(source);
          if (found !== undefined) schemas[source] = providerSchemaJson(found, providers.functions(source));
        }
      }
      for (const stack of project.stacks) {
        const used = await schemasOf(providers, stack.configuration, EMPTY_STATE);
        for (const [source, found] of used.schemas)
          schemas[source] = providerSchemaJson(found, providers.functions(source));
      }
      return { json: { format_version: '1.0', provider_schemas: schemas }, diagnostics: project.diagnostics };
    } finally {
      await providers.close();
    }
  });
}
