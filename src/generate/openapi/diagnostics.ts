import { errorDiagnostic, warningDiagnostic, type Diagnostic } from '../../model/index.js';

/** Every message about a description identifies the location by its JSON pointer. */

export const unreadable = (name: string, reason: string): Diagnostic =>
  errorDiagnostic('openapi-unreadable', `${name} is neither JSON nor YAML: ${reason}`, {
    detail: 'Fix the error there. Nothing was written.',
  });

export const tooDeep = (name: string, depth: number): Diagnostic =>
  errorDiagnostic('openapi-too-deep', `${name} is nested more than ${depth} levels deep`, {
    detail: 'Check that this is the right file, and that all its brackets are closed.',
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
    detail: 'Fix the error, or convert it to OpenAPI 3 with another tool.',
  });

/** Invalid references and IDs only affect what needs them: they are warnings. */
export const danglingReference = (pointer: string, target: string): Diagnostic =>
  warningDiagnostic('openapi-dangling-reference', `${pointer} refers to ${target}, which is missing`, {
    detail: 'It is treated as an empty schema. Add the target, or correct the $ref.',
  });

export const foreignReference = (pointer: string, target: string): Diagnostic =>
  warningDiagnostic('openapi-foreign-reference', `${pointer} refers to another document: ${target}`, {
    detail:
      'It is treated as an empty schema. Allow the host with --allow-host, or combine the files with a tool such as Redocly CLI (redocly bundle).',
  });

export const unreadReference = (pointer: string, file: string, reason: string): Diagnostic =>
  warningDiagnostic('openapi-unread-reference', `${pointer} refers to the file ${file}: ${reason}`, {
    detail:
      'It is treated as an empty schema. Only files in the folder of the description and its subfolders are read.',
  });

export const circularReference = (pointer: string, way: readonly string[]): Diagnostic =>
  warningDiagnostic('openapi-circular-reference', `${pointer} refers in a circle: ${way.join(' → ')}`, {
    detail: 'It is treated as an empty schema. Replace one of the references with a schema.',
  });

export const repeatedOperation = (pointer: string, id: string, first: string): Diagnostic =>
  warningDiagnostic('openapi-repeated-operation', `${pointer} has the operationId ${id}, like ${first}`, {
    detail: 'Its ID is ignored here: the operation is named by its method and path.',
  });

export const nothingToManage = (): Diagnostic =>
  errorDiagnostic('openapi-no-resource', 'At #/paths nothing can be both created and read', {
    detail:
      'A resource needs a path such as /widgets with POST and a path such as /widgets/{id} with GET, or a path with GET and PUT.',
  });

/** Nouns of what did not become a resource are in the summary, because people search the list of omissions for them. */
export const noIdentity = (pointer: string, noun: string, wanted: string): Diagnostic =>
  warningDiagnostic('openapi-no-identity', `Left out ${noun}: no reply identifies the new object`, {
    detail: `At ${pointer}: the path needs ${wanted}, and no field there has that name, or is called id, uid, uuid, name, key or slug. Add the field to the schema to manage a ${noun}.`,
  });

export const noSchema = (pointer: string, noun: string): Diagnostic =>
  warningDiagnostic('openapi-no-schema', `Left out ${noun}: no reply describes its fields`, {
    detail: `At ${pointer}: add the JSON schema of the reply to manage a ${noun}.`,
  });

export const notCreatable = (pointer: string, noun: string, why: string): Diagnostic =>
  warningDiagnostic('openapi-not-creatable', `Left out ${noun}: no operation creates one`, {
    detail: `At ${pointer}: ${why}.`,
  });

export const notReadable = (pointer: string, noun: string, path: string): Diagnostic =>
  warningDiagnostic('openapi-not-readable', `Left out ${noun}: no operation reads one`, {
    detail: `At ${pointer}: to manage the created object, add GET ${path}.`,
  });

export const opaqueBody = (pointer: string, noun: string): Diagnostic =>
  warningDiagnostic('openapi-opaque-body', `${pointer} describes a string, but a ${noun} has fields`, {
    detail: 'The body is given the fields of an update, or of a reply.',
  });

export const renamedGroup = (pointer: string, wanted: string, noun: string): Diagnostic =>
  warningDiagnostic('openapi-same-name', `${pointer} would be a second ${wanted}: it is named ${noun}`, {
    detail: 'Rename it in mapping.ts, or omit it with --without.',
  });

export const notRemovable = (pointer: string, noun: string): Diagnostic =>
  warningDiagnostic('openapi-not-removable', `${pointer} has no DELETE: destroy only removes a ${noun} from state`, {
    detail: 'The object itself keeps existing.',
  });

export const recursiveSchema = (pointer: string, attribute: string): Diagnostic =>
  warningDiagnostic('openapi-recursive-schema', `${pointer} contains itself: ${attribute} is a JSON string`, {
    detail: 'Types of attributes cannot be recursive. Use jsonencode(…) to set it.',
  });

export const largeSchema = (pointer: string, attribute: string): Diagnostic =>
  warningDiagnostic('openapi-large-schema', `${pointer} has too many parts for a type`, {
    detail: `${attribute} is a JSON string. Use jsonencode(…) to set it.`,
  });

export const unknownGroup = (name: string, known: readonly string[]): Diagnostic =>
  errorDiagnostic('openapi-unknown-resource', `The description has no ${name} to omit`, {
    detail: `It has: ${known.join(', ')}.`,
  });
