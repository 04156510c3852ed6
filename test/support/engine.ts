import {
  applyPlan,
  createPlan,
  validateConfiguration,
  validateEvaluation,
  type ApplyOutcome,
  type EngineContext,
} from '../../src/engine/index.js';
import { parseTemplate, readConfiguration, references } from '../../src/language/index.js';
import {
  EMPTY_BLOCK,
  hasErrors,
  type ActionInvocation,
  type ConfigurationFile,
  type Diagnostic,
  type Event,
  type Plan,
  type PlanMode,
  invocationAddress,
} from '../../src/model/index.js';
import { createCatalog, ProviderPool, type ProviderFactory } from '../../src/providers/index.js';
import { memoryStore, openBackend, openSession, type Session } from '../../src/state/index.js';

export interface Wanted {
  readonly mode?: Exclude<PlanMode, 'state'>;
  readonly invoke?: string;
  readonly targets?: readonly string[];
  readonly replace?: readonly string[];
}

export interface Run {
  readonly plan: Plan | undefined;
  readonly outcome?: ApplyOutcome;
  readonly diagnostics: readonly Diagnostic[];
}

/** The engine with a provider and a state in memory, which plans and applies one configuration after another. */
export class EngineRig {
  readonly events: Event[] = [];
  /** Called before each step: true stops the run. */
  stopping: () => boolean = () => false;
  /** Aborted by the first request to stop. */
  readonly stopped = new AbortController();
  provisioners: EngineContext['provisioners'] = { byType: new Map(), connection: EMPTY_BLOCK };
  /** The modules that configurations can call, by source. */
  modules: Readonly<Record<string, unknown>> = {};
  /** Milliseconds: time passes by sleeping. */
  now = 0;
  /** What the durations of operations are measured with. */
  clock: () => number = () => 0;
  /** What appending to the journal waits for. */
  appending: ((line: string) => Promise<void>) | undefined;
  /** Whether that counts as a request to a server. */
  isRemote = true;
  #random = 0;
  readonly #store = memoryStore();
  /** The maximum size of the state in bytes. */
  mostBytes: number | undefined;
  readonly #provider: { readonly source: string; readonly factory: ProviderFactory };

  constructor(source: string, factory: ProviderFactory) {
    this.#provider = { source, factory };
  }

  /** Codes of errors in the configuration; it is planned only without any. */
  async plan(document: unknown, wanted: Wanted = {}): Promise<Run> {
    return this.#run(document, wanted, false);
  }

  async apply(document: unknown, wanted: Wanted = {}): Promise<Run> {
    return this.#run(document, wanted, true);
  }

  /** Diagnostics of validation, including those that only evaluation finds. */
  async validate(document: unknown): Promise<readonly Diagnostic[]> {
    const { configuration, diagnostics } = read(document, this.modules);
    const session = await this.#open();
    try {
      const context = this.#context(session, configuration);
      const validation = await validateConfiguration(context);
      const problems = [...diagnostics, ...validation.diagnostics];
      return [...problems, ...(await validateEvaluation(context, problems))];
    } finally {
      await session.release();
    }
  }

  #open(): Promise<Session> {
    const backend = openBackend('memory', { store: this.#store });
    const { appending } = this;
    const append = backend.appendJournal.bind(backend);
    if (appending !== undefined) {
      Object.defineProperty(backend, 'hasRemoteJournal', { value: this.isRemote });
      backend.appendJournal = async (lease, line) => {
        const bytes = Buffer.concat([...line]);
        await appending(bytes.toString());
        await append(lease, [bytes]);
      };
    }
    return openSession({
      backend,
      operation: 'test',
      program: 'test',
      write: true,
      ...(this.mostBytes === undefined ? {} : { mostBytes: this.mostBytes }),
    });
  }

  /** The text of the state. */
  get stored(): string {
    return this.#store.text ?? '';
  }

  async #run(document: unknown, wanted: Wanted, apply: boolean): Promise<Run> {
    const { configuration, diagnostics } = read(document, this.modules);
    if (hasErrors(diagnostics)) return { plan: undefined, diagnostics };
    const session = await this.#open();
    try {
      const context = this.#context(session, configuration);
      const { configuration: valid, diagnostics: problems } = await validateConfiguration(context);
      if (valid === undefined) return { plan: undefined, diagnostics: problems };
      const options = {
        mode: wanted.invoke === undefined ? 'normal' : 'invoke',
        targets: [],
        excludes: [],
        replace: [],
        refresh: true,
        ordered: true,
        ...wanted,
      } as const;
      const planned = await createPlan({ ...context, configuration: valid }, options);
      if (!apply || planned.plan === undefined || hasErrors(planned.diagnostics))
        return { plan: planned.plan, diagnostics: planned.diagnostics };
      const outcome = await applyPlan(
        { ...this.#context(session, configuration), configuration: valid },
        planned.plan,
        session.recorder,
      );
      await session.commit();
      return { plan: planned.plan, outcome, diagnostics: [...planned.diagnostics, ...outcome.diagnostics] };
    } finally {
      await session.release();
    }
  }

  #context(session: Session, configuration: EngineContext['configuration']): EngineContext {
    const { source, factory } = this.#provider;
    return {
      configuration,
      referencesOf: references,
      parseTemplate,
      providers: new ProviderPool({ catalog: createCatalog([[source, factory]]), directory: '.' }),
      provisioners: this.provisioners,
      variables: new Map(),
      variablesAsGiven: new Map(),
      ephemeral: new Set(),
      state: session.state,
      interrupted: session.interrupted,
      interruptedActions: session.interruptedActions,
      dueActions: session.dueActions,
      parallelism: 4,
      emit: (event) => void this.events.push(event),
      stop: this.stopped.signal,
      signal: new AbortController().signal,
      stopping: () => this.stopping(),
      clock: this.clock,
      moment: () => ({ at: this.now, uptime: this.now, boot: 'test' }),
      sleep: async (milliseconds) => void (this.now += milliseconds),
      timestamp: '2026-01-02T03:04:05Z',
      now: () => '2026-01-02T03:04:06Z',
      files: NO_FILES,
      paths: { module: '.', root: '.', cwd: '/' },
      workspace: 'default',
      randomHex: (bytes) => (this.#random += 1).toString(16).padStart(2 * bytes, '0'),
    };
  }
}

/** The object cannot be read. */
const NO_FILES: EngineContext['files'] = {
  absolute: (path) => path,
  home: undefined,
  read: () => ({ problem: 'missing' }),
  kind: () => ({ problem: 'missing' }),
  list: () => [],
};

/** A text is HCL. */
function read(document: unknown, modules: EngineRig['modules']): ReturnType<typeof readConfiguration> {
  const fileIn = (name: string, content: unknown): ConfigurationFile[] => [{ name, text: JSON.stringify(content) }];
  const root = typeof document === 'string' ? [{ name: 'main.tf', text: document }] : fileIn('main.tf.json', document);
  return readConfiguration(root, ({ from }) => ({
    files: fileIn(`${from}/main.tf.json`, modules[from]),
    directory: from,
  }));
}

/** `action.t.n before_create terraform_data.a`. */
export function invocationText(invocation: ActionInvocation): string {
  const { trigger } = invocation;
  const cause = trigger.kind === 'invoke' ? 'invoke' : `${trigger.event} ${trigger.resource}`;
  return `${invocationAddress(invocation)} ${cause}`;
}
