import { BUILT_IN_FUNCTIONS } from '../../src/engine/evaluate/functions.js';
import type { Parameter } from '../../src/engine/evaluate/functions/definition.js';
import { Chance } from './random-configuration.js';

/** The values that random expressions refer to, one of each kind, as expressions that both tools can parse. */
export const RANDOM_LOCALS: Readonly<Record<string, string>> = {
  s: '"some text"',
  u: '"e\\u0301 🇩🇪 👨‍👩‍👧 क्षि ǆ İß Ω"',
  e: '""',
  d: '"12"',
  lines: '"one\\n  two\\r\\n\\nthree"',
  n: '42',
  f: '2.5',
  big: '123456789012345678901234567890',
  small: '-0.0000001',
  z: '0',
  b: 'true',
  w: 'false',
  l: '["p", "q", "r"]',
  x: '[1, "a", true, null]',
  ls: 'tolist(["b", "a", "b"])',
  ln: 'tolist([3, 1, 20])',
  ss: 'toset(["b", "a", "é"])',
  sn: 'toset([3, 20, 100])',
  m: '{ a = 1, b = "x" }',
  ms: 'tomap({ a = "1", b = "2" })',
  ml: 'tomap({ a = ["x", "y"], b = ["y"] })',
  o: '{ inner = { list = [1, 2], text = "t" }, on = true, k = "a" }',
  objects: '[{ a = 1, k = "x" }, { a = 2, k = "y" }]',
  lo: 'tolist([{ a = 1, k = "x" }, { a = 2, k = "x" }])',
  none: 'null',
  nothing: '{}',
  le: 'slice(tolist(["a"]), 0, 0)',
  ts: 'sensitive("secret")',
  tn: 'sensitive(5)',
  tl: '[sensitive("a"), "b"]',
  tm: '{ a = sensitive(1), b = 2 }',
  tw: 'sensitive(["a", "b"])',
};

/** Functions that return a new value on each call, depend on their location, or do not take values. */
const LEFT_OUT = new Set(['type', 'timestamp', 'plantimestamp', 'uuid', 'bcrypt']);
/** The folder of the expressions is another one in each tool, and so are compressed bytes; Terraform lacks the last three. */
for (const name of ['abspath', 'fileset', 'base64gzip', 'base64gunzip', 'cidrcontains', 'urldecode'])
  LEFT_OUT.add(name);
const FUNCTIONS = [...BUILT_IN_FUNCTIONS].filter(([name]) => !LEFT_OUT.has(name) && !name.includes('::'));

const TEXTS = [
  'a',
  'b',
  '1',
  '',
  'true',
  'A-b_c d',
  'x=y',
  'é',
  'e\\u0301',
  'ǆ',
  'İ',
  'straße',
  '🇩🇪🇫🇷',
  '👍🏽x',
  'क्षि',
  'a\\nb',
  'a\\r\\nb\\r\\n',
  '\\t',
  '"',
];
const ESCAPED = TEXTS.map((text) => (text === '"' ? '\\"' : text));
const NUMBERS = [
  '0',
  '1',
  '2',
  '3',
  '7',
  '10',
  '-1',
  '-3',
  '0.5',
  '2.5',
  '-0.1',
  '1.50',
  '255',
  '62',
  '1e3',
  '1e21',
  '1e-7',
  '9007199254740993',
  '18446744073709551616',
  '0.1',
  '123456789.123456789',
  '1e100',
  '3.999999999',
];
const PATTERNS = [
  'a',
  '[a-z]+',
  '(\\\\d+)',
  '([a-z])(\\\\d)?',
  '(?P<first>[a-z])(?P<second>.)?',
  '(?i)A',
  '(?s).',
  '(?U)a+',
  '(?m)^.',
  '[[:alpha:]]+',
  '[[:^alpha:]]',
  '[\\\\d-z]',
  '(|a)+',
  '\\\\pL',
  '\\\\p{Greek}',
  '\\\\P{L}',
  '^$',
  '\\\\b',
  'x*',
  '(a|b)*?',
  '(?:a)(b)?',
  '(?=a)',
  '(',
  '[',
  'a{2,1}',
  'a{1001}',
  '\\\\Qa.b\\\\E',
  '\\\\x{e9}',
  '\\\\C',
  '(?i:x)y',
  '[^\\\\n]+',
  '\\\\z',
  '\\\\Z',
  '(?<n>a)',
  '.',
  '',
  '\\\\s+',
  '[\\\\s]',
  '\\\\w+',
  'a**',
  '(?P<n>a)(?P<n>b)',
  '\\\\1',
  '(a)\\\\1',
  '\\\\d{2}',
  'É|é',
];
const FORMATS = [
  '%s',
  '%d',
  '%v',
  '%q',
  '%t',
  '%5s|',
  '%-5s|',
  '%05d',
  '%+d',
  '%x',
  '%#X',
  '%b',
  '%o',
  '%.2f',
  '%8.3f|',
  '%e',
  '%g',
  '%G',
  '%.3s',
  '%%',
  '%[2]v-%[1]v',
  '%#v',
  '%s %s',
  '%v and %v',
  '% d',
  '%5v|',
  '%.0f',
  'plain',
  '%z',
  '%',
  '%6.2f%%',
  '%-08d|',
  '%010.3f',
  '%+.1e',
  '%.5q',
  '%+v',
  '%3d|%-3d|',
  '%X',
  '%#o',
  '%#b',
];
const JSON_TEXTS = [
  '{}',
  '[]',
  'null',
  '1',
  '1.50',
  '1e3',
  '-0',
  '\\"x\\"',
  '[1, \\"a\\", null]',
  '{\\"b\\": [1, 2], \\"a\\": {}}',
  '{\\"a\\": 1, \\"a\\": 2}',
  '{',
  '[1,]',
  'tru',
  '01',
  '',
  ' true ',
  '\\"\\\\u00e9\\"',
  '12345678901234567890123',
  '[[[[1]]]]',
  '\\"\\\\ud800\\"',
  '{\\"e\\\\u0301\\": 1}',
  '1 2',
];
const BASE64 = ['', 'YQ==', 'aMOpbGxv', 'YQ', '!!', 'gA==', 'YWJj\\nZGVm'];
const NAMES = ['a', 'b', 'k', 'inner', 'missing', 'on', 'a b', 'é'];

type Kind = 'text' | 'number' | 'truth' | 'list' | 'map' | 'any';

/** One expression, of any form and kind. Most have a value; some ask for what cannot be had, and must fail in both tools. */
export function randomExpression(seed: number): string {
  const chance = new Chance(seed);
  return new Generator(chance).any(1 + chance.below(3));
}

class Generator {
  readonly #chance: Chance;
  /** Names that `for` has bound, from the outside in. */
  #bound: readonly string[] = [];

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  any(depth: number): string {
    return this.of(this.#chance.pick(['text', 'text', 'number', 'truth', 'list', 'list', 'map'] as const), depth);
  }

  of(kind: Kind, depth: number): string {
    // Something of another kind now and then: it is converted, or refused.
    if (kind === 'any' || this.#chance.often(0.02)) return this.any(depth);
    if (depth <= 0) return this.#leaf(kind);
    const general = this.#chance.below(12);
    if (general === 0) return `(${this.truth(depth - 1)} ? ${this.of(kind, depth - 1)} : ${this.of(kind, depth - 1)})`;
    if (general === 1) return `try(${this.#list(['any', kind], depth - 1)})`;
    if (general === 2 && this.#bound.length > 0) return this.#chance.pick(this.#bound);
    if (general === 3) return this.call(depth);
    if (general === 4) return this.access(depth);
    if (general === 5 && this.#chance.often(0.3)) return `sensitive(${this.of(kind, depth - 1)})`;
    switch (kind) {
      case 'text':
        return this.text(depth);
      case 'number':
        return this.number(depth);
      case 'truth':
        return this.truth(depth);
      case 'list':
        return this.list(depth);
      case 'map':
        return this.map(depth);
    }
  }

  #leaf(kind: Exclude<Kind, 'any'>): string {
    const chance = this.#chance;
    if (chance.often(0.03)) return chance.pick(['null', 'local.none', 'local.nothing.x']);
    if (chance.often(0.15) && this.#bound.length > 0) return chance.pick(this.#bound);
    switch (kind) {
      case 'text':
        return chance.often(0.6)
          ? `"${chance.pick(ESCAPED)}"`
          : chance.pick([
              'local.s',
              'local.u',
              'local.e',
              'local.d',
              'local.lines',
              'local.ts',
              'local.o.k',
              'local.l[0]',
            ]);
      case 'number':
        return chance.often(0.7)
          ? chance.pick(NUMBERS)
          : chance.pick(['local.n', 'local.f', 'local.big', 'local.small', 'local.z', 'local.tn', 'local.ln[1]']);
      case 'truth':
        return chance.pick(['true', 'false', 'local.b', 'local.w', '"true"', 'local.o.on', 'sensitive(true)']);
      case 'list':
        return chance.pick([
          '[]',
          '["a", "b"]',
          '[1, 2, 2]',
          '[[1], []]',
          'local.l',
          'local.x',
          'local.ls',
          'local.ln',
          'local.ss',
          'local.sn',
          'local.objects',
          'local.lo',
          'local.le',
          'local.tl',
          'local.tw',
          'tolist([])',
          'toset([])',
          '[null, "a"]',
          'local.o.inner.list',
          '["", "a", null]',
          '[true, false]',
        ]);
      case 'map':
        return chance.pick([
          '{}',
          '{ a = 1 }',
          '{ a = "x", b = "y" }',
          'local.m',
          'local.ms',
          'local.ml',
          'local.o',
          'local.tm',
          'tomap({})',
          '{ k = null }',
          '{ a = { b = [1] } }',
          'local.nothing',
          '{ "é" = 1, "e\\u0301x" = 2 }',
        ]);
    }
  }

  #list(kinds: readonly Kind[], depth: number): string {
    return kinds.map((kind) => this.of(kind, depth)).join(', ');
  }

  text(depth: number): string {
    switch (this.#chance.below(6)) {
      case 0:
      case 1:
        return this.template(depth);
      case 2:
        return this.heredoc(depth);
      case 3:
        return `jsonencode(${this.any(depth - 1)})`;
      default:
        return this.call(depth, 'string');
    }
  }

  template(depth: number): string {
    return `"${this.#parts(depth, ESCAPED)}"`;
  }

  #parts(depth: number, texts: readonly string[]): string {
    const chance = this.#chance;
    // "%" before "%{" would be another text: "%%{" begins no directive.
    const plain = (): string => chance.pick(texts).replace(/[$%]$/, '$& ');
    const part = (): string => {
      const [left, right] = [chance.often(0.1) ? '~' : '', chance.often(0.1) ? '~' : ''];
      switch (chance.below(7)) {
        case 0:
          return `%{${left} if ${this.truth(depth - 1)} ${right}}${plain()}%{${right} else ${left}}${this.#value(depth)}%{ endif ${left}}`;
        case 1:
          return `%{${left} if ${this.truth(depth - 1)} }${this.#value(depth)}%{ endif ${right}}`;
        case 2: {
          const collection = this.of(chance.pick(['list', 'map']), depth - 1);
          return this.#within(
            ['v'],
            () => `%{ for v in ${collection} ${right}} ${this.#value(depth)}\${v},%{${left} endfor }`,
          );
        }
        case 3:
          return `${chance.pick(['$${x}', '%%{y}', '$', '%', ' ', '$$', '%%'])} `;
        case 4:
          return plain();
        default:
          return this.#value(depth, left, right);
      }
    };
    return Array.from({ length: 1 + chance.below(3) }, part).join(chance.pick(['', ' ', '-']));
  }

  #value(depth: number, left = '', right = ''): string {
    return `\${${left}${this.of(this.#chance.pick(['text', 'text', 'number', 'truth', 'any']), depth - 1)}${right}}`;
  }

  /** In parentheses, where the end of its last line ends nothing else. */
  heredoc(depth: number): string {
    const chance = this.#chance;
    const indented = chance.often(0.5);
    const texts = ['plain', 'a "quoted" one', 'back\\slash', '', '  deep', '\té', 'EOT2', '$', '%'];
    const lines = Array.from({ length: chance.below(4) }, () => {
      const indent = ' '.repeat(indented ? chance.below(5) : chance.below(3));
      return `${indent}${chance.often(0.5) ? chance.pick(texts) : this.#parts(depth, texts)}`;
    });
    const end = `${indented ? '   ' : ''}EOT`;
    return `(<<${indented ? '-' : ''}EOT\n${[...lines, end].join('\n')}\n)`;
  }

  number(depth: number): string {
    const operator = this.#chance.pick(['+', '-', '*', '/', '%']);
    switch (this.#chance.below(6)) {
      case 0:
        return `-${this.of('number', depth - 1)}`;
      case 1:
        return `length(${this.of(this.#chance.pick(['list', 'map', 'text']), depth - 1)})`;
      case 2:
        return this.call(depth, 'number');
      default:
        return `(${this.of('number', depth - 1)} ${operator} ${this.of('number', depth - 1)})`;
    }
  }

  truth(depth: number): string {
    const chance = this.#chance;
    if (depth <= 0) return this.#leaf('truth');
    switch (chance.below(8)) {
      case 0:
        return `!${this.of('truth', depth - 1)}`;
      case 1:
        return `(${this.of('truth', depth - 1)} ${chance.pick(['&&', '||'])} ${this.of('truth', depth - 1)})`;
      case 2:
        return `(${this.of('number', depth - 1)} ${chance.pick(['<', '>', '<=', '>='])} ${this.of('number', depth - 1)})`;
      case 3:
        return this.call(depth, 'bool');
      case 4:
        return `can(${this.any(depth - 1)})`;
      case 5: {
        const kind = chance.pick(['text', 'number', 'truth', 'list', 'map'] as const);
        return `(${this.of(kind, depth - 1)} ${chance.pick(['==', '!='])} ${this.of(kind, depth - 1)})`;
      }
      default:
        return `(${this.any(depth - 1)} ${chance.pick(['==', '!='])} ${this.any(depth - 1)})`;
    }
  }

  list(depth: number): string {
    const chance = this.#chance;
    switch (chance.below(7)) {
      case 0: {
        const kind = chance.pick(['text', 'number', 'any', 'list', 'map'] as const);
        return `[${Array.from({ length: chance.below(4) }, () => this.of(kind, depth - 1)).join(', ')}]`;
      }
      case 1: {
        const collection = this.of(chance.pick(['list', 'map']), depth - 1);
        const names = chance.often(0.5) ? ['v'] : ['i', 'v'];
        return this.#within(
          names,
          () => `[for ${names.join(', ')} in ${collection} : ${this.any(depth - 1)}${this.#condition(depth)}]`,
        );
      }
      case 2:
        return `${chance.pick(['local.objects', 'local.lo', 'local.l', this.closed('list', depth)])}${chance.pick(['[*]', '[*].a', '.*.a', '[*].k', '[*][0]', '[*].a.b', '.*'])}`;
      case 3:
        return `${chance.pick(['tolist', 'toset'])}(${this.of('list', depth - 1)})`;
      default:
        return this.call(depth, 'list');
    }
  }

  #condition(depth: number): string {
    return this.#chance.often(0.4) ? ` if ${this.truth(depth - 1)}` : '';
  }

  map(depth: number): string {
    const chance = this.#chance;
    switch (chance.below(6)) {
      case 0: {
        const entry = (): string => `${this.#key(depth)} = ${this.any(depth - 1)}`;
        return `{ ${Array.from({ length: chance.below(4) }, entry).join(', ')} }`;
      }
      case 1: {
        const collection = this.of(chance.pick(['list', 'map']), depth - 1);
        const names = chance.often(0.5) ? ['v'] : ['k', 'v'];
        const group = chance.often(0.4) ? '...' : '';
        return this.#within(names, () => {
          const key = chance.often(0.5) ? names[0]! : this.of('text', depth - 1);
          return `{ for ${names.join(', ')} in ${collection} : ${key} => ${this.any(depth - 1)}${group}${this.#condition(depth)} }`;
        });
      }
      case 2:
        return `tomap(${this.of('map', depth - 1)})`;
      default:
        return this.call(depth, 'map');
    }
  }

  #key(depth: number): string {
    const chance = this.#chance;
    switch (chance.below(5)) {
      case 0:
        return `(${this.of('text', depth - 1)})`;
      case 1:
        return `"${chance.pick(ESCAPED)}"`;
      case 2:
        return this.template(depth);
      case 3:
        return chance.pick(['1', 'true', 'null', 'for_each', 'a-b', 'é']);
      default:
        return chance.pick(['a', 'b', 'k']);
    }
  }

  access(depth: number): string {
    const chance = this.#chance;
    const target = chance.often(0.4)
      ? chance.pick([
          'local.o',
          'local.m',
          'local.ms',
          'local.l',
          'local.lo',
          'local.x',
          'local.tm',
          'local.tw',
          'local.objects',
        ])
      : this.closed(chance.pick(['list', 'map']), depth);
    switch (chance.below(5)) {
      case 0:
        return `${target}.${chance.pick(['a', 'b', 'k', 'inner', 'missing'])}`;
      case 1:
        return `${target}[${this.of(chance.pick(['number', 'text']), depth - 1)}]`;
      case 2:
        return `${target}["${chance.pick(NAMES)}"]`;
      case 3:
        return `${target}.${chance.below(3)}`;
      default:
        return `${target}[${chance.pick(['0', '1', '5', '-1', '0.5', '"0"', 'null', 'true'])}]`;
    }
  }

  closed(kind: Kind, depth: number): string {
    return `(${this.of(kind, depth - 1)})`;
  }

  #within(names: readonly string[], write: () => string): string {
    const before = this.#bound;
    this.#bound = [...before, ...names];
    const text = write();
    this.#bound = before;
    return text;
  }

  /** A call of any function, or of one whose result is of a kind. */
  call(depth: number, result?: 'string' | 'number' | 'bool' | 'list' | 'map'): string {
    const chance = this.#chance;
    let [name, definition] = chance.pick(FUNCTIONS);
    for (let tries = 0; tries < 12 && result !== undefined && !gives(definition.result, result, name); tries += 1) {
      [name, definition] = chance.pick(FUNCTIONS);
    }
    const parameters: Parameter[] = [...definition.parameters];
    if (definition.rest !== undefined) {
      const more = chance.pick(name === 'lookup' ? [0, 1, 1, 1, 2] : name === 'range' ? [1, 2, 3] : [0, 1, 1, 2, 2, 3]);
      for (let index = 0; index < more; index += 1) parameters.push(definition.rest);
    }
    if (chance.often(0.01)) parameters.pop();
    const args = parameters.map((parameter, index) => this.#argument(name, parameter, index, depth));
    if (chance.often(0.03)) return `${name}(${[...args.slice(0, -1), `${this.of('list', depth - 1)}...`].join(', ')})`;
    return `${chance.often(0.02) ? 'core::' : ''}${name}(${args.join(', ')})`;
  }

  #argument(name: string, parameter: Parameter, index: number, depth: number): string {
    const chance = this.#chance;
    if (index === 0 && chance.often(0.85)) {
      if (name === 'regex' || name === 'regexall') return `"${chance.pick(PATTERNS)}"`;
      if (name === 'format' || name === 'formatlist') return `"${chance.pick(FORMATS)}"`;
      if (name === 'jsondecode') return `"${chance.pick(JSON_TEXTS)}"`;
      if (name === 'base64decode') return `"${chance.pick(BASE64)}"`;
      if (name === 'parseint')
        return chance.pick(['"ff"', '"-101"', '"Z"', '"12"', '""', '"+7"', '"0x1f"', '"1_0"', '12', '"zz"']);
    }
    if (name === 'replace' && index === 1 && chance.often(0.6)) return `"/${chance.pick(PATTERNS)}/"`;
    if (name === 'replace' && index === 2 && chance.often(0.5))
      return chance.pick(['"$1"', '"$${first}-$2"', '"<$0>"', '"$$"', '"$1x"', '"$"']);
    if (parameter.type === 'number' && chance.often(0.6))
      return chance.pick(['0', '1', '2', '3', '-1', '10', '16', '0.5']);
    return this.of(kindOfParameter(name, parameter), depth - 1);
  }
}

function gives(result: unknown, wanted: string, name: string): boolean {
  if (typeof result === 'string') return result === wanted || (result === 'dynamic' && wanted !== 'string');
  if (typeof result === 'function') return wanted === 'map' ? MAPS.has(name) : wanted === 'list';
  const { kind } = result as { kind: string };
  return kind === wanted || (wanted === 'list' && kind === 'set');
}

const MAPS = new Set(['merge', 'zipmap', 'transpose', 'tomap']);
const OF_MAPS = new Set(['keys', 'values', 'lookup', 'merge', 'tomap']);
const OF_LISTS =
  /^(?:index|contains|chunklist|distinct|coalescelist|concat|element|flatten|one|reverse|slice|sum|zipmap|set.*|tolist|toset|length)$/;

function kindOfParameter(name: string, { type, name: own }: Parameter): Kind {
  if (type === 'string') return 'text';
  if (type === 'number') return 'number';
  if (type === 'bool') return 'truth';
  if (type !== 'dynamic') return type.kind === 'map' || type.kind === 'object' ? 'map' : 'list';
  if (OF_MAPS.has(name) && own !== 'default') return 'map';
  return OF_LISTS.test(name) && own !== 'value' ? 'list' : 'any';
}
