import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { errorDiagnostic, type Diagnostic, type Json, type JsonObject } from '../../model/index.js';

/** What CDKTF's generator writes classes from. */
export interface BindingsOf {
  /** The provider as `cdktf.json` names it. */
  readonly entry: Json;
  /** `host/namespace/type`. */
  readonly source: string;
  readonly version: string;
  /** As `terraform providers schema -json` writes it. */
  readonly schema: JsonObject;
}

/** The generator of CDKTF, and that of its successor. */
const GENERATORS = [
  '@cdktf/provider-generator/lib/get/generator/provider-generator',
  '@cdktn/provider-generator/build/get/generator/provider-generator',
];

/** Packages that bring a generator with them. */
const OWNERS = ['cdktf-cli', '@cdktf/cli-core', 'cdktn-cli', '@cdktn/cli-core'];

/**
 * Writes `providers/NAME` in a folder for one provider with the generator that the project has installed. It starts Terraform and sends
 * reports when it is merely loaded, so it gets a process of its own where it can do neither.
 */
export async function generateBindings(
  { directory, environment, signal }: GeneratorSurroundings,
  folder: string,
  { entry, source, version, schema }: BindingsOf,
): Promise<readonly Diagnostic[]> {
  const generator = findGenerator(directory);
  if (generator === undefined) return [notInstalled()];
  const child = spawn(process.execPath, ['--max-old-space-size=4096', '-'], {
    cwd: directory,
    env: { ...environment, CHECKPOINT_DISABLE: '1', TERRAFORM_BINARY_NAME: process.execPath, CI: '1' },
    stdio: ['pipe', 'ignore', 'pipe'],
    signal,
  });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-KEPT)));
  const given = { generator, folder, entry, source, version, schema };
  // A process that ends early closes its input.
  child.stdin.on('error', () => undefined).end(`(${GENERATE})(${JSON.stringify(given)});`);
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  return code === 0 ? [] : [failed(source, output)];
}

export interface GeneratorSurroundings {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Characters of output that are kept. */
const KEPT = 4096;

/** The code of the process. Given several providers, the generator writes only the index of the first as it should. */
const GENERATE = `({ generator, folder, entry, source, version, schema }) => {
  const load = (name) => require(require.resolve(name, { paths: [generator] }));
  const { TerraformProviderGenerator } = require(generator);
  const { CodeMaker } = load('codemaker');
  const commons = load(generator.includes('cdktn') ? '@cdktn/commons' : '@cdktf/commons');
  const code = new CodeMaker();
  code.indentation = 2;
  const given = { format_version: '1.0', provider_schemas: { [source]: schema }, provider_versions: { [source]: version } };
  const constraint = new commons.TerraformProviderConstraint(entry);
  new TerraformProviderGenerator(code, given).generate(new commons.ConstructsMakerProviderTarget(constraint, commons.LANGUAGES[0]));
  code.save(folder).then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
}`;

function findGenerator(directory: string): string | undefined {
  const from = createRequire(path.join(directory, 'package.json'));
  const places = [directory, ...OWNERS.flatMap((owner) => resolved(from, `${owner}/package.json`) ?? [])];
  for (const place of places) {
    for (const generator of GENERATORS) {
      const found = resolved(createRequire(path.join(place, 'package.json')), generator);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function resolved(from: NodeJS.Require, name: string): string | undefined {
  try {
    return from.resolve(name);
  } catch {
    return undefined;
  }
}

const notInstalled = (): Diagnostic =>
  errorDiagnostic('generator-not-installed', 'The generator of CDKTF is not installed', {
    detail: 'Add it to the project: npm install --save-dev @cdktf/provider-generator@0.21',
  });

function failed(source: string, output: string): Diagnostic {
  const lines = output.trim().split('\n').slice(-SHOWN_LINES);
  return errorDiagnostic('bindings-failed', `CDKTF's generator cannot write classes for ${source}`, {
    detail: `Some schemas are too much for it. Use a prebuilt package instead. Its last output:\n\n${lines.map((line) => `    ${line}`).join('\n')}`,
  });
}

const SHOWN_LINES = 12;
