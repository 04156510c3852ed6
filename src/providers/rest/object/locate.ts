import {
  canonicalJson,
  objectValue,
  type Diagnostic,
  type Json,
  type JsonObject,
  objectIn,
  type Value,
} from '../../../model/index.js';
import type { EvidenceRequest, EvidenceResponse, LocateRequest, LocateResponse } from '../../requests.js';
import { createdTwice, unclearCreate, type Unexpected } from '../diagnostics.js';
import { asking, calling, type Job } from '../job.js';
import type { LocateMapping, ResourceMapping } from '../mapping/definition.js';
import { pointerGet } from '../pointer.js';
import { jsonOf, valuesOf, type Values } from '../values/projection.js';
import { findObject } from './read.js';
import { ItemList } from './sharing.js';
import type { Shown } from '../found.js';
import { namesObject, stateShown } from './shown.js';

/**
 * Finds the result of an interrupted create where names are not unique: before the call, the identities of similar
 * objects are recorded; afterwards, a similar one that is not among them is the new one.
 */
export interface Evidence {
  readonly known: readonly string[];
}

export async function evidenceFor(job: Job, request: EvidenceRequest): Promise<EvidenceResponse> {
  const { locate } = job.mapping;
  if (locate?.list === undefined) return { evidence: null, diagnostics: [] };
  const planned = valuesOf(request.planned);
  const listed = await job.session.list(
    locate.list,
    asking(job, 'look for', planned, { signal: job.stopping }),
    'before',
  );
  if (listed.kind === 'failed') return { evidence: null, diagnostics: [listed.diagnostic] };
  const alike = lookalikes(job.mapping, locate, listed.list, planned);
  const nameless = namelessIn(job, alike, listed.unexpected);
  if (nameless !== undefined) return { evidence: null, diagnostics: [nameless] };
  const known = new Set(alike.map((item) => identityOf(job.mapping, item)));
  // The list may predate other creates of this run.
  for (const own of job.claims.of(naturalKey(job, planned))) known.add(own);
  const evidence: Evidence = { known: [...known].sort() };
  return { evidence, diagnostics: [] };
}

export type Located =
  | ({ readonly kind: 'found' } & Shown)
  | { readonly kind: 'absent' }
  | { readonly kind: 'unclear'; readonly diagnostic: Diagnostic }
  | { readonly kind: 'failed'; readonly diagnostic: Diagnostic };

/** Lists again and picks the new ones. Without evidence, old and new ones cannot be distinguished. */
export async function locateNew(
  job: Job,
  planned: Values,
  evidence: unknown,
  managed: ReadonlySet<string> = new Set(),
): Promise<Located> {
  const { mapping, session } = job;
  const { locate } = mapping;
  if (locate === undefined) return { kind: 'unclear', diagnostic: unclear(job, planned, []) };
  if (locate.list === undefined) return locateByIdentity(job, locate, planned);
  const listed = await session.list(locate.list, asking(job, 'look for', planned), 'fresh');
  if (listed.kind === 'failed') return { kind: 'failed', diagnostic: listed.diagnostic };
  const all = lookalikes(mapping, locate, listed.list, planned);
  const { unexpected } = listed;
  const nameless = namelessIn(job, all, unexpected);
  if (nameless !== undefined) return { kind: 'failed', diagnostic: nameless };
  const before = knownBefore(evidence);
  const taken = job.claims.of(naturalKey(job, planned));
  const fresh = all.filter((item) => {
    const identity = identityOf(mapping, item);
    return !taken.has(identity) && !managed.has(identity) && before?.has(identity) !== true;
  });
  const [only, another] = fresh;
  if (only === undefined && unexpected !== undefined) return { kind: 'failed', diagnostic: unexpected.error };
  if (only === undefined) return { kind: 'absent' };
  if (another !== undefined || before === undefined)
    return { kind: 'unclear', diagnostic: unclear(job, planned, fresh) };
  return locate.partial === true
    ? wholeOf(job, planned, only)
    : { kind: 'found', object: only, ...(unexpected === undefined ? {} : { unexpected }) };
}

/** The object that a list shows in part. */
async function wholeOf(job: Job, planned: Values, part: Json): Promise<Located> {
  const shown = stateOf(job, { object: part }, planned);
  const known = { ...planned, ...Object.fromEntries(job.mapping.identity.map((name) => [name, shown[name] ?? null])) };
  const found = await findObject(job, known, 'fresh');
  return found.kind === 'gone' ? { kind: 'absent' } : found;
}

/** The configuration gives the identity: an object with that identity that shows the sent values is the created one. */
async function locateByIdentity(job: Job, locate: LocateMapping, planned: Values): Promise<Located> {
  const found = await findObject(job, planned, 'fresh');
  if (found.kind === 'failed') return found;
  if (found.kind === 'gone') return { kind: 'absent' };
  const same = new ItemList([found.object]).find(shownFields(job.mapping, locate, planned));
  return same.length === 1 ? found : { kind: 'absent' };
}

/**
 * After a create that followed one with an uncertain outcome: whether both took effect. Similar objects that were not
 * there before are an error that names them.
 */
export async function twinOf(
  job: Job,
  made: Values,
  planned: Values,
  evidence: unknown,
): Promise<readonly Diagnostic[]> {
  const { mapping, session } = job;
  const { locate } = mapping;
  const before = knownBefore(evidence);
  if (locate?.list === undefined || before === undefined) return [];
  const listed = await session.list(locate.list, asking(job, 'look for', planned), 'fresh');
  if (listed.kind === 'failed') return [listed.diagnostic];
  const taken = job.claims.of(naturalKey(job, planned));
  const others = lookalikes(mapping, locate, listed.list, planned)
    .map((item) => identityOf(mapping, item))
    .filter((identity) => !taken.has(identity) && !before.has(identity));
  if (others.length === 0) return [];
  const own = identityOfValues(mapping, made);
  return [createdTwice(session.speaker, calling(mapping, planned), mapping.noun, own, others)];
}

/** The contract's `locate`, after a crash. */
export async function locateResource(job: Job, request: LocateRequest): Promise<LocateResponse> {
  const planned = valuesOf(request.planned);
  const kept = request.private === undefined ? {} : { private: request.private };
  const noted = request.notes.findLast((note) => typeof note['identity'] === 'object');
  if (noted !== undefined || request.action !== 'create') {
    const known = { ...planned, ...fromNote(noted) };
    const found = await findObject(job, known, 'fresh');
    if (found.kind === 'gone')
      return { outcome: 'absent', ...(noted === undefined ? {} : { certain: true }), diagnostics: [] };
    if (found.kind === 'failed') return { outcome: 'unclear', diagnostics: [found.diagnostic] };
    return { outcome: 'found', state: stateOf(job, found, known), diagnostics: [], ...kept };
  }
  const managed = new Set(request.managed.map((object) => identityOfValues(job.mapping, valuesOf(object))));
  const located = await locateNew(job, planned, request.evidence, managed);
  if (located.kind === 'absent') return { outcome: 'absent', diagnostics: [] };
  if (located.kind !== 'found') return { outcome: 'unclear', diagnostics: [located.diagnostic] };
  claim(job, planned, located.object);
  return { outcome: 'found', state: stateOf(job, located, planned), diagnostics: [], ...kept };
}

/** This object is taken: no other create of this run may claim it. */
export function claim(job: Job, planned: Values, object: Json): void {
  job.claims.add(naturalKey(job, planned), identityOf(job.mapping, object));
}

/** The same for an object as state has it. */
export function claimMade(job: Job, state: Values, planned: Values): void {
  job.claims.add(naturalKey(job, planned), identityOfValues(job.mapping, state));
}

/** An object that is being changed may come to resemble one that is being created; it must not be mistaken for it. */
export function claimChanged(job: Job, prior: Values, planned: Values): void {
  claimMade(job, prior, planned);
}

/** What an interrupted create leaves behind once the service has identified the object. */
export function identityNote(mapping: ResourceMapping, state: Values): JsonObject {
  const entries = mapping.identity.map((name): [string, Json] => [name, jsonOf(state[name]) ?? null]);
  return { identity: Object.fromEntries(entries) };
}

function fromNote(note: JsonObject | undefined): Values {
  const entries = Object.entries(objectIn(note?.['identity'])).flatMap(([name, json]): [string, Value][] =>
    typeof json === 'object' && json !== null ? [] : [[name, json]],
  );
  return objectValue(Object.fromEntries(entries));
}

function stateOf(job: Job, shown: Shown, known: Values): Values {
  return stateShown(job.mapping, shown, known);
}

/** Items without an identity cannot be distinguished from new ones. */
function namelessIn(job: Job, items: readonly Json[], unexpected: Unexpected | undefined): Diagnostic | undefined {
  const { mapping } = job;
  return items.some((item) => !namesObject(mapping, mapping.reply, item, {})) ? unexpected?.error : undefined;
}

/** Objects that show the sent values. */
function lookalikes(mapping: ResourceMapping, locate: LocateMapping, list: ItemList, planned: Values): readonly Json[] {
  return list.find(shownFields(mapping, locate, planned));
}

/** The values a new object shows, by JSON pointer. Unset or unknown ones are not compared. */
function shownFields(mapping: ResourceMapping, locate: LocateMapping, planned: Values): Record<string, Json> {
  const fields: Record<string, Json> = {};
  for (const name of locate.match) {
    const wanted = jsonOf(planned[name]);
    const field = mapping.reply[name];
    if (wanted !== undefined && field !== undefined) fields[typeof field === 'string' ? field : field.at] = wanted;
  }
  return fields;
}

/** The identity of an object as one string. */
function identityOf(mapping: ResourceMapping, object: Json): string {
  return identityText(mapping, (_name, pointer) => pointerGet(object, pointer));
}

/** The same for an object as state has it. */
function identityOfValues(mapping: ResourceMapping, values: Values): string {
  return identityText(mapping, (name) => jsonOf(values[name]));
}

function identityText(mapping: ResourceMapping, read: (name: string, pointer: string) => Json | undefined): string {
  const shown = mapping.identity.flatMap((name) => {
    const field = mapping.reply[name];
    return field === undefined ? [] : [read(name, typeof field === 'string' ? field : field.at) ?? null];
  });
  return shown.length === 1 && typeof shown[0] === 'string' ? shown[0] : canonicalJson(shown);
}

export function naturalKey(job: Pick<Job, 'type' | 'mapping'>, planned: Values): string {
  const { identity, attributes, locate } = job.mapping;
  // Values that the service assigns are unknown for a new object and must not distinguish it from existing ones.
  const given = identity.filter((name) => attributes[name]?.required === true || attributes[name]?.optional === true);
  return canonicalJson([
    job.type,
    ...[...(locate?.match ?? []), ...given].map((name) => jsonOf(planned[name]) ?? null),
  ]);
}

function knownBefore(evidence: unknown): ReadonlySet<string> | undefined {
  const known = typeof evidence === 'object' && evidence !== null && 'known' in evidence ? evidence.known : undefined;
  return Array.isArray(known) ? new Set(known.filter((identity) => typeof identity === 'string')) : undefined;
}

function unclear(job: Job, planned: Values, several: readonly Json[]): Diagnostic {
  const { mapping, session } = job;
  const identities = several.map((item) => identityOf(mapping, item));
  return unclearCreate(session.speaker, calling(mapping, planned), identities, lookForIt(mapping, planned));
}

/** What a person can do to find out. */
export function lookForIt(mapping: ResourceMapping, planned: Values): string {
  const named = mapping.locate?.match.flatMap((name) => {
    const value = mapping.attributes[name]?.sensitive === true ? undefined : jsonOf(planned[name]);
    return typeof value === 'string' ? [`${name} "${value}"`] : [];
  });
  const like = named === undefined || named.length === 0 ? '' : ` with ${named.join(' and ')}`;
  return `Search the service for a new ${mapping.noun}${like}. If it exists, import it or delete it; its import ID has the form ${mapping.imports[0] ?? 'in the guide'}.`;
}
