import { errorDiagnostic, warningDiagnostic, type Diagnostic } from '../../model/index.js';

/** Every message about a description names the place by its JSON pointer. */

export const unreadable = (name: string, reason: string): Diagnostic =>
  errorDiagnostic('openapi-unreadable', `${name} is neither JSON nor YAML: ${reason}`, {
    detail: 'Correct it there. Nothing was written.',
  });

export const tooDeep = (name: string, depth: number): Diagnostic =>
  errorDiagnostic('openapi-too-deep', `${name} is nested more than ${depth} levels deep`, {
    detail: 'Real descriptions are not. Check that the file is the one you mean, and that all its brackets are closed.',
  });

export const selfContaining = (name: string, pointer: string): Diagnostic =>
  errorDiagnostic('openapi-contains-itself', `${name} contains itself at ${pointer}`, {
    detail: 'An alias (*name) is inside its own anchor (&name). Use a $ref for a schema that refers to itself.',
  });

export const notOpenApi = (name: string, pointer: string, found: string): Diagnostic =>
  errorDiagnostic('not-openapi', `${name} is not an OpenAPI description`, {
    detail: `${found} (${pointer}). A description has "openapi: 3.0.x", "openapi: 3.1.x" or "swagger: 2.0", and "paths".`,
  });

export const notConverted = (name: string, reason: string): Diagnostic =>
  errorDiagnostic('openapi-not-converted', `${name} is Swagger 2.0 that cannot be converted: ${reason}`, {
    detail: 'Correct what is wrong, or convert it to OpenAPI 3 with another tool.',
  });

/** References and ids that are wrong cost what needs them: they are warnings. */
export const danglingReference = (pointer: string, target: string): Diagnostic =>
  warningDiagnostic('openapi-dangling-reference', `${pointer} refers to ${target}, which is missing`, {
    detail: 'It counts as a schema that says nothing. Add what is missing, or correct the $ref.',
  });

export const foreignReference = (pointer: string, target: string): Diagnostic =>
  warningDiagnostic('openapi-foreign-reference', `${pointer} refers to another document: ${target}`, {
    detail:
      'It counts as a schema that says nothing. Addresses are read only from hosts that --allow-host names; or make one file of all with a tool such as Redocly CLI (redocly bundle).',
  });

export const unreadReference = (pointer: string, file: string, reason: string): Diagnostic =>
  warningDiagnostic('openapi-unread-reference', `${pointer} refers to the file ${file}: ${reason}`, {
    detail: 'It counts as a schema that says nothing. Files in the folder of the description, and below, are read.',
  });

export const circularReference = (pointer: string, way: readonly string[]): Diagnostic =>
  warningDiagnostic('openapi-circular-reference', `${pointer} refers in a circle: ${way.join(' → ')}`, {
    detail: 'It counts as a schema that says nothing: there is none at its end. Let one of them say what it is.',
  });

export const repeatedOperation = (pointer: string, id: string, first: string): Diagnostic =>
  warningDiagnostic('openapi-repeated-operation', `${pointer} has the operationId ${id}, as ${first} has`, {
    detail: 'Its id is left out here: it is named by its method and path.',
  });

export const nothingToManage = (): Diagnostic =>
  errorDiagnostic('openapi-no-resource', 'At #/paths nothing can be created and read again', {
    detail:
      'A resource needs a path such as /widgets with POST and a path such as /widgets/{id} with GET, or a path with GET and PUT.',
  });

/** Nouns of what is not among the resources are in the summary: it is what people look for in the list of what was left out. */
export const noIdentity = (pointer: string, noun: string, wanted: string): Diagnostic =>
  warningDiagnostic('openapi-no-identity', `Left out ${noun}: no reply says which one was made`, {
    detail: `At ${pointer}: the path needs ${wanted}, and no field there has that name, or is called id, uid, uuid, name, key or slug. Describe the field to manage a ${noun}.`,
  });

export const noSchema = (pointer: string, noun: string): Diagnostic =>
  warningDiagnostic('openapi-no-schema', `Left out ${noun}: no reply describes its fields`, {
    detail: `At ${pointer}: describe the JSON schema of the reply to manage a ${noun}.`,
  });

export const notCreatable = (pointer: string, noun: string, why: string): Diagnostic =>
  warningDiagnostic('openapi-not-creatable', `Left out ${noun}: nothing creates one`, {
    detail: `At ${pointer}: ${why}.`,
  });

export const notReadable = (pointer: string, noun: string, path: string): Diagnostic =>
  warningDiagnostic('openapi-not-readable', `Left out ${noun}: nothing reads one again`, {
    detail: `At ${pointer}: what is created there needs GET ${path} to be managed.`,
  });

export const opaqueBody = (pointer: string, noun: string): Diagnostic =>
  warningDiagnostic('openapi-opaque-body', `${pointer} describes a text, and a ${noun} has fields`, {
    detail: 'The body takes the fields that an update takes, or that a reply shows.',
  });

export const renamedGroup = (pointer: string, wanted: string, noun: string): Diagnostic =>
  warningDiagnostic('openapi-same-name', `${pointer} would be a second ${wanted}: it is named ${noun}`, {
    detail: 'Rename it in mapping.ts, or leave it out with --without.',
  });

export const notRemovable = (pointer: string, noun: string): Diagnostic =>
  warningDiagnostic('openapi-not-removable', `${pointer} has no DELETE: a ${noun} can only be forgotten`, {
    detail: 'Destroying it drops it from state and leaves it as it is.',
  });

export const recursiveSchema = (pointer: string, attribute: string): Diagnostic =>
  warningDiagnostic('openapi-recursive-schema', `${pointer} contains itself: ${attribute} is a text of JSON`, {
    detail: 'Types of attributes end somewhere. Write it with jsonencode(…).',
  });

export const largeSchema = (pointer: string, attribute: string): Diagnostic =>
  warningDiagnostic('openapi-large-schema', `${pointer} has too many parts for a type`, {
    detail: `${attribute} is a string that holds JSON. Write it with jsonencode(…).`,
  });

export const unknownGroup = (name: string, known: readonly string[]): Diagnostic =>
  errorDiagnostic('openapi-unknown-resource', `The description has no ${name} to leave out`, {
    detail: `It has: ${known.join(', ')}.`,
  });
