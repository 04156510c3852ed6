import {
  isNull,
  isReplace,
  markedTexts,
  Sensitive,
  SENSITIVE_TEXT,
  sensitive,
  type Action,
  type IgnoredDrift,
  type OutputChange,
  type Plan,
  type PlanMode,
  type ResourceChange,
  type Value,
} from '../../model/index.js';
import { attributeDifferences, forcesOf } from '../differences.js';
import {
  countOf,
  heading,
  lines,
  toned,
  treeOf,
  type Block,
  type Inline,
  type Line,
  type Page,
  type TreeNode,
} from '../report.js';
import { hideEchoes } from '../echoes.js';
import { SIGN_TONES, SIGNS } from '../theme.js';
import { entriesOf, nameText, partNodes, valueNode } from '../values.js';
import { invocationsByResource, otherInvocations, triggeredNodes } from './actions.js';
import { planSummary } from './counts.js';
import { deferredBlocks } from './deferred.js';
import { timeText } from './forecast.js';
import { driftBlocks, ignoredBlocks } from './drift.js';
import { actionText, reasonText } from './reasons.js';
import { stateKinds, stateWords } from './state-edits.js';

/** Maximum number of dangerous changes listed at the top; the rest is counted. */
const LISTED = 20;

/** Dangerous changes come first. */
const ORDER: Readonly<Record<Action, number>> = {
  'delete-create': 0,
  'create-delete': 0,
  delete: 1,
  forget: 2,
  update: 3,
  create: 4,
  read: 5,
  'no-op': 6,
};

const NO_CHANGES = 'No changes. Your infrastructure matches the configuration.';
const NOTHING_TO_DESTROY = 'No changes. There are no objects to destroy.';
const NOTHING_IN_STATE = 'No changes. The state is already like that.';
const NO_DRIFT = 'No changes. Your infrastructure matches the state.';

/**
 * A plan for the person who approves it: dangerous changes and their reasons, drift, each change as a tree of
 * differences, outputs, and the counts as the last line. `stack` is the name of the stack, empty in a plain folder; `ignored` is drift
 * that is not in the plan.
 */
export function planPage(plan: Plan, stack = '', ignored: readonly IgnoredDrift[] = []): Page {
  const title: Block[] = stack === '' ? [] : [heading('Stack ', stack)];
  if (plan.mode === 'refresh-only') return [...title, ...refreshOnlyBlocks(plan, ignored)];
  const shown = shownChanges(plan);
  const outputs = plan.outputs.filter((output) => output.action !== 'no-op');
  const drift = driftBlocks(plan.drift, 'Changed outside Landform since the last apply:');
  if (shown.length === 0 && outputs.length === 0 && plan.invocations.length === 0) {
    if (plan.errored) return [...title, ...drift];
    return [...title, ...drift, ...nothingPage(plan.mode)];
  }
  return [
    ...title,
    ...(plan.mode === 'state' ? [] : summaryBlock(shown)),
    ...dangerBlocks(shown, plan.mode),
    ...drift,
    ...changeBlocks(shown, plan),
    ...otherInvocations(plan.invocations),
    ...outputBlocks(outputs),
    ...targetBlocks(plan),
    ...deferredBlocks(plan.deferred),
    lines([toned('strong', planSummary(plan))], ...forecastLines(plan)),
  ];
}

const forecastLines = ({ forecast }: Plan): readonly Line[] => (forecast === undefined ? [] : [[timeText(forecast)]]);

/** The message for a plan without changes. */
const nothingPage = (mode: PlanMode): Page => [lines([toned('success', nothingSentence(mode))])];

export const nothingSentence = (mode: PlanMode): string => NOTHING[mode] ?? NO_CHANGES;

const NOTHING: Partial<Readonly<Record<PlanMode, string>>> = {
  destroy: NOTHING_TO_DESTROY,
  'refresh-only': NO_DRIFT,
  state: NOTHING_IN_STATE,
};

/** All changes of objects, including moves and imports; dangerous ones first. What checks read is not a change. */
export function shownChanges(plan: Plan): readonly ResourceChange[] {
  const shown = plan.changes.filter(
    (change) => (change.action !== 'no-op' && change.check === undefined) || stateKinds(change).length > 0,
  );
  return shown.sort((left, right) => ORDER[left.action] - ORDER[right.action]);
}

function refreshOnlyBlocks(plan: Plan, ignored: readonly IgnoredDrift[]): Block[] {
  const outputs = plan.outputs.filter((output) => output.action !== 'no-op');
  if (plan.drift.length === 0 && outputs.length === 0) {
    const sentence = noDriftSentence(ignored.length);
    return [...ignoredBlocks(ignored), lines([toned('success', sentence)])];
  }
  return [
    ...driftBlocks(plan.drift, 'Changed outside Landform:'),
    ...ignoredBlocks(ignored),
    ...outputBlocks(outputs),
    lines(
      [
        toned(
          'strong',
          plan.drift.length === 0 ? 'Only outputs differ.' : driftSentence(plan.drift.length, ignored.length),
        ),
      ],
      ['Applying only updates the state.'],
    ),
  ];
}

export const driftSentence = (count: number, ignored = 0): string =>
  `Drift: ${countOf(count, 'object')} ${count === 1 ? 'differs' : 'differ'}${ignored === 0 ? '' : `, ${ignored} ignored`}.`;

/** The sentence where nothing differs but what rules ignore. */
export const noDriftSentence = (ignored: number): string =>
  ignored === 0 ? NO_DRIFT : `No drift: ${countOf(ignored, 'difference')} ${ignored === 1 ? 'is' : 'are'} ignored.`;

/** The marked strings anywhere in the plan, and in drift that is not in it. */
export function* planSecrets(
  { variables, changes, deferred, drift, invocations, outputs }: Plan,
  ignored: readonly IgnoredDrift[] = [],
): Iterable<string> {
  for (const value of variables.values()) yield* markedTexts(value);
  for (const { before, after, importing } of [
    ...changes,
    ...drift,
    ...ignored.map(({ change }) => change),
    ...deferred.flatMap(({ change }) => change ?? []),
  ]) {
    if (importing !== undefined) yield* markedTexts(importing.id);
    yield* markedTexts(after);
    if (before !== after) yield* markedTexts(before);
  }
  for (const { config } of invocations) yield* markedTexts(config);
  for (const output of outputs) {
    yield* markedTexts(shownSide(output, output.before));
    yield* markedTexts(shownSide(output, output.after));
  }
}

const SUMMARY: Readonly<Record<Action, string>> = {
  'delete-create': 'to replace',
  'create-delete': 'to replace (create first)',
  delete: 'to destroy',
  forget: 'to forget',
  update: 'to update',
  create: 'to create',
  read: 'to read',
  'no-op': 'to move or import',
};

/** A one-line summary, and the meaning of the signs below. */
function summaryBlock(changes: readonly ResourceChange[]): Block[] {
  const counts = new Map<Action, number>();
  for (const { action } of changes) counts.set(action, (counts.get(action) ?? 0) + 1);
  const parts = [...counts].map(([action, count]): Inline => {
    const sign = SIGNS[action] === ' ' ? '' : `${SIGNS[action]} `;
    return toned(SIGN_TONES[SIGNS[action]] ?? 'faint', `${sign}${count} ${SUMMARY[action]}`);
  });
  if (parts.length === 0) return [];
  return [lines(parts.flatMap((part, index) => (index === 0 ? [part] : ['   ', part])))];
}

/** Whether an existing object ends. */
export const isDangerous = ({ action, resource }: ResourceChange): boolean =>
  (action === 'delete' || isReplace(action)) && resource.mode === 'managed';

/** What must not come as a surprise: what is destroyed or replaced, and why. */
function dangerBlocks(changes: readonly ResourceChange[], mode: PlanMode): Block[] {
  const dangerous = changes.filter(isDangerous);
  // A destroy plan is already a list of exactly these.
  if (dangerous.length === 0 || mode === 'destroy') return [];
  const rows = dangerous.slice(0, LISTED).map((change): Line[] => {
    const sign = SIGNS[change.action];
    return [
      [toned(SIGN_TONES[sign] ?? 'delete', sign.padStart(3)), ' ', subject(change)],
      [reasonText(change, mode) ?? ''],
    ];
  });
  const rest = dangerous.length - rows.length;
  const more: Line[][] = rest > 0 ? [[[toned('faint', `    and ${rest} more, below`)]]] : [];
  const replaced = dangerous.filter((change) => isReplace(change.action)).length;
  const words = replaced === 0 ? 'Destroyed:' : replaced === dangerous.length ? 'Replaced:' : 'Destroyed or replaced:';
  return [lines([toned('error', words)]), { kind: 'table', rows: [...rows, ...more] }];
}

/** The address, with the key of a deposed object. */
export const subject = (change: ResourceChange): string =>
  change.deposed === undefined ? change.address : `${change.address} (deposed ${change.deposed})`;

function changeBlocks(changes: readonly ResourceChange[], { mode, invocations }: Plan): Block[] {
  if (changes.length === 0) return [];
  const triggered = invocationsByResource(invocations);
  const node = (change: ResourceChange): TreeNode => {
    const own = change.deposed === undefined ? triggered.get(change.address) : undefined;
    return changeNode(hidden(change), mode, own === undefined ? [] : triggeredNodes(own));
  };
  return [treeOf(changes, node, mode === 'destroy')];
}

/** The change without values that repeat a secret of its object. */
export function hidden(change: ResourceChange): ResourceChange {
  const { before, after } = change;
  const [shownBefore, shownAfter] = [hideEchoes(before, after), hideEchoes(after, before)];
  return shownBefore === before && shownAfter === after
    ? change
    : { ...change, before: shownBefore, after: shownAfter };
}

function changeNode(change: ResourceChange, mode: PlanMode, actions: readonly TreeNode[]): TreeNode {
  const title = [toned('strong', subject(change)), toned('faint', `  ${described(change, mode)}`)];
  const location = change.origin?.location;
  return {
    sign: SIGNS[change.action],
    detail: location === undefined ? title : [...title, toned('accent', `  ${location}`)],
    children: [...(mode === 'destroy' ? [] : changeParts(change, mode)), ...actions],
  };
}

/** What happens to the object and why, without its address. */
export function described(change: ResourceChange, mode: PlanMode): string {
  const id = idOf(change.before);
  const parts = [
    ...(id === undefined || change.action === 'create' ? [] : [`[id=${id}]`]),
    ...(mode === 'state' ? [stateWords(change)] : actionWords(change)),
    ...(change.importing === undefined ? [] : [importText(change.importing, isOnlyImported(change))]),
  ];
  if (change.keepsOld === true) parts.push('(the old object is destroyed after what waits)');
  const reason = reasonText(change, mode);
  return reason === undefined ? parts.join(' ') : `${parts.join(' ')}: ${reason}`;
}

const actionWords = (change: ResourceChange): readonly string[] => [
  isOnlyImported(change) ? 'import' : actionText(change),
  ...(change.previousAddress === undefined ? [] : [`(moved from ${change.previousAddress})`]),
];

const isOnlyImported = ({ action, importing }: ResourceChange): boolean =>
  action === 'no-op' && importing !== undefined;

function importText({ id, identity }: NonNullable<ResourceChange['importing']>, only: boolean): string {
  const shown = typeof id === 'string' ? id : SENSITIVE_TEXT;
  const what = identity === undefined ? 'ID' : 'identity';
  return only ? `(${what} ${shown})` : `(imported with ${what} ${shown})`;
}

function idOf(value: Value): string | undefined {
  const id = entriesOf(value)?.['id'];
  return typeof id === 'string' ? id : undefined;
}

/** The tree below the address of a change. */
export function changeParts(change: ResourceChange, mode: PlanMode): readonly TreeNode[] {
  switch (change.action) {
    case 'create':
    case 'read':
      return partNodes(' ', change.after);
    case 'delete':
      return partNodes(' ', change.before);
    case 'forget':
      return [];
    case 'no-op':
      // The values that are new in state.
      return mode === 'state' && (change.importing !== undefined || change.inState === 'added')
        ? partNodes(' ', change.after)
        : [];
    default:
      return attributeDifferences(change.before, change.after, forcesOf(change.replacePaths));
  }
}

function outputBlocks(outputs: readonly OutputChange[]): Block[] {
  if (outputs.length === 0) return [];
  return [heading('Changes to outputs:'), treeOf(outputs, outputNode, true)];
}

/** An output that is secret on either side is hidden on both. */
function shownSide(change: OutputChange, side: Value): Value {
  const secret = change.sensitive || change.before instanceof Sensitive || change.after instanceof Sensitive;
  return secret && !isNull(side) ? sensitive(side) : side;
}

export function outputNode(change: OutputChange): TreeNode {
  const name = nameText(change.name);
  const before = shownSide(change, change.before);
  const after = shownSide(change, change.after);
  if (change.action === 'create') return valueNode('+', name, after);
  if (change.action === 'delete') return valueNode('-', name, before);
  return attributeDifferences({ [change.name]: before }, { [change.name]: after })[0] ?? valueNode('~', name, after);
}

function targetBlocks(plan: Plan): Block[] {
  if (plan.targets.length === 0) return [];
  return [
    lines([toned('warning', `Only ${plan.targets.join(', ')} and their dependencies: everything else was excluded.`)]),
  ];
}
