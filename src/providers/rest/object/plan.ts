import {
  isNull,
  Unknown,
  objectValue,
  valuesEqual,
  warningDiagnostic,
  type Diagnostic,
  type Path,
  type Value,
  memberOf,
} from '../../../model/index.js';
import type { PlanRequest, PlanResponse } from '../../requests.js';
import { missingParameter, type Speaker } from '../diagnostics.js';
import type { Fingerprints } from '../exchange/files.js';
import { calling } from '../job.js';
import type { AttributeMapping, ResourceMapping } from '../mapping/definition.js';
import { keepSame, keepUnsaid } from '../values/nested.js';
import { isFilledIn, replacesWhenChanged } from '../description/schema.js';
import { fixedValue, valuesOf, type Values } from '../values/projection.js';
import { isSame } from '../values/same.js';
import { isHopeless, isUnsettled } from './settle.js';
import { readKept } from './kept.js';
import { leftAlone } from './unsaid.js';

/** The contract's `plan`, which makes no requests: the planned object, and which changes require replacement. */
export function planResource(
  mapping: ResourceMapping,
  speaker: Speaker,
  configured: Values,
  request: PlanRequest,
  files: Fingerprints = { values: {}, diagnostics: [] },
): PlanResponse {
  const kept = request.private === undefined ? {} : { private: request.private };
  if (request.proposed === null) {
    return { planned: null, requiresReplace: [], diagnostics: forgetting(mapping, valuesOf(request.prior)), ...kept };
  }
  const creating = request.prior === null;
  const prior = valuesOf(request.prior);
  const proposed = valuesOf(request.proposed);
  const config = valuesOf(request.config);
  const planned = objectValue();
  const diagnostics: Diagnostic[] = [...files.diagnostics];
  const { contents = {}, ...imported } = creating ? {} : readKept(request.private);
  for (const [name, attribute] of Object.entries(mapping.attributes)) {
    if (playsNoPart(attribute, config[name] ?? null, planned)) {
      planned[name] = null;
      continue;
    }
    planned[name] = plannedValue(
      attribute,
      { prior: prior[name] ?? null, config: config[name] ?? null, creating, imported: imported.imported === true },
      configured,
      proposed[name] ?? null,
    );
    if (isNull(planned[name]) && isNeededDefault(attribute)) {
      diagnostics.push({ ...missingParameter(speaker, `plan the ${calling(mapping, proposed)}`, name), path: [name] });
    }
  }
  Object.assign(planned, files.values);
  const changed = creating
    ? []
    : Object.keys(mapping.attributes).filter((name) => !valuesEqual(prior[name] ?? null, planned[name] ?? null));
  for (const [name, { changesWith, type = 'string' }] of Object.entries(mapping.attributes)) {
    if (isUnset(config[name]) && changesWith?.some((other) => changed.includes(other)) === true) {
      planned[name] = new Unknown(type);
    }
  }
  const requiresReplace: Path[] = [];
  const unseen = new Set(imported.unseen);
  for (const name of changed) {
    if (!needsAnother(mapping, name, prior[name] ?? null, planned[name] ?? null)) continue;
    const trusted = isTakenOnTrust(mapping, name, prior) || (unseen.has(name) && isNull(prior[name] ?? null));
    if (trusted) diagnostics.push(...onTrust(mapping, name, planned, contents[name]));
    else requiresReplace.push([name]);
  }
  const { settles } = mapping;
  if (!creating && settles !== undefined && isUnsettled(mapping, prior)) {
    planned[settles] = new Unknown('string');
    if (isHopeless(mapping, prior)) requiresReplace.push([settles]);
  }
  if (imported.imported === true && requiresReplace.length === 0)
    diagnostics.push(...leftAlone(mapping, prior, planned));
  diagnostics.push(...(mapping.checkPlan?.({ prior: creating ? null : prior, planned, configured }) ?? []));
  return { planned, requiresReplace, diagnostics, ...kept };
}

function playsNoPart({ default: source }: AttributeMapping, config: Value, planned: Values): boolean {
  if (!isNull(config) || source === undefined || !('setting' in source) || source.when === undefined) return false;
  const decides = planned[source.when.attribute];
  return !(decides instanceof Unknown) && decides !== source.when.is;
}

function needsAnother(mapping: ResourceMapping, name: string, prior: Value, planned: Value): boolean {
  const { replacesWhen } = memberOf(mapping.attributes, name);
  return replacesWhen === undefined ? replacesWhenChanged(mapping, name) : replacesWhen(prior, planned);
}

interface Before {
  readonly prior: Value;
  readonly config: Value;
  readonly creating: boolean;
  /** Then attributes that the configuration leaves out stay unchanged. */
  readonly imported: boolean;
}

function plannedValue(attribute: AttributeMapping, before: Before, configured: Values, proposed: Value): Value {
  const { prior, config, creating, imported } = before;
  if (attribute.writeOnly === true) return null;
  if (!isNull(config) && attribute.nested !== undefined) {
    const planned = keepSame(attribute.nested, prior, config);
    return imported ? keepUnsaid(attribute.nested, prior, planned) : planned;
  }
  if (!isNull(config)) return isSame(attribute, prior, config, imported) ? prior : config;
  if (attribute.computed !== true) return imported && isFilledIn(attribute) ? prior : null;
  const fallback = onlyNew(attribute) && !creating ? undefined : defaultValue(attribute, configured);
  if (fallback !== undefined && !(fallback instanceof Unknown && !creating))
    return fallback ?? (creating ? null : prior);
  return creating ? new Unknown(attribute.type ?? 'string') : proposed;
}

function onlyNew({ default: source }: AttributeMapping): boolean {
  return source !== undefined && 'value' in source && source.onlyNew === true;
}

/** Undefined if the mapping names no default. */
function defaultValue({ default: source, type = 'string' }: AttributeMapping, configured: Values): Value | undefined {
  if (source === undefined) return undefined;
  if ('value' in source) return fixedValue(source);
  const value = configured[source.setting];
  return value === undefined ? new Unknown(type) : value;
}

function isNeededDefault({ default: source }: AttributeMapping): boolean {
  return source !== undefined && 'setting' in source;
}

/**
 * An input that the service never shows and that every new object has (it is required, or has a default), or the
 * content of a file, is only null in state after an import. The configuration is trusted then: replacing what was just
 * imported would be the worse mistake.
 */
function isTakenOnTrust(mapping: ResourceMapping, name: string, prior: Values): boolean {
  const { required, local, default: source } = memberOf(mapping.attributes, name);
  const content = Object.entries(mapping.files ?? {}).find(([, { hash, or }]) => hash === name || or === name);
  if (content !== undefined) {
    const [file, { hash, or }] = content;
    return [file, hash, or ?? file].every((source) => isNull(prior[source] ?? null));
  }
  const always = required === true || (source !== undefined && 'value' in source);
  return isNull(prior[name] ?? null) && always && local !== true && mapping.reply[name] === undefined;
}

/** Empty if the content turned out to be the one that the service keeps. */
function onTrust(mapping: ResourceMapping, name: string, planned: Values, known?: readonly string[]): Diagnostic[] {
  if (known === undefined) return [takenOnTrust(mapping, name, planned)];
  if (known.some((digest) => digest === planned[name])) return [];
  return [
    warningDiagnostic('other-content', `The imported ${calling(mapping, planned)} has different content`, {
      detail:
        `${name} differs from the content that the service keeps, which may be the same files packed differently. The object is ` +
        'unchanged; to send the configured content, plan with --replace.',
      path: [name],
    }),
  ];
}

function takenOnTrust(mapping: ResourceMapping, name: string, planned: Values): Diagnostic {
  return warningDiagnostic(
    'taken-on-trust',
    `${name} of the imported ${calling(mapping, planned)} cannot be verified`,
    {
      detail: 'The service does not show it. The configured value is stored, and the object is unchanged.',
      path: [name],
    },
  );
}

function forgetting(mapping: ResourceMapping, prior: Values): Diagnostic[] {
  if (!('forget' in mapping.remove)) return [];
  return [
    warningDiagnostic(
      'only-forgotten',
      `The ${calling(mapping, prior)} is removed from state only and keeps existing`,
      {
        detail: mapping.remove.forget,
      },
    ),
  ];
}

function isUnset(value: Value | undefined): boolean {
  return value === undefined || isNull(value);
}
