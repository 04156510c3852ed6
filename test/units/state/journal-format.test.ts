import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { listOf, ListValue, parseNumber, type JournalEntry } from '../../../src/model/index.js';
import { JournalLines, parseJournal, type JournalText } from '../../../src/state/journal-format.js';
import type { JournalRecord } from '../../../src/state/journal-record.js';
import { textOf } from '../../support/bytes.js';
import { aCall, anObject, aRef } from '../../support/states.js';

const header: JournalEntry = { kind: 'header', version: 1, lineage: 'l', serial: 3, fence: 1 };
const exact = parseNumber('12345678901234567890.5')!;
const all: JournalRecord[] = [
  header,
  { kind: 'begin', seq: 1, ...aCall('terraform_data.a["k"]', { deposed: '0000abcd', action: 'delete' }) },
  { kind: 'note', seq: 2, begin: 1, data: { id: 'x', n: exact } },
  {
    kind: 'settle',
    seq: 3,
    begin: 1,
    object: anObject({ attributes: { n: exact, s: 'a\nb"\u2028' }, sensitivePaths: [['s'], ['l', 0]] }),
    failed: true,
  },
  { kind: 'object', seq: 4, ...aRef('terraform_data.a'), object: anObject({ private: 'AAEC', identity: { a: 1 } }) },
  { kind: 'remove', seq: 5, ...aRef('terraform_data.a[0]') },
  { kind: 'depose', seq: 6, resource: aRef('terraform_data.a').resource, key: undefined, deposed: '0000abcd' },
  {
    kind: 'outputs',
    seq: 7,
    outputs: { o: { value: new ListValue('number', [exact]), type: listOf('number'), sensitive: true } },
  },
  { kind: 'seal', seq: 8, lineage: 'l', serial: 4, digest: 'd' },
];

const parse = (text: string): JournalText => parseJournal(Buffer.from(text));

const lines = (...batches: JournalRecord[][]): string[] => {
  const format = new JournalLines();
  return batches.flatMap((batch) => [...format.format(batch)].map(textOf));
};

describe('journal', () => {
  test('restores every kind of record with exact numbers', () => {
    expect(parse(lines(all).join(''))).toEqual({ ok: true, records: all, torn: false });
  });

  test('an empty text is a journal without records', () => {
    expect(parse('')).toEqual({ ok: true, records: [], torn: false });
  });

  test('records flushed together are one line', () => {
    expect(lines(all)[0]!.indexOf('\n')).toBe(lines(all)[0]!.length - 1);
  });

  test('records that are too large together are several lines', () => {
    const large = (seq: number): JournalRecord => ({
      kind: 'note',
      seq,
      begin: 1,
      data: { text: 'x'.repeat(2 ** 25) },
    });
    const records = [all[0]!, all[1]!, large(2), large(3), large(4)];
    const texts = lines(records);
    expect(texts.map((text) => text.match(/"seq":\d/g))).toEqual([['"seq":1', '"seq":2'], ['"seq":3'], ['"seq":4']]);
    expect(parse(texts.join(''))).toEqual({ ok: true, records, torn: false });
  });

  test('no chunk of a line contains the whole of a long string', () => {
    const text = 'é😀"\n'.repeat(1_000_000);
    const records: JournalRecord[] = [all[0]!, { kind: 'note', seq: 1, begin: 1, data: { text, n: exact } }, all[2]!];
    const pieces = [...[...new JournalLines().format(records)][0]!];
    expect(parse(textOf(pieces))).toEqual({ ok: true, records, torn: false });
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(text.length);
  });

  test('a record that is too large for a line is rejected', () => {
    const record = (size: number): JournalRecord => ({
      kind: 'note',
      seq: 1,
      begin: 1,
      data: { text: 'x'.repeat(size) },
    });
    const format = (size: number): unknown => [...new JournalLines(100_000).format([record(size)])];
    expect(() => format(99_000)).not.toThrow();
    expect(() => format(100_000)).toThrow(RangeError);
  });

  const three = lines([all[0]!, all[1]!], [all[2]!], [all[3]!]);

  test('cut off anywhere, it returns all complete lines and nothing of the partial one', () => {
    const text = three.join('');
    for (let end = 0; end <= text.length; end += 1) {
      const finished = text.slice(0, end).split('\n').length - 1;
      const parsed = parse(text.slice(0, end));
      expect(parsed).toMatchObject({ ok: true, records: all.slice(0, [0, 2, 3, 4][finished]) });
    }
  });

  test('a last line of zeros, as left by a power failure, is dropped', () => {
    expect(parse(`${three[0]}\0\0\0\0\0\0\0\0\0\0\0\0`)).toMatchObject({
      ok: true,
      torn: true,
      records: all.slice(0, 2),
    });
  });

  const damage: Record<string, { text: string; line: number }> = {
    'a changed letter in a line before others': {
      text: three[0]!.replace('apply', 'apple').replace('terraform', 'terrafarm') + three[1]!,
      line: 1,
    },
    'a missing line': { text: three[0]! + three[2]! + three[1]!, line: 2 },
    'swapped lines': { text: three[1]! + three[0]! + three[2]!, line: 1 },
    'a line twice': { text: three[0]! + three[0]! + three[1]!, line: 2 },
    'a partial line before others': { text: `${three[0]}${three[1]!.slice(0, 20)}\n${three[2]}`, line: 2 },
  };
  for (const [name, { text, line }] of Object.entries(damage)) {
    test(`is rejected with the line number: ${name}`, () => {
      expect(parse(text)).toMatchObject({ ok: false, line });
    });
  }

  test('a record of an unknown kind is rejected', () => {
    const text = lines([{ kind: 'later', seq: 1 } as unknown as JournalRecord]).join('');
    expect(parse(text)).toMatchObject({
      ok: false,
      message: expect.stringMatching(
        /^record 1: the record\.kind: expected "header", .* or "seal", found "later"$/,
      ) as string,
    });
  });

  test('a journal of a later version is rejected', () => {
    const text = lines([{ ...header, version: 2 } as unknown as JournalRecord]).join('');
    expect(parse(text)).toMatchObject({
      ok: false,
      message: expect.stringMatching(
        /^record 1: header\.version: expected 1, which this program knows, found 2$/,
      ) as string,
    });
  });

  test.each<[string, unknown, string]>([
    [
      'an object without dependencies',
      { ...all[4]!, object: { ...anObject(), dependencies: undefined } },
      'object.dependencies: expected a list, found nothing',
    ],
    ['a settled object that is a string', { ...all[3]!, object: 'x' }, 'object: expected an object, found a string'],
    [
      'an invalid action',
      { ...all[1]!, action: 'destroy' },
      'begin.action: expected "create", "update" or "delete", found "destroy"',
    ],
    ['a null intent', { ...all[1]!, intent: null }, 'begin.intent: expected an object, found null'],
    [
      'a resource without a type',
      { ...all[5]!, resource: { module: '', mode: 'managed', name: 'a' } },
      'remove.resource.type: expected a string, found nothing',
    ],
    ['a fractional key', { ...all[5]!, key: 1.5 }, 'remove.key: expected a whole number, found a number'],
    [
      'a number that is a string',
      { kind: 'note', seq: 2, begin: '1', data: {} },
      'note.begin: expected a whole number, found a string',
    ],
    ['no sequence number', { ...all[8]!, seq: undefined }, 'seal.seq: expected a whole number, found nothing'],
    ['an invalid trigger', { kind: 'undue', seq: 1, triggers: [1] }, 'trigger: expected an object, found a number'],
    [
      'a time that is a string',
      { kind: 'sent', seq: 1, begin: 1, sent: { at: 'now', uptime: 1 } },
      'sent.sent.at: expected a number, found a string',
    ],
    ['a record that is null', null, 'the record: expected an object, found null'],
    ['a record that is a list', [], 'the record: expected an object, found a list'],
  ])('a malformed record with a valid checksum is rejected: %s', (_, record, says) => {
    const [first] = lines([header]);
    const body = `[${JSON.stringify(all[1])},${JSON.stringify(record)}]`;
    const checksum = crc32(body, Number.parseInt(first!.slice(0, 8), 16))
      .toString(16)
      .padStart(8, '0');
    expect(parse(`${first}${checksum} ${body}\n`)).toEqual({ ok: false, line: 2, message: `record 2: ${says}` });
  });

  test.each([
    ['an object', '{}', 'expected a list of records, found an object'],
    ['no JSON', '[{"kind": x}]', 'column 20: not valid JSON: Expected a value, found "x"'],
    [
      'a very deeply nested value',
      `[{"kind":"note","data":${'['.repeat(3000)}${']'.repeat(3000)}}]`,
      '[0].data[0][0][0][0][0][0]: expected at most 1000 levels of values, found more',
    ],
  ])('a line that is %s, with a valid checksum, is rejected with what is expected', (_, body, message) => {
    const checksum = crc32(body).toString(16).padStart(8, '0');
    expect(parse(`${checksum} ${body}\n`)).toEqual({ ok: false, line: 1, message });
  });
});
