import { DiagnosticError, errorDiagnostic } from '../../model/index.js';
import type { StackOptions } from '../environment.js';

/** An address as given: `network:terraform_data.a` is that of a stack. */
export interface StackAddress {
  readonly stack?: string;
  readonly address: string;
}

/** Splits an address from its stack. Addresses have a colon only inside the key of an instance. */
export function splitAddress(text: string): StackAddress {
  const [, stack, address] = /^([^"[\]]+?):(.*)$/s.exec(text) ?? [];
  return stack === undefined || address === undefined ? { address: text } : { stack, address };
}

/** The addresses without their stack, and options that choose it. Throws a DiagnosticError if they name several stacks. */
export function inOneStack<O extends StackOptions>(
  options: O,
  texts: readonly string[],
): { readonly options: O; readonly addresses: readonly string[] } {
  const split = texts.map(splitAddress);
  const [stack, ...others] = new Set(split.flatMap((one) => one.stack ?? []));
  const addresses = split.map(({ address }) => address);
  if (stack === undefined) return { options, addresses };
  const { stacks = [] } = options;
  if (others.length > 0 || (stacks.length > 0 && !stacks.includes(stack))) {
    const names = [...new Set([stack, ...others, ...stacks])].join(', ');
    throw new DiagnosticError([
      errorDiagnostic('choose-stack', `The command concerns one stack, and several are given: ${names}`, {
        detail: 'Run it once for each stack, with "--stack NAME" or with addresses such as NAME:terraform_data.a.',
      }),
    ]);
  }
  return { options: { ...options, stacks: [stack] }, addresses };
}
