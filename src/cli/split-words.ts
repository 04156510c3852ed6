/**
 * The words of a text, as a shell splits it: at blanks, with quotes and backslashes, and nothing else. Undefined when a quote or
 * a backslash does not end.
 */
export function splitWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let rest = text;
  while (rest !== '') {
    const part = /^(?:(\s+)|'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])|([^\s'"\\]+))/.exec(rest);
    if (part === null) return undefined;
    const [whole, blank, single, double, escaped, plain] = part;
    rest = rest.slice(whole.length);
    if (blank === undefined)
      word = (word ?? '') + (single ?? double?.replaceAll(/\\([\\"$`])/g, '$1') ?? escaped ?? plain ?? '');
    else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}
