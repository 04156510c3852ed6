import { createHash } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import {
  canonicalJson,
  errorDiagnostic,
  parseJson,
  planFromJson,
  savedPartToJson,
  stringifyJson,
  type ConfigurationFile,
  type Diagnostic,
  type Json,
  type JsonObject,
  type Plan,
  type Seal,
  type State,
  shellWord,
} from '../model/index.js';
import type { StackPlan } from './plan-stack.js';

/** A plan file: Terraform's representation with one key more, `landform`, that holds what apply needs, and the seal. */

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The configuration's documents as one hash. */
export function configurationHash(files: readonly ConfigurationFile[]): string {
  return hash(
    JSON.stringify(
      [...files].sort((left, right) => (left.name < right.name ? -1 : 1)).map((file) => [file.name, file.text]),
    ),
  );
}

export async function writeSavedPlan(file: string, planned: StackPlan, state: State): Promise<void> {
  const unsealed: JsonObject = {
    ...planned.planJson(),
    landform: savedPartToJson(planned.plan, {
      stack: planned.name,
      lineage: state.lineage,
      serial: state.serial,
      configuration: configurationHash(planned.stack.files),
      providers: planned.providers,
    }),
  };
  const checksum = hash(canonicalJson(unsealed));
  const text = `${stringifyJson({ ...unsealed, landform: { ...(unsealed['landform'] as JsonObject), checksum } }, 2)}\n`;
  await replaceFile(file, text);
}

/** Whole or not at all; plans may hold secrets, so they are for their owner alone. */
async function replaceFile(file: string, text: string): Promise<void> {
  const beside = `${file}.${process.pid}.tmp`;
  const handle = await open(beside, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}

export interface SavedPlan {
  readonly plan: Plan;
  readonly seal: Seal;
  readonly json: JsonObject;
}

/** Reads a plan file; a damaged or edited one is refused. */
export async function readSavedPlan(file: string, name: string): Promise<SavedPlan | Diagnostic> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return errorDiagnostic('unreadable-plan', `The plan file ${name} cannot be read`, {
      detail: (error as Error).message,
    });
  }
  const refuse = (reason: string): Diagnostic =>
    errorDiagnostic('invalid-plan-file', `${name} is no plan that can be applied`, {
      detail: `${reason} Make one with:  landform plan --out ${shellWord(name)}`,
    });
  let json: Json;
  try {
    json = parseJson(text);
  } catch {
    return refuse('It is not JSON.');
  }
  const part = json !== null && typeof json === 'object' ? (json as JsonObject)['landform'] : undefined;
  if (part === undefined || part === null || typeof part !== 'object')
    return refuse('It has no part "landform"; Terraform\'s own plans can be shown, not applied.');
  const { checksum, ...rest } = part as JsonObject;
  if (checksum !== hash(canonicalJson({ ...(json as JsonObject), landform: rest }))) {
    return errorDiagnostic('edited-plan', `${name} is not as it was written`, {
      detail: 'A plan is applied as it was reviewed or not at all. Plan again.',
    });
  }
  return { plan: planFromJson(json as JsonObject), seal: part as unknown as Seal, json: json as JsonObject };
}

/** Why a saved plan no longer fits the world it was made for; nothing when it does. */
export function sealProblems(
  seal: Seal,
  now: { readonly configuration: string; readonly state: State; readonly providers: Readonly<Record<string, string>> },
): readonly Diagnostic[] {
  const stale = (what: string, detail: string): Diagnostic =>
    errorDiagnostic('stale-plan', `The plan is stale: ${what} changed since it was made`, {
      detail: `${detail} Nothing was done. Plan again and review what is new.`,
    });
  const problems: Diagnostic[] = [];
  if (seal.lineage !== now.state.lineage) {
    problems.push(
      stale(
        'the state',
        `It was made for the state ${seal.lineage || '(none)'}, here is ${now.state.lineage || '(none)'}.`,
      ),
    );
  } else if (seal.serial !== now.state.serial) {
    problems.push(stale('the state', `It was made for serial ${seal.serial}, the state is at ${now.state.serial}.`));
  }
  if (seal.configuration !== now.configuration)
    problems.push(stale('the configuration', 'Its files are not those the plan was made from.'));
  for (const [source, version] of Object.entries(seal.providers)) {
    if (now.providers[source] !== version)
      problems.push(stale('a provider', `${source} was ${version} and is ${now.providers[source] ?? 'missing'}.`));
  }
  return problems;
}
