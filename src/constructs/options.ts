import type { Construct } from 'constructs';
import { nearest } from '../model/index.js';
import { ConstructError } from './error.js';
import { placeOf } from './scope.js';

/** Options of CDKTF's classes, and their replacements. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  terraformResourceType: 'Set the type in "type" and the attributes in "attributes".',
  terraformGeneratorMetadata: 'Set "source" and "version" instead.',
  staticId: 'Remove it: the output is named by the id of the construct. To use another name, call overrideLogicalId.',
  provisioners: 'Call addProvisioner on the resource. Data sources have none.',
  skipValidation: 'Remove it: validations always run.',
  stackTraces: 'Remove it: lines of the program are always recorded.',
  hclOutput: 'Remove it: documents are always written in JSON.',
  connection: 'Set it in each provisioner. Data sources have none.',
};

/** Refuses unknown options, which would have no effect. The compiler detects them only in object literals. */
export function refuseUnknownOptions(construct: Construct, options: object, known: readonly string[], of = ''): void {
  for (const [name, value] of Object.entries(options)) {
    if (known.includes(name) || value === undefined) continue;
    const [near] = nearest(name, known);
    const hint =
      ELSEWHERE[name] ?? (near === undefined ? `The options are: ${known.join(', ')}.` : `Did you mean ${near}?`);
    throw new ConstructError('unknown-option', `Unknown option ${of}${name}`, hint, placeOf(construct));
  }
}
