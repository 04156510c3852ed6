import {
  errorDiagnostic,
  type Diagnostic,
  type ImportConfiguration,
  type SourcePlace,
  type ResourceConfiguration,
} from '../model/index.js';
import { NEVER_KNOWN } from './diagnostics.js';

/** The messages about imports; codes are listed in docs/diagnostics.md. */

const placeOf = ({ source, origin }: ImportConfiguration): Partial<Diagnostic> => ({
  source,
  ...(origin === undefined ? {} : { origin }),
});

export const importInvalid = (
  block: ImportConfiguration,
  name: 'for_each' | 'to' | 'id' | 'identity',
  source: SourcePlace,
  reason: string,
): Diagnostic =>
  errorDiagnostic('invalid-import', `The "${name}" of an import block ${reason}`, {
    ...placeOf(block),
    source,
    detail: reason.endsWith(NOT_KNOWN) ? NEVER_KNOWN : RULES[name],
  });

/** The end of the reason for what would have to wait, if only something in the plan made it known. */
export const NOT_KNOWN = 'is not known before apply';

const RULES = {
  for_each: 'It must be a collection, whose keys are known.',
  to: 'Its keys must be strings, or indexes of count, and not sensitive.',
  id: 'It must be a string that is not empty.',
  identity: 'It must be an object.',
} as const;

export const importTwice = (address: string, block: ImportConfiguration): Diagnostic =>
  errorDiagnostic('duplicate-import', `Two objects are imported as ${address}`, {
    address,
    ...placeOf(block),
    detail: 'Each address can have one object. Correct the address, or remove one of the import blocks.',
  });

export const importTargetMissing = (address: string, block: ImportConfiguration, isGenerated: boolean): Diagnostic =>
  errorDiagnostic('not-configured', `${address} is not in the configuration`, {
    address,
    ...placeOf(block),
    detail: isGenerated
      ? 'Write a resource block for it, or let Landform write one:  landform plan --generate-config-out generated.tf'
      : 'Write a resource block for it, or correct the address.',
  });

export const importInstanceMissing = (
  address: string,
  wanted: readonly string[],
  block: ImportConfiguration,
): Diagnostic =>
  errorDiagnostic('not-configured', `The configuration has no instance ${address}`, {
    address,
    ...placeOf(block),
    detail:
      wanted.length > 0
        ? `Its instances are: ${wanted.join(', ')}`
        : 'Correct the address, or change the count or for_each of the resource or of its module.',
  });

export const importProviderIgnored = (block: ImportConfiguration, resource: ResourceConfiguration): Diagnostic =>
  errorDiagnostic('invalid-import', `${resource.key} is configured, so its import block cannot choose a provider`, {
    ...placeOf(block),
    source: { file: block.source.file, path: [...block.source.path, 'provider'] },
    detail: 'Remove "provider" here, and set it in the resource block if needed.',
  });

export const importOfItself = (block: ImportConfiguration, resource: string): Diagnostic =>
  errorDiagnostic('invalid-import', `The import of ${resource} refers to ${resource}`, {
    ...placeOf(block),
    detail: 'The ID must be known before the object is imported. Use a value from elsewhere.',
  });

export const importUnexpected = (address: string, id: string, types: readonly string[], source: string): Diagnostic =>
  errorDiagnostic('import-unexpected', `The ID ${JSON.stringify(id)} does not name exactly one object for ${address}`, {
    address,
    detail: `${source} returned objects of the types ${types.join(', ')}. Use an ID of one object, or import each of them as a resource of its own type.`,
  });

export const importWithoutIdentity = (address: string, type: string, source: string): Diagnostic =>
  errorDiagnostic('invalid-import', `Objects of the type ${type} have no identity`, {
    address,
    detail: `${source} imports them by their ID alone. Use "id" in place of "identity".`,
  });

export const importIdentityWrong = (address: string, reason: string, expected: readonly string[]): Diagnostic =>
  errorDiagnostic('invalid-import', `The identity of ${address} ${reason}`, {
    address,
    detail: `Its attributes: ${expected.join(', ')}.`,
  });
