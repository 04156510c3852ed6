import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Fn } from '../../../src/constructs/index.js';
import { evaluate } from '../../../src/engine/index.js';
import { parseExpression } from '../../../src/language/index.js';
import { plainJson, type Json } from '../../../src/model/index.js';

const FOLDER = 'src/constructs';
const sources = [
  'functions.ts',
  'operators.ts',
  ...readdirSync(path.join(FOLDER, 'functions')).map((name) => `functions/${name}`),
];

/** By the name of the member: the comment before it. */
const comments = new Map<string, string>();
for (const name of sources) {
  const text = readFileSync(path.join(FOLDER, name), 'utf8');
  for (const [, comment, member] of text.matchAll(
    / {2}\/\*\*((?:(?!\*\/)[^])*)\*\/\n(?: {2}\/\/[^\n]*\n)* {2}(\w+): /g,
  )) {
    comments.set(member!, comment!.replaceAll(/\s*\n\s*\*\s*/g, ' ').trim());
  }
}

function valueOf(text: string): Json {
  const { expression, problems } = parseExpression(text);
  expect(problems).toEqual([]);
  const lookup = (): never => {
    throw new Error('there is nothing to refer to');
  };
  const { value, diagnostics } = evaluate(expression, { lookup }, { file: 'test', path: [] });
  expect(diagnostics).toEqual([]);
  return plainJson(value);
}

describe('doc comments of Fn', () => {
  it.each(Object.keys(Fn))('%s has one', (name) => {
    expect(comments.get(name)).toMatch(/^.{15,}\.$|^.{15,}\)`?\.?$/s);
  });

  const examples = [...comments.values()].flatMap((comment) =>
    [...comment.matchAll(/`([a-z0-9]+\([^`]*\))` is `([^`]+)`/g)].map(([, call, value]) => [call!, value!] as const),
  );
  it.each(examples)('%s is %s', (call, value) => {
    expect(valueOf(call)).toEqual(valueOf(value));
  });

  it('contain examples', () => {
    expect(examples.length).toBeGreaterThanOrEqual(20);
  });
});
