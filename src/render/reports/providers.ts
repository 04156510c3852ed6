import { heading, lines, type Block, type Line, type Page } from '../report.js';

/** Providers that one stack requires; see `providers`. */
export interface ProvidersDocument {
  readonly name: string;
  readonly configuration: readonly { readonly source: string; readonly version?: string }[];
  readonly state: readonly string[];
}

/** Both lists, in Terraform's words and form. */
export function providersPage({ name, configuration, state }: ProvidersDocument): Page {
  const title: Block[] = name === '' ? [] : [heading(`Stack ${name}`)];
  const branches = configuration.map(({ source, version }, index): Line => {
    const branch = index === configuration.length - 1 ? '└──' : '├──';
    return [`${branch} provider[${source}]${version === undefined ? '' : ` ${version}`}`];
  });
  const required = [lines(['Providers required by configuration:'], ['.'], ...branches)];
  if (state.length === 0) return [...title, ...required];
  const rows = state.map((source): Line => [`    provider[${source}]`]);
  return [...title, ...required, lines(['Providers required by state:']), lines(...rows)];
}
