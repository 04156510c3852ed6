import { expect, test } from 'vitest';
import { asStarted, noticingWaits } from '../../../src/cli/compiler.js';
import type { Event } from '../../../src/model/index.js';

test('events are passed on as they are, those of slow calls too', () => {
  const call = { address: 'a.b', action: 'read' as const };
  const events: readonly Event[] = [
    { type: 'phase', phase: 'refresh' },
    { ...call, type: 'refresh-start', elapsedMs: 0 },
    { ...call, type: 'refresh-complete', elapsedMs: 1 },
    { ...call, type: 'refresh-complete', elapsedMs: 900 },
    { ...call, type: 'apply-complete', elapsedMs: 900 },
  ];
  const passed: Event[] = [];
  const emit = noticingWaits((event) => passed.push(event));
  for (const event of events) emit(event);
  asStarted();
  expect(passed).toEqual(events);
});
