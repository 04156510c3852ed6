/** Where a pipeline runs. */
export type Pipeline = 'github' | 'gitlab' | 'generic';

/** Clouds whose credentials a pipeline gets with a token of its own (OIDC), so that it keeps no keys. */
export const CLOUDS = ['aws', 'azure', 'google'] as const;

export type Cloud = (typeof CLOUDS)[number];

export interface RecipeOptions {
  /** The folder of the project in its repository, with `/`; empty if it is the repository. */
  readonly folder: string;
  /** The branch whose commits are applied. */
  readonly branch: string;
  readonly clouds: readonly Cloud[];
}

/** Texts by the path of their file in the repository. */
export type RecipeFiles = ReadonlyMap<string, string>;

/** A name with the folder, for a repository with several projects. */
export const nameFor = ({ folder }: RecipeOptions): string =>
  folder === '' ? 'landform' : `landform-${folder.replaceAll(/[^\w.-]+/g, '-')}`;

/** Every line of a text with so many spaces before it, except empty ones. */
export const indented = (text: string, spaces: number): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `${' '.repeat(spaces)}${line}`))
    .join('\n');
