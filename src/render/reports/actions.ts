import { invocationAddress, isBefore, objectValue, Sensitive, type ActionInvocation } from '../../model/index.js';
import { heading, toned, treeOf, type Block, type TreeNode } from '../report.js';
import type { Secrets } from '../secrets.js';
import { entriesOf, partNodes } from '../values.js';

/** The invocations of a plan by the address of the resource that triggers them, each in the order of the plan. */
export function invocationsByResource(
  invocations: readonly ActionInvocation[],
): ReadonlyMap<string, readonly ActionInvocation[]> {
  const found = new Map<string, ActionInvocation[]>();
  for (const invocation of invocations) {
    if (invocation.trigger.kind === 'invoke') continue;
    const { resource } = invocation.trigger;
    const known = found.get(resource);
    if (known === undefined) found.set(resource, [invocation]);
    else known.push(invocation);
  }
  return found;
}

/** What is invoked before a change, and after it. */
export function triggeredNodes(invocations: readonly ActionInvocation[], secrets: Secrets): TreeNode[] {
  return [true, false].flatMap((before) =>
    invocations
      .filter(({ trigger }) => trigger.kind === 'lifecycle' && isBefore(trigger.event) === before)
      .map((invocation): TreeNode => {
        const event = invocation.trigger.kind === 'lifecycle' ? invocation.trigger.event : '';
        return {
          sign: ' ',
          detail: [
            `${before ? 'invokes before' : 'invokes after'}: `,
            toned('strong', invocationAddress(invocation)),
            toned('faint', `  ${event}`),
          ],
          children: configNodes(invocation, secrets),
        };
      }),
  );
}

/** Actions that somebody asked for. */
export function requestedBlocks(invocations: readonly ActionInvocation[], secrets: Secrets): Block[] {
  const requested = invocations.filter(({ trigger }) => trigger.kind === 'invoke');
  if (requested.length === 0) return [];
  return [heading('To be invoked:'), treeOf(requested, (invocation) => requestedNode(invocation, secrets))];
}

function requestedNode(invocation: ActionInvocation, secrets: Secrets): TreeNode {
  const location = invocation.origin?.location;
  return {
    sign: ' ',
    detail: [
      toned('strong', invocationAddress(invocation)),
      ...(location === undefined ? [] : [toned('accent', `  ${location}`)]),
    ],
    children: configNodes(invocation, secrets),
  };
}

/** What is not set is not shown, were it sensitive. */
function configNodes({ config }: ActionInvocation, secrets: Secrets): TreeNode[] {
  const inputs = Object.entries(entriesOf(config) ?? {}).filter(
    ([, value]) => !(value instanceof Sensitive && value.value === null),
  );
  return partNodes(' ', secrets.hide(objectValue(Object.fromEntries(inputs))));
}
