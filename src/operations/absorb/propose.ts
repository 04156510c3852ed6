import {
  applyEdits,
  fitBody,
  isReason,
  placeOf,
  sourceOf,
  textEdits,
  writtenBy,
  type PlacedEdit,
  type Reason,
  type Source,
} from '../../edit/index.js';
import { formatHcl } from '../../language/index.js';
import {
  formatPath,
  isNull,
  isReplace,
  isSecretName,
  valuesEqual,
  walkValue,
  type Path,
  type ResourceChange,
  type Value,
} from '../../model/index.js';
import type { StackPlan } from '../plan-stack.js';
import { configured, differingNames, wanted } from './configured.js';

/** A stack as planned, and where its resources are written. */
export interface Planned {
  readonly stack: StackPlan;
  /** Its drift, without what rules ignore. */
  readonly drift: readonly ResourceChange[];
  readonly source: Source;
  /** Texts that must not be written anywhere. */
  readonly secrets: readonly string[];
}

/** A difference, by the stack and the address of the object. */
export interface Place {
  /** Empty for a plain folder. */
  readonly stack: string;
  readonly address: string;
  /** In the object, as configurations write it; empty for the object itself. */
  readonly path: string;
}

export interface Left extends Place, Reason {}

/** One edit, and every difference that it is for. */
export interface Absorbed extends PlacedEdit {
  readonly places: readonly Place[];
}

export interface EditedFile {
  /** Relative to the project. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export interface Proposal {
  readonly absorbed: readonly Absorbed[];
  readonly left: readonly Left[];
}

interface Group {
  readonly placed: PlacedEdit;
  readonly places: Place[];
  /** The declaration that all its instances have in common. */
  readonly declaration: string | undefined;
  isContradicted: boolean;
}

/**
 * The edits that let the program say what exists, as far as that is drift, and what of it cannot be written. `elsewhere` are declarations
 * that stacks use which were not planned.
 */
export function propose(planned: readonly Planned[], elsewhere: ReadonlySet<string> = new Set()): Proposal {
  const groups = new Map<string, Group>();
  const left: Left[] = [];
  const instances = new Map<string, number>();
  for (const { stack, drift: all, source, secrets } of planned) {
    const drift = new Map(all.filter(isCurrent).map((change) => [change.address, change]));
    for (const change of stack.plan.changes) {
      if (change.resource.mode !== 'managed' || !isCurrent(change)) continue;
      const declaration = source.declarationOf(change);
      if (declaration !== undefined) instances.set(declaration, (instances.get(declaration) ?? 0) + 1);
      const drifted = drift.get(change.address);
      if (drifted === undefined) continue;
      const at = (path: Path): Place => ({ stack: stack.name, address: change.address, path: formatPath(path) });
      const [edits, unplaced] = fitChange(stack, source, change, drifted);
      left.push(...unplaced.map(({ path, reason }) => ({ ...at(path), ...reason })));
      for (const placed of edits) {
        if (holdsSecret(placed, secrets)) left.push({ ...at(placed.path), ...SECRET });
        else addTo(groups, placed, at(placed.path), declaration);
      }
    }
  }
  const isElsewhere = (declaration: string | undefined): boolean =>
    declaration !== undefined && elsewhere.has(declaration);
  const absorbed: Absorbed[] = [];
  for (const { placed, places, declaration, isContradicted } of groups.values()) {
    const count = declaration === undefined ? undefined : instances.get(declaration);
    const isPartly =
      placed.reach === 'declaration' && count !== undefined && (places.length < count || isElsewhere(declaration));
    if (isContradicted) left.push(...places.map((place) => ({ ...place, ...CONTRADICTED })));
    else if (isPartly)
      left.push(
        ...places.map((place) => ({ ...place, ...(isElsewhere(declaration) ? SHARED_ELSEWHERE : sharedBy(count)) })),
      );
    else absorbed.push({ ...placed, places });
  }
  return { absorbed, left };
}

const isCurrent = ({ deposed }: ResourceChange): boolean => deposed === undefined;

function addTo(groups: Map<string, Group>, placed: PlacedEdit, place: Place, declaration: string | undefined): void {
  const key = placeOf(placed.edit);
  const group = groups.get(key);
  if (group === undefined) {
    groups.set(key, { placed, places: [place], declaration, isContradicted: false });
    return;
  }
  group.places.push(place);
  const isSame =
    placed.edit.kind === group.placed.edit.kind && valuesEqual(writtenBy(placed.edit), writtenBy(group.placed.edit));
  if (!isSame) group.isContradicted = true;
}

type Unplaced = { readonly path: Path; readonly reason: Reason };

function fitChange(
  stack: StackPlan,
  source: Source,
  change: ResourceChange,
  drifted: ResourceChange,
): readonly [readonly PlacedEdit[], readonly Unplaced[]] {
  if (isNull(drifted.after)) return [[], [{ path: [], reason: DELETED }]];
  const isChange = change.action === 'update' || isReplace(change.action);
  const block = stack.schemaOf(change.provider.source, 'managed', change.resource.type)?.block;
  if (!isChange || block === undefined) return [[], []];
  const [state, real, planned] = [drifted.before, drifted.after, change.after].map((value) => configured(value, block));
  if (state === undefined || real === undefined || planned === undefined) return [[], []];
  const target = wanted(state, real, planned);
  const names = differingNames(planned, target);
  if (names.length === 0) return [[], []];
  const body = source.body(change);
  if (isReason(body)) return [[], names.map((name) => ({ path: [name], reason: body }))];
  const { edits, unplaced } = fitBody(body, block, planned, target);
  return [edits, unplaced];
}

/** Whether an edit would write a known secret, or a text under a name that suggests one. */
function holdsSecret({ edit, path }: PlacedEdit, secrets: readonly string[]): boolean {
  const isNamed = path.some((step) => typeof step === 'string' && isSecretName(step));
  let found = false;
  const value: Value = writtenBy(edit);
  walkValue(value, (part, inner) => {
    if (typeof part !== 'string' || part === '') return;
    const isTelling = isNamed || inner.some((step) => typeof step === 'string' && isSecretName(step));
    if (isTelling || secrets.some((secret) => part.includes(secret))) found = true;
  });
  return found;
}

/** The files as the edits would make them, sorted by name. */
export function editedFiles(absorbed: readonly Absorbed[]): readonly EditedFile[] {
  const byFile = new Map<string, Absorbed[]>();
  for (const one of absorbed) {
    const { name } = sourceOf(one.edit);
    const others = byFile.get(name);
    if (others === undefined) byFile.set(name, [one]);
    else others.push(one);
  }
  return [...byFile]
    .map(([name, own]) => {
      const edits = own.map(({ edit }) => edit);
      const before = edits.map((edit) => sourceOf(edit).text)[0] ?? '';
      return { name, before, after: formattedAs(name, before, applyEdits(before, textEdits(edits))) };
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** A file in the canonical style of HCL stays in it. */
const formattedAs = (name: string, before: string, after: string): string =>
  /\.(?:tf|tofu)$/.test(name) && formatHcl(before) === before ? formatHcl(after) : after;

const DELETED: Reason = {
  why: 'the object was deleted',
  todo: 'Remove it from the program if it is to stay deleted, or apply to create it again.',
};

const CONTRADICTED: Reason = {
  why: 'several instances share the line and drifted to different values',
  todo: 'Give them values of their own, or apply to undo the drift.',
};

const SECRET: Reason = {
  why: 'it may be a secret, which is never written into a program',
  todo: 'Set it where the secret comes from, or apply to undo the drift.',
};

const SHARED_ELSEWHERE: Reason = {
  why: 'a stack that was not selected shares the line',
  todo: 'Select that stack too.',
};

const sharedBy = (count: number): Reason => ({
  why: `${count} instances share the line and not all of them drifted to this value`,
  todo: 'Give this one a value of its own, or apply to undo the drift.',
});
