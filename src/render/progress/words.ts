import type { Action, ActionRunEvent, Event, ObjectEvent } from '../../model/index.js';
import { durationText } from '../duration.js';
import { toned, type Line } from '../report.js';
import type { Naming } from './naming.js';

interface Words {
  /** `Creating` */
  readonly doing: string;
  /** `creating` */
  readonly still: string;
  /** `Creation` */
  readonly noun: string;
}

const CREATE: Words = { doing: 'Creating', still: 'creating', noun: 'Creation' };
const UPDATE: Words = { doing: 'Modifying', still: 'modifying', noun: 'Modifications' };
const DELETE: Words = { doing: 'Destroying', still: 'destroying', noun: 'Destruction' };
const READ: Words = { doing: 'Reading', still: 'reading', noun: 'Read' };
const FORGET: Words = { doing: 'Forgetting', still: 'forgetting', noun: 'Forgetting' };

const WORDS: Readonly<Record<Action, Words>> = {
  'no-op': UPDATE,
  create: CREATE,
  update: UPDATE,
  delete: DELETE,
  'delete-create': CREATE,
  'create-delete': CREATE,
  read: READ,
  forget: FORGET,
};

export const wordsOf = (action: Action): Words => WORDS[action];

/** `terraform_data.a (deposed object 1a2b3c4d)` */
export function objectName({ address, deposed }: ObjectEvent): string {
  return deposed === undefined ? address : `${address} (deposed object ${deposed})`;
}

export function idSuffix({ id }: ObjectEvent): string {
  return id === undefined ? '' : ` [${id.key}=${id.value}]`;
}

/** The sentences about one object, as Terraform words them; the object's name precedes them and is not included. */
export function startText(event: ObjectEvent): string {
  return `${wordsOf(event.action).doing}...${event.action === 'create' ? '' : idSuffix(event)}`;
}

export function completeText(event: ObjectEvent): string {
  const id = event.action === 'delete' || event.action === 'forget' ? '' : idSuffix(event);
  return `${wordsOf(event.action).noun} complete after ${durationText(event.elapsedMs)}${id}`;
}

export function erroredText(event: ObjectEvent): string {
  return `${wordsOf(event.action).noun} errored after ${durationText(event.elapsedMs)}`;
}

export function stillText(event: ObjectEvent, elapsedMs: number, waitingFor?: string): string {
  const wait = waitingFor === undefined ? '' : `, waiting for ${waitingFor}`;
  return `Still ${wordsOf(event.action).still}${wait}... [${event.action === 'create' ? '' : idText(event)}${durationText(elapsedMs)} elapsed]`;
}

const idText = ({ id }: ObjectEvent): string => (id === undefined ? '' : `${id.key}=${id.value}, `);

/** ` (after_create of terraform_data.a)`; empty for an action that a user invoked. */
export function triggerText({ trigger }: Pick<ActionRunEvent, 'trigger'>): string {
  return trigger.kind === 'invoke' ? '' : ` (${trigger.event} of ${trigger.resource})`;
}

export function invokedText(elapsedMs: number, summary: string | undefined): string {
  return `Action complete after ${durationText(elapsedMs)}${summary === undefined ? '' : `: ${summary}`}`;
}

export function invokeErroredText(elapsedMs: number, error: string): string {
  return `Action errored after ${durationText(elapsedMs)}: ${error}`;
}

export function stillInvokingText(elapsedMs: number): string {
  return `Still invoking... [${durationText(elapsedMs)} elapsed]`;
}

/** The reason to wait until an interrupted run's request can no longer take effect. */
export function landingText({
  action,
  remainingMs,
}: Pick<ObjectEvent, 'action'> & { readonly remainingMs: number }): string {
  const what = action === 'create' ? 'create' : action === 'delete' ? 'delete' : 'change';
  return `An interrupted run tried to ${what} this, and the request may still take effect. Checking again for up to ${durationText(remainingMs + 999)}...`;
}

export function recoveredText(outcome: 'adopted' | 'finished' | 'absent'): string {
  switch (outcome) {
    case 'adopted':
      return 'Adopted: created by an interrupted run';
    case 'finished':
      return 'Recovered: completed by an interrupted run';
    case 'absent':
      return 'Not found: the request of an interrupted run had no effect';
  }
}

/** The lines about a provisioner, as Terraform has them; none for another event. */
export function provisionLines(event: Event, naming: Naming): readonly Line[] {
  switch (event.type) {
    case 'provision-start':
      return [[toned('strong', `${naming.of(event)}: `), `Provisioning with '${event.provisioner}'...`]];
    case 'provision-output':
      return [[toned('strong', `${naming.of(event)} (${event.provisioner}):`), ` ${event.line}`]];
    case 'provision-errored':
      return [
        [toned('strong', `${naming.of(event)} (${event.provisioner}):`), toned('error', ' Provisioning errored')],
      ];
    default:
      return [];
  }
}
