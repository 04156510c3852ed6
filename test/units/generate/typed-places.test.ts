import { expect, test } from 'vitest';
import { prefixOfTypes, typedPlaces } from '../../../src/generate/index.js';

const types = (resources: readonly string[], dataSources: readonly string[] = [], actions: readonly string[] = []) => ({
  resources,
  dataSources,
  actions,
});

test('every type has a file of its own, which its name leads to', () => {
  const places = typedPlaces('aws', types(['aws_vpc', 'aws_s3_bucket'], ['aws_vpc'], ['aws_invoke']));
  expect([...places].map(([place, { kind, type }]) => `${place}: ${kind} ${type}`.trim())).toEqual([
    'provider: provider',
    's3-bucket: resource aws_s3_bucket',
    'vpc: resource aws_vpc',
    'data/vpc: data aws_vpc',
    'actions/invoke: action aws_invoke',
  ]);
});

test('names that would lead to the same file get numbers', () => {
  const places = typedPlaces('a', types(['a_provider', 'a_x_y', 'a_x__y', 'a_X_y', 'a_', 'other_x']));
  expect(new Set([...places.keys()].map((place) => place.toLowerCase())).size).toBe(7);
  expect(places.get('provider')?.kind).toBe('provider');
  expect(places.get('provider2')?.type).toBe('a_provider');
  expect(places.get('other-x')?.type).toBe('other_x');
});

test('a provider whose types begin with another word keeps short names', () => {
  expect(prefixOfTypes('google-beta', types(['google_sql', 'google_dns'], ['google_sql']))).toBe('google');
  expect(prefixOfTypes('acme', types(['acme_a', 'other_b']))).toBe('acme');
  expect(prefixOfTypes('acme', types([]))).toBe('acme');
});
