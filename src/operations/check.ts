import { validateConfiguration, validateEvaluation } from '../engine/index.js';
import { EMPTY_STATE, hasErrors, type Diagnostic, type Path, type SourcePlace, parseModule } from '../model/index.js';
import { composeProviders } from './compose/index.js';
import type { OperationEnvironment } from './environment.js';
import type { OpenProject } from './project.js';
import { engineContext } from './stacks/stack-session.js';

const NOTHING_GIVEN = { values: new Map(), asGiven: new Map(), ephemeral: new Set<string>() };
const NOTHING_YET = { state: EMPTY_STATE, interrupted: [], interruptedActions: [], dueActions: [] };

/**
 * Checks the configurations of all stacks against the language and the schemas, even if reading them found errors, so that one
 * run shows all problems. Uses neither state nor variables.
 */
export async function checkStacks(env: OperationEnvironment, project: OpenProject): Promise<readonly Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  const told = new Told(project.diagnostics);
  for (const stack of project.stacks) {
    // An unreadable file may declare anything, so every reference to its contents would seem wrong.
    if (!stack.complete) continue;
    const providers = composeProviders(env, project);
    try {
      const context = engineContext(env, project, stack, providers, NOTHING_YET, NOTHING_GIVEN, 1);
      const { diagnostics: found } = await validateConfiguration(context, told.refused);
      const evaluated = await validateEvaluation(context, [...project.diagnostics, ...found]);
      diagnostics.push(...told.left([...found, ...evaluated]));
    } finally {
      await providers.close();
    }
  }
  return diagnostics;
}

/** All problems of a project: those found when reading it, and those found by checking it. */
export async function allProblems(env: OperationEnvironment, project: OpenProject): Promise<readonly Diagnostic[]> {
  if (!hasErrors(project.diagnostics)) return project.diagnostics;
  return [...project.diagnostics, ...(await checkStacks(env, project))];
}

/** The problems reported while reading, so that checking does not report the same places again. */
class Told {
  /** Blocks of unsupported kinds and calls of modules that cannot be read, by the beginning of references to them: `module.m`. */
  readonly refused: ReadonlySet<string>;
  readonly #places = new Set<string>();
  readonly #around = new Set<string>();

  constructor(diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    this.refused = new Set(
      errors.flatMap(({ code, address = '' }) => {
        if (parseModule(address) !== undefined) return address;
        return code === 'not-supported-yet' ? address.split('.').slice(0, 2).join('.') : [];
      }),
    );
    for (const { source } of errors) {
      if (source === undefined) continue;
      this.#places.add(keyOf(source));
      for (const above of pathsAbove(source)) this.#around.add(keyOf(above));
    }
  }

  left(found: readonly Diagnostic[]): readonly Diagnostic[] {
    if (this.#places.size === 0) return found;
    return found.filter((diagnostic) => !this.#isTold(diagnostic));
  }

  /** Whether the diagnostic concerns a reported place, something inside one, or a value that contains one. */
  #isTold({ source, path }: Diagnostic): boolean {
    if (source === undefined) return false;
    const key = keyOf(source);
    if (this.#places.has(key) || (path !== undefined && this.#around.has(key))) return true;
    return pathsAbove(source).some((above) => this.#places.has(keyOf(above)));
  }
}

type Place = Pick<SourcePlace, 'file' | 'path'>;

const keyOf = ({ file, path }: Place): string => JSON.stringify([file, ...path]);

const pathsAbove = ({ file, path }: Place): readonly Place[] =>
  path.map((_, index): Place => ({ file, path: path.slice(0, index) satisfies Path }));
