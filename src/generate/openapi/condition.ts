import { successOf, type ApiOperation, type ApiParameter } from './api.js';
import { operationsIn, type Group } from './group.js';

const ifMatch = ({ parameters }: ApiOperation): ApiParameter | undefined =>
  parameters.find(({ name, in: place }) => place === 'header' && name.toLowerCase() === 'if-match');

/** Whether an operation uses the ETag of the object it changes. */
export const takesEtag = (operation: ApiOperation): boolean => ifMatch(operation) !== undefined;

/** How an emulator handles `If-Match` for an operation. */
export function conditionOf(operation: ApiOperation): { readonly condition?: 'demanded' | 'taken' } {
  const parameter = ifMatch(operation);
  return parameter === undefined ? {} : { condition: parameter.required ? 'demanded' : 'taken' };
}

/** Whether replies about an object have an ETag: the description says so, or changes use one. */
export const isTagged = (group: Group): boolean =>
  operationsIn(group).some(takesEtag) ||
  (group.read !== undefined && successOf(group.read)?.headers.some((name) => name.toLowerCase() === 'etag') === true);
