import type { IncomingMessage, ServerResponse } from 'node:http';

import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';

import type { Answers } from './answers.js';
import { CONTROL_SCHEMAS } from './control-schemas.js';
import { isRecord } from './description.js';
import type { Drift } from './drift.js';
import { messageOf, SandboxError } from './error.js';
import { mediaTypeOf, receive, send } from './exchange.js';
import type { FaultSettings } from './faults.js';
import type { Reply } from './system.js';
import type { Sandbox } from './sandbox.js';

/** Everything under this path controls the sandbox and is not part of an emulated service. */
export const CONTROL_PATH = '/_sandbox/';

/** The schema of the control has accepted the body. */
type Act = (sandbox: Sandbox, body: unknown, query: URLSearchParams) => unknown;

const ACTS: Readonly<Record<string, Act>> = {
  'GET state': (sandbox) => sandbox.store.snapshot(),
  'GET requests': (sandbox, _, query) => {
    const after = Number(query.get('after') ?? 0);
    const { total, mostInFlight, byOperation, records } = sandbox.requests;
    return { total, mostInFlight, byOperation, requests: records.filter(({ sequence }) => sequence > after) };
  },
  'GET faults': (sandbox) => ({ settings: sandbox.faults.settings, counts: sandbox.faults.counts }),
  'POST faults': (sandbox, body) => {
    sandbox.faults.configure(body as FaultSettings);
    return { settings: sandbox.faults.settings, counts: sandbox.faults.counts };
  },
  'GET answers': (sandbox) => ({ as: sandbox.answers.current }),
  'POST answers': (sandbox, body) => {
    sandbox.answers.change((body as { readonly as: Answers }).as);
    return { as: sandbox.answers.current };
  },
  'POST drift': async (sandbox, body) => ({ entries: await sandbox.drift(body as Drift) }),
  'POST reset': async (sandbox) => {
    await sandbox.reset();
    return {};
  },
};

/** A system's own control (acloud: `clusters`) is posted to under its name. */
export async function control(
  sandbox: Sandbox,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const received = await receive(request);
  if (received.kind === 'broken-off') return;
  const name = url.pathname.slice(CONTROL_PATH.length);
  const text = received.kind === 'body' ? Buffer.from(received.bytes).toString('utf8') : '';
  send(response, await answer(sandbox, request, name, text, url.searchParams));
}

async function answer(
  sandbox: Sandbox,
  request: IncomingMessage,
  name: string,
  text: string,
  query: URLSearchParams,
): Promise<Reply> {
  const key = `${request.method ?? ''} ${name}`;
  const own = Object.hasOwn(ACTS, key) ? ACTS[key] : undefined;
  const act = own ?? (request.method === 'POST' && sandbox.controls.includes(name) ? systemControl(name) : undefined);
  if (act === undefined) return refuse(404, `The sandbox has no control ${key}.`);
  try {
    if (request.method === 'POST') demandJson(request.headers['content-type']);
    const body = text === '' ? {} : parse(text);
    const schema =
      Object.hasOwn(CONTROL_SCHEMAS, name) && request.method === 'POST' ? CONTROL_SCHEMAS[name] : undefined;
    if (schema !== undefined) demand(name, schema, body);
    return { status: 200, body: await act(sandbox, body, query) };
  } catch (problem) {
    return problem instanceof SandboxError ? refuse(400, problem.message) : refuse(500, messageOf(problem));
  }
}

function systemControl(name: string): Act {
  return (sandbox, body) => sandbox.control(name, isRecord(body) ? body : {});
}

/** Web pages cannot send this type to another origin without a preflight, so it is required even without a body. */
function demandJson(contentType: string | undefined): void {
  if (mediaTypeOf(contentType) !== 'application/json')
    throw new SandboxError('sandbox_bad_control', 'Send JSON, with content-type application/json.');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (problem) {
    throw new SandboxError('sandbox_bad_control', `The body is not valid JSON: ${messageOf(problem)}`);
  }
}

const compiled = new Map<string, ValidateFunction>();

function demand(name: string, schema: object, body: unknown): void {
  const validate = compiled.get(name) ?? new Ajv2020({ allErrors: true, strictTypes: false }).compile(schema);
  compiled.set(name, validate);
  if (validate(body)) return;
  const sentences = (validate.errors ?? []).map((error) => {
    const extra: unknown = error.params['additionalProperty'];
    const allowed: unknown = error.params['allowedValues'];
    const choice = Array.isArray(allowed) ? `: ${allowed.join(', ')}` : '';
    const place = error.instancePath.slice(1).replaceAll('/', '.');
    return `${place}${place === '' ? '' : ' '}${error.message ?? 'is not valid'}${typeof extra === 'string' ? `: ${extra}` : choice}`;
  });
  throw new SandboxError('sandbox_bad_control', `${name}: ${sentences.join('; ')}.`);
}

function refuse(status: number, message: string): Reply {
  return { status, body: { message } };
}
