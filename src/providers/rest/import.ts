import { objectValue, type Value } from '../../model/index.js';
import type { ImportRequest, ImportResponse } from '../requests.js';
import { notImportable } from '../diagnostics.js';
import { nothingToImport, wrongImportId } from './diagnostics.js';
import type { Job } from './job.js';
import { complete, stateFromReply } from './projection.js';
import { findObject } from './read.js';

/** The contract's `import`: reads the id by the forms of the mapping, and then the object. */
export async function importResource(job: Job, request: ImportRequest): Promise<ImportResponse> {
  const { mapping } = job;
  if (mapping.read.kept !== undefined)
    return { objects: [], diagnostics: [notImportable(request.type, mapping.read.kept)] };
  const identity = parseImportId(mapping.imports, request.id);
  if (identity === undefined)
    return { objects: [], diagnostics: [wrongImportId(mapping.noun, request.id, mapping.imports)] };
  const known = complete(mapping.attributes, { ...settingsOf(job), ...identity });
  const found = await findObject(job, known, 'shared');
  if (found.kind === 'gone') return { objects: [], diagnostics: [nothingToImport(mapping.noun, request.id)] };
  const diagnostic = found.kind === 'failed' ? found.diagnostic : found.unexpected;
  if (diagnostic !== undefined || found.kind === 'failed')
    return { objects: [], diagnostics: diagnostic === undefined ? [] : [diagnostic] };
  const mismatch = mapping.checkImport?.(found.object);
  if (mismatch !== undefined) return { objects: [], diagnostics: [mismatch] };
  const state = objectValue(stateFromReply(mapping.attributes, mapping.reply, found.object, known, true));
  return { objects: [{ type: request.type, state }], diagnostics: [] };
}

/** What the id may leave out, because the provider's own configuration has it. */
function settingsOf({ mapping, configured }: Job): Record<string, Value> {
  const settings = Object.entries(mapping.attributes).flatMap(([name, { default: source }]) =>
    source !== undefined && 'setting' in source ? [[name, configured[source.setting] ?? null] as const] : [],
  );
  return Object.fromEntries(settings);
}

/** The parts of an id by the first form with as many parts; undefined when none fits. */
export function parseImportId(forms: readonly string[], id: string): Record<string, Value> | undefined {
  const parts = id.split('/');
  const form = forms.map((text) => text.split('/')).find((names) => names.length === parts.length);
  if (form === undefined || parts.some((part) => part.trim() === '')) return undefined;
  return Object.fromEntries(form.map((name, index) => [name, parts[index]!]));
}
