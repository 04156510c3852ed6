import { successOf, type ApiOperation, type ApiParameter } from './api.js';
import { operationsIn, type Group } from './group.js';

const ifMatch = ({ parameters }: ApiOperation): ApiParameter | undefined =>
  parameters.find(({ name, in: place }) => place === 'header' && name.toLowerCase() === 'if-match');

/** Whether an operation takes the ETag of what it changes. */
export const takesEtag = (operation: ApiOperation): boolean => ifMatch(operation) !== undefined;

/** How an emulator treats `If-Match` for an operation. */
export function conditionOf(operation: ApiOperation): { readonly condition?: 'demanded' | 'taken' } {
  const parameter = ifMatch(operation);
  return parameter === undefined ? {} : { condition: parameter.required ? 'demanded' : 'taken' };
}

/** Whether answers about a thing have an ETag: the description says so, or changes take one. */
export const isTagged = (group: Group): boolean =>
  operationsIn(group).some(takesEtag) ||
  (group.read !== undefined && successOf(group.read)?.headers.some((name) => name.toLowerCase() === 'etag') === true);
