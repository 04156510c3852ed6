import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DiagnosticError, errorDiagnostic, objectIn, type Diagnostic, type ProviderSource } from '../../model/index.js';
import { importedFiles } from './imported-files.js';
import { manifestOf, PackageCopies } from './installed-packages.js';

/** A provider to be packed. */
export interface Packing {
  readonly source: ProviderSource;
  readonly version: string;
  /** The file that exports it; absent for a provider of Landform. */
  readonly module?: string | undefined;
  /** More files that it reads, absolute. */
  readonly include: readonly string[];
  /** The folder of Landform's own package. */
  readonly library: string;
}

/** The folder of Landform's package, relative to that of a provider. */
const LIBRARY = 'node_modules/landform';
const MODULE_FOLDER = 'provider';

/**
 * Writes the folder of one provider as a filesystem mirror has it: the executable that Terraform starts, and what it needs. The
 * folder appears as a whole.
 */
export async function packProvider(packing: Packing, folder: string): Promise<void> {
  if (existsSync(folder)) throw new DiagnosticError([packageExists(folder)]);
  const beside = `${folder}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await mkdir(beside, { recursive: true });
    const copies = new PackageCopies(beside);
    await copies.copy(packing.library, path.join(beside, LIBRARY), isNeeded);
    const served =
      packing.module === undefined ? packing.source : await copyModule(packing, packing.module, copies, beside);
    await writeFile(path.join(beside, 'package.json'), '{ "private": true, "type": "commonjs" }\n');
    const type = packing.source.slice(packing.source.lastIndexOf('/') + 1);
    const executable = path.join(beside, `terraform-provider-${type}_v${packing.version}`);
    await writeFile(executable, launcher(packing, served), { mode: 0o755 });
    await rename(beside, folder);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

/** Of Landform's package: what runs, its name and its licences. */
const isNeeded = (file: string): boolean =>
  file === '' || /^(dist([\\/](?!sandbox|testing|automation)|$)|package\.json$|LICENSE$)/.test(file);

/** Copies a module with all that it imports. Returns its place in the package. */
async function copyModule(
  { include }: Packing,
  module: string,
  copies: PackageCopies,
  folder: string,
): Promise<string> {
  const { files, packages, missing } = importedFiles(module);
  const [first] = missing;
  if (first !== undefined) throw new DiagnosticError([importMissing(first.file, first.specifier)]);
  const absent = include.filter((file) => !existsSync(file));
  if (absent.length > 0) throw new DiagnosticError(absent.map(includeMissing));
  for (const [name, importer] of packages) {
    if (name === 'landform') continue;
    if (!(await copies.add(name, importer))) throw new DiagnosticError([packageMissing(name, importer)]);
  }
  const all = [...files, ...include];
  const base = commonFolder(all);
  for (const file of all) {
    const place = path.join(folder, MODULE_FOLDER, path.relative(base, file));
    await mkdir(path.dirname(place), { recursive: true });
    await copyFile(file, place);
  }
  const { type, imports } = nearestManifest(path.dirname(module));
  const manifest = { private: true, ...(type !== undefined && { type }), ...(imports !== undefined && { imports }) };
  await writeFile(path.join(folder, MODULE_FOLDER, 'package.json'), `${JSON.stringify(manifest)}\n`);
  return path.posix.join(MODULE_FOLDER, path.relative(base, module).replaceAll(path.sep, '/'));
}

function commonFolder(files: readonly string[]): string {
  let [common = ''] = files.map((file) => path.dirname(file));
  for (const file of files) while (path.relative(common, file).startsWith('..')) common = path.dirname(common);
  return common;
}

/** The package that a module belongs to says how its code is read. */
function nearestManifest(folder: string): ReturnType<typeof manifestOf> {
  for (let place = folder; ; place = path.dirname(place)) {
    if (existsSync(path.join(place, 'package.json'))) return manifestOf(place);
    if (place === path.dirname(place)) return objectIn(undefined);
  }
}

/** The program that Terraform starts, without arguments, in the folder where it runs. */
function launcher({ source, version, module }: Packing, served: string): string {
  const name = module === undefined ? JSON.stringify(served) : `path.join(__dirname, ${JSON.stringify(served)})`;
  return `#!/usr/bin/env node
// ${source} ${version}, for Terraform. Written by "landform providers package".
'use strict';
const path = require('node:path');
// These arguments are meant for Terraform.
delete process.env.TF_CLI_ARGS;
process.argv.splice(2, Infinity, 'providers', 'serve', ${name});
require(path.join(__dirname, '${LIBRARY}/dist/cli/main.cjs'));
`;
}

const packageExists = (folder: string): Diagnostic =>
  errorDiagnostic('package-exists', `${folder} already exists`, {
    detail:
      'Terraform records the checksum of each version, so a version is written once. Raise the version of the provider, or remove the folder.',
  });

const importMissing = (file: string, specifier: string): Diagnostic =>
  errorDiagnostic('import-missing', `${file} imports ${specifier}, which does not exist`, {
    detail: 'Correct the import. Files that are read while running are added with --include.',
  });

const includeMissing = (file: string): Diagnostic =>
  errorDiagnostic('include-missing', `${file} does not exist`, { detail: 'Correct --include.' });

const packageMissing = (name: string, importer: string): Diagnostic =>
  errorDiagnostic('package-not-installed', `${importer} imports ${name}, which is not installed`, {
    detail: 'Install it with npm, so that it can be copied into the package.',
  });
