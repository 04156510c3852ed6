import { snakeCase as snakeWords } from '../../model/index.js';

/** A name in a description, converted to a name for an attribute or a type: it starts with a letter. */
export function snakeCase(name: string): string {
  const words = snakeWords(name).replaceAll(/^_+|_+$/g, '');
  return /^[0-9]/.test(words) || words === '' ? `n${words}` : words;
}

/** Maximum length of a summary. */
const SUMMARY = 200;

/** The first sentence of a description, on one line and without Markdown syntax. */
export function firstSentence(text: string | undefined): string | undefined {
  const [paragraph = ''] = (text ?? '').trim().split(/\n\s*(?:\n|[-*#|])/, 1);
  const plain = paragraph
    .replaceAll(/<\/?[a-z][^>]*>/gi, ' ')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[*`]|(?<!\w)_|_(?!\w)|^#+ /g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const sentence = /^.*?[^.\s]{2}[.!?](?=\s+[A-Z"(]|$)/.exec(plain)?.[0] ?? plain;
  if (sentence === '') return undefined;
  if (sentence.length <= SUMMARY) return sentence;
  return `${sentence.slice(0, SUMMARY).replace(/\s+\S*$/, '')} …`;
}

/** Irregular plurals. */
const IRREGULAR: Readonly<Record<string, string>> = {
  shelves: 'shelf',
  halves: 'half',
  leaves: 'leaf',
  people: 'person',
  children: 'child',
  indices: 'index',
  vertices: 'vertex',
  matrices: 'matrix',
  analyses: 'analysis',
  aliases: 'alias',
};

/** `queue` of `message_queue`. */
export const lastWord = (name: string): string => name.slice(name.lastIndexOf('_') + 1);

/** `policies` → `policy`, `addresses` → `address`; a word that is not a plural stays unchanged. */
export function singular(word: string): string {
  const last = lastWord(word);
  const known = Object.hasOwn(IRREGULAR, last) ? IRREGULAR[last] : undefined;
  if (known !== undefined) return word.slice(0, -last.length) + known;
  if (/(ss|us|is|news|series)$/.test(word) || !word.endsWith('s')) return word;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  return /(sses|shes|ches|xes|zes|tuses)$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}

export function plural(word: string): string {
  if (singular(word) !== word) return word;
  const known = Object.entries(IRREGULAR).find(([, one]) => word === one || word.endsWith(`_${one}`));
  if (known !== undefined) return word.slice(0, -known[1].length) + known[0];
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(s|sh|ch|x|z)$/.test(word) ? `${word}es` : `${word}s`;
}

export const article = (word: string): string => (/^[aeio]/.test(word) ? 'An' : 'A');

/** `message_queue` as words. */
export const spoken = (word: string): string => word.replaceAll('_', ' ');

/** Words that Terraform reserves; an attribute cannot have such a name. */
const TAKEN = new Set(['count', 'for_each', 'depends_on', 'lifecycle', 'provider', 'connection', 'provisioner']);

export const attributeName = (name: string, noun: string): string => (TAKEN.has(name) ? `${noun}_${name}` : name);

const SECRET =
  /(^|_)(password|passwd|passphrase|secret|token|private_key|api_key|access_key|credentials?|client_secret)$/;

/** A field whose name indicates a secret. A page's `next_token` is not one. */
export const isSecretName = (name: string): boolean => SECRET.test(name) && !/(^|_)(next|page)_token$/.test(name);

const FAILED = /fail|error|abort|reject|denied|cancel|timed?_?out|broken/i;
const PENDING = /^(in_?progress|pending|queued|accepted|running|started|starting|working|processing|waiting)$/i;
const ON_THE_WAY =
  /^(creat|provision|build|deploy|initiali|start|updat|delet|terminat|remov|schedul|configur|in_?progress|pending|queued|accepted|processing|waiting|rebuild|scal|resiz|upgrad|stopping|restart)/i;

export interface StatusWords {
  readonly ready: readonly string[];
  readonly pending: readonly string[];
  readonly failed: readonly string[];
}

/** States of work: `running` means that it has not ended. */
export const workWords = (words: readonly string[]): StatusWords => sorted(words, PENDING);

/** States of an object: `running` means that it exists. Past participles (`created`, `deployed`), too. */
export function thingWords(words: readonly string[]): StatusWords {
  return sorted(words, ON_THE_WAY, /(created|provisioned|built|deployed|started|updated|initiali[sz]ed|configured)$/i);
}

function sorted(words: readonly string[], pending: RegExp, settled?: RegExp): StatusWords {
  const failed = words.filter((word) => FAILED.test(word));
  const waiting = words.filter((word) => !failed.includes(word) && pending.test(word) && settled?.test(word) !== true);
  return {
    failed,
    pending: waiting,
    ready: words.filter((word) => !failed.includes(word) && !waiting.includes(word)),
  };
}
