import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Annotation, Assembly, Host } from '../constructs/index.js';
import { DiagnosticError, errorDiagnostic, warningDiagnostic, type Diagnostic } from '../model/index.js';
import { programDiagnostics } from './diagnostics.js';
import { guarded } from './guard.js';
import { activity, settled } from './idle.js';
import { importModule, type Module } from './import.js';
import { sourceColumns } from './places.js';
import type { Project } from './project.js';

/** The symbol under which a program finds its host, whichever copy of the library it uses. */
const HOST = Symbol.for('landform.host');

export interface LoadedStack {
  readonly name: string;
  /** Terraform's JSON syntax. */
  readonly text: string;
  /** Names of the stacks that are applied first. */
  readonly dependencies: readonly string[];
  /** Relative to the project: where relative paths of the configuration start. Empty for the project itself. */
  readonly folder: string;
}

export interface LoadedProgram {
  /** In an order in which they can be applied. */
  readonly stacks: readonly LoadedStack[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Only one program or module runs at a time: its host is a global, and so is what is guarded meanwhile. */
let running: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = running.then(work);
  running = result.catch(() => undefined);
  return result;
}

/** Runs the project's program, or the given one, and collects what it synthesizes. Errors it throws become diagnostics at its lines. */
export function loadProgram(project: Project, given?: Program): Promise<LoadedProgram> {
  return inTurn(() => load(project, given));
}

/** Imports a module of the user, such as a provider. Errors in it are thrown as a DiagnosticError. */
export async function loadModule(file: URL | string, project: Pick<Project, 'directory'>): Promise<Module> {
  const absolute = file instanceof URL ? fileURLToPath(file) : path.resolve(project.directory, file);
  if (!existsSync(absolute)) throw new DiagnosticError([notFound('module', absolute, project.directory)]);
  const { result, errors } = await inTurn(() =>
    guarded(() => importModule(absolute, project.directory, () => undefined)),
  );
  const diagnostics = errors.flatMap((error) => programDiagnostics(error, project.directory));
  if (result === undefined || diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  return result;
}

async function load(project: Project, given: Program | undefined): Promise<LoadedProgram> {
  const { directory, program = '' } = project;
  const file = path.resolve(directory, program);
  if (given === undefined && !existsSync(file))
    return { stacks: [], diagnostics: [notFound('program', file, directory)] };
  const collector = new Collector(directory);
  const registry: typeof globalThis & { [HOST]?: Host | undefined } = globalThis;
  const before = registry[HOST];
  registry[HOST] = collector;
  try {
    const { errors } = await guarded(() =>
      given === undefined ? run(file, directory, collector) : takeExport({ default: given }, collector),
    );
    const diagnostics = errors.flatMap((error) => programDiagnostics(error, directory));
    if (diagnostics.length === 0)
      diagnostics.push(...collector.problems(given === undefined ? program : 'The program'));
    const [assembly] = collector.assemblies;
    if (diagnostics.length > 0 || assembly === undefined) return { stacks: [], diagnostics };
    diagnostics.push(...(assembly.annotations ?? []).flatMap(annotation));
    return {
      stacks: assembly.stacks.map(({ name, document, dependencies, folder = '' }) => ({
        name,
        text: document,
        dependencies,
        folder,
      })),
      diagnostics,
    };
  } finally {
    registry[HOST] = before;
  }
}

/** A message of the program about a construct. One for information is not shown, and an error has let synthesis fail. */
const annotation = ({ constructPath, level, message }: Annotation): readonly Diagnostic[] =>
  level === 'warning' ? [warningDiagnostic('annotation', message, { origin: { constructPath } })] : [];

async function run(file: string, directory: string, collector: Collector): Promise<void> {
  const active = activity();
  const module = await importModule(file, directory, () => collector.clear());
  await takeExport(module, collector);
  await settled(active, () => collector.assemblies.length > 0);
}

/** A program may export its app, or a function that creates it, instead of calling synth(). */
async function takeExport(module: Module, collector: Collector): Promise<void> {
  if (collector.assemblies.length > 0) return;
  const exported = await (module.default ?? module.app);
  const given: unknown = typeof exported === 'function' ? await exported() : exported;
  if (collector.assemblies.length === 0 && isApp(given)) collector.synthesized(given.assemble());
}

/** An app, or a function that creates one. */
export type Program = AppLike | (() => AppLike | Promise<AppLike>);

interface AppLike {
  assemble(): Assembly;
}

const isApp = (value: unknown): value is AppLike =>
  typeof value === 'object' && value !== null && 'assemble' in value && typeof value.assemble === 'function';

/** Collects what the program synthesizes. */
class Collector implements Host {
  readonly root: string;
  readonly locate = sourceColumns();
  readonly assemblies: Assembly[] = [];
  #apps = 0;

  constructor(root: string) {
    this.root = root;
  }

  created(): void {
    this.#apps += 1;
  }

  synthesized(assembly: Assembly): void {
    if (!this.assemblies.includes(assembly)) this.assemblies.push(assembly);
  }

  /** Called when the program is run again from the beginning. */
  clear(): void {
    this.#apps = 0;
    this.assemblies.length = 0;
  }

  problems(program: string): Diagnostic[] {
    if (this.assemblies.length === 1) return [];
    if (this.assemblies.length > 1) {
      return [
        errorDiagnostic('several-apps', `${program} synthesizes ${this.assemblies.length} apps`, {
          detail: 'A project has one App. Create several stacks in it.',
        }),
      ];
    }
    if (this.#apps > 0) {
      return [
        errorDiagnostic('no-synth', `${program} creates an App but never calls synth()`, {
          detail: 'End the program with app.synth(), or export the app: export default app.',
        }),
      ];
    }
    return [
      errorDiagnostic('no-app', `${program} does not create an App`, {
        detail: `A program creates an App with stacks, and ends with app.synth():\n\n${SMALLEST_PROGRAM}`,
      }),
    ];
  }
}

/** Shown to users whose program does not create an app. */
const SMALLEST_PROGRAM = `import { App, Stack } from 'landform';

const app = new App();
new Stack(app, 'main');
app.synth();`;

function notFound(what: 'module' | 'program', file: string, directory: string): Diagnostic {
  const name = path.relative(directory, file);
  return errorDiagnostic(`${what}-not-found`, `File not found: ${name}`, {
    detail: `landform.json declares it as ${what === 'program' ? 'the program' : 'a provider'}. Correct the name, or create the file.`,
  });
}
