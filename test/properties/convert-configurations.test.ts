import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import * as landform from '../../src/constructs/index.js';
import { programCode } from '../../src/generate/index.js';
import { printExpression, printWrittenJson, readConfiguration, readWritten } from '../../src/language/index.js';
import { Tagged, type ConfigurationFile, type Diagnostic, type Expression } from '../../src/model/index.js';
import { Chance, Group } from './random-configuration.js';
import { randomHcl } from './random-hcl.js';

const RUNS = Number(process.env['LANDFORM_RUNS'] ?? 100);

/** Cases that once failed. */
const FOUND = ['resource "t" "r" {\n  a = [{ "0" = 0 }, { "true" = true, "null" = null }]\n}\n'];

const LEFT_OUT = new Set(['source', 'span', 'origin', 'files', 'written', 'terraform', 'named', 'isBlock']);

const isExpression = (value: object): value is Expression =>
  'kind' in value && ('span' in value || 'parts' in value || 'items' in value || 'value' in value || 'root' in value);

/** With the members of all objects sorted, as documents of programs are. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Tagged) return value;
  if (Array.isArray(value)) {
    const items = value.map(inOrder);
    const isObject = value.every((item) => typeof item === 'object' && item !== null && 'key' in item);
    return isObject ? items.toSorted(byText) : items;
  }
  const sorted = Object.keys(value).toSorted();
  return Object.fromEntries(sorted.map((name) => [name, inOrder(Reflect.get(value, name))]));
}

const textOf = (value: unknown): string => inspect(value, { depth: null });
const byText = (left: unknown, right: unknown): number => (textOf(left) < textOf(right) ? -1 : 1);

/** What a configuration says, without its places; every expression as its text. */
function meaning(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Map) return [...value].map(meaning).toSorted(byText);
  // The members of an expression are those of an expression in any order.
  if (isExpression(value)) return printExpression(inOrder(withoutPlaces(value)) as Expression);
  if (Array.isArray(value)) return value.map(meaning);
  const parts = Object.entries(value).filter(([name]) => !LEFT_OUT.has(name));
  return Object.fromEntries(parts.map(([name, part]) => [name, meaning(part)]));
}

function withoutPlaces(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Tagged) return value;
  if (Array.isArray(value)) return value.map(withoutPlaces);
  const parts = Object.entries(value).filter(([name]) => !LEFT_OUT.has(name));
  return Object.fromEntries(parts.map(([name, part]) => [name, withoutPlaces(part)]));
}

function read(file: ConfigurationFile): { readonly meaning: unknown; readonly problems: readonly string[] } {
  const { configuration, diagnostics } = readConfiguration([file]);
  return { meaning: meaning(configuration), problems: diagnostics.map(({ summary }) => summary) };
}

function converted(file: ConfigurationFile): { readonly json: string; readonly program: string } {
  const diagnostics: Diagnostic[] = [];
  const blocks = readWritten(file, diagnostics);
  expect(diagnostics).toEqual([]);
  return { json: printWrittenJson(blocks), program: programCode(blocks, { stack: 's', library: 'landform' }) };
}

/** The document that a converted program synthesizes. */
function synthesized(program: string): string {
  const [, names = ''] = /^import \{([^}]*)\} from 'landform';/.exec(program) ?? [];
  const body = program.replace(/^import [^;]*;/, '').replace('app.synth();', 'return app.assemble();');
  // oxlint-disable-next-line typescript/no-implied-eval -- the program is what is tested
  const run = new Function('landform', `const {${names}} = landform;${body}`);
  const assembly: ReturnType<landform.App['assemble']> = run(landform);
  return assembly.stacks[0]?.document ?? '';
}

describe('a converted configuration means the same', () => {
  it('in JSON and as a program, whatever the HCL', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(randomHcl, (text) => {
        const before = read({ name: 'main.tf', text });
        const { json, program } = converted({ name: 'main.tf', text });
        expect(read({ name: 'main.tf.json', text: json })).toEqual(before);
        expect(read({ name: 'main.tf.json', text: synthesized(program) })).toEqual(before);
      }),
      { numRuns: RUNS, examples: FOUND.map((text) => [text]) },
    );
  });

  test.for(Array.from({ length: Math.ceil(RUNS / 10) }, (_, index) => index))(
    'of random resources in JSON, from seed %i',
    (seed) => {
      const document = new Group(new Chance(seed), 'a').step(0);
      const file = { name: 'main.tf.json', text: JSON.stringify(document) };
      const before = read(file);
      const { json, program } = converted(file);
      expect(JSON.parse(json)).toEqual(document);
      expect(read({ name: 'main.tf.json', text: synthesized(program) })).toEqual(before);
    },
  );
});
