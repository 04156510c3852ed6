import { mkdtempSync, rmSync, accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DiagnosticError,
  reasonOf,
  traced,
  traceVariables,
  type Diagnostic,
  type SpanStart,
} from '../../../model/index.js';
import { SHUTDOWN } from '../wire/process-calls.js';
import type { Protocol } from '../wire/schemas.js';
import { makeCertificate } from './certificate.js';
import { CallFailed } from '../grpc/call-failed.js';
import { Connection, type Certificates, type Procedure } from './connection.js';
import {
  pluginCrashed,
  pluginFailed,
  pluginGone,
  pluginNotStarted,
  pluginSilent,
  pluginStopped,
} from './diagnostics.js';
import { startGuarded, type GuardedProcess } from './guard.js';
import { MAGIC_COOKIE, PROTOCOLS, readHandshake, type Address, type Handshake } from './handshake.js';
import { OutputTail } from './output-tail.js';
import type { RunningPlugin } from './reattach.js';
import { WaitingConnection } from './waiting-connection.js';

/** How to start a plugin. */
export interface PluginLaunch {
  /** The provider's name in messages. */
  readonly name: string;
  readonly executable: string;
  /** All of it is passed on: plugins read their credentials from it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where relative paths start. */
  readonly directory: string;
  readonly startWithinMs?: number;
}

const START_WITHIN_MS = 60_000;
/** How long a plugin may take to end after it was asked to. */
const END_WITHIN_MS = 2000;
/** How long its end is waited for when a connection breaks, to be able to explain it. */
const EXPLAIN_WITHIN_MS = 1000;
/** How long the last output of a process that has ended may take. */
const OUTPUT_WITHIN_MS = 300;
const MOST_HANDSHAKE = 64 * 1024;
/** A socket's path has about a hundred characters. */
const MOST_FOLDER = 60;

/** A call without an answer, as diagnostics. */
export class PluginError extends DiagnosticError {
  /** Whether the call may have reached the plugin, and changed something there. */
  readonly uncertain: boolean;
  readonly kind: CallFailed['kind'];

  constructor(kind: CallFailed['kind'], diagnostic: Diagnostic, uncertain = kind !== 'unimplemented') {
    super([diagnostic]);
    this.name = 'PluginError';
    this.kind = kind;
    this.uncertain = uncertain;
  }
}

/** A running plugin. */
export class PluginProcess {
  readonly protocol: Protocol;
  readonly #name: string;
  readonly #connection: Connection;
  /** Undefined for a plugin that already ran. */
  readonly #started: StartedPlugin | undefined;
  readonly #address: Address;
  readonly #certificates: Certificates | undefined;
  #waiting: WaitingConnection | undefined;
  #killed = false;

  private constructor(
    name: string,
    address: RunningPlugin,
    certificates: Certificates | undefined,
    started: StartedPlugin | undefined,
  ) {
    this.#name = name;
    this.protocol = address.protocol;
    this.#address = address;
    this.#certificates = certificates;
    this.#connection = new Connection(address, certificates);
    this.#started = started;
  }

  /** Starts a plugin. Throws a diagnostic if it does not start. */
  static async start(launch: PluginLaunch): Promise<PluginProcess> {
    const { name, environment } = launch;
    const isPlain = Boolean(environment['TF_DISABLE_PLUGIN_TLS']);
    const own = isPlain ? undefined : makeCertificate();
    const started = new StartedPlugin(launch, own?.certificate);
    const handshake = await started.handshake;
    const theirs = handshake.certificate;
    const certificates = own === undefined || theirs === undefined ? undefined : { own, theirs };
    return new PluginProcess(name, handshake, certificates, started);
  }

  /** Connects to a running plugin. */
  static attach(name: string, running: RunningPlugin): PluginProcess {
    return new PluginProcess(name, running, undefined, undefined);
  }

  /** Throws {@link PluginError}. */
  async call<Request extends object, Response>(
    procedure: Procedure<Request, Response>,
    request: Request,
    deadlineMs?: number,
  ): Promise<Response> {
    return traced(
      () => this.#callSpan(procedure.path),
      async () => {
        this.#requireRunning(procedure.path);
        try {
          return await this.#connection.call(procedure, request, deadlineMs);
        } catch (error) {
          throw await this.#explain(procedure.path, error);
        }
      },
    );
  }

  /** Makes a call and blocks until it has ended; nothing else happens meanwhile. Throws {@link PluginError}. */
  callNow<Request extends object, Response>(
    procedure: Procedure<Request, Response>,
    request: Request,
    deadlineMs: number,
  ): Response {
    this.#requireRunning(procedure.path);
    const { network, address } = this.#address;
    this.#waiting ??= new WaitingConnection({ network, address }, this.#certificates);
    try {
      return this.#waiting.call(procedure, request, deadlineMs);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      const call = nameOf(procedure.path);
      const { kind, message } = error;
      // How the process has ended is reported with the next call that can wait.
      const explanation =
        kind === 'lost' ? pluginCrashed(this.#name, call, message, []) : pluginFailed(this.#name, call, message);
      throw new PluginError(kind, explanation);
    }
  }

  /** Throws {@link PluginError}. */
  async stream<Request extends object, Response>(
    procedure: Procedure<Request, Response>,
    request: Request,
    each: (message: Response) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    await traced(
      () => this.#callSpan(procedure.path),
      async () => {
        this.#requireRunning(procedure.path);
        try {
          await this.#connection.stream(procedure, request, each, signal);
        } catch (error) {
          throw await this.#explain(procedure.path, error);
        }
      },
    );
  }

  /** By the conventions of OpenTelemetry: the method with its service, such as `tfplugin6.Provider/ReadResource`. */
  #callSpan(path: string): SpanStart {
    const method = path.replace(/^\//, '');
    return {
      name: method,
      kind: 'client',
      attributes: { 'rpc.system.name': 'grpc', 'rpc.method': method, 'landform.provider.name': this.#name },
    };
  }

  /** Asks the plugin to end, and ends it if it does not. */
  async close(): Promise<void> {
    const started = this.#started;
    this.#waiting?.close();
    if (started === undefined) {
      this.#connection.close();
      return;
    }
    if (!started.hasEnded) {
      // A plugin may end inside this call, so that it has no answer.
      await this.#connection.call(SHUTDOWN, {}, END_WITHIN_MS).catch(() => undefined);
    }
    this.#connection.close();
    await started.endWithin(END_WITHIN_MS);
  }

  /** Ends the plugin at once, with all calls under way. */
  kill(): void {
    this.#killed = true;
    this.#waiting?.close();
    this.#started?.kill();
    this.#connection.close();
  }

  /** A call to a plugin that has ended is not made, so it has no effect. */
  #requireRunning(path: string): void {
    const call = nameOf(path);
    if (this.#killed) throw new PluginError('cancelled', pluginStopped(this.#name, call), false);
    if (this.#started?.hasEnded === true) throw new PluginError('lost', pluginGone(this.#name, call), false);
  }

  async #explain(path: string, error: unknown): Promise<unknown> {
    if (!(error instanceof CallFailed)) return error;
    const procedure = nameOf(path);
    const { kind, message } = error;
    if (this.#killed) return new PluginError('cancelled', pluginStopped(this.#name, procedure));
    if (kind !== 'lost') return new PluginError(kind, pluginFailed(this.#name, procedure, message));
    const end = await this.#started?.explainEnd(EXPLAIN_WITHIN_MS);
    return new PluginError(kind, pluginCrashed(this.#name, procedure, end?.how ?? message, end?.output ?? []));
  }
}

/** The name of a call in its path. */
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The process of a plugin that we have started. */
class StartedPlugin {
  readonly handshake: Promise<Handshake>;
  readonly #guarded: GuardedProcess;
  readonly #sockets: string;
  readonly #output = new OutputTail();
  readonly #end: Promise<string>;
  #how: string | undefined;

  constructor(
    { name, executable, environment, directory, startWithinMs = START_WITHIN_MS }: PluginLaunch,
    certificate?: string,
  ) {
    requireExecutable(name, executable);
    this.#sockets = mkdtempSync(path.join(socketsRoot(), 'landform-plugin-'));
    this.#guarded = startGuarded(
      executable,
      {
        ...environment,
        ...traceVariables(),
        ...MAGIC_COOKIE,
        PLUGIN_PROTOCOL_VERSIONS: PROTOCOLS.join(','),
        PLUGIN_MIN_PORT: '10000',
        PLUGIN_MAX_PORT: '25000',
        PLUGIN_UNIX_SOCKET_DIR: this.#sockets,
        ...(certificate === undefined ? {} : { PLUGIN_CLIENT_CERT: certificate }),
      },
      this.#sockets,
      directory,
    );
    const { child } = this.#guarded;
    child.stderr.on('data', (chunk: Buffer) => this.#output.add(chunk));
    this.#end = new Promise((resolve) => {
      const ended = (how: string): void => {
        if (this.#how !== undefined) return;
        this.#how = how;
        rmSync(this.#sockets, { recursive: true, force: true });
        resolve(how);
      };
      child.once('error', (error) => ended(reasonOf(error)));
      child.once('close', (code, signal) => ended(howItEnded(code, signal)));
      // What the plugin has started may keep its output open.
      child.once('exit', (code, signal) => {
        setTimeout(() => ended(howItEnded(code, signal)), OUTPUT_WITHIN_MS).unref();
      });
    });
    this.handshake = this.#awaitHandshake(name, executable, startWithinMs);
  }

  get hasEnded(): boolean {
    return this.#how !== undefined;
  }

  kill(): void {
    this.#guarded.kill();
  }

  /** Waits for the end of the process, and brings it about if it takes longer. */
  async endWithin(milliseconds: number): Promise<void> {
    if ((await within(this.#end, milliseconds)) !== undefined) return;
    this.kill();
    await within(this.#end, milliseconds);
    rmSync(this.#sockets, { recursive: true, force: true });
  }

  /** How the process ended; undefined if it still runs. */
  async explainEnd(milliseconds: number): Promise<{ how: string; output: readonly string[] } | undefined> {
    const how = await within(this.#end, milliseconds);
    return how === undefined ? undefined : { how, output: this.#output.explanation() };
  }

  async #awaitHandshake(name: string, executable: string, milliseconds: number): Promise<Handshake> {
    const { child } = this.#guarded;
    const line = firstLine(child.stdout);
    const found = await within(Promise.race([line, this.#end.then((how) => ({ how }))]), milliseconds);
    if (found === undefined) {
      await this.endWithin(0);
      throw new DiagnosticError([pluginSilent(name, executable, milliseconds / 1000, this.#output.explanation())]);
    }
    const shaken = typeof found === 'string' ? readHandshake(found) : { problem: found.how };
    if ('problem' in shaken) {
      await this.endWithin(0);
      throw new DiagnosticError([pluginNotStarted(name, executable, shaken.problem, this.#output.explanation())]);
    }
    // Whatever follows is dropped, but read: a plugin must never wait for us.
    child.stdout.resume();
    // A run that ends early does not wait for its plugins; the guard ends them.
    for (const handle of [child, child.stdin, child.stdout, child.stderr])
      if ('unref' in handle && typeof handle.unref === 'function') handle.unref();
    return shaken;
  }
}

/** A folder for sockets whose names are short enough. */
const socketsRoot = (): string => (process.platform === 'win32' || tmpdir().length <= MOST_FOLDER ? tmpdir() : '/tmp');

function requireExecutable(name: string, executable: string): void {
  try {
    accessSync(executable, constants.X_OK);
  } catch (error) {
    throw new DiagnosticError([pluginNotStarted(name, executable, reasonOf(error), [])]);
  }
}

/** A shell reports a signal as 128 more than its number. */
function howItEnded(code: number | null, signal: string | null): string {
  if (signal !== null) return `it was ended by ${signal}`;
  if (code !== null && code > 128) return `it was ended by signal ${code - 128}`;
  return `it exited with code ${code ?? 0}`;
}

/** The first line of a stream; what has arrived so far if it ends or is too long. */
function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const take = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\n');
      if (end === -1 && text.length < MOST_HANDSHAKE) return;
      stream.off('data', take);
      resolve(end === -1 ? text : text.slice(0, end));
    };
    stream.on('data', take);
  });
}

/** The result, if it comes in time. */
function within<T>(result: Promise<T>, milliseconds: number): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), milliseconds);
    result.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
