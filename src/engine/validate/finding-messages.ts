import { nearest, typeName, type Attribute, type Block, type Type } from '../../model/index.js';
import type { Finding } from './compiled.js';
import { isComputedOnly } from './constraint.js';
import { limitMessage } from './limit-messages.js';
import { counted, describe, type Message, type Subject } from './wording.js';
import type { Position } from './position.js';
import { AN_EXPRESSION, type Plain } from './track.js';

/** Undefined for findings that only point to another finding. */
export function messageOf(located: Subject): Message | undefined {
  const { finding } = located;
  const subject = { ...located, position: isAboutParts(finding) ? bodyOf(located.position) : located.position };
  switch (finding.keyword) {
    case 'if':
      return undefined;
    case 'additionalProperties':
      return unknownName(subject, String(finding.params['additionalProperty']));
    case 'required':
      return missing(subject, String(finding.params['missingProperty']));
    case 'type':
      return wrongType(subject);
    default:
      return isTextForm(subject) ? wrongType(subject) : limitMessage(subject);
  }
}

const isAboutParts = ({ keyword }: Finding): boolean => keyword === 'required' || keyword === 'additionalProperties';

/** A single block that is not in an array has the same place as its body. */
const bodyOf = (position: Position): Position =>
  position.kind === 'blocks' && position.blockType.nesting !== 'map'
    ? { kind: 'body', block: position.blockType.block, named: position.name }
    : position;

/** Numbers and bools may be written as strings; the required form of the string is a question of its type. */
const isTextForm = ({ finding, position }: Subject): boolean =>
  finding.keyword === 'pattern' &&
  position.kind === 'value' &&
  (position.type === 'number' || position.type === 'bool');

function unknownName({ position, name }: Subject, unknown: string): Message {
  const where = name === '' ? '' : ` in ${name}`;
  const known = namesAt(position);
  const near = nearest(unknown, known);
  const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : listing('Supported names', known);
  // Terraform ignores attributes of an object value that its type lacks.
  if (position.kind !== 'body' && position.kind !== 'other') {
    return {
      code: 'unknown-attribute',
      severity: 'warning',
      inside: unknown,
      summary: `${join(name, unknown)} is ignored: the attribute does not exist`,
      detail: hint,
    };
  }
  const what =
    position.kind === 'body' && Object.keys(position.block.blockTypes).length === 0
      ? 'attribute'
      : 'attribute or block';
  return {
    code: 'unknown-attribute',
    inside: unknown,
    summary: `There is no ${what} ${unknown}${where}`,
    detail: hint,
  };
}

const join = (name: string, inside: string): string => (name === '' ? inside : `${name}.${inside}`);

const LISTED = 12;

function listing(start: string, names: readonly string[]): string {
  if (names.length === 0) return 'Nothing can be set here.';
  if (names.length > LISTED) return 'Run "landform providers schema" for the supported names.';
  return `${start}: ${[...names].sort().join(', ')}.`;
}

function namesAt(position: Position): string[] {
  switch (position.kind) {
    case 'body': {
      const { attributes, blockTypes } = position.block;
      return [...settable(attributes), ...Object.keys(blockTypes)];
    }
    case 'nested':
      return settable(position.attributes);
    case 'value':
      return typeof position.type === 'object' && position.type.kind === 'object'
        ? Object.keys(position.type.attributes)
        : [];
    default:
      return [];
  }
}

const settable = (attributes: Block['attributes']): string[] =>
  Object.entries(attributes).flatMap(([name, attribute]) => (isComputedOnly(attribute) ? [] : [name]));

function missing({ position, name }: Subject, required: string): Message {
  const where = name === '' ? '' : ` in ${name}`;
  const blockType = position.kind === 'body' ? position.block.blockTypes[required] : undefined;
  if (blockType !== undefined)
    return {
      code: 'missing-block',
      inside: required,
      missing: true,
      summary: `At least ${counted(blockType.minItems ?? 1, `${required} block`)} must be configured${where}`,
    };
  const attribute = attributeNamed(position, required);
  return {
    code: 'missing-attribute',
    inside: required,
    missing: true,
    summary: `${join(name, required)} must be set`,
    ...(attribute === undefined ? {} : { detail: wanting(attribute) }),
  };
}

function attributeNamed(position: Position, name: string): Attribute | undefined {
  if (position.kind === 'body') return position.block.attributes[name];
  return position.kind === 'nested' ? position.attributes[name] : undefined;
}

function wanting(attribute: Attribute): string {
  const allowed = attribute.constraint?.['enum'];
  const what = Array.isArray(allowed)
    ? `one of ${allowed.map((value) => JSON.stringify(value)).join(', ')}`
    : withArticle(attribute.type);
  return `Set it to ${what}.${attribute.description === undefined ? '' : ` ${attribute.description}`}`;
}

const withArticle = (type: Type): string => {
  const name = typeName(type);
  return name === 'any' ? 'any value' : `${/^[aeio]/.test(name) ? 'an' : 'a'} ${name}`;
};

function wrongType(subject: Subject): Message {
  const { position, name, value, secret, finding } = subject;
  if (position.kind === 'blocks' || position.kind === 'body' || position.kind === 'other') return wrongBlock(subject);
  if (isComputedOnly(position.attribute) && (position.kind !== 'value' || position.whole)) {
    return {
      code: 'read-only-attribute',
      summary: `${name} cannot be set`,
      detail: 'The provider sets its value. Remove it from the configuration; it can only be read.',
    };
  }
  const wanted =
    position.kind === 'value'
      ? withArticle(position.type)
      : position.kind === 'nested'
        ? 'an object'
        : withArticle(position.attribute.type);
  return {
    code: 'wrong-type',
    summary: `${name} must be ${wanted}`,
    ...(value === undefined ? {} : { detail: `It is ${describe(value, secret || finding.keyword === 'required')}.` }),
  };
}

function wrongBlock({ position, name, value, secret }: Subject): Message {
  if (position.kind === 'blocks' && (position.blockType.minItems ?? 0) > 1 && isObject(value)) {
    return {
      code: 'too-few-blocks',
      summary: `At least ${position.blockType.minItems} ${position.name} blocks are needed`,
      detail: 'There is 1. Use an array of objects for several blocks.',
    };
  }
  const detail =
    value === AN_EXPRESSION
      ? 'Blocks cannot come from an expression; use "dynamic" to generate them from a collection.'
      : undefined;
  const given = value === undefined ? undefined : `It is ${describe(value, secret)}.`;
  const text = detail ?? given;
  return {
    code: 'wrong-block',
    summary: name === '' ? 'The body must be an object' : `${name} must be a block: an object, or an array of objects`,
    ...(text === undefined ? {} : { detail: text }),
  };
}

const isObject = (value: Plain | undefined): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
