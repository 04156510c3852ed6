import { boolean, defineProvider, number, ProviderError, string } from '../../../../src/providers/author.js';
import { EngineRig } from '../../../support/engine.js';

/** What was done in the world, in order. */
export interface World {
  readonly rig: EngineRig;
  readonly done: string[];
  /** Texts of notes that fail. */
  readonly refused: Set<string>;
}

/** A provider of services, and of notes that are written when an action is invoked. */
export function world(): World {
  const done: string[] = [];
  const refused = new Set<string>();
  const provider = defineProvider({
    name: 'acme/ops',
    resources: {
      ops_service: {
        schema: {
          name: string({ required: true, replaces: true }),
          size: number({ default: 1 }),
          id: string({ computed: true, stable: true }),
        },
        create: async ({ name }) => {
          done.push(`create ${name}`);
          return { id: `id of ${name}` };
        },
        read: async (state) => state,
        update: async ({ name }) => void done.push(`update ${name}`),
        delete: async ({ name }) => void done.push(`delete ${name}`),
      },
    },
    actions: {
      ops_note: {
        schema: {
          text: string({ required: true }),
          secret: string({ sensitive: true }),
          twice: boolean({ default: false }),
        },
        validate: ({ text }) => {
          if (text === 'bad') throw new ProviderError('bad-text', 'This text is bad');
        },
        invoke: async ({ text }, { progress }) => {
          progress(`writing ${text}`);
          if (refused.has(text)) throw new ProviderError('refused', `The note ${text} was refused`);
          done.push(text);
          return `wrote ${text}`;
        },
      },
    },
  });
  return { rig: new EngineRig(provider.source, provider), done, refused };
}

type Services = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Notes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface Trigger {
  readonly events: readonly string[];
  readonly actions: readonly string[];
  readonly condition?: unknown;
}

/** A document of services (each with a name of its own, unless it says another) and of actions. */
export function document(services: Services, notes: Notes, more: object = {}): object {
  const entries = Object.entries(services).map(([name, body]) => [name, { name, ...body }] as const);
  return {
    terraform: { required_providers: { ops: { source: 'acme/ops' } } },
    ...(entries.length === 0 ? {} : { resource: { ops_service: Object.fromEntries(entries) } }),
    action: { ops_note: notes },
    ...more,
  };
}

export const note = (text: string, more: object = {}): Record<string, unknown> => ({ config: { text }, ...more });

export const triggers = (...action_trigger: Trigger[]): { readonly lifecycle: object } => ({
  lifecycle: { action_trigger },
});
