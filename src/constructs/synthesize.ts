import type { Construct } from 'constructs';
import { visitAll } from './aspects.js';
import { ConstructError, SynthesisError } from './error.js';
import { stackOrder } from './cross-stack.js';
import { Documents } from './documents.js';
import { Element } from './element.js';
import { jsonText } from './json-text.js';
import { placeOf } from './scope.js';
import { Stack } from './stack.js';

/** The result of a program: a document for each stack, in the order of application. */
export interface Assembly {
  readonly manifest: Manifest;
  /** In an order in which they can be applied. */
  readonly stacks: readonly SynthesizedStack[];
  /** Messages of the program about its constructs. */
  readonly annotations?: readonly Annotation[];
}

export interface Annotation {
  readonly constructPath: string;
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
}

export interface SynthesizedStack {
  readonly name: string;
  /** Terraform's JSON syntax, sorted and indented by two spaces. */
  readonly document: string;
  /** Names of the stacks that are applied first. */
  readonly dependencies: readonly string[];
  /** Relative to the project: where relative paths of the document start. Default: the project itself. */
  readonly folder?: string;
}

export interface Manifest {
  readonly version: 1;
  readonly stacks: Readonly<Record<string, ManifestStack>>;
}

export interface ManifestStack {
  readonly name: string;
  readonly constructPath: string;
  /** Relative to the manifest. */
  readonly document: string;
  readonly dependencies: readonly string[];
}

/**
 * Converts the tree to documents; equal trees give equal bytes. Aspects visit the tree first. All problems are then reported
 * together. `locate` converts a location to the form to write, relative to the project.
 */
export function synthesize(app: Construct, locate: (location: string) => string): Assembly {
  visitAll(app);
  const constructs = app.node.findAll();
  const problems: ConstructError[] = constructs.flatMap(validationErrors);
  const stacks = constructs.filter((construct) => Stack.isStack(construct));
  checkNames(stacks, problems);
  const documents = new Documents({ constructs, problems, locate });
  for (const construct of constructs) if (Element.isElement(construct)) documents.add(construct);
  for (const stack of stacks) documents.finish(stack);
  documents.addCrossStackOutputs();
  const ordered = stackOrder(stacks, documents.crossings, problems);
  if (problems.length > 0) throw new SynthesisError(problems.map((problem) => located(problem, locate)));
  const synthesized = ordered.map(({ stack, dependencies }) => ({
    name: stack.name,
    document: jsonText(documents.of(stack)),
    dependencies,
  }));
  const described = ordered.map(({ stack, dependencies }): [string, ManifestStack] => [
    stack.name,
    {
      name: stack.name,
      constructPath: stack.node.path,
      document: `${stack.name}/landform.tf.json`,
      dependencies,
    },
  ]);
  return { manifest: { version: 1, stacks: Object.fromEntries(described) }, stacks: synthesized };
}

function validationErrors(construct: Construct): ConstructError[] {
  return construct.node
    .validate()
    .map((message) => new ConstructError('validation-failed', message, undefined, placeOf(construct)));
}

function checkNames(stacks: readonly Stack[], problems: ConstructError[]): void {
  const names = new Map<string, Stack>();
  for (const stack of stacks) {
    const other = names.get(stack.name);
    if (other !== undefined) {
      problems.push(
        new ConstructError(
          'duplicate-stack',
          `The stacks ${other.node.path} and ${stack.node.path} both have the name ${stack.name}`,
          'Change the id of one of them.',
          placeOf(stack),
        ),
      );
    }
    names.set(stack.name, stack);
  }
}

/** The problem, with its location relative to the project. */
function located(problem: ConstructError, locate: (location: string) => string): ConstructError {
  if (problem.location === undefined) return problem;
  return new ConstructError(problem.code, problem.summary, problem.hint, {
    constructPath: problem.constructPath,
    location: locate(problem.location),
  });
}
