import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  entryOf,
  isObjectValue,
  valuesEqual,
  type Diagnostic,
  type ResourceChange,
  type Value,
} from '../../model/index.js';
import { triedDescription, type DescriptionOptions, type TriedDescription } from '../../operations/index.js';
import { startSandbox, type Sandbox } from '../../sandbox/index.js';
import { TrialProject, writeProvider, type Configs, type Tried } from './trial-project.js';
import { Verdicts, type CheckedResource, type Column } from './verdicts.js';

export interface CheckedDescription {
  /** Absent if the description cannot be used. */
  readonly checked?: {
    readonly resources: readonly CheckedResource[];
    /** Creatable kinds that did not become resources. */
    readonly leftOut: readonly { readonly noun: string; readonly reason: string }[];
  };
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Generates a provider from a description and an emulator of it, and takes one resource of each type through create, an
 * empty plan, an update, an import and a destroy. Everything happens in a temporary folder, which is removed.
 */
export async function checkDescription(
  env: { readonly directory: string },
  options: DescriptionOptions,
): Promise<CheckedDescription> {
  const { trial, diagnostics } = await triedDescription(env, options);
  if (trial === undefined) return { diagnostics };
  const folder = await mkdtemp(path.join(tmpdir(), 'landform-check-'));
  const sandbox = await startSandbox({ described: trial.api, identities: 'sequential', checkReplies: true });
  try {
    await writeProvider(folder, trial.files);
    const verdicts = await new Check(folder, options.name, trial, sandbox).run();
    const resources = trial.resources.map(({ type, doubts }) => verdicts.of(type, doubts));
    return { checked: { resources, leftOut: trial.leftOut }, diagnostics };
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}

type Trials = NonNullable<TriedDescription['trial']>;
type Trial = Trials['resources'][number];

class Check {
  readonly #folder: string;
  readonly #name: string;
  readonly #trials: ReadonlyMap<string, Trial>;
  readonly #sandbox: Sandbox;
  readonly #verdicts = new Verdicts();
  /** Types that continue with the next step. */
  readonly #alive: Set<string>;

  constructor(folder: string, name: string, { resources }: Trials, sandbox: Sandbox) {
    this.#folder = folder;
    this.#name = name;
    this.#trials = new Map(resources.map((trial) => [trial.type, trial]));
    this.#sandbox = sandbox;
    this.#alive = new Set(this.#trials.keys());
  }

  async run(): Promise<Verdicts> {
    const project = await TrialProject.make(path.join(this.#folder, 'own'), this.#name, this.#sandbox.environment);
    await this.#create(project);
    await this.#update(project);
    await this.#import(project);
    await this.#destroy(project);
    return this.#verdicts;
  }

  /** Plans until everything that cannot be planned is removed, applies, and plans again. */
  async #create(project: TrialProject): Promise<void> {
    await this.#planned(project, 'create', () => this.#configs());
    this.#drop('create', await project.apply([...this.#alive]));
    for (const type of this.#alive) this.#verdicts.pass(type, 'create');
    await project.configure(this.#configs());
    const again = await project.plan([...this.#alive]);
    for (const type of this.#alive) this.#demandNothing(type, 'emptyPlan', again);
  }

  async #update(project: TrialProject): Promise<void> {
    const updated = (type: string): boolean => entryOf(this.#trials, type).second !== undefined;
    const configs = (): Configs => this.#configs((trial) => trial.second?.config ?? trial.first);
    await project.configure(configs());
    const planned = await project.plan([...this.#alive]);
    for (const type of [...this.#alive].filter(updated)) {
      const action = planned.changes.get(type)?.action;
      const error = planned.errors.get(type) ?? (action === undefined ? planned.other[0] : undefined);
      const attribute = entryOf(this.#trials, type).second?.attribute;
      if (error !== undefined) this.#verdicts.fail(type, 'update', error);
      else if (action !== 'update')
        this.#verdicts.fail(type, 'update', `a change of ${attribute} plans "${action ?? 'nothing'}"`);
    }
    if (planned.errors.size > 0) await this.#planned(project, 'update', configs);
    const applied = await project.apply([...this.#alive]);
    for (const type of this.#alive) {
      const error = applied.errors.get(type);
      if (error !== undefined && updated(type)) this.#verdicts.fail(type, 'update', error);
    }
    // A resource that refers to one that cannot be updated was not tried: it is, with that one unchanged.
    if (applied.errors.size > 0) {
      await project.configure(this.#configs((trial) => this.#settled(trial)));
      await project.apply([...this.#alive]);
    }
    const again = await project.plan([...this.#alive]);
    for (const type of this.#alive) if (updated(type)) this.#demandNothing(type, 'update', again);
  }

  /** The configuration of a resource after the updates: unchanged if none succeeded. */
  #settled({ type, first, second }: Trial): Trial['first'] {
    return second === undefined || this.#verdicts.reasonOf(type, 'update') !== undefined ? first : second.config;
  }

  async #import(own: TrialProject): Promise<void> {
    const project = await TrialProject.make(path.join(this.#folder, 'other'), this.#name, this.#sandbox.environment);
    const state = await own.state();
    const ids = new Map<string, string>();
    for (const type of this.#alive) {
      const parts = entryOf(this.#trials, type).importedBy.map((name) => state.get(type)?.[name]);
      const texts = parts.map((part) => (Array.isArray(part) ? part.join(',') : part));
      if (texts.length > 0 && texts.every((part) => typeof part === 'string' || typeof part === 'number'))
        ids.set(type, texts.join('/'));
    }
    await project.configure(this.#configs((trial) => this.#settled(trial)));
    for (const [type, id] of ids) {
      const reason = await project.import(type, id);
      if (reason !== undefined) this.#verdicts.fail(type, 'import', reason);
    }
    const imported = new Set([...ids.keys()].filter((type) => this.#verdicts.reasonOf(type, 'import') === undefined));
    for (const type of this.#alive) if (!imported.has(type)) this.#forget(imported, type, 'import');
    const planned = await project.plan([...imported]);
    for (const type of imported) {
      const reason = planned.errors.get(type) ?? notKept(planned.changes.get(type)) ?? planned.other[0];
      if (reason === undefined) continue;
      this.#verdicts.fail(type, 'import', reason);
      this.#forget(imported, type, 'import');
    }
    if (imported.size === 0) return;
    // Only resources that the plan keeps are applied: the objects belong to the other project, too.
    const applied = await project.apply([...imported]);
    const again = await project.plan([...imported]);
    for (const type of imported) {
      const error = applied.errors.get(type);
      if (error === undefined) this.#demandNothing(type, 'import', again);
      else this.#verdicts.fail(type, 'import', error);
    }
  }

  async #destroy(project: TrialProject): Promise<void> {
    const errors = new Map<string, string>();
    const other: string[] = [];
    const forgotten = new Set<string>();
    let left = await project.state();
    for (;;) {
      const destroyed = await project.destroy();
      for (const [type, error] of destroyed.errors) if (!errors.has(type)) errors.set(type, error);
      other.push(...destroyed.other);
      left = await project.state();
      // An object that cannot be read, deleted or found blocks the others: it is removed from state, and the rest is
      // destroyed without it.
      const stuck = [...destroyed.errors.keys()].filter((type) => !forgotten.has(type));
      if (stuck.length === 0) break;
      for (const type of stuck) forgotten.add(type);
      await project.forget(stuck);
    }
    for (const type of this.#alive) {
      if (!entryOf(this.#trials, type).removable) continue;
      const error = errors.get(type) ?? (left.has(type) ? (other[0] ?? 'it is still in state') : undefined);
      if (error === undefined) this.#verdicts.pass(type, 'destroy');
      else this.#verdicts.fail(type, 'destroy', error);
    }
  }

  #configs(of: (trial: Trial) => Trial['first'] = ({ first }) => first): Configs {
    return new Map([...this.#alive].map((type) => [type, of(entryOf(this.#trials, type))]));
  }

  /** Configures and plans, leaving out resources whose plan fails, until none fails. */
  async #planned(project: TrialProject, column: Column, configs: () => Configs): Promise<void> {
    for (;;) {
      await project.configure(configs());
      const planned = await project.plan([...this.#alive]);
      if (!this.#drop(column, planned)) return;
    }
  }

  /** Removes what failed, and what refers to it; returns whether there was anything. */
  #drop(column: Column, { errors, other }: Tried): boolean {
    const before = this.#alive.size;
    const [whole] = errors.size === 0 ? other : [];
    const failing = whole === undefined ? [...errors.keys()] : [...this.#alive];
    for (const type of failing) {
      if (!this.#alive.has(type)) continue;
      this.#verdicts.fail(type, column, errors.get(type) ?? whole ?? '');
      this.#forget(this.#alive, type, column);
    }
    return this.#alive.size < before;
  }

  #forget(among: Set<string>, type: string, column: Column): void {
    among.delete(type);
    for (const other of among) {
      if (!entryOf(this.#trials, other).needs.includes(type)) continue;
      this.#verdicts.fail(other, column, `it needs ${type}, which failed`);
      this.#forget(among, other, column);
    }
  }

  #demandNothing(type: string, column: Column, { changes, errors, other }: Tried): void {
    const change = changes.get(type);
    const reason =
      errors.get(type) ?? (change === undefined ? (other[0] ?? 'it is not in the plan') : notNothing(change));
    if (reason === undefined) this.#verdicts.pass(type, column);
    else this.#verdicts.fail(type, column, reason);
  }
}

function notNothing(change: ResourceChange): string | undefined {
  if (change.action === 'no-op') return undefined;
  return `the next plan has "${change.action}" of ${differing(change).join(', ') || 'nothing visible'}`;
}

/** An import may set attributes that no reply shows; it may not replace the object. */
function notKept(change: ResourceChange | undefined): string | undefined {
  if (change === undefined) return undefined;
  if (change.action === 'no-op' || change.action === 'update') return undefined;
  return `after the import a plan has "${change.action}" of ${differing(change).join(', ')}`;
}

function differing({ before, after }: ResourceChange): string[] {
  const one = membersOf(before);
  const other = membersOf(after);
  return Object.keys({ ...one, ...other }).filter((name) => !valuesEqual(one[name] ?? null, other[name] ?? null));
}

const membersOf = (value: Value): Readonly<Record<string, Value>> => (isObjectValue(value) ? value : {});
