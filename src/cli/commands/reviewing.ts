import type { Diagnostic } from '../../model/index.js';
import {
  formatMarkdown,
  htmlPieces,
  junitPieces,
  sarifJson,
  type MarkdownOptions,
  type Review,
} from '../../render/index.js';
import type { Context } from '../context.js';
import type { REVIEW_FORMATS } from '../options.js';
import { UsageError } from '../usage-error.js';

export type ReviewFormat = (typeof REVIEW_FORMATS)[number];

/** The formats of the one review model; text and JSON are what a command printed before there were others. */
type ReportFormat = Exclude<ReviewFormat, 'text' | 'json'>;

export const isReport = (format: ReviewFormat): format is ReportFormat => format !== 'text' && format !== 'json';

/** A report is one document, not messages in JSON. */
export function refuseJsonBeside({ globals }: Context, format: ReviewFormat): void {
  if (globals.json && isReport(format))
    throw new UsageError(
      'contradicting-options',
      `--json and --format ${format} exclude each other`,
      'Remove one of them.',
    );
}

/** Diagnostics that repeat a finding of a policy. */
const FINDING_CODES: ReadonlySet<string> = new Set(['policy-violation', 'policy-approval', 'policy-advice']);

/** The diagnostics that a review with findings of policies does not have yet. */
export const withoutFindings = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter(({ code }) => !FINDING_CODES.has(code));

/** Prints a review in a format. */
export function writeReview(
  { present, version }: Context,
  format: ReportFormat,
  review: Review,
  options: MarkdownOptions = {},
): void {
  switch (format) {
    case 'markdown':
      return present.text(formatMarkdown(review, options));
    case 'html':
      for (const piece of htmlPieces(review)) present.text(piece);
      return;
    case 'junit':
      for (const piece of junitPieces(review)) present.text(piece);
      return;
    case 'sarif':
      return present.json(sarifJson(review, version));
  }
}
