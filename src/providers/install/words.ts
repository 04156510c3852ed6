import { DiagnosticError, errorDiagnostic, type Diagnostic, type ProviderSource } from '../../model/index.js';
import { PackageError, tokenVariable, type PackageProblem } from '../../packages/index.js';
import { shortSource } from '../diagnostics.js';

/** Does something with a package of a provider. What is wrong with it becomes a diagnostic. */
export async function inWordsOfProviders<T>(source: ProviderSource, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof PackageError)) throw error;
    throw new DiagnosticError([WORDS[error.problem](shortSource(source), error)]);
  }
}

type Words = (name: string, error: PackageError) => Diagnostic;

const WORDS: Readonly<Record<PackageProblem, Words>> = {
  damaged: (name, { detail }) =>
    errorDiagnostic('bad-provider-archive', `The archive of the provider ${name} is damaged`, {
      detail: `${detail}. Nothing was installed. Run the command again; if it fails again, report it to those who publish the archive.`,
    }),
  'no-program': (name, { detail }) =>
    errorDiagnostic('archive-program-not-found', `${detail} is not installed, or not on PATH`, {
      detail: `The archive of the provider ${name} is compressed with ${detail}. Install the program, and run the command again.`,
    }),
  unsafe: (name, { detail }) =>
    errorDiagnostic('unsafe-provider', `The archive of the provider ${name} is not safe to unpack`, {
      detail: `${detail} Nothing was installed. Report it to those who publish the archive.`,
    }),
  'too-large': (name, { detail }) =>
    errorDiagnostic('provider-too-large', `The package of the provider ${name} is too large`, {
      detail: `${detail} Nothing was installed. Report it to those who publish the archive.`,
    }),
  unreachable: (name, { host, detail }) =>
    errorDiagnostic('provider-unreachable', `${host} cannot be reached to install ${name}`, {
      detail: `${detail}\nCheck the network and the proxy, and run the command again. Without a network, install from a mirror (docs/providers-install.md).`,
    }),
  'bad-redirect': (_, { host, detail }) =>
    errorDiagnostic('provider-fetch-failed', `${host} redirects to an address that cannot be used`, {
      detail: `${detail} Report it to those who run the server.`,
    }),
  'not-found': (name, { host, detail }) =>
    errorDiagnostic('provider-not-found', `${host} does not have the provider ${name}`, {
      detail: `${detail} Correct its source in terraform.required_providers. Without an entry there, the namespace is "hashicorp".`,
    }),
  'access-denied': (name, { host, detail }) =>
    errorDiagnostic('provider-access-denied', `${host} refuses access to the provider ${name}`, {
      detail: `${detail} Set ${tokenVariable(host)}, or correct the token in the CLI configuration.`,
    }),
  'bad-status': (_, { host, detail }) =>
    errorDiagnostic('provider-fetch-failed', `${host} does not answer as it should`, {
      detail: `${detail} Run the command again later.`,
    }),
  'bad-registry': (_, { host, detail }) =>
    errorDiagnostic('provider-fetch-failed', `The registry ${host} does not answer as it should`, {
      detail: `${detail} Report it to those who run the registry.`,
    }),
};
