import { expect, it } from 'vitest';
import { limiter } from '../../../src/model/index.js';
import { builtinProviders, type Abilities, type Provider } from '../../../src/providers/index.js';
import { limitedProvider } from '../../../src/providers/limited.js';

it('a provider with a limit has all abilities that it has without one', async () => {
  const [[, factory] = []] = builtinProviders({
    version: '1.0.0',
    uuid: () => '',
    randomBytes: (size) => new Uint8Array(size),
  });
  const provider = await factory?.create();
  if (provider === undefined) throw new Error('there is no built-in provider');
  const answer = async () => ({ diagnostics: [] });
  const missing = () => undefined;
  const abilities: Required<Abilities> = {
    locate: {
      evidence: async () => ({ diagnostics: [], evidence: null }),
      locate: async () => ({ outcome: 'absent', diagnostics: [] }),
    },
    actions: { validate: answer, plan: answer, invoke: answer },
    functions: { names: [], signature: missing, prepare: async () => {}, call: () => ({ value: null }) },
    ephemeral: {
      validate: answer,
      open: async () => ({ result: null, diagnostics: [] }),
      renew: answer,
      close: answer,
    },
    pace: () => ({ service: 'https://example.com', concurrency: 1 }),
    moves: { move: async () => ({ state: null, diagnostics: [] }) },
    meta: { schema: () => provider.schemas.provider(), tell: () => able },
  };
  const able: Provider = new Proxy(provider, {
    get: (target, name) => (name === 'abilities' ? abilities : Reflect.get(target, name)),
  });
  const limited = limitedProvider(able, limiter(1));
  expect(Object.keys(limited.abilities).sort()).toEqual(Object.keys(abilities).sort());
  expect(Object.keys(limited.abilities.meta?.tell(null).abilities ?? {})).toHaveLength(7);
});
