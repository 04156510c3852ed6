import { hasErrors } from '../../model/index.js';
import { plan } from '../../operations/index.js';
import { countOf, type Line } from '../../render/index.js';
import type { Run } from '../command.js';
import { CHANGES, DONE } from '../exit-code.js';
import type { PLAN_OPTIONS } from '../options.js';
import { UsageError } from '../usage-error.js';
import { offerMoves } from './offer-moves.js';
import { nextSteps, planningOptions, repeatedOptions, showPlans } from './planning.js';

export const run: Run<typeof PLAN_OPTIONS> = async (context, { options }) => {
  const { out, 'sign-key': signKey, 'generate-config-out': generateConfigOut } = options;
  if (out === '-' && context.globals.json) {
    throw new UsageError(
      'contradicting-options',
      '--out - and --json both write to standard output',
      'Remove --json, or save the plan to a file.',
    );
  }
  if (generateConfigOut !== undefined && (options.destroy || options['refresh-only'] || options.invoke.length > 0)) {
    throw new UsageError(
      'contradicting-options',
      '--generate-config-out needs a plan of all changes',
      'Remove --destroy, --refresh-only and --invoke.',
    );
  }
  const result = await plan(context.environment, {
    ...planningOptions(context, options),
    ...(out === undefined ? {} : { out }),
    ...(signKey === undefined ? {} : { signKey }),
    ...(generateConfigOut === undefined ? {} : { generateConfigOut }),
  });
  showPlans(context, result.stacks, out === '-');
  const applyable = result.stacks.some((stack) => stack.plan.applyable);
  const waiting = result.stacks.reduce((sum, { plan: { deferred } }) => sum + deferred.length, 0);
  const failed = hasErrors(result.diagnostics);
  if (!failed && context.present.messages === undefined && (applyable || out !== undefined))
    context.present.say(...nextSteps(out, options.invoke[0], repeatedOptions(options), waiting));
  if (!failed) await offerMoves(context, result.stacks, options['suggest-moves']);
  const { generated = 0 } = result;
  if (generateConfigOut !== undefined && context.present.messages === undefined && (generated > 0 || !failed))
    context.present.say(...generatedLines(generateConfigOut, generated));
  const ending = applyable && options['detailed-exitcode'] ? CHANGES : DONE;
  return context.present.diagnostics(result.diagnostics, ending, { compactWarnings: options['compact-warnings'] });
};

const generatedLines = (file: string, count: number): readonly Line[] =>
  count === 0
    ? [[`Every import block names a resource of the configuration: ${file} was not written.`]]
    : [[`Wrote the configuration of ${countOf(count, 'resource')} to ${file}. Review it before you apply.`]];
