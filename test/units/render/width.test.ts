import { describe, expect, it } from 'vitest';
import { formatTerminal, type Page } from '../../../src/render/index.js';
import { fitting, columnsOf } from '../../../src/render/width.js';

const FAMILY = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}';

describe('the width of a text in columns', () => {
  it.each([
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['数据库', 6],
    ['🙂', 2],
    [FAMILY, 2],
    ['', 0],
  ])('%j: %i', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });
});

describe('a text that must fit a width', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 4, 'abc…'],
    ['abcdef', 0, '…'],
    ['数据库', 6, '数据库'],
    ['数据库', 5, '数据…'],
    ['数据库', 4, '数…'],
    [`${FAMILY}ab`, 3, `${FAMILY}…`],
    [`${FAMILY}ab`, 2, '…'],
  ])('%j in %i columns is %j', (text, columns, shown) => {
    expect(fitting(text, columns)).toBe(shown);
    expect(columnsOf(shown)).toBeLessThanOrEqual(Math.max(columns, 1));
  });
});

it('table columns stay aligned next to wide characters', () => {
  const page: Page = [
    {
      kind: 'table',
      rows: [
        [['数据库'], ['one']],
        [['db'], ['two']],
      ],
    },
  ];
  expect(formatTerminal(page, { color: false })).toBe('数据库  one\ndb      two\n');
});
