import { readFileSync } from 'node:fs';
import path from 'node:path';
import { hasErrors, JsonWriter, stringifyJson, type Diagnostic, type Json, type JsonDocument } from '../model/index.js';
import {
  diagnosticsPage,
  formatTerminal,
  lineText,
  Snippets,
  terminalPieces,
  validationJson,
  type Line,
  type Messages,
  type Page,
  type SourceText,
  type TestPlace,
} from '../render/index.js';
import { DONE, FAILED, type ExitCode } from './exit-code.js';
import type { KnownSecrets } from '../render/index.js';
import type { ProgressDisplay } from './progress.js';
import type { OutputStream, Terminal } from './terminal.js';

/** Chooses where something goes and how it looks: results on stdout, everything else on stderr, JSON lines when asked for. */
export class Presenter {
  /** Set when the answer is a stream of JSON messages. */
  readonly messages: Messages | undefined;
  readonly #terminal: Terminal;
  readonly #display: ProgressDisplay;
  readonly #sourceText: SourceText;
  readonly #secrets: KnownSecrets;

  constructor(
    terminal: Terminal,
    display: ProgressDisplay,
    { sourceText, secrets }: { readonly sourceText: SourceText; readonly secrets: KnownSecrets },
    messages?: Messages,
  ) {
    this.#terminal = terminal;
    this.#display = display;
    this.#sourceText = sourceText;
    this.#secrets = secrets;
    this.messages = messages;
  }

  /** A result for people. */
  page(page: Page): void {
    const { out } = this.#terminal;
    for (const piece of terminalPieces(page, formatOptions(out))) this.#write(out, piece);
  }

  /** A result as it is. */
  text(text: string): void {
    this.#write(this.#terminal.out, text);
  }

  json(json: Json): void {
    this.text(`${stringifyJson(json, 2)}\n`);
  }

  /** A document that may be large: it is printed while it is made. */
  document(json: JsonDocument): void {
    const writer = new JsonWriter((text) => this.text(text));
    writer.write(json);
    writer.raw('\n');
    writer.flush();
  }

  /** JSON messages. */
  lines(lines: readonly string[]): void {
    this.text(lines.map((line) => `${line}\n`).join(''));
  }

  /** Something said beside the result. */
  say(...rows: readonly Line[]): void {
    const { messages } = this;
    if (messages !== undefined) {
      this.lines(rows.filter((row) => row.length > 0).map((row) => messages.log(lineText(row, { color: false }))));
      return;
    }
    const { err } = this.#terminal;
    this.#write(err, rows.map((row) => `${lineText(row, { color: err.color })}\n`).join(''));
  }

  /** A page beside the result: on stderr. */
  aside(page: Page): void {
    this.#write(this.#terminal.err, formatTerminal(page, formatOptions(this.#terminal.err)));
  }

  /** The diagnostics as they may be shown. */
  withoutSecrets(found: readonly Diagnostic[]): readonly Diagnostic[] {
    return found.map((diagnostic) => this.#secrets.diagnostic(diagnostic));
  }

  /** Shows the diagnostics and returns the exit code: failure if there are errors, otherwise the given one. */
  diagnostics(
    found: readonly Diagnostic[],
    otherwise: ExitCode,
    options: { readonly compactWarnings?: boolean; readonly about?: TestPlace } = {},
  ): ExitCode {
    const { messages } = this;
    const { clean } = this.#secrets;
    const diagnostics = this.withoutSecrets(found);
    if (messages !== undefined)
      this.lines(inOrder(diagnostics).map((diagnostic) => messages.diagnostic(diagnostic, options.about)));
    else this.aside(diagnosticsPage(diagnostics, { ...options, sourceText: this.#sourceText, clean }));
    return hasErrors(diagnostics) ? FAILED : otherwise;
  }

  /** What `validate --json` answers. */
  validation(found: readonly Diagnostic[]): ExitCode {
    const diagnostics = this.withoutSecrets(found);
    this.json(validationJson(diagnostics, new Snippets(this.#sourceText, this.#secrets.clean)));
    return hasErrors(diagnostics) ? FAILED : DONE;
  }

  /** Resolves when all that was written has left the process. */
  async flush(): Promise<void> {
    await Promise.all([this.#terminal.out.flush(), this.#terminal.err.flush()]);
  }

  #write(stream: OutputStream, text: string): void {
    this.#display.settle();
    stream.write(text);
  }
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const warnings = diagnostics.filter((diagnostic) => diagnostic.severity === 'warning');
  return [...warnings, ...diagnostics.filter((diagnostic) => diagnostic.severity === 'error')];
}

function formatOptions({ color, columns }: OutputStream): { color: boolean; columns?: number } {
  return { color, ...(columns === undefined ? {} : { columns }) };
}

/**
 * Reads the files that diagnostics name. A configuration made by a program is not read: the file of an earlier run may say
 * something else, and the user's own line is the better place to look.
 */
export function sourceReader(directory: string): SourceText {
  return (file) => {
    if (file.startsWith('landform.out/')) return undefined;
    try {
      return readFileSync(path.resolve(directory, file), 'utf8');
    } catch {
      return undefined;
    }
  };
}
