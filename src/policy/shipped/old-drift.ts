import type { PolicyDrift } from '../context.js';
import { definePolicy } from '../define.js';

const DAY = 24 * 60 * 60 * 1000;

/**
 * Drift that was not repaired for days. Neither state nor plan records when an object was changed outside, so its age is that of the
 * last change that the service itself reports in one of `dates`, by the time of the plan. Drift without such a date is not judged.
 */
export const oldDrift = definePolicy({
  name: 'old-drift',
  description: 'Drift is repaired or accepted within days',
  level: 'advisory',
  parameters: {
    days: { type: 'number', default: 7, description: 'Most days since the service changed the object' },
    dates: {
      type: 'strings',
      default: [
        'updated_at',
        'update_time',
        'updated',
        'modified_at',
        'last_modified',
        'last_modified_at',
        'changed_at',
      ],
      description: 'Attributes with the time of the last change, the first that is set',
    },
  },
  *check({ drift, time, parameters: { days, dates } }) {
    for (const one of drift) {
      const changed = dateOf(one, dates);
      if (changed === undefined) continue;
      const age = Math.floor((Date.parse(time) - changed) / DAY);
      if (age <= days) continue;
      yield {
        at: one,
        message: `${one.address} was changed outside the program ${age} days ago`,
        remediation: 'Apply to repair it, or write the change into the program.',
      };
    }
  },
});

function dateOf({ after }: PolicyDrift, names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = after?.[name];
    const time = typeof value === 'string' ? Date.parse(value) : NaN;
    if (!Number.isNaN(time)) return time;
  }
  return undefined;
}
