import { hasErrors, type JsonObject } from '../../model/index.js';
import { absorb, type AbsorbResult, type Left, type Offer } from '../../operations/index.js';
import { countOf, toned, unifiedDiff, type Line } from '../../render/index.js';
import type { Run } from '../command.js';
import { CHANGES, DONE } from '../exit-code.js';
import type { ABSORB_OPTIONS } from '../options.js';
import { confirm } from './confirm.js';
import { commonOptions, learnSecrets } from './planning.js';

export const run: Run<typeof ABSORB_OPTIONS> = async (context, { options }) => {
  const { present, globals } = context;
  let shown = 0;
  const approve = async ({ files, left, stacks }: Offer): Promise<boolean> => {
    learnSecrets(context, stacks);
    if (files.length === 0) return true;
    if (!globals.json) for (const { name, before, after } of files) present.text(unifiedDiff(name, before, after));
    if (!globals.json && !options['auto-approve']) {
      present.say(...leftLines(left));
      shown = left.length;
    }
    return confirm(context, {
      question: `Write these changes to ${countOf(files.length, 'file')}?`,
      warning: 'Infrastructure and state are not changed.',
      approved: options['auto-approve'],
      flag: '--auto-approve',
      input: options.input,
    });
  };
  const result = await absorb(context.environment, commonOptions(context, options), approve);
  if (globals.json) present.json(documentOf(result));
  else if (result.approved && !hasErrors(result.diagnostics)) present.say(...resultLines(result, shown));
  const ending = result.left.length > 0 ? CHANGES : DONE;
  return present.diagnostics(result.diagnostics, ending, { compactWarnings: options['compact-warnings'] });
};

const documentOf = ({ written, absorbed, left, pending }: AbsorbResult): JsonObject => ({
  files: written.map(({ name }) => name),
  absorbed,
  left: left.map(({ stack, address, path, why, todo }) => ({ stack, address, path, why, todo })),
  pending,
});

/** What is left is not listed a second time. */
function resultLines({ written, absorbed, left, pending }: AbsorbResult, shown: number): readonly Line[] {
  const names = written.map(({ name }) => name).join(', ');
  const done: Line =
    absorbed === 0
      ? [left.length === 0 ? 'No drift to absorb.' : 'Nothing was written.']
      : [toned('success', 'Absorbed'), ` ${countOf(absorbed, 'difference')}: wrote ${names}.`];
  const empty = left.length === 0 && pending === 0 && absorbed > 0;
  return [
    done,
    ...(left.length === shown ? [] : leftLines(left)),
    ...(pending === 0
      ? []
      : [
          [
            `${countOf(pending, 'other change')} of the program ${pending === 1 ? 'is' : 'are'} not applied yet: see landform plan.`,
          ],
        ]),
    ...(empty ? [['The plan is empty. To record the drift in the state:  landform apply']] : []),
  ];
}

/** How many are listed for people; --json has all. */
const LISTED = 50;

function leftLines(left: readonly Left[]): readonly Line[] {
  if (left.length === 0) return [];
  const rows = left
    .slice(0, LISTED)
    .flatMap((one): Line[] => [[toned('strong', `  ${nameOf(one)}`), `: ${one.why}`], [`    ${one.todo}`]]);
  const rest = left.length - LISTED;
  return [
    [],
    [toned('warning', `${countOf(left.length, 'difference')} cannot be written:`)],
    ...rows,
    ...(rest > 0 ? [[`  and ${rest} more`]] : []),
    [],
  ];
}

const nameOf = ({ stack, address, path }: Left): string =>
  `${stack === '' ? '' : `${stack}:`}${address}${path === '' ? '' : ` ${path}`}`;
