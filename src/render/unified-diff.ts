const CONTEXT = 3;

interface Row {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** The difference of two texts as `diff -u` shows it. */
export function unifiedDiff(name: string, before: string, after: string): string {
  const rows = rowsOf(linesOf(before), linesOf(after));
  const hunks = hunksOf(rows);
  return [`--- old/${name}`, `+++ new/${name}`, ...hunks, ''].join('\n');
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/**
 * Removed and added lines between those that both texts share. A line is looked for only so far ahead: formatting moves
 * no lines, so this is linear and nearly always shortest.
 */
function rowsOf(before: readonly string[], after: readonly string[]): Row[] {
  const rows: Row[] = [];
  let [left, right] = [0, 0];
  while (left < before.length || right < after.length) {
    if (left < before.length && right < after.length && before[left] === after[right]) {
      rows.push({ sign: ' ', text: before[left++] ?? '' });
      right += 1;
      continue;
    }
    const [removed, added] = nextShared(before, after, left, right);
    while (left < removed) rows.push({ sign: '-', text: before[left++] ?? '' });
    while (right < added) rows.push({ sign: '+', text: after[right++] ?? '' });
  }
  return rows;
}

const AHEAD = 50;

function nextShared(
  before: readonly string[],
  after: readonly string[],
  left: number,
  right: number,
): [number, number] {
  for (let distance = 1; distance <= AHEAD; distance += 1) {
    for (let one = 0; one <= distance; one += 1) {
      const [l, r] = [left + distance - one, right + one];
      if (l < before.length && r < after.length && before[l] === after[r]) return [l, r];
    }
  }
  return [Math.min(before.length, left + AHEAD), Math.min(after.length, right + AHEAD)];
}

function hunksOf(rows: readonly Row[]): string[] {
  const found: string[] = [];
  let [oldLine, newLine] = [1, 1];
  for (let at = 0; at < rows.length;) {
    let change = at;
    while (rows[change]?.sign === ' ') change += 1;
    if (change === rows.length) break;
    const start = Math.max(at, change - CONTEXT);
    oldLine += start - at;
    newLine += start - at;
    let end = change;
    for (let calm = 0; end < rows.length && calm <= 2 * CONTEXT; end += 1)
      calm = rows[end]?.sign === ' ' ? calm + 1 : 0;
    while (end > change && rows[end - 1]?.sign === ' ') end -= 1;
    end = Math.min(rows.length, end + CONTEXT);
    const hunk = rows.slice(start, end);
    const olds = hunk.filter(({ sign }) => sign !== '+').length;
    const news = hunk.filter(({ sign }) => sign !== '-').length;
    found.push(
      `@@ -${rangeOf(oldLine, olds)} +${rangeOf(newLine, news)} @@`,
      ...hunk.map(({ sign, text }) => sign + text),
    );
    oldLine += olds;
    newLine += news;
    at = end;
  }
  return found;
}

/** `3,4`: four lines from line 3 on; `3` for one. */
const rangeOf = (line: number, count: number): string =>
  count === 1 ? String(line) : `${count === 0 ? line - 1 : line},${count}`;
