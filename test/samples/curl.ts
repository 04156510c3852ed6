/** What a command of curl sends. */
export interface Request {
  readonly method: string;
  /** From the root of the service: `/api/v3.1/status?summary=true`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData;
}

/** Why a command can't be sent at all. */
export class Unusable extends Error {}

export interface Surroundings {
  /** What replaces `<name>`, or `{name}` in a path: text in a text, JSON in JSON. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Content of a file, by the end of its name. */
  readonly files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
}

/** The request of a command as printed, with values for its placeholders. */
export function requestOf(command: string, around: Surroundings): Request {
  const [, ...words] = wordsOf(command);
  const headers: Record<string, string> = {};
  const form = new FormData();
  let method: string | undefined;
  let address: string | undefined;
  let body: string | Uint8Array<ArrayBuffer> | undefined;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const next = (): string => words.shift() ?? '';
    if (word === '-X') method = next();
    else if (word === '-H' || word === '--header') {
      const [, name, value] = /^([^:]+):\s*(.*)$/.exec(next()) ?? [];
      if (name === undefined) throw new Unusable('--header has no header behind it');
      headers[name.toLowerCase()] = textOf(value ?? '', around);
    } else if (word === '-u') headers['authorization'] = basic(next(), around);
    else if (word === '-d' || word.startsWith('--data')) {
      const data = next();
      body = data.startsWith('@') ? fileOf(data.slice(1), around) : jsonOf(data, around);
      headers['content-type'] ??= 'application/x-www-form-urlencoded';
    } else if (word === '-T') body = fileOf(next(), around);
    else if (word === '-F') addField(form, next(), around);
    else if (word === '--cacert' || word === '>') next();
    else if (word === '-s') continue;
    else if (address === undefined) address = word;
    else throw new Unusable(`${word} is behind the address, where curl takes it for another`);
  }
  if (address === undefined) throw new Unusable('it has no address');
  const sent = [...form.keys()].length > 0 ? form : body;
  return {
    method: method ?? (sent === undefined ? 'GET' : 'POST'),
    path: pathOf(address, around),
    headers,
    ...(sent === undefined ? {} : { body: sent }),
  };
}

/** Words as a shell reads them. */
function wordsOf(command: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [part] of command.matchAll(/'[^']*'|"[^"]*"|\\.|\s+|[^\s'"\\]+/gs)) {
    if (/^\s/.test(part)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (/^['"]/.test(part)) word = (word ?? '') + part.slice(1, -1);
    else if (part.startsWith('\\')) word = (word ?? '') + part.slice(1);
    else word = (word ?? '') + part;
  }
  return word === undefined ? words : [...words, word];
}

const PLACEHOLDER = /<([^<>\n]+)>/g;

function valueOf(name: string, { values }: Surroundings): unknown {
  const known = name.toLowerCase().replaceAll(/[ _]/g, '-');
  if (Object.hasOwn(values, known)) return values[known];
  throw new Error(`no value for <${name}>`);
}

function textOf(text: string, around: Surroundings): string {
  return text.replaceAll(PLACEHOLDER, (_, name: string) => String(valueOf(name, around)));
}

/** The host, whatever it is called, is the emulator's; what it serves is served without encryption. */
function pathOf(address: string, around: Surroundings): string {
  const path = address.replace(/^https?:\/\//, '').replace(/^(<[^>]+>|\{[^}]+\}|[\d.]+)/, '');
  const encoded = (_: string, name: string): string => encodeURIComponent(String(valueOf(name, around)));
  return path.replaceAll(PLACEHOLDER, encoded).replaceAll(/\{([a-z_/]+)\}/g, encoded);
}

/** A placeholder means a value, with or without quotation marks; three dots in braces mean the content of the object. */
function jsonOf(text: string, around: Surroundings): string {
  const filled = text
    .replaceAll(/"<([^<>"]+)>"|<([^<>"]+)>/g, (_, quoted?: string, bare?: string) =>
      JSON.stringify(valueOf(quoted ?? bare ?? '', around)),
    )
    .replaceAll('{...}', '{}');
  try {
    JSON.parse(filled);
  } catch {
    throw new Unusable('its body is not JSON');
  }
  return filled;
}

function basic(user: string, around: Surroundings): string {
  const [, name = '', password = ''] = /^([^:]*):(.*)$/s.exec(textOf(user, around)) ?? [];
  const { values } = around;
  // `user:password` and `<manager_username>:<password>` stand for the administrator's.
  const isAdministrator = name === 'user' || name === values['manager-username'];
  const shown = isAdministrator
    ? `${String(values['manager-username'])}:${String(values['manager-password'])}`
    : `${name}:${password}`;
  return `Basic ${Buffer.from(shown).toString('base64')}`;
}

function fileOf(name: string, { files }: Surroundings): Uint8Array<ArrayBuffer> {
  const found = Object.keys(files).find((end) => name.endsWith(end));
  if (found === undefined) throw new Error(`there is no file for ${name}`);
  return files[found]!;
}

function addField(form: FormData, field: string, around: Surroundings): void {
  const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(field) ?? [];
  if (value.startsWith('@')) form.set(name, new File([fileOf(value.slice(1), around)], 'archive'));
  else form.set(name, jsonOf(value.replaceAll(/<filename>/g, String(around.values['filename'])), around));
}
