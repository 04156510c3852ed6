import type { JsonObject } from '../../model/index.js';
import type { GeneratedConstructs } from '../../operations/index.js';
import { countOf, lines, toned, type Page } from '../../render/index.js';

/** The providers for which there are typed classes, and what has changed. */
export function constructLines({ folder, providers, written, removed }: GeneratedConstructs): Page {
  const changed = [
    ...(written.length > 0 ? [`${written.length} written`] : []),
    ...(removed.length > 0 ? [`${removed.length} removed`] : []),
  ];
  return [
    lines(
      ['Typed classes:'],
      ...providers.map(({ name, source, version, classes }) => [
        `  ${folder}/${name}  `,
        toned(
          'faint',
          `${countOf(classes, 'class', 'classes')} for ${version === '' ? source : `${source} ${version}`}`,
        ),
      ]),
      [changed.length === 0 ? 'All of them are up to date.' : `${changed.join(', ')}.`],
    ),
  ];
}

/** The same for programs. */
export const constructsJson = ({ folder, providers, written, removed }: GeneratedConstructs): JsonObject => ({
  folder,
  providers: providers.map((provider) => ({ ...provider })),
  written,
  removed,
});
