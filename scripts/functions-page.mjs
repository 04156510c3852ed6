// Writes docs/functions.md from the functions of the engine and the comments of `Fn`: `node scripts/functions-page.mjs`. A test
// checks that it is up to date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';

/**
 * @typedef {string | { kind: string, element?: Type }} Type
 * @typedef {{ name: string, type: Type }} Parameter
 * @typedef {{ parameters: Parameter[], rest?: Parameter, result: Type | Function }} Definition
 * @typedef {{ comment: string, parameters: string[] }} Member
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const constructs = path.join(root, 'src', 'constructs', 'functions');

const TITLES = {
  strings: 'Strings',
  numbers: 'Numbers',
  times: 'Dates and times',
  collections: 'Lists, sets and maps',
  conversions: 'Types and errors',
  encoding: 'Encodings',
  hashes: 'Hashes, secrets and identifiers',
  files: 'Files and templates',
  networks: 'Networks',
};

/** Functions that look at expressions instead of values. */
const SPECIAL = {
  can: 'can(expression) → bool',
  convert: 'convert(value, type) → any',
  ephemeralasnull: 'ephemeralasnull(value) → any',
  try: 'try(expressions...) → any',
};

/** The members of each group of `Fn`, with their comments and the names of their parameters. */
function groups() {
  /** @type {Map<string, Map<string, Member>>} */
  const found = new Map();
  for (const name of readdirSync(constructs)) {
    const text = readFileSync(path.join(constructs, name), 'utf8');
    for (const [, group = '', body = ''] of text.matchAll(/^export const (\w+) = \{\n([^]*?)^\};/gm)) {
      const members = new Map();
      for (const [, comment = '', member = '', list = ''] of body.matchAll(
        / {2}\/\*\*((?:(?!\*\/)[^])*)\*\/\n(?: {2}\/\/[^\n]*\n)* {2}(\w+): (?:(?:<[^>]*>)?\(([^)]*)\))?/g,
      ))
        members.set(member, {
          comment: comment.replaceAll(/\s*\n\s*\*\s*/g, ' ').trim(),
          parameters: [...list.matchAll(/(?:^|, |\.\.\.)(\w+)\??: /g)].map(([, parameter = '']) => parameter),
        });
      found.set(group, members);
    }
  }
  return found;
}

/** @param {Type | Function} type @returns {string} */
function typeText(type) {
  if (typeof type === 'function' || type === 'dynamic') return 'any';
  if (typeof type === 'string') return type;
  return type.element === undefined ? type.kind : `${type.kind}(${typeText(type.element)})`;
}

/** @param {string} name @param {Definition | undefined} definition */
function signature(name, definition) {
  if (definition === undefined) return SPECIAL[/** @type {keyof typeof SPECIAL} */ (name)];
  const { parameters, rest, result } = definition;
  const all = parameters.map((parameter) => `${parameter.name}: ${typeText(parameter.type)}`);
  if (rest !== undefined) all.push(`${rest.name}...: ${typeText(rest.type)}`);
  return `${name}(${all.join(', ')}) → ${typeText(result)}`;
}

/**
 * The comment of a member of `Fn`, with the language's names of the parameters: errors and Terraform's documents have those.
 * @param {Member} member @param {Definition | undefined} definition
 */
function described({ comment, parameters }, definition) {
  const names = [...(definition?.parameters ?? []), ...(definition?.rest === undefined ? [] : [definition.rest])];
  return comment.replaceAll(/`(\w+)`/g, (whole, name) => {
    const named = names[parameters.indexOf(name)];
    return named === undefined ? whole : `\`${named.name}\``;
  });
}

/** @param {ReadonlyMap<string, Definition>} functions */
function functionsPage(functions) {
  const lines = [
    '# Functions',
    '',
    'The functions of the language, in expressions (`"${cidrsubnet(var.network, 8, 1)}"`) and in programs (`Fn.cidrsubnet(network, 8, 1)`). They are the functions of Terraform 1.11',
    'with the same meaning, `base64gunzip`, `cidrcontains` and `urldecode` from OpenTofu, and `convert` from newer versions of Terraform; [Compatibility](compatibility.md#in-functions) lists the differences.',
    'A function can also be called as `core::name`. `name...` accepts any number of arguments, and `list...` in a call passes the elements of a list as arguments.',
  ];
  const seen = new Set();
  for (const [group, title] of Object.entries(TITLES)) {
    const members = [...(groups().get(group) ?? [])].filter(([name]) => functions.has(name) || name in SPECIAL);
    lines.push('', `## ${title}`, '', '| function | result |', '| --- | --- |');
    for (const [name, member] of members.sort(([left], [right]) => (left < right ? -1 : 1))) {
      seen.add(name);
      const cells = [`\`${signature(name, functions.get(name))}\``, described(member, functions.get(name))];
      lines.push(`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
    }
  }
  const left = [...functions.keys()].filter((name) => !seen.has(name) && name !== 'type');
  if (left.length > 0) throw new Error(`Fn lacks ${left.join(', ')}`);
  lines.push(
    '',
    'In `landform console`, `type(value)` shows the type of a value.',
    '',
    '`provider::NAME::FUNCTION(…)` calls a [function of a provider](plugins.md#functions).',
  );
  return `${lines.join('\n')}\n`;
}

/** The page as it should be. @type {(functions: ReadonlyMap<string, Definition>) => Promise<string>} */
export const formattedFunctions = (functions) =>
  format(functionsPage(functions), { parser: 'markdown', printWidth: 120 });

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === path.resolve(process.argv[1])) {
  const { createJiti } = await import('jiti');
  const jiti = createJiti(import.meta.url, { fsCache: false });
  const { BUILT_IN_FUNCTIONS } = /** @type {any} */ (
    await jiti.import(path.join(root, 'src', 'engine', 'evaluate', 'functions.ts'))
  );
  writeFileSync(path.join(root, 'docs', 'functions.md'), await formattedFunctions(BUILT_IN_FUNCTIONS));
}
