import { compileGlob } from '../../engine/index.js';
import { errorDiagnostic, nearest, type Diagnostic } from '../../model/index.js';

/** A stack as a node of the graph. */
interface Node {
  readonly name: string;
  readonly dependencies: readonly string[];
}

/**
 * The stacks that `--stack` chooses: by name or pattern (`web*`), with what they need (`web...`), or with what needs them
 * (`...network`). All of them if nothing is given.
 */
export function chooseStacks<S extends Node>(
  all: readonly S[],
  choices: readonly string[],
): { readonly stacks: readonly S[]; readonly diagnostics: readonly Diagnostic[] } {
  if (choices.length === 0) return { stacks: all, diagnostics: [] };
  const chosen = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const choice of choices) {
    const [, before = '', pattern = '', after = ''] = /^(\.{3})?(.*?)(\.{3})?$/s.exec(choice) ?? [];
    const matching = matches(all, pattern);
    if (matching.length === 0) diagnostics.push(unknownStack(pattern, all));
    for (const name of matching) chosen.add(name);
    if (after !== '') for (const name of reached(matching, neededBy(all))) chosen.add(name);
    if (before !== '') for (const name of reached(matching, thatNeed(all))) chosen.add(name);
  }
  return { stacks: all.filter(({ name }) => chosen.has(name)), diagnostics };
}

function matches(all: readonly Node[], pattern: string): readonly string[] {
  if (all.some(({ name }) => name === pattern)) return [pattern];
  const glob = compileGlob(pattern);
  return all.flatMap(({ name }) => (glob?.fits(name) === true ? name : []));
}

type Neighbours = (name: string) => readonly string[];

function neededBy(all: readonly Node[]): Neighbours {
  const dependencies = new Map(all.map((stack) => [stack.name, stack.dependencies]));
  return (name) => dependencies.get(name) ?? [];
}

const thatNeed =
  (all: readonly Node[]): Neighbours =>
  (needed) =>
    all.flatMap(({ name, dependencies }) => (dependencies.includes(needed) ? name : []));

function reached(from: readonly string[], neighbours: Neighbours): ReadonlySet<string> {
  const seen = new Set<string>(from);
  for (const name of seen) for (const next of neighbours(name)) seen.add(next);
  return seen;
}

export function unknownStack(name: string, all: readonly Node[]): Diagnostic {
  const known = new Set(all.map((stack) => stack.name));
  const near = nearest(name, known);
  return errorDiagnostic('unknown-stack', `There is no stack ${name}`, {
    detail: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `The program has: ${[...known].join(', ')}.`,
  });
}
