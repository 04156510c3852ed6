import { generateConstructs } from '../constructs.js';
import { exampleConfiguration } from './example.js';
import type { ProviderGuess } from './guess.js';
import { mappingModule } from './mapping.js';
import { providerModule, testModule } from './provider-module.js';
import type { DescriptionText } from './read.js';
import { schemaOfGuess } from './schema-json.js';

/** File name in the folder → content. */
export type GeneratedFiles = ReadonlyMap<string, string>;

/** All files of a new provider, as a starting point. */
export function providerFiles(guess: ProviderGuess, given: DescriptionText): GeneratedFiles {
  const { name } = guess;
  const description = descriptionFile(guess, given);
  const constructs = generateConstructs({
    name,
    source: `${name}/${name}`,
    schema: schemaOfGuess(guess),
    library: 'landform',
    header: [`Typed classes for ${guess.title}, generated from its API description.`],
  });
  return new Map([
    [description.name, description.text],
    ['mapping.ts', mappingModule(guess)],
    ['provider.ts', providerModule()],
    ['constructs.ts', constructs],
    [`${name}.test.ts`, testModule(name, description.name)],
    ['example.tf.json', `${JSON.stringify(exampleConfiguration(guess), undefined, 2)}\n`],
  ]);
}

/** The original text if it is OpenAPI 3.1, otherwise as JSON, which is the fastest to read. */
function descriptionFile(
  { document, converted }: ProviderGuess,
  { text }: DescriptionText,
): { readonly name: string; readonly text: string } {
  if (converted) return { name: 'openapi.json', text: `${JSON.stringify(document, undefined, 2)}\n` };
  return { name: /^\s*\{/.test(text) ? 'openapi.json' : 'openapi.yaml', text };
}

/** The provider alone, in JavaScript that any Node runs unchanged: for a trial, so it does not retry. */
export function runnableFiles(guess: ProviderGuess, given: DescriptionText): GeneratedFiles {
  const description = descriptionFile(guess, given);
  return new Map([
    ['package.json', '{ "type": "module" }\n'],
    [description.name, description.text],
    ['mapping.js', mappingModule(guess, { typed: false, patient: false })],
    ['provider.js', providerModule()],
  ]);
}
