import { bodiesOf, type Written, type WrittenObject } from '../../language/index.js';
import { camelCase } from '../names.js';
import { quoted } from '../print.js';
import { type Code, type Entry, listCode, objectCode } from '../source.js';
import { onlyBody, textCode } from './members.js';
import type { References, Wanted } from './references.js';
import { valueCode } from './values.js';

/** The options of each type that the constructs have, and what they accept. */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, Wanted>>>> = {
  'local-exec': {
    command: 'string',
    working_dir: 'string',
    interpreter: 'string',
    environment: 'string',
    quiet: 'bool',
  },
  file: { source: 'string', content: 'string', destination: 'string' },
  'remote-exec': { inline: 'string', script: 'string', scripts: 'string' },
};

const SSH = quoted('ssh');

const NUMBERS = new Set(['port', 'bastion_port']);

/** The option `provisioners`; undefined if an argument has no option. */
export function provisionersCode(value: Written, references: References): Code | undefined {
  const codes: Code[] = [];
  const written = value.kind === 'list' ? value.items : [{ value, comments: [] }];
  for (const { value: block, comments: above } of written) {
    for (const { name: type, value: inner, comments } of bodiesOf(block).flatMap(({ members }) => members)) {
      const known = Object.hasOwn(OPTIONS, type) ? OPTIONS[type] : undefined;
      if (known === undefined) return undefined;
      for (const body of bodiesOf(inner)) {
        const entries = entriesOf(body, known, references);
        if (entries === undefined) return undefined;
        codes.push(
          objectCode(
            [{ key: 'type', code: quoted(type), comments: [...above, ...comments] }, ...entries],
            body.comments,
          ),
        );
      }
    }
  }
  return listCode(codes);
}

function entriesOf(
  { members }: WrittenObject,
  known: Readonly<Record<string, Wanted>>,
  references: References,
): readonly Entry[] | undefined {
  const entries: Entry[] = [];
  for (const { name, value, comments } of members) {
    const wanted = Object.hasOwn(known, name) ? known[name] : undefined;
    const code =
      name === 'when' || name === 'on_failure'
        ? textCode(value)
        : name === 'connection'
          ? connectionCode(value, references)
          : wanted && valueCode(value, references, wanted);
    if (code === undefined) return undefined;
    entries.push({ key: camelCase(name), code, comments });
  }
  return entries;
}

/** The option `connection`; undefined without a host, which the construct demands. */
export function connectionCode(value: Written, references: References): Code | undefined {
  const body = onlyBody(value);
  if (body?.members.some(({ name }) => name === 'host') !== true) return undefined;
  const entries: Entry[] = [];
  for (const { name, value: inner, comments } of body.members) {
    if (name === 'type' && textCode(inner) !== SSH) return undefined;
    if (inner.kind !== 'scalar' || inner.json === null || UNTYPED.has(name)) return undefined;
    const wanted = name === 'agent' ? 'bool' : NUMBERS.has(name) ? 'number' : 'string';
    entries.push({ key: camelCase(name), code: valueCode(inner, references, wanted), comments });
  }
  return objectCode(entries, body.comments);
}

/** Arguments of a connection that the construct has no option for. */
const UNTYPED = new Set(['proxy_scheme', 'proxy_host', 'proxy_port', 'proxy_user_name', 'proxy_user_password']);
