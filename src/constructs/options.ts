import type { Construct } from 'constructs';
import { nearest } from '../model/index.js';
import { ConstructError } from './error.js';
import { placeOf } from './scope.js';

/** Options of CDKTF's classes, and what takes their place. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  terraformResourceType: 'Set the type in "type" and the attributes in "attributes".',
  terraformGeneratorMetadata: 'Set "source" and "version" instead.',
  staticId: 'Remove it: the id of the construct names the output. To use another name, call overrideLogicalId.',
  provisioners: 'Landform does not run provisioners. Use an action, or a tool that runs after apply.',
  skipValidation: 'Validations are always run.',
  stackTraces: 'Lines of the program are always noted.',
  hclOutput: 'Documents are written in JSON.',
  connection: 'Landform does not run provisioners and needs no connection.',
};

/** An option that does not exist would have no effect; the compiler sees it only where the options are written out. */
export function refuseUnknownOptions(construct: Construct, options: object, known: readonly string[], of = ''): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name) || (options as Readonly<Record<string, unknown>>)[name] === undefined) continue;
    const [near] = nearest(name, known);
    const hint =
      ELSEWHERE[name] ?? (near === undefined ? `The options are: ${known.join(', ')}.` : `Did you mean ${near}?`);
    throw new ConstructError('unknown-option', `Unknown option ${of}${name}`, hint, placeOf(construct));
  }
}
