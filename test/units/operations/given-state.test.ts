import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiagnosticError, EMPTY_STATE, type Diagnostic } from '../../../src/model/index.js';
import { stateInFile, stateInMemory, type GivenState } from '../../../src/operations/index.js';
import { readGivenState } from '../../../src/state/index.js';

const TEXT = '{"version": 4, "serial": 7, "lineage": "l"}';
const STATE = { ...EMPTY_STATE, serial: 7, lineage: 'l', terraformVersion: '' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'landform-given-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const inFile = (text: string): GivenState => {
  writeFileSync(path.join(folder, 'a.tfstate'), text);
  return stateInFile(folder, 'a.tfstate');
};
function diagnosticsOf(work: () => unknown): readonly Diagnostic[] {
  try {
    work();
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
  return [];
}
const problemOf = (given: GivenState, whole?: number): readonly Diagnostic[] =>
  diagnosticsOf(() => readGivenState(given, given.from, whole));

describe('a state that a user names', () => {
  it('is read piece by piece if it is large, as often as needed', () => {
    const text = TEXT.replace('}', `${' '.repeat(17 << 20)}}`);
    const given = inFile(text);
    const chunks = [...given.chunks()];
    expect(given.size).toBe(text.length);
    expect(chunks.length).toBeGreaterThan(16);
    expect(Buffer.concat([...given.chunks()]).equals(Buffer.concat(chunks))).toBe(true);
    expect(readGivenState(given, 'x', 0)).toEqual(STATE);
  });

  it.each([undefined, 0])('is not empty, however it is read (whole up to %j)', (whole) => {
    expect(problemOf(inFile(' '), whole)).toMatchObject([{ code: 'corrupt-state' }]);
    expect(problemOf(inFile('{"version": 3}'), whole)).toMatchObject([{ code: 'state-version' }]);
    expect(
      readGivenState(stateInMemory('-', [Buffer.from(TEXT.slice(0, 9)), Buffer.from(TEXT.slice(9))]), '-', whole),
    ).toEqual(STATE);
  });

  it('that is longer than a string is refused without its place if it is invalid', () => {
    const given = { from: 'x', size: 2 ** 30, chunks: () => [Buffer.from('{"version": 4, ')] };
    expect(problemOf(given)).toMatchObject([{ summary: expect.stringContaining('too large to locate the error') }]);
  });

  it('is an error if the file cannot be read', () => {
    expect(diagnosticsOf(() => stateInFile(folder, 'none'))).toMatchObject([{ code: 'unreadable-file' }]);
  });
});
