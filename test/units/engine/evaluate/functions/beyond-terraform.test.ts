import { describe, expect, it } from 'vitest';
import { sensitive, Unknown } from '../../../../../src/model/index.js';
import { parseExpression } from '../../../../../src/language/index.js';
import { errorOf, valueOf } from '../run.js';

describe('functions that exist in OpenTofu but not in Terraform', () => {
  it.each<[string, unknown]>([
    ['base64gunzip("H4sIAAAAAAAA/ypJLS4BAAAA//8BAAD//wx+f9gEAAAA")', 'test'],
    ['base64gunzip(base64gzip("héllo"))', 'héllo'],
    ['urldecode("a+b%2Fc%C3%A9")', 'a b/cé'],
    ['urldecode(urlencode("a b/c+é~"))', 'a b/c+é~'],
    ['cidrcontains("10.0.0.0/8", "10.1.2.3")', true],
    ['cidrcontains("10.0.0.0/8", "11.1.2.3")', false],
    ['cidrcontains("10.0.0.0/8", "10.0.0.0/8")', true],
    ['cidrcontains("10.1.0.0/16", "10.0.0.0/8")', false],
    ['cidrcontains("10.0.0.0/8", "10.255.0.0/16")', true],
    ['cidrcontains("fd00::/8", "fdff::1")', true],
    ['cidrcontains("fd00::/8", "fe00::1/128")', false],
    ['cidrcontains("::/0", "1::")', true],
  ])('%s', (text, expected) => {
    expect(valueOf(text)).toEqual(expected);
  });

  it.each([
    ['base64gunzip("!")', /argument "str" is not base64/],
    ['base64gunzip("aGk=")', /argument "str" is not compressed with gzip/],
    ['base64gunzip("H4sIAAAAAAAAA/v/HwCbxjxTAgAAAA==")', /argument "str" (?:contains bytes|is not compressed)/],
    ['urldecode("%zz")', /argument "str" has a percent sign/],
    ['urldecode("%ff")', /argument "str" has a percent sign.*, or bytes that are not UTF-8/],
    ['cidrcontains("10.0.0.0/8", "::1")', /argument "contained_ip_or_prefix" has a different IP version/],
    ['cidrcontains("10.0.0.0", "10.0.0.1")', /argument "containing_prefix" is not a network: "10\.0\.0\.0"/],
    ['cidrcontains("10.0.0.0/8", "x")', /argument "contained_ip_or_prefix" is neither an address nor a network: "x"/],
    ['cidrcontains("10.0.0.0/8", "10.0.0.0/33")', /argument "contained_ip_or_prefix" is not a network/],
  ])('%s', (text, summary) => {
    expect(errorOf(text).summary).toMatch(summary);
  });
});

describe('convert', () => {
  const secret = sensitive('1');

  it.each<[string, unknown]>([
    ['convert("1", number)', 1],
    ['core::convert(1, string)', '1'],
    ['convert([1, "2"], list(number))', valueOf('tolist([1, 2])')],
    ['convert(["b", "a", "b"], set(string))', valueOf('toset(["a", "b"])')],
    ['convert({ a = "1" }, map(number))', valueOf('tomap({ a = 1 })')],
    ['convert({ a = 1, b = 2 }, object({ a = string, c = optional(bool) })).a', '1'],
    ['convert({ a = 1 }, object({ a = string, c = optional(bool) })).c == null', true],
    ['convert(["1", 2], tuple([number, string]))', [1, '2']],
    ['convert(null, string) == null', true],
    ['convert("x", any)', 'x'],
    ['[for string in ["1"] : convert(string, number)]', [1]],
    ['convert(local.known, number)', new Unknown('number')],
    ['convert(local.secret, number)', sensitive(1)],
  ])('%s', (text, expected) => {
    expect(valueOf(text, { known: new Unknown('string'), secret })).toEqual(expected);
  });

  it.each([
    ['convert("x", number)', /convert\(\): the argument "value" .*number/],
    ['convert({ a = 1 }, object({ b = string }))', /the argument "value" .*"b"/],
  ])('%s is an error of the value', (text, summary) => {
    expect(errorOf(text).summary).toMatch(summary);
  });

  it.each([
    ['convert(1)', 'convert() takes a value and a type'],
    ['convert(1, string, 2)', 'convert() takes a value and a type'],
    ['convert([1, string]...)', 'convert() takes a value and a type'],
    ['convert(1, var.type)', 'This is not a type'],
    ['convert(1, text)', '"text" is not a type'],
    ['convert(1, list)', '"list" needs the type of its elements'],
    ['convert({}, object({ a = optional(string, "x") }))', 'The type of convert() cannot have defaults'],
  ])('%s is an error of syntax', (text, message) => {
    expect(parseExpression(text).problems).toMatchObject([{ message }]);
  });
});

describe('function errors name the argument and the remedy', () => {
  it.each([
    [
      'formatdate("YYYY-QQ", "2026-01-02T03:04:05Z")',
      /"format" contains "QQ", which is not a verb/,
      /need quotes: 'Q'/,
    ],
    ['formatdate("MMMMM", "2026-01-02T03:04:05Z")', /"format" contains "MMMMM"/, /Write MMMM or MMM or MM or M/],
    ['formatdate("YYYY", "2026-01-02")', /"time" is not a timestamp: "2026-01-02"/, /RFC 3339/],
    ['timeadd("2026-01-02T03:04:05Z", "1d")', /"duration" is not a duration: "1d"/, /h, m, s/],
    ['timecmp("2026-01-02T03:04:05Z", "x")', /"timestamp_b" is not a timestamp/, /RFC 3339/],
    ['cidrhost("10.0.0.0/30", 4)', /"hostnum" is outside the network/, /has 4 addresses/],
    ['cidrsubnet("10.0.0.0/8", 2, 4)', /"netnum" is outside the network/, /4 subnets, numbered from 0 to 3/],
    ['cidrsubnets("10.0.0.0/8", 8, 0)', /"newbits" must extend the prefix by at least one bit/, undefined],
    ['cidrnetmask("fd00::/8")', /"prefix" is an IPv6 network/, /length of the prefix/],
    ['csvdecode("a,b\\n1")', /"str" is not CSV: the number of fields .* \(line 2\)/, undefined],
    ['csvdecode("")', /"str" has no header/, undefined],
    ['yamldecode("a: [1")', /"src" cannot be read as YAML: .* \(line 1\)/, undefined],
    ['yamldecode("a: 1\\n---\\nb: 2")', /more than one document \(line 2\)/, /Split the text/],
    ['textencodebase64("x", "klingon")', /"encoding" is not a supported encoding: "klingon"/, /IANA name/],
    ['textencodebase64("日", "ISO-8859-1")', /"string" contains characters that ISO-8859-1 does not have/, /UTF-8/],
    ['rsadecrypt("eA==", "y")', /"privatekey" is not a private key in PEM/, /BEGIN RSA PRIVATE KEY/],
    ['uuidv5("nope", "x")', /"namespace" is not a namespace: "nope"/, /dns, url, oid, x500/],
    ['templatestring("x", {})', /"template" must be a reference/, /local\.text/],
    ['range(-1 / 0, 0, 1 / 0)', /^range\(\): there is no result for these numbers$/, undefined],
    ['pathexpand("~bob/x")', /"path" names the home folder of another user/, undefined],
  ])('%s', (text, summary, detail) => {
    const error = errorOf(text);
    expect(error.summary).toMatch(summary);
    if (detail !== undefined) expect(error.detail).toMatch(detail);
  });

  it.each([
    'formatdate("YYYY", local.secret)',
    'cidrhost(local.secret, 1)',
    'uuidv5(local.secret, "x")',
    'csvdecode(local.secret)',
    'yamldecode(local.secret)',
    'yamldecode(local.anchor)',
    'textencodebase64("x", local.secret)',
    'templatestring(local.secret, { hunter2 = "hunter2" })',
  ])('without showing a secret: %s', (text) => {
    const locals = { secret: sensitive('"hunter2: ${hunter2}'), anchor: sensitive('a: *hunter2') };
    expect(JSON.stringify(errorOf(text, locals))).not.toContain('hunter2"');
  });
});

describe('a function with a different result on each call is unknown during the plan', () => {
  it.each(['timestamp()', 'uuid()', 'bcrypt("a")', 'bcrypt("a", 4)', 'core::uuid()'])('%s', (text) => {
    expect(valueOf(text)).toEqual(new Unknown('string', true));
  });

  it('but its arguments are checked', () => {
    expect(errorOf('bcrypt(null)').summary).toMatch(/"str" must not be null/);
    expect(errorOf('uuid(1)').summary).toMatch(/takes 0 arguments/);
  });
});

describe('a small text cannot expand into a very large value', () => {
  it('through anchors in YAML', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level += 1)
      lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
    expect(errorOf(`yamldecode(${JSON.stringify(lines.join('\n'))})`).summary).toMatch(/more than \d+ elements/);
  });

  it('through nesting in YAML', () => {
    const lines = Array.from({ length: 600 }, (_, level) => `- &a${level} [${level === 0 ? 'x' : `*a${level - 1}`}]`);
    expect(errorOf(`yamldecode(${JSON.stringify(lines.join('\n'))})`).summary).toMatch(/500 levels/);
    expect(errorOf(`yamldecode("${'['.repeat(600)}${']'.repeat(600)}")`).summary).toMatch(/500 levels/);
  });
});
