import {
  lostCreate,
  lostCreates,
  notInterrupted,
  type CreateOutcome,
  type EngineContext,
  type LostCreate,
} from '../engine/index.js';
import { storedProvider, type Diagnostic } from '../model/index.js';

/** What the user says about interrupted creates that a provider cannot find. */
export interface LostCreateOptions {
  /** Objects that exist, with their import IDs. */
  readonly adopt?: readonly { readonly address: string; readonly id: string }[];
  /** Addresses of creates that are given up: what is still configured is created again. */
  readonly giveUp?: readonly string[];
  /** Asks about creates that no option names. Absent without a terminal. */
  readonly askOutcome?: AskOutcome | undefined;
}

/** Undefined if the user does not know: the plan then reports it as an error. */
export type AskOutcome = (lost: LostCreate) => Promise<CreateOutcome | undefined>;

/** The outcomes of interrupted creates, from options or from the user. */
export async function outcomesOf(
  context: EngineContext,
  { adopt = [], giveUp = [], askOutcome }: LostCreateOptions,
  isOnlyStack: boolean,
): Promise<{ readonly outcomes: ReadonlyMap<string, CreateOutcome>; readonly diagnostics: readonly Diagnostic[] }> {
  const outcomes = new Map<string, CreateOutcome>();
  for (const { address, id } of adopt) outcomes.set(address, { id });
  for (const address of giveUp) outcomes.set(address, 'given-up');
  const lost = new Set<string>();
  for (const interrupted of lostCreates(context)) {
    const { begin } = interrupted;
    const provider = await context.providers.unconfigured(storedProvider(begin.provider).source);
    const schema = provider?.schemas.resource(begin.resource.type);
    if (provider === undefined || schema === undefined) continue;
    const one = lostCreate(context, interrupted, schema);
    lost.add(one.address);
    if (askOutcome === undefined || provider.abilities.locate !== undefined || outcomes.has(one.address)) continue;
    const answer = await askOutcome(one);
    if (answer !== undefined) outcomes.set(one.address, answer);
  }
  const wrong = (addresses: readonly string[], option: string): readonly Diagnostic[] =>
    addresses.filter((address) => !lost.has(address)).map((address) => notInterrupted(address, option));
  // With several stacks, an address belongs to one of them.
  const diagnostics = isOnlyStack
    ? [
        ...wrong(
          adopt.map(({ address }) => address),
          'adopt',
        ),
        ...wrong(giveUp, 'give-up'),
      ]
    : [];
  return { outcomes, diagnostics };
}
