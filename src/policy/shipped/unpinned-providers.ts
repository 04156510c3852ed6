import { definePolicy } from '../define.js';

/** Providers that another run may get in another major version. */
export const unpinnedProviders = definePolicy({
  name: 'unpinned-providers',
  description: 'Providers have a version constraint with an upper bound',
  level: 'advisory',
  parameters: {
    except: { type: 'strings', default: [], description: 'Sources of providers, as in "hashicorp/random"' },
  },
  *check({ providers, parameters: { except } }) {
    for (const provider of providers) {
      const { source, name, version } = provider;
      if (isBundled(source) || except.some((one) => source === one || source.endsWith(`/${one}`))) continue;
      if (version !== undefined && isBounded(version)) continue;
      yield {
        at: provider,
        message:
          version === undefined
            ? `The provider ${name} has no version constraint`
            : `The version constraint of the provider ${name} has no upper bound: ${version}`,
        remediation: 'Write a constraint such as "~> 5.0" in required_providers.',
      };
    }
  },
});

/** Shipped with Landform, in its version. */
const isBundled = (source: string): boolean => /(^|\/)(landform|builtin)\/|^terraform\.io\//.test(source);

/** `~> 5.0`, `= 5.1.0`, `5.1.0` and `>= 5.0, < 6.0` are; `>= 5.0` and `!= 5.3` are not. */
const isBounded = (constraint: string): boolean =>
  constraint.split(',').some((part) => /^\s*(~>|<=?|=(?!=))?\s*\d/.test(part));
