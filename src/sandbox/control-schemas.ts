import { ANSWERS } from './answers.js';

const share = { type: 'number', minimum: 0, maximum: 1 };
const words = { type: 'array', items: { type: 'string' } };
const count = { type: 'integer', minimum: 0 };
const properties = { type: 'object' };

const filter = {
  onlyWrites: { type: 'boolean' },
  methods: words,
  path: { type: 'string' },
  operations: words,
};

const faults = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...filter,
    latencyMs: { type: 'number', minimum: 0 },
    rate429: share,
    rate5xx: share,
    rate5xxAfter: share,
    rateReset: share,
    rateDropAfter: share,
    rateLate504: share,
    rateLateReset: share,
    rateLateAnswer: share,
    lateSeconds: { type: 'number', minimum: 0 },
    seed: { type: 'integer' },
    retryAfterSeconds: { type: 'number', minimum: 0 },
    script: {
      type: 'array',
      items: {
        type: 'object',
        required: ['fault'],
        additionalProperties: false,
        properties: {
          ...filter,
          fault: {
            enum: ['reset', 'throttle', 'error', 'errorAfter', 'dropAfter', 'late504', 'lateReset', 'lateAnswer'],
          },
          lateSeconds: { type: 'number', minimum: 0 },
          skip: count,
          times: count,
        },
      },
    },
  },
};

const drift = {
  type: 'object',
  required: ['action', 'collection'],
  additionalProperties: false,
  properties: {
    action: { enum: ['change', 'delete', 'add'] },
    system: { type: 'string' },
    collection: { type: 'string' },
    identity: { type: 'string' },
    where: properties,
    values: properties,
  },
  if: { properties: { action: { enum: ['change', 'add'] } } },
  then: { required: ['values'] },
};

const seconds = { type: 'number', minimum: 0 };

const executions = {
  type: 'object',
  additionalProperties: false,
  properties: {
    seconds,
    failing: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: {
          workflow: { type: 'string' },
          deployment: { type: 'string' },
          error: { type: 'string' },
          times: { type: 'integer', minimum: 1 },
        },
      },
    },
  },
};

const uploads = { type: 'object', additionalProperties: false, properties: { seconds } };

const provisioning = {
  type: 'object',
  additionalProperties: false,
  properties: {
    milliseconds: { type: 'number', minimum: 0 },
    approvals: { type: 'boolean' },
    failing: { type: ['string', 'null'] },
  },
};

const rateLimit = {
  type: 'object',
  required: ['enabled'],
  additionalProperties: false,
  properties: { enabled: { type: 'boolean' } },
};

const workshopDeletion = {
  type: 'object',
  required: ['by'],
  additionalProperties: false,
  properties: { by: { enum: ['name', 'uid'] } },
};

const answers = {
  type: 'object',
  required: ['as'],
  additionalProperties: false,
  properties: { as: { enum: ANSWERS } },
};

/** The requests of a control. Unknown properties are refused, so that a typo does not pass for "no fault". */
export const CONTROL_SCHEMAS: Readonly<Record<string, object>> = {
  answers,
  drift,
  executions,
  faults,
  provisioning,
  rateLimit,
  uploads,
  workshopDeletion,
};
