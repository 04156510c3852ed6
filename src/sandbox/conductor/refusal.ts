import type { Reply } from '../system.js';

/** The manager's error codes. The document lists none; these are from Cloudify Manager's source. */
const CODES: Readonly<Record<number, string>> = {
  400: 'bad_parameters_error',
  401: 'unauthorized_error',
  403: 'forbidden_error',
  404: 'not_found_error',
  405: 'method_not_allowed_error',
  409: 'conflict_error',
  415: 'unsupported_content_type_error',
  503: 'service_unavailable_error',
};

export function refusal(status: number, message: string, details: readonly string[] = []): Refusal {
  const body = {
    message: [message, ...details].join(' '),
    error_code: CODES[status] ?? 'internal_server_error',
    server_traceback: null,
  };
  return { status, body };
}

export interface Refusal extends Reply {
  readonly body: { readonly message: string; readonly error_code: string; readonly server_traceback: null };
}

/** Thrown when a request cannot be served; the request's handler sends its reply. */
export class Refused extends Error {
  readonly reply: Refusal;

  constructor(status: number, message: string, code?: string) {
    super(message);
    const reply = refusal(status, message);
    this.reply = code === undefined ? reply : { ...reply, body: { ...reply.body, error_code: code } };
  }
}

/**
 * Codes whose status or name in the manager's source (`manager_exceptions.py`) differs from the emulator's documented
 * form, where the document only says that a call is refused.
 */
const IN_SOURCE: Readonly<Record<string, { readonly status: number; readonly code?: string }>> = {
  dependent_exists_error: { status: 400 },
  illegal_action_error: { status: 400 },
  existing_running_execution_error: { status: 400 },
  blueprint_in_use_error: { status: 405, code: 'blueprint_in_use' },
  plugin_in_use_error: { status: 405, code: 'plugin_in_use' },
};

/** A refusal in the form of the manager's source. */
export function asInSource(reply: Refusal): Refusal {
  const { body } = reply;
  const found = Object.hasOwn(IN_SOURCE, body.error_code) ? IN_SOURCE[body.error_code] : undefined;
  if (found === undefined) return reply;
  return { ...reply, status: found.status, body: { ...body, error_code: found.code ?? body.error_code } };
}

export function ok(body: unknown, status = 200): Reply {
  return { status, body };
}

export const noContent: Reply = { status: 204 };
