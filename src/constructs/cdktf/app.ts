// As `../app.ts`, this file does I/O: a program that runs by itself writes its documents, and its settings are in `cdktf.json`.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Construct, RootConstruct, type IConstruct } from 'constructs';
import { Aspects, visitAll } from '../aspects.js';
import { ConstructError, SynthesisError } from '../error.js';
import { hostOf } from '../host.js';
import { relativeLocation } from '../origin.js';
import type { Dynamic } from '../reference.js';
import { noteLocation, placeOf } from '../scope.js';
import { synthesize, type Annotation, type Assembly } from '../synthesize.js';
import { Annotations, annotationsIn } from './annotations.js';
import { TerraformAsset } from './asset.js';
import { Manifest, manifestText } from './manifest.js';
import { TerraformStack } from './stack.js';
import { translate } from './translate.js';

export const CONTEXT_ENV = 'CDKTF_CONTEXT_JSON';
const SETTINGS = 'cdktf.json';
const BRAND = Symbol.for('landform.cdktf.app');

export interface AppConfig {
  /** The folder to write to. Default: that of the command that runs the program, or `cdktf.out`. */
  readonly outdir?: string | undefined;
  readonly stackTraces?: boolean | undefined;
  readonly hclOutput?: boolean | undefined;
  /** Values for the whole tree, read with `node.tryGetContext(key)`. */
  readonly context?: Record<string, Dynamic> | undefined;
  readonly skipValidation?: boolean | undefined;
  readonly skipBackendValidation?: boolean | undefined;
}

/** The root of the construct tree, which contains the stacks. */
export class App extends RootConstruct {
  readonly outdir: string;
  readonly hclOutput: boolean;
  readonly targetStackId: string | undefined;
  readonly manifest: Manifest;
  readonly skipValidation: boolean;
  readonly skipBackendValidation: boolean;
  #assembly: Assembly | undefined;

  constructor(config: AppConfig = {}) {
    super('');
    Object.defineProperty(this, BRAND, { value: true });
    noteLocation(this);
    this.outdir = process.env['CDKTF_OUTDIR'] ?? config.outdir ?? 'cdktf.out';
    this.targetStackId = process.env['CDKTF_TARGET_STACK_ID'];
    this.hclOutput = false;
    if (config.hclOutput === true)
      throw new ConstructError(
        'not-in-landform',
        'Landform writes documents in JSON only',
        'Remove hclOutput, and use "landform convert" for HCL.',
        placeOf(this),
      );
    this.manifest = new Manifest(this.outdir);
    this.skipValidation = config.skipValidation ?? false;
    this.skipBackendValidation = config.skipBackendValidation ?? false;
    const context = { ...contextFrom(directory()), ...config.context };
    for (const [key, value] of Object.entries(context)) this.node.setContext(key, value);
    hostOf()?.created(this);
  }

  static isApp(value: Dynamic): value is App {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  /** Returns the app that a construct is part of. */
  static of(construct: IConstruct): App {
    const { root } = construct.node;
    if (App.isApp(root)) return root;
    throw new ConstructError(
      'no-app',
      `${construct.node.path} is not part of an App`,
      'Create an App, and pass it as the scope of the stack.',
      Construct.isConstruct(construct) ? placeOf(construct) : {},
    );
  }

  /** Returns the documents without writing them. The tree cannot be changed afterwards. */
  assemble(): Assembly {
    if (this.#assembly === undefined) {
      const stacks = this.node.findAll().filter((construct) => TerraformStack.isStack(construct));
      for (const stack of stacks) visitAll(stack);
      warnOfUnusedAspects(this);
      for (const stack of stacks) stack.prepareStack();
      const annotations = annotationsIn(this);
      const problems = [...(this.skipValidation ? [] : invalid(this)), ...errors(annotations)];
      if (problems.length > 0) throw new SynthesisError(problems);
      const host = hostOf();
      const root = directory();
      const { manifest, stacks: synthesized } = synthesize(translate(this, nameOf, root), (place) =>
        relativeLocation(host?.locate?.(place) ?? place, root),
      );
      this.#assembly = {
        manifest,
        annotations,
        stacks: synthesized.map((stack) => ({ ...stack, folder: path.posix.join(this.outdir, 'stacks', stack.name) })),
      };
      this.node.lock();
    }
    return this.#assembly;
  }

  /** Finishes the program: passes the documents to the command that runs it, or writes them. Assets are copied in any case. */
  synth(): void {
    const assembly = this.assemble();
    const host = hostOf();
    const out = path.resolve(directory(), this.outdir);
    for (const construct of this.node.findAll()) {
      if (TerraformAsset.isAsset(construct))
        TerraformAsset.copy(construct, path.join(out, 'stacks', nameOf(TerraformStack.of(construct))));
    }
    if (host !== undefined) host.synthesized(assembly);
    else write(assembly, out, pathsOf(this));
  }

  /** CDKTF's own means for references between stacks, which Landform makes by itself. */
  crossStackReference(): never {
    throw new ConstructError(
      'not-in-landform',
      'Landform does not have App.crossStackReference',
      'Use the attribute of the other stack: a reference between stacks is made by itself.',
      placeOf(this),
    );
  }
}

/** CDKTF runs the aspects of a stack and of what is in it, and of nothing else. */
function warnOfUnusedAspects(construct: IConstruct): void {
  if (TerraformStack.isStack(construct)) return;
  if (Aspects.of(construct).all.length > 0)
    Annotations.of(construct).addWarning('Aspects outside of a stack are not run. Add them to each stack.');
  for (const child of construct.node.children) warnOfUnusedAspects(child);
}

/** The project's folder. */
const directory = (): string => hostOf()?.root ?? process.cwd();

export const nameOf = (stack: TerraformStack): string => stack.node.id;

const pathsOf = (app: App): ReadonlyMap<string, string> =>
  new Map(
    app.node
      .findAll()
      .filter((construct) => TerraformStack.isStack(construct))
      .map((stack) => [nameOf(stack), stack.node.path]),
  );

/** The context that CDKTF's command line passes, or what `cdktf.json` has where no command has passed anything. */
function contextFrom(folder: string): Record<string, unknown> {
  const passed = process.env[CONTEXT_ENV];
  if (passed !== undefined && passed !== '') return objectIn(passed, `The environment variable ${CONTEXT_ENV}`);
  const file = path.join(folder, SETTINGS);
  if (!existsSync(file)) return {};
  const { context, terraformModules } = objectIn(readFileSync(file, 'utf8'), SETTINGS);
  const modules = (Array.isArray(terraformModules) ? terraformModules : []).flatMap(
    (item: unknown): readonly string[] => {
      const source = isObject(item) ? item['source'] : item;
      return typeof source === 'string' && /^\.\.?[/\\]/.test(source) ? [source] : [];
    },
  );
  return {
    cdktfJsonPath: file,
    ...(modules.length > 0 && { cdktfRelativeModules: modules }),
    ...(isObject(context) ? context : {}),
  };
}

function objectIn(text: string, where: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Reported below.
  }
  throw new ConstructError('invalid-value', `${where} is not a JSON object`, 'Correct it.');
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (app: App): readonly ConstructError[] =>
  app.node
    .findAll()
    .flatMap((construct) =>
      construct.node
        .validate()
        .map(
          (message) =>
            new ConstructError(
              'validation-failed',
              message,
              undefined,
              Construct.isConstruct(construct) ? placeOf(construct) : {},
            ),
        ),
    );

/** The command that runs the program shows errors of annotations with the others. */
function errors(annotations: readonly Annotation[]): readonly ConstructError[] {
  if (process.env['CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS'] !== undefined) return [];
  return annotations
    .filter(({ level }) => level === 'error')
    .map(({ message, constructPath }) => new ConstructError('annotation', message, undefined, { constructPath }));
}

function write({ stacks, annotations = [] }: Assembly, out: string, paths: ReadonlyMap<string, string>): void {
  for (const { name, document } of stacks) writeForOwner(path.join(out, 'stacks', name), 'cdk.tf.json', document);
  writeForOwner(out, 'manifest.json', manifestText(stacks, annotations, paths));
}

/** Writes a file that only its owner can read, since a literal of the program in the document may be a secret. */
function writeForOwner(folder: string, name: string, text: string): void {
  const file = path.join(folder, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(file, text, { mode: 0o600 });
  chmodSync(file, 0o600);
}
