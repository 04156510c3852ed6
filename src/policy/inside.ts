import type { PolicyChange } from './context.js';
import type { RawFinding } from './messages.js';

/** What the thread gives to the context of the policies. Policies never see any of it. */
export interface Outside {
  /** The module that an import means: its file, and its code as a function unless it was asked for before. */
  readonly module: (request: string, from: string) => FoundModule;
  readonly log: (text: string) => void;
  readonly hiddenKey: string;
}

export interface FoundModule {
  readonly file: string;
  readonly run?: (
    exports: object,
    require: (request: string) => unknown,
    module: object,
    importLater: (request: string) => Promise<unknown>,
  ) => void;
  /** Why there is none. */
  readonly refused?: { readonly name: string; readonly message: string; readonly stack?: string };
}

/** Returns texts in JSON only. */
export interface Inside {
  readonly input: (json: string) => void;
  readonly load: (request: string, from: string) => string;
  readonly check: (name: string, parameters: string) => string;
}

interface Defined {
  readonly name: string;
  readonly description: string;
  readonly level: string;
  readonly parameters: object;
  readonly definedAt: string;
  readonly check: (context: object) => unknown;
}

interface Input {
  readonly time: string;
  readonly stacks: readonly Readonly<Record<string, readonly object[]>>[];
}

/**
 * Runs inside the context of the policies: its source is evaluated there, so that it uses nothing of this module. Whatever policies
 * touch is made by it in that context; objects of the thread lead to `process` by their constructors.
 */
export function inside(outside: Outside): Inside {
  const modules = new Map<string, { exports: object; failed?: unknown }>();
  const policies = new Map<string, Defined>();
  let input: Input = { time: '', stacks: [] };

  class Refusal extends Error {}

  const require = (request: string, from: string): object => {
    const { file, run, refused } = outside.module(request, from);
    if (refused !== undefined) {
      const refusal = new Refusal(refused.message);
      refusal.name = refused.name;
      if (refused.stack !== undefined) refusal.stack = refused.stack;
      throw refusal;
    }
    const known = modules.get(file);
    if (known?.failed !== undefined) throw known.failed;
    if (known !== undefined) return known.exports;
    const module: { exports: object; failed?: unknown } = { exports: {} };
    modules.set(file, module);
    const within = (next: string): object => require(next, file);
    try {
      run?.(module.exports, within, module, async (next) => within(next));
    } catch (error) {
      module.failed = error ?? 'nothing';
      throw error;
    }
    return module.exports;
  };

  /** An error as text: a policy can throw anything. */
  const described = (error: unknown): string => {
    const read = (name: string): string => {
      try {
        return typeof error === 'object' && error !== null ? String(Reflect.get(error, name) ?? '') : '';
      } catch {
        return '';
      }
    };
    let text = '';
    try {
      text = String(error);
    } catch {
      text = 'an object without a text';
    }
    return JSON.stringify({ error: { name: read('name'), message: read('message') || text, stack: read('stack') } });
  };

  const guarded = (work: () => object): string => {
    try {
      return JSON.stringify(work());
    } catch (error) {
      return described(error);
    }
  };

  const invalid = (message: string): Error => {
    const error = new Error(message);
    error.name = 'InvalidPolicy';
    return error;
  };

  const POLICY = Symbol.for('landform.policy');
  const isPolicy = (value: unknown): value is Defined => typeof value === 'object' && value !== null && POLICY in value;

  /** What a policy is given is shared by all, so none may change it. */
  const frozen = (text: string): unknown =>
    JSON.parse(text, (_name, value: unknown) => {
      if (typeof value !== 'object' || value === null) return value;
      const kind: unknown = Reflect.get(value, outside.hiddenKey);
      return kind === undefined ? Object.freeze(value) : hidden(kind);
    });

  const hidden = (kind: unknown): object => {
    const text = kind === 'unknown' ? '(known after apply)' : '(sensitive value)';
    const said = (): string => text;
    return Object.freeze({
      [Symbol.for('landform.policy.hidden')]: kind,
      toString: said,
      toJSON: said,
    });
  };

  const contextFor = (parameters: unknown): object => {
    const all = (name: string): readonly object[] => input.stacks.flatMap((stack) => stack[name] ?? []);
    const isChanged = (change: Partial<PolicyChange>): boolean => change.action !== 'no-op';
    return Object.freeze({
      time: input.time,
      parameters,
      stacks: input.stacks,
      changes: Object.freeze(all('changes').filter(isChanged)),
      resources: Object.freeze(all('resources')),
      drift: Object.freeze(all('drift')),
      outputs: Object.freeze(all('outputs')),
      providers: Object.freeze(all('providers')),
    });
  };

  const read = (value: object, name: string): unknown => Reflect.get(value, name);

  const findingOf = (value: unknown): RawFinding => {
    if (typeof value !== 'object' || value === null)
      throw invalid(`check returns ${value === null ? 'null' : typeof value} where a finding { message } belongs`);
    const [at, message, remediation] = [read(value, 'at'), read(value, 'message'), read(value, 'remediation')];
    if (typeof message !== 'string' || message === '') throw invalid('check returns a finding without a message');
    if (remediation !== undefined && typeof remediation !== 'string')
      throw invalid('check returns a finding whose remediation is not a string');
    if (at === undefined) return { message, ...(remediation === undefined ? {} : { remediation }) };
    const [address, stack] = typeof at === 'object' && at !== null ? [read(at, 'address'), read(at, 'stack')] : [];
    if (typeof address !== 'string' || typeof stack !== 'string')
      throw invalid('check returns a finding whose "at" is not a change, a resource, drift, an output or a stack');
    return { stack, address, message, ...(remediation === undefined ? {} : { remediation }) };
  };

  const shared = globalThis as unknown as Record<string, unknown>;
  const say = (...parts: readonly unknown[]): void => outside.log(parts.map((part) => String(part)).join(' '));
  shared['console'] = Object.freeze({ log: say, info: say, warn: say, error: say, debug: say });
  for (const name of ['Atomics', 'SharedArrayBuffer', 'WebAssembly']) Reflect.deleteProperty(shared, name);

  return {
    input: (json) => {
      input = frozen(json) as Input;
      const now = Date.parse(input.time);
      const Real = Date;
      const Fixed = function FixedDate(this: unknown, ...given: readonly number[]): unknown {
        const date = Reflect.construct(Real, given.length === 0 ? [now] : given, new.target ?? Real) as Date;
        return new.target === undefined ? date.toString() : date;
      };
      Object.setPrototypeOf(Fixed, Real);
      Fixed.prototype = Real.prototype;
      Reflect.set(Fixed, 'now', () => now);
      shared['Date'] = Fixed;
      Reflect.set(Real.prototype, 'constructor', Fixed);
    },
    load: (request, from) =>
      guarded(() => {
        const found = new Set<Defined>();
        const exported = require(request, from);
        for (const name of Object.keys(exported)) {
          const value = read(exported, name);
          if (isPolicy(value)) found.add(value);
          else if (typeof value === 'object' && value !== null && typeof read(value, 'check') === 'function')
            throw invalid(`the export "${name}" is not made with definePolicy`);
        }
        return [...found].map((policy) => {
          if (!policies.has(policy.name)) policies.set(policy.name, policy);
          const { name, description, level, parameters, definedAt } = policy;
          return { name, description, level, parameters, definedAt, isFirst: policies.get(name) === policy };
        });
      }),
    check: (name, parameters) =>
      guarded(() => {
        const found = policies.get(name)?.check(contextFor(frozen(parameters)));
        if (typeof found !== 'object' || found === null || typeof read(found, 'then') === 'function')
          throw invalid(
            typeof found === 'object' && found !== null
              ? 'check returns a promise; a policy has nothing to wait for'
              : `check returns ${found === null ? 'null' : typeof found} and not a list of findings`,
          );
        const iterate: unknown = Reflect.get(found, Symbol.iterator);
        if (typeof iterate !== 'function') throw invalid('check returns an object and not a list of findings');
        return Array.from(found as Iterable<unknown>, findingOf);
      }),
  };
}
