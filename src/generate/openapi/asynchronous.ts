import { listIn, type JsonObject } from '../../model/index.js';
import { follow, successOf, type ApiOperation, type ApiReply } from './api.js';
import { leavesOf, type Leaf } from './attributes.js';
import type { Group } from './group.js';
import type { FollowGuess, WaitGuess } from './guess.js';
import { memberAt } from './schemas.js';
import { snakeCase, thingWords, workWords, type StatusWords } from './words.js';

const STATUS = /(^|_)(status|state|phase)$/;
const STATUS_ADDRESS = /(^|_)(status|operation|job|task|poll|monitor)_?(url|uri|link|href|location)$/;
const STATUS_HEADERS = ['operation-location', 'azure-asyncoperation', 'location'];
const WORK_PATH = /\/(operation|job|task|request|work)s?\/\{[^}]+\}\/?$/i;
const WORK_ID = /(^|_)(operation|job|task|request|work)_?(id|uid|uuid)?$/;
const REASON = /(^|_)(error|failure|status|state)?_?(message|reason|detail)$|^error$/;

/** How to detect the end of work that a reply of this operation starts; undefined if the reply is the end. */
export function guessFollow(
  document: JsonObject,
  operation: ApiOperation,
  all: readonly ApiOperation[],
  { noun, read }: Pick<Group, 'noun' | 'read'>,
): FollowGuess | undefined {
  const statuses = all
    .filter((each) => each.method === 'get' && each !== read && WORK_PATH.test(each.path))
    .flatMap((status) => statusOf(document, status) ?? []);
  const accepted = operation.replies.find(({ status }) => status === '202');
  const shown = accepted ?? successOf(operation);
  // A reply that is itself a status needs no 202 to indicate work.
  const own = shown && statuses.find(({ status }) => isAlike(document, shown, successOf(status)));
  const begun = own === undefined ? accepted : shown;
  const known = own ?? statuses[0];
  if (begun === undefined || known === undefined) return undefined;
  const { leaves, status } = known;
  const gives = givesOf(leaves, noun);
  const wait = { ...known.wait, begun };
  const made = gives === undefined ? {} : { gives };
  const header = STATUS_HEADERS.find((name) => begun.headers.some((given) => given.toLowerCase() === name));
  if (header !== undefined) return { ...wait, ...made, address: { header }, status };
  if (begun.content === undefined) return undefined;
  const fields = leavesOf(memberAt(document, begun.content.pointer));
  const address = fields.find(({ name }) => STATUS_ADDRESS.test(name));
  if (address !== undefined) return { ...wait, ...made, address: { at: address.place }, status };
  const key = status.keys.at(-1);
  if (key === undefined) return undefined;
  const id =
    fields.find(({ name }) => name === snakeCase(key)) ??
    fields.find(({ name }) => WORK_ID.test(name)) ??
    (sameShape(begun.content.pointer, status) ? fields.find(({ name }) => name === 'id') : undefined);
  if (id === undefined) return undefined;
  return { ...wait, ...made, call: { operation: status, parameter: key, at: id.place }, status };
}

/** Whether two replies refer to the same schema. */
function isAlike(document: JsonObject, one: ApiReply, other: ApiReply | undefined): boolean {
  if (one.content === undefined || other?.content === undefined) return false;
  return follow(document, one.content.pointer).pointer === follow(document, other.content.pointer).pointer;
}

function sameShape(pointer: string, status: ApiOperation): boolean {
  return successOf(status)?.content?.pointer !== pointer;
}

interface KnownStatus {
  readonly status: ApiOperation;
  readonly wait: WaitGuess;
  readonly leaves: readonly Leaf[];
}

function statusOf(document: JsonObject, status: ApiOperation): KnownStatus | undefined {
  const content = successOf(status)?.content;
  if (content === undefined) return undefined;
  const leaves = leavesOf(memberAt(document, content.pointer));
  const wait = waitBy(leaves, workWords);
  return wait && { status, wait, leaves };
}

/** An object with a status that shows that it is being created is waited for. */
export function guessWait(leaves: readonly Leaf[]): WaitGuess | undefined {
  const wait = waitBy(leaves, thingWords);
  return wait === undefined || wait.pending.length === 0 || wait.ready.length === 0 ? undefined : wait;
}

function waitBy(leaves: readonly Leaf[], sort: (words: readonly string[]) => StatusWords): WaitGuess | undefined {
  const field = leaves.find(
    ({ name, member }) => STATUS.test(name) && listIn(member.schema['enum']).some((word) => typeof word === 'string'),
  );
  if (field === undefined) return undefined;
  const words = listIn(field.member.schema['enum']).filter((word): word is string => typeof word === 'string');
  const reason = leaves.find(({ name, member }) => REASON.test(name) && member.shape.kind === 'string');
  return { field: field.place, ...sort(words), ...(reason === undefined ? {} : { reason: reason.place }) };
}

/** The field of a finished status that identifies the created object. */
function givesOf(leaves: readonly Leaf[], noun: string): string | undefined {
  const wanted = [
    `${noun}_id`,
    'resource_id',
    'reference_id',
    'target_id',
    'result_id',
    'entity_id',
    `${noun}_uid`,
    'resource_uid',
  ];
  return wanted.map((name) => leaves.find((leaf) => leaf.name === name)).find((leaf) => leaf !== undefined)?.place;
}
