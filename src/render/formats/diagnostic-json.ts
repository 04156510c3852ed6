import {
  formatPath,
  type Diagnostic,
  type JsonObject,
  type RelatedPlace,
  type SourceRange,
} from '../../model/index.js';
import type { Snippets } from '../excerpts/snippet.js';

/** A diagnostic in Terraform's JSON form, with its code, path, origin and related places as additional keys. */
export function diagnosticJson(diagnostic: Diagnostic, snippets: Snippets): JsonObject {
  const { severity, code, summary, detail, address, path, range, origin, related } = diagnostic;
  return {
    severity,
    summary,
    detail: detail ?? '',
    ...(address === undefined ? {} : { address }),
    ...(range === undefined ? {} : { range: rangeJson(range), ...snippetJson(diagnostic, snippets) }),
    code,
    ...(path === undefined ? {} : { path: [...path] }),
    ...(origin === undefined ? {} : { origin: { ...origin } }),
    ...(related === undefined ? {} : { related: related.map(relatedJson) }),
  };
}

const relatedJson = ({ address, range, origin }: RelatedPlace): JsonObject => ({
  address,
  ...(range === undefined ? {} : { range: rangeJson(range) }),
  ...(origin === undefined ? {} : { origin: { ...origin } }),
});

function rangeJson(range: SourceRange): JsonObject {
  return { filename: range.file, start: { ...range.start }, end: { ...range.end } };
}

function snippetJson(diagnostic: Diagnostic, snippets: Snippets): JsonObject {
  const snippet = snippets.of(diagnostic);
  const { source } = diagnostic;
  if (snippet === undefined) return {};
  return {
    snippet: {
      context: source === undefined || source.path.length === 0 ? null : formatPath(source.path.slice(0, 3)),
      code: snippet.text,
      start_line: snippet.line,
      highlight_start_offset: snippet.start,
      highlight_end_offset: snippet.end,
      values: [],
    },
  };
}

/** `validate -json` */
export function validationJson(diagnostics: readonly Diagnostic[], snippets: Snippets): JsonObject {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  return {
    format_version: '1.0',
    valid: errors === 0,
    error_count: errors,
    warning_count: diagnostics.length - errors,
    diagnostics: diagnostics.map((diagnostic) => diagnosticJson(diagnostic, snippets)),
  };
}
