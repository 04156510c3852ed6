import { ACTION_EVENTS, type ActionEvent, type ActionTrigger } from '../model/index.js';
import { readActionReferences } from './bare-references.js';
import type { Scope } from './report.js';

const TRIGGER = ['events', 'condition', 'actions'];

/** The `action_trigger` blocks of a lifecycle. */
export function readActionTriggers(lifecycle: Scope): readonly ActionTrigger[] {
  return lifecycle.blocks('action_trigger').map((block) => {
    block.allow(TRIGGER, 'an action_trigger');
    for (const key of ['events', 'actions']) if (!block.has(key)) block.missing(key, 'an action_trigger');
    const events = block.has('events') ? readEvents(block) : [];
    const actions = readActionReferences(block);
    for (const key of ['events', 'actions']) {
      if (block.has(key) && block.body.value(key).items()?.length === 0) {
        block.error('invalid-value', `"${key}" of an action_trigger is empty`, [key], {
          detail: 'The trigger has no effect. Name at least one, or remove the trigger.',
        });
      }
    }
    return {
      events,
      actions,
      ...(block.has('condition') && { condition: block.expression('condition') }),
      source: block.source,
    };
  });
}

function readEvents(block: Scope): readonly ActionEvent[] {
  const found = new Set<ActionEvent>();
  for (const { value, at } of block.items('events', 'a list of events')) {
    const text = value.bare()?.text;
    const event = ACTION_EVENTS.find((known) => known === text);
    if (event === undefined) {
      const summary =
        text === undefined ? '"events" must be a list of events' : `${JSON.stringify(text)} is not an event`;
      block.error('invalid-value', summary, at, { detail: EVENTS });
    } else if (found.has(event)) {
      block.error('invalid-value', `The event ${event} is listed twice`, at, {
        detail: 'Its actions are invoked only once. Remove one of the two.',
      });
    } else {
      found.add(event);
    }
  }
  return [...found];
}

const EVENTS = `The events are: ${ACTION_EVENTS.join(', ')}.`;
