import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { FolderSource, ProgramSource, writtenBy, type Source } from '../../edit/index.js';
import {
  append,
  DiagnosticError,
  errorDiagnostic,
  hasErrors,
  isNull,
  isObjectValue,
  isReplace,
  markedTexts,
  ownEntry,
  unmarkDeep,
  valuesEqual,
  walkValue,
  type Diagnostic,
  type ResourceChange,
  type Value,
} from '../../model/index.js';
import { decodeText, findProject, readDriftRules, type DriftRule } from '../../program/index.js';
import { replaceFile } from '../../providers/index.js';
import type { CommonOptions, OperationEnvironment } from '../environment.js';
import { DriftRuleBook } from '../ignore-drift.js';
import { guarded } from '../guard.js';
import { stateSecrets } from '../known-secrets.js';
import { plan, type PlanResult } from '../plan.js';
import type { StackPlan } from '../plan-stack.js';
import { configured, differingNames } from './configured.js';
import {
  editedFiles,
  propose,
  type Absorbed,
  type EditedFile,
  type Left,
  type Place,
  type Planned,
} from './propose.js';
import { editableText } from './texts.js';
import { forgetEdits, recordEdits, takeBackUnfinished } from './unfinished.js';

export interface AbsorbResult {
  /** The files that were written, as they are now. */
  readonly written: readonly EditedFile[];
  /** How many differences are in the program now. */
  readonly absorbed: number;
  /** Drift that is not in the program, and why. */
  readonly left: readonly Left[];
  /** Changes of the plan that remain and are not drift: the program was changed and not applied. */
  readonly pending: number;
  /** False if the user did not approve. */
  readonly approved: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Offer {
  readonly files: readonly EditedFile[];
  readonly left: readonly Left[];
  readonly stacks: readonly StackPlan[];
}

const NOTHING = { written: [], absorbed: 0, left: [], pending: 0, approved: true };

/**
 * Writes drift back into the program: the values that exist in place of those that it has. Another plan then shows what still differs;
 * edits that did not help, or that changed something else, are taken back.
 */
export async function absorb(
  env: OperationEnvironment,
  options: CommonOptions,
  approve: (offer: Offer) => Promise<boolean>,
): Promise<AbsorbResult> {
  return guarded<AbsorbResult>(NOTHING, async (seen) => {
    const { rules, file, diagnostics: unread } = await readDriftRules(env.directory);
    if (file !== undefined) seen.push(file);
    if (hasErrors(unread)) return { ...NOTHING, diagnostics: unread };
    const diagnostics: Diagnostic[] = [...(await takeBackUnfinished(env.directory))];
    const first = await plan(env, options);
    append(diagnostics, first.diagnostics);
    if (hasErrors(diagnostics)) return { ...NOTHING, diagnostics };
    const { absorbed, left } = propose(await plannedIn(env, first, rules), declaredElsewhere(first));
    const files = editedFiles(absorbed);
    const before = differencesOf(first);
    if (!(await approve({ files, left, stacks: first.stacks }))) return { ...NOTHING, approved: false, diagnostics };
    if (files.length === 0) return { ...NOTHING, left, pending: pendingOf(before, left), diagnostics };
    await writeAll(env, files, () => recordEdits(env.directory, files));
    const verdict = await tryEdits(env, options, { first, absorbed, left, files });
    await forgetEdits(env.directory);
    append(diagnostics, verdict.diagnostics);
    return { ...verdict, approved: true, diagnostics };
  });
}

interface Trial {
  readonly first: PlanResult;
  readonly absorbed: readonly Absorbed[];
  readonly left: readonly Left[];
  /** As they were written. */
  readonly files: readonly EditedFile[];
}

/** Plans with the edited files, and takes back what was in vain. */
async function tryEdits(
  env: OperationEnvironment,
  options: CommonOptions,
  { first, absorbed, left, files }: Trial,
): Promise<Omit<AbsorbResult, 'approved'>> {
  const before = differencesOf(first);
  const seen = await plan(env, options);
  const now = differencesOf(seen);
  const found = judge(absorbed, left, before, now);
  const isBroken = hasErrors(seen.diagnostics);
  if (!isBroken && found.vain.length === 0) return result(absorbed, left, files, now, []);
  const kept = isBroken ? [] : absorbed.filter((one) => !found.vain.includes(one));
  const remaining = editedFiles(kept);
  await replaceAll(env, files, remaining);
  const taken = absorbed.filter((one) => !kept.includes(one)).flatMap(({ places }) => places);
  const leftNow = [...left, ...taken.map((place) => ({ ...place, ...(isBroken ? BROKEN : VAIN) }))];
  if (isBroken) return result([], leftNow, [], before, [takenBack(seen.diagnostics)]);
  if (kept.length === 0) return result([], leftNow, [], before, []);
  const last = await plan(env, options);
  const end = differencesOf(last);
  if (!hasErrors(last.diagnostics) && judge(kept, leftNow, before, end).vain.length === 0)
    return result(kept, leftNow, remaining, end, []);
  await replaceAll(env, remaining, []);
  const all = kept.flatMap(({ places }) => places).map((place) => ({ ...place, ...VAIN }));
  return result([], [...leftNow, ...all], [], before, []);
}

function result(
  absorbed: readonly Absorbed[],
  left: readonly Left[],
  written: readonly EditedFile[],
  differences: Differences,
  diagnostics: readonly Diagnostic[],
): Omit<AbsorbResult, 'approved'> {
  const count = absorbed.reduce((sum, { places }) => sum + places.length, 0);
  return { written, absorbed: count, left, pending: pendingOf(differences, left), diagnostics };
}

/** The edits that left their difference, and if there are new differences, those that reach further than their resource. */
function judge(
  absorbed: readonly Absorbed[],
  left: readonly Left[],
  before: Differences,
  now: Differences,
): { readonly vain: readonly Absorbed[] } {
  const expected = new Set(left.map(differenceOf));
  const fresh = [...now].flatMap(([one, value]) => (before.has(one) ? [] : [value]));
  const guilty = new Set(fresh.flatMap((value) => causesOf(value, absorbed)));
  const vain = absorbed.filter(
    (one) =>
      guilty.has(one) || one.places.some((place) => now.has(differenceOf(place)) && !expected.has(differenceOf(place))),
  );
  return { vain };
}

/** The edits that may have given another object this value: of those that reach further than their resource, the ones that wrote it. */
function causesOf(value: Value, absorbed: readonly Absorbed[]): readonly Absorbed[] {
  const others = absorbed.filter(({ reach }) => reach === 'others');
  const writers = others.filter(({ edit }) => {
    const written = writtenBy(edit);
    let found = false;
    walkValue(value, (part) => {
      found ||= !isNull(written) && valuesEqual(unmarkDeep(part), written);
    });
    return found;
  });
  return writers.length > 0 ? writers : others.length > 0 ? others : absorbed;
}

/** How many differences are not drift. */
function pendingOf(differences: Differences, left: readonly Left[]): number {
  const known = new Set(left.flatMap((one) => [differenceOf(one), differenceOf({ ...one, path: '' })]));
  return [...differences.keys()].filter((one) => !known.has(one)).length;
}

/** What the plans would change, with the planned value of each attribute. */
type Differences = ReadonlyMap<string, Value>;

/** The key of a difference: the attribute, or the whole object. */
const differenceOf = ({ stack, address, path: at }: Place): string =>
  [stack, address, /^[^.[]*/.exec(at)?.[0] ?? ''].join('\n');

/** What the plans would change: whole objects, and attributes of others. */
function differencesOf({ stacks }: PlanResult): Differences {
  const found = new Map<string, Value>();
  for (const { name, plan: planned, schemaOf } of stacks) {
    for (const change of planned.changes) {
      if (change.resource.mode !== 'managed' || change.action === 'no-op') continue;
      const block = schemaOf(change.provider.source, 'managed', change.resource.type)?.block;
      const place = { stack: name, address: change.address };
      const names =
        block === undefined || !isChange(change)
          ? ['']
          : differingNames(configured(change.before, block), configured(change.after, block));
      for (const each of names)
        found.set(
          differenceOf({ ...place, path: each }),
          isObjectValue(change.after) ? (ownEntry(change.after, each) ?? null) : null,
        );
    }
  }
  return found;
}

const isChange = ({ action, before, after }: ResourceChange): boolean =>
  (action === 'update' || isReplace(action)) && !isNull(before) && !isNull(after);

/** Lines of the program that create resources of stacks that were not selected. */
function declaredElsewhere({ others = [] }: PlanResult): ReadonlySet<string> {
  const resources = others.flatMap(({ configuration }) => [...(configuration?.resources.values() ?? [])]);
  return new Set(resources.flatMap(({ origin }) => origin?.location ?? []));
}

async function plannedIn(
  env: OperationEnvironment,
  { stacks }: PlanResult,
  rules: readonly DriftRule[],
): Promise<readonly Planned[]> {
  const book = new DriftRuleBook(rules, env.now().toISOString().slice(0, 10));
  const { project } = await findProject(env.directory);
  const entry = path.posix.normalize(project?.program ?? '');
  return stacks.map((stack) => {
    const { drift } = book.judge(stack.name, stack.plan).plan;
    return { stack, drift, source: sourceOf(env, entry, stack), secrets: secretsOf(stack) };
  });
}

function sourceOf(env: OperationEnvironment, entry: string, { stack, plan: planned }: StackPlan): Source {
  const read = (file: string): string | undefined => editableText(env.directory, file);
  const files = new FolderSource({ configuration: stack.configuration, variables: planned.variables, read });
  return stack.kind === 'folder' ? files : new ProgramSource({ entry, read, modules: files });
}

/** Short texts would be found everywhere by chance. */
const SHORTEST = 4;

const secretsOf = ({ plan: planned }: StackPlan): readonly string[] =>
  [...new Set([...stateSecrets(planned.priorState), ...[...planned.variables.values()].flatMap(markedTexts)])].filter(
    (text) => text.length >= SHORTEST,
  );

/** Writes each file whole, after none of them has changed meanwhile and `record` has kept what is written. */
async function writeAll(
  env: OperationEnvironment,
  files: readonly EditedFile[],
  record: () => Promise<void>,
): Promise<void> {
  const modes = new Map<string, number>();
  for (const { name, before } of files) {
    const file = path.resolve(env.directory, name);
    if (decodeText(await readFile(file), name) !== before) throw new DiagnosticError([changedMeanwhile(name)]);
    modes.set(file, (await stat(file)).mode & 0o777);
  }
  await record();
  for (const { name, after } of files) {
    const file = path.resolve(env.directory, name);
    await replaceFile(file, Buffer.from(after), modes.get(file) ?? 0o644);
  }
}

/** Replaces what was written by fewer edits. */
async function replaceAll(
  env: OperationEnvironment,
  written: readonly EditedFile[],
  wanted: readonly EditedFile[],
): Promise<void> {
  const texts = new Map(wanted.map(({ name, after }) => [name, after]));
  await writeAll(
    env,
    written.map(({ name, before, after }) => ({ name, before: after, after: texts.get(name) ?? before })),
    () => recordEdits(env.directory, written, texts),
  );
}

const BROKEN = {
  why: 'with the edits, the program could not be planned',
  todo: 'Change it by hand, or apply to undo the drift.',
};

const VAIN = {
  why: 'the edit did not remove the difference, or changed something else',
  todo: 'Change it by hand, or apply to undo the drift.',
};

function takenBack(diagnostics: readonly Diagnostic[]): Diagnostic {
  const [problem] = diagnostics.filter(({ severity }) => severity === 'error');
  return errorDiagnostic('absorb-failed', 'The edited program could not be planned; the edits were taken back', {
    detail: `${problem?.summary ?? 'Planning failed.'}\nMake the change by hand.`,
  });
}

const changedMeanwhile = (name: string): Diagnostic =>
  errorDiagnostic('file-changed', `${name} changed while it was planned`, {
    detail: 'It was not written. Run the command again.',
  });
