import { createRequire } from 'node:module';
import type { createJiti } from 'jiti';
import { isSyntax, type Syntax } from './syntax.js';

/**
 * The syntax tree of a program; undefined if it has an error of syntax. Babel parses it, as part of what runs programs, and hands its tree to
 * a plugin before it changes it.
 */
export function parseProgram(file: string, text: string): Syntax | undefined {
  // Required, not imported: it is large, and only needed where a program is edited.
  const { createJiti: create } = createRequire(import.meta.url)('jiti') as { createJiti: typeof createJiti };
  let tree: unknown;
  const plugin = (): object => ({
    name: 'landform-tree',
    pre: ({ ast }: { readonly ast: { readonly program: unknown } }) => {
      tree = structuredClone(ast.program);
    },
  });
  try {
    create(import.meta.url, { fsCache: false }).transform({
      source: text,
      filename: file,
      ts: /\.[cm]?tsx?$/.test(file),
      babel: { plugins: [plugin] },
    });
  } catch {
    return undefined;
  }
  return isSyntax(tree) ? tree : undefined;
}
