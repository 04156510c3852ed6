import { DiagnosticError, errorDiagnostic, reasonOf } from '../../../model/index.js';
import { failure } from '../../diagnostics.js';

/** The server could not be reached, or its reply was lost, and the attempts are used up. */
export function remoteFailed(what: string, place: string, error: unknown): DiagnosticError {
  if (error instanceof DiagnosticError) return error;
  return failure(
    errorDiagnostic('state-unreachable', `${what} ${place} failed: ${reasonOf(error)}`, {
      detail: 'The stored state is intact. Check the network and the address, and run the command again.',
    }),
  );
}

/** The server replied, but with an error. `said` is an excerpt of its reply. */
export function remoteRefused(what: string, place: string, status: number, said = ''): DiagnosticError {
  const reply = said === '' ? '' : `The server says: ${said.slice(0, 300)}\n\n`;
  if (status === 401 || status === 403) {
    return failure(
      errorDiagnostic(
        'state-not-permitted',
        `${what} ${place} failed: the server does not permit it (status ${status})`,
        {
          detail: `${reply}Check the credentials of the backend and what they may do.`,
        },
      ),
    );
  }
  return failure(
    errorDiagnostic('state-refused', `${what} ${place} failed: the server replied with status ${status}`, {
      detail: `${reply}The stored state is intact. Check the settings of the backend, and run the command again.`,
    }),
  );
}

/** What arrived is not what the server says it sent. */
export function remoteGarbled(place: string): DiagnosticError {
  return failure(
    errorDiagnostic('state-garbled', `What was received of ${place} does not match its checksum`, {
      detail:
        'Nothing was changed. Run the command again; if it happens again, a proxy in between may be changing replies.',
    }),
  );
}

export function workspacesUnsupported(backend: string): DiagnosticError {
  return failure(
    errorDiagnostic('workspaces-unsupported', `The backend "${backend}" does not support workspaces`, {
      detail: 'As in Terraform, it has the default workspace only. Use one address for each environment.',
    }),
  );
}
