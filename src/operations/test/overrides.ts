import type { Override } from '../../language/index.js';
import { formatConfigured, formatKey, parseAddress, parseModule, writtenAddress } from '../../model/index.js';
import type { Mocked } from '../../providers/index.js';

interface Target {
  /** Of each module and of the object itself; empty for all. */
  readonly keys: readonly string[];
  readonly mocked: Mocked;
}

/** The overrides of resources and data sources, found by the address of an instance. */
export class Overrides {
  /** By the address in the configuration, which has no keys. */
  readonly #targets = new Map<string, Target[]>();
  readonly #known = new Map<string, Mocked | undefined>();

  constructor(overrides: readonly Override[], mockedOf: (override: Override) => Mocked) {
    for (const override of overrides) {
      const { resource, keys } = partsOf(override.target);
      const targets = this.#targets.get(resource) ?? [];
      targets.push({ keys, mocked: mockedOf(override) });
      this.#targets.set(resource, targets);
    }
  }

  get isEmpty(): boolean {
    return this.#targets.size === 0;
  }

  /** Of those that fit, the one that names most keys; among equal ones, the last. */
  of(address: string): Mocked | undefined {
    if (this.#known.has(address)) return this.#known.get(address);
    const { resource, keys } = partsOf(address);
    const fitting = (this.#targets.get(resource) ?? []).filter((target) =>
      target.keys.every((key, index) => key === '' || key === keys[index]),
    );
    const found = fitting.reduce<Target | undefined>(
      (best, target) => (best !== undefined && named(best) > named(target) ? best : target),
      undefined,
    )?.mocked;
    this.#known.set(address, found);
    return found;
  }
}

const named = ({ keys }: Target): number => keys.filter((key) => key !== '').length;

function partsOf(address: string): { readonly resource: string; readonly keys: readonly string[] } {
  const { resource, key } = writtenAddress(address);
  const modules = parseModule(resource.module) ?? [];
  return { resource: formatConfigured(resource), keys: [...modules.map((step) => step.key), key].map(formatKey) };
}

/** The address of a target's resource in the configuration. */
export const configuredTarget = (target: string): string => {
  const parsed = parseAddress(target);
  return parsed === undefined ? target : formatConfigured(parsed.resource);
};
