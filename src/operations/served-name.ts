import {
  DiagnosticError,
  errorDiagnostic,
  expandProviderSource,
  hasErrors,
  type Diagnostic,
  type ProviderSource,
} from '../model/index.js';
import { findProject } from '../program/index.js';
import { composeProviders } from './compose/index.js';
import type { OperationEnvironment } from './environment.js';

/** A provider that can be started by itself. */
export interface NamedProvider {
  readonly source: ProviderSource;
  /** The module that exports it, relative to the directory; absent for a provider of Landform. */
  readonly module?: string;
}

/** A provider in a module that no project declares is known by its own source once it is loaded. */
const FROM_MODULE: ProviderSource = 'registry.terraform.io/landform/module';

const MODULE = /^[./~]|\.[cm]?[jt]s$/;

/** The provider of a name: a short or full source, a type alone, or the file of a module. Throws a diagnostic if there is none. */
export async function namedProvider(env: OperationEnvironment, name: string): Promise<NamedProvider> {
  if (MODULE.test(name)) return { source: FROM_MODULE, module: name };
  const shipped = composeProviders(env, { directory: env.directory, providers: {} });
  const source = matching(shipped.available(), name);
  if (source !== undefined) return { source };
  // A project is only read if it may declare the provider: Terraform starts providers in folders of its own.
  const { project, diagnostics } = await findProject(env.directory);
  const declared = Object.entries(project?.providers ?? {});
  const own = matching(
    declared.map(([short]) => expandProviderSource(short)),
    name,
  );
  const module = declared.find(([short]) => expandProviderSource(short) === own)?.[1];
  if (own !== undefined && module !== undefined) return { source: own, module };
  throw new DiagnosticError(
    hasErrors(diagnostics) && declaresProviders(diagnostics)
      ? diagnostics
      : [notNamed(name, [...shipped.available(), ...declared.map(([short]) => short)])],
  );
}

/** A folder without a project declares no provider, which is not the problem. */
const declaresProviders = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(({ code }) => code !== 'no-project' && code !== 'missing-program');

/** Landform's own namespace wins over those of others. */
function matching(sources: readonly ProviderSource[], name: string): ProviderSource | undefined {
  const full = name.includes('/') ? expandProviderSource(name) : undefined;
  const fitting = sources.filter((source) => source === full || source.endsWith(`/${name}`));
  return fitting.find((source) => source.includes('/landform/')) ?? fitting[0];
}

const notNamed = (name: string, known: readonly string[]): Diagnostic =>
  errorDiagnostic('unknown-provider', `There is no provider ${name}`, {
    detail: `Available: ${known.map((source) => source.replace('registry.terraform.io/', '')).join(', ')}. Name one of them, or the file that exports a provider of your own, such as ./provider.ts.`,
  });
