import { jsonText } from '../json-text.js';
import type { Resolved } from '../resolve.js';
import type { Annotation, SynthesizedStack } from '../synthesize.js';

/** CDKTF's version whose output this is. */
const VERSION = '0.21.0';

const LEVELS = { info: '@cdktf/info', warning: '@cdktf/warn', error: '@cdktf/error' } as const;

/** Where the manifest of the app is. */
export class Manifest {
  static readonly fileName = 'manifest.json';
  static readonly stacksFolder = 'stacks';
  static readonly stackMetadataPath = 'metadata.json';
  readonly version: string = VERSION;
  readonly outdir: string;
  readonly hclOutput = false;
  readonly stackFileName = 'cdk.tf.json';

  constructor(outdir: string) {
    this.outdir = outdir;
  }
}

/** `manifest.json`, in CDKTF's format. */
export function manifestText(
  stacks: readonly SynthesizedStack[],
  annotations: readonly Annotation[],
  paths: ReadonlyMap<string, string>,
): string {
  const described = stacks.map(({ name, dependencies }): [string, Resolved] => {
    const constructPath = paths.get(name) ?? name;
    const own = annotations.filter(
      (each) => each.constructPath === constructPath || each.constructPath.startsWith(`${constructPath}/`),
    );
    return [
      name,
      {
        name,
        constructPath,
        workingDirectory: `stacks/${name}`,
        synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
        stackMetadataPath: `stacks/${name}/metadata.json`,
        annotations: own.map(({ constructPath: at, level, message }) => ({
          constructPath: at,
          level: LEVELS[level],
          message,
        })),
        dependencies: [...dependencies],
      },
    ];
  });
  return jsonText({ version: VERSION, stacks: Object.fromEntries(described) });
}
