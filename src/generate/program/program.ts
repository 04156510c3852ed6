import { bodiesOf, type WrittenBlock, type WrittenMember, type WrittenObject } from '../../language/index.js';
import { parseAddress } from '../../model/index.js';
import { camelCase, Names, pascalCase } from '../names.js';
import { lineComment, quoted } from '../print.js';
import { type Code, type Entry, listCode, objectCode } from '../source.js';
import { CONSTRUCTS, printProvider } from './blocks.js';
import { textIn } from './members.js';
import { inOrder } from './order.js';
import { References, type Target } from './references.js';
import type { Printed, Statement } from './statement.js';
import { entriesOf, valueCode } from './values.js';

export interface ProgramOptions {
  /** The name of the only stack. */
  readonly stack: string;
  /** The module that the program imports: `landform`. */
  readonly library: string;
}

/** A program whose stack has the given blocks, with the same addresses. */
export function programCode(blocks: readonly WrittenBlock[], options: ProgramOptions): string {
  return new Program(blocks).text(options);
}

/** Where Terraform keeps the state of a configuration without a backend. */
const DEFAULT_BACKEND = objectCode([
  { key: 'type', code: quoted('local') },
  {
    key: 'config',
    code: objectCode([
      { key: 'path', code: quoted('terraform.tfstate') },
      { key: 'workspace_dir', code: quoted('terraform.tfstate.d') },
    ]),
  },
]);

const KEYWORDS = `app stack arguments await break case catch class const continue debugger default delete do else enum eval export extends
  false finally for function if implements import in instanceof interface let new null package private protected public return static super
  switch this throw true try typeof undefined var void while with yield Infinity NaN Object Symbol process console globalThis`;

const IMPORTS = [
  'Action',
  'App',
  'Check',
  'DataSource',
  'Local',
  'Module',
  'Output',
  'ProviderConfig',
  'Removed',
  'Resource',
  'Stack',
  'Variable',
  'count',
  'dynamic',
  'each',
];

class Program {
  readonly #blocks: readonly WrittenBlock[];
  readonly #statements: Statement[] = [];
  readonly #targets = new Map<string, Target>();
  readonly #imports = new Set(['App', 'Stack']);
  readonly #ids = new Set<string>();
  readonly #names = new Names([...KEYWORDS.split(/\s+/), ...IMPORTS]);
  readonly #required = new Map<string, WrittenMember>();
  #backend: Code | undefined;

  constructor(blocks: readonly WrittenBlock[]) {
    this.#blocks = blocks;
    for (const { kind, body } of blocks) if (kind === 'terraform') this.#readRequired(body);
    for (const block of blocks) this.#add(block);
    this.#addLists();
    for (const [name, { value, comments }] of this.#required) {
      this.#addOverride(`terraform.required_providers.${name}`, comments, (references) => valueCode(value, references));
    }
  }

  text({ stack, library }: ProgramOptions): string {
    const refersTo = (statement: Statement): ReadonlySet<string> => {
      const references = new References((key) => this.#targets.get(key));
      statement.print(references);
      return references.used;
    };
    const visible = new Map<string, Target>();
    const references = new References((key) => visible.get(key));
    const printed: { readonly statement: Statement; readonly printed: Printed }[] = [];
    for (const statement of inOrder(this.#statements, refersTo)) {
      printed.push({ statement, printed: statement.print(references) });
      if (statement.declares) visible.set(statement.declares.key, statement.declares.target);
    }
    const statements = printed.map(({ statement, printed: { code, calls } }) => {
      const comments = statement.comments.map(lineComment);
      const [only, ...others] = calls;
      const { declares } = statement;
      const isNamed = declares !== undefined && (references.used.has(declares.key) || others.length > 0);
      if (isNamed) {
        const { name } = declares.target;
        return [...comments, `const ${name} = ${code};`, ...calls.map((call) => `${name}${call};`)].join('\n');
      }
      return [...comments, `${code}${only ?? ''}${others.join('')};`].join('\n');
    });
    const settings = [{ key: 'backend', code: this.#backend ?? DEFAULT_BACKEND }];
    const imports = [...this.#imports, ...references.imports].sort();
    const single = `import { ${imports.join(', ')} } from ${quoted(library)};`;
    const several = `import {\n${imports.map((name) => `  ${name},\n`).join('')}} from ${quoted(library)};`;
    return [
      single.length <= 100 ? single : several,
      '',
      'const app = new App();',
      `const stack = new Stack(app, ${quoted(stack)}, ${objectCode(settings, [], 'const stack = new Stack(app, '.length)});`,
      '',
      ...spaced(statements),
      '',
      'app.synth();',
      '',
    ].join('\n');
  }

  #add(block: WrittenBlock): void {
    const { kind, labels, body, comments } = block;
    if (kind === 'terraform') return this.#addSettings(block);
    if (kind === 'locals') {
      const [first, ...others] = body.members;
      if (first !== undefined) this.#addLocal(first, comments);
      for (const member of others) this.#addLocal(member, []);
      return;
    }
    if (kind === 'provider') return this.#addProvider(block);
    // Their lists are added together.
    if (kind === 'moved' || kind === 'import') return;
    const known = Object.hasOwn(CONSTRUCTS, kind) ? CONSTRUCTS[kind] : undefined;
    if (known === undefined) {
      return this.#addOverride([kind, ...labels].join('.'), comments, (references) => valueCode(body, references));
    }
    const name = labels.at(-1) ?? kind;
    const isRepeated = body.members.some((member) => member.name === 'count' || member.name === 'for_each');
    const type = kind === 'variable' ? body.members.find((member) => member.name === 'type') : undefined;
    this.#imports.add(known.className);
    this.#declare(kind, name, known.key(labels), comments, isRepeated, type && textIn(type.value), (id, references) =>
      known.print(block, id, references),
    );
  }

  #addLocal({ name, value, comments }: WrittenMember, above: readonly string[]): void {
    this.#imports.add('Local');
    const all = [...above, ...comments];
    this.#declare('local', name, `local.${name}`, all, false, undefined, (id, references) => ({
      code: `new Local(stack, ${quoted(id)}, ${valueCode(value, references)})`,
      calls: [],
    }));
  }

  #addProvider(block: WrittenBlock): void {
    const { labels, body, comments } = block;
    const [name = ''] = labels;
    const alias = body.members.find((member) => member.name === 'alias');
    const key = alias === undefined ? name : `${name}.${textIn(alias.value) ?? ''}`;
    const required = this.#required.get(name);
    const entries = required === undefined ? [] : simpleRequirement(required);
    if (entries !== undefined) this.#required.delete(name);
    this.#imports.add('ProviderConfig');
    const print = printProvider(entries ?? []);
    this.#declare('provider', key.replace('.', '_'), `provider.${key}`, comments, false, undefined, (id, references) =>
      print(block, id, references),
    );
  }

  /** Adds a construct. Its name in the document is that of the block, whatever id is free. */
  #declare(
    kind: string,
    name: string,
    key: string | undefined,
    comments: readonly string[],
    repeated: boolean,
    type: string | undefined,
    print: (id: string, references: References) => Printed,
  ): void {
    const id = this.#id(kind, name);
    const target = { name: this.#constant(kind, name), type, repeated };
    if (key !== undefined) this.#targets.set(key, target);
    const isOtherName = kind !== 'provider' && kind !== 'removed' && (id !== name || !isPlainId(name));
    this.#statements.push({
      comments,
      declares: { key: key ?? `${kind}.${name}`, target },
      print: (references) => {
        const { code, calls } = print(id, references);
        return { code, calls: isOtherName ? [`.overrideLogicalId(${quoted(name)})`, ...calls] : calls };
      },
    });
  }

  #id(kind: string, name: string): string {
    const taken = (id: string): boolean => this.#ids.has(id);
    let id = name;
    if (taken(id)) id = `${name}_${kind}`;
    for (let count = 2; taken(id); count += 1) id = `${name}_${kind}_${count}`;
    this.#ids.add(id);
    return id;
  }

  #constant(kind: string, name: string): string {
    const plain = camelCase(name) === '' ? kind : camelCase(name);
    return this.#names.take(this.#names.has(plain) ? `${plain}${pascalCase(kind)}` : plain);
  }

  #readRequired(body: WrittenObject): void {
    for (const { name, value } of body.members) {
      if (name !== 'required_providers') continue;
      for (const inner of bodiesOf(value)) for (const member of inner.members) this.#required.set(member.name, member);
    }
  }

  #addSettings({ body, comments }: WrittenBlock): void {
    let above = comments;
    for (const { name, value, comments: own } of body.members) {
      if (name === 'required_providers') continue;
      if (name === 'backend') {
        const [backend] = bodiesOf(value).flatMap(({ members }) => members);
        const [config] = backend === undefined ? [] : bodiesOf(backend.value);
        if (backend !== undefined && config !== undefined) {
          const code = objectCode(entriesOf(config, NO_REFERENCES), config.comments);
          this.#backend = objectCode([
            { key: 'type', code: quoted(backend.name) },
            { key: 'config', code },
          ]);
        }
        continue;
      }
      this.#addOverride(`terraform.${name}`, [...above, ...own], (references) => valueCode(value, references));
      above = [];
    }
  }

  #addOverride(path: string, comments: readonly string[], print: (references: References) => Code): void {
    this.#statements.push({
      comments,
      print: (references) => ({ code: `stack.addOverride(${quoted(path)}, ${print(references)})`, calls: [] }),
    });
  }

  /** `moved` and `import` blocks: calls of the resource they name, or all of them in one list. */
  #addLists(): void {
    for (const kind of ['moved', 'import']) {
      const own = this.#blocks.filter((block) => block.kind === kind);
      const calls = own.map((block) => this.#callFor(block));
      if (calls.every((call) => call !== undefined)) {
        for (const [index, call] of calls.entries()) {
          this.#statements.push({ comments: own[index]?.comments ?? [], print: call });
        }
      } else {
        this.#addOverride(
          kind,
          own.flatMap(({ comments }) => comments),
          (references) => listCode(own.map(({ body }) => valueCode(body, references))),
        );
      }
    }
  }

  /** Undefined if no method of a resource writes the block. */
  #callFor({ kind, body }: WrittenBlock): Statement['print'] | undefined {
    const member = (name: string): WrittenMember | undefined => body.members.find((each) => each.name === name);
    const [to, from, id, provider] = ['to', 'from', 'id', 'provider'].map(member);
    const text = to && textIn(to.value);
    const address = text === undefined ? undefined : parseAddress(text);
    const key = address && `${address.resource.type}.${address.resource.name}`;
    if (text === undefined || address === undefined || key === undefined) return undefined;
    const instance = text.slice(key.length);
    const isKey = instance === '' || /^\[(?:\d+|"[^"\\$%]*")\]$/.test(instance);
    if (!text.startsWith(key) || !isKey || !this.#targets.has(key)) return undefined;
    const subject = (references: References): Code => {
      const name = references.target(key)?.name ?? '';
      return instance === '' ? name : `${name}.instance(${instanceCode(instance)})`;
    };
    if (kind === 'moved' && from !== undefined && body.members.length === 2) {
      const place = textIn(from.value);
      if (place === undefined) return undefined;
      return (references) => ({ code: `${subject(references)}.moveFrom(${quoted(place)})`, calls: [] });
    }
    if (kind !== 'import' || id === undefined || body.members.length !== (provider === undefined ? 2 : 3))
      return undefined;
    const providerKey = provider && `provider.${textIn(provider.value) ?? ''}`;
    if (providerKey !== undefined && !this.#targets.has(providerKey)) return undefined;
    return (references) => {
      const using = providerKey === undefined ? '' : `, ${references.target(providerKey)?.name ?? ''}`;
      const given = valueCode(id.value, references, 'string');
      return { code: `${subject(references)}.importFrom(${given}${using})`, calls: [] };
    };
  }
}

const NO_REFERENCES = new References(() => undefined);

/** The key in brackets as code. */
function instanceCode(instance: string): Code {
  const key = instance.slice(1, -1);
  return key.startsWith('"') ? quoted(key.slice(1, -1)) : key;
}

/** Whether a construct with this id has the same name in the document. */
const isPlainId = (name: string): boolean => /^[A-Za-z0-9_-]{1,255}$/.test(name) && name !== 'Default';

/** Source and version as options; undefined if there is more to say. */
function simpleRequirement({ value }: WrittenMember): readonly Entry[] | undefined {
  if (value.kind !== 'object') return undefined;
  const entries: Entry[] = [];
  for (const { name, value: inner, comments } of value.members) {
    const text = textIn(inner);
    if (text === undefined || (name !== 'source' && name !== 'version')) return undefined;
    entries.push({ key: name, code: quoted(text), comments });
  }
  return entries.some(({ key }) => key === 'source') ? entries : undefined;
}

/** An empty line around each statement of several lines. */
function spaced(statements: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const [index, statement] of statements.entries()) {
    const before = statements[index - 1];
    if (before !== undefined && (before.includes('\n') || statement.includes('\n'))) lines.push('');
    lines.push(statement);
  }
  return lines;
}
