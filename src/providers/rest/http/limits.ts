import { DiagnosticError, errorDiagnostic } from '../../../model/index.js';

/** How much of a service's output is read, and how long to wait for it. */
export interface Limits {
  readonly replyBytes: number;
  readonly replyDepth: number;
  readonly replyValues: number;
  readonly listItems: number;
  readonly listPages: number;
  readonly downloadBytes: number;
  readonly downloadMs: number;
  readonly waitMs: number;
  readonly errorCharacters: number;
}

interface Setting {
  readonly variable: string;
  readonly otherwise: number;
  /** One unit of the variable, in units of the limit. */
  readonly factor: number;
}

const MEGABYTE = 1024 * 1024;

const SETTINGS: Readonly<Record<keyof Limits, Setting>> = {
  replyBytes: { variable: 'LANDFORM_REPLY_MEGABYTES', otherwise: 32, factor: MEGABYTE },
  replyDepth: { variable: 'LANDFORM_REPLY_DEPTH', otherwise: 100, factor: 1 },
  replyValues: { variable: 'LANDFORM_REPLY_VALUES', otherwise: 2_000_000, factor: 1 },
  listItems: { variable: 'LANDFORM_LIST_ITEMS', otherwise: 100_000, factor: 1 },
  listPages: { variable: 'LANDFORM_LIST_PAGES', otherwise: 10_000, factor: 1 },
  downloadBytes: { variable: 'LANDFORM_DOWNLOAD_MEGABYTES', otherwise: 1024, factor: MEGABYTE },
  downloadMs: { variable: 'LANDFORM_DOWNLOAD_SECONDS', otherwise: 3600, factor: 1000 },
  waitMs: { variable: 'LANDFORM_WAIT_SECONDS', otherwise: 300, factor: 1000 },
  errorCharacters: { variable: 'LANDFORM_ERROR_CHARACTERS', otherwise: 2000, factor: 1 },
};

/** The limits of all REST providers, from the environment. Throws diagnostics for values that are not numbers. */
export function limitsFrom(environment: Readonly<Record<string, string | undefined>>): Limits {
  const wrong = Object.values(SETTINGS).filter(({ variable }) => !isLimit(environment[variable]));
  if (wrong.length > 0) throw new DiagnosticError(wrong.map(({ variable }) => wrongLimit(variable)));
  const limit = (name: keyof Limits): number => {
    const { variable, otherwise, factor } = SETTINGS[name];
    return Number(environment[variable] || otherwise) * factor;
  };
  return {
    replyBytes: limit('replyBytes'),
    replyDepth: limit('replyDepth'),
    replyValues: limit('replyValues'),
    listItems: limit('listItems'),
    listPages: limit('listPages'),
    downloadBytes: limit('downloadBytes'),
    downloadMs: limit('downloadMs'),
    waitMs: limit('waitMs'),
    errorCharacters: limit('errorCharacters'),
  };
}

/** Few enough digits that a limit is an exact number in every unit. */
function isLimit(text: string | undefined): boolean {
  return text === undefined || text === '' || /^[1-9]\d{0,8}$/.test(text);
}

function wrongLimit(variable: string) {
  return errorDiagnostic('wrong-limit', `${variable} is not a positive whole number`, {
    detail: `Set it to a number of at most nine digits, or unset it to use the default.`,
  });
}

/** A service sent more than a limit allows. The message names the limit and the variable that raises it. */
export class LimitExceeded extends Error {
  readonly limit: keyof Limits;

  constructor(limit: keyof Limits, limits: Limits) {
    super(exceeded(limit, limits));
    this.limit = limit;
  }
}

export function exceeded(limit: keyof Limits, limits: Limits): string {
  const { variable, factor } = SETTINGS[limit];
  const set = `${limits[limit] / factor}`;
  const what: Readonly<Record<keyof Limits, string>> = {
    replyBytes: `the reply is larger than ${set} MB`,
    replyDepth: `the reply nests arrays and objects more than ${set} deep`,
    replyValues: `the reply holds more than ${set} values`,
    listItems: `the list has more than ${set} items`,
    listPages: `the list has more than ${set} pages`,
    downloadBytes: `the file is larger than ${set} MB`,
    downloadMs: `the file did not arrive within ${set} seconds`,
    waitMs: `a call waits for at most ${set} seconds`,
    errorCharacters: `an error text is cut after ${set} characters`,
  };
  return `${what[limit]} (${variable})`;
}
