import {
  type ConfigurationFile,
  type Diagnostic,
  errorDiagnostic,
  formatPath,
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  type Path,
} from '../../model/index.js';
import { locate } from '../diagnostic-places.js';
import { readDocument } from '../document.js';
import { BLOCKS } from '../blocks.js';
import { NESTED_LABELS, type Rule, ruleFor, RULES } from './rules.js';
import { scalar, type Written, type WrittenBlock, type WrittenObject } from './tree.js';

/** The blocks of a file in JSON syntax, in order. */
export function writtenJson(file: ConfigurationFile, diagnostics: Diagnostic[]): readonly WrittenBlock[] {
  const json = readDocument(file, BLOCKS, diagnostics);
  const blocks: WrittenBlock[] = [];
  const lineOf = (path: Path): number => locate(file.text, path, undefined, 'key')?.start.line ?? 1;
  const refuse = (path: Path): void => {
    const range = locate(file.text, path);
    diagnostics.push(
      errorDiagnostic('wrong-shape', `${formatPath(path)} is not a block`, {
        detail: 'Write an object for each block, below its labels.',
        ...(range && { range: { file: file.name, ...range } }),
      }),
    );
  };
  const descend = (kind: string, inner: Json, labels: readonly string[], path: Path): void => {
    const wanted = Object.hasOwn(BLOCKS, kind) ? (BLOCKS[kind] ?? 0) : 0;
    if (isJsonList(inner)) return inner.forEach((item, index) => descend(kind, item, labels, [...path, index]));
    if (!isJsonObject(inner)) return refuse(path);
    if (labels.length < wanted) {
      for (const [label, part] of Object.entries(inner)) descend(kind, part, [...labels, label], [...path, label]);
      return;
    }
    const { '//': comment, ...rest } = inner;
    const place = { file: file.name, line: lineOf(path) };
    blocks.push({ kind, labels, body: object(rest, RULES[kind] ?? {}), comments: linesOf(comment), place });
  };
  for (const [index, root] of (isJsonList(json) ? json : json === undefined ? [] : [json]).entries()) {
    const above = isJsonList(json) ? [index] : [];
    if (!isJsonObject(root)) refuse(above);
    else
      for (const [kind, inner] of Object.entries(root)) if (kind !== '//') descend(kind, inner, [], [...above, kind]);
  }
  return blocks;
}

/** A comment is a text, or a list of texts; other values belong to tools. */
function linesOf(comment: Json | undefined): readonly string[] {
  const lines = isJsonList(comment) ? comment : [comment];
  return lines.flatMap((line) => (typeof line === 'string' ? line.split('\n') : []));
}

function object(json: JsonObject, rules: Rule): WrittenObject {
  const members = Object.entries(json).map(([name, part]) => ({
    name,
    value: labelled(part, ruleFor(rules, name), NESTED_LABELS[name] ?? 0),
    comments: [],
  }));
  return { kind: 'object', members, comments: [] };
}

/** The rules for a block are those for its body, below its labels. */
function labelled(json: Json, rule: Rule, labels: number): Written {
  if (labels === 0 || typeof rule === 'string') return written(json, rule);
  if (isJsonList(json)) {
    return { kind: 'list', items: json.map((item) => ({ value: labelled(item, rule, labels), comments: [] })) };
  }
  if (!isJsonObject(json)) return written(json, rule);
  const members = Object.entries(json).map(([name, part]) => ({
    name,
    value: labelled(part, rule, labels - 1),
    comments: [],
  }));
  return { kind: 'object', members, comments: [] };
}

function written(json: Json, rule: Rule): Written {
  // A list of objects is several blocks. Each follows the same rules.
  if (isJsonList(json))
    return { kind: 'list', items: json.map((item) => ({ value: written(item, rule), comments: [] })) };
  if (isJsonObject(json)) return object(json, rule);
  return scalar(json, rule !== 'bare' && rule !== 'constant');
}
