import { functionMethods, type ProviderFunction } from './function-methods.js';
import { getterNames, Names, pascalCase, propertyName } from './names.js';
import { documentation, indented, key, lineComment, quoted } from './print.js';
import type { ProviderSchemaJson, SchemaJson } from './schema.js';
import { Declarations, notesOf, type Member } from './shapes.js';
import type { TypedEntry } from './typed-places.js';

export interface ConstructsOptions {
  /** The provider's source, `landform/acloud`; absent for the one built into Terraform. */
  readonly source?: string;
  readonly version?: string;
  /** Its name in configurations: `acloud`. */
  readonly name: string;
  /** The first word of its types, if that is not its name. */
  readonly prefix?: string;
  readonly schema: ProviderSchemaJson;
  /** The module that the generated code imports: `landform`. */
  readonly library: string;
  /** Comment lines at the top. */
  readonly header: readonly string[];
  /** Functions of the provider, which its class calls. */
  readonly functions?: readonly ProviderFunction[];
  /** Whether attributes of objects may be omitted, which are null then. */
  readonly completesObjects?: boolean;
}

/** Names the generated module imports. */
const VALUES = [
  'Action',
  'DataSource',
  'ProviderConfig',
  'Resource',
  'actionOptions',
  'blockOptions',
  'providerOptions',
  'shape',
];
const TYPES = ['ActionArguments', 'Dynamic', 'Fields', 'Input', 'MetaArguments', 'Ref'];
const OTHERS = ['Construct', 'PROVIDER', 'Readonly', 'Record'];

/** Names that the language has a meaning for: Terraform lets no provider use them. */
const RESERVED: Readonly<
  Record<'block' | 'action' | 'provider', { readonly names: string; readonly options: string }>
> = {
  block: {
    names: 'connection count depends_on for_each lifecycle provider provisioner',
    options: 'count dependsOn forEach lifecycle provider',
  },
  action: { names: 'count depends_on for_each lifecycle provider', options: 'count forEach provider' },
  provider: { names: 'alias version', options: 'alias' },
};

/** A module with one class and what it needs. */
export function generateModuleOf(
  options: Omit<ConstructsOptions, 'schema'>,
  { kind, type }: TypedEntry,
  schema: SchemaJson,
): string {
  const generator = new Generator(options);
  if (kind === 'provider') generator.provider(schema);
  else if (kind === 'action') generator.action(type, schema);
  else generator.block(kind === 'resource' ? 'Resource' : 'DataSource', type, schema);
  return generator.text();
}

/**
 * A module of typed classes for a provider: one for each resource, data source and action and one for its
 * configuration, with the attributes as properties and the schema's descriptions as documentation.
 */
export function generateConstructs(options: ConstructsOptions): string {
  const generator = new Generator(options);
  const { schema } = options;
  if (options.source !== undefined) generator.provider(schema.provider ?? { block: {} });
  for (const [type, each] of Object.entries(schema.resource_schemas ?? {})) generator.block('Resource', type, each);
  for (const [type, each] of Object.entries(schema.data_source_schemas ?? {}))
    generator.block('DataSource', type, each);
  for (const [type, each] of Object.entries(schema.action_schemas ?? {})) generator.action(type, each);
  return generator.text();
}

class Generator {
  readonly #options: Omit<ConstructsOptions, 'schema'>;
  readonly #names = new Names([...VALUES, ...TYPES, ...OTHERS]);
  readonly #body: string[] = [];

  constructor(options: Omit<ConstructsOptions, 'schema'>) {
    this.#options = options;
  }

  provider(schema: SchemaJson): void {
    const name = this.#names.take(`${pascalCase(this.#options.name)}Provider`);
    const { members, fields } = this.#declare(schema, name, 'provider');
    const alias = { ...EMPTY, name: 'alias', property: 'alias', described: { description: ALIAS } };
    this.#config(`${name}Config`, members, '', [alias]);
    this.#body.push(
      ...documentation(schema.block),
      `export class ${name} extends ProviderConfig {`,
      ...indented([
        `constructor(scope: Construct, id: string, config: ${name}Config${optionalDefault(members)}) {`,
        `  super(scope, id, providerOptions(PROVIDER, ${fields}, config));`,
        '}',
        ...functionMethods(this.#options.functions ?? []),
      ]),
      '}',
      '',
    );
  }

  block(base: 'Resource' | 'DataSource', type: string, schema: SchemaJson): void {
    const name = this.#names.take((base === 'Resource' ? '' : 'Data') + pascalCase(this.#stem(type)));
    const { members, fields } = this.#declare(schema, name, 'block');
    const readable = members.filter((member) => member.readable);
    const getters = getterNames(readable.map(({ property }) => property));
    this.#config(`${name}Config`, members, 'MetaArguments', []);
    this.#body.push(
      ...documentation(schema.block),
      `export class ${name} extends ${base} {`,
      ...indented([
        `static readonly tfResourceType: string = ${quoted(type)};`,
        '',
        `constructor(scope: Construct, id: string, config: ${name}Config${optionalDefault(members)}) {`,
        `  super(scope, id, blockOptions(PROVIDER, ${quoted(type)}, ${fields}, config));`,
        '}',
        ...readable.flatMap((member) => getter(member, getters.get(member.property) ?? member.property)),
      ]),
      '}',
      '',
    );
  }

  /** An action only has inputs. It may have the same name as a resource. */
  action(type: string, schema: SchemaJson): void {
    const stem = pascalCase(this.#stem(type));
    const name = this.#names.take(this.#names.has(stem) ? `${stem}Action` : stem);
    const { members, fields } = this.#declare(schema, name, 'action');
    this.#config(`${name}Config`, members, 'ActionArguments', []);
    this.#body.push(
      ...documentation(schema.block),
      `export class ${name} extends Action {`,
      ...indented([
        `static readonly tfActionType: string = ${quoted(type)};`,
        '',
        `constructor(scope: Construct, id: string, config: ${name}Config${optionalDefault(members)}) {`,
        `  super(scope, id, actionOptions(PROVIDER, ${quoted(type)}, ${fields}, config));`,
        '}',
      ]),
      '}',
      '',
    );
  }

  text(): string {
    const { header, library, name, source, version } = this.#options;
    const provider = [`name: ${quoted(name)}`];
    if (source !== undefined) provider.push(`source: ${quoted(source)}`);
    if (version !== undefined) provider.push(`version: ${quoted(version)}`);
    const body = this.#body.join('\n').trimEnd();
    const used = usedIn(body);
    const values = used(VALUES);
    const types = used(TYPES);
    const imports = [...values, ...types.map((each) => `type ${each}`)];
    return [
      ...header.map(lineComment),
      "import type { Construct } from 'constructs';",
      'import {',
      ...indented(imports.map((each) => `${each},`)),
      `} from ${quoted(library)};`,
      '',
      `const PROVIDER = { ${provider.join(', ')} };`,
      '',
      `${body}\n`,
    ].join('\n');
  }

  /** The type without the provider's name, unless the rest could not be a class name. */
  #stem(type: string): string {
    const prefix = `${this.#options.prefix ?? this.#options.name}_`;
    const keeps = this.#options.source === undefined || !type.startsWith(prefix);
    return keeps ? type : type.slice(prefix.length);
  }

  #declare(
    schema: SchemaJson,
    owner: string,
    kind: keyof typeof RESERVED,
  ): { readonly members: readonly Member[]; readonly fields: string } {
    const { completesObjects = false } = this.#options;
    const declarations = new Declarations({ names: this.#names, root: owner, completesObjects });
    const { names, options } = RESERVED[kind];
    const reserved = new Set(names.split(' '));
    const { attributes = {}, block_types: blockTypes = {} } = schema.block;
    const own = new Set([...Object.keys(attributes), ...Object.keys(blockTypes)].map(propertyName));
    const members = declarations
      .members(
        schema.block,
        owner,
        options.split(' ').filter((option) => !own.has(option)),
      )
      .map((member) => (reserved.has(member.name) ? { ...member, required: false, settable: false } : member));
    const fields = declarations.fields(members, `${owner}Fields`);
    this.#body.push(...declarations.lines);
    return { members, fields };
  }

  #config(name: string, members: readonly Member[], base: string, more: readonly Member[]): void {
    const settable = [...members.filter((member) => member.settable), ...more];
    if (settable.length === 0) {
      this.#body.push(`export type ${name} = ${base === '' ? 'object' : base};`, '');
      return;
    }
    const heritage = base === '' ? '' : ` extends ${base}`;
    this.#body.push(`export interface ${name}${heritage} {`, ...indented(settable.flatMap(property)), '}', '');
  }
}

/** Finds which of some names code uses: those in comments and texts do not count. */
export function usedIn(body: string): (names: readonly string[]) => string[] {
  const code = body.replaceAll(/^\s*(?:\/\*\*|\*).*$|'(?:\\.|[^'\\])*'/gm, '');
  return (names) => names.filter((each) => new RegExp(`\\b${each}\\b`).test(code));
}

const EMPTY = {
  typed: { type: 'string', input: 'string', shape: "'string'" },
  required: false,
  settable: true,
  readable: false,
  sensitive: false,
  single: false,
} as const;

const ALIAS = 'Distinguishes several configurations of the provider in one stack.';

const optionalDefault = (members: readonly Member[]): string =>
  members.some((member) => member.required) ? '' : ' = {}';

function property(member: Member): string[] {
  const notes = [
    ...notesOf(member),
    ...(member.readable || member.property === 'alias'
      ? []
      : ['Write-only: it is sent to the provider but not kept in state.']),
  ];
  const type = member.typed.input;
  const plain = type === 'Dynamic' || (member.property === 'alias' && !member.readable);
  const input = plain ? type : `Input<${type}>`;
  const declared = declaredAs(input, member.required);
  return [...documentation(member.described, notes), `readonly ${key(member.property)}${declared}`];
}

/** An attribute of any type may also be undefined. */
function declaredAs(input: string, required: boolean): string {
  if (required) return `: ${input};`;
  return input === 'Dynamic' ? `?: ${input};` : `?: ${input} | undefined;`;
}

function getter(member: Member, name: string): string[] {
  return [
    '',
    ...documentation(member.described, notesOf(member)),
    `get ${key(name)}(): Ref<${member.typed.type}> {`,
    `  return this.attribute(${quoted(member.property)});`,
    '}',
  ];
}
