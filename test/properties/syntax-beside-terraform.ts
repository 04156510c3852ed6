import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseTemplate } from '../../src/language/index.js';
import { Chance } from './random-configuration.js';
import { randomExpression } from './random-expression.js';

/** What is put into a text to make it wrong, or to mean something else. */
const PIECES = [
  ...'" ${ } %{ ( ) [ ] { , . * ... : :: = => == ! ? - && & | < << ~ ~} \\ \\u00 $ % $$ %%{ ; @ ` \' # // /* */'.split(
    ' ',
  ),
  ...'for in if else endif endfor null true 0 1. .5 e5 0x1 1e400 1_000 a é 😀 [*] .* .0 [0] "a" ({'.split(' '),
  '<<EOT\n',
  '\nEOT\n',
  '<<-A\n',
  '\n',
  '\r',
  '\t',
  ' ',
  '\u0000',
  '\u00a0',
  '\ufeff',
];

function randomText(seed: number): string {
  const chance = new Chance(seed);
  let expression: string;
  do expression = randomExpression(chance.below(2 ** 30));
  while (expression.length > 160);
  const characters = Array.from(`\${${expression}}`);
  for (let changes = 1 + chance.below(2); changes > 0; changes -= 1) {
    const at = chance.below(characters.length + 1);
    const removed = chance.pick([0, 1, 1]);
    characters.splice(at, removed, ...(chance.often(0.7) ? Array.from(chance.pick(PIECES)) : []));
  }
  return characters.join('');
}

/** Errors that Terraform finds in expressions it can read. */
const MEANING = new RegExp(
  '^(?:Reference to undeclared|Invalid reference|Call to unknown function|Unknown provider function|Error in function|Self-ref|Cycle' +
    '|Invalid function argument|Not enough function|Too many function|Call to function|Invalid index|Unsupported|Inconsistent cond' +
    '|Incorrect condition|Null condition|Condition is|Invalid operand|Operation failed|Error during op|Iteration over|Attempt to' +
    "|Incorrect key|Null value|Invalid object key|Duplicate object key|Invalid 'for' cond|Invalid expanding|Splat of null" +
    '|Invalid template interpolation value|Missing map element)',
);

export interface SyntaxComparison {
  readonly refused: number;
  /** Texts that one of the two reads and the other does not. */
  readonly different: readonly string[];
}

/** Compares which texts can be read; each is a file of one folder, since Terraform reports all files at once. */
export function compareSyntax(seed: number, count: number): SyntaxComparison {
  const texts = Array.from({ length: count }, (_, index) => randomText(seed + index));
  const folder = mkdtempSync(join(tmpdir(), 'syntax-'));
  try {
    for (const [index, text] of texts.entries())
      writeFileSync(join(folder, `${index}.tf.json`), JSON.stringify({ locals: { [`e${index}`]: text } }));
    const { syntax, meaning } = refusedBy(folder);
    const different = texts.flatMap((text, index) => {
      const [problem] = parseTemplate(text).problems;
      // A key that can be read in two ways is a mistake of the meaning in Terraform: others may hide it.
      const isAmbiguous = problem?.message.endsWith('can be read in two ways') === true;
      const file = `${index}.tf.json`;
      const theirs = syntax.get(file) ?? (isAmbiguous ? meaning.get(file) : undefined);
      // Numbers have a limit of their own, and no list has an element 1e400: Terraform says so when it looks for it.
      if (/ is out of the range of numbers$|^"\.\d+e\d{3,}" is not an index$/.test(problem?.message ?? '')) return [];
      if ((problem === undefined) === (theirs === undefined)) return [];
      return [`${seed + index}: ${JSON.stringify(text)}\n${problem?.message ?? 'read'}\n${theirs ?? 'read'}`];
    });
    return { refused: syntax.size, different };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  readonly range?: { readonly filename: string };
}

interface Refused {
  readonly syntax: ReadonlyMap<string, string>;
  readonly meaning: ReadonlyMap<string, string>;
}

/** The errors in the files of a folder, by the name of the file: those of texts that cannot be read, and all others. */
function refusedBy(folder: string): Refused {
  const env = { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' };
  const { stdout } = spawnSync('terraform', ['validate', '-json'], {
    cwd: folder,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] };
  const refused = { syntax: new Map<string, string>(), meaning: new Map<string, string>() };
  for (const { severity, summary, detail, range } of diagnostics) {
    if (severity !== 'error' || range === undefined) continue;
    refused[MEANING.test(summary) ? 'meaning' : 'syntax'].set(range.filename, `${summary}: ${detail}`);
  }
  return refused;
}
