import { PackageError, tokenVariable, type PackageProblem } from '../packages/index.js';

/** Why a module cannot be found or installed, in the words of a diagnostic. */
export interface ModuleProblem {
  readonly code: string;
  readonly summary: string;
  readonly detail: string;
}

/** Thrown while a module is installed; becomes a diagnostic at the `source` of the call. */
export class ModuleError extends Error {
  readonly problem: ModuleProblem;

  constructor(code: string, summary: string, detail: string) {
    super(summary);
    this.problem = { code, summary, detail };
  }
}

/** Does something with a package. What is wrong with it becomes a {@link ModuleError}. */
export async function inWordsOfModules<T>(act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof PackageError)) throw error;
    const { code, summary, detail } = WORDS[error.problem](error);
    throw new ModuleError(code, summary, detail);
  }
}

const WORDS: Readonly<Record<PackageProblem, (error: PackageError) => ModuleProblem>> = {
  damaged: ({ detail }) => ({
    code: 'bad-module-archive',
    summary: 'The archive of this module is damaged',
    detail: `${detail}. Nothing was installed. Publish it again, or correct the address: it may be a page that only links to the archive.`,
  }),
  'no-program': ({ detail }) => ({
    code: 'archive-program-not-found',
    summary: `${detail} is not installed, or not on PATH`,
    detail: `The archive of this module is compressed with ${detail}. Install the program, or publish the module as .zip or .tar.gz.`,
  }),
  unsafe: ({ detail }) => ({
    code: 'unsafe-module',
    summary: 'The package of this module is not safe to use',
    detail: `${detail} Nothing was installed.`,
  }),
  'too-large': ({ detail }) => ({
    code: 'module-too-large',
    summary: 'The package of this module is too large',
    detail: `${detail} Nothing was installed.`,
  }),
  unreachable: ({ host, detail }) => ({
    code: 'module-unreachable',
    summary: `${host} cannot be reached`,
    detail: `${detail}\nCheck the address, the network and the proxy, and run the command again.`,
  }),
  'bad-redirect': ({ host, detail }) => ({
    code: 'module-fetch-failed',
    summary: `${host} redirects to an address that cannot be used`,
    detail: `${detail} Correct the source of the module.`,
  }),
  'not-found': ({ host, what, detail }) => ({
    code: 'module-not-found',
    summary: `${host} does not have ${what}`,
    detail: `${detail} Correct the source, or get access: many services hide what is private.`,
  }),
  'access-denied': ({ host, what, detail }) => ({
    code: 'module-access-denied',
    summary: `${host} refuses access to ${what}`,
    detail: `${detail} For a registry, set ${tokenVariable(host)}. For other servers, write user and password in the address, or use Git with its own credentials.`,
  }),
  'bad-status': ({ host, detail }) => ({
    code: 'module-fetch-failed',
    summary: `${host} does not answer as it should`,
    detail: `${detail} Run the command again later, or correct the source.`,
  }),
  'bad-registry': ({ host, detail }) => ({
    code: 'module-fetch-failed',
    summary: `The registry ${host} does not answer as it should`,
    detail: `${detail} Report it to those who run the registry.`,
  }),
};
