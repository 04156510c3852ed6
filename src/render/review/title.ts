import { countEntries, type Review } from './review.js';

const SUBJECTS: Readonly<Record<Review['subject'], string>> = { plan: 'Plan', drift: 'Drift', state: 'State' };

/** One line that says what a review contains. */
export function reviewTitle({ stacks, subject }: Review): string {
  const [first, ...others] = stacks;
  if (first === undefined) return 'No stacks';
  if (others.length === 0) return `${first.name === '' ? '' : `${first.name}: `}${first.sentence}`;
  const total = countEntries(stacks.flatMap(({ entries }) => entries));
  const counts = [...total].map(([name, count]) => `${count} ${name}`).join(', ');
  return `${SUBJECTS[subject]} of ${stacks.length} stacks: ${counts === '' ? 'no changes' : counts}`;
}
