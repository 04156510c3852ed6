export interface Block {
  readonly language: string;
  readonly text: string;
  readonly section: string;
}

/** Code of a document: fenced, or indented by four spaces, with its heading. */
export function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let section = '';
  let fence: { language: string; lines: string[] } | undefined;
  let indented: string[] = [];
  const flush = (): void => {
    while (indented.at(-1) === '') indented.pop();
    if (indented.length > 0) blocks.push({ language: '', text: indented.join('\n'), section });
    indented = [];
  };
  for (const line of text.split('\n')) {
    if (fence !== undefined) {
      if (line.startsWith('```')) {
        blocks.push({ language: fence.language, text: fence.lines.join('\n'), section });
        fence = undefined;
      } else fence.lines.push(line);
    } else if (line.startsWith('```')) {
      flush();
      fence = { language: line.slice(3), lines: [] };
    } else if (line.startsWith('    ') || (line === '' && indented.length > 0)) indented.push(line.slice(4));
    else {
      flush();
      if (line.startsWith('#')) section = line.replace(/^#+ /, '');
    }
  }
  flush();
  return blocks;
}

/** The commands of a block, without the leading `landform`. */
export const commandsOf = (block: Block): readonly string[] =>
  block.text
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').replace(/^npx /, ''))
    .filter((line) => line.startsWith('landform '))
    .map((line) => line.slice('landform '.length));
