import { definePolicy } from '../define.js';

/** Plans that change or end more objects than people review well. */
export const blastRadius = definePolicy({
  name: 'blast-radius',
  description: 'A plan with many changes needs approval',
  level: 'needs-approval',
  parameters: {
    changes: { type: 'number', default: 50, description: 'Most objects that are changed, of all stacks' },
    destroys: { type: 'number', default: 5, description: 'Most objects among them that are destroyed or replaced' },
  },
  check({ changes, parameters }) {
    const changed = changes.filter(({ mode, action }) => mode === 'managed' && action !== 'read' && action !== 'no-op');
    const ended = changed.filter(({ action }) => action === 'delete' || action === 'replace');
    const over = (count: number, most: number, what: string): readonly { message: string; remediation: string }[] =>
      count <= most
        ? []
        : [
            {
              message: `The plan ${what} ${count} objects, more than ${most}`,
              remediation: 'Split the change, or plan a part of it with --stack or --target.',
            },
          ];
    return [
      ...over(changed.length, parameters.changes, 'changes'),
      ...over(ended.length, parameters.destroys, 'destroys or replaces'),
    ];
  },
});
