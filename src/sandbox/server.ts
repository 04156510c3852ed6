import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

import { AnswerForm } from './answers.js';
import { control, CONTROL_PATH } from './control.js';
import { describedSystem } from './described/system.js';
import { describe, loadDescription } from './description.js';
import { applyDrift } from './drift.js';
import { Emulation } from './emulation.js';
import { messageOf, SandboxError } from './error.js';
import { isForeign, isLocal, send } from './exchange.js';
import { Faults } from './faults.js';
import { RequestLog } from './requests.js';
import type { Sandbox, SandboxOptions } from './sandbox.js';
import { Store } from './store.js';
import type { System } from './system.js';
import { ORGANISATION, systemsOf, TOKEN } from './systems.js';

const LOOPBACK = '127.0.0.1';

/**
 * Starts emulators of the managed systems. Resolves once they accept requests; rejects with a `SandboxError` that says
 * what to do.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = LOOPBACK, token = TOKEN, organisation = ORGANISATION } = options;
  if (host !== LOOPBACK && host !== 'localhost') {
    throw new SandboxError('sandbox_not_loopback', `A sandbox is only served on ${LOOPBACK}, not on ${host}.`);
  }
  const systems = options.described === undefined ? systemsOf(options) : [describedSystem(options.described)];
  const inside = await prepare(systems, options);
  const serving = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const served = serve(request, response)
      .catch(() => void response.destroy())
      .finally(() => void serving.delete(served));
    serving.add(served);
  });
  const port = await listen(server, options.port ?? 0);
  const url = `http://${LOOPBACK}:${port}`;
  const sandbox = steer({ systems, server, serving, ...inside }, { url, port, token, organisation });
  return sandbox;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.url ?? '';
    if (!isLocal(request.headers.host) || !target.startsWith('/') || !URL.canParse(url + target)) {
      request.resume();
      send(response, { status: 421, body: { message: `This sandbox only serves ${url}.`, details: [] } });
      return;
    }
    if (isForeign(request.headers)) {
      request.resume();
      send(response, {
        status: 403,
        body: { message: 'This sandbox accepts no requests from other web pages.', details: [] },
      });
      return;
    }
    const asked = new URL(url + target);
    if (asked.pathname.startsWith(CONTROL_PATH)) await control(sandbox, request, response, asked);
    else await inside.emulation.handle(request, response, asked);
  }
}

interface Inside {
  readonly store: Store;
  readonly faults: Faults;
  readonly answers: AnswerForm;
  readonly requests: RequestLog;
  readonly now: () => Date;
  readonly emulation: Emulation;
}

/** Everything but the socket. */
async function prepare(systems: readonly System[], options: SandboxOptions): Promise<Inside> {
  const described = await Promise.all(
    systems.map(async (system) => ({
      system,
      description:
        options.described === undefined
          ? await loadDescription(system.name, options.descriptions?.[system.name])
          : describe(options.described.document),
    })),
  );
  const store = await Store.open(options);
  for (const system of systems) if (isEmpty(store, system)) system.seed(store);
  await store.saved();
  const faults = new Faults();
  faults.configure(options.faults ?? {});
  const answers = new AnswerForm(options.answers ?? 'documented');
  const requests = new RequestLog();
  const { now = () => new Date(), checkReplies = false } = options;
  const emulation = new Emulation({ systems: described, store, faults, answers, requests, now, checkReplies });
  return { store, faults, answers, requests, now, emulation };
}

interface Running extends Inside {
  readonly systems: readonly System[];
  readonly server: Server;
  /** Running requests. */
  readonly serving: ReadonlySet<Promise<void>>;
}

type Address = Pick<Sandbox, 'url' | 'port' | 'token' | 'organisation'>;

function steer(running: Running, address: Address): Sandbox {
  const { systems, server, serving, store, faults, answers, requests, now } = running;
  return {
    ...address,
    environment: Object.fromEntries(systems.flatMap((system) => Object.entries(system.environment(address.url)))),
    store,
    faults,
    answers,
    requests,
    controls: systems.flatMap((system) => Object.keys(system.controls)),
    async drift(drift) {
      const entries = applyDrift(drift, systems, store, now());
      await store.saved();
      return entries;
    },
    async control(name, values) {
      const act = systems.find(({ controls }) => Object.hasOwn(controls, name))?.controls[name];
      if (act === undefined) throw new SandboxError('sandbox_bad_control', `The sandbox has no control ${name}.`);
      const result = act(values, store, now());
      await store.saved();
      return result;
    },
    async reset() {
      store.clear();
      for (const system of systems) system.seed(store);
      faults.clear();
      answers.reset();
      requests.clear();
      await store.saved();
    },
    async close() {
      await stop(server);
      // Work that was started is finished even if its client has disconnected, as in the real service.
      await Promise.all(serving);
      await store.saved();
    },
  };
}

function isEmpty(store: Store, system: System): boolean {
  return Object.keys(system.kinds).every((name) => store.collection(system.name, name).size === 0);
}

function listen(server: Server, port: number): Promise<number> {
  // Longer than a client keeps an idle connection, so that a reset is always an intended one.
  server.keepAliveTimeout = 120_000;
  return new Promise((resolve, reject) => {
    server.once('error', (problem) => {
      reject(new SandboxError('sandbox_no_port', `Port ${port} on ${LOOPBACK} cannot be used: ${messageOf(problem)}`));
    });
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
