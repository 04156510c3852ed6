import type { Plan, ResourceChange } from '../../model/index.js';

/** What a plan that only changes the state can do to an object: in its plan, and when it is done. */
const KINDS = {
  forget: ['to forget', 'forgotten'],
  move: ['to move', 'moved'],
  import: ['to import', 'imported'],
  add: ['to add', 'added'],
  update: ['to update', 'updated'],
  provider: ['to give to another provider', 'given to another provider'],
  taint: ['to mark as tainted', 'marked as tainted'],
  untaint: ['to unmark', 'unmarked'],
} as const;

/** All that happens to the object in state, most important first. */
export function stateKinds(change: ResourceChange): readonly (keyof typeof KINDS)[] {
  const { action, previousAddress, previousProvider, importing, inState } = change;
  return [
    ...(action === 'forget' ? (['forget'] as const) : []),
    ...(previousAddress === undefined ? [] : (['move'] as const)),
    ...(importing === undefined ? [] : (['import'] as const)),
    ...(inState === 'added' ? (['add'] as const) : []),
    ...(action === 'update' ? (['update'] as const) : []),
    ...(previousProvider === undefined ? [] : (['provider'] as const)),
    ...(inState === 'tainted' ? (['taint'] as const) : []),
    ...(inState === 'untainted' ? (['untaint'] as const) : []),
  ];
}

/** What happens to an object, without its address. */
export function stateWords(change: ResourceChange): string {
  return stateKinds(change)
    .map((kind) => {
      switch (kind) {
        case 'forget':
          return `remove from state only${change.preventDestroy === true ? ', although prevent_destroy protects it' : ''}`;
        case 'move':
          return `move from ${change.previousAddress ?? ''}`;
        case 'add':
          return 'add to state';
        case 'update':
          return 'update state only';
        case 'provider':
          return `change the provider from ${change.previousProvider ?? ''} to ${change.provider.source}`;
        case 'taint':
          return 'mark as tainted, so that the next apply replaces it';
        case 'untaint':
          return 'remove the mark as tainted';
        case 'import':
          return kind;
      }
    })
    .join(', ');
}

/** `State only: 2 to move, 1 to forget. No real object changes.` */
export const stateSentence = (plan: Pick<Plan, 'changes' | 'outputs'>): string =>
  `State only: ${countsText(plan, 0)}. No real object changes.`;

/** `State changed: 2 moved, 1 forgotten. No real object was changed.` */
export const stateDoneSentence = (plans: readonly Pick<Plan, 'changes' | 'outputs'>[]): string => {
  const all = { changes: plans.flatMap(({ changes }) => changes), outputs: plans.flatMap(({ outputs }) => outputs) };
  const counts = countsText(all, 1);
  return counts === '' ? 'The state is as planned.' : `State changed: ${counts}. No real object was changed.`;
};

function countsText({ changes, outputs }: Pick<Plan, 'changes' | 'outputs'>, tense: 0 | 1): string {
  const counts = new Map<string, number>();
  for (const kind of changes.flatMap(stateKinds)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const parts = Object.entries(KINDS).flatMap(([kind, words]) => {
    const count = counts.get(kind);
    return count === undefined ? [] : `${count} ${words[tense]}`;
  });
  if (outputs.length > 0)
    parts.push(
      `${outputs.length} ${outputs.length === 1 ? 'output' : 'outputs'} ${tense === 0 ? 'to change' : 'changed'}`,
    );
  return parts.join(', ');
}
