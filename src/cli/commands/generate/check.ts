import { hasErrors } from '../../../model/index.js';
import { checkDescription, COLUMNS, type CheckedResource, type Column, type Verdict } from '../../../testing/index.js';
import { countOf, lines, toned, type Line, type Page } from '../../../render/index.js';
import type { Run } from '../../command.js';
import { DONE, FAILED } from '../../exit-code.js';
import type { GENERATE_CHECK_OPTIONS } from '../../generating-options.js';

export const run: Run<typeof GENERATE_CHECK_OPTIONS> = async (context, { options }) => {
  const { present, environment, globals } = context;
  const { openapi, name = 'api', without, 'allow-host': allowHosts } = options;
  const { checked, diagnostics } = await checkDescription(environment, { openapi, name, without, allowHosts });
  if (checked === undefined) return present.diagnostics(diagnostics, DONE);
  const { resources, leftOut } = checked;
  const failed = resources.filter(({ failures }) => Object.keys(failures).length > 0);
  if (globals.json) present.json({ resources, leftOut });
  else present.page(pageOf(resources, failed, leftOut));
  const errors = hasErrors(diagnostics) ? present.diagnostics(diagnostics, DONE) : DONE;
  return failed.length > 0 ? FAILED : errors;
};

const HEADINGS: Readonly<Record<Column, string>> = {
  create: 'create',
  emptyPlan: 'empty plan',
  update: 'update',
  import: 'import',
  destroy: 'destroy',
};

const TONES = { pass: 'success', fail: 'error', 'n/a': 'faint' } as const satisfies Record<Verdict, string>;

function pageOf(
  resources: readonly CheckedResource[],
  failed: readonly CheckedResource[],
  leftOut: readonly { readonly noun: string; readonly reason: string }[],
): Page {
  const head: Line[] = [
    [toned('faint', 'resource')],
    ...COLUMNS.map((column): Line => [toned('faint', HEADINGS[column])]),
    [toned('faint', 'doubts')],
  ];
  const rows = resources.map((resource): Line[] => [
    [resource.type],
    ...COLUMNS.map((column): Line => [toned(TONES[resource[column]], resource[column])]),
    [String(resource.doubts.length)],
  ]);
  const why = failed.flatMap(({ type, failures }) =>
    Object.entries(failures).map(([column, reason]): Line => [
      toned('error', `${type}, ${HEADINGS[column as Column]}`),
      `: ${reason}`,
    ]),
  );
  const out = leftOut.map(({ noun, reason }): Line => [toned('warning', noun), `: ${reason}`]);
  return [
    { kind: 'table', rows: [head, ...rows] },
    ...(why.length === 0 ? [] : [lines(['What failed:'], ...why)]),
    ...(out.length === 0 ? [] : [lines(['Left out:'], ...out)]),
    lines([
      `${countOf(resources.length - failed.length, 'resource')} of ${resources.length} passed; ${leftOut.length} left out.`,
    ]),
  ];
}
