import { rm } from 'node:fs/promises';
import path from 'node:path';
import {
  codeOf,
  DiagnosticError,
  errorDiagnostic,
  hasErrors,
  stringifyJson,
  traceVariables,
  type Diagnostic,
} from '../../model/index.js';
import { readAssembly, type CdktfAssembly } from './assembly.js';
import { runApp, type AppEnd, type AppSurroundings } from './run-app.js';
import { CDKTF_FILE, type CdktfApp } from './settings.js';

/**
 * Runs the app of a CDKTF project, whatever language it is written in, and reads the stacks that it has synthesized. CDKTF's
 * library in the app writes them as it does for CDKTF's own command line.
 */
export async function loadCdktfApp(app: CdktfApp, surroundings: AppSurroundings): Promise<CdktfAssembly> {
  const { command, output, context } = app;
  const { directory } = surroundings;
  // What an earlier run has synthesized must never be taken for what this one did.
  await rm(path.resolve(directory, output, 'manifest.json'), { force: true });
  const environment = {
    ...appEnvironment(surroundings.environment),
    ...traceVariables(),
    CDKTF_OUTDIR: output,
    // Errors that the program has annotated are in the manifest then, each with its construct.
    CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: 'true',
    SYNTH_HCL_OUTPUT: 'false',
    CDKTF_CONTEXT_JSON: stringifyJson(context),
  };
  try {
    const end = await runApp(command, { ...surroundings, environment });
    if (isStopped(surroundings)) return failed(stopped);
    if (end.code !== 0) return failed(appFailed(command, end));
    const assembly = readAssembly(directory, output);
    if (assembly === undefined) return failed(nothingSynthesized(command, output, end));
    return hasErrors(assembly.diagnostics) ? { ...assembly, stacks: [] } : assembly;
  } catch (error) {
    if (error instanceof DiagnosticError) return { stacks: [], diagnostics: error.diagnostics };
    if (codeOf(error) === undefined) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    return failed(errorDiagnostic('app-failed', 'The app has left no readable stacks', { detail }));
  }
}

/** As CDKTF's command line sets it: values of variables are for planning only, and bindings of large providers need memory. */
function appEnvironment(environment: AppSurroundings['environment']): Record<string, string | undefined> {
  const { NODE_OPTIONS = '', ...rest } = environment;
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('TF_VAR_'))),
    NODE_OPTIONS: NODE_OPTIONS === '' ? '--max-old-space-size=4096' : NODE_OPTIONS,
  };
}

const isStopped = ({ stop, signal }: AppSurroundings): boolean => signal.aborted || stop?.aborted === true;

const stopped = errorDiagnostic('interrupted', 'Stopped while the app of this project was running', {
  detail: 'Nothing was changed. Run the command again.',
});

const failed = (diagnostic: Diagnostic): CdktfAssembly => ({ stacks: [], diagnostics: [diagnostic] });

function appFailed(command: string, { code, endedBy, output }: AppEnd): Diagnostic {
  const how = code === null ? `was ended by ${endedBy ?? 'a signal'}` : `exited with ${code}`;
  const hint =
    code === NOT_FOUND
      ? ' Install what the project needs first, as with "npm install".'
      : /Cannot find module '[^']*\.gen[/\\]/.test(output)
        ? ' Classes for providers are written by "landform get".'
        : '';
  return errorDiagnostic('app-failed', `The app of this project ${how}`, {
    detail: `Its command in ${CDKTF_FILE}: ${command}${hint}${said(output)}`,
  });
}

/** What a shell exits with if it finds no such command. */
const NOT_FOUND = 127;

function nothingSynthesized(command: string, folder: string, { output }: AppEnd): Diagnostic {
  return errorDiagnostic('no-synth', 'The app of this project has synthesized nothing', {
    detail: `Its command in ${CDKTF_FILE}: ${command}\nIt has not written ${folder}/manifest.json: the program must end with app.synth().${said(output)}`,
  });
}

/** The last lines that the app wrote. */
function said(output: string): string {
  const lines = output.trimEnd().split('\n').slice(-SHOWN_LINES);
  return lines.join('').trim() === '' ? '' : `\nIts last output:\n\n${lines.map((line) => `    ${line}`).join('\n')}`;
}

const SHOWN_LINES = 30;
