/** Addresses. They are printed as in Terraform and compared as text. */

export type Mode = 'managed' | 'data';

export interface ResourceAddress {
  /** `module.a["x"].module.b`, empty in the root module. */
  readonly module: string;
  readonly mode: Mode;
  readonly type: string;
  readonly name: string;
}

/** A key given by `count` (number) or `for_each` (string). */
export type InstanceKey = number | string | undefined;

/** `terraform_data.a`, `data.acloud_cloud_account.b`, `module.m.t.n`. */
export function formatResource(address: ResourceAddress): string {
  const local = `${address.type}.${address.name}`;
  const own = address.mode === 'data' ? `data.${local}` : local;
  return address.module === '' ? own : `${address.module}.${own}`;
}

/** The resource with the module keys left out: `module.m["x"].t.n` as `module.m.t.n`, the form that dependencies name. */
export function formatConfigured(address: ResourceAddress): string {
  return formatResource(address.module === '' ? address : withoutModuleKeys(address));
}

function withoutModuleKeys(address: ResourceAddress): ResourceAddress {
  return { ...address, module: address.module.replaceAll(/\[(?:[0-9]+|"(?:[^"\\]|\\.)*")\]/g, '') };
}

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

/**
 * Reads the text of a resource or instance address; undefined if it is not an address. `key` is undefined for a whole
 * resource (and for an instance without key: the two look the same).
 */
export function parseAddress(
  text: string,
): { readonly resource: ResourceAddress; readonly key: InstanceKey } | undefined {
  let rest = text;
  let module = '';
  const word = (): string | undefined => {
    const match = IDENTIFIER.exec(rest);
    if (match === null) return undefined;
    rest = rest.slice(match[0].length);
    return match[0];
  };
  const dot = (): boolean => {
    if (!rest.startsWith('.')) return false;
    rest = rest.slice(1);
    return true;
  };
  const index = (): InstanceKey | null => {
    if (!rest.startsWith('[')) return undefined;
    const match = /^\[(?:(0|[1-9][0-9]*)|("(?:[^"\\]|\\.)*"))\]/.exec(rest);
    if (match === null) return null;
    rest = rest.slice(match[0].length);
    if (match[1] !== undefined) return Number(match[1]);
    try {
      return (JSON.parse(match[2]!) as string).replaceAll('$${', '${').replaceAll('%%{', '%{');
    } catch {
      return null;
    }
  };
  let first = word();
  while (first === 'module' && rest.startsWith('.')) {
    dot();
    const name = word();
    const key = index();
    if (name === undefined || key === null || !dot()) return undefined;
    module += `${module === '' ? '' : '.'}module.${name}${formatKey(key)}`;
    first = word();
  }
  let mode: Mode = 'managed';
  if (first === 'data') {
    mode = 'data';
    if (!dot()) return undefined;
    first = word();
  }
  if (first === undefined || !dot()) return undefined;
  const name = word();
  if (name === undefined) return undefined;
  const key = index();
  if (key === null || rest !== '') return undefined;
  return { resource: { module, mode, type: first, name }, key };
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

/** A provider configuration as state names it: `provider["host/ns/type"]`, followed by `.alias` if it has one. */
export function formatProviderConfig(source: ProviderSource, alias?: string): string {
  return `provider["${source}"]${alias === undefined ? '' : `.${alias}`}`;
}

/** The form of Terraform 0.12: `provider.NAME`, perhaps with an alias and the module that held it. */
const LEGACY_PROVIDER = /^(?:module\..+\.)?provider\.([\p{ID_Continue}-]+)(?:\.([\p{ID_Continue}-]+))?$/u;

/**
 * Converts the address of a provider configuration to the current form. A bare name has no namespace, which becomes
 * `-`, as in Terraform; `state replace-provider` sets it. Other texts are returned unchanged.
 */
export function modernProviderConfig(text: string): string {
  if (text.startsWith('provider["')) return text;
  const match = LEGACY_PROVIDER.exec(text);
  if (match === null) return text;
  const [, name = '', alias] = match;
  return formatProviderConfig(expandProviderSource(name === 'terraform' ? name : `-/${name}`), alias);
}

/** Which provider, and which of its configurations. */
export interface ProviderConfigAddress {
  readonly source: ProviderSource;
  readonly alias?: string;
}

export function parseProviderConfig(text: string): ProviderConfigAddress | undefined {
  const match = /provider\["([^"]+)"\](?:\.([\p{ID_Continue}-]+))?$/u.exec(text);
  if (match === null) return undefined;
  return match[2] === undefined ? { source: match[1]! } : { source: match[1]!, alias: match[2] };
}

/** The provider configuration that state names for a resource. A text in another form counts as the source. */
export const storedProvider = (text: string): ProviderConfigAddress => parseProviderConfig(text) ?? { source: text };
