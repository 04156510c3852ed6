import type { Statement } from './statement.js';

/**
 * Statements in an order in which each follows those it refers to, and otherwise that in which they were given. Of
 * statements that refer to each other, one refers to what follows it.
 */
export function inOrder(
  statements: readonly Statement[],
  refersTo: (statement: Statement) => Iterable<string>,
): readonly Statement[] {
  const byKey = new Map<string, Statement>();
  for (const statement of statements) if (statement.declares) byKey.set(statement.declares.key, statement);
  const ordered = new Set<Statement>();
  const entered = new Set<Statement>();
  // A stack of its own, since a chain of references may have thousands of links.
  for (const root of statements) {
    const open = [{ statement: root, keys: keysOf(root) }];
    for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
      entered.add(last.statement);
      const next = last.keys.next();
      if (next.done === true) {
        ordered.add(last.statement);
        open.pop();
        continue;
      }
      const target = byKey.get(next.value);
      if (target !== undefined && !entered.has(target)) open.push({ statement: target, keys: keysOf(target) });
    }
  }
  return [...ordered];

  function keysOf(statement: Statement): Iterator<string> {
    return refersTo(statement)[Symbol.iterator]();
  }
}
