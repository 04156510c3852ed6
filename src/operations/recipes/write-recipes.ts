import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { warningDiagnostic, type Diagnostic } from '../../model/index.js';
import { writeNewFiles } from '../write-new-files.js';
import { genericRecipe } from './generic.js';
import { githubRecipe } from './github.js';
import { gitlabRecipe } from './gitlab.js';
import { CLOUDS, type Cloud, type Pipeline, type RecipeFiles, type RecipeOptions } from './recipe.js';
import { repositoryOf } from './repository.js';

export interface WrittenRecipes {
  /** Names of the files written, from the project. */
  readonly created: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const RECIPES: Readonly<Record<Pipeline, (options: RecipeOptions) => RecipeFiles>> = {
  github: githubRecipe,
  gitlab: gitlabRecipe,
  generic: genericRecipe,
};

/** Providers, by the end of their source, that take credentials of a cloud. */
const PROVIDERS: Readonly<Record<Cloud, RegExp>> = {
  aws: /\/hashicorp\/(aws|awscc)$/,
  azure: /\/hashicorp\/(azurerm|azuread)$|\/azure\/azapi$/i,
  google: /\/hashicorp\/(google|google-beta)$/,
};

/** Writes the recipe of a pipeline for a project with these providers. Existing files are kept, and named. */
export async function writeRecipes(
  directory: string,
  pipeline: Pipeline,
  providers: readonly string[],
): Promise<WrittenRecipes> {
  const { root, folder, branch } = await repositoryOf(directory);
  const clouds = CLOUDS.filter((cloud) => providers.some((source) => PROVIDERS[cloud].test(source)));
  const files = RECIPES[pipeline]({ folder, branch, clouds });
  for (const name of files.keys()) await mkdir(path.dirname(path.join(root, name)), { recursive: true });
  const written = await writeNewFiles(root, new Map(), files);
  const shown = (name: string): string => path.relative(directory, path.join(root, name)).split(path.sep).join('/');
  return {
    created: written.map(shown),
    diagnostics: [...files].filter(([name]) => !written.includes(name)).map(([name, text]) => kept(shown(name), text)),
  };
}

const kept = (name: string, text: string): Diagnostic =>
  warningDiagnostic('file-kept', `${name} exists and was kept`, {
    detail: name.endsWith('.gitlab-ci.yml')
      ? `It needs these lines:\n${text}`
      : 'To get the current recipe, remove or rename the file, and run the command again.',
  });
