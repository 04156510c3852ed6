import {
  invocationAddress,
  isBefore,
  isNull,
  objectValue,
  Sensitive,
  type ActionInvocation,
} from '../../model/index.js';
import { heading, toned, treeOf, type Block, type TreeNode } from '../report.js';
import { hideEchoes } from '../echoes.js';
import { entriesOf, partNodes } from '../values.js';

/** The invocations of a plan by the address of the triggering resource, each in the order of the plan. */
export function invocationsByResource(
  invocations: readonly ActionInvocation[],
): ReadonlyMap<string, readonly ActionInvocation[]> {
  const found = new Map<string, ActionInvocation[]>();
  for (const invocation of invocations) {
    if (invocation.trigger.kind === 'invoke' || invocation.owed === true) continue;
    const { resource } = invocation.trigger;
    const known = found.get(resource);
    if (known === undefined) found.set(resource, [invocation]);
    else known.push(invocation);
  }
  return found;
}

/** What is invoked before and after a change. */
export function triggeredNodes(invocations: readonly ActionInvocation[]): TreeNode[] {
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
          children: configNodes(invocation),
        };
      }),
  );
}

/** Actions that are not shown with a change: those pending from an earlier run, and those that a user requested. */
export function otherInvocations(invocations: readonly ActionInvocation[]): Block[] {
  const owed = invocations.filter((invocation) => invocation.owed === true);
  const asked = invocations.filter(({ trigger }) => trigger.kind === 'invoke');
  return [...listBlocks('Pending from an earlier run:', owed), ...listBlocks('To be invoked:', asked)];
}

function listBlocks(title: string, invocations: readonly ActionInvocation[]): Block[] {
  if (invocations.length === 0) return [];
  return [heading(title), treeOf(invocations, (invocation) => invocationNode(invocation))];
}

export function invocationNode(invocation: ActionInvocation): TreeNode {
  const { trigger } = invocation;
  const location = invocation.origin?.location;
  return {
    sign: ' ',
    detail: [
      toned('strong', invocationAddress(invocation)),
      ...(trigger.kind === 'invoke' ? [] : [toned('faint', `  ${trigger.event} of ${trigger.resource}`)]),
      ...(location === undefined ? [] : [toned('accent', `  ${location}`)]),
    ],
    children: configNodes(invocation),
  };
}

/** Unset values are not shown, even if sensitive. */
function configNodes({ config }: ActionInvocation): TreeNode[] {
  const inputs = Object.entries(entriesOf(config) ?? {}).filter(
    ([, value]) => !(value instanceof Sensitive && isNull(value.value)),
  );
  return partNodes(' ', hideEchoes(objectValue(Object.fromEntries(inputs))));
}
