import {
  addressIn,
  configuredResource,
  errorDiagnostic,
  moduleAt,
  modulePathOf,
  modulesOf,
  parseModule,
  type Configuration,
  type Diagnostic,
  type MovedConfiguration,
} from '../../model/index.js';
import {
  absolute,
  moveStatements,
  moveStillDeclared,
  orderStatements,
  type MoveStatement,
} from '../walk/moved-blocks.js';

/** Checks `moved` and `removed` blocks: what they move or remove must not be declared, and they must not contradict. */
export function validateMoves(configuration: Configuration): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const statements = moveStatements(configuration);
  const [byFrom, byTo] = [new Map<string, MoveStatement>(), new Map<string, MoveStatement>()];
  for (const statement of statements) {
    const { block } = statement;
    const [from, to] = [absolute(statement, block.from), absolute(statement, block.to)];
    if (from === to) diagnostics.push(problem(block, `${from} moves to itself`, 'Remove the block.'));
    else if (!block.to.endsWith(']') && isDeclared(configuration, from))
      diagnostics.push(moveStillDeclared(block, from));
    const [same, other] = [byFrom.get(from), byTo.get(to)];
    if (same !== undefined)
      diagnostics.push(
        problem(block, `${from} moves to two addresses`, `The other one is ${same.block.to}. Keep one.`),
      );
    else if (other !== undefined)
      diagnostics.push(problem(block, `Two objects move to ${to}`, `The other one is ${other.block.from}. Keep one.`));
    byFrom.set(from, statement);
    byTo.set(to, statement);
  }
  const ordered = orderStatements(statements);
  if (diagnostics.length === 0 && 'cycle' in ordered)
    diagnostics.push(problem(ordered.cycle.block, 'Moved blocks form a cycle', 'Remove one of them.'));
  for (const { path, removed } of modulesOf(configuration)) {
    for (const block of removed) {
      const place = addressIn(path, block.from);
      if (isDeclared(configuration, place))
        diagnostics.push(problem(block, `${place} is removed, but is still declared`, STILL));
    }
  }
  return diagnostics;
}

const STILL = 'Remove its declaration, or remove this block.';

/** An address with a key may belong to an instance that no longer exists; so may one that gets a key. */
function isDeclared(configuration: Configuration, address: string): boolean {
  if (address.includes('[')) return false;
  if (parseModule(address) !== undefined) return moduleAt(configuration, modulePathOf(address)) !== undefined;
  return configuredResource(configuration, address) !== undefined;
}

const problem = (block: Pick<MovedConfiguration, 'source' | 'origin'>, summary: string, detail: string): Diagnostic =>
  errorDiagnostic('invalid-move', summary, {
    source: block.source,
    ...(block.origin === undefined ? {} : { origin: block.origin }),
    detail,
  });
