import { errorDiagnostic, type Diagnostic, type Plan } from '../model/index.js';
import { shortSource } from '../providers/index.js';

/** Codes of calls that ended because the user stopped the run immediately. */
const ENDED = new Set(['outcome-unknown', 'stopped']);

const LISTED = 10;

/**
 * Replaces the errors of all calls that the user ended by a single one, since their texts and remedies are identical. It
 * names the provider of each object, which may be what hung.
 */
export function summarizeStopped(
  diagnostics: readonly Diagnostic[],
  plans: readonly Pick<Plan, 'changes'>[],
): readonly Diagnostic[] {
  const ended = diagnostics.filter(({ code }) => ENDED.has(code));
  if (ended.length === 0) return diagnostics;
  const addresses = [...new Set(ended.flatMap(({ address }) => address ?? []))];
  const listed = addresses.slice(0, LISTED);
  const providers = providersOf(new Set(listed), plans);
  const more = addresses.length > LISTED ? [`  and ${addresses.length - LISTED} more`] : [];
  const calls = ended.length === 1 ? '1 call' : `${ended.length} calls`;
  const summary = errorDiagnostic('stopped-at-once', `Stopped immediately: the outcome of ${calls} is unknown`, {
    detail: [
      ...listed.map((address) => `  ${address}${providers.get(address) ?? ''}`),
      ...more,
      'Run the command again. It first checks the outcome of each.',
    ].join('\n'),
  });
  return [...diagnostics.filter((diagnostic) => !ENDED.has(diagnostic.code)), summary];
}

/** The provider of each address, as it is shown behind it. */
function providersOf(
  addresses: ReadonlySet<string>,
  plans: readonly Pick<Plan, 'changes'>[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { changes } of plans)
    for (const { address, provider } of changes)
      if (addresses.has(address)) found.set(address, ` (${shortSource(provider.source)})`);
  return found;
}
