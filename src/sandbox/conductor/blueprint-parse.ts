import { parse } from 'yaml';

import { isRecord } from '../description.js';
import { messageOf } from '../error.js';
import { filesIn } from './archive.js';
import type { ArchiveFiles } from './archive.js';
import { Refused } from './refusal.js';

/** The archive itself is wrong, whatever its files say. */
export class UnreadableArchive extends Refused {}

type Plan = Readonly<Record<string, unknown>>;

/** The main file of an archive, read. Refuses what no deployment could be made of. */
export function parseBlueprint(archive: Uint8Array, mainFile: string): Plan {
  const text = mainText(filesOf(archive), mainFile);
  let plan: unknown;
  try {
    plan = parse(text);
  } catch (problem) {
    throw invalid(messageOf(problem));
  }
  if (!isRecord(plan)) throw invalid(`${mainFile} holds no blueprint`);
  if (typeof plan['tosca_definitions_version'] !== 'string')
    throw invalid("'tosca_definitions_version' key is missing, therefore no version is known");
  return plan;
}

function filesOf(archive: Uint8Array): ArchiveFiles {
  try {
    return filesIn(archive);
  } catch {
    throw new UnreadableArchive(400, 'The archive is neither a zip nor a tar.gz archive');
  }
}

/** Everything in an archive lies in one folder. */
function mainText(files: ArchiveFiles, mainFile: string): string {
  const folders = new Set([...files.keys()].map((path) => path.split('/', 1)[0]));
  if (folders.size !== 1) throw new Refused(400, 'The archive must contain exactly 1 directory');
  const content = files.get(`${[...folders][0]!}/${mainFile}`);
  if (content === undefined) throw new Refused(400, `${mainFile} does not exist in the application directory`);
  return content.toString('utf8');
}

function invalid(why: string): Refused {
  return new Refused(400, `Invalid blueprint - ${why}`, 'invalid_blueprint_error');
}
