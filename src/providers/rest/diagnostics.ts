import {
  isJsonList,
  errorDiagnostic,
  formatPath,
  stringifyJson,
  warningDiagnostic,
  type Diagnostic,
  type Json,
  type Path,
  objectIn,
} from '../../model/index.js';
import type { ErrorMapping } from './mapping/definition.js';
import type { Failure, Problem, Reply } from './http/outcome.js';
import { pointerGet } from './pointer.js';
import type { Redactor } from './exchange/redact.js';
import type { Misfit } from './description/replies.js';

/** The operation for use in a sentence: `create the cloud account "prod"`. */
export type Purpose = string;

/** Names the provider and cleans the service's messages. */
export interface Speaker {
  readonly name: string;
  readonly errors: ErrorMapping;
  readonly redactor: Redactor;
}

/** Explains why a call has no result, and what the user can do. */
export function failed(speaker: Speaker, purpose: Purpose, outcome: Failure): Diagnostic {
  return outcome.kind === 'refused'
    ? refused(speaker, purpose, outcome.reply)
    : troubled(speaker, purpose, outcome.problem);
}

function refused(speaker: Speaker, purpose: Purpose, reply: Reply): Diagnostic {
  const said = whatWasSaid(speaker, reply);
  const [code, advice] = adviceFor(reply.status);
  return errorDiagnostic(code, `${speaker.name} refused to ${purpose}: status ${reply.status}`, {
    detail: [said, advice].filter((part) => part !== '').join(' '),
  });
}

function adviceFor(status: number): readonly [string, string] {
  switch (status) {
    case 401:
      return ['not-authenticated', 'Check the credentials in the provider configuration or its environment variables.'];
    case 403:
      return [
        'not-allowed',
        'The credentials are valid but lack the permission. Use others, or request the permission.',
      ];
    case 404:
      return ['not-found', 'Check the endpoint and the names in the request.'];
    case 428:
      return [
        'request-refused',
        'The service only changes objects under a condition (If-Match), but its read reply had no ETag to send.',
      ];
    default:
      return [
        'request-refused',
        status >= 300 && status < 400 ? 'The endpoint redirects; configure the address it redirects to.' : '',
      ];
  }
}

function troubled(speaker: Speaker, purpose: Purpose, problem: Problem): Diagnostic {
  const diagnostic = troubleOf(speaker, purpose, problem);
  if (problem.login === undefined) return diagnostic;
  return {
    ...diagnostic,
    detail: `The refused request was for a token at ${problem.login.address}. ${diagnostic.detail ?? ''}`,
  };
}

function troubleOf(speaker: Speaker, purpose: Purpose, problem: Problem): Diagnostic {
  const { reply, login } = problem;
  const said =
    login?.said !== undefined ? saysThat(speaker, login.said) : reply === undefined ? '' : whatWasSaid(speaker, reply);
  const { name } = speaker;
  switch (problem.reason) {
    case 'unreachable':
      return errorDiagnostic('service-unreachable', `${name} could not be reached to ${purpose}`, {
        detail: `${speaker.redactor.text(problem.message)}. Check the endpoint and the network.`,
      });
    case 'credentials':
      return errorDiagnostic('not-authenticated', `${name} needs different credentials to ${purpose}`, {
        detail: `Set ${problem.message} in the provider configuration or its environment variables.`,
      });
    case 'throttled':
      return errorDiagnostic('service-too-busy', `${name} is too busy to ${purpose}`, {
        detail: [
          said,
          problem.pause ?? 'Lower the number of requests in the provider configuration.',
          'Try again later.',
        ]
          .filter((part) => part !== '')
          .join(' '),
      });
    case 'timeout':
      return errorDiagnostic('service-timeout', `${name} did not answer in time to ${purpose}`, {
        detail: `Reason: ${problem.message}. Try again, or set a longer timeout in the provider configuration.`,
      });
    case 'stopped':
      return errorDiagnostic('stopped', `Stopped before ${name} could ${purpose}`, {
        detail: 'Run the command again to continue.',
      });
    case 'dropped':
      return errorDiagnostic('connection-lost', `The connection to ${name} broke during the request to ${purpose}`, {
        detail: `${speaker.redactor.text(problem.message)}. Try again.`,
      });
    case 'excess':
      return errorDiagnostic('reply-too-large', `${name} sent more data than Landform accepts to ${purpose}`, {
        detail: `Reading stopped: ${problem.message}. Check the endpoint; if it is correct, raise the limit in the environment.`,
      });
    case 'upgrade':
      return errorDiagnostic('unexpected-status', `${name} replied with ${problem.message} to ${purpose}`, {
        detail:
          'The service, or a proxy in front of it, requires a protocol other than HTTP. Check the endpoint and the network.',
      });
    case 'login':
      return errorDiagnostic('not-authenticated', `${name} issued no token to ${purpose}: ${problem.message}`, {
        detail:
          `${said} Check ${login?.credentials ?? 'the user and the password'} in the provider configuration or its environment variables, and the address they are sent to.`.trim(),
      });
    case 'redirected':
      return errorDiagnostic(
        'request-refused',
        `${name} replied with a redirect to ${purpose}: status ${reply?.status}`,
        {
          detail:
            `${said} A change is not sent again to another address. Configure the address it redirects to as the endpoint.`.trim(),
        },
      );
    case 'failed':
      return errorDiagnostic('service-failed', `${name} failed to ${purpose}: status ${reply?.status ?? 'unknown'}`, {
        detail: `${said} The service has a problem; try again later.`.trim(),
      });
  }
}

/** The service's own message, cleaned: a message and its details, or plain text. */
export function whatWasSaid(speaker: Speaker, reply: Reply): string {
  const { message, details } = errorTexts(speaker.errors, reply);
  const all = [message, ...details].map((text) => text.trim()).filter((text) => text !== '');
  const [first, ...rest] = all;
  if (first === undefined) return '';
  return saysThat(speaker, rest.length === 0 ? first : `${first} (${rest.join('; ')})`);
}

function saysThat(speaker: Speaker, text: string): string {
  const sentence = speaker.redactor.text(text);
  return `It says: ${/[.!?]$/.test(sentence) ? sentence : `${sentence}.`}`;
}

/**
 * Whether an error has the service's own form, which means that its work on the request has ended. A gateway that gave
 * up has a different form, and a status that says so.
 */
export function isOwnWord(errors: ErrorMapping, reply: Reply): boolean {
  if (reply.status === 504 || reply.status === 502 || reply.status === 408) return false;
  if (reply.status < 500 || typeof reply.body !== 'object' || reply.body === null) return false;
  return errors.message.some((pointer) => typeof pointerGet(reply.body, pointer) === 'string');
}

export function errorTexts(
  errors: ErrorMapping,
  reply: Reply,
): { readonly message: string; readonly details: readonly string[] } {
  if (reply.body === undefined || typeof reply.body !== 'object')
    return { message: plainText(reply.text), details: [] };
  const message = errors.message
    .map((pointer) => pointerGet(reply.body, pointer))
    .find((text) => typeof text === 'string');
  const details = errors.details === undefined ? undefined : pointerGet(reply.body, errors.details);
  const code = codeOf(errors, reply);
  return {
    message: typeof message === 'string' ? message : '',
    details: [...(code === undefined ? [] : [code]), ...detailTexts(details)],
  };
}

/** The service's own error code. */
export function codeOf({ code }: ErrorMapping, { body }: Reply): string | undefined {
  const found = code === undefined || typeof body !== 'object' ? undefined : pointerGet(body, code);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function detailTexts(details: Json | undefined): readonly string[] {
  if (isJsonList(details)) return details.map(detailText);
  if (typeof details === 'string') return [details];
  const holds = typeof details === 'object' && details !== null && Object.keys(details).length > 0;
  return holds ? [detailText(details)] : [];
}

/** A gateway's HTML page is not a message. */
function plainText(text: string): string {
  return /^\s*</.test(text) ? '' : text;
}

function detailText(detail: Json): string {
  if (typeof detail === 'string') return detail;
  const { message } = objectIn(detail);
  return typeof message === 'string' ? message : stringifyJson(detail);
}

/** A reply that violates the description: an error if it is unusable, a warning if it is read anyway. */
export interface Unexpected {
  readonly error: Diagnostic;
  readonly warning: Diagnostic;
}

export function unexpectedReply(
  speaker: Speaker,
  purpose: Purpose,
  operation: string,
  misfits: readonly Misfit[],
): Unexpected {
  const places = misfits.slice(0, 5).map(({ pointer, rule }) => `${pointer === '' ? 'the body' : pointer} ${rule}`);
  const more = misfits.length > places.length ? `, and ${misfits.length - places.length} more` : '';
  const summary = `${speaker.name} sent a reply that its API description does not allow`;
  const broken = `In the reply, ${places.join(', ')}${more}.`;
  return {
    error: errorDiagnostic('unexpected-reply', summary, {
      detail: `The request was to ${purpose} (${operation}). ${broken} Check the endpoint; if it is correct, the service has changed.`,
    }),
    warning: warningDiagnostic('unexpected-reply', summary, {
      detail:
        `The request was ${operation}. ${broken} The rest was read; unreadable values are taken from state and configuration. ` +
        'The service has changed: check for a newer version of the provider, or report this to its authors.',
    }),
  };
}

export function endlessList(speaker: Speaker, purpose: Purpose, reason: string): Diagnostic {
  return errorDiagnostic('endless-list', `The list to ${purpose} does not end`, {
    detail: `${speaker.name} returned the list in pages, and ${reason}. Check the endpoint; report this to the service's operators.`,
  });
}

export function foreignAddress(speaker: Speaker, purpose: Purpose): Diagnostic {
  return errorDiagnostic('foreign-address', `${speaker.name} refers to another host to ${purpose}`, {
    detail:
      'Continuing would send the credentials to another host. Set the endpoint to the address that the service uses for itself.',
  });
}

export function missingParameter(speaker: Speaker, purpose: Purpose, name: string): Diagnostic {
  return errorDiagnostic('missing-identity', `${name} is required to ${purpose}`, {
    detail: `Set ${name}, or a default for it in the configuration of the provider ${speaker.name}.`,
  });
}

export function outcomeUnknown(speaker: Speaker, purpose: Purpose, lookFor: string, why: Diagnostic): Diagnostic {
  return errorDiagnostic('outcome-unknown', `It is unknown whether ${speaker.name} did ${purpose}`, {
    detail: [
      `${why.summary}.`,
      why.detail,
      lookFor,
      'The next run looks for the object first and never creates it twice.',
    ]
      .filter((part) => part !== undefined && part !== '')
      .join(' '),
  });
}

export function unclearCreate(speaker: Speaker, noun: string, several: readonly string[], lookFor: string): Diagnostic {
  const which = several.length === 0 ? '' : ` They are ${listed(speaker, several)}.`;
  return errorDiagnostic(
    'create-unclear',
    `${several.length} new objects could be the ${noun} of an interrupted create`,
    { detail: `${speaker.name} cannot tell them apart.${which} ${lookFor}` },
  );
}

export function createdTwice(
  speaker: Speaker,
  what: string,
  noun: string,
  own: string,
  others: readonly string[],
): Diagnostic {
  return errorDiagnostic('created-twice', `The ${what} exists more than once`, {
    detail:
      `An earlier create request took effect after all, or something else created a similar object. State manages the ${noun} ` +
      `${speaker.redactor.text(own)}, but not ${listed(speaker, others)}. To keep such an object, import it into another ` +
      'resource; otherwise delete it in the service.',
  });
}

const MOST_LISTED = 5;

function listed(speaker: Speaker, identities: readonly string[]): string {
  const shown = identities.slice(0, MOST_LISTED).map((identity) => speaker.redactor.text(identity));
  const rest = identities.length - shown.length;
  return `${shown.join(' and ')}${rest === 0 ? '' : ` and ${rest} more`}`;
}

export function wrongImportId(noun: string, id: string, forms: readonly string[]): Diagnostic {
  const shown = forms.map((form) => form.replaceAll(/[a-z_]+/g, (word) => `<${word}>`)).join(' or ');
  return errorDiagnostic('wrong-import-id', `"${id}" is not an ID of a ${noun}`, {
    detail: `An ID has the form ${shown}.`,
  });
}

export function nothingToImport(noun: string, id: string): Diagnostic {
  return errorDiagnostic('import-not-found', `There is no ${noun} ${id}`, {
    detail: 'Check the ID, and that the credentials can read the object.',
  });
}

export function notKnownYet(name: string): Diagnostic {
  return warningDiagnostic('not-refreshed', `Objects of ${name} were not refreshed`, {
    detail: 'The provider configuration contains values that are known only after apply; the values in state are used.',
  });
}

export function limitBroken(path: Path, rules: readonly string[]): Diagnostic {
  return errorDiagnostic('invalid-value', `The value of ${formatPath(path)} ${rules.join(' and ')}`, {
    detail: 'The service would refuse it. Change the value in the configuration.',
    path,
  });
}
