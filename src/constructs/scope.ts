import type { Construct, IConstruct } from 'constructs';
import { ConstructError } from './error.js';
import { captureLocation, type NewTarget } from './origin.js';
import { holdsToken } from './token.js';

const LOCATION = Symbol.for('landform.location');

/** Checks that a construct of the class can be created in the scope. Returns the scope, for use in a call of `super`. */
export function checkedScope(scope: Construct, id: string, made: NewTarget): Construct {
  const at = (constructPath?: string) => ({ constructPath, location: captureLocation(made) });
  if (typeof scope !== 'object' || scope === null || !('node' in scope)) {
    throw new ConstructError(
      'no-scope',
      `The construct ${JSON.stringify(id)} has no scope`,
      'Pass the App, Stack or construct it belongs to as the first argument.',
      at(),
    );
  }
  const path = scope.node.path === '' ? id : `${scope.node.path}/${id}`;
  if (typeof id !== 'string' || id === '') {
    throw new ConstructError(
      'invalid-id',
      'The id of a construct must be a non-empty string',
      'Pass the id as the second argument.',
      at(path),
    );
  }
  if (holdsToken(id)) {
    throw new ConstructError(
      'reference-in-id',
      'The id of a construct contains a reference',
      'The value of a reference is known only during planning or apply. Build the id from values that the program knows.',
      at(scope.node.path),
    );
  }
  if (scope.node.locked) {
    throw new ConstructError(
      'modified-after-synth',
      `${path} is created after synth() was called`,
      'Create all constructs before app.synth().',
      at(path),
    );
  }
  const other = scope.node.tryFindChild(id);
  if (other !== undefined) {
    const where = locationOf(other);
    throw new ConstructError(
      'duplicate-id',
      `There is already a construct ${path}${where === undefined ? '' : `, created at ${where}`}`,
      `Use a unique id for each construct in ${scope.node.path === '' ? 'the app' : scope.node.path}.`,
      at(path),
    );
  }
  return scope;
}

type Located = Construct & { [LOCATION]?: string | undefined };

/** Records the line of the program that creates a construct. */
export function noteLocation(construct: Construct): void {
  const holder: Located = construct;
  holder[LOCATION] = captureLocation(construct.constructor as NewTarget);
}

/** Gives a construct that is made from another one its line of the program. */
export function copyLocation<Made extends Construct>(from: IConstruct, made: Made): Made {
  const source: IConstruct & { readonly [LOCATION]?: string | undefined } = from;
  const holder: Located = made;
  holder[LOCATION] = source[LOCATION];
  return made;
}

/** The line of the program that created a construct, or else its closest ancestor with a recorded line. */
export function locationOf(construct: Construct): string | undefined {
  for (let current: Construct | undefined = construct; current !== undefined; current = current.node.scope) {
    const { [LOCATION]: location }: Located = current;
    if (location !== undefined) return location;
  }
  return undefined;
}

/** The place for errors about a construct. */
export function placeOf(construct: Construct): {
  readonly constructPath: string;
  readonly location: string | undefined;
} {
  return { constructPath: construct.node.path, location: locationOf(construct) };
}
