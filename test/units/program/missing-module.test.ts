import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { missingModuleHint } from '../../../src/program/missing-module.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'landform-missing-'));
});

afterEach(() => rm(directory, { recursive: true }));

const hintFor = (name: string, folder = directory): string | undefined =>
  missingModuleHint(`Cannot find module '${name}'`, folder);

describe('an import of a missing package', () => {
  it.each(['dependencies', 'devDependencies'])('suggests npm install if the %s list the package', async (key) => {
    await writeFile(path.join(directory, 'package.json'), JSON.stringify({ [key]: { '@acme/boxes': '1.0.0' } }));
    expect(hintFor('@acme/boxes/large')).toBe(
      'package.json lists @acme/boxes, but it is not installed. Run: npm install',
    );
  });

  it('says how typed classes are written', () => {
    expect(hintFor('/project/.gen/aws/s3-bucket.ts')).toBe('Typed classes are written by: landform get');
  });

  it('is looked up in the package.json of a parent folder', async () => {
    await writeFile(path.join(directory, 'package.json'), '{"dependencies":{"landform":"0.1.0"}}');
    await mkdir(path.join(directory, 'infrastructure'));
    expect(hintFor('landform/testing', path.join(directory, 'infrastructure'))).toMatch(/Run: npm install$/);
  });

  it.each(['{}', '{', 'null'])('names the package to install if package.json is %s', async (text) => {
    await writeFile(path.join(directory, 'package.json'), text);
    expect(hintFor('yaml')).toBe('Install it in the project: npm install yaml');
  });

  it.each(['cdktf', 'cdktf/lib/app', 'constructs'])('suggests landform instead of %s', (name) => {
    expect(hintFor(name)).toMatch(/^Import from 'landform' instead/);
  });

  it('suggests the typed classes instead of a @cdktf package', () => {
    expect(hintFor('@cdktf/provider-aws/lib/instance')).toMatch(/^Use the classes under 'landform\/providers'/);
  });
});

test('an import of a missing file suggests checking its path', () => {
  expect(hintFor('./other.ts')).toBe('Correct the path of the import.');
});

test('any other error message has no hint', () => {
  expect(missingModuleHint('x is not a function', directory)).toBeUndefined();
});
