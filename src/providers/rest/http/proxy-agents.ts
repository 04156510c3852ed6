import type { Agent, AgentOptions, ClientRequest } from 'node:http';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { Trust } from './trust.js';

/** Loaded only if a proxy is set. */
export function proxyAgents(proxy: URL, trust: Trust): { readonly plain: Agent; readonly encrypted: Agent } {
  const options = { keepAlive: true, ...trust };
  return { plain: new HttpProxyAgent(proxy, options), encrypted: new Tunnels(proxy, options) };
}

/** Request options with the signal that ends the request: Node does not pass its own to agents. */
type ConnectOptions = Parameters<HttpsProxyAgent<string>['connect']>[1] & { readonly givenUp?: AbortSignal };

/** Closes the connection to the proxy when the request is given up; a proxy that never answers would keep it open. */
class Tunnels extends HttpsProxyAgent<string> {
  readonly #proxy: URL;
  readonly #options: AgentOptions & Trust;

  constructor(proxy: URL, options: AgentOptions & Trust) {
    super(proxy, options);
    this.#proxy = proxy;
    this.#options = options;
  }

  override async connect(request: ClientRequest, { givenUp, ...options }: ConnectOptions) {
    const connecting = new AbortController();
    const giveUp = (): void => connecting.abort();
    givenUp?.addEventListener('abort', giveUp);
    if (givenUp?.aborted === true) giveUp();
    try {
      const one = new HttpsProxyAgent(this.#proxy, { ...this.#options, signal: connecting.signal });
      return await one.connect(request, options);
    } finally {
      // Once connected, the socket outlives the request.
      givenUp?.removeEventListener('abort', giveUp);
    }
  }
}
