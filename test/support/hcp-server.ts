import { createHash } from 'node:crypto';
import { FaultyServer, json, type Asked, type Reply } from './faulty-server.js';

interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly mode: string;
  readonly tags: readonly string[];
  locked: boolean;
  reason: string;
  readonly versions: { readonly id: string; readonly serial: number; readonly md5: string; bytes: Buffer }[];
}

interface Created {
  readonly data: {
    readonly type: string;
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly relationships?: {
      readonly tags?: { readonly data: { readonly attributes: { readonly name: string } }[] };
    };
  };
}

/** The part of HCP Terraform's API that keeps state, for the organization `acme`. */
export class HcpServer extends FaultyServer {
  readonly workspaces = new Map<string, Workspace>();
  token = 't0ken';
  /** Things per page of a list. */
  page = 100;
  #made = 0;

  add(name: string, mode = 'local', tags: readonly string[] = []): Workspace {
    this.#made += 1;
    const workspace = { id: `ws-${this.#made}`, name, mode, tags, locked: false, reason: '', versions: [] };
    this.workspaces.set(name, workspace);
    return workspace;
  }

  protected handle({ method, url, headers, body }: Asked): Reply {
    const place = url.pathname;
    if (place === '/.well-known/terraform.json')
      return json(200, { 'tfe.v2': '/api/v2/', 'tfe.v2.1': '/api/v2/', 'tfe.v2.2': '/api/v2/' });
    const hosted = /^\/api\/v2\/hosted\/(.+)$/.exec(place)?.[1];
    // Its address is its permission.
    if (hosted !== undefined) return this.#hosted(method, hosted, body);
    if (headers.authorization !== `Bearer ${this.token}`) return problem(401, 'unauthorized');
    const path = place.replace(/^\/api\/v2\//, '');
    if (path === 'ping') return { status: 204, headers: { 'tfp-api-version': '2.6', 'x-ratelimit-limit': '30' } };
    const content = body.length > 0 && method === 'POST' ? (JSON.parse(body.toString()) as Created) : undefined;
    const [kind = '', id = '', part = '', action = ''] = path.split('/').map(decodeURIComponent);
    if (kind === 'organizations') return this.#organization(method, id, part, action, url, content);
    if (kind === 'state-versions') return this.#described(id);
    const workspace = [...this.workspaces.values()].find((one) => one.id === id);
    if (kind !== 'workspaces' || workspace === undefined) return problem(404, 'not found');
    if (part === '') return json(200, { data: this.#workspace(workspace) });
    if (part === 'actions') return this.#act(workspace, action, content);
    if (part === 'current-state-version') {
      const last = workspace.versions.at(-1);
      return last === undefined ? problem(404, 'not found') : json(200, { data: this.#version(last) });
    }
    return part === 'state-versions' && content !== undefined
      ? this.#write(workspace, content)
      : problem(404, 'not found');
  }

  #organization(method: string, id: string, part: string, name: string, url: URL, content?: Created): Reply {
    if (id !== 'acme') return problem(404, 'not found');
    if (part === 'entitlement-set')
      return json(200, {
        data: { id: 'org-1', type: 'entitlement-sets', attributes: { 'state-storage': true, operations: true } },
      });
    if (part === '') return json(200, { data: { id: 'acme', type: 'organizations', attributes: { name: 'acme' } } });
    if (part !== 'workspaces') return problem(404, 'not found');
    if (name !== '') {
      const workspace = this.workspaces.get(name);
      if (workspace === undefined) return problem(404, 'not found');
      if (method !== 'DELETE') return json(200, { data: this.#workspace(workspace) });
      this.workspaces.delete(name);
      return { status: 204 };
    }
    if (content !== undefined) {
      const { attributes, relationships } = content.data;
      const wanted = String(attributes['name']);
      if (!/^[-A-Za-z0-9_]+$/.test(wanted) || this.workspaces.has(wanted))
        return problem(422, 'Name has already been taken');
      const tags = relationships?.tags?.data.map((tag) => tag.attributes.name) ?? [];
      return json(201, {
        data: this.#workspace(this.add(wanted, String(attributes['execution-mode'] ?? 'remote'), tags)),
      });
    }
    const tags = (url.searchParams.get('search[tags]') ?? '').split(',').filter((one) => one !== '');
    const found = [...this.workspaces.values()]
      .filter((one) => one.name.includes(url.searchParams.get('search[name]') ?? ''))
      .filter((one) => tags.every((tag) => one.tags.includes(tag)));
    const page = Number(url.searchParams.get('page[number]') ?? 1);
    const size = Math.min(this.page, Number(url.searchParams.get('page[size]') ?? 20));
    const next = found.length > page * size ? page + 1 : null;
    const pagination = { 'current-page': page, 'next-page': next, 'total-pages': Math.ceil(found.length / size) };
    return json(200, {
      data: found.slice((page - 1) * size, page * size).map((one) => this.#workspace(one)),
      meta: { pagination },
    });
  }

  #act(workspace: Workspace, action: string, content?: unknown): Reply {
    if (action === 'lock') {
      if (workspace.locked) return problem(409, 'workspace already locked');
      workspace.locked = true;
      // As documented, or wrapped, as the library of Terraform does it.
      const { reason, data } = (content ?? {}) as { reason?: unknown; data?: { attributes?: { reason?: unknown } } };
      workspace.reason = String(reason ?? data?.attributes?.reason ?? '');
    } else if (action === 'unlock' || action === 'force-unlock') {
      if (!workspace.locked) return problem(409, 'workspace already unlocked');
      workspace.locked = false;
      workspace.reason = '';
    } else return problem(404, 'not found');
    return json(200, { data: this.#workspace(workspace) });
  }

  #write(workspace: Workspace, { data: { attributes } }: Created): Reply {
    const serial = Number(attributes['serial']);
    const { md5, state } = attributes;
    if (!workspace.locked) return problem(409, 'Workspace must be locked to create state');
    const last = workspace.versions.at(-1);
    if (last !== undefined && last.serial >= serial && last.md5 !== md5) return problem(409, 'serial is not newer');
    const bytes = typeof state === 'string' ? Buffer.from(state, 'base64') : Buffer.alloc(0);
    if (bytes.length > 0 && createHash('md5').update(bytes).digest('hex') !== md5) return problem(422, 'MD5 mismatch');
    this.#made += 1;
    const version = { id: `sv-${this.#made}`, serial, md5: String(md5), bytes };
    workspace.versions.push(version);
    return json(201, { data: this.#version(version) });
  }

  #find(id: string): Workspace['versions'][number] | undefined {
    return [...this.workspaces.values()].flatMap(({ versions }) => versions).find((one) => one.id === id);
  }

  #hosted(method: string, id: string, body: Buffer): Reply {
    const version = this.#find(id);
    if (version === undefined) return problem(404, 'not found');
    if (method === 'PUT') version.bytes = body;
    return { status: 200, body: method === 'PUT' ? '' : version.bytes };
  }

  #described(id: string): Reply {
    const version = this.#find(id);
    return version === undefined ? problem(404, 'not found') : json(200, { data: this.#version(version) });
  }

  #version({ id, serial, md5 }: Workspace['versions'][number]): object {
    const hosted = `${this.address.replace('127.0.0.1', 'localhost')}/api/v2/hosted/${id}`;
    const addresses = { 'hosted-state-download-url': hosted, 'hosted-state-upload-url': hosted };
    return { id, type: 'state-versions', attributes: { serial, md5, status: 'finalized', ...addresses } };
  }

  #workspace({ id, name, mode, tags, locked, reason }: Workspace): object {
    const attributes = {
      name,
      locked,
      'locked-reason': reason,
      'execution-mode': mode,
      'tag-names': tags,
      operations: mode !== 'local',
      'terraform-version': '1.11.4',
      permissions: {
        'can-queue-run': true,
        'can-lock': true,
        'can-unlock': true,
        'can-force-unlock': true,
        'can-update': true,
      },
    };
    const organization = { data: { id: 'acme', type: 'organizations' } };
    return { id, type: 'workspaces', attributes, relationships: { organization } };
  }
}

const problem = (status: number, title: string): Reply => json(status, { errors: [{ status: String(status), title }] });
