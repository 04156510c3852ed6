import { hasErrors } from '../../model/index.js';
import {
  init,
  isEmptyFolder,
  STARTS,
  type ApproveCopies,
  type InitResult,
  type Pipeline,
  type Start,
} from '../../operations/index.js';
import { countOf, lines, toned, type Line } from '../../render/index.js';
import type { Run } from '../command.js';
import type { Context } from '../context.js';
import { DONE, FAILED } from '../exit-code.js';
import type { INIT_OPTIONS } from '../options.js';
import { ENTER, isYes } from '../prompt.js';
import { UsageError } from '../usage-error.js';
import { moduleLines } from './module-lines.js';
import { stackOptions } from './stacks.js';

export const run: Run<typeof INIT_OPTIONS> = async (context, { options }) => {
  const { present, globals, environment } = context;
  let { from } = options;
  if (from === undefined && mayAsk(context, options.input) && (await isEmptyFolder(environment.directory))) {
    from = await askForStart(context);
    if (from === undefined) {
      present.say([], [toned('warning', 'Cancelled. Nothing was written.')]);
      return FAILED;
    }
  }
  if (options.upgrade && options.lockfile === 'readonly') throw contradicting('--upgrade', '--lockfile=readonly');
  if (options['migrate-state'] && options.reconfigure) throw contradicting('--migrate-state', '--reconfigure');
  const result = await init(environment, {
    ...stackOptions(options),
    from,
    ci: options.ci,
    get: options.get,
    upgrade: options.upgrade,
    readonlyLock: options.lockfile === 'readonly',
    backend: options.backend,
    backendConfig: options['backend-config'],
    migrateState: options['migrate-state'] || options['force-copy'],
    reconfigure: options.reconfigure,
    forceCopy: options['force-copy'],
    approveCopies: mayAsk(context, options.input) ? askToCopy(context) : undefined,
  });
  if (!hasErrors(result.diagnostics)) {
    if (globals.json) {
      const { diagnostics: _, modules, providers, backends, ...document } = result;
      present.json({
        ...document,
        providers: providers.map((provider) => ({ ...provider })),
        modules: modules.map((module) => ({ ...module })),
      });
    } else showResult(context, result, { from, ci: options.ci });
  } else if (!globals.json && result.created.length > 0) present.page([lines(...createdLines(result))]);
  return present.diagnostics(result.diagnostics, DONE);
};

const mayAsk = ({ terminal, globals }: Context, input: boolean): boolean =>
  input && terminal.interactive && !globals.json;

const CHOICES: Readonly<Record<Start, string>> = {
  program: 'A program in TypeScript',
  json: 'Terraform JSON (*.tf.json)',
  sandbox: 'A program for the sandbox, which emulates a cloud service',
  terraform: 'An existing Terraform folder',
  cdktf: 'An existing CDKTF project',
};

/** Undefined if the user leaves the question. */
async function askForStart(context: Context): Promise<Start | undefined> {
  const { present } = context;
  const rows = STARTS.map((start, index): Line => [`  ${index + 1}  ${start.padEnd(10)} ${CHOICES[start]}`]);
  present.say([toned('strong', 'What do you want to start from?')], ...rows, []);
  const answer = (await context.ask('  Enter a number or a name (1): '))?.trim();
  if (answer === undefined) return undefined;
  const start = answer === '' ? STARTS[0] : (STARTS[Number(answer) - 1] ?? STARTS.find((one) => one === answer));
  if (start === undefined)
    throw new UsageError(
      'invalid-answer',
      `"${answer}" is not one of the choices`,
      `Run the command again, or choose with --from ${STARTS.join('|')}.`,
    );
  return start;
}

/** Shows what a migration copies, and asks. */
const askToCopy =
  (context: Context): ApproveCopies =>
  async (copies, from, to) => {
    const rows = copies.map(({ workspace, resources, replaces }): Line => [
      `  ${workspace}  `,
      toned('faint', `${countOf(resources, 'resource')}${replaces ? ', replaces the state there' : ''}`),
    ]);
    context.present.say([toned('strong', `Copy these states from "${from}" to "${to}"?`)], ...rows);
    context.present.say(['  The old ones remain. Only "yes" is accepted.'], []);
    return isYes(await context.ask(ENTER));
  };

const contradicting = (one: string, other: string): UsageError =>
  new UsageError('contradicting-options', `${one} and ${other} exclude each other`, 'Remove one of them.');

const createdLines = ({ created }: InitResult): Line[] => [['Created:'], ...created.map((name): Line => [`  ${name}`])];

const backendLines = ({ backends }: InitResult): ReturnType<typeof lines>[] =>
  backends.length === 0
    ? []
    : [
        lines(
          ...backends.flatMap(({ stack, type, copied }): Line[] => [
            [`${stack === '' ? 'Backend' : `Backend of ${stack}`}: ${type}`],
            ...copied.map((name): Line => [`  copied the state of the workspace ${name}; the old one remains`]),
          ]),
        ),
      ];

interface Asked {
  readonly from?: Start | undefined;
  readonly ci?: Pipeline | undefined;
}

function showResult({ present }: Context, result: InitResult, options: Asked): void {
  const named = result.stacks.filter((name) => name !== '');
  const rows = result.providers.map(({ source, version, installed }): Line => [
    `  ${source}  `,
    toned('faint', version),
    ...(installed === true ? ['  installed'] : []),
  ]);
  present.page([
    ...(result.created.length === 0 ? [] : [lines(...createdLines(result))]),
    ...(named.length === 0 ? [] : [lines([`${countOf(named.length, 'stack')}: ${named.join(', ')}`])]),
    ...moduleLines(result.modules),
    ...backendLines(result),
    ...(rows.length === 0 ? [] : [lines(['Providers:'], ...rows)]),
    lines([toned('success', result.checked ? 'Ready.' : 'Created.'), ' Next:'], ...nextSteps(result, options)),
  ]);
}

function nextSteps({ checked }: InitResult, { from, ci }: Asked): Line[] {
  const steps: [command: string, what: string][] = [];
  if (from === 'cdktf') steps.push(['docs/constructs.md', 'change imports of cdktf to landform']);
  else if (!checked) steps.push(['npm install', 'install Landform in this folder']);
  if (from === 'sandbox') steps.push(['npx landform sandbox acloud', 'in another terminal; export what it prints']);
  steps.push(['npx landform plan', 'show what would change'], ['npx landform apply', 'apply it']);
  if (ci !== undefined)
    steps.push(['openssl rand -hex 32', 'make LANDFORM_PLAN_SECRET for the pipeline: docs/pipelines.md']);
  const width = Math.max(...steps.map(([command]) => command.length));
  return steps.map(([command, what]): Line => [`  ${command.padEnd(width)}  `, toned('faint', what)]);
}
