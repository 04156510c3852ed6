// Writes docs/diagnostics.md from the messages in src/: `node scripts/diagnostics-list.mjs`. A test says when it is not up to date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const ROOMS = {
  program: 'Projects and programs',
  constructs: 'Constructs',
  language: 'Reading configuration',
  modules: 'Modules',
  engine: 'Checking, planning and applying',
  providers: 'Providers',
  state: 'State',
  generate: 'Generating a provider from a description',
  policy: 'Policies',
  telemetry: 'Traces',
  operations: 'Operations',
  testing: 'Tests',
  cli: 'The command line',
};
const ofCdktf = (name) => name.startsWith(`cdktf${path.sep}`);
const TEXT = String.raw`('(?:[^'\\]|\\.)*'|\x60(?:[^\x60\\]|\\.)*\x60)`;
const FORMS = [
  new RegExp(
    String.raw`(?:errorDiagnostic|warningDiagnostic|ConstructError|ModuleError|UsageError|\.error|\.warning|\.fail|\.report|\berror|\bwarning)\(\s*'([a-z]+(?:-[a-z]+)*)',\s*${TEXT}`,
    'g',
  ),
  new RegExp(String.raw`code: '([a-z]+(?:-[a-z]+)*)',\s*(?:summary|message): ${TEXT}`, 'g'),
];
/** What reports a problem: its code comes first, then what happened. */
const REPORTS =
  /^(?:(?:error|warning)Diagnostic|error|warning|fail|#?report|problem|refuse|ConstructError|ModuleError|UsageError)$/;
const CODES =
  /(?:errorDiagnostic|warningDiagnostic|ConstructError|ModuleError|UsageError|\.fail|\.report)\(\s*'([a-z]+(?:-[a-z]+)*)'|code(?::| =) '([a-z]+(?:-[a-z]+)*)'/g;

/** Messages that are put together from parts. @type {Readonly<Record<string, string>>} */
const PUT_TOGETHER = {
  annotation: 'A CDKTF program has annotated a construct',
  'invalid-encryption': 'The encryption has no method ⟨⟩',
  'assertion-failed': 'The error message of an assertion of a test',
  'invalid-expression': 'Expected ⟨⟩, found ⟨⟩',
  'invalid-hcl': 'Expected ⟨⟩, found ⟨⟩',
  'invalid-filter-rule': 'A rule of a filter that the service would refuse',
  'invalid-backend': 'The settings of a backend are wrong',
  'invalid-type': 'A type constraint that cannot be read',
  'missing-attribute': '⟨⟩ must be set',
  'missing-block': 'A block ⟨⟩ is needed',
  'missing-element': '⟨⟩ has no element with the key ⟨⟩',
  'unknown-attribute': 'There is no attribute ⟨⟩',
  'unknown-function': 'There is no function ⟨⟩',
  'validation-failed': 'A validation of the program failed',
  'wrong-block': '⟨⟩ must be a block, or a list of blocks',
  'policy-advice': '⟨policy⟩: ⟨message⟩',
  'policy-approval': '⟨policy⟩: ⟨message⟩ (needs approval)',
  'policy-violation': '⟨policy⟩: ⟨message⟩',
  'not-ready': '⟨⟩ is not ready yet',
  'unexpected-reply': '⟨⟩ answered something that its description does not allow',
  vanished: '⟨⟩ is gone',
  'work-failed': 'The work on ⟨⟩ failed',
  'state-version': '⟨⟩ has the state format version ⟨⟩; Landform reads version 4',
};

/** Advice that the source puts together, or that differs by case. @type {Readonly<Record<string, string>>} */
export const REMEDIES = {
  'absorb-interrupted': 'Review the files that it lists; the others are as they were before that run.',
  annotation: 'Correct what the program says of the construct.',
  'assertion-failed': 'Correct the configuration, or the assertion.',
  'invalid-backend': 'Correct the setting that the message names; docs/state.md describes those of each backend.',
  'policy-advice': 'Follow the advice of the policy, or change its level in landform.json.',
  'policy-approval': 'Approve it when apply asks, or with --approve-policy NAME.',
  'policy-violation': 'Do what the policy says, or change its level in landform.json.',
  'no-app': 'Create an App with stacks, and end the program with app.synth().',
  'no-project': 'Run "landform init" to create a project, or correct the path in --chdir.',
  'program-failed': 'Correct the program at the line that the message shows.',
  'program-syntax': 'Correct the syntax at the line that the message shows.',
  'program-exit': 'Throw an error to refuse something; a program ends by itself.',
  'unreadable-file': 'Correct the path or the permissions of the file.',
  'not-in-landform': 'Use what the message names instead.',
  'token-misused': 'Use what the message names instead.',
  'unknown-attribute': 'Correct the name; the message names those that exist.',
  'unknown-option': 'Correct the name of the option; the message names similar ones.',
  'validation-failed': 'Correct what the validation of the construct describes.',
  'invalid-encryption': 'Correct the encryption block, or TF_ENCRYPTION, as the message says.',
  'invalid-expression': 'Correct the expression at the marked place.',
  'invalid-hcl': 'Correct the text at the marked place.',
  'invalid-provider-reference': 'Write the name of a provider, or a name and an alias: "aws.west".',
  'invalid-type': 'Write a type such as string, list(string) or object({ name = string }).',
  'missing-argument': 'Add the argument.',
  'unknown-block': 'Correct the name of the block; the message lists known ones.',
  'already-managed': 'Import the object under another address, or remove it from state first.',
  'function-failed': 'Correct the arguments; the message says what the function does not accept.',
  'infinite-number': 'Avoid the division by zero, or the other expression that has no finite result.',
  'missing-element': 'Use an existing key or index, or test for it with can() or lookup().',
  'missing-variable': 'Set the variable with --var, TF_VAR_NAME or a *.tfvars.json file.',
  'not-allowed-value': 'Use one of the allowed values.',
  'null-variable': 'Set the variable, or declare it with "nullable": true.',
  'out-of-range': 'Use a number within the limits.',
  pattern: 'Change the value to match the pattern.',
  'repeated-item': 'Remove the repeated item.',
  'too-long': 'Shorten the value.',
  'too-short': 'Lengthen the value.',
  'unknown-action': 'Declare the action, or correct its name.',
  'unknown-action-type': 'Use an action type of the provider; the message names similar ones.',
  'unknown-function': 'Correct the name of the function; the message names similar ones.',
  'unsupported-attribute': 'Correct the reference; the message says what the value is.',
  'invalid-filter-rule': 'Correct the rule as the message says.',
  'not-all-done': 'Run apply again for the rest, or correct what the service reported.',
  'not-changeable': 'Undo the change, or replace the object with --replace.',
  'not-importable': 'Create the object with Landform, or correct the ID.',
  'not-replaceable': 'Do what the message says first, then replace the object.',
  'only-forgotten': 'Change the object in the service if it is to be undone there too.',
  'outcome-unknown': 'Run plan again later: Landform looks the object up until the request can no longer take effect.',
  'request-refused': 'Correct what the service refused; the message repeats its reason.',
  'service-failed': 'Run the command again later; completed changes are in the state.',
  'service-too-busy': 'Run the command again later, or with a lower --parallelism.',
  'plan-file-exists': 'Choose another file for --out, or remove this one.',
  'stopped-at-once': 'Run plan: it looks up what was not finished.',
  'forge-failed': 'Run the command again later; the comment may have been written.',
  'forge-refused': 'Give the token the permission that the message names, or correct the number or the repository.',
  'no-forge': 'Give the option or set the variable that the message names.',
  'output-lost': 'Free space for the output, or redirect it.',
  'unknown-command': 'Run the command that the message names.',
};

/** @param {string} folder @returns {string[]} */
function sources(folder) {
  return (
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      // Landform's own messages stand for a code, before those of its API for CDKTF.
      .sort((left, right) => Number(ofCdktf(left)) - Number(ofCdktf(right)) || (left < right ? -1 : 1))
      .map((name) => readFileSync(path.join(folder, name), 'utf8'))
  );
}

/** The page as it should be. */
export function diagnosticsPage() {
  const lines = [
    '# Diagnostics',
    '',
    'Every error and warning has a stable code, shown in brackets after its first line and as `code` in JSON. Parts in ⟨⟩ are filled in. A code may have several',
    'messages; this page shows one of them and its advice. Messages also name the line and the construct that they are about.',
  ];
  /** @type {Set<string>} */
  const told = new Set();
  for (const [room, title] of Object.entries(ROOMS)) {
    /** @type {Map<string, string>} */
    const found = new Map();
    /** @type {Map<string, string>} */
    const remedies = new Map();
    for (const text of sources(path.join(root, 'src', room))) {
      for (const [code, remedy] of remediesIn(text)) if (!remedies.has(code)) remedies.set(code, remedy);
      for (const form of FORMS) {
        for (const [, code, message] of text.matchAll(form))
          if (code && message && !found.has(code)) found.set(code, readable(message));
      }
      for (const [, one, other] of text.matchAll(CODES)) {
        const code = one ?? other;
        if (code && !found.has(code)) found.set(code, PUT_TOGETHER[code] ?? '');
      }
    }
    const rows = [...found].filter(([code]) => !told.has(code)).sort(([left], [right]) => (left < right ? -1 : 1));
    for (const [code] of rows) told.add(code);
    lines.push('', `## ${title}`, '', '| code | what happened | what to do |', '| --- | --- | --- |');
    for (const [code, message] of rows)
      lines.push(`| \`${code}\` | ${message} | ${REMEDIES[code] ?? remedies.get(code) ?? ''} |`);
  }
  return `${lines.join('\n')}\n`;
}

/** Codes with the advice that the source gives beside them. @param {string} text @returns {[code: string, remedy: string][]} */
function remediesIn(text) {
  if (!/'[a-z]+(?:-[a-z]+)*'/.test(text)) return [];
  /** @type {[string, string][]} */
  const found = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    const args = ts.isCallExpression(node) || ts.isNewExpression(node) ? (node.arguments ?? []) : [];
    const called =
      ts.isCallExpression(node) || ts.isNewExpression(node) ? (node.expression.getText().split('.').at(-1) ?? '') : '';
    const at = args.findIndex((one) => ts.isStringLiteral(one) && /^[a-z]+(?:-[a-z]+)*$/.test(one.text));
    if (at >= 0 && REPORTS.test(called)) {
      const remedy = args
        .slice(at + 2)
        .map(adviceOf)
        .find((one) => one !== '');
      if (remedy !== undefined) found.push([/** @type {ts.StringLiteral} */ (args[at]).text, remedy]);
    }
    if (ts.isObjectLiteralExpression(node)) {
      const code = memberOf(node, 'code');
      const remedy = adviceOf(node);
      if (code !== undefined && ts.isStringLiteral(code) && remedy !== '') found.push([code.text, remedy]);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true));
  return found;
}

/** @param {ts.ObjectLiteralExpression} node @param {string} name @returns {ts.Expression | undefined} */
function memberOf(node, name) {
  const member = node.properties.find((one) => one.name?.getText() === name);
  return member !== undefined && ts.isPropertyAssignment(member) ? member.initializer : undefined;
}

/** The text of an expression, or of the `detail` of an object. @param {ts.Expression} node @returns {string} */
function adviceOf(node) {
  if (ts.isObjectLiteralExpression(node)) {
    const detail = memberOf(node, 'detail') ?? memberOf(node, 'hint');
    return detail === undefined ? '' : adviceOf(detail);
  }
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return readable(node.getText());
  if (ts.isConditionalExpression(node)) return adviceOf(node.whenFalse) || adviceOf(node.whenTrue);
  if (ts.isBinaryExpression(node)) return adviceOf(node.right) || adviceOf(node.left);
  return '';
}

/** @param {string} literal */
function readable(literal) {
  return literal
    .slice(1, -1)
    .replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '⟨⟩')
    .replace(/\$\{.*$/s, '⟨⟩')
    .replaceAll("\\'", "'")
    .replaceAll('\\`', '`')
    .replaceAll('|', '\\|')
    .replaceAll(/\\n|\s+/g, ' ');
}

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === path.resolve(process.argv[1])) {
  writeFileSync(path.join(root, 'docs/diagnostics.md'), diagnosticsPage());
}
