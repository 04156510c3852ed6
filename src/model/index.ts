export * from './action.js';
export * from './address.js';
export * from './append.js';
export * from './change.js';
export * from './configuration.js';
export { accepts } from './constraint.js';
export * from './convert.js';
export * from './deferred.js';
export * from './diagnostic.js';
export * from './entry.js';
export * from './event.js';
export * from './forecast.js';
export * from './eventual.js';
export * from './expression.js';
export * from './expression-walk.js';
export * from './ignored-drift.js';
export * from './item-at.js';
export * from './journal-entry.js';
export * from './json.js';
export * from './json/canonical.js';
export * from './json/checks.js';
export { MAX_JSON_DEPTH, tooDeepAt } from './json/depth.js';
export * from './json/encoded.js';
export * from './json/fields.js';
export { expectedText, expectedWords, foundText } from './json/found.js';
export * from './json/lazy.js';
export * from './json/masks.js';
export * from './json/parse.js';
export { inQuotes, isPlainText, plainText, quoted, quotedWord } from './json/plain-text.js';
export * from './json/object-state.js';
export { planPartToJson, type Seal } from './json/plan-part.js';
export * from './json/plan-reader.js';
export * from './json/plan.js';
export * from './json/scanner.js';
export { ShapeError } from './json/shape.js';
export * from './json/state-values.js';
export * from './json/state.js';
export { findJsonProblem } from './json/syntax.js';
export { isLong, TextParts } from './json/text-parts.js';
export * from './json/untyped.js';
export * from './json/value.js';
export * from './json/writer.js';
export * from './limiter.js';
export * from './map-keys.js';
export * from './modules.js';
export * from './moment.js';
export * from './mutable.js';
export * from './nearest.js';
export * from './normal-form.js';
export * from './nulls.js';
export * from './number-text.js';
export * from './number.js';
export * from './pairwise.js';
export * from './path.js';
export * from './plan.js';
export type { EditedState, StateEdit } from './state-edit.js';
export * from './policy.js';
export * from './record.js';
export * from './schema.js';
export * from './secrets/marked-texts.js';
export * from './secrets/names.js';
export * from './secrets/object-secrets.js';
export * from './secrets/program-literals.js';
export * from './secrets/secret-texts.js';
export * from './secrets/shorten.js';
export { canonicalText, compareText, sortedEntries, sortedTexts } from './set-order.js';
export { shellWord } from './shell-word.js';
export { starSource } from './star-pattern.js';
export * from './state-draft.js';
export * from './state-integrity.js';
export * from './state.js';
export * from './system-error.js';
export * from './step.js';
export * from './time-forecast.js';
export * from './subject.js';
export * from './tagged.js';
export * from './tracing.js';
export * from './type.js';
export * from './undecided.js';
export * from './unify.js';
export { storedProviders, usedProviderNames } from './used-providers.js';
export {
  containsSensitive,
  isWhollyKnown,
  mapParts,
  markedSet,
  partsOf,
  setValue,
  typeOf,
  unmark,
  unmarkDeep,
  type Unmarked,
  valuesEqual,
  withAttribute,
  withMarksOf,
} from './value-operations.js';
export * from './value-paths.js';
export * from './value.js';
export {
  constraintProblem,
  meetsConstraints,
  namesPrerelease,
  newestFirst,
  newestMeeting,
} from './version-constraint.js';
export { canonicalConstraints, meetsProviderConstraints, newestProvider } from './provider-constraint.js';
export { TERRAFORM_VERSION } from './terraform-version.js';
export { snakeCase } from './snake-case.js';
export { importingJson } from './json/importing.js';
