import path from 'node:path';
import {
  DiagnosticError,
  errorDiagnostic,
  isNull,
  isObjectValue,
  Unknown,
  unmarkDeep,
  valuesEqual,
  type Plan,
  type ResourceChange,
  type Value,
} from '../model/index.js';
import type { OperationEnvironment } from './environment.js';
import { writeNewFiles } from './write-new-files.js';

/** An object that looks renamed: it would be destroyed at one address, and an equal one created at another. */
export interface SuggestedMove {
  readonly from: string;
  readonly to: string;
  /** The line of the program that creates the new one. */
  readonly location?: string;
}

/** More pairs than this are not compared: so much is not a rename. */
const MOST = 4_000_000;

/** Attributes that must be equal at least: fewer are equal by chance. */
const LEAST = 1;

/**
 * The moves that would keep objects that the plan destroys because their resource is gone, and creates anew under another address: of the same
 * type and provider, with each configured value equal. Only where exactly one object fits the other is it proposed.
 */
export function suggestMoves(plan: Plan): readonly SuggestedMove[] {
  const gone = plan.changes.filter(isGone);
  const made = plan.changes.filter(({ action, resource }) => action === 'create' && resource.mode === 'managed');
  const byKind = new Map<string, ResourceChange[]>();
  for (const change of made) {
    const kind = kindOf(change);
    const known = byKind.get(kind);
    if (known === undefined) byKind.set(kind, [change]);
    else known.push(change);
  }
  const claims = new Map<ResourceChange, ResourceChange[]>();
  for (const old of gone) {
    const candidates = byKind.get(kindOf(old)) ?? [];
    if (candidates.length * gone.length > MOST) continue;
    const [only, ...others] = bestOf(
      old,
      candidates.filter((next) => fits(old, next)),
    );
    if (only === undefined || others.length > 0) continue;
    const known = claims.get(only);
    if (known === undefined) claims.set(only, [old]);
    else known.push(old);
  }
  const pairs = [...claims].flatMap(([next, olds]) => {
    const [only, ...others] = bestOf(next, olds);
    return only === undefined || others.length > 0 ? [] : [[only, next] as const];
  });
  return wholeResources(pairs, plan);
}

const isGone = ({ action, reason, deposed, resource }: ResourceChange): boolean =>
  action === 'delete' &&
  deposed === undefined &&
  resource.mode === 'managed' &&
  (reason === 'delete_because_no_resource_config' ||
    reason === 'delete_because_no_module' ||
    reason === 'delete_because_each_key');

const kindOf = ({ resource, provider }: ResourceChange): string =>
  JSON.stringify([resource.type, provider.source, provider.alias ?? '']);

/** Whether each known value that is to be created exists in the old object. */
function fits({ before }: ResourceChange, { after }: ResourceChange): boolean {
  const [old, next] = [unmarkDeep(before), unmarkDeep(after)];
  if (!isObjectValue(old) || !isObjectValue(next)) return false;
  let equal = 0;
  for (const [name, value] of Object.entries(next)) {
    if (isNull(value) || value instanceof Unknown) continue;
    if (!Object.hasOwn(old, name) || !sameKnown(old[name] ?? null, value)) return false;
    equal += 1;
  }
  return equal >= LEAST;
}

/** Equal as far as it is known. */
function sameKnown(old: Value, next: Value): boolean {
  if (next instanceof Unknown || valuesEqual(old, next)) return true;
  if (!isObjectValue(old) || !isObjectValue(next)) return false;
  return Object.entries(next).every(([name, value]) => sameKnown(old[name] ?? null, value));
}

/** Of several that fit, those with the same key, or else the same name. */
function bestOf(change: ResourceChange, fitting: readonly ResourceChange[]): readonly ResourceChange[] {
  if (fitting.length < 2) return fitting;
  const sameKey = fitting.filter(({ key }) => key === change.key);
  const candidates = sameKey.length > 0 ? sameKey : fitting;
  const sameName = candidates.filter(({ resource }) => resource.name === change.resource.name);
  return sameName.length > 0 ? sameName : candidates;
}

/** One move of a resource in place of one for each of its instances, where all keep their keys. */
function wholeResources(found: readonly (readonly [ResourceChange, ResourceChange])[], plan: Plan): SuggestedMove[] {
  const groups = new Map<string, (readonly [ResourceChange, ResourceChange])[]>();
  for (const pair of found) {
    const key = JSON.stringify([pair[0].resourceKey, pair[1].resourceKey]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [pair]);
    else known.push(pair);
  }
  return [...groups.values()].flatMap((pairs) => {
    const [[from, to] = []] = pairs;
    if (from === undefined || to === undefined) return [];
    const location = to.origin?.location;
    const place = location === undefined ? {} : { location };
    const all = plan.changes.filter(({ resourceKey }) => resourceKey === from.resourceKey).length;
    if (
      all === pairs.length &&
      from.resourceKey !== to.resourceKey &&
      pairs.every(([old, next]) => old.key === next.key)
    )
      return [{ from: from.resourceKey, to: to.resourceKey, ...place }];
    return pairs.map(([old, next]) => ({ from: old.address, to: next.address, ...place }));
  });
}

/** Writes `moved` blocks to a new file of the configuration: HCL, or JSON for `*.tf.json`. */
export async function writeMoves(
  { directory }: OperationEnvironment,
  file: string,
  moves: readonly SuggestedMove[],
): Promise<void> {
  const target = path.resolve(directory, file);
  await writeNewFiles(path.dirname(target), new Map([[path.basename(target), movesText(file, moves)]]));
}

export function movesText(file: string, moves: readonly SuggestedMove[]): string {
  if (file.endsWith('.tf.json'))
    return `${JSON.stringify({ moved: moves.map(({ from, to }) => ({ from, to })) }, undefined, 2)}\n`;
  if (file.endsWith('.tf') || file.endsWith('.tofu'))
    return moves.map(({ from, to }) => `moved {\n  from = ${from}\n  to   = ${to}\n}\n`).join('\n');
  throw new DiagnosticError([
    errorDiagnostic('not-hcl', `${file} is not a file of a configuration`, {
      detail: 'Name a new *.tf or *.tf.json file.',
    }),
  ]);
}
