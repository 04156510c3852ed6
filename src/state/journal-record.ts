import {
  ACTION_EVENTS,
  expectedText,
  Fields,
  foundText,
  instanceKeyAt,
  objectRefFromJson,
  objectStateFromJson,
  resourceAt,
  ShapeError,
  typeFromJson,
  valueAloneFromJson,
  type DueAction,
  type Intent,
  type JournalEntry,
  type Json,
  type LifecycleCause,
  type Moment,
  type OutputState,
} from '../model/index.js';

/**
 * Names the snapshot that the preceding entries are about to be merged into; durable before that snapshot replaces the
 * old one. If it is found together with that snapshot, the entries are already included.
 */
export interface SealRecord {
  readonly kind: 'seal';
  readonly seq: number;
  readonly lineage: string;
  readonly serial: number;
  /** The version of the snapshot, which is the SHA-256 of its text. */
  readonly digest: string;
}

export type JournalRecord = JournalEntry | SealRecord;

/**
 * Readers of each kind of record: a journal with correct checksums may still have been edited, or come from another
 * program. They throw with the name of the invalid part.
 */
const READERS: {
  readonly [Kind in JournalRecord['kind']]: (record: Fields) => Extract<JournalRecord, { kind: Kind }>;
} = {
  header: (record) => {
    const version = record.json('version');
    if (version === 1)
      return {
        kind: 'header',
        version,
        lineage: record.text('lineage'),
        serial: record.count('serial'),
        fence: record.count('fence'),
      };
    const found = typeof version === 'number' ? String(version) : foundText(version);
    throw new ShapeError(`header.version: expected 1, which this program knows, found ${found}`);
  },
  begin: (record) => ({
    kind: 'begin',
    seq: record.count('seq'),
    ...objectRefFromJson(record),
    action: record.word('action', ['create', 'update', 'delete']),
    intent: intentOf(record.fields('intent')),
    ...(record.has('sent') ? { sent: moment(record.fields('sent')) } : {}),
  }),
  note: (record) => ({
    kind: 'note',
    seq: record.count('seq'),
    begin: record.count('begin'),
    data: record.object('data'),
  }),
  sent: (record) => ({
    kind: 'sent',
    seq: record.count('seq'),
    begin: record.count('begin'),
    sent: moment(record.fields('sent')),
  }),
  settle: (record) => ({
    kind: 'settle',
    seq: record.count('seq'),
    begin: record.count('begin'),
    object: record.json('object') === null ? null : objectStateFromJson(record.json('object'), 'object'),
    failed: record.flag('failed'),
    ...(record.has('due') ? { due: dueActions(record, 'due') } : {}),
  }),
  invoke: (record) => ({
    kind: 'invoke',
    seq: record.count('seq'),
    address: record.text('address'),
    ...(record.has('trigger') ? { trigger: cause(record.json('trigger')) } : {}),
    requestKey: record.text('requestKey'),
  }),
  invoked: (record) => ({
    kind: 'invoked',
    seq: record.count('seq'),
    invoke: record.count('invoke'),
    failed: record.flag('failed'),
  }),
  due: (record) => ({ kind: 'due', seq: record.count('seq'), actions: dueActions(record, 'actions') }),
  undue: (record) => ({
    kind: 'undue',
    seq: record.count('seq'),
    triggers: record.list('triggers').map(cause),
  }),
  object: (record) => ({
    kind: 'object',
    seq: record.count('seq'),
    ...objectRefFromJson(record),
    object: objectStateFromJson(record.json('object'), 'object'),
    ...(record.has('due') ? { due: dueActions(record, 'due') } : {}),
  }),
  remove: (record) => ({ kind: 'remove', seq: record.count('seq'), ...objectRefFromJson(record) }),
  depose: (record) => ({
    kind: 'depose',
    seq: record.count('seq'),
    resource: resourceAt(record),
    key: instanceKeyAt(record, 'key'),
    deposed: record.text('deposed'),
  }),
  outputs: (record) => ({
    kind: 'outputs',
    seq: record.count('seq'),
    outputs: outputsOf(record.fields('outputs')),
  }),
  checks: (record) => ({
    kind: 'checks',
    seq: record.count('seq'),
    results: record.json('results') === null ? null : record.list('results'),
  }),
  seal: (record) => ({
    kind: 'seal',
    seq: record.count('seq'),
    lineage: record.text('lineage'),
    serial: record.count('serial'),
    digest: record.text('digest'),
  }),
};

const KINDS = [
  'header',
  'begin',
  'note',
  'sent',
  'settle',
  'invoke',
  'invoked',
  'due',
  'undue',
  'object',
  'remove',
  'depose',
  'outputs',
  'checks',
  'seal',
] as const satisfies readonly JournalRecord['kind'][];

/** Throws a {@link ShapeError} or a ValueShapeError. */
export function recordFromJson(json: Json): JournalRecord {
  const kind = new Fields(json, 'the record').word('kind', KINDS);
  return READERS[kind](new Fields(json, kind));
}

function intentOf(intent: Fields): Intent {
  const evidence = intent.json('evidence');
  const bytes = intent.textIf('private');
  return {
    planned: intent.json('planned') ?? null,
    ...(evidence === undefined ? {} : { evidence }),
    ...(bytes === undefined ? {} : { private: bytes }),
    schemaVersion: intent.count('schemaVersion'),
    dependencies: intent.texts('dependencies'),
    createBeforeDestroy: intent.flag('createBeforeDestroy'),
    requestKey: intent.text('requestKey'),
  };
}

function moment(fields: Fields): Moment {
  const boot = fields.textIf('boot');
  return { at: fields.number('at'), uptime: fields.number('uptime'), ...(boot === undefined ? {} : { boot }) };
}

function dueActions(record: Fields, name: string): readonly DueAction[] {
  return record.list(name).map((json) => {
    const action = new Fields(json, 'due');
    return { address: action.text('address'), trigger: cause(action.json('trigger')) };
  });
}

function cause(json: Json | undefined): LifecycleCause {
  const trigger = new Fields(json, 'trigger');
  return {
    kind: trigger.word('kind', ['lifecycle']),
    resource: trigger.text('resource'),
    event: trigger.word('event', ACTION_EVENTS),
    block: trigger.count('block'),
    index: trigger.count('index'),
  };
}

function outputsOf(fields: Fields): Record<string, OutputState> {
  const outputs: Record<string, OutputState> = {};
  for (const name of fields.names()) {
    const output = fields.fields(name);
    const typeJson = output.json('type');
    const type = typeFromJson(typeJson);
    if (type === undefined) throw new ShapeError(`outputs.${name}.type: ${expectedText('a type', typeJson)}`);
    outputs[name] = {
      value: valueAloneFromJson(output.json('value') ?? null, type),
      type,
      sensitive: output.flag('sensitive'),
    };
  }
  return outputs;
}
