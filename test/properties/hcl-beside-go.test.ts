import * as fc from 'fast-check';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { printExpression, readConfiguration } from '../../src/language/index.js';
import { isObjectValue, isTupleValue, type Expression, type Json } from '../../src/model/index.js';
import { randomHcl } from './random-hcl.js';

const RUNS = process.env['LANDFORM_RUNS'] === undefined ? undefined : Number(process.env['LANDFORM_RUNS']);

/** Go's own parser of HCL, compiled to WebAssembly; it writes Terraform's JSON syntax. */
const judge = createRequire(import.meta.url)('@cdktn/hcl2json') as {
  parse(name: string, text: string): Promise<Json>;
};

/** What a resource contains, in a form that is the same for both syntaxes. */
type Meaning = string | readonly Meaning[] | { readonly [name: string]: Meaning };

function meaningOf(expression: Expression): Meaning {
  if (expression.isBlock === true && expression.kind === 'object') return [membersOf(expression.items)];
  if (expression.kind === 'tuple') {
    return expression.items.map((item) => (item.kind === 'object' ? membersOf(item.items) : meaningOf(item)));
  }
  if (expression.kind === 'object') return membersOf(expression.items);
  if (expression.kind === 'literal') {
    const { value } = expression;
    if (isTupleValue(value)) return value.map((item) => meaningOf({ kind: 'literal', value: item }));
    if (isObjectValue(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([name, member]) => [
          JSON.stringify(name),
          meaningOf({ kind: 'literal', value: member }),
        ]),
      );
    }
  }
  return printExpression(expression);
}

const membersOf = (items: readonly { readonly key: Expression; readonly value: Expression }[]): Meaning =>
  Object.fromEntries(items.map(({ key, value }) => [printExpression(key), meaningOf(value)]));

/** The resources of a file; undefined if it is not valid. */
function read(name: string, text: string): Meaning | undefined {
  const { configuration, diagnostics } = readConfiguration([{ name, text }]);
  if (diagnostics.some(({ code }) => code === 'invalid-hcl')) return undefined;
  return Object.fromEntries(
    Array.from(configuration.resources, ([key, { body }]) => [
      key,
      Object.fromEntries(Object.entries(body.content).map(([argument, value]) => [argument, meaningOf(value)])),
    ]),
  );
}

it('HCL converted to JSON has the same meaning as in Go', async () => {
  await fc.assert(
    fc.asyncProperty(randomHcl, async (text) => {
      const json = JSON.stringify(await judge.parse('main.tf', text));
      expect(read('main.tf', text)).toEqual(read('main.tf.json', json));
    }),
    { numRuns: RUNS ?? 300 },
  );
}, 60_000);

it('HCL is valid exactly if it is valid in Go', async () => {
  const change = fc.tuple(
    fc.nat(),
    fc.nat({ max: 3 }),
    fc.constantFrom('', '"', '{', '}', '\n', '=', ',', '#', ']', '(', 'x', ' ', '\r', '$', '<<A\n', '*/'),
  );
  await fc.assert(
    fc.asyncProperty(randomHcl, change, async (text, [at, removed, added]) => {
      const place = at % (text.length + 1);
      const changed = text.slice(0, place) + added + text.slice(place + removed);
      const isValid = await judge.parse('main.tf', changed).then(
        () => true,
        // What it cannot write as JSON is valid all the same.
        (error: unknown) => String(error).includes('convert to HCL'),
      );
      expect({ changed, isValid: read('main.tf', changed) !== undefined }).toEqual({ changed, isValid });
    }),
    { numRuns: RUNS ?? 500 },
  );
}, 60_000);
