import type { Locator, Provider } from './provider.js';
import type { Addressed } from './requests.js';

/** A provider of which tests replace single objects: requests about these go to another one, which makes up what they are. */
export function overriddenProvider(
  provider: Provider,
  other: Provider,
  isOverridden: (address: string) => boolean,
): Provider {
  const { locate } = provider.abilities;
  const of = ({ address }: Addressed): Provider => (address !== undefined && isOverridden(address) ? other : provider);
  return {
    schemas: provider.schemas,
    validateConfig: (config) => provider.validateConfig(config),
    configure: (request) => provider.configure(request),
    validate: (request) => provider.validate(request),
    upgrade: (request) => provider.upgrade(request),
    read: (request) => of(request).read(request),
    plan: (request) => of(request).plan(request),
    apply: (request) => of(request).apply(request),
    readData: (request) => of(request).readData(request),
    import: (request) => provider.import(request),
    stop: () => provider.stop(),
    close: () => provider.close(),
    abilities: {
      ...provider.abilities,
      ...(locate === undefined ? {} : { locate: locatorFor(locate, (request) => of(request) === provider) }),
    },
  };
}

/** Nothing is looked for before an object is made up. */
function locatorFor(locator: Locator, isReal: (request: Addressed) => boolean): Locator {
  const { leavesNoTrace } = locator;
  return {
    ...(leavesNoTrace === undefined ? {} : { leavesNoTrace }),
    evidence: async (request) => (isReal(request) ? locator.evidence(request) : { evidence: null, diagnostics: [] }),
    locate: (request) => locator.locate(request),
    landsWithinSeconds: (request) => locator.landsWithinSeconds?.(request),
    likeness: (request) => locator.likeness?.(request),
  };
}
