import type { Limiter } from '../model/index.js';
import type { Actions, Ephemerals, Locator, Provider } from './provider.js';

/**
 * The provider, with calls that take a slot of the limiter while they run. A provider whose objects exist only in state is
 * returned as it is: its calls take no time.
 */
export function limitedProvider(provider: Provider, limit: Limiter): Provider {
  const { locate, actions, functions, ephemeral, moves, meta, pace } = provider.abilities;

  if (locate?.leavesNoTrace === true) return provider;
  return {
    schemas: provider.schemas,
    validateConfig: (config) => provider.validateConfig(config),
    configure: async (request) => limit(() => provider.configure(request)),
    validate: (request) => provider.validate(request),
    upgrade: (request) => provider.upgrade(request),
    read: (request) => limit(() => provider.read(request)),
    plan: (request) => limit(() => provider.plan(request)),
    apply: async (request) => limit(() => provider.apply(request)),
    readData: async (request) => limit(() => provider.readData(request)),
    import: async (request) => limit(() => provider.import(request)),
    stop: () => provider.stop(),
    close: () => provider.close(),
    abilities: {
      ...(locate === undefined ? {} : { locate: limitedLocator(locate, limit) }),
      ...(actions === undefined ? {} : { actions: limitedActions(actions, limit) }),
      ...(functions === undefined ? {} : { functions }),
      ...(ephemeral === undefined ? {} : { ephemeral: limitedEphemerals(ephemeral, limit) }),
      ...(moves === undefined ? {} : { moves }),
      ...(meta === undefined
        ? {}
        : { meta: { schema: () => meta.schema(), tell: (value) => limitedProvider(meta.tell(value), limit) } }),
      ...(pace === undefined ? {} : { pace }),
    },
  };
}

const limitedLocator = (locator: Locator, limit: Limiter): Locator => ({
  evidence: async (request) => limit(() => locator.evidence(request)),
  locate: async (request) => limit(() => locator.locate(request)),
  ...(locator.landsWithinSeconds === undefined
    ? {}
    : { landsWithinSeconds: (request) => locator.landsWithinSeconds?.(request) }),
  ...(locator.likeness === undefined ? {} : { likeness: (request) => locator.likeness?.(request) }),
});

const limitedActions = (actions: Actions, limit: Limiter): Actions => ({
  validate: (request) => actions.validate(request),
  plan: async (request) => limit(() => actions.plan(request)),
  invoke: async (request) => limit(() => actions.invoke(request)),
});

const limitedEphemerals = (ephemeral: Ephemerals, limit: Limiter): Ephemerals => ({
  validate: (request) => ephemeral.validate(request),
  open: async (request) => limit(() => ephemeral.open(request)),
  // In time, however many other calls wait.
  renew: (opened) => ephemeral.renew(opened),
  close: async (opened) => limit(() => ephemeral.close(opened)),
});
