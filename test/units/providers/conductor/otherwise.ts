import type { Json, JsonObject } from '../../../../src/model/index.js';
import type { Fetch } from '../../../../src/providers/rest/http/client.js';

/** How a manager answers some requests other than the emulator does. */
export interface Otherwise {
  readonly method?: string;
  /** Of the path after `/api/v3.1`. */
  readonly path: RegExp;
  /** Only while this is true. Default: always. */
  readonly while?: () => boolean;
  /** In place of the emulator, which never hears of the request. */
  readonly refuses?: { readonly status: number; readonly message: string; readonly code: string };
  /** What the emulator answers, as the manager forms it; for each item of a page. */
  readonly shapes?: (object: JsonObject) => JsonObject;
}

/** The network, with some replies as the manager's public source forms them. */
export function answering(network: Fetch, rules: readonly Otherwise[]): Fetch {
  return async (url, init) => {
    const path = url.pathname.replace(/^\/api\/v3\.1/, '');
    const due = rules.filter(
      (rule) => rule.path.test(path) && (rule.method ?? init.method) === init.method && rule.while?.() !== false,
    );
    const refusal = due.find(({ refuses }) => refuses !== undefined)?.refuses;
    if (refusal !== undefined) {
      const { status, message, code } = refusal;
      return answer(status, { message, error_code: code, server_traceback: null });
    }
    const answered = await network(url, init);
    const text = await answered.text();
    if (due.length === 0 || answered.status >= 400 || text === '') return { ...answered, text: async () => text };
    const shaped = due.reduce(
      (body, { shapes = (same) => same }) => shape(body, shapes),
      JSON.parse(text) as JsonObject,
    );
    return { ...answered, text: async () => JSON.stringify(shaped) };
  };
}

function shape(body: JsonObject, shapes: (object: JsonObject) => JsonObject): JsonObject {
  const { items } = body;
  return Array.isArray(items) ? { ...body, items: (items as JsonObject[]).map(shapes) } : shapes(body);
}

function answer(status: number, body: Json): Awaited<ReturnType<Fetch>> {
  const headers = new Headers({ 'content-type': 'application/json' });
  return { status, headers, text: async () => JSON.stringify(body) };
}
