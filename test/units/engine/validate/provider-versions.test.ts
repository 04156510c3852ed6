import { expect, it } from 'vitest';
import { providerVersionProblems } from '../../../../src/engine/validate/provider-versions.js';
import type { Providers } from '../../../../src/providers/index.js';
import { readConfiguration } from '../../../../src/language/index.js';

const here = { schemas: async () => ({ version: '1.4.2' }) } as unknown as Providers;
const absent = { schemas: async () => undefined } as unknown as Providers;

const problems = (version: string, providers: Providers) => {
  const text = JSON.stringify({ terraform: { required_providers: { p: { source: 'x/p', version } } } });
  return providerVersionProblems(readConfiguration([{ name: 'a.tf.json', text }]).configuration, providers);
};

it('rejects a provider whose version does not meet its constraint, at the constraint', async () => {
  expect(await problems('~> 1.5', here)).toMatchObject([
    {
      code: 'unmet-version',
      summary: 'The provider p does not match the required version ~> 1.5',
      source: { file: 'a.tf.json', path: ['terraform', 'required_providers', 'p'] },
    },
  ]);
});

it('accepts a provider whose version meets its constraint', async () => {
  expect(await problems('~> 1.4', here)).toEqual([]);
});

it('says nothing about a missing provider, which is reported separately', async () => {
  expect(await problems('~> 1.5', absent)).toEqual([]);
});
