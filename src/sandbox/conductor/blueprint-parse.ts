import { parse } from 'yaml';

import { isRecord } from '../description.js';
import { messageOf } from '../error.js';
import { filesIn } from './archive.js';
import type { ArchiveFiles } from './archive.js';
import { Refused } from './refusal.js';

/** The archive itself is invalid, whatever its files contain. */
export class UnreadableArchive extends Refused {}

type Plan = Readonly<Record<string, unknown>>;

/** Parses the main file of an archive. Refuses one that cannot be deployed. */
export function parseBlueprint(archive: Uint8Array, mainFile: string): Plan {
  const files = filesOf(archive);
  const text = mainText(files, mainFile);
  let plan: unknown;
  try {
    plan = parse(text);
  } catch (problem) {
    throw invalid(messageOf(problem));
  }
  if (!isRecord(plan)) throw invalid(`${mainFile} does not contain a blueprint`);
  if (typeof plan['tosca_definitions_version'] !== 'string')
    throw invalid("'tosca_definitions_version' key is missing, therefore no version is known");
  refuseUnknownTypes(plan, files);
  return plan;
}

/** Refuses nodes of a type that neither the manager nor the archive defines; plugins and addresses may define any. */
function refuseUnknownTypes(plan: Plan, files: ArchiveFiles): void {
  const known = typesIn(plan, files);
  if (known === undefined) return;
  for (const [node, template] of Object.entries(record(plan['node_templates']))) {
    const type = record(template)['type'];
    if (typeof type === 'string' && !type.startsWith('cloudify.') && !known.has(type))
      throw invalid(`Could not locate node type ${type}, which the node template ${node} names`);
  }
}

/**
 * Names of the types that the main file and its imports from the archive declare; undefined if other imports may
 * declare more.
 */
function typesIn(plan: Plan, files: ArchiveFiles, seen = new Set<string>()): ReadonlySet<string> | undefined {
  const types = new Set(Object.keys(record(plan['node_types'])));
  for (const name of [plan['imports'] ?? []].flat()) {
    if (typeof name !== 'string' || name.startsWith('cloudify/') || seen.has(name)) continue;
    seen.add(name);
    const file = [...files].find(([path]) => path.endsWith(`/${name}`))?.[1];
    const inside = file === undefined ? undefined : typesIn(record(parse(file.toString('utf8'))), files, seen);
    if (inside === undefined) return undefined;
    for (const type of inside) types.add(type);
  }
  return types;
}

function record(value: unknown): Plan {
  return isRecord(value) ? value : {};
}

function filesOf(archive: Uint8Array): ArchiveFiles {
  try {
    return filesIn(archive);
  } catch {
    throw new UnreadableArchive(400, 'The archive is neither a zip nor a tar.gz archive');
  }
}

/** Everything in an archive is in one folder. */
function mainText(files: ArchiveFiles, mainFile: string): string {
  const [folder, ...others] = new Set([...files.keys()].map((path) => path.split('/', 1)[0]));
  if (folder === undefined || others.length > 0) throw new Refused(400, 'The archive must contain exactly 1 directory');
  const content = files.get(`${folder}/${mainFile}`);
  if (content === undefined) throw new Refused(400, `${mainFile} does not exist in the application directory`);
  return content.toString('utf8');
}

function invalid(why: string): Refused {
  return new Refused(400, `Invalid blueprint - ${why}`, 'invalid_blueprint_error');
}
