import { expect, it } from 'vitest';
import { programLiterals } from '../../../src/model/index.js';

const literals = (text: string): readonly string[] =>
  programLiterals(text).map(({ start, end, kind, name, isName }) =>
    [kind === 'comment' ? '//' : '', isName ? 'name' : (name ?? ''), text.slice(start, end)].join('|'),
  );

it.each<[what: string, text: string, found: readonly string[]]>([
  [
    'strings and the names they are assigned to',
    `const a = 'x'; f({ token: "y", 'api-key': 'z' })`,
    ['|a|x', '|token|y', '||api-key', '|api-key|z'],
  ],
  ['arguments of functions', `login('x', "y")`, ['|login|x', '||y']],
  [
    'names of modules and constructs',
    `import a from './a'; new Stack(app, 'prod'); require("b")`,
    ['|name|./a', '|name|prod', '|name|b'],
  ],
  ['the parts of a template, and strings inside it', 'f(`a${g({ b: `c${d}e` })}f`)', ['|f|a', '|b|c', '||e', '||f']],
  ['a string of several lines', 'k = `a\nb`', ['|k|a\nb']],
  ['comments', `a // b 'c'\n/* d */ 'e'`, [`//|| b 'c'`, '//|| d ', '||e']],
  ['no quotes in regular expressions', `a = /['"\`/]/.test(b); c = 'd'`, ['|c|d']],
  ['strings after a division', `a = b / 'c' / 'd'`, ['||c', '||d']],
  ['escaped quotes', `a = 'b\\'c'`, [`|a|b\\'c`]],
  ['an unterminated string, up to the end of its line', `token: 'abc\nd = 'e'`, ['|token|abc', '|d|e']],
])('the literals of a program are %s', (_, text, found) => {
  expect(literals(text)).toEqual(found);
});
