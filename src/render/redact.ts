import {
  formatNumber,
  isNull,
  Sensitive,
  SENSITIVE_TEXT,
  typeName,
  Unknown,
  type ExactNumber,
  type Type,
  type TypedNull,
} from '../model/index.js';

export const UNKNOWN_TEXT = '(known after apply)';

export type Scalar = null | TypedNull | boolean | string | number | ExactNumber | Unknown | Sensitive;

/** The text of a value without parts; a secret reveals nothing, not even its type. */
export function scalarText(value: Scalar): string {
  if (typeof value === 'string') return quoted(value);
  if (isNull(value)) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof Sensitive) return SENSITIVE_TEXT;
  if (value instanceof Unknown) return UNKNOWN_TEXT;
  // A number in a JSON document may be a double with a fraction; one in a value never is.
  return typeof value === 'number' ? String(value) : formatNumber(value);
}

/** A null of a type, as Terraform shows it. */
export function nullText(type: Type): string {
  if (typeof type === 'string') return type === 'dynamic' ? 'null' : `to${type}(null)`;
  if (type.kind === 'tuple' || type.kind === 'object') return `null /* ${type.kind} */`;
  return `to${type.kind}(null) /* of ${typeName(type.element)} */`;
}

/** Control characters (except line feed and tab), text direction marks, and line separators. */
// oxlint-disable-next-line no-control-regex -- this is about control characters
const UNPRINTABLE = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/;
const UNPRINTABLES = new RegExp(UNPRINTABLE.source, 'g');

/** The text with everything made visible that could move the cursor, colour the screen or hide something. */
export function printable(text: string): string {
  return UNPRINTABLE.test(text) ? text.replace(UNPRINTABLES, escapeCharacter) : text;
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** The text without halves of characters, which no file or service takes. */
export const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '\uFFFD');

/** A string as written in configuration, on one line. */
export function quoted(text: string): string {
  return printable(JSON.stringify(text));
}
