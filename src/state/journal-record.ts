import {
  ACTION_EVENTS,
  Fields,
  instanceKeyAt,
  objectRefFromJson,
  objectStateFromJson,
  resourceAt,
  type JournalEntry,
  type Json,
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
 * Validates the shape of each kind of record: a journal with correct checksums may still have been edited, or come from
 * another program. A check throws with the name of the invalid part.
 */
export const SHAPES: Readonly<Record<JournalRecord['kind'], (record: Fields) => void>> = {
  header: (record) => {
    record.text('lineage');
    record.count('serial');
    record.count('fence');
  },
  begin: (record) => {
    objectRefFromJson(record);
    record.word('action', ['create', 'update', 'delete']);
    const intent = record.fields('intent');
    intent.count('schemaVersion');
    intent.texts('dependencies');
    intent.flag('createBeforeDestroy');
    intent.text('requestKey');
    intent.textIf('private');
    if (record.has('sent')) moment(record.fields('sent'));
  },
  note: (record) => {
    record.count('begin');
    record.fields('data');
  },
  sent: (record) => {
    record.count('begin');
    moment(record.fields('sent'));
  },
  settle: (record) => {
    record.count('begin');
    record.flag('failed');
    if (record.json('object') !== null) objectStateFromJson(record.json('object'), 'object');
    if (record.has('due')) dueActions(record, 'due');
  },
  invoke: (record) => {
    record.text('address');
    record.text('requestKey');
    if (record.has('trigger')) cause(record.json('trigger'));
  },
  invoked: (record) => {
    record.count('invoke');
    record.flag('failed');
  },
  due: (record) => dueActions(record, 'actions'),
  undue: (record) => record.list('triggers').forEach(cause),
  object: (record) => {
    objectRefFromJson(record);
    objectStateFromJson(record.json('object'), 'object');
  },
  remove: objectRefFromJson,
  depose: (record) => {
    resourceAt(record);
    instanceKeyAt(record, 'key');
    record.text('deposed');
  },
  outputs: (record) => {
    const outputs = record.fields('outputs');
    for (const name of outputs.names()) outputs.fields(name).flag('sensitive');
  },
  checks: (record) => {
    if (record.json('results') !== null) record.list('results');
  },
  seal: (record) => {
    record.text('lineage');
    record.count('serial');
    record.text('digest');
  },
};

function moment(fields: Fields): void {
  for (const name of ['at', 'uptime']) fields.number(name);
}

function dueActions(record: Fields, name: string): void {
  for (const json of record.list(name)) {
    const action = new Fields(json, 'due');
    action.text('address');
    cause(action.json('trigger'));
  }
}

function cause(json: Json | undefined): void {
  const trigger = new Fields(json, 'trigger');
  trigger.word('kind', ['lifecycle']);
  trigger.text('resource');
  trigger.word('event', ACTION_EVENTS);
  trigger.count('block');
  trigger.count('index');
}
