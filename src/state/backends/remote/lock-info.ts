import { isJsonObject, JsonSyntaxError, parseJson, type Json } from '../../../model/index.js';
import type { LockHolder, LockRequest } from '../../backend.js';
import { ownProcess } from '../process-identity.js';

/** A lock as Terraform writes it into backends; exactly these keys. */
export interface LockInfo {
  readonly ID: string;
  readonly Operation: string;
  readonly Info: string;
  readonly Who: string;
  readonly Version: string;
  readonly Created: string;
  readonly Path: string;
}

export function newLockInfo(id: string, request: LockRequest, created: number, path: string, info: string): LockInfo {
  const { user, host } = ownProcess();
  return {
    ID: id,
    Operation: request.operation,
    Info: info,
    Who: `${user}@${host}`,
    Version: request.program,
    Created: new Date(created).toISOString(),
    Path: path,
  };
}

/** Reads a lock that any program wrote; undefined if the text is not a JSON object. Missing parts are empty. */
export function parseLockInfo(text: string): LockInfo | undefined {
  let json: Json;
  try {
    json = parseJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
  if (!isJsonObject(json)) return undefined;
  const part = (name: keyof LockInfo): string => {
    const value = json[name];
    // Others can write here: what is shown is short, and stays on its line.
    return typeof value === 'string' ? value.replaceAll(/\p{Cc}/gu, ' ').slice(0, LONGEST) : '';
  };
  return {
    ID: part('ID'),
    Operation: part('Operation'),
    Info: part('Info'),
    Who: part('Who'),
    Version: part('Version'),
    Created: part('Created'),
    Path: part('Path'),
  };
}

/** More than the note of a lease needs. */
const LONGEST = 1024;

const OURS = 'landform ';

/** Whether Landform wrote the lock; Terraform writes its bare version number. */
export const isOwnKind = ({ Version }: LockInfo): boolean => Version.startsWith(OURS);

/** The holder for messages. */
export function holderOf(info: LockInfo): LockHolder {
  const created = Date.parse(info.Created);
  return {
    id: info.ID,
    // Terraform writes OperationTypeApply.
    operation: info.Operation.replace(/^OperationType/, '').toLowerCase() || 'an unknown operation',
    who: info.Who || 'another run',
    program: isOwnKind(info) ? info.Version : `terraform ${info.Version}`.trim(),
    created: Number.isNaN(created) ? 0 : created,
    ends: 'This lock does not end by itself if its holder crashed.',
  };
}
