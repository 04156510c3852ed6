/**
 * Imports a module with Node's `import`. In a separate file that is loaded on demand: code that V8 takes from an earlier
 * compilation (src/cli/command-code.ts) cannot import modules, so this file is compiled each time.
 */
export const nativeImport = (href: string): Promise<unknown> => import(href);
