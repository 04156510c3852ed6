/** Addresses. They are printed as in Terraform and compared as text. */

declare const kind: unique symbol;

/** A module by its place in the configuration: `module.a.module.b`; empty for the root. */
export type ModulePath = string & { readonly [kind]: 'module path' };

/** A resource by its place in the configuration: `module.a.t.n`, the form that dependencies name. */
export type ConfigResource = string & { readonly [kind]: 'config resource' };

export const ROOT_MODULE = '' as ModulePath;

/** `ephemeral`: opened during a run and closed at its end; neither state nor plans contain it. */
export type Mode = 'managed' | 'data' | 'ephemeral';

/** The modes of what a state contains. */
export type KeptMode = Exclude<Mode, 'ephemeral'>;

export interface ResourceAddress {
  /** `module.a["x"].module.b`, empty in the root module. */
  readonly module: string;
  readonly mode: Mode;
  readonly type: string;
  readonly name: string;
}

/** A key given by `count` (number) or `for_each` (string). */
export type InstanceKey = number | string | undefined;

/** The address of a resource in its module. */
export const localResource = ({ mode, type, name }: Omit<ResourceAddress, 'module'>): string =>
  mode === 'managed' ? `${type}.${name}` : `${mode}.${type}.${name}`;

/** `terraform_data.a`, `data.acloud_cloud_account.b`, `module.m.t.n`. */
export function formatResource(address: ResourceAddress): string {
  const own = localResource(address);
  return address.module === '' ? own : `${address.module}.${own}`;
}

/** The resource with the module keys left out: `module.m["x"].t.n` as `module.m.t.n`. */
export const formatConfigured = (address: ResourceAddress): ConfigResource =>
  configuredName(formatResource(address), address.module);

/** The same from the text of a resource's address. `module` may be longer or shorter than the module in it. */
export const configuredName = (resource: string, module = resource): ConfigResource =>
  (isInModule(module) ? withoutKeys(resource) : resource) as ConfigResource;

/** The path of a module instance: `module.m["x"]` as `module.m`. */
export const modulePathOf = (instance: string): ModulePath =>
  (instance === '' ? instance : withoutKeys(instance)) as ModulePath;

/** Whether an address begins with a module. No type of resource is called "module". */
export const isInModule = (address: string): boolean => address.startsWith('module.');

const withoutKeys = (text: string): string => text.replaceAll(/\[(?:[0-9]+|\*|"(?:[^"\\]|\\.)*")\]/g, '');

/** The path of a module that another one calls. */
export const calledPath = (caller: ModulePath, name: string): ModulePath =>
  addressIn(caller, `module.${name}`) as ModulePath;

/** The address of something in a module or module instance: `module.a.var.x`. */
export const addressIn = (module: string, local: string): string => (module === '' ? local : `${module}.${local}`);

/** One call in the address of a module instance. */
export interface ModuleStep {
  readonly name: string;
  readonly key: InstanceKey;
}

/** Reads the text of a module or module instance; undefined if it is not one, or the root. */
export function parseModule(text: string): readonly ModuleStep[] | undefined {
  const reader = new AddressReader(text);
  const steps = reader.modules();
  return steps === undefined || steps.length === 0 || reader.rest !== '' ? undefined : steps;
}

/** Separates the module from the rest of an address: `module.a["x"]` and `var.n`. */
export function splitModule(address: string): { readonly module: string; readonly local: string } {
  const reader = new AddressReader(address);
  const module = formatModule(reader.modules() ?? []);
  return { module, local: module === '' ? address : reader.rest.slice(1) };
}

export const formatModule = (steps: readonly ModuleStep[]): string =>
  steps.map(({ name, key }) => `module.${name}${formatKey(key)}`).join('.');

/** `terraform_data.a[0]`, `terraform_data.a["k"]`. */
export function formatInstance(resource: string, key: InstanceKey): string {
  return resource + formatKey(key);
}

export function formatKey(key: InstanceKey): string {
  if (key === undefined) return '';
  return typeof key === 'number' ? `[${key}]` : `[${quote(key)}]`;
}

/** Order of instances in states and plans: no key, then numbers, then strings. */
export function compareKeys(left: InstanceKey, right: InstanceKey): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  return rankOfKey(left) - rankOfKey(right);
}

const rankOfKey = (key: InstanceKey): number => (key === undefined ? 0 : typeof key === 'number' ? 1 : 2);

/** Order of module instances in plans: callers before what they call, then by name and key. */
export function compareModules(left: string, right: string): number {
  const [first, second] = [parseModule(left) ?? [], parseModule(right) ?? []];
  if (first.length !== second.length) return first.length - second.length;
  for (const [index, { name, key }] of first.entries()) {
    const other = second[index];
    if (other === undefined) break;
    if (name !== other.name) return name < other.name ? -1 : 1;
    const keys = compareKeys(key, other.key);
    if (keys !== 0) return keys;
  }
  return 0;
}

/** HCL's quoted string: a template mark in it must not come alive. */
function quote(key: string): string {
  // A function as replacement: in a string, "$$" would mean one dollar sign.
  return JSON.stringify(key)
    .replaceAll('${', () => '$${')
    .replaceAll('%{', () => '%%{');
}

const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}-]*/u;

const WHOLE_IDENTIFIER = new RegExp(`${IDENTIFIER.source}$`, 'u');

/** Whether a text is an identifier of Terraform's language: Unicode's, with "-" inside. */
export const isIdentifier = (text: string): boolean => WHOLE_IDENTIFIER.test(text);

interface ParsedAddress {
  readonly resource: ResourceAddress;
  readonly key: InstanceKey;
}

/** {@link parseAddress} for an address that Landform itself has written; anything else is a bug. */
export function writtenAddress(text: string): ParsedAddress {
  const parsed = parseAddress(text);
  if (parsed === undefined) throw new Error(`${JSON.stringify(text)} is not an address`);
  return parsed;
}

/**
 * Reads the text of a resource or instance address; undefined if it is not an address. `key` is undefined for a whole
 * resource (and for an instance without key: the two look the same).
 */
export function parseAddress(text: string): ParsedAddress | undefined {
  const reader = new AddressReader(text);
  const modules = reader.modules();
  if (modules === undefined || (modules.length > 0 && !reader.dot())) return undefined;
  let type = reader.word();
  const mode: Mode = type === 'data' || type === 'ephemeral' ? type : 'managed';
  if (mode !== 'managed') type = reader.dot() ? reader.word() : undefined;
  if (type === undefined || !reader.dot()) return undefined;
  const name = reader.word();
  if (name === undefined) return undefined;
  const key = reader.index();
  if (key === null || reader.rest !== '') return undefined;
  return { resource: { module: formatModule(modules), mode, type, name }, key };
}

/** Reads the text of an address from left to right. */
class AddressReader {
  rest: string;

  constructor(text: string) {
    this.rest = text;
  }

  word(): string | undefined {
    const match = IDENTIFIER.exec(this.rest);
    if (match === null) return undefined;
    this.rest = this.rest.slice(match[0].length);
    return match[0];
  }

  dot(): boolean {
    if (!this.rest.startsWith('.')) return false;
    this.rest = this.rest.slice(1);
    return true;
  }

  /** Undefined if there is none, null if it is not valid. */
  index(): InstanceKey | null {
    if (!this.rest.startsWith('[')) return undefined;
    const match = /^\[(?:(0|[1-9][0-9]*)|("(?:[^"\\]|\\.)*"))\]/.exec(this.rest);
    if (match === null) return null;
    this.rest = this.rest.slice(match[0].length);
    const [, number, string = ''] = match;
    if (number !== undefined) return Number(number);
    try {
      return (JSON.parse(string) as string).replaceAll('$${', '${').replaceAll('%%{', '%{');
    } catch {
      return null;
    }
  }

  /** The module calls at the beginning; undefined if one of them is not valid. */
  modules(): readonly ModuleStep[] | undefined {
    const steps: ModuleStep[] = [];
    for (let text = this.rest; ; text = this.rest) {
      if (steps.length > 0 && !this.dot()) return steps;
      if (this.word() !== 'module' || !this.dot()) {
        this.rest = text;
        return steps;
      }
      const name = this.word();
      const key = this.index();
      if (name === undefined || key === null) return undefined;
      steps.push({ name, key });
    }
  }
}

/** A provider's full name: `registry.terraform.io/hashicorp/aws`, `terraform.io/builtin/terraform`. */
export type ProviderSource = string;

/** `ns/type` and `type` as Terraform reads them; the host and the namespace have its defaults. */
export function expandProviderSource(source: string): ProviderSource {
  if (source === 'terraform') return 'terraform.io/builtin/terraform';
  const parts = source.split('/');
  if (parts.length === 3) return source;
  if (parts.length === 2) return `registry.terraform.io/${source}`;
  return `registry.terraform.io/hashicorp/${source}`;
}

/**
 * A provider configuration as state names it: `provider["host/ns/type"]`, followed by `.alias` if it has one, after the
 * module that has it.
 */
export function formatProviderConfig(source: ProviderSource, alias?: string, module = ''): string {
  return addressIn(module, `provider["${source}"]${alias === undefined ? '' : `.${alias}`}`);
}

/** The form of Terraform 0.12: `provider.NAME`, perhaps with an alias and the module that has it. */
const LEGACY_PROVIDER = /^(?:(module\..+)\.)?provider\.([\p{ID_Continue}-]+)(?:\.([\p{ID_Continue}-]+))?$/u;

/**
 * Converts the address of a provider configuration to the current form. A bare name has no namespace, which becomes
 * `-`, as in Terraform; `state replace-provider` sets it. Other texts are returned unchanged.
 */
export function modernProviderConfig(text: string): string {
  if (text.startsWith('provider["')) return text;
  const match = LEGACY_PROVIDER.exec(text);
  if (match === null) return text;
  const [, module, name = '', alias] = match;
  return formatProviderConfig(expandProviderSource(name === 'terraform' ? name : `-/${name}`), alias, module);
}

/** Which provider, and which of its configurations. */
export interface ProviderConfigAddress {
  readonly source: ProviderSource;
  readonly alias?: string;
  /** The module that has the configuration, if it is not the root module. */
  readonly module?: ModulePath;
}

export function parseProviderConfig(text: string): ProviderConfigAddress | undefined {
  const match = /^(?:(module\..+)\.)?provider\["([^"]+)"\](?:\.([\p{ID_Continue}-]+))?$/u.exec(text);
  const [, module, source, alias] = match ?? [];
  if (source === undefined) return undefined;
  return {
    source,
    ...(alias !== undefined && { alias }),
    ...(module !== undefined && { module: modulePathOf(module) }),
  };
}

/** The provider configuration that state names for a resource. A text in another form counts as the source. */
export const storedProvider = (text: string): ProviderConfigAddress => parseProviderConfig(text) ?? { source: text };
