import type { Attribute, Block } from '../../model/index.js';
import type { Entry } from './guide.js';
import { cell, code, prose } from './markdown.js';
import { limitWords, memberWords, typeWords } from './words.js';

interface Row {
  /** `ingress.port`, `clusters[].node_ids`. */
  readonly place: string;
  readonly attribute: Attribute;
  /** For a top-level attribute. */
  readonly fallback?: string | undefined;
}

/** The arguments: required ones first, otherwise in the order of the schema. */
export function argumentsTable({ schema, defaults }: Entry): string[] {
  const given = rowsOf(schema.block, defaults).filter(({ attribute }) => isInput(attribute));
  const isRequired = ({ place }: Row): boolean => {
    const [name = place] = place.split(/[.[]/, 1);
    return schema.block.attributes[name]?.required === true;
  };
  const sorted = [...given.filter(isRequired), ...given.filter((row) => !isRequired(row))];
  return table(
    ['argument', 'type', '', ''],
    sorted.map((row) => [code(row.place), typeWords(row.attribute), role(row.attribute), about(row)]),
  );
}

/** The computed attributes, in addition to the arguments. */
export function computedTable({ schema }: Entry): string[] {
  const computed = rowsOf(schema.block, {}).filter(({ attribute }) => !isInput(attribute));
  return table(
    ['attribute', 'type', ''],
    computed.map((row) => [code(row.place), typeWords(row.attribute), about(row)]),
  );
}

/** The provider configuration, which may also come from the environment. */
export function configurationTable({ schema, defaults, environment = {} }: Entry): string[] {
  return table(
    ['argument', 'environment', 'type', ''],
    rowsOf(schema.block, defaults).map((row) => {
      const variable = environment[row.place];
      const named = variable === undefined ? '' : code(variable);
      return [code(row.place), named, typeWords(row.attribute), about(row)];
    }),
  );
}

function rowsOf(block: Pick<Block, 'attributes'>, defaults: Entry['defaults'], inside = ''): Row[] {
  return Object.entries(block.attributes).flatMap(([name, attribute]): Row[] => {
    const place = `${inside}${name}`;
    const { nested } = attribute;
    const own: Row = { place, attribute, fallback: inside === '' ? defaults[name] : undefined };
    if (nested === undefined) return [own];
    return [own, ...rowsOf(nested, {}, `${place}${nested.nesting === 'single' ? '' : '[]'}.`)];
  });
}

function isInput({ required, optional }: Attribute): boolean {
  return required === true || optional === true;
}

function role({ required }: Attribute): string {
  return required === true ? 'required' : 'optional';
}

function about({ attribute, fallback }: Row): string {
  const { description, constraint, computed, sensitive, writeOnly, replaces, deprecated } = attribute;
  const said = description ?? '';
  const chosen = computed === true && isInput(attribute) && fallback === undefined && !/default|left out/i.test(said);
  return [
    sentence(prose(said)),
    ...memberWords(attribute),
    ...limitWords(constraint).filter((words) => !said.includes(words.slice(0, -1))),
    ...(fallback === undefined || /default/i.test(said) ? [] : [`Default: ${prose(fallback)}.`]),
    ...(chosen ? ['The service chooses if it is omitted.'] : []),
    ...(writeOnly === true ? ['Sent but never kept.'] : []),
    ...(sensitive === true ? ['Never shown.'] : []),
    ...(replaces === true ? ['A change replaces.'] : []),
    ...(deprecated === true ? ['Deprecated.'] : []),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?:)]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line), ''];
}
