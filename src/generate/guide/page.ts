import { shellWord } from '../../model/index.js';
import { argumentsTable, computedTable, configurationTable } from './attributes.js';
import type { Entry, Guide, Importing, ResourceEntry } from './guide.js';
import { code, fenced, oneLine, prose } from './markdown.js';

/** A guide as a page of Markdown. What people wrote stands as it is; what the schemas say is between it. */
export function guidePage(guide: Guide): string {
  const { intro, topics } = guide.texts;
  return [
    `<!-- Made by ${guide.command} from the schemas of the provider and the texts in ${guide.name}/. Change those, and make it anew. -->`,
    '',
    intro.trim(),
    '',
    '## Configuration',
    '',
    ...configurationTable(guide.configuration),
    ...chapter('Resources', guide, guide.resources, resourceSection),
    ...chapter('Data sources', guide, guide.dataSources, dataSourceSection),
    ...chapter('Actions', guide, guide.actions, actionSection),
    topics.trim(),
    '',
  ].join('\n');
}

type Section<E> = (guide: Guide, type: string, entry: E) => string[];

function chapter<E extends Entry>(
  title: string,
  guide: Guide,
  entries: Readonly<Record<string, E>>,
  section: Section<E>,
): string[] {
  const types = Object.entries(entries);
  if (types.length === 0) return [];
  const contents = types.map(
    ([type, { schema }]) => `- ${code(type)}: ${prose(firstSentence(schema.block.description ?? ''))}`,
  );
  return [`## ${title}`, '', ...contents, '', ...types.flatMap(([type, entry]) => section(guide, type, entry))];
}

function resourceSection(guide: Guide, type: string, entry: ResourceEntry): string[] {
  return [
    ...opening(guide, type, type, entry),
    ...argumentsTable(entry),
    ...headed('It also gives:', computedTable(entry)),
    ...(entry.forgets === undefined ? [] : [`A destroy forgets it and changes nothing. ${prose(entry.forgets)}`, '']),
    ...importSection(type, entry.importing),
  ];
}

function dataSourceSection(guide: Guide, type: string, entry: Entry): string[] {
  return [
    ...opening(guide, `data.${type}`, `Data source ${type}`, entry),
    ...argumentsTable(entry),
    ...headed('It gives:', computedTable(entry)),
  ];
}

function actionSection(guide: Guide, type: string, entry: Entry): string[] {
  return [...opening(guide, `action.${type}`, `Action ${type}`, entry), ...argumentsTable(entry)];
}

/** What it is, what people wrote about it, and an example. */
function opening({ texts }: Guide, name: string, title: string, { schema }: Entry): string[] {
  const note = texts.notes[name];
  const example = texts.examples[name];
  return [
    `### ${prose(title)}`,
    '',
    ...(schema.block.description === undefined ? [] : [prose(schema.block.description), '']),
    ...(note === undefined ? [] : [note.trim(), '']),
    ...(example === undefined ? [] : [...fenced('ts', example.typescript), ...fenced('json', example.json)]),
  ];
}

function importSection(type: string, importing: Importing): string[] {
  if ('impossible' in importing) return [`It cannot be imported: ${prose(importing.impossible)}`, ''];
  const { forms, byName } = importing;
  if (forms.length === 0) return [];
  const shown = forms.map(code).join(' or ');
  const named = byName === undefined ? '' : ` Instead of ${code(byName.part)}, ${code(byName.name)} is accepted too.`;
  const id = forms[0]!.replaceAll(/[a-z_]+/g, (part) => `<${part}>`);
  return [`Import by ${shown}.${named}`, '', `    landform import ${type}.example ${shellWord(oneLine(id))}`, ''];
}

function headed(head: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [head, '', ...lines];
}

function firstSentence(text: string): string {
  return /^[^]*?[.:](?=\s|$)/.exec(text)?.[0].replace(/:$/, '.') ?? text;
}
