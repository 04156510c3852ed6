/**
 * Imports a module as Node itself does. A file of its own, loaded when it is needed: where V8 takes the code of the command as it
 * was compiled by an earlier run (src/cli/command-code.ts), it no longer knows how to import, so this one is compiled each time.
 */
export const nativeImport = (href: string): Promise<unknown> => import(href);
