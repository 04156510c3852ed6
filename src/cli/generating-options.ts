import { choice, count, required, text, texts } from './option-kinds.js';

/** Options of commands that read an OpenAPI description, and of the sandbox. */

const OPENAPI_OPTIONS = {
  openapi: required('FILE|URL', 'OpenAPI description, 3.0 or 3.1, JSON or YAML', 'file'),
  without: texts('NOUN', 'Leave out resources of this noun (repeatable)'),
  'allow-host': texts('HOST', 'Follow references to this host (repeatable)'),
} as const;

export const GENERATE_PROVIDER_OPTIONS = {
  ...OPENAPI_OPTIONS,
  name: required('NAME', 'Prefix of resource types: acme for acme_topic'),
  out: text('DIR', 'Directory to create (the name)', 'directory'),
} as const;

const SERVING_OPTIONS = {
  port: count('PORT', 'Port to listen on (any free port)', 0, 0),
  'state-file': text('FILE', 'Keep the state of the sandbox in this file', 'file'),
} as const;

export const GENERATE_SANDBOX_OPTIONS = {
  ...OPENAPI_OPTIONS,
  name: text('NAME', 'Prefix of printed variables: acme for ACME_ENDPOINT (api)'),
  ...SERVING_OPTIONS,
} as const;

export const GENERATE_CHECK_OPTIONS = {
  ...OPENAPI_OPTIONS,
  name: text('NAME', 'Prefix of resource types: acme for acme_topic (api)'),
} as const;

export const SANDBOX_OPTIONS = {
  ...SERVING_OPTIONS,
  token: text('TOKEN', "Token to accept, and Conductor's admin password"),
  organisation: text('NAME', 'Organisation of the token'),
  answers: choice(['documented', 'source'], 'documented', "Follow the API documents or the services' code"),
} as const;
