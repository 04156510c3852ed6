import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Files that the expressions read, beside those of this folder. */
export const FIXTURES = path.join(import.meta.dirname, 'fixtures');

/** By family of functions: expressions, and what `terraform console` (1.11) makes of each. */
export const ANSWERS: Readonly<Record<string, Readonly<Record<string, string>>>> = Object.fromEntries(
  readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.json'))
    .map((name) => [
      name.slice(0, -'.json'.length),
      JSON.parse(readFileSync(path.join(import.meta.dirname, name), 'utf8')) as Record<string, string>,
    ]),
);

/** What the expressions refer to. */
export const LOCALS = {
  t: 'text',
  key: 'a',
  number: 5,
  n: null,
  template: 'Hello $${name}!',
  lone: '$${x}',
  secret_template: '${sensitive("<$${x}>")}',
  templates: { a: '<$${x}>' },
  list: ['<$${x}>', '[$${x}]'],
  broken: 'a $${ b',
  nested: '$${templatestring(x, {})}',
} as const;

/** In the shelter of `try`, an error is the text ERROR. */
export const sheltered = (expression: string): string => `try({ r = ${expression} }, "ERROR")`;

/** An answer in the form that the console has it in. */
export const asResult = (text: string): string => (text === 'ERROR' ? '"ERROR"' : `{\n    "r" = ${text}\n  }`);
