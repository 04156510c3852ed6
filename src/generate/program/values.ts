import type { Written, WrittenObject, WrittenScalar } from '../../language/index.js';
import { ExactNumber, formatNumber } from '../../model/index.js';
import { indented, lineComment, quoted } from '../print.js';
import { type Code, type Entry, listCode, objectCode } from '../source.js';
import type { References, Wanted } from './references.js';

/** The code of a value as it is written. */
export function valueCode(written: Written, references: References, wanted: Wanted = 'any'): Code {
  switch (written.kind) {
    case 'scalar':
      return scalarCode(written, references, wanted);
    case 'list': {
      const items = written.items.map(({ value, comments }) => ({
        code: valueCode(value, references, inside(wanted)),
        comments,
      }));
      if (items.every(({ comments }) => comments.length === 0)) return listCode(items.map(({ code }) => code));
      const lines = items.flatMap(({ code, comments }) => [...comments.map(lineComment), ...`${code},`.split('\n')]);
      return ['[', ...indented(lines), ']'].join('\n');
    }
    case 'object':
      return objectCode(entriesOf(written, references, inside(wanted)), written.comments);
  }
}

/** Lists and maps of texts have texts in them. */
const inside = (wanted: Wanted): Wanted => (wanted === 'string' ? wanted : 'any');

export const entriesOf = ({ members }: WrittenObject, references: References, wanted: Wanted = 'any'): Entry[] =>
  members.map(({ name, value, comments }) => ({ key: name, code: valueCode(value, references, wanted), comments }));

function scalarCode({ json, isTemplate }: WrittenScalar, references: References, wanted: Wanted): Code {
  if (typeof json === 'string') return isTemplate ? references.template(json, wanted) : quoted(json);
  if (!(json instanceof ExactNumber)) return wanted === 'string' ? quoted(String(json)) : String(json);
  const text = formatNumber(json);
  if (/^-?\d+$/.test(text)) return `${text}n`;
  // A number of JavaScript would round it.
  return quoted(isTemplate ? `\${${text}}` : text);
}
