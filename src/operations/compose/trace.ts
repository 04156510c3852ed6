import { performance } from 'node:perf_hooks';
import { failWith, type Diagnostic } from '../../model/index.js';
import { limitsFrom } from '../../providers/rest/http/limits.js';
import { fetchOver } from '../../providers/rest/http/transport.js';
import {
  AmbientTracer,
  exportSettings,
  hostSpans,
  RecordedSpans,
  SpanExporter,
  traceHosts,
  type ExportSettings,
  type SendSpans,
} from '../../telemetry/index.js';
import type { OperationEnvironment } from '../environment.js';

type Surroundings = Pick<OperationEnvironment, 'environment' | 'directory' | 'version' | 'randomHex'>;

/** The trace of a command. */
export interface CommandTrace {
  /** Runs the command in the first span. `exitCode` says how it ended. */
  run<T>(command: string, work: () => Promise<T>, exitCode: (result: T) => number): Promise<T>;
  /** Sends what is left. Returns warnings: a trace that cannot be sent does not make the run fail. */
  end(): Promise<readonly Diagnostic[]>;
}

/** Traces a command as the environment asks for; undefined if it does not. `clean` masks secrets. */
export function commandTrace(env: Surroundings, clean: (text: string) => string): CommandTrace | undefined {
  const { settings, problem } = exportSettings(env.environment, env.version);
  if (problem !== undefined) return { run: (_, work) => work(), end: () => Promise.resolve([problem]) };
  return settings === undefined ? undefined : new SentTrace(env, settings, clean);
}

class SentTrace implements CommandTrace {
  readonly #env: Surroundings;
  readonly #exporter: SpanExporter;
  readonly #tracer = AmbientTracer.installed();

  constructor(env: Surroundings, settings: ExportSettings, clean: (text: string) => string) {
    const { resource } = settings;
    const send = senderOf(env, settings);
    this.#env = env;
    this.#exporter = new SpanExporter(settings, { resource, version: env.version, clean }, (body, signal) =>
      this.#tracer.outside(() => send(body, signal)),
    );
  }

  async run<T>(command: string, work: () => Promise<T>, exitCode: (result: T) => number): Promise<T> {
    const { environment, randomHex } = this.#env;
    const source = new RecordedSpans({
      environment,
      randomHex,
      now: () => performance.timeOrigin + performance.now(),
      record: (span) => this.#exporter.add(span),
    });
    const hosts = traceHosts(environment['LANDFORM_TRACE_HOSTS']);
    const start = { name: `landform ${command}`, attributes: { 'landform.command': command } };
    return this.#tracer.root({ source, hosts }, start, async (span) => {
      const result = await work();
      const code = exitCode(result);
      span.set({ 'process.exit.code': code });
      if (code === 1) span.fail({ type: `exit code ${code}` });
      return result;
    });
  }

  end(): Promise<readonly Diagnostic[]> {
    return this.#exporter.end();
  }
}

/** The network as it is set up for providers: proxies, and trusted certificates. */
function senderOf(
  { environment, directory, version }: Surroundings,
  { url, headers, caFile }: ExportSettings,
): SendSpans {
  const fetch = fetchOver(environment, caFile === undefined ? {} : { caFile }, directory);
  const limits = limitsFrom(environment);
  return async (body, signal) => {
    const { status } = await fetch(url, {
      method: 'POST',
      headers: { 'user-agent': `landform/${version}`, 'content-type': 'application/json', ...headers },
      body,
      signal,
      redirect: 'manual',
      limits,
    });
    return status;
  };
}

/** Runs an operation in a span of the tracer provider that this program has registered, if it has one. */
export async function tracedByHost<T extends { readonly diagnostics: readonly Diagnostic[] }>(
  env: Pick<OperationEnvironment, 'environment' | 'version'>,
  operation: string,
  clean: (text: string) => string,
  work: () => Promise<T>,
): Promise<T> {
  const source = await hostSpans(env.version, clean);
  if (source === undefined) return work();
  const hosts = traceHosts(env.environment['LANDFORM_TRACE_HOSTS']);
  const start = { name: `landform ${operation}`, attributes: { 'landform.command': operation } };
  return AmbientTracer.installed().root({ source, hosts }, start, async (span) => {
    const result = await work();
    failWith(span, result.diagnostics);
    return result;
  });
}
