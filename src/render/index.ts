export { validationJson } from './formats/diagnostic-json.js';
export { htmlPieces } from './formats/html/document.js';
export { junitPieces } from './formats/junit.js';
export { testJunit } from './progress/test-junit.js';
export { formatMarkdown, GITHUB_LIMIT, type MarkdownOptions } from './formats/markdown/document.js';
export { sarifJson } from './formats/sarif.js';
export { stateJson } from './formats/state-json.js';
export { formatTerminal, terminalPieces, lineText } from './formats/terminal.js';
export { dotText } from './graphs/dot.js';
export { mermaidText } from './graphs/mermaid.js';
export { hideEchoes } from './echoes.js';
export { KnownSecrets } from './known-secrets.js';
export { literal } from './literal.js';
export { LineProgress } from './progress/lines.js';
export { LiveLines } from './progress/live.js';
export { Messages } from './progress/ndjson.js';
export type { LiveProgress, Progress } from './progress/progress.js';
export {
  countTests,
  fileEnded,
  fileMessage,
  runEnded,
  testSentence,
  testSummary,
  type TestMessage,
  type TestPlace,
  type TestStatus,
} from './progress/test-messages.js';
export { countOf, lines, toned, type Inline, type Line, type Page } from './report.js';
export { addCounts, countChanges, invokedSentence, type Counts } from './reports/counts.js';
export { diagnosticsPage, type DiagnosticsOptions } from './reports/diagnostics.js';
export { forecastOfPlans, timeText, tookText } from './reports/forecast.js';
export { graphPage, type GraphDocument } from './reports/graph.js';
export { outputsPage, shownOutput, type Outputs } from './reports/outputs.js';
export { planPage, planSecrets } from './reports/plan.js';
export { stateDoneSentence } from './reports/state-edits.js';
export { providersPage } from './reports/providers.js';
export { stacksTable, type StackRow } from './reports/stacks.js';
export { statePage } from './reports/state.js';
export { annotationsOf, hasFailure } from './review/annotations.js';
export { planReview } from './review/of-plan.js';
export { stateReview } from './review/of-state.js';
export type { Review } from './review/review.js';
export { reviewTitle } from './review/title.js';
export { printable } from './redact.js';
export { Snippets, type SourceText } from './excerpts/snippet.js';
export { typeText } from './type-text.js';
export { inlineText } from './values.js';
export { unifiedDiff } from './unified-diff.js';
