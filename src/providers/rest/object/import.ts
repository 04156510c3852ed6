import { isNull, objectValue, type Diagnostic, type Value } from '../../../model/index.js';
import type { ImportRequest, ImportResponse } from '../../requests.js';
import { notImportable } from '../../diagnostics.js';
import { nothingToImport, wrongImportId } from '../diagnostics.js';
import { asking, type Job } from '../job.js';
import { lookUp } from './lookup.js';
import type { ResourceMapping } from '../mapping/definition.js';
import { withPieces } from './pieces.js';
import { complete, valueFromReply, type Values } from '../values/projection.js';
import type { Found } from '../found.js';
import { findObject } from './read.js';
import { stateShown } from './shown.js';
import { contentsOf } from './contents.js';
import { keeping, unseenAfterImport } from './kept.js';
import type { Surveyed } from './place.js';

/** The contract's `import`: parses the ID by the mapping's forms, then reads the object. */
export async function importResource(job: Job, surveyed: Surveyed, request: ImportRequest): Promise<ImportResponse> {
  const { mapping } = job;
  if (mapping.read.kept !== undefined)
    return { objects: [], diagnostics: [notImportable(request.type, mapping.read.kept)] };
  const parts = parseImportId(mapping.imports, request.id);
  const identity = parts && typed(mapping, parts);
  if (identity === undefined || !isAllowed(mapping, identity))
    return { objects: [], diagnostics: [wrongImportId(mapping.noun, request.id, mapping.imports)] };
  const known = complete(mapping.attributes, { ...settingsOf(job, identity), ...identity });
  const { found: plain, values } = await findByIdOrName(job, known);
  const { alsoImporting: more } = mapping.read;
  const found =
    plain.kind === 'found' && more !== undefined ? await withPieces(job, plain, values, 'shared', more) : plain;
  if (found.kind === 'gone') return { objects: [], diagnostics: [nothingToImport(mapping.noun, request.id)] };
  if (found.kind === 'failed') return { objects: [], diagnostics: [found.diagnostic] };
  const mismatch = mapping.checkImport?.(found.object);
  if (mismatch !== undefined) return { objects: [], diagnostics: [mismatch] };
  const state = objectValue(stateShown(mapping, found, values, true));
  const kept = {
    imported: true as const,
    unseen: unseenAfterImport(mapping, state),
    place: surveyed.requests,
    contents: await contentsOf(job, state),
  };
  const object = { type: request.type, state, ...keeping(kept) };
  return { objects: [object], diagnostics: [...job.session.tolerated(found.unexpected), ...(found.warnings ?? [])] };
}

/** The parts that may be omitted because the provider configuration has them. */
function settingsOf({ mapping, configured }: Job, identity: Values): Record<string, Value> {
  const settings = Object.entries(mapping.attributes).flatMap(([name, { default: source }]) => {
    if (source === undefined || !('setting' in source)) return [];
    const { when } = source;
    const counts = when === undefined || identity[when.attribute] === when.is;
    return counts ? [[name, configured[source.setting] ?? null] as const] : [];
  });
  return Object.fromEntries(settings);
}

/** Whether every part is one of its attribute's allowed values. */
function isAllowed({ attributes }: ResourceMapping, identity: Values): boolean {
  return Object.entries(identity).every(([name, value]) => {
    const words = attributes[name]?.constraint?.['enum'];
    return !Array.isArray(words) || words.includes(value);
  });
}

/** The object an ID identifies, or, if names lead to identities, the one of that name. */
async function findByIdOrName(job: Job, known: Values): Promise<{ readonly found: Found; readonly values: Values }> {
  const found = await findObject(job, known, 'shared');
  const { lookup, noun, identity } = job.mapping;
  if (lookup === undefined || found.kind !== 'gone') return { found, values: known };
  const id = identity.at(-1);
  const named = { ...known, [lookup.name]: id === undefined ? null : (known[id] ?? null) };
  const asked = asking(job, 'look for', named, { signal: job.stopping });
  const result = await lookUp(job.session, lookup, noun, asked);
  if ('diagnostic' in result) {
    const { diagnostic } = result;
    return {
      found: diagnostic.code === 'not-exactly-one' ? severalOrNone(diagnostic) : { kind: 'failed', diagnostic },
      values: known,
    };
  }
  return { found: await findObject(job, result.values, 'shared'), values: result.values };
}

/** A missing name is better reported as "gone". */
function severalOrNone(diagnostic: Diagnostic): Found {
  return diagnostic.summary.startsWith('There is no') ? { kind: 'gone' } : { kind: 'failed', diagnostic };
}

/** The parts as values of their attributes; list items are separated by commas. Undefined if one is invalid. */
function typed({ attributes }: ResourceMapping, parts: Readonly<Record<string, string>>): Values | undefined {
  const values = Object.entries(parts).map(([name, part]): [string, Value] => {
    const { type = 'string' } = attributes[name] ?? {};
    const isList = typeof type === 'object' && (type.kind === 'list' || type.kind === 'set');
    return [name, valueFromReply(isList ? part.split(',') : part, type)];
  });
  return values.some(([, value]) => isNull(value)) ? undefined : Object.fromEntries(values);
}

/** The parts of an ID by the first form with as many parts; undefined if none matches. */
export function parseImportId(forms: readonly string[], id: string): Record<string, string> | undefined {
  for (const form of forms) {
    const separator = form.includes(':') ? ':' : '/';
    const [names, parts] = [form.split(separator), id.split(separator)];
    if (names.length !== parts.length) continue;
    if (parts.some((part) => part.trim() === '')) return undefined;
    return Object.fromEntries(names.map((name, index) => [name, parts[index] ?? '']));
  }
  return undefined;
}
