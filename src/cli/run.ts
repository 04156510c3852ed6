import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { errorDiagnostic, traceVariables } from '../model/index.js';
import { diagnosticsPage, formatTerminal, Messages, printable, type SourceText } from '../render/index.js';
import { findCommand, withEnvironmentArguments } from './environment-arguments.js';
import { environmentSecrets } from './environment-secrets.js';
import { optionNames, parseArguments, type Invocation } from './arguments.js';
import { noticingWaits, optimizeForShortRuns } from './compiler.js';
import type { Context } from './context.js';
import { DONE, FAILED, type ExitCode } from './exit-code.js';
import { failureDiagnostics } from './failure.js';
import { fileOutput } from './file-output.js';
import type { Globals } from './globals.js';
import { KnownSecrets } from '../render/index.js';
import { OUTPUT_LOST } from './output-lost.js';
import { Presenter, sourceReader } from './present.js';
import { lineDisplay, liveDisplay, messageDisplay, type ProgressDisplay } from './progress.js';
import { ask, askHidden } from './prompt.js';
import { randomHexFrom } from './random-hex.js';
import { COMMANDS } from './registry.js';
import { interruptedBy } from './signals.js';
import { openTerminal, type Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';
import { packageVersion } from './version.js';

/** From the command line to the end of the process. */
export async function main(argv: readonly string[]): Promise<never> {
  const whole = wholeCommandLine(argv);
  const tokens = whole instanceof UsageError ? argv : whole;
  const color = !tokens.some((token) => /^--?no-color$|^--?color=false$/.test(token));
  const terminal = openTerminal(
    { stdout: fileOutput(1) ?? process.stdout, stderr: process.stderr, stdin: process.stdin, env: process.env },
    color,
  );
  // What a program or a provider prints by itself may fail as well.
  process.stdout.on('error', () => undefined);
  const code = whole instanceof UsageError ? await reportUsage(whole, argv, terminal) : await dispatch(whole, terminal);
  await Promise.all([terminal.out.flush(), terminal.err.flush()]);
  // Node.js aborts when it restores a terminal that is closed.
  if (terminal.out.hungUp || terminal.err.hungUp) endBy('SIGHUP');
  // A provider or a program may have left something open; the work is done.
  process.exit(terminal.out.lost === undefined ? code : reportLost(terminal.out.lost, code, terminal));
}

/** What is typed and what the environment adds, or why that cannot be read. */
function wholeCommandLine(argv: readonly string[]): readonly string[] | UsageError {
  try {
    return withEnvironmentArguments(argv, process.env, COMMANDS, optionNames(COMMANDS));
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
}

/** Ends the process as a signal does that it does not listen to. */
function endBy(signal: NodeJS.Signals): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/** A result that did not arrive is a failure, however well the work itself went. */
function reportLost({ message }: Error, code: ExitCode, terminal: Terminal): ExitCode {
  const detail =
    code === FAILED
      ? 'The command also failed.'
      : 'The command itself succeeded, so do not repeat an apply because of this. Free space for the output, or redirect it.';
  const lost = errorDiagnostic('output-lost', `${OUTPUT_LOST}: ${message}`, { detail });
  terminal.err.write(formatTerminal(diagnosticsPage([lost]), { color: terminal.err.color }));
  return FAILED;
}

async function dispatch(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let invocation: Invocation;
  try {
    invocation = parseArguments(argv, COMMANDS);
  } catch (error) {
    return reportUsage(error, argv, terminal);
  }
  for (const name of ['TF_LOG', 'TF_LOG_PATH'])
    if (process.env[name])
      terminal.err.write(`Warning: ${name} has no effect; --debug shows stack traces of internal errors.\n`);
  switch (invocation.kind) {
    case 'version':
      terminal.out.write(`landform ${packageVersion()}\n`);
      return DONE;
    case 'help':
      (invocation.failed ? terminal.err : terminal.out).write(printable(invocation.text));
      return invocation.failed ? FAILED : DONE;
    case 'command':
      return runCommand(invocation, terminal);
  }
}

function report(error: unknown, terminal: Terminal): ExitCode {
  const page = diagnosticsPage(failureDiagnostics(error, isDebug()));
  terminal.err.write(formatTerminal(page, { color: terminal.err.color }));
  return FAILED;
}

/** A command line that asks for messages and is wrong is answered with messages too. */
function reportUsage(error: unknown, argv: readonly string[], terminal: Terminal): ExitCode | Promise<ExitCode> {
  const asked = argv.some((token) => /^--?json(=true)?$/.test(token));
  const form = asked ? findCommand(argv, COMMANDS, optionNames(COMMANDS))?.command.json : undefined;
  return form === 'messages' ? reportAsMessages(error, terminal) : report(error, terminal);
}

async function reportAsMessages(error: unknown, terminal: Terminal): Promise<ExitCode> {
  const sourceText = sourceReader(process.cwd());
  const secrets = secretsOf(process.env);
  const messages = await newMessages(packageVersion(), sourceText, secrets);
  const display = displayOf(terminal, messages, clock);
  const present = new Presenter(terminal, display, { sourceText, secrets }, messages);
  present.lines([messages.version()]);
  return present.diagnostics(failureDiagnostics(error, isDebug()), FAILED);
}

/** Milliseconds. `performance` would do as well, and takes 2 ms to load. */
function clock(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}

const isDebug = (globals?: Globals): boolean =>
  globals?.debug === true || !['', '0', undefined].includes(process.env['LANDFORM_DEBUG']);

/** `--format json` is another way to write `--json`. */
const withFormat = ({ globals, options }: Extract<Invocation, { kind: 'command' }>): Globals =>
  options['format'] === 'json' ? { ...globals, json: true } : globals;

async function runCommand(invocation: Extract<Invocation, { kind: 'command' }>, terminal: Terminal): Promise<ExitCode> {
  const { command } = invocation;
  const globals = withFormat(invocation);
  try {
    enter(globals.chdir);
  } catch (error) {
    return report(error, terminal);
  }
  const directory = process.cwd();
  const version = packageVersion();
  const sourceText = sourceReader(directory);
  const secrets = secretsOf(process.env);
  const asksForMessages = globals.json && command.json === 'messages';
  const messages = asksForMessages ? await newMessages(version, sourceText, secrets) : undefined;
  const display = displayOf(terminal, messages, clock);
  const present = new Presenter(terminal, display, { sourceText, secrets }, messages);
  const interruption = interruptedBy(process, {
    say: (text) => present.say([text]),
    leave: (signal) => {
      interruption.close();
      endBy(signal);
    },
  });
  const { stop, signal, stopping } = interruption;
  const context: Context = {
    version,
    globals,
    terminal,
    present,
    environment: {
      directory,
      environment: process.env,
      emit: noticingWaits((event) => display.emit(secrets.withoutSecrets(event))),
      learn: (more) => secrets.learn(more),
      stop,
      signal,
      stopping,
      hold: () => interruption.hold(),
      clock,
      now: () => new Date(),
      randomHex: randomHexFrom(randomBytes),
      version,
    },
    ask: async (question, { hidden = false } = {}) => {
      display.settle();
      const screen = { input: terminal.input, output: terminal.screen };
      const answer = await interruption.asking((ended) => (hidden ? askHidden : ask)(question, screen, ended));
      return stopping() ? undefined : answer;
    },
  };
  try {
    if (messages !== undefined) present.lines([messages.version()]);
    const run = async (): Promise<ExitCode> => {
      const loaded = await command.load();
      optimizeForShortRuns();
      return loaded(context, { options: invocation.options, arguments: invocation.arguments });
    };
    return process.env['OTEL_TRACES_EXPORTER'] ? await runTraced(context, command.name, secrets, run) : await run();
  } catch (error) {
    return present.diagnostics(failureDiagnostics(error, isDebug(globals)), FAILED);
  } finally {
    display.stop();
    interruption.close();
  }
}

/** Runs a command whose spans are sent to a collector. */
async function runTraced(
  { environment, present }: Context,
  name: string,
  { clean }: KnownSecrets,
  run: () => Promise<ExitCode>,
): Promise<ExitCode> {
  const { commandTrace } = await import('../operations/index.js');
  const trace = commandTrace(environment, clean);
  if (trace === undefined) return run();
  try {
    return await trace.run(
      name,
      () => {
        // A program in this process, and what it starts, continue the trace.
        Object.assign(process.env, traceVariables());
        return run();
      },
      (code) => code,
    );
  } finally {
    present.diagnostics(await trace.end(), DONE);
  }
}

function enter(directory: string | undefined): void {
  if (directory === undefined) return;
  try {
    process.chdir(path.resolve(directory));
  } catch {
    throw new UsageError(
      'no-such-folder',
      `Cannot change to the directory ${directory}`,
      'Pass an existing directory to --chdir.',
    );
  }
}

function secretsOf(environment: NodeJS.ProcessEnv): KnownSecrets {
  const secrets = new KnownSecrets();
  secrets.learn(() => environmentSecrets(environment));
  return secrets;
}

async function newMessages(version: string, sourceText: SourceText, { clean }: KnownSecrets): Promise<Messages> {
  const { TERRAFORM_VERSION } = await import('../operations/index.js');
  const timestamp = (): string => new Date().toISOString();
  return new Messages({ timestamp, version, terraformVersion: TERRAFORM_VERSION, sourceText, clean });
}

function displayOf(terminal: Terminal, messages: Messages | undefined, clock: () => number): ProgressDisplay {
  if (messages !== undefined) return messageDisplay(terminal.out, messages, clock);
  const isScreen = terminal.err.isTTY && process.env['TERM'] !== 'dumb';
  return isScreen ? liveDisplay(terminal.err, clock) : lineDisplay(terminal.err, clock);
}
