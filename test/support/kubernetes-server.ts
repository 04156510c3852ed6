import { FaultyServer, json, type Asked, type Reply } from './faulty-server.js';

export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  metadata: {
    readonly name: string;
    namespace?: string;
    resourceVersion?: string;
    uid?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  readonly data?: Record<string, string>;
  readonly spec?: Record<string, unknown>;
}

const KINDS: Record<string, { kind: string; apiVersion: string }> = {
  secrets: { kind: 'Secret', apiVersion: 'v1' },
  leases: { kind: 'Lease', apiVersion: 'coordination.k8s.io/v1' },
};

const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

/** The API of a cluster, for the secrets and the leases of the namespace `default`. */
export class KubernetesServer extends FaultyServer {
  /** By kind and name: `secrets/name`. */
  readonly resources = new Map<string, Resource>();
  token = 't0ken';
  /** Things per page of a list. */
  page = 500;
  #version = 100;

  /** Terraform's lock of a state. */
  lock(state: string, info: string, id: string): void {
    const metadata = { name: `lock-${state}`, annotations: { 'app.terraform.io/lock-info': info } };
    this.#store('leases', { apiVersion: '', kind: '', metadata, spec: { holderIdentity: id } });
  }

  isLocked(state: string): boolean {
    return this.resources.get(`leases/lock-${state}`)?.spec?.['holderIdentity'] !== undefined;
  }

  #store(kind: string, resource: Resource): Resource {
    this.#version += 1;
    const metadata = { ...resource.metadata, namespace: 'default', resourceVersion: String(this.#version), uid: 'u' };
    const stored = { ...resource, ...KINDS[kind], metadata };
    this.resources.set(`${kind}/${metadata.name}`, stored);
    return stored;
  }

  protected handle({ method, url, headers, body }: Asked): Reply {
    if (headers.authorization !== `Bearer ${this.token}`) return status(401, 'Unauthorized', 'Unauthorized');
    const [, group, namespace, kind = '', part] =
      /^\/(api\/v1|apis\/coordination\.k8s\.io\/v1)\/namespaces\/([^/]+)\/(secrets|leases)(?:\/([^/]+))?$/.exec(
        url.pathname,
      ) ?? [];
    if (group === undefined || (group === 'api/v1') !== (kind === 'secrets'))
      return status(404, 'NotFound', 'the server could not find the requested resource');
    if (namespace !== 'default')
      return status(
        403,
        'Forbidden',
        `${kind} is forbidden: User "ann" cannot get resource in the namespace "${namespace}"`,
      );
    if (part === undefined) return method === 'GET' ? this.#list(kind, url.searchParams) : this.#create(kind, body);
    const name = decodeURIComponent(part);
    const stored = this.resources.get(`${kind}/${name}`);
    if (stored === undefined) return status(404, 'NotFound', `${kind} "${name}" not found`);
    if (method === 'GET') return json(200, stored);
    if (method === 'DELETE') {
      this.resources.delete(`${kind}/${name}`);
      return json(200, { kind: 'Status', apiVersion: 'v1', status: 'Success' });
    }
    if (method !== 'PUT') return status(405, 'MethodNotAllowed', 'the server does not allow this method');
    const next = JSON.parse(body.toString()) as Resource;
    const invalid = problemOf(next);
    if (invalid !== undefined) return status(422, 'Invalid', invalid);
    const { resourceVersion } = next.metadata;
    if (resourceVersion !== undefined && resourceVersion !== stored.metadata.resourceVersion)
      return status(
        409,
        'Conflict',
        `Operation cannot be fulfilled on ${kind} "${name}": the object has been modified`,
      );
    return json(200, this.#store(kind, next));
  }

  #create(kind: string, body: Buffer): Reply {
    const resource = JSON.parse(body.toString()) as Resource;
    const { name, resourceVersion } = resource.metadata;
    const invalid = problemOf(resource);
    if (invalid !== undefined) return status(422, 'Invalid', invalid);
    if (resourceVersion !== undefined)
      return status(400, 'BadRequest', 'resourceVersion should not be set on objects to be created');
    if (this.resources.has(`${kind}/${name}`)) return status(409, 'AlreadyExists', `${kind} "${name}" already exists`);
    return json(201, this.#store(kind, resource));
  }

  #list(kind: string, query: URLSearchParams): Reply {
    const wanted = (query.get('labelSelector') ?? '').split(',').map((one) => one.split('='));
    const all = [...this.resources]
      .filter(([key]) => key.startsWith(`${kind}/`) && key > (query.get('continue') ?? ''))
      .filter(([, { metadata }]) => wanted.every(([name = '', value]) => metadata.labels?.[name] === value))
      .sort(([one], [other]) => (one < other ? -1 : 1));
    const page = all.slice(0, Math.min(this.page, Number(query.get('limit') ?? this.page)));
    const next = all.length > page.length ? page.at(-1)?.[0] : undefined;
    const metadata = { resourceVersion: String(this.#version), ...(next !== undefined && { continue: next }) };
    return json(200, { kind: 'List', apiVersion: 'v1', metadata, items: page.map(([, one]) => one) });
  }
}

/** What the server refuses about a resource. */
function problemOf({ metadata, data = {}, spec = {} }: Resource): string | undefined {
  if (!NAME.test(metadata.name) || metadata.name.length > 253)
    return `metadata.name: Invalid value: "${metadata.name}"`;
  for (const [name, value] of Object.entries(metadata.labels ?? {}))
    if (!LABEL.test(value) || value.length > 63) return `metadata.labels: Invalid value: "${name}: ${value}"`;
  if (Object.values(data).join('').length * 0.75 > 1024 * 1024)
    return 'data: Too long: must have at most 1048576 bytes';
  for (const name of ['acquireTime', 'renewTime'])
    if (spec[name] !== undefined && spec[name] !== null && !TIME.test(String(spec[name])))
      return `spec.${name}: invalid`;
  return undefined;
}

const status = (code: number, reason: string, message: string): Reply =>
  json(code, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code });
