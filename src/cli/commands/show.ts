import { hasErrors, LazyRecord } from '../../model/index.js';
import {
  isStateFile,
  showPlan,
  showState,
  showStateFile,
  TERRAFORM_VERSION,
  type ShowStateResult,
} from '../../operations/index.js';
import { planPage, stateJson, statePage } from '../../render/index.js';
import type { Run } from '../command.js';
import type { Context } from '../context.js';
import { DONE, type ExitCode } from '../exit-code.js';
import type { STACK_OPTIONS } from '../options.js';

export const run: Run<typeof STACK_OPTIONS> = async (context, { options, arguments: [file] }) => {
  if (file === undefined) return showStates(context, await showState(context.environment, { stacks: options.stack }));
  if (isStateFile(context.environment, file))
    return showStates(context, await showStateFile(context.environment, file));
  return showFile(context, file);
};

function showStates({ present, globals }: Context, { stacks, diagnostics }: ShowStateResult): ExitCode {
  const code = present.diagnostics(diagnostics, DONE);
  if (hasErrors(diagnostics)) return code;
  if (globals.json) {
    const documents = stacks.map(
      ({ name, state, schemaOf }) => [name, stateJson(state, schemaOf, TERRAFORM_VERSION)] as const,
    );
    const [only, ...others] = documents;
    present.document(
      only !== undefined && others.length === 0
        ? only[1]
        : new LazyRecord((take) => documents.forEach(([name, document]) => take(name, document))),
    );
    return code;
  }
  stacks.forEach(({ name, state, schemaOf }, index) => {
    if (index > 0) present.text('\n');
    present.page(statePage(state, schemaOf, name));
  });
  return code;
}

async function showFile({ present, globals, environment }: Context, file: string): Promise<ExitCode> {
  const decoder = new TextDecoder();
  const copyTo = (bytes: Uint8Array): void => present.text(decoder.decode(bytes, { stream: true }));
  const { plan, name, diagnostics } = await showPlan(environment, { file, ...(globals.json ? { copyTo } : {}) });
  if (plan !== undefined) present.page(planPage(plan, name));
  return present.diagnostics(diagnostics, DONE);
}
