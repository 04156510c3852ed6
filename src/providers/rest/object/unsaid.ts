import { emptyRecord, MapValue, warningDiagnostic, type Diagnostic } from '../../../model/index.js';
import { isFilledIn } from '../description/schema.js';
import type { Values } from '../values/projection.js';
import { calling } from '../job.js';
import type { ResourceMapping } from '../mapping/definition.js';

/**
 * Maps of an imported object of which the configuration changes some entries: the value to send, including the entries
 * that the configuration does not mention. Like everything that the configuration of an imported object leaves out,
 * those may be managed elsewhere.
 */
export function withUnsaid(mapping: ResourceMapping, prior: Values, planned: Values): Values {
  return Object.fromEntries(
    unsaidIn(mapping, prior, planned).map(([name, unsaid, wanted]) => [
      name,
      new MapValue(wanted.element, Object.assign(emptyRecord(), unsaid, wanted.entries)),
    ]),
  );
}

/** Warnings about such entries: the plan shows them as removed, because state drops them. */
export function leftAlone(mapping: ResourceMapping, prior: Values, planned: Values): Diagnostic[] {
  return unsaidIn(mapping, prior, planned).map(([name, unsaid]) =>
    warningDiagnostic('left-alone', `Other ${name} of the imported ${calling(mapping, prior)} stay unchanged`, {
      detail:
        `The configuration does not mention ${Object.keys(unsaid).join(', ')}, so they are removed from state only. ` +
        'To remove one, remove it in the service.',
      path: [name],
    }),
  );
}

type Unsaid = readonly [attribute: string, unsaid: Values, wanted: MapValue];

function unsaidIn(mapping: ResourceMapping, prior: Values, planned: Values): readonly Unsaid[] {
  return Object.entries(mapping.attributes).flatMap(([name, attribute]): readonly Unsaid[] => {
    const [before, wanted] = [prior[name], planned[name]];
    if (!isFilledIn(attribute) || !(before instanceof MapValue) || !(wanted instanceof MapValue)) return [];
    const unsaid = Object.entries(before.entries).filter(([key]) => !Object.hasOwn(wanted.entries, key));
    return unsaid.length === 0 ? [] : [[name, Object.fromEntries(unsaid), wanted]];
  });
}
