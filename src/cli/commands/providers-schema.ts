import { stringifyJson } from '../../model/index.js';
import { providersSchema } from '../../operations/index.js';
import type { Run } from '../command.js';
import { DONE } from '../exit-code.js';
import type { PROVIDERS_SCHEMA_OPTIONS } from '../options.js';

export const run: Run<typeof PROVIDERS_SCHEMA_OPTIONS> = async (context, { options }) => {
  const { json, diagnostics } = await providersSchema(context.environment, { all: options.all });
  if (json !== undefined) context.present.text(`${stringifyJson(json)}\n`);
  return context.present.diagnostics(diagnostics, DONE);
};
