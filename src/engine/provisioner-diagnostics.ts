import { errorDiagnostic, type Body, type Diagnostic, type ProvisionerConfiguration } from '../model/index.js';
import type { ProvisionFailure } from './provisioner.js';

const placeOf = (address: string, { source }: Body): Pick<Diagnostic, 'address' | 'source'> => ({ address, source });

export const unknownProvisioner = (
  address: string,
  { type, body }: ProvisionerConfiguration,
  near: readonly string[],
): Diagnostic =>
  errorDiagnostic('unknown-provisioner', `The provisioner ${type} does not exist`, {
    ...placeOf(address, body),
    detail: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'There are local-exec, remote-exec and file.',
  });

export const connectionMissing = (address: string, { type, body }: ProvisionerConfiguration): Diagnostic =>
  errorDiagnostic('missing-connection', `The provisioner ${type} of ${address} has no connection`, {
    ...placeOf(address, body),
    detail: 'It works on another machine: add a block "connection" to it or to the resource.',
  });

export const winrmUnsupported = (address: string, { source }: Body): Diagnostic =>
  errorDiagnostic('winrm-not-supported', `A connection of ${address} uses WinRM, which is not supported`, {
    address,
    source: { ...source, path: [...source.path, 'type'] },
    detail:
      'Connections use SSH, to machines with a Unix shell. For Windows, let the machine set itself up at its first start (user data), or run a client for WinRM on this machine with local-exec, such as ansible or pwsh.',
  });

export const notOneOf = (
  address: string,
  { type, body }: ProvisionerConfiguration,
  alternatives: readonly string[],
  given: readonly string[],
): Diagnostic =>
  errorDiagnostic(
    'invalid-combination',
    `The provisioner ${type} of ${address} needs one of ${alternatives.join(', ')}`,
    {
      ...placeOf(address, body),
      detail: given.length === 0 ? 'None of them is set.' : `It has ${given.join(' and ')}. Keep one.`,
    },
  );

export const provisionerUnknown = (address: string, { type, body }: ProvisionerConfiguration): Diagnostic =>
  errorDiagnostic('unknown-at-apply', `The provisioner ${type} of ${address} is still not known`, {
    ...placeOf(address, body),
    detail: 'An object it refers to was not created or was excluded by --target. Apply that first, then plan again.',
  });

export function provisionerFailed(
  address: string,
  { type, body }: ProvisionerConfiguration,
  when: 'create' | 'destroy',
  { reason, detail }: ProvisionFailure,
): Diagnostic {
  const after =
    when === 'create'
      ? 'The object exists and is tainted: the next apply replaces it.'
      : 'The object was not destroyed: the next apply tries again.';
  return errorDiagnostic('provisioner-failed', `The provisioner ${type} of ${address} failed`, {
    ...placeOf(address, body),
    detail: `${reason}. ${after}${detail === undefined ? '' : `\n${detail}`}`,
  });
}
