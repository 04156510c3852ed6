/** Whether a pattern names the host of an address: `api.example.com`, `127.0.0.1:8080`, `*.example.com`, or `*` for any. */
export function namesHost(pattern: string, { host, hostname }: Pick<URL, 'host' | 'hostname'>): boolean {
  if (pattern === '*') return true;
  if (pattern.startsWith('*.')) return hostname.endsWith(pattern.slice(1)) || host.endsWith(pattern.slice(1));
  return pattern === host || pattern === hostname;
}

/** The patterns in a list, as LANDFORM_TRACE_HOSTS has it. */
export const traceHosts = (list = ''): readonly string[] =>
  list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((pattern) => pattern !== '');
