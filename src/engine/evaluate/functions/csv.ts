import { isError, ListValue, normalized, objectOf, objectValue, ownEntry } from '../../../model/index.js';
import { boundedCount } from './bounds.js';
import { ArgumentError, define, type FunctionDefinition, textParameter } from './definition.js';
import { library } from './library.js';

const csv = library('#csv');

const REASONS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is not closed',
  CSV_INVALID_CLOSING_QUOTE: 'a quoted field continues after its closing quote',
  INVALID_OPENING_QUOTE: 'a field that does not begin with a quote contains one',
  CSV_INCONSISTENT_RECORD_LENGTH: 'the number of fields differs from the first line',
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'the number of fields differs from the first line',
};

function readRows(text: string): readonly (readonly string[])[] {
  try {
    return csv().parse(text.replaceAll('\r\n', '\n').replace(/\r$/, ''), {
      record_delimiter: '\n',
      skip_empty_lines: true,
      info: false,
    });
  } catch (error) {
    if (!isError(error)) throw error;
    const reason = ('code' in error && ownEntry(REASONS, String(error.code))) || 'it cannot be read';
    const line = 'lines' in error && typeof error.lines === 'number' ? ` (line ${error.lines})` : '';
    throw new ArgumentError(0, `is not CSV: ${reason}${line}`, {
      advice: 'Put fields with quotes, commas or line breaks in quotes, and double each quote inside them.',
    });
  }
}

/** Returns a list of objects; the first row names their attributes. */
function decodeCsv([text]: readonly [string]): ListValue {
  const [header, ...rows] = readRows(text);
  if (header === undefined) throw new ArgumentError(0, 'has no header: the first row must name the columns');
  const names = header.map(normalized);
  const seen = new Set<string>();
  const twice = names.find((name) => seen.has(name) || !seen.add(name));
  if (twice !== undefined)
    throw new ArgumentError(0, 'names a column twice', {
      revealing: `names the column ${JSON.stringify(twice)} twice`,
    });
  boundedCount(rows.length);
  const type = objectOf(Object.fromEntries(names.map((name) => [name, 'string'])));
  return new ListValue(
    type,
    rows.map((row) => {
      const object = objectValue();
      for (const [index, name] of names.entries()) object[name] = normalized(row[index] ?? '');
      return object;
    }),
  );
}

export const CSV_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  csvdecode: define([textParameter('str')], 'dynamic', decodeCsv),
};
