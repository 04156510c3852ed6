import { hasErrors } from '../../model/index.js';
import { graph } from '../../operations/index.js';
import { dotText, graphPage, mermaidText } from '../../render/index.js';
import type { Run } from '../command.js';
import { DONE } from '../exit-code.js';
import type { GRAPH_OPTIONS } from '../options.js';

export const run: Run<typeof GRAPH_OPTIONS> = async (context, { options }) => {
  const { present } = context;
  const { stacks, diagnostics } = await graph(context.environment, { stacks: options.stack });
  if (!hasErrors(diagnostics)) {
    if (context.globals.json) present.json(stacks.map((stack) => ({ ...stack })));
    else if (options.format === 'text') for (const stack of stacks) present.page(graphPage(stack));
    else present.text(options.format === 'dot' ? dotText(stacks) : mermaidText(stacks));
  }
  return present.diagnostics(diagnostics, DONE);
};
