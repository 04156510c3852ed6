import type { JsonObject } from '../../model/index.js';
import { printable, wellFormed } from '../redact.js';
import { ACTION_NAMES, stackAddress, type Entry, type Finding, type Review } from '../review/review.js';

/** What a code scanning service accepts of one run. */
const MOST_RESULTS = 25_000;

const RULES: Readonly<Record<string, string>> = {
  destroy: 'An existing object is destroyed',
  replace: 'An existing object is destroyed and created again',
  forget: 'An object is removed from state and keeps existing',
  drift: 'An object differs from the state',
  ignored: 'A rule of drift.json ignores a difference from the state',
  tainted: 'An object is incomplete or marked, and will be replaced',
  check: 'A condition of the configuration failed',
};

/**
 * A review as SARIF 2.1.0: findings, and of the entries those that end or lose an object or show drift. Created and updated objects are only
 * counted.
 */
export function sarifJson({ stacks, findings }: Review, version: string): JsonObject {
  const all = [
    ...findings.map(findingResult),
    ...stacks.flatMap(({ name, entries }) => entries.flatMap((entry) => entryResult(name, entry) ?? [])),
  ];
  const results = all.slice(0, MOST_RESULTS);
  const notes = stacks.flatMap((stack) => stack.notes.map((note) => stackAddress(stack.name, note)));
  const rules = [...new Set(results.map(({ ruleId }) => ruleId))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Landform',
            semanticVersion: version,
            rules: rules.map((id) => ({ id, shortDescription: { text: RULES[id] ?? id } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results,
        properties: {
          summary: stacks.map(({ name, sentence }) => stackAddress(name, sentence)),
          ...(notes.length > 0 ? { notes } : {}),
          ...(all.length > results.length ? { omittedResults: all.length - results.length } : {}),
        },
      },
    ],
  };
}

interface Result extends JsonObject {
  readonly ruleId: string;
}

function entryResult(stack: string, entry: Entry): Result | undefined {
  const { action, address, dangerous, words, reason, location } = entry;
  if (action === 'ignored') return suppressed(result('ignored', 'note', words, { stack, address, location }), reason);
  const tainted = action === 'object' && reason !== undefined;
  if (!dangerous && action !== 'drift' && action !== 'forget' && !tainted) return undefined;
  return result(tainted ? 'tainted' : ACTION_NAMES[action], 'warning', words, { stack, address, location });
}

/** A result that needs nothing: SARIF has a place for why. */
const suppressed = (of: Result, reason = ''): Result => ({
  ...of,
  suppressions: [{ kind: 'external', status: 'accepted', justification: shown(reason) }],
});

const findingResult = ({ level, rule, summary, detail, stack = '', address, location }: Finding): Result =>
  result(rule, level, detail === undefined ? summary : `${summary}. ${detail}`, { stack, address, location });

interface Place {
  readonly stack: string;
  readonly address: string | undefined;
  readonly location: string | undefined;
}

function result(ruleId: string, level: Finding['level'], text: string, { stack, address, location }: Place): Result {
  const name = address === undefined ? undefined : shown(stackAddress(stack, address));
  const physical = physicalLocation(location);
  const places = {
    ...(physical === undefined ? {} : { physicalLocation: physical }),
    ...(name === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: name, kind: 'resource' }] }),
  };
  return {
    ruleId,
    level,
    message: { text: shown(name === undefined ? text : `${name}: ${text}`) },
    ...(Object.keys(places).length === 0 ? {} : { locations: [places] }),
    partialFingerprints: { 'landform/v1': shown(`${ruleId}|${name ?? ''}`) },
  };
}

function physicalLocation(location: string | undefined): JsonObject | undefined {
  const place = /^(.*?):(\d+)(?::(\d+))?$/.exec(location ?? '');
  if (place === null) return undefined;
  const [, file = '', line = '1', column] = place;
  return {
    artifactLocation: { uri: encodeURI(wellFormed(file)) },
    region: { startLine: Number(line), ...(column === undefined ? {} : { startColumn: Number(column) }) },
  };
}

const MOST = 1000;

const shown = (text: string): string => {
  const line = printable(wellFormed(text.slice(0, MOST)));
  return text.length <= MOST ? line : `${line}… (${text.length} characters)`;
};
