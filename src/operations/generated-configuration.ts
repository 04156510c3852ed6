import path from 'node:path';
import { existsSync } from 'node:fs';
import { unconfiguredImports, type EngineContext } from '../engine/index.js';
import { generatedHcl, generatedJson, readConfiguration, resourceHcl } from '../language/index.js';
import {
  DiagnosticError,
  errorDiagnostic,
  hasErrors,
  type ConfigurationFile,
  type Diagnostic,
  type Plan,
} from '../model/index.js';
import type { OperationEnvironment } from './environment.js';
import type { Stack } from './project.js';
import { writeNewFiles } from './write-new-files.js';

/** The configuration of resources that import blocks name and that had none. */
export interface GeneratedConfiguration {
  /** The stack with this configuration. */
  readonly stack: Stack;
  readonly diagnostics: readonly Diagnostic[];
  /** How many resources there are. */
  readonly count: number;
  /** The plan, in which each of the resources has its configuration. */
  inPlan(plan: Plan): Plan;
  /** Writes the file, unless there is nothing to write. */
  write(): Promise<void>;
}

/** Refuses a file that exists, before anything is planned. */
export function refuseExisting({ directory }: OperationEnvironment, file: string): void {
  if (!existsSync(path.resolve(directory, file))) return;
  throw new DiagnosticError([
    errorDiagnostic('file-exists', `${file} already exists`, {
      detail:
        'Configuration is only generated into a new file. Choose another name, or move its content and remove it.',
    }),
  ]);
}

/** Generates configuration from the objects themselves; it counts for this plan as if it had been there before. */
export async function generateConfiguration(
  { directory }: OperationEnvironment,
  stack: Stack,
  context: EngineContext,
  file: string,
): Promise<GeneratedConfiguration> {
  if (stack.name !== '') {
    const problem = errorDiagnostic('generated-configuration', 'Configuration can only be generated for a folder', {
      detail: 'This project is a program: write the resources in it, with importFrom(id).',
    });
    return unchanged(stack, [problem]);
  }
  const { objects, diagnostics } = await unconfiguredImports(context);
  if (hasErrors(diagnostics) || objects.length === 0) return unchanged(stack, diagnostics);
  const text = file.endsWith('.json') ? generatedJson(objects) : generatedHcl(objects);
  const name = path.relative(directory, path.resolve(directory, file)).split(path.sep).join('/');
  const added: ConfigurationFile = { name, text };
  const { configuration } = readConfiguration([added]);
  const files = [...stack.files, added];
  const resources = new Map([...stack.configuration.resources, ...configuration.resources]);
  // The generated resources have the provider, so their blocks no longer choose one.
  const imports = stack.configuration.imports.map(({ provider: _, ...block }) => block);
  const texts = new Map(objects.map((object) => [`${object.type}.${object.name}`, resourceHcl(object)]));
  return {
    stack: { ...stack, files, configuration: { ...stack.configuration, resources, imports, files } },
    diagnostics,
    count: objects.length,
    inPlan: (plan) => ({
      ...plan,
      changes: plan.changes.map((change) => {
        const generatedConfig = change.importing === undefined ? undefined : texts.get(change.address);
        return generatedConfig === undefined ? change : { ...change, generatedConfig };
      }),
    }),
    write: async () => {
      const target = path.resolve(directory, file);
      await writeNewFiles(path.dirname(target), new Map([[path.basename(target), text]]));
    },
  };
}

const unchanged = (stack: Stack, diagnostics: readonly Diagnostic[]): GeneratedConfiguration => ({
  stack,
  diagnostics,
  count: 0,
  inPlan: (plan) => plan,
  write: () => Promise.resolve(),
});
