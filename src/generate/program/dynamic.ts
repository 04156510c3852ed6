import { bodiesOf, type Written, type WrittenMember } from '../../language/index.js';
import { quoted } from '../print.js';
import { type Code, type Entry, listCode, objectCode } from '../source.js';
import { onlyBody, textIn } from './members.js';
import type { References } from './references.js';
import { entriesOf, valueCode } from './values.js';

/** The attributes and blocks of a schema. Dynamic blocks become calls where these can express them. */
export function blockEntries(members: readonly WrittenMember[], references: References): Entry[] {
  const written = new Set(members.map(({ name }) => name));
  return members.flatMap((member) => {
    const { name, value, comments } = member;
    if (name !== 'dynamic') return [{ key: name, code: valueCode(value, references), comments }];
    const blocks = bodiesOf(value).flatMap((labels) => labels.members);
    const several = new Set(
      blocks
        .filter((block, at) => blocks.slice(0, at).some((other) => other.name === block.name))
        .map((block) => block.name),
    );
    const calls: Entry[] = [];
    const left: WrittenMember[] = [];
    for (const block of blocks) {
      const isOnly = !written.has(block.name) && !several.has(block.name);
      const code = !isOnly ? undefined : callCode(block.name, block.value, references);
      if (code === undefined) left.push(block);
      else calls.push({ key: block.name, code, comments: block.comments });
    }
    if (left.length === 0) return calls;
    const rest = left.map((block) =>
      objectCode(entriesOf({ kind: 'object', members: [block], comments: [] }, references), []),
    );
    return [...calls, { key: name, code: listCode(rest), comments }];
  });
}

/** `dynamic(collection, () => ({ … }), { iterator: 'name' })`; undefined for labelled and incomplete blocks. */
function callCode(name: string, value: Written, references: References): Code | undefined {
  const body = onlyBody(value);
  const parts = new Map(body?.members.map((member) => [member.name, member.value]));
  const [forEach, content] = [parts.get('for_each'), parts.get('content')];
  const inside = content && onlyBody(content);
  const iterator = parts.has('iterator') ? textIn(parts.get('iterator') ?? { kind: 'list', items: [] }) : name;
  const isPlain = [...parts.keys()].every((part) => ['for_each', 'content', 'iterator'].includes(part));
  if (!isPlain || forEach === undefined || inside === undefined || iterator === undefined) return undefined;
  references.imports.add('dynamic');
  const block = objectCode(blockEntries(inside.members, references), inside.comments);
  return `dynamic(${valueCode(forEach, references)}, () => (${block}), { iterator: ${quoted(iterator)} })`;
}
