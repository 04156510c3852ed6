import { DiagnosticError, errorDiagnostic, isJsonObject, objectIn, parseJson, type Json } from '../../model/index.js';

/** The folder that stands for the package `cdktf`. An alias of npm cannot name a part of a package. */
export const ALIAS_FOLDER = 'landform-cdktf';
const ALIAS = `file:./${ALIAS_FOLDER}`;

/** Its files. The packages of providers ask for this version of `cdktf`. */
export const ALIAS_FILES: ReadonlyMap<string, string> = new Map([
  [
    'package.json',
    `${JSON.stringify(
      {
        name: 'cdktf',
        version: '0.21.0',
        private: true,
        main: 'index.js',
        types: 'index.d.ts',
        peerDependencies: { landform: '*' },
      },
      undefined,
      2,
    )}\n`,
  ],
  ['index.js', "module.exports = require('landform/cdktf');\n"],
  ['index.d.ts', "export * from 'landform/cdktf';\n"],
]);

/** `package.json` with the alias; undefined if it has it. Everything else stays, and the indentation too. */
export function withAlias(text: string, version: string): string | undefined {
  const json = readPackage(text);
  const { dependencies, devDependencies } = json;
  const all = { ...objectIn(dependencies), ...objectIn(devDependencies) };
  if (all['cdktf'] === ALIAS && 'landform' in all) return undefined;
  if (!('cdktf' in all)) {
    throw new DiagnosticError([
      errorDiagnostic('cannot-migrate', 'package.json does not depend on cdktf', {
        detail: 'Run the command in the folder whose package.json has the dependency.',
      }),
    ]);
  }
  const section = 'cdktf' in objectIn(dependencies) ? 'dependencies' : 'devDependencies';
  const entries = Object.entries({
    ...objectIn(json[section]),
    cdktf: ALIAS,
    ...('landform' in all ? {} : { landform: `^${version}` }),
  });
  const sorted = Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
  const indent = /^[ \t]+/m.exec(text)?.[0] ?? '  ';
  return `${JSON.stringify({ ...json, [section]: sorted }, undefined, indent)}\n`;
}

function readPackage(text: string): Readonly<Record<string, Json>> {
  try {
    const json = parseJson(text);
    if (isJsonObject(json)) return json;
  } catch {
    // Reported below.
  }
  throw new DiagnosticError([
    errorDiagnostic('cannot-migrate', 'package.json is not a JSON object', { detail: 'Correct the file.' }),
  ]);
}
