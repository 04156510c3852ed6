import { parseTypeConstraint, type Written, type WrittenBlock, type WrittenMember } from '../../language/index.js';
import { quoted } from '../print.js';
import { type Code, type Entry, objectCode } from '../source.js';
import { blockEntries } from './dynamic.js';
import { addLifecycle } from './lifecycle.js';
import { addMember, bareListCode, conditionsCode, flagCode, onlyBody, textCode, textIn } from './members.js';
import { connectionCode, provisionersCode } from './provisioners.js';
import type { References } from './references.js';
import { Options, type Printed } from './statement.js';
import { isOfType } from './typed-value.js';
import { entriesOf, valueCode } from './values.js';

/** Prints the construct for a block under an id. */
export type PrintBlock = (block: WrittenBlock, id: string, references: References) => Printed;

/** A resource, a data source or an action; `inside` is the option with the attributes of its schema. */
function printBlock(className: string, inside: 'attributes' | 'config'): PrintBlock {
  return ({ labels: [type = ''], body }, id, references) => {
    const options = new Options();
    const attributes: WrittenMember[] = [];
    options.add('type', quoted(type));
    for (const member of body.members) {
      const { name, value, comments } = member;
      if (name === 'count') options.add('count', valueCode(value, references, 'number'), comments);
      else if (name === 'for_each') options.add('forEach', valueCode(value, references, 'collection'), comments);
      else if (name === 'provider') {
        const provider = references.target(`provider.${textIn(value) ?? ''}`);
        addMember(options, member, references, 'provider', provider?.name);
      } else if (inside === 'config') {
        const config = name === 'config' ? onlyBody(value) : undefined;
        const code = config && objectCode(entriesOf(config, references), config.comments);
        addMember(options, member, references, 'config', code);
      } else if (name === 'depends_on') {
        addMember(options, member, references, 'dependsOn', bareListCode(value, references));
      } else if (name === 'lifecycle') addLifecycle(options, value, references, comments);
      else if (name === 'provisioner' && className === 'Resource') {
        addMember(options, member, references, 'provisioners', provisionersCode(value, references));
      } else if (name === 'connection' && className === 'Resource') {
        addMember(options, member, references, 'connection', connectionCode(value, references));
      } else if (OUTSIDE.has(name)) options.override(name, valueCode(value, references));
      else attributes.push(member);
    }
    if (attributes.length > 0) {
      options.add('attributes', objectCode(blockEntries(attributes, references), body.comments));
      return options.construct(className, id);
    }
    return options.construct(className, id, body.comments);
  };
}

/** What belongs to a resource, but not to its schema. */
const OUTSIDE: ReadonlySet<string> = new Set(['connection', 'provisioner', '_']);

const printVariable: PrintBlock = ({ body }, id, references) => {
  const options = new Options();
  const written = body.members.find(({ name }) => name === 'type');
  const typeText = written && textIn(written.value);
  const { type } = typeText === undefined ? { type: 'dynamic' as const } : parseTypeConstraint(typeText);
  for (const member of body.members) {
    const { name, value } = member;
    const add = (option: string, code: Code | undefined): void => addMember(options, member, references, option, code);
    const isNull = value.kind === 'scalar' && value.json === null;
    if (name === 'type' || name === 'description') add(name, textCode(value));
    else if (name === 'default') {
      add(name, isNull || isOfType(value, type) ? valueCode(value, references) : undefined);
    } else if (name === 'sensitive' || name === 'ephemeral' || name === 'nullable') add(name, flagCode(value));
    else if (name === 'validation') add(name, conditionsCode(value, references));
    else add(name, undefined);
  }
  return options.construct('Variable', id, body.comments);
};

const printOutput: PrintBlock = ({ body }, id, references) => {
  const options = new Options();
  for (const member of body.members) {
    const { name, value } = member;
    const add = (option: string, code: Code | undefined): void => addMember(options, member, references, option, code);
    if (name === 'value') add(name, valueCode(value, references));
    else if (name === 'description') add(name, textCode(value));
    else if (name === 'sensitive') add(name, flagCode(value));
    else if (name === 'depends_on') add('dependsOn', bareListCode(value, references));
    else if (name === 'precondition') add(name, conditionsCode(value, references));
    else add(name, undefined);
  }
  return options.construct('Output', id, body.comments);
};

/** `source` and `version` come from the required providers. */
export const printProvider =
  (required: readonly Entry[]): PrintBlock =>
  ({ labels: [name = ''], body }, id, references) => {
    const options = new Options();
    const attributes: WrittenMember[] = [];
    options.add('name', quoted(name));
    for (const { key, code, comments } of required) options.add(key, code, comments);
    for (const member of body.members) {
      if (member.name === 'alias') addMember(options, member, references, 'alias', textCode(member.value));
      else attributes.push(member);
    }
    if (attributes.length === 0) return options.construct('ProviderConfig', id, body.comments);
    const entries = blockEntries(attributes, references);
    options.add('attributes', objectCode(entries, body.comments));
    return options.construct('ProviderConfig', id);
  };

const printCheck: PrintBlock = ({ body }, id, references) => {
  const options = new Options();
  for (const member of body.members) {
    const isAssertion = member.name === 'assert';
    const code = isAssertion ? conditionsCode(member.value, references) : undefined;
    addMember(options, member, references, 'assertions', code);
  }
  return options.construct('Check', id, body.comments);
};

const printRemoved: PrintBlock = ({ body }, id, references) => {
  const options = new Options();
  for (const member of body.members) {
    const lifecycle = member.name === 'lifecycle' ? onlyBody(member.value) : undefined;
    const [only, another] = lifecycle?.members ?? [];
    const destroy = only?.name === 'destroy' && another === undefined ? flagCode(only.value) : undefined;
    if (member.name === 'from') addMember(options, member, references, 'from', textCode(member.value));
    else addMember(options, member, references, 'destroy', destroy);
  }
  return options.construct('Removed', id, body.comments);
};

/** Everything that is not an argument of all modules is a variable of the called one. */
const printModule: PrintBlock = ({ body }, id, references) => {
  const options = new Options();
  const variables: WrittenMember[] = [];
  for (const member of body.members) {
    const { name, value, comments } = member;
    const add = (option: string, code: Code | undefined): void => addMember(options, member, references, option, code);
    if (name === 'source' || name === 'version') add(name, textCode(value));
    else if (name === 'count') options.add('count', valueCode(value, references, 'number'), comments);
    else if (name === 'for_each') options.add('forEach', valueCode(value, references, 'collection'), comments);
    else if (name === 'providers') add('providers', providersCode(value, references));
    else if (name === 'depends_on') add('dependsOn', bareListCode(value, references));
    else if (name === 'lifecycle') addLifecycle(options, value, references, comments);
    else variables.push(member);
  }
  if (variables.length === 0) return options.construct('Module', id, body.comments);
  const entries = entriesOf({ kind: 'object', members: variables, comments: [] }, references);
  options.add('variables', objectCode(entries, body.comments));
  return options.construct('Module', id);
};

/** The provider configurations that a call passes; undefined if the program has no construct for one of them. */
function providersCode(value: Written, references: References): Code | undefined {
  const entries: Entry[] = [];
  for (const { name, value: passed, comments } of onlyBody(value)?.members ?? []) {
    const provider = references.target(`provider.${textIn(passed) ?? ''}`);
    if (provider === undefined) return undefined;
    entries.push({ key: name, code: provider.name, comments });
  }
  return entries.length === 0 ? undefined : objectCode(entries);
}

/** A block as a construct: its class, its key for references, and how it is printed. */
export interface Construct {
  readonly className: string;
  readonly key: (labels: readonly string[]) => string | undefined;
  readonly print: PrintBlock;
}

export const CONSTRUCTS: Readonly<Record<string, Construct>> = {
  resource: {
    className: 'Resource',
    key: ([type, name]) => `${type}.${name}`,
    print: printBlock('Resource', 'attributes'),
  },
  data: {
    className: 'DataSource',
    key: ([type, name]) => `data.${type}.${name}`,
    print: printBlock('DataSource', 'attributes'),
  },
  action: {
    className: 'Action',
    key: ([type, name]) => `action.${type}.${name}`,
    print: printBlock('Action', 'config'),
  },
  variable: { className: 'Variable', key: ([name]) => `var.${name}`, print: printVariable },
  output: { className: 'Output', key: () => undefined, print: printOutput },
  module: { className: 'Module', key: ([name]) => `module.${name}`, print: printModule },
  check: { className: 'Check', key: () => undefined, print: printCheck },
  removed: { className: 'Removed', key: () => undefined, print: printRemoved },
};
