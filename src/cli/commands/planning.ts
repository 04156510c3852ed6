import { shellWord } from '../../model/index.js';
import type { CommonOptions, PlanningOptions, ShownPlan } from '../../operations/index.js';
import {
  countChanges,
  countOf,
  forecastOfPlans,
  lines,
  planPage,
  planSecrets,
  stacksTable,
  timeText,
  type Line,
  type StackRow,
} from '../../render/index.js';
import type { OptionValues } from '../command.js';
import type { Context } from '../context.js';
import type { APPLY_OPTIONS, DRIFT_OPTIONS } from '../options.js';
import { UsageError } from '../usage-error.js';
import { lostCreateOptions } from './lost-creates.js';
import { type StackValues, stackOptions } from './stacks.js';
import { askingFor } from './variables.js';

type CommonValues = Omit<OptionValues<typeof DRIFT_OPTIONS>, 'issue' | 'github' | 'gitlab' | 'name' | 'repository'>;
type PlanningValues = Omit<
  OptionValues<typeof APPLY_OPTIONS>,
  'auto-approve' | 'approve-policy' | 'verify-key' | keyof Written
> &
  Written;

/** Where a command that changes the state writes it. */
type Written = Pick<StackValues, 'state-out' | 'backup' | 'changed-since'>;

export function commonOptions(
  context: Context,
  options: Omit<CommonValues, 'target' | 'exclude' | 'format' | 'changed-since'> & Written,
): CommonOptions {
  return {
    ...stackOptions(options),
    ask: askingFor(context, options.input),
    parallelism: options.parallelism,
    lock: options.lock,
    lockTimeoutMs: options['lock-timeout'],
  };
}

export function planningOptions(context: Context, options: PlanningValues): PlanningOptions {
  const [invoke, ...others] = options.invoke;
  refuseContradictions(options);
  if (others.length > 0) {
    throw new UsageError(
      'contradicting-options',
      'Only one action can be invoked at a time',
      'Run the command once for each action.',
    );
  }
  if (invoke !== undefined) refuseBesideInvoke(options);
  return {
    ...(invoke === undefined ? {} : { invoke }),
    ...commonOptions(context, options),
    ...lostCreateOptions(context, options),
    ...selecting(options),
    replace: options.replace,
    refresh: options.refresh,
    refreshOnly: options['refresh-only'],
    destroy: options.destroy,
  };
}

/** The options that limit a plan to a part of the configuration. */
export function selecting({
  target: targets,
  exclude: excludes,
}: Pick<PlanningValues, 'target' | 'exclude'>): Pick<PlanningOptions, 'targets' | 'excludes'> {
  if (targets.length > 0 && excludes.length > 0)
    throw new UsageError('contradicting-options', '--target and --exclude exclude each other', 'Remove one of them.');
  return { targets, excludes };
}

/** Options that only one kind of plan knows; Terraform refuses the same. */
function refuseContradictions({ destroy, refresh, replace, ...options }: PlanningValues): void {
  const refreshOnly = options['refresh-only'];
  const pairs = [
    [destroy && refreshOnly, '--destroy and --refresh-only exclude each other', '--destroy or --refresh-only'],
    [destroy && replace.length > 0, '--destroy and --replace exclude each other', '--destroy or --replace'],
    [
      refreshOnly && replace.length > 0,
      '--refresh-only and --replace exclude each other',
      '--refresh-only or --replace',
    ],
    [
      refreshOnly && !refresh,
      '--refresh-only and --refresh=false exclude each other',
      '--refresh-only or --refresh=false',
    ],
  ] as const;
  for (const [given, summary, either] of pairs)
    if (given) throw new UsageError('contradicting-options', summary, `Remove ${either}.`);
}

/** To invoke an action is all that such a run does. */
function refuseBesideInvoke(options: PlanningValues): void {
  const given = [
    ...(options.target.length > 0 ? ['--target'] : []),
    ...(options.exclude.length > 0 ? ['--exclude'] : []),
    ...(options.replace.length > 0 ? ['--replace'] : []),
    ...(options.destroy ? ['--destroy'] : []),
    ...(options['refresh-only'] ? ['--refresh-only'] : []),
  ];
  if (given.length === 0) return;
  throw new UsageError(
    'contradicting-options',
    `${given.join(', ')} cannot be given with --invoke`,
    '--invoke only invokes one action. Remove the other options, or --invoke.',
  );
}

/** No message shows what these plans mark as secret. */
export function learnSecrets({ environment }: Context, plans: readonly Omit<ShownPlan, 'name'>[]): void {
  for (const { plan, ignored } of plans) environment.learn?.(() => planSecrets(plan, ignored));
}

/** The plans of all stacks, for people or as messages; `beside` when standard output is for something else. */
export function showPlans(context: Context, plans: readonly ShownPlan[], beside = false): void {
  const { present } = context;
  learnSecrets(context, plans);
  if (present.messages !== undefined) {
    if (plans.length > 0) present.lines(present.messages.plan(plans));
    return;
  }
  plans.forEach(({ plan, name, ignored }, index) => {
    if (beside) return present.aside(planPage(plan, name, ignored));
    if (index > 0) present.text('\n');
    present.page(planPage(plan, name, ignored));
  });
  if (plans.length < 2) return;
  const table = stacksTable(plans.map(rowOf), 'plan');
  const forecast = forecastOfPlans(plans);
  const page = forecast === undefined ? table : [...table, lines([timeText(forecast)])];
  if (beside) return present.aside(page);
  present.text('\n');
  present.page(page);
}

function rowOf({ name, plan: { changes, invocations, applyable } }: ShownPlan): StackRow {
  return { name, counts: countChanges(changes, invocations), status: applyable ? 'planned' : 'unchanged' };
}

/** What to run next, printed beside the result. `repeated` are the options that apply needs as well. */
export function nextSteps(
  out: string | undefined,
  invoke: string | undefined,
  repeated: readonly string[],
  waiting: number,
): Line[] {
  const options = repeated.map((word) => ` ${word}`).join('');
  if (out !== undefined) {
    const then: Line[] =
      waiting === 0
        ? []
        : [
            [
              `Then plan the ${countOf(waiting, 'object')} that ${waiting === 1 ? 'waits' : 'wait'} for it:  landform plan${options}`,
            ],
          ];
    return [[], [`Saved the plan to ${out}. To apply it:  landform apply ${shellWord(out)}`], ...then];
  }
  if (invoke !== undefined) return [[], [`To invoke it:  landform apply${options}`]];
  return [
    [],
    [`To apply these changes:  landform apply${options}`],
    [`To save the plan and apply exactly it:  landform plan${options} --out plan.json`],
  ];
}

/** Options with a value each, as they are typed. */
const words = (name: string, values: readonly string[]): readonly string[] =>
  values.map((value) => `--${name} ${shellWord(value)}`);

/** The options that decide what a plan contains, as they are typed. Values of variables are left out: they may be secrets. */
export function repeatedOptions(options: PlanningValues): readonly string[] {
  return [
    ...repeatedChoice(options),
    ...words('replace', options.replace),
    ...words('invoke', options.invoke),
    ...(options.refresh ? [] : ['--refresh=false']),
    ...(options['refresh-only'] ? ['--refresh-only'] : []),
    ...(options.destroy ? ['--destroy'] : []),
  ];
}

type Choice = Pick<PlanningValues, 'stack' | 'changed-since' | 'state' | 'var' | 'target' | 'exclude'>;

/** Those of them that drift has, too. */
export function repeatedChoice(options: Choice): readonly string[] {
  return [
    ...words('stack', options.stack),
    ...words('changed-since', options['changed-since'] === undefined ? [] : [options['changed-since']]),
    ...words('state', options.state === undefined ? [] : [options.state]),
    ...options.var.map((one) =>
      'file' in one ? `--var-file ${shellWord(one.file)}` : `--var ${shellWord(`${one.name}=…`)}`,
    ),
    ...words('target', options.target),
    ...words('exclude', options.exclude),
  ];
}
