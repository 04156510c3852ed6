import { dirname, relative, isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorDiagnostic, type Diagnostic, type Path } from '../../model/index.js';
import { shortSource } from '../diagnostics.js';
import { ProviderError } from './definition.js';
import { ResultError } from './plain.js';

/** Turns what a handler threw into a diagnostic. */
export interface Failure {
  readonly source: string;
  /** `creating thing`, `reading data source thing`. */
  readonly doing: string;
  /** The project's folder, to show relative file names. */
  readonly directory: string;
  /** Removes secrets from a string. */
  readonly redact: (text: string) => string;
}

export function failureDiagnostics(thrown: unknown, failure: Failure): readonly Diagnostic[] {
  const errors: readonly unknown[] = thrown instanceof AggregateError ? thrown.errors : [thrown];
  return errors.map((error) => failureDiagnostic(error, failure));
}

function failureDiagnostic(error: unknown, failure: Failure): Diagnostic {
  const { redact } = failure;
  if (ProviderError.is(error)) {
    return errorDiagnostic(
      error.code,
      redact(error.message),
      more(error.detail === undefined ? undefined : redact(error.detail), error.path),
    );
  }
  const provider = shortSource(failure.source);
  if (error instanceof ResultError) {
    return errorDiagnostic(
      'provider-result-invalid',
      `${provider} returned an invalid result ${failure.doing}: ${redact(error.message)}`,
      {
        path: error.path,
        detail: "This is a bug in the provider: a handler's result must match the schema it declares.",
      },
    );
  }
  const place = placeOf(error, failure.directory);
  return errorDiagnostic('provider-failed', `${provider} failed ${failure.doing}: ${redact(messageOf(error))}`, {
    detail:
      `The provider's code threw this error${place === undefined ? '' : ` at ${place}`}. ` +
      'If a user can fix it, the provider should throw a ProviderError that says how.',
  });
}

function more(detail: string | undefined, path: Path | undefined): { detail?: string; path?: Path } {
  return { ...(detail === undefined ? {} : { detail }), ...(path === undefined ? {} : { path }) };
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message === '' ? error.name : error.message}${cause}`;
}

const OWN_CODE = dirname(dirname(fileURLToPath(import.meta.url)));

/** The innermost line of the author's code, not of Node, a package or Landform. */
function placeOf(error: unknown, directory: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  for (const line of (error.stack ?? '').split('\n')) {
    const [, place, row, column] = /(?:\(|at (?:async )?)((?:file:\/\/)?\/?[^()]+?):(\d+):(\d+)\)?$/.exec(line) ?? [];
    if (place === undefined) continue;
    const file = place.startsWith('file://') ? fileURLToPath(place) : place;
    if (!isAbsolute(file) || file.startsWith(OWN_CODE) || /[\\/]node_modules[\\/]/.test(file)) continue;
    const own = relative(directory, file);
    return `${own.startsWith('..') ? file : own}:${row}:${column}`;
  }
  return undefined;
}
