/** A line that begins an argument or a block, or one that closes a block. */
const ITEM = /([ \t]*)(?:(\})|[\p{ID_Start}_][\p{ID_Continue}-]*(?:[ \t]*(?:=(?![=>])|\{|")|[ \t]+[\p{ID_Start}_]))/uy;

/**
 * The offset at which reading can continue after a problem in the item that begins at `itemStart`: the next line from the problem
 * on that begins an item and is indented no deeper, or that closes the surrounding block. Brackets cannot be counted,
 * since often one of them is the problem.
 */
export function nextItem(text: string, itemStart: number, problem: number): number {
  const own = lineStart(text, itemStart);
  const indentation = widthOf(text, own);
  let line = lineStart(text, problem);
  if (line <= own) line = nextLine(text, own);
  for (; line < text.length; line = nextLine(text, line)) {
    ITEM.lastIndex = line;
    const match = ITEM.exec(text);
    if (match === null) continue;
    const [, blank = '', closing] = match;
    if (closing === undefined ? blank.length <= indentation : blank.length < indentation) return line;
  }
  return text.length;
}

const lineStart = (text: string, offset: number): number => (offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1);

function nextLine(text: string, line: number): number {
  const end = text.indexOf('\n', line);
  return end === -1 ? text.length : end + 1;
}

function widthOf(text: string, line: number): number {
  let at = line;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return at - line;
}
