import { errorDiagnostic, type Diagnostic } from '../model/index.js';

/** Codes of calls that ended because the user stopped the run immediately. */
const ENDED = new Set(['outcome-unknown', 'stopped']);

const LISTED = 10;

/** Replaces the errors of all calls that the user ended by a single one, since their texts and remedies are identical. */
export function summarizeStopped(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const ended = diagnostics.filter(({ code }) => ENDED.has(code));
  if (ended.length === 0) return diagnostics;
  const addresses = [...new Set(ended.flatMap(({ address }) => address ?? []))];
  const more = addresses.length > LISTED ? [`  and ${addresses.length - LISTED} more`] : [];
  const calls = ended.length === 1 ? '1 call' : `${ended.length} calls`;
  const summary = errorDiagnostic('stopped-at-once', `Stopped immediately: the outcome of ${calls} is unknown`, {
    detail: [
      ...addresses.slice(0, LISTED).map((address) => `  ${address}`),
      ...more,
      'Run the command again. It first checks the outcome of each.',
    ].join('\n'),
  });
  return [...diagnostics.filter((diagnostic) => !ENDED.has(diagnostic.code)), summary];
}
