import { describe, expect, it } from 'vitest';
import {
  formatInstance,
  formatResource,
  parseAddress,
  parseJson,
  parseProviderConfig,
  stringifyJson,
} from '../../../src/model/index.js';
import { modernProviderConfig } from '../../../src/model/address.js';

describe('an address is parsed and printed unchanged', () => {
  it.each([
    'a.b',
    'terraform_data.é',
    'データ.リソース',
    'data.a.b-c',
    'a._x["ü"]',
    'module.é["k"].a.b[0]',
    'a.b["$${x}"]',
  ])('%s', (text) => {
    const parsed = parseAddress(text);
    expect(parsed).toBeDefined();
    expect(formatInstance(formatResource(parsed!.resource), parsed!.key)).toBe(text);
  });

  it.each(['a.1b', 'a.-b', 'a.b c', 'a.€'])('%s is not an address', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it('the alias of a provider is an identifier', () => {
    expect(parseProviderConfig('provider["r.io/a/b"].größe')).toEqual({ source: 'r.io/a/b', alias: 'größe' });
  });
});

describe("the provider of an old state is converted to today's form", () => {
  it.each([
    ['provider.terraform', 'provider["terraform.io/builtin/terraform"]'],
    ['provider.random', 'provider["registry.terraform.io/-/random"]'],
    ['provider.random.other', 'provider["registry.terraform.io/-/random"].other'],
    ['module.a.module.b.provider.random', 'module.a.module.b.provider["registry.terraform.io/-/random"]'],
    ['provider["r.io/a/b"].x', 'provider["r.io/a/b"].x'],
    ['module.m.provider["r.io/a/b"]', 'module.m.provider["r.io/a/b"]'],
    ['nonsense', 'nonsense'],
  ])('%s', (old, now) => {
    expect(modernProviderConfig(old)).toBe(now);
  });
});

describe('a number is written without an exponent', () => {
  it.each(['0.0000001', '0.000001', '1000000000000000000000', '123.5'])('%s', (text) => {
    expect(stringifyJson([parseJson(text)])).toBe(`[${text}]`);
  });

  it('1e-7 and 1e21 are written with all their digits', () => {
    expect(stringifyJson([parseJson('1e-7'), parseJson('1e21')])).toBe('[0.0000001,1000000000000000000000]');
  });
});
