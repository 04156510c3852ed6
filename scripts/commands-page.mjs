// Writes docs/commands.md from the table of commands: `node scripts/commands-page.mjs`. A test checks that it is up to date.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';

/**
 * @typedef {{ kind: string, on?: boolean, placeholder?: string, summary: string }} Option
 * @typedef {{ name: string, group: string, summary: string, description?: string, examples: [string, string][],
 *   arguments: { name: string, summary: string, required?: boolean, variadic?: boolean }[], options: Record<string, Option> }} Command
 */

/** @param {readonly Command[]} commands @param {Record<string, Option>} globals @param {(name: string, option: Option) => string} term */
function commandsPage(commands, globals, term) {
  const lines = [
    '# Commands',
    '',
    '`landform COMMAND --help` shows the same on one screen. Options may be written with one dash, as in Terraform.',
    '',
    '## Options of every command',
    '',
    ...table(Object.entries(globals).map(([name, option]) => [term(name, option), option.summary])),
  ];
  for (const command of commands) {
    if (command.group === 'Internal') continue;
    const words = command.arguments.map(({ name, required, variadic }) => {
      const many = variadic ? `${name}...` : name;
      return required ? many : `[${many}]`;
    });
    lines.push('', `## landform ${[command.name, ...words].join(' ')}`, '');
    lines.push(`${command.summary}.${command.description === undefined ? '' : ` ${command.description}`}`);
    const rows = [
      ...command.arguments.map(({ name, summary }) => [name, summary]),
      ...Object.entries(command.options).map(([name, option]) => [term(name, option), option.summary]),
    ];
    if (rows.length > 0) lines.push('', ...table(rows));
    lines.push('', ...command.examples.map(([line, what]) => `    ${line}${what === '' ? '' : `    # ${what}`}`));
  }
  return `${lines.join('\n')}\n`;
}

/** @param {string[][]} rows */
const table = (rows) => [
  '| | |',
  '| --- | --- |',
  ...rows.map(([term = '', what = '']) => `| \`${term.replaceAll('|', '\\|')}\` | ${what.replaceAll('|', '\\|')} |`),
];

/** The page as it should be. @type {(...table: Parameters<typeof commandsPage>) => Promise<string>} */
export const formattedPage = (...table) => format(commandsPage(...table), { parser: 'markdown', printWidth: 120 });

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === path.resolve(process.argv[1])) {
  const { createJiti } = await import('jiti');
  const jiti = createJiti(import.meta.url, { fsCache: false });
  const source = (/** @type {string} */ name) =>
    jiti.import(fileURLToPath(new URL(`../src/cli/${name}.ts`, import.meta.url)));
  const [{ COMMANDS }, { GLOBAL_OPTIONS }, { optionTerm }] = /** @type {any[]} */ (
    await Promise.all(['registry', 'options', 'help'].map(source))
  );
  const file = fileURLToPath(new URL('../docs/commands.md', import.meta.url));
  writeFileSync(file, await formattedPage(COMMANDS, GLOBAL_OPTIONS, optionTerm));
}
