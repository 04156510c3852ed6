import {
  formatPath,
  isObjectValue,
  startsWith,
  unmark,
  type Block,
  type Body,
  type Diagnostic,
  type Expression,
  type Origin,
  type Path,
  type SourcePlace,
  type Value,
} from '../../model/index.js';
import { blockFormProblems } from './block-forms.js';
import { findingsOf, type Placed } from './findings.js';
import { literal } from './look.js';
import type { Message } from './wording.js';
import { messageOf } from './finding-messages.js';
import { neededNames } from './needed.js';
import { locate } from './position.js';
import { readBody, type Reading } from './reading.js';

/** Anything with a body: a resource, an action, a provider. */
interface Owner<B = Pick<Body, 'source'>> {
  readonly body: B;
  readonly origin?: Origin;
}

/** Checks a written body against the schema, as far as constants allow. Returns all problems in document order. */
export function validateBody(owner: Owner<Body>, block: Block, address: string): readonly Diagnostic[] {
  const forms = blockFormProblems(owner, block, address);
  const found = report(readBody(owner.body.content, block), block, address, owner);
  if (forms.length === 0) return found;
  // What else is found inside a block in the wrong form says nothing.
  const isInside = ({ path = [] }: Diagnostic): boolean => forms.some((form) => startsWith(path, form.path ?? []));
  return [...forms, ...found.filter((one) => !isInside(one))];
}

/** Checks limits after evaluation, for the known parts of an object of the block's type. */
export function validateValue(value: Value, block: Block, address: string, owner: Owner): readonly Diagnostic[] {
  const names = neededNames(block);
  if (names.length === 0) return NONE;
  const object = unmark(value);
  if (!isObjectValue(object)) return NONE;
  const contents: Record<string, Expression> = {};
  for (const name of names) contents[name] = literal(object[name] ?? null);
  return report(readBody(contents, block), block, address, owner);
}

const NONE: readonly Diagnostic[] = [];

/** No message shows a value that is marked or sensitive by the schema. */
function report(reading: Reading, block: Block, address: string, owner: Owner): readonly Diagnostic[] {
  if (reading.plain) return NONE;
  const found: Diagnostic[] = [];
  for (const placed of findingsOf(reading, block)) {
    const diagnostic = diagnosticOf(placed, reading, block, address, owner);
    if (diagnostic !== undefined) found.push(diagnostic);
  }
  return found;
}

function diagnosticOf(
  { finding, path, value }: Placed,
  reading: Reading,
  block: Block,
  address: string,
  { body, origin }: Owner,
): Diagnostic | undefined {
  const { position, secret: sensitive } = locate(block, path);
  const secret = sensitive || reading.secret.some((marked) => startsWith(path, marked) || startsWith(marked, path));
  const message = messageOf({ finding, position, name: formatPath(path), value, secret });
  if (message === undefined) return undefined;
  const inside: Path = message.inside === undefined ? path : [...path, message.inside];
  return {
    severity: message.severity ?? 'error',
    code: message.code,
    summary: message.summary,
    ...(message.detail === undefined ? {} : { detail: message.detail }),
    address,
    path: inside,
    source: placeOf(body.source, path, message, secret),
    ...(origin === undefined ? {} : { origin }),
  };
}

/**
 * The source place of a finding: for something missing, and for a problem with a secret, the object that contains it;
 * for an unexpected name, the name instead of its value.
 */
function placeOf(
  { file, path: above }: SourcePlace,
  path: Path,
  { inside, missing }: Message,
  secret: boolean,
): SourcePlace {
  const here = [...above, ...path];
  if (inside !== undefined && missing !== true) return { file, path: [...here, inside], part: 'key' };
  return { file, path: secret && missing !== true ? here.slice(0, -1) : here };
}
