import {
  errorDiagnostic,
  formatPath,
  stringifyJson,
  warningDiagnostic,
  type Diagnostic,
  type Json,
  type JsonObject,
  type Path,
} from '../../model/index.js';
import type { ErrorMapping } from './mapping/definition.js';
import type { Failure, Problem, Reply } from './http/outcome.js';
import { pointerGet } from './pointer.js';
import type { Redactor } from './exchange/redact.js';
import type { Misfit } from './description/replies.js';

/** What is being attempted, as it stands in a sentence: `create the cloud account "prod"`. */
export type Purpose = string;

/** Who speaks: names the provider and cleans what the service says. */
export interface Speaker {
  readonly name: string;
  readonly errors: ErrorMapping;
  readonly redactor: Redactor;
}

/** Why a call has no result, worded by what the user can do. */
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
      return [
        'not-authenticated',
        'Check the credentials in the configuration of the provider, or in its environment variables.',
      ];
    case 403:
      return ['not-allowed', 'The credentials are valid and may not do this. Use others, or ask for the permission.'];
    case 404:
      return ['not-found', 'Check the endpoint and the names that lead there.'];
    case 428:
      return [
        'request-refused',
        'It changes objects only under a condition (If-Match), and the answer to the read had no ETag to send.',
      ];
    default:
      return [
        'request-refused',
        status >= 300 && status < 400 ? 'The endpoint redirects; use the address it redirects to.' : '',
      ];
  }
}

function troubled(speaker: Speaker, purpose: Purpose, problem: Problem): Diagnostic {
  const diagnostic = troubleOf(speaker, purpose, problem);
  if (problem.login === undefined) return diagnostic;
  return { ...diagnostic, detail: `A token was asked for at ${problem.login.address}. ${diagnostic.detail ?? ''}` };
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
      return errorDiagnostic('not-authenticated', `${name} needs other credentials to ${purpose}`, {
        detail: `Set ${problem.message} in the configuration of the provider, or in its environment variables.`,
      });
    case 'throttled':
      return errorDiagnostic('service-too-busy', `${name} is too busy to ${purpose}`, {
        detail: [
          said,
          problem.pause ?? 'Lower the number of requests in the configuration of the provider.',
          'Try again later.',
        ]
          .filter((part) => part !== '')
          .join(' '),
      });
    case 'timeout':
      return errorDiagnostic('service-timeout', `${name} did not answer in time to ${purpose}`, {
        detail: `Reason: ${problem.message}. Try again, or give requests more time in the configuration of the provider.`,
      });
    case 'stopped':
      return errorDiagnostic('stopped', `Stopped before ${name} could ${purpose}`, {
        detail: 'Run the command again to go on.',
      });
    case 'dropped':
      return errorDiagnostic('connection-lost', `The connection to ${name} broke while it was asked to ${purpose}`, {
        detail: `${speaker.redactor.text(problem.message)}. Try again.`,
      });
    case 'excess':
      return errorDiagnostic('reply-too-large', `${name} sent more than Landform accepts to ${purpose}`, {
        detail: `Read no further: ${problem.message}. Check the endpoint; if it is right, raise the limit in the environment.`,
      });
    case 'upgrade':
      return errorDiagnostic('unexpected-status', `${name} replied with ${problem.message} to ${purpose}`, {
        detail:
          'The service, or a proxy before it, wants to speak another protocol than HTTP. Check the endpoint and the network.',
      });
    case 'login':
      return errorDiagnostic('not-authenticated', `${name} gave no token to ${purpose}: ${problem.message}`, {
        detail:
          `${said} Check ${login?.credentials ?? 'the user and the password'} in the configuration of the provider, or in its environment variables, and the address they are sent to.`.trim(),
      });
    case 'redirected':
      return errorDiagnostic(
        'request-refused',
        `${name} answered with a redirect to ${purpose}: status ${reply?.status}`,
        {
          detail:
            `${said} A change is not sent again to another address. Use the address it redirects to as the endpoint.`.trim(),
        },
      );
    case 'failed':
      return errorDiagnostic('service-failed', `${name} failed to ${purpose}: status ${reply?.status ?? 'unknown'}`, {
        detail: `${said} The service has a problem; try again later.`.trim(),
      });
  }
}

/** The service's own words, cleaned: a message and its details, or plain text. */
export function whatWasSaid(speaker: Speaker, reply: Reply): string {
  const { message, details } = errorTexts(speaker.errors, reply);
  const all = [message, ...details].map((text) => text.trim()).filter((text) => text !== '');
  if (all.length === 0) return '';
  const [first, ...rest] = all;
  return saysThat(speaker, rest.length === 0 ? first! : `${first!} (${rest.join('; ')})`);
}

function saysThat(speaker: Speaker, text: string): string {
  const sentence = speaker.redactor.text(text);
  return `It says: ${/[.!?]$/.test(sentence) ? sentence : `${sentence}.`}`;
}

/**
 * Whether an error is told in the service's own form. Then its work on the request has ended; a gateway that gave up speaks in its own
 * way, and has a status that says so.
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

/** The service's own word for what is wrong. */
export function codeOf({ code }: ErrorMapping, { body }: Reply): string | undefined {
  const found = code === undefined || typeof body !== 'object' ? undefined : pointerGet(body, code);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function detailTexts(details: Json | undefined): readonly string[] {
  if (Array.isArray(details)) return (details as readonly Json[]).map(detailText);
  if (typeof details === 'string') return [details];
  const holds = typeof details === 'object' && details !== null && Object.keys(details).length > 0;
  return holds ? [detailText(details)] : [];
}

/** A gateway's page is no message. */
function plainText(text: string): string {
  return /^\s*</.test(text) ? '' : text;
}

function detailText(detail: Json): string {
  if (typeof detail === 'string') return detail;
  const message = typeof detail === 'object' && detail !== null ? (detail as JsonObject)['message'] : undefined;
  return typeof message === 'string' ? message : stringifyJson(detail);
}

/** A reply that breaks the description: an error where nothing can be made of it, a warning where it is read all the same. */
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
  const summary = `${speaker.name} gave an answer that its API description does not allow`;
  const broken = `In its answer ${places.join(', ')}${more}.`;
  return {
    error: errorDiagnostic('unexpected-reply', summary, {
      detail: `It was asked to ${purpose} (${operation}). ${broken} Check the endpoint; if it is right, the service has changed.`,
    }),
    warning: warningDiagnostic('unexpected-reply', summary, {
      detail:
        `It was asked ${operation}. ${broken} The rest of it was read; what cannot be read is as state and configuration have it. ` +
        'The service has changed: look for a newer version of the provider, or report this to its authors.',
    }),
  };
}

export function endlessList(speaker: Speaker, purpose: Purpose, reason: string): Diagnostic {
  return errorDiagnostic('endless-list', `The list to ${purpose} does not end`, {
    detail: `${speaker.name} was asked page by page, and ${reason}. Check the endpoint; report this to the service.`,
  });
}

export function foreignAddress(speaker: Speaker, purpose: Purpose): Diagnostic {
  return errorDiagnostic('foreign-address', `${speaker.name} names a place at another host to ${purpose}`, {
    detail:
      'What is needed to go on would have to be asked there, and the credentials must not go there. Set the endpoint to the address under which the service speaks of itself.',
  });
}

export function missingParameter(speaker: Speaker, purpose: Purpose, name: string): Diagnostic {
  return errorDiagnostic('missing-identity', `${name} is required to ${purpose}`, {
    detail: `Set ${name}, or give ${speaker.name} a default for it in the configuration of the provider.`,
  });
}

export function outcomeUnknown(speaker: Speaker, purpose: Purpose, lookFor: string, why: Diagnostic): Diagnostic {
  return errorDiagnostic('outcome-unknown', `It is unknown whether ${speaker.name} did ${purpose}`, {
    detail: [`${why.summary}.`, why.detail, lookFor, 'The next run looks for it first and creates nothing twice.']
      .filter((part) => part !== undefined && part !== '')
      .join(' '),
  });
}

export function unclearCreate(speaker: Speaker, noun: string, several: readonly string[], lookFor: string): Diagnostic {
  const which = several.length === 0 ? '' : ` They are ${listed(speaker, several)}.`;
  return errorDiagnostic(
    'create-unclear',
    `${several.length} new objects could be the ${noun} whose creation was interrupted`,
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
      `An earlier request to create it was carried out after all, or something else made one like it. State manages the ${noun} ` +
      `${speaker.redactor.text(own)}; it does not manage ${listed(speaker, others)}. Import what is meant to stay under another ` +
      'resource, or delete it at the service.',
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
  return errorDiagnostic('wrong-import-id', `"${id}" does not name a ${noun}`, {
    detail: `The form of an id is ${shown}.`,
  });
}

export function nothingToImport(noun: string, id: string): Diagnostic {
  return errorDiagnostic('import-not-found', `There is no ${noun} ${id}`, {
    detail: 'Check the id, and that the credentials may see it.',
  });
}

export function notKnownYet(name: string): Diagnostic {
  return warningDiagnostic('not-refreshed', `Objects of ${name} were not looked at`, {
    detail:
      'The configuration of the provider holds values that are known only after apply; what state remembers is used.',
  });
}

export function limitBroken(path: Path, rules: readonly string[]): Diagnostic {
  return errorDiagnostic('invalid-value', `The value of ${formatPath(path)} ${rules.join(' and ')}`, {
    detail: 'The service would refuse it. Change it in the configuration.',
    path,
  });
}
