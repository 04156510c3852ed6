import { hasErrors } from '../../model/index.js';
import { get } from '../../operations/index.js';
import { lines } from '../../render/index.js';
import type { Run } from '../command.js';
import { DONE } from '../exit-code.js';
import type { GET_OPTIONS } from '../options.js';
import { constructLines, constructsJson } from './construct-lines.js';
import { moduleLines } from './module-lines.js';

export const run: Run<typeof GET_OPTIONS> = async ({ present, globals, environment }, { options }) => {
  const { modules, constructs, diagnostics } = await get(environment, {
    stacks: options.stack,
    upgrade: options.update,
  });
  if (globals.json) {
    if (!hasErrors(diagnostics))
      present.json({
        modules: modules.map((module) => ({ ...module })),
        ...(constructs !== undefined && { constructs: constructsJson(constructs) }),
      });
  } else {
    if (constructs !== undefined) present.page(constructLines(constructs));
    if (modules.length > 0) present.page(moduleLines(modules));
    else if (constructs === undefined && !hasErrors(diagnostics))
      present.page([lines(['The configuration calls no modules.'])]);
  }
  return present.diagnostics(diagnostics, DONE);
};
