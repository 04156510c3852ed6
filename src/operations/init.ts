import { EMPTY_STATE, hasErrors, type Diagnostic } from '../model/index.js';
import { providerSourceOf } from '../engine/index.js';
import { composeProviders } from './compose.js';
import type { OperationEnvironment, StackOptions } from './environment.js';
import { guarded } from './guard.js';
import { openProject } from './project.js';
import { schemasOf } from './schemas.js';
import { writeStarter } from './starter.js';

export interface InitResult {
  readonly stacks: readonly string[];
  /** The providers the project uses, all of them at hand. */
  readonly providers: readonly { readonly source: string; readonly version: string }[];
  /** Files that were made, in an empty folder. */
  readonly created: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** In an empty folder makes a first program. Reads the project and sees that every provider it names is there. Downloads nothing: what is there comes with Landform or the project. */
export async function init(env: OperationEnvironment, options: StackOptions = {}): Promise<InitResult> {
  return guarded<InitResult>({ stacks: [], providers: [], created: [] }, async (seen) => {
    const created = await writeStarter(env.directory);
    const project = await openProject(env, options, seen);
    const diagnostics: Diagnostic[] = [...project.diagnostics];
    if (hasErrors(diagnostics)) return { stacks: [], providers: [], created, diagnostics };
    const pool = composeProviders(env, project);
    try {
      const providers = new Map<string, string>();
      for (const stack of project.stacks) {
        const used = await schemasOf(pool, stack.configuration, EMPTY_STATE);
        for (const [source, found] of used.schemas) providers.set(source, found.version);
        for (const name of stack.configuration.terraform.requiredProviders.keys()) {
          const source = providerSourceOf(stack.configuration, name);
          const found = await pool.schemas(source);
          if (found === undefined) diagnostics.push({ ...pool.missing(source), address: `provider.${name}` });
          else providers.set(source, found.version);
        }
      }
      return {
        stacks: project.stacks.map((stack) => stack.name),
        providers: [...providers]
          .sort(([left], [right]) => (left < right ? -1 : 1))
          .map(([source, version]) => ({ source, version })),
        created,
        diagnostics,
      };
    } finally {
      await pool.close();
    }
  });
}
