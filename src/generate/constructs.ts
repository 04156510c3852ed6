import { getterName, Names, pascalCase } from './names.js';
import { documentation, indented, key, lineComment, quoted } from './print.js';
import type { ProviderSchemaJson, SchemaJson } from './schema.js';
import { Declarations, type Member } from './shapes.js';

export interface ConstructsOptions {
  /** The provider's source, `landform/acloud`; absent for the one built into Terraform. */
  readonly source?: string;
  readonly version?: string;
  /** The prefix of its resource types: `acloud`. */
  readonly name: string;
  readonly schema: ProviderSchemaJson;
  /** The module that the generated code imports: `landform`. */
  readonly library: string;
  /** Comment lines at the top. */
  readonly header: readonly string[];
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
  readonly #options: ConstructsOptions;
  readonly #names = new Names([...VALUES, ...TYPES, ...OTHERS]);
  readonly #body: string[] = [];

  constructor(options: ConstructsOptions) {
    this.#options = options;
  }

  provider(schema: SchemaJson): void {
    const name = this.#names.take(`${pascalCase(this.#options.name)}Provider`);
    const { members, fields } = this.#declare(schema, name);
    const alias = { ...EMPTY, name: 'alias', property: 'alias', described: { description: ALIAS } };
    this.#config(`${name}Config`, members, '', [alias]);
    this.#body.push(
      ...documentation(schema.block),
      `export class ${name} extends ProviderConfig {`,
      ...indented([
        `constructor(scope: Construct, id: string, config: ${name}Config${optionalDefault(members)}) {`,
        `  super(scope, id, providerOptions(PROVIDER, ${fields}, config));`,
        '}',
      ]),
      '}',
      '',
    );
  }

  block(base: 'Resource' | 'DataSource', type: string, schema: SchemaJson): void {
    const name = this.#names.take((base === 'Resource' ? '' : 'Data') + pascalCase(this.#stem(type)));
    const { members, fields } = this.#declare(schema, name);
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
        ...members.filter((member) => member.readable).flatMap(getter),
      ]),
      '}',
      '',
    );
  }

  /** An action only has inputs. It may have the same name as a resource. */
  action(type: string, schema: SchemaJson): void {
    const stem = pascalCase(this.#stem(type));
    const name = this.#names.take(this.#names.has(stem) ? `${stem}Action` : stem);
    const { members, fields } = this.#declare(schema, name);
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
    const used = (names: readonly string[]): string[] => names.filter((each) => new RegExp(`\\b${each}\\b`).test(body));
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
    const prefix = `${this.#options.name}_`;
    const keeps = this.#options.source === undefined || !type.startsWith(prefix);
    return keeps ? type : type.slice(prefix.length);
  }

  #declare(schema: SchemaJson, owner: string): { readonly members: readonly Member[]; readonly fields: string } {
    const declarations = new Declarations(this.#names);
    const members = declarations.members(schema.block, owner);
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
    ...(member.sensitive ? ['Sensitive: it is never shown.'] : []),
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

function getter(member: Member): string[] {
  const notes = member.sensitive ? ['Sensitive: it is never shown.'] : [];
  return [
    '',
    ...documentation(member.described, notes),
    `get ${key(getterName(member.property))}(): Ref<${member.typed.type}> {`,
    `  return this.attribute(${quoted(member.property)});`,
    '}',
  ];
}
