import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { errorDiagnostic, type Diagnostic } from '../../model/index.js';

/** What a program may use of CDKTF that `landform/cdktf` does not have, and what to do instead. */
const BLOCKERS: readonly (readonly [pattern: RegExp, what: string, hint: string])[] = [
  [/['"]cdktf\/[^'"]+['"]/, 'imports a file inside of cdktf', 'Import the name from "cdktf".'],
  [/\bsynthHcl\b|\.toHclTerraform\b|\bhclOutput\s*:\s*true/, 'writes HCL', 'Remove it; "landform convert" writes HCL.'],
  [/\bMigrateIds\b/, 'uses MigrateIds', 'Name the resources with overrideLogicalId.'],
  [/\bTerraformResourceTargets\b/, 'uses TerraformResourceTargets', 'Call addMoveTarget and moveTo on the resources.'],
  [/\bcrossStackReference\s*\(/, 'uses App.crossStackReference', 'Use the attribute of the other stack.'],
];

const SKIPPED = new Set(['node_modules', 'landform-cdktf', 'dist', 'coverage']);
const SOURCE = /(?<!\.d)\.[cm]?[jt]sx?$/;

/** A diagnostic for each line of the project's programs that cannot be kept as it is. `output` is what CDKTF writes to. */
export async function findBlockers(directory: string, output: string): Promise<readonly Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  for (const name of await sourcesIn(directory, '', path.normalize(output))) {
    const lines = (await readFile(path.join(directory, name), 'utf8')).split('\n');
    for (const [index, line] of lines.entries()) {
      const found = BLOCKERS.find(([pattern]) => pattern.test(line));
      if (found === undefined) continue;
      const [, what, hint] = found;
      diagnostics.push(errorDiagnostic('cannot-migrate', `${name}:${index + 1} ${what}`, { detail: hint }));
    }
  }
  return diagnostics;
}

async function sourcesIn(directory: string, inside: string, output: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(path.join(directory, inside), { withFileTypes: true })) {
    const name = path.join(inside, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.') && !SKIPPED.has(entry.name) && name !== output)
        found.push(...(await sourcesIn(directory, name, output)));
    } else if (entry.isFile() && SOURCE.test(entry.name)) found.push(name);
  }
  return found.sort();
}
