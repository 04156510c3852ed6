import {
  isSecretName,
  warningDiagnostic,
  type Attribute,
  type Block,
  type Body,
  type Diagnostic,
  type Expression,
  type Origin,
  type Path,
} from '../../model/index.js';
import { look } from './look.js';

interface Owner {
  readonly body: Body;
  readonly origin?: Origin;
}

const secretBlocks = new WeakMap<Block, boolean>();

/**
 * Warns of secrets that a program gives as literals: they end in its synthesized configuration, and often in a repository. A
 * configuration that no program made is left alone, as Terraform leaves it.
 */
export function literalSecrets({ body, origin }: Owner, block: Block, address: string): readonly Diagnostic[] {
  if (origin === undefined || !hasSecrets(block)) return [];
  return pathsIn(body.content, block, []).map((path) =>
    warningDiagnostic('literal-secret', `A secret is written as a literal: ${String(path.at(-1))}`, {
      detail:
        'The synthesized configuration and plan files contain it in plain text. Declare a Variable with sensitive: true, set its value in TF_VAR_…, and use variable.value here. Most providers also read their credentials from the environment. If the secret was committed, rotate it.',
      address,
      path,
      source: { file: body.source.file, path: [...body.source.path, ...path] },
      origin,
    }),
  );
}

function hasSecrets(block: Block): boolean {
  let result = secretBlocks.get(block);
  if (result === undefined) {
    result =
      Object.values(block.attributes).some(isSecret) ||
      Object.values(block.blockTypes).some((nested) => hasSecrets(nested.block));
    secretBlocks.set(block, result);
  }
  return result;
}

const isSecret = ({ sensitive, writeOnly, nested }: Attribute): boolean =>
  sensitive === true || writeOnly === true || Object.values(nested?.attributes ?? {}).some(isSecret);

function pathsIn(content: Readonly<Record<string, Expression>>, block: Block, above: Path): Path[] {
  return Object.keys(content).flatMap((name) => {
    const at = [...above, name];
    if (Object.hasOwn(block.attributes, name)) return pathsOf(content[name]!, block.attributes[name]!, at);
    if (!Object.hasOwn(block.blockTypes, name)) return [];
    const { block: inner } = block.blockTypes[name]!;
    return partsOf(content[name]!, at).flatMap(([part, path]) => pathsIn(fieldsOf(part), inner, path));
  });
}

function pathsOf(value: Expression, attribute: Attribute, at: Path): Path[] {
  if (attribute.sensitive === true || attribute.writeOnly === true) return isWritten(value) ? [at] : [];
  const { nested } = attribute;
  if (nested === undefined) return [];
  const inner: Block = { attributes: nested.attributes, blockTypes: {} };
  return partsOf(value, at).flatMap(([part, path]) =>
    nested.nesting === 'map'
      ? Object.entries(fieldsOf(part)).flatMap(([key, item]) => pathsIn(fieldsOf(item), inner, [...path, key]))
      : pathsIn(fieldsOf(part), inner, path),
  );
}

/** A list's items, or the value itself. */
function partsOf(value: Expression, at: Path): (readonly [Expression, Path])[] {
  const seen = look(value);
  return seen.kind === 'array' ? seen.items.map((item, index) => [item, [...at, index]] as const) : [[value, at]];
}

function fieldsOf(value: Expression): Readonly<Record<string, Expression>> {
  const seen = look(value);
  return seen.kind === 'object' ? Object.fromEntries(seen.entries) : {};
}

/** Whether a text is written out in it. Not all in an object is as secret as the whole: there the names tell. */
function isWritten(value: Expression): boolean {
  const seen = look(value);
  switch (seen.kind) {
    case 'scalar':
      return typeof seen.value === 'string' && seen.value !== '';
    case 'array':
      return seen.items.some(isWritten);
    case 'object':
      return seen.entries.some(([name, item]) => isSecretName(name) && isWritten(item));
    default:
      return false;
  }
}
