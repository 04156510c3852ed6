import { parse } from 'lossless-json';
import type { Expected } from './scenario.js';

/** Numbers as digits and a power of ten, which a comparison preserves exactly. */
export const exact = (text: string): unknown => parse(text, undefined, (number) => ({ number: canonical(number) }));

function canonical(number: string): string {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number)!;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return `${sign}${significant}${power === 0 ? '' : `e${power}`}`;
}

type Entries = Record<string, unknown>;

const PLAN_PARTS = [
  'variables',
  'planned_values',
  'resource_drift',
  'resource_changes',
  'output_changes',
  'prior_state',
  'configuration',
  'relevant_attributes',
  'checks',
  'applyable',
  'complete',
  'errored',
] as const;

/** What of a plan's document must be the same; lists of addressed things by their address, checks in no order. */
export function planParts(text: string): Entries {
  const plan = exact(text) as Entries;
  // Terraform lists the attributes of one resource in no order.
  const relevant = (plan['relevant_attributes'] as readonly unknown[] | undefined)?.map((one) => JSON.stringify(one));
  const parts: Entries = { ...plan, relevant_attributes: relevant?.toSorted() };
  return Object.fromEntries(PLAN_PARTS.map((part) => [part, comparable(parts[part])]));
}

/**
 * What of a state must be the same whichever tool applied: all but who wrote it and how often. Random identifiers count by the
 * order they come in.
 */
export function stateParts(text: string): Entries {
  const { terraform_version: _by, serial: _serial, lineage: _lineage, ...rest } = exact(named(text)) as Entries;
  // Terraform keeps a resource without instances where a create failed; it has no meaning.
  const resources = (rest['resources'] as StateResource[]).filter(({ instances }) => instances.length > 0).map(inOrder);
  return comparable({ ...rest, check_results: rest['check_results'] ?? [], resources }) as Entries;
}

interface StateResource {
  readonly instances: readonly { readonly sensitive_attributes?: readonly unknown[] }[];
}

/** Terraform lists the sensitive paths of an object in no order. */
const inOrder = (resource: StateResource): StateResource => ({
  ...resource,
  instances: resource.instances.map((instance) => ({
    ...instance,
    sensitive_attributes: (instance.sensitive_attributes ?? []).map((path) => JSON.stringify(path)).toSorted(),
  })),
});

const RANDOM = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function named(text: string): string {
  const known = new Map<string, string>();
  return text.replaceAll(RANDOM, (id) => {
    if (!known.has(id)) known.set(id, `random ${known.size + 1}`);
    return known.get(id)!;
  });
}

function comparable(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(comparable);
    const labels = value.map(labelOf);
    if (items.length === 0 || labels.includes(undefined)) return items;
    return {
      ...Object.fromEntries(items.map((item, index) => [labels[index], item])),
      ...(hasOrder(value[0]) ? { order: labels } : {}),
    };
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'terraform_version')
      .map(([key, inner]) => [key, comparable(MESSAGES.includes(key) ? unordered(inner) : inner)]),
  );
}

/** What failed in one object: Terraform lists the failed assertions of a check in no order. */
const MESSAGES = ['problems', 'failure_messages'];

const unordered = (list: unknown): unknown =>
  Array.isArray(list) ? list.toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1)) : list;

/** The identity of a list entry, if it has one. */
function labelOf(entry: unknown): string | undefined {
  if (entry === null || typeof entry !== 'object') return undefined;
  const { address, deposed, config_addr: configured, object_addr: object } = entry as Entries;
  if (typeof address === 'string') return typeof deposed === 'string' ? `${address} deposed ${deposed}` : address;
  const display = address === null || typeof address !== 'object' ? undefined : (address as Entries)['to_display'];
  return [display, configured, object].find((label): label is string => typeof label === 'string');
}

/** Lists of changes and objects are sorted; those of checks come as they come, from Terraform too. */
const hasOrder = (entry: unknown): boolean => typeof (entry as Entries)['address'] === 'string';

/** Every place where two documents differ, `place: left | right`. */
export function differences(left: unknown, right: unknown, place = ''): readonly string[] {
  if (isEntries(left) && isEntries(right)) {
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return keys.flatMap((key) => differences(left[key], right[key], place === '' ? key : `${place} / ${key}`));
  }
  if (Array.isArray(left) && Array.isArray(right) && left.length === right.length) {
    return left.flatMap((item, index) => differences(item, right[index], `${place} / ${index}`));
  }
  const [mine, theirs] = [JSON.stringify(left), JSON.stringify(right)];
  return mine === theirs ? [] : [`${place}: ${mine ?? 'absent'} | ${theirs ?? 'absent'}`];
}

const isEntries = (value: unknown): value is Entries =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

interface Changing {
  readonly address: string;
  readonly deposed?: string;
  readonly change: { readonly actions: readonly string[] };
  readonly action_reason?: string;
}

/** A plan's document in the short form of a scenario. */
export function summary(text: string): Required<Pick<Expected, 'changes' | 'outputs' | 'drift'>> {
  const plan = JSON.parse(text) as {
    resource_changes?: readonly Changing[];
    resource_drift?: readonly Changing[];
    output_changes?: Readonly<Record<string, { readonly actions: readonly string[] }>>;
  };
  const words = (changes: readonly Changing[] = []): Record<string, string> =>
    Object.fromEntries(
      changes
        .filter(({ change }) => change.actions[0] !== 'no-op')
        // Not a change: it is planned for ever.
        .filter(({ action_reason: reason }) => reason !== 'read_because_check_nested')
        .map(({ address, deposed, change, action_reason: reason }) => [
          deposed === undefined ? address : `${address} deposed ${deposed}`,
          `${change.actions.join(',')}${reason === undefined ? '' : ` ${reason}`}`,
        ]),
    );
  const outputs = Object.entries(plan.output_changes ?? {}).filter(([, { actions }]) => actions[0] !== 'no-op');
  return {
    changes: words(plan.resource_changes),
    drift: words(plan.resource_drift),
    outputs: Object.fromEntries(outputs.map(([name, { actions }]) => [name, actions.join(',')])),
  };
}

/** What a plan says is waiting: by address, what it waits for. */
export function waiting(text: string): Readonly<Record<string, string>> {
  const { landform = {} } = JSON.parse(text) as { landform?: { deferred?: readonly Waiting[] } };
  const document = JSON.parse(text) as { deferred_changes?: readonly { resource_change: { address: string } }[] };
  const addresses = (document.deferred_changes ?? []).values();
  return Object.fromEntries(
    (landform.deferred ?? []).map(({ address, waitsFor }) => [
      address ?? addresses.next().value?.resource_change.address ?? '',
      waitsFor.join(' '),
    ]),
  );
}

interface Waiting {
  /** Of a resource, the entry of `deferred_changes` has the address. */
  readonly address?: string;
  readonly waitsFor: readonly string[];
}
