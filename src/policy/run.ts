import path from 'node:path';
import {
  nearest,
  stringifyJson,
  type JsonObject,
  type Path,
  type PolicyFinding,
  type PolicyLevel,
} from '../model/index.js';
import { policyInput, type PolicyPlan } from './input.js';
import type { CodePlace, LoadedPolicy, PolicyFailure, RawFinding } from './messages.js';
import { fitsParameter } from './parameters.js';
import { modulesOf, type PolicySource } from './sources.js';
import { PolicyThread, type Ended } from './thread.js';

/** Why a policy was not checked. One of its places is known: a line of code, or a part of landform.json. */
export interface PolicyProblem {
  readonly code: string;
  readonly summary: string;
  readonly detail: string;
  readonly place?: CodePlace;
  /** In landform.json, below `policies`. */
  readonly setting?: Path;
}

export interface CheckedPolicy {
  readonly name: string;
  readonly description: string;
  readonly level: PolicyLevel;
  /** As landform.json names its module. */
  readonly from: string;
  /** Of the package, if it comes from one. */
  readonly version?: string;
}

export interface PolicyResult {
  readonly policies: readonly CheckedPolicy[];
  readonly findings: readonly PolicyFinding[];
  readonly problems: readonly PolicyProblem[];
}

export interface PolicyRun {
  /** The project. Absolute. */
  readonly directory: string;
  readonly sources: readonly PolicySource[];
  readonly plans: readonly PolicyPlan[];
}

/** Seconds for loading a module, and for a policy. */
const LIMIT = 10;

/** Loads policies and asks each about the plans. A policy that fails does not keep the others from being asked. */
export async function runPolicies({ directory, sources, plans }: PolicyRun): Promise<PolicyResult> {
  const thread = new PolicyThread({ directory, input: stringifyJson(policyInput(plans)) });
  try {
    const run = new Run(thread, directory);
    for (const [index, source] of sources.entries()) await run.load(source, index);
    const findings = await run.check(placesOf(plans));
    return { policies: run.checked(), findings, problems: run.problems };
  } finally {
    await thread.close();
  }
}

interface Known {
  readonly policy: LoadedPolicy;
  readonly level: PolicyLevel;
  readonly parameters: JsonObject;
  readonly source: PolicySource;
  /** Its module. */
  readonly module: string;
  readonly version: string | undefined;
}

class Run {
  readonly problems: PolicyProblem[] = [];
  readonly #thread: PolicyThread;
  readonly #directory: string;
  readonly #known = new Map<string, Known>();
  readonly #names = new Set<string>();
  /** Modules in the thread that runs. */
  readonly #loaded = new Set<string>();

  constructor(thread: PolicyThread, directory: string) {
    this.#thread = thread;
    this.#directory = directory;
  }

  checked(): readonly CheckedPolicy[] {
    return [...this.#known.values()].map(({ policy: { name, description }, level, source: { from }, version }) => {
      return { name, description, level, from, ...(version === undefined ? {} : { version }) };
    });
  }

  async load(source: PolicySource, index: number): Promise<void> {
    const modules = await modulesOf(source, this.#directory);
    if (modules.length === 0) {
      this.#report('policy-not-found', `No file matches ${source.from}`, 'Correct the path, or create the file.', {
        setting: [index],
      });
      return;
    }
    const here = new Set<string>();
    for (const module of modules) await this.#loadModule(module, source, index, here);
    const given = [...Object.keys(source.parameters), ...Object.keys(source.levels)];
    // A module that failed may define it.
    if (this.problems.length > 0) return;
    for (const name of new Set(given)) {
      if (here.has(name)) continue;
      const near = nearest(name, [...here]);
      const advice =
        near.length > 0 ? `Did you mean "${near.join('" or "')}"?` : `It defines: ${[...here].join(', ')}.`;
      const below = name in source.parameters ? 'parameters' : 'levels';
      this.#report('unknown-policy', `${source.from} does not define a policy "${name}"`, advice, {
        setting: [index, below, name],
      });
    }
  }

  async #loadModule(module: string, source: PolicySource, index: number, here: Set<string>): Promise<void> {
    const reply = await this.#thread.ask({ load: module }, limitOf(source));
    const file = this.#nameOf(module);
    if (typeof reply === 'string') return this.#ended(reply, this.#called(module), source, fileOf(module));
    if ('failure' in reply) return this.#failed(reply.failure, this.#called(module), fileOf(module), index);
    if (!('policies' in reply)) return;
    this.#loaded.add(module);
    if (reply.policies.length === 0) {
      this.#report('no-policy', `${file} does not export a policy`, 'Export what definePolicy returns.', {
        setting: [index],
      });
    }
    for (const policy of reply.policies) {
      const { name } = policy;
      here.add(name);
      const before = this.#known.get(name);
      if (before !== undefined && !policy.isFirst)
        this.#report(
          'duplicate-policy',
          `Two policies have the name "${name}"`,
          `The other one is in ${this.#nameOf(before.module)}. Rename one of them.`,
          policy.place === undefined ? { setting: [index] } : { place: policy.place },
        );
      if (this.#names.has(name)) continue;
      this.#names.add(name);
      const level = source.levels[name] ?? policy.level;
      if (level === 'off') continue;
      const parameters = this.#parametersOf(policy, source, index);
      if (parameters !== undefined)
        this.#known.set(name, { policy, level, parameters, source, module, version: reply.version });
    }
  }

  /** The parameters with their defaults; undefined, with problems, if some are missing or wrong. */
  #parametersOf({ name, parameters }: LoadedPolicy, source: PolicySource, index: number): JsonObject | undefined {
    const given = source.parameters[name] ?? {};
    const before = this.problems.length;
    const values = Object.entries(parameters).flatMap(([parameter, { type, description, default: standard }]) => {
      const value = given[parameter] ?? standard;
      const setting = [index, 'parameters', name, parameter];
      if (value === undefined) {
        const what = description === undefined ? '' : ` ${description}.`;
        this.#report(
          'missing-policy-parameter',
          `The policy ${name} needs the parameter "${parameter}"`,
          `Set it in landform.json:  "parameters": { "${name}": { "${parameter}": ${EXAMPLES[type]} } }.${what}`,
          { setting: [index] },
        );
      } else if (!fitsParameter(type, value)) {
        const must = `must be ${EXPECTED[type]}`;
        this.#report(
          'wrong-policy-parameter',
          `"${parameter}" of the policy ${name} ${must}`,
          `Write ${EXAMPLES[type]}.`,
          {
            setting,
          },
        );
      }
      return value === undefined ? [] : [[parameter, value] as const];
    });
    for (const parameter of Object.keys(given)) {
      if (parameter in parameters) continue;
      const names = Object.keys(parameters);
      const known = names.length === 0 ? 'It has none.' : `It has: ${names.join(', ')}.`;
      this.#report('unknown-policy-parameter', `The policy ${name} has no parameter "${parameter}"`, known, {
        setting: [index, 'parameters', name, parameter],
      });
    }
    return this.problems.length === before ? Object.fromEntries(values) : undefined;
  }

  async check(locations: ReadonlyMap<string, string>): Promise<readonly PolicyFinding[]> {
    const findings: PolicyFinding[] = [];
    for (const known of this.#known.values()) {
      const { policy, level, source, module, parameters } = known;
      const { name } = policy;
      if (!this.#loaded.has(module) && !(await this.#loadAgain(module, source))) continue;
      const reply = await this.#thread.ask({ check: name, parameters }, limitOf(source));
      if (typeof reply === 'string') this.#ended(reply, `The policy ${name}`, source, policy.place);
      else if ('failure' in reply) this.#failed(reply.failure, `The policy ${name}`, policy.place);
      else if ('findings' in reply)
        findings.push(...reply.findings.map((one) => findingOf(name, level, one, locations)));
    }
    return findings;
  }

  /** A thread that ended took all modules with it. */
  async #loadAgain(module: string, source: PolicySource): Promise<boolean> {
    const reply = await this.#thread.ask({ load: module }, limitOf(source));
    if (typeof reply === 'string') this.#ended(reply, this.#called(module), source, fileOf(module));
    else this.#loaded.add(module);
    return typeof reply !== 'string';
  }

  #ended(how: Ended, what: string, source: PolicySource, place: CodePlace | undefined): void {
    this.#loaded.clear();
    const at = place === undefined ? {} : { place };
    if (how === 'memory')
      this.#report(
        'policy-memory',
        `${what} used too much memory`,
        'It was stopped. Keep less of the plan in memory.',
        at,
      );
    else
      this.#report(
        'policy-timeout',
        `${what} did not end within ${source.seconds ?? LIMIT} s`,
        'It was ended. Look for a loop that does not end, or raise "seconds" in landform.json.',
        at,
      );
  }

  #failed({ kind, message, place }: PolicyFailure, what: string, around: CodePlace | undefined, index?: number): void {
    const found = place ?? around;
    const setting = index === undefined ? {} : { setting: [index] };
    const at = found === undefined ? setting : { place: found };
    switch (kind) {
      case 'impure':
        return this.#report(
          'impure-policy',
          `${what} ${message}`,
          'A policy has the plan and its parameters to go by, and no files, network, timers or processes. Pass what it needs as parameters.',
          at,
        );
      case 'invalid':
        return this.#report(
          'invalid-policy',
          `${what} cannot be used: ${message}`,
          'See docs/policy.md for its shape.',
          at,
        );
      case 'missing':
        if (place === undefined && index !== undefined)
          return this.#report(
            'policy-not-found',
            `${what} was not found`,
            'Correct the name, or install the package.',
            {
              setting: [index],
            },
          );
        return this.#report('policy-not-found', `${what} ${message}`, 'Correct the name, or install the package.', at);
      case 'syntax':
        return this.#report('policy-failed', `${what} cannot be read: ${message}`, 'Correct the syntax.', at);
      case 'threw':
        return this.#report(
          'policy-failed',
          `${what} failed: ${message}`,
          'The plan was not checked by it. Correct it.',
          at,
        );
    }
  }

  #report(code: string, summary: string, detail: string, at: Pick<PolicyProblem, 'place' | 'setting'>): void {
    this.problems.push({ code, summary, detail, ...at });
  }

  #called(module: string): string {
    return `The policy ${path.isAbsolute(module) ? 'module' : 'package'} ${this.#nameOf(module)}`;
  }

  #nameOf(module: string): string {
    return path.isAbsolute(module) ? path.relative(this.#directory, module).split(path.sep).join('/') : module;
  }
}

const limitOf = ({ seconds = LIMIT }: PolicySource): number => seconds * 1000;

const fileOf = (module: string): CodePlace | undefined =>
  path.isAbsolute(module) ? { file: module, line: 1 } : undefined;

const EXAMPLES = { string: '"…"', number: '10', boolean: 'true', strings: '["…"]' } as const;

const EXPECTED = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  strings: 'a list of strings',
} as const;

/** The program's lines, by stack and address. */
function placesOf(plans: readonly PolicyPlan[]): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const { name, plan } of plans)
    for (const { address, origin } of [...plan.drift, ...plan.changes])
      if (origin?.location !== undefined) places.set(`${name} ${address}`, origin.location);
  return places;
}

function findingOf(
  policy: string,
  level: PolicyLevel,
  { stack = '', address = '', message, remediation }: RawFinding,
  locations: ReadonlyMap<string, string>,
): PolicyFinding {
  const location = locations.get(`${stack} ${address}`);
  return {
    policy,
    level,
    message,
    stack,
    ...(remediation === undefined ? {} : { remediation }),
    ...(address === '' ? {} : { address }),
    ...(location === undefined ? {} : { location }),
  };
}
