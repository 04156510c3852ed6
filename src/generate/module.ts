import type { ModuleConfiguration } from '../model/index.js';
import { usedIn } from './constructs.js';
import { camelCase, Names, pascalCase } from './names.js';
import { documentation, indented, key, lineComment, quoted } from './print.js';
import { Declarations, type Member } from './shapes.js';

export interface ModuleClassOptions {
  /** Of the class, in any spelling: `network`. */
  readonly name: string;
  readonly source: string;
  readonly version?: string | undefined;
  readonly module: Pick<ModuleConfiguration, 'variables' | 'outputs'>;
  /** The module that the generated code imports: `landform`. */
  readonly library: string;
  /** Comment lines at the top. */
  readonly header: readonly string[];
}

const VALUES = ['Module', 'moduleOptions', 'shape'];
const TYPES = ['Dynamic', 'Fields', 'Input', 'ModuleArguments', 'Ref'];
const OTHERS = ['Construct', 'Readonly', 'Record'];

/** Members of every module; an output of such a name gets the suffix `Output`. */
const TAKEN: ReadonlySet<string> = new Set(
  `node stack with toString constructor logicalId overrideLogicalId addOverride overrides fqn declare source version variables
  count forEach output get instance pluck`.split(/\s+/),
);

/** A class for one module: its variables are options, and its outputs are properties. */
export function moduleClass({ name, source, version, module, library, header }: ModuleClassOptions): string {
  const names = new Names([...VALUES, ...TYPES, ...OTHERS]);
  const className = names.take(pascalCase(name) || 'Called');
  const configName = names.take(`${className}Config`);
  const declarations = new Declarations({ names, root: className });
  const variables = variableMembers(module, declarations, className);
  const outputs = outputMembers(module);
  const fields = declarations.fields(variables, `${className}Variables`);
  const read = declarations.fields(outputs, `${className}Outputs`);
  const isOptional = variables.every((member) => !member.required);
  const body = [
    ...declarations.lines,
    ...(variables.length === 0
      ? [`export type ${configName} = ModuleArguments;`, '']
      : [
          `export interface ${configName} extends ModuleArguments {`,
          ...indented(variables.flatMap(property)),
          '}',
          '',
        ]),
    `const MODULE = { source: ${quoted(source)}${version === undefined ? '' : `, version: ${quoted(version)}`}, fields: ${fields}, outputs: ${read} };`,
    '',
    `export class ${className} extends Module {`,
    ...indented([
      `constructor(scope: Construct, id: string, config: ${configName}${isOptional ? ' = {}' : ''}) {`,
      '  super(scope, id, moduleOptions(MODULE, config));',
      '}',
      ...outputs.flatMap(getter),
    ]),
    '}',
  ].join('\n');
  const used = usedIn(body);
  const imports = [...used(VALUES), ...used(TYPES).map((each) => `type ${each}`)];
  return [
    ...header.map(lineComment),
    "import type { Construct } from 'constructs';",
    `import { ${imports.join(', ')} } from ${quoted(library)};`,
    '',
    `${body}\n`,
  ].join('\n');
}

function variableMembers(
  { variables }: Pick<ModuleConfiguration, 'variables'>,
  declarations: Declarations,
  owner: string,
): Member[] {
  const properties = new Names(['providers', 'dependsOn', 'count', 'forEach']);
  return [...variables.values()].map((variable): Member => {
    const { name, type, description, sensitive } = variable;
    return {
      name,
      property: properties.take(camelCase(name)),
      typed: declarations.type(type, owner + pascalCase(name)),
      described: { ...(description !== undefined && { description }) },
      required: variable.default === undefined,
      settable: true,
      readable: false,
      sensitive,
      single: false,
    };
  });
}

/** What type an output has is known only when it is evaluated. */
function outputMembers({ outputs }: Pick<ModuleConfiguration, 'outputs'>): Member[] {
  const properties = new Names(TAKEN);
  return [...outputs.values()].map(({ name, description, sensitive }): Member => {
    const wanted = camelCase(name);
    return {
      name,
      property: properties.take(TAKEN.has(wanted) ? `${wanted}Output` : wanted),
      typed: { type: 'Dynamic', input: 'Dynamic', shape: quoted('dynamic') },
      described: { ...(description !== undefined && { description }) },
      required: false,
      settable: false,
      readable: true,
      sensitive,
      single: false,
    };
  });
}

const SENSITIVE = 'Sensitive: it is never shown.';

function property({ typed, required, described, sensitive, property: name }: Member): string[] {
  const isAny = typed.input === 'Dynamic';
  const input = isAny ? typed.input : `Input<${typed.input}>`;
  const declared = required ? `: ${input};` : isAny ? `?: ${input};` : `?: ${input} | undefined;`;
  return [...documentation(described, sensitive ? [SENSITIVE] : []), `readonly ${key(name)}${declared}`];
}

function getter({ name, property: wanted, described, sensitive }: Member): string[] {
  return [
    '',
    ...documentation(described, sensitive ? [SENSITIVE] : []),
    `get ${key(wanted)}(): Ref<Dynamic> {`,
    `  return this.output(${quoted(name)});`,
    '}',
  ];
}
