import { nearest, ownEntry } from '../../model/index.js';
import { counted, describe, type Message, type Subject } from './wording.js';
import type { Position } from './position.js';
import type { Plain } from './track.js';

/** The message for a value that has the right type but is not allowed. */
export function limitMessage(subject: Subject): Message {
  const { finding, name } = subject;
  const limit = Number(finding.params['limit']);
  const allowed = finding.params['allowedValues'];
  switch (finding.keyword) {
    case 'enum':
      return notAllowed(subject, Array.isArray(allowed) ? allowed : []);
    case 'const':
      return notAllowed(subject, [finding.params['allowedValue']]);
    case 'minLength':
      return {
        code: 'too-short',
        summary: `${name} must have at least ${counted(limit, 'character')}`,
        ...lengthNow(subject),
      };
    case 'maxLength':
      return {
        code: 'too-long',
        summary: `${name} must have at most ${counted(limit, 'character')}`,
        ...lengthNow(subject),
      };
    case 'minItems':
    case 'maxItems':
      return wrongCount(subject, limit);
    case 'minProperties':
      return { code: 'too-short', summary: `${name} must have at least ${counted(limit, 'entry')}` };
    case 'maxProperties':
      return { code: 'too-long', summary: `${name} must have at most ${counted(limit, 'entry')}` };
    case 'pattern':
      return { code: 'pattern', summary: `${name} must match ${String(finding.params['pattern'])}`, ...given(subject) };
    case 'format':
      return {
        code: 'pattern',
        summary: `${name} must be a valid ${String(finding.params['format'])}`,
        ...given(subject),
      };
    case 'uniqueItems':
      return { code: 'repeated-item', summary: `${name} must not contain duplicate items` };
    default:
      return outOfRange(subject, limit) ?? notFitting(subject);
  }
}

const given = ({ value, secret }: Subject): { readonly detail?: string } =>
  value === undefined ? {} : { detail: `It is ${describe(value, secret)}.` };

/** The length of a secret is not shown. */
const lengthNow = ({ value, secret }: Subject): { readonly detail?: string } =>
  secret || typeof value !== 'string' ? {} : { detail: `It has ${Array.from(value).length}.` };

function notAllowed({ name, value, secret }: Subject, allowed: readonly unknown[]): Message {
  const words = allowed.map((one) => JSON.stringify(one)).join(', ');
  const texts = allowed.filter((one) => typeof one === 'string');
  const near = secret || typeof value !== 'string' ? [] : nearest(value, texts);
  const sentences = [
    ...(value === undefined ? [] : [`It is ${describe(value, secret)}.`]),
    ...(near.length === 0 ? [] : [`Did you mean ${near.map((one) => JSON.stringify(one)).join(' or ')}?`]),
  ];
  return {
    code: 'not-allowed-value',
    summary: `${name} must be ${allowed.length === 1 ? '' : 'one of '}${words}`,
    ...(sentences.length === 0 ? {} : { detail: sentences.join(' ') }),
  };
}

const BOUNDS: Readonly<Record<string, (limit: number) => string>> = {
  minimum: (limit) => `${limit} or more`,
  maximum: (limit) => `${limit} or less`,
  exclusiveMinimum: (limit) => `more than ${limit}`,
  exclusiveMaximum: (limit) => `less than ${limit}`,
};

function outOfRange(subject: Subject, limit: number): Message | undefined {
  const { finding, name } = subject;
  if (finding.keyword === 'multipleOf') {
    const factor = Number(finding.params['multipleOf']);
    const what = factor === 1 ? 'a whole number' : `a multiple of ${factor}`;
    return { code: 'out-of-range', summary: `${name} must be ${what}`, ...given(subject) };
  }
  const bound = ownEntry(BOUNDS, finding.keyword);
  if (bound === undefined) return undefined;
  return { code: 'out-of-range', summary: `${name} must be ${bound(limit)}`, ...given(subject) };
}

const notFitting = ({ name, position }: Subject): Message => ({
  code: 'invalid-value',
  summary: `${name} has a value that its schema does not allow`,
  detail: allowedBy(position),
});

const allowedBy = (position: Position): string =>
  'attribute' in position && position.attribute.constraint !== undefined
    ? `It must match ${JSON.stringify(position.attribute.constraint)}.`
    : 'See the documentation of the provider.';

function wrongCount({ finding, position, name, value }: Subject, limit: number): Message {
  const few = finding.keyword === 'minItems';
  const bound = few ? 'at least' : 'at most';
  if (position.kind === 'blocks' || position.kind === 'body') {
    return {
      code: few ? 'too-few-blocks' : 'too-many-blocks',
      summary: `${name} must occur ${bound} ${limit === 1 ? 'once' : `${limit} times`}`,
      ...countNow(value),
    };
  }
  return {
    code: few ? 'too-short' : 'too-long',
    summary: `${name} must have ${bound} ${counted(limit, 'element')}`,
    ...countNow(value),
  };
}

const countNow = (value: Plain | undefined): { readonly detail?: string } =>
  Array.isArray(value) ? { detail: `There ${value.length === 1 ? 'is' : 'are'} ${value.length}.` } : {};
