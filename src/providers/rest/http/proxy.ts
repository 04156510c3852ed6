import { BlockList, isIP } from 'node:net';
import { DiagnosticError, errorDiagnostic } from '../../../model/index.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for an address: HTTPS_PROXY or HTTP_PROXY by its scheme, unless NO_PROXY names the host; upper or lower
 * case. Loopback addresses are always reached directly. Throws diagnostics for a variable that is not an address.
 */
export function proxyFor(url: URL, environment: Environment): URL | undefined {
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const text = variable(environment, name);
  if (text === undefined) return undefined;
  const host = url.hostname.replaceAll(/^\[|\]$/g, '').toLowerCase();
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  if (isLoopback(host) || isExempt(host, port, variable(environment, 'NO_PROXY') ?? '')) return undefined;
  return proxyAddress(name, text);
}

function variable(environment: Environment, name: string): string | undefined {
  return environment[name]?.trim() || environment[name.toLowerCase()]?.trim() || undefined;
}

/** A bare host means http, as is customary. The value may contain a password, so no message repeats it. */
function proxyAddress(name: string, text: string): URL {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if ((url?.protocol === 'http:' || url?.protocol === 'https:') && url.hostname !== '') return url;
  throw new DiagnosticError([
    errorDiagnostic('wrong-proxy', `${name} is not the address of an HTTP proxy`, {
      detail: `Set it to an address such as http://proxy.example.com:3128, or unset it.`,
    }),
  ]);
}

const LOOPBACK = subnets(['127.0.0.0/8', '::1/128']);

function isLoopback(host: string): boolean {
  return host === 'localhost' || contains(LOOPBACK, host);
}

/** Entries are hosts, domains (with subdomains), addresses and subnets; all but subnets may have a port. */
function isExempt(host: string, port: string, entries: string): boolean {
  return entries
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || names(entry, host, port));
}

function names(entry: string, host: string, port: string): boolean {
  if (entry.includes('/')) return contains(subnets([entry]), host);
  const [, inBrackets, plain, entryPort] = /^(?:\[([^\]]*)\]|([^:]*|.*:.*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
  const name = isIP(entry) === 6 ? entry : (inBrackets ?? plain ?? entry);
  if (isIP(entry) !== 6 && entryPort !== undefined && entryPort !== port) return false;
  if (isIP(name) > 0) return contains(subnets([`${name}/${isIP(name) === 6 ? 128 : 32}`]), host);
  const domain = name.replace(/^\*?\./, '');
  return domain !== '' && (host.endsWith(`.${domain}`) || (host === domain && domain === name));
}

function contains(list: BlockList, host: string): boolean {
  const family = isIP(host);
  return family > 0 && list.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

/** An entry that is not a subnet contains nothing. */
function subnets(texts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const [address = '', bits = ''] = text.split('/');
    const family = isIP(address);
    const most = family === 6 ? 128 : 32;
    if (family > 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most)
      list.addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
