import type { Workspaces } from '../../backend.js';
import { DiagnosticError, errorDiagnostic, objectIn, textMember, type JsonObject } from '../../../model/index.js';
import { attributesOf, documentOf, idOf, type HcpClient } from './client.js';
import { nameAtServer, type HcpSettings } from './settings.js';

/** The workspaces of an organization that belong to the configuration. */
export class HcpWorkspaces implements Workspaces {
  readonly #settings: HcpSettings;
  readonly #client: HcpClient;

  constructor(settings: HcpSettings, client: HcpClient) {
    this.#settings = settings;
    this.#client = client;
  }

  async list(): Promise<readonly string[]> {
    const { organization, workspaces } = this.#settings;
    if ('name' in workspaces) return [];
    const search =
      'prefix' in workspaces
        ? `search[name]=${encodeURIComponent(workspaces.prefix)}`
        : `search[tags]=${encodeURIComponent(workspaces.tags.join(','))}`;
    const found = await this.#client.all(
      'Reading',
      `organizations/${encodeURIComponent(organization)}/workspaces?${search}`,
    );
    const names = found.map((workspace) => textMember(attributesOf(workspace), 'name') ?? '');
    const own = 'prefix' in workspaces ? names.filter((name) => name.startsWith(workspaces.prefix)) : names;
    return own.map((name) => ('prefix' in workspaces ? name.slice(workspaces.prefix.length) : name)).sort();
  }

  async create(name: string): Promise<void> {
    await this.make('Creating', nameAtServer(this.#settings, name));
  }

  async remove(name: string): Promise<void> {
    const place = this.#path(nameAtServer(this.#settings, name));
    const reply = await this.#client.ask('Removing', 'DELETE', place);
    if (reply.status !== 204 && reply.status !== 200 && reply.status !== 404)
      throw this.#client.refused('Removing', reply);
  }

  /** By its name at the server. */
  async find(what: string, name: string): Promise<JsonObject | undefined> {
    const reply = await this.#client.ask(what, 'GET', this.#path(name));
    if (reply.status === 404) return undefined;
    if (reply.status !== 200) throw this.#client.refused(what, reply);
    return objectIn(documentOf(reply)['data']);
  }

  /** The same, made if it does not exist: for runs that happen here. */
  async make(what: string, name: string): Promise<JsonObject> {
    const found = await this.find(what, name);
    if (found !== undefined) return found;
    const { organization, workspaces, project } = this.#settings;
    const tags = 'tags' in workspaces ? workspaces.tags : [];
    const data = {
      type: 'workspaces',
      attributes: { name, 'execution-mode': 'local' },
      relationships: {
        ...(tags.length > 0 && { tags: { data: tags.map((tag) => ({ type: 'tags', attributes: { name: tag } })) } }),
        ...(project !== undefined && { project: { data: { type: 'projects', id: await this.#projectId(project) } } }),
      },
    };
    const place = `organizations/${encodeURIComponent(organization)}/workspaces`;
    const reply = await this.#client.ask(what, 'POST', place, { data });
    if (reply.status === 201 || reply.status === 200) return objectIn(documentOf(reply)['data']);
    // After a lost reply, it exists already.
    const made = reply.status === 422 ? await this.find(what, name) : undefined;
    if (made === undefined) throw this.#client.refused(what, reply);
    return made;
  }

  async #projectId(name: string): Promise<string> {
    const { organization } = this.#settings;
    const path = `organizations/${encodeURIComponent(organization)}/projects?filter[names]=${encodeURIComponent(name)}`;
    const found = await this.#client.all('Reading', path);
    const project = found.find((one) => textMember(attributesOf(one), 'name') === name);
    if (project !== undefined) return idOf(project);
    throw new DiagnosticError([
      errorDiagnostic('invalid-backend', `The organization ${organization} has no project "${name}"`, {
        detail: 'Correct the name, or make the project at the server.',
      }),
    ]);
  }

  #path(name: string): string {
    return `organizations/${encodeURIComponent(this.#settings.organization)}/workspaces/${encodeURIComponent(name)}`;
  }
}
