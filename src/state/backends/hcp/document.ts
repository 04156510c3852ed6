import { createHash } from 'node:crypto';
import type { LockHolder } from '../../backend.js';
import { stateTooLarge } from '../../diagnostics.js';
import {
  DiagnosticError,
  errorDiagnostic,
  JsonSyntaxError,
  objectIn,
  parseJson,
  textMember,
  type JsonObject,
} from '../../../model/index.js';
import { MOST_BYTES } from '../../size.js';
import type { DocumentServer } from '../document/server.js';
import type { LockInfo } from '../remote/lock-info.js';
import { bufferOf } from '../remote/send.js';
import { attributesOf, documentOf, idOf, type HcpClient } from './client.js';
import type { HcpSettings } from './settings.js';
import type { HcpWorkspaces } from './workspaces.js';

export interface HcpDocumentOptions {
  readonly settings: HcpSettings;
  readonly client: HcpClient;
  readonly workspaces: HcpWorkspaces;
  /** Its name at the server. */
  readonly name: string;
}

/** It is sent as Base64 in a JSON document, which is one string. */
const MOST_STATE = MOST_BYTES * 0.75 - 2 ** 20;

/** The state of a workspace: a list of versions, of which the last one counts. */
export class HcpDocument implements DocumentServer {
  readonly place: string;
  readonly hasLock = true;
  readonly mostBytes = MOST_STATE;
  readonly #options: HcpDocumentOptions;

  constructor(options: HcpDocumentOptions) {
    const { host, organization } = options.settings;
    this.place = `${host}/${organization}/${options.name}`;
    this.#options = options;
  }

  async read(): Promise<Buffer | undefined> {
    const { client, workspaces, name } = this.#options;
    const workspace = await workspaces.find('Reading', name);
    if (workspace === undefined) return undefined;
    const current = await client.ask('Reading', 'GET', `workspaces/${idOf(workspace)}/current-state-version`);
    if (current.status === 404) return undefined;
    if (current.status !== 200) throw client.refused('Reading', current);
    const address = textMember(attributesOf(objectIn(documentOf(current)['data'])), 'hosted-state-download-url') ?? '';
    const reply = await client.ask('Reading', 'GET', address);
    if (reply.status !== 200) throw client.refused('Reading', reply);
    return reply.body.length === 0 ? undefined : bufferOf(reply);
  }

  async write(bytes: Buffer<ArrayBuffer>, held: LockInfo | undefined): Promise<'written' | LockHolder | undefined> {
    const { client, workspaces, name } = this.#options;
    const id = idOf(await workspaces.make('Writing', name));
    const content = contentOf(bytes);
    const { serial, lineage } = content;
    const attributes = {
      serial: serial ?? (await this.#nextSerial(id)),
      lineage: lineage ?? '',
      md5: createHash('md5').update(bytes).digest('hex'),
      state: bytes.toString('base64'),
      'json-state-outputs': Buffer.from(JSON.stringify(outputsOf(content))).toString('base64'),
    };
    const data = { type: 'state-versions', attributes };
    const path = `workspaces/${id}/state-versions`;
    const reply = await client.ask('Writing', 'POST', path, { data }).catch((error: unknown) => {
      // The outputs, which are in it twice, exceeded the maximum string length.
      throw error instanceof RangeError ? stateTooLarge(this.place, this.mostBytes) : error;
    });
    if (reply.status === 201 || reply.status === 200) return 'written';
    if (reply.status !== 409) throw client.refused('Writing', reply);
    const workspace = await workspaces.find('Writing', name);
    const isHeld = workspace !== undefined && held !== undefined && reasonOf(workspace).includes(held.ID);
    if (isHeld) throw client.refused('Writing', reply);
    return undefined;
  }

  /** The serial for a document that does not contain one. */
  async #nextSerial(id: string): Promise<number> {
    const { client } = this.#options;
    const reply = await client.ask('Writing', 'GET', `workspaces/${id}/current-state-version`);
    if (reply.status === 404) return 1;
    if (reply.status !== 200) throw client.refused('Writing', reply);
    return Number(attributesOf(objectIn(documentOf(reply)['data']))['serial'] ?? 0) + 1;
  }

  async lock(info: LockInfo): Promise<'taken' | LockInfo> {
    const { settings, client, workspaces, name } = this.#options;
    const workspace = await workspaces.make('Locking', name);
    const mode = textMember(attributesOf(workspace), 'execution-mode');
    if (mode !== undefined && mode !== 'local' && !settings.isForcedLocal) throw remoteRuns(this.place, mode);
    // What the server shows to people, and what tells a lock whose reply was lost.
    const reason = `${info.Operation} by ${info.Who} with ${info.Version} (${info.ID})`;
    const reply = await client.ask('Locking', 'POST', `workspaces/${idOf(workspace)}/actions/lock`, { reason });
    if (reply.status === 200) return 'taken';
    if (reply.status !== 409) throw client.refused('Locking', reply);
    const holder = await this.holder();
    if (holder === undefined) return this.lock(info);
    return holder.ID === info.ID ? 'taken' : holder;
  }

  unlock(info: LockInfo): Promise<void> {
    return this.#release('unlock', info);
  }

  async holder(): Promise<LockInfo | undefined> {
    const { workspaces, name } = this.#options;
    const workspace = await workspaces.find('Locking', name);
    return workspace !== undefined && isLocked(workspace) ? holderIn(workspace, this.#id()) : undefined;
  }

  forceUnlock(info: LockInfo): Promise<void> {
    return this.#release('force-unlock', info);
  }

  /**
   * The server releases whatever lock of this user there is. After a lost reply, that may be the lock of another run, so
   * the request is only repeated while this lock is there.
   */
  async #release(action: 'unlock' | 'force-unlock', info: LockInfo): Promise<void> {
    const { client, workspaces, name } = this.#options;
    const held = async (): Promise<JsonObject | undefined> => {
      const workspace = await workspaces.find('Unlocking', name);
      const isThis = workspace !== undefined && isLocked(workspace) && holderIn(workspace, this.#id()).ID === info.ID;
      return isThis ? workspace : undefined;
    };
    const workspace = await held();
    if (workspace === undefined) return;
    const path = `workspaces/${idOf(workspace)}/actions/${action}`;
    const reply = await client.askWhileDue('Unlocking', 'POST', path, async () => (await held()) !== undefined);
    // 409: it was released meanwhile.
    if (reply !== undefined && reply.status !== 200 && reply.status !== 409) throw client.refused('Unlocking', reply);
  }

  /** What Terraform calls the ID of its lock. */
  #id(): string {
    return `${this.#options.settings.organization}/${this.#options.name}`;
  }
}

/** Without members if it is not JSON. */
function contentOf(bytes: Buffer): JsonObject {
  try {
    return objectIn(parseJson(bytes.toString('utf8')));
  } catch (error) {
    if (error instanceof JsonSyntaxError) return {};
    throw error;
  }
}

const isLocked = (workspace: JsonObject): boolean => attributesOf(workspace)['locked'] === true;

const reasonOf = (workspace: JsonObject): string => textMember(attributesOf(workspace), 'locked-reason') ?? '';

/** Terraform says "Locked by Terraform", and nothing about who. */
function holderIn(workspace: JsonObject, id: string): LockInfo {
  const [, Operation = '', Who = '', Version = '', ID = ''] =
    /^(\S+) by (\S+) with (landform .*) \(([-0-9a-f]+)\)$/.exec(reasonOf(workspace)) ?? [];
  if (ID !== '') return { ID, Operation, Info: '', Who, Version, Created: '', Path: '' };
  const who = reasonOf(workspace) || 'a run or a person at the server';
  return { ID: id, Operation: '', Info: '', Who: who.slice(0, 200), Version: '', Created: '', Path: '' };
}

/** The outputs of a state as the server keeps them for other workspaces. */
function outputsOf(state: JsonObject): JsonObject {
  const outputs = Object.entries(objectIn(state['outputs'])).map(([name, output]) => {
    const { value = null, type = null, sensitive } = objectIn(output);
    return [name, { sensitive: sensitive === true, type, value }] as const;
  });
  return Object.fromEntries(outputs);
}

function remoteRuns(place: string, mode: string): DiagnosticError {
  return new DiagnosticError([
    errorDiagnostic('remote-runs', `The runs of ${place} happen at the server (execution mode "${mode}")`, {
      detail:
        'Landform runs here, and only keeps state there. Set the execution mode of the workspace to Local in its settings, ' +
        'or set TF_FORCE_LOCAL_BACKEND=1 to run here without the variables of the workspace.',
    }),
  ]);
}
