import {
  type Block,
  type Body,
  type Conversion,
  convertInPlace,
  emptyRecord,
  hasErrors,
  type Diagnostic,
  errorDiagnostic,
  isNull,
  ListValue,
  MemberPlace,
  type Expression,
  type ObjectValue,
  type Path,
  SetValue,
  type SourcePlace,
  Unknown,
  type Value,
} from '../../model/index.js';
import { guess } from './access.js';
import { INFINITE, infinityIn } from './infinite.js';
import { type AttributePlan, blockNamesIn, type BlockPlan, type NestedPlan, planOf } from './body-plan.js';
import type { Content } from './block-content.js';
import { type BlockDecoder, decodeNested } from './blocks.js';
import type { Frame } from './contract.js';
import { DYNAMIC, generatorsIn, type Generator } from './dynamic.js';
import { evaluate } from './evaluate.js';
import type { Scope } from './scope.js';

export interface DecodeOptions {
  /** A prefix for the path of every diagnostic. */
  readonly path?: Path;
}

export interface Decoded {
  readonly value: Value;
  readonly diagnostics: readonly Diagnostic[];
}

const NONE: readonly Diagnostic[] = [];
const NO_GENERATORS: readonly Generator[] = [];

/**
 * The body as an object of the block's implied type: attributes are evaluated and converted, blocks collected, and
 * whatever is not configured is null or empty. If there are errors, the object is as complete as possible, with
 * unknowns in place of missing values. Marks come from the configuration alone; attributes that the schema declares
 * sensitive are not marked yet.
 */
export function decodeBody(
  body: Body,
  block: Block,
  scope: Scope,
  address?: string,
  options: DecodeOptions = {},
): Decoded {
  const decoder = new BodyDecoder(scope, body.source, address);
  const value = decoder.block(body.content, block, options.path ?? [], body.source.path, undefined);
  return { value, diagnostics: decoder.diagnostics ?? NONE };
}

/** Decodes one body and collects its problems. */
class BodyDecoder implements BlockDecoder {
  diagnostics: Diagnostic[] | undefined;
  readonly #scope: Scope;
  readonly #source: SourcePlace;
  readonly #address: string | undefined;

  constructor(scope: Scope, source: SourcePlace, address: string | undefined) {
    this.#scope = scope;
    this.#source = source;
    this.#address = address;
  }

  /** `path` leads to the block in the value, `place` to the block in the document. */
  block(content: Content, block: Block, path: Path, place: Path, frame: Frame | undefined): ObjectValue {
    const plan = planOf(block);
    const generators = this.#generators(content, plan, path, place);
    const result = emptyRecord<Value>();
    let used = 0;
    for (const attribute of plan.attributes) {
      const expression = Object.hasOwn(content, attribute.name) ? content[attribute.name] : undefined;
      if (expression !== undefined) used += 1;
      const own = generators.length === 0 ? NO_GENERATORS : generators.filter(({ name }) => name === attribute.name);
      result[attribute.name] =
        attribute.blocks !== undefined && (expression?.isBlock === true || own.length > 0)
          ? this.#asBlocks(attribute, attribute.blocks, expression, path, place, frame, own)
          : this.#attribute(attribute, expression, path, place, frame);
    }
    for (const nested of plan.blocks) {
      const expression = Object.hasOwn(content, nested.name) ? content[nested.name] : undefined;
      if (expression !== undefined) used += 1;
      const own = generators.length === 0 ? NO_GENERATORS : generators.filter(({ name }) => name === nested.name);
      const [inside, at] = [
        [...path, nested.name],
        [...place, nested.name],
      ];
      result[nested.name] = decodeNested(this, nested, expression, inside, at, frame, own);
    }
    if (hasMoreThan(used, content)) this.#unknownNames(content, plan, path, place);
    return result;
  }

  report(code: string, summary: string, path: Path, place: Path, detail?: string, part?: 'key'): void {
    (this.diagnostics ??= []).push(
      errorDiagnostic(code, summary, {
        ...(detail === undefined ? {} : { detail }),
        ...(this.#address === undefined ? {} : { address: this.#address }),
        path,
        source: { file: this.#source.file, path: place, ...(part === undefined ? {} : { part }) },
      }),
    );
  }

  /** The value of a part of a generator. */
  part(expression: Expression, path: Path, place: Path, frame: Frame | undefined): Value | undefined {
    const { value, diagnostics } = evaluate(expression, this.#scope, { file: this.#source.file, path: place }, frame);
    this.#keep(diagnostics, path);
    return hasErrors(diagnostics) ? undefined : value;
  }

  /** The generators of blocks; a schema may have the name for itself. */
  #generators(content: Content, plan: BlockPlan, path: Path, place: Path): readonly Generator[] {
    const expression = Object.hasOwn(content, DYNAMIC) ? content[DYNAMIC] : undefined;
    if (expression === undefined || !plan.hasGenerators) return NO_GENERATORS;
    return generatorsIn(expression, [...place, DYNAMIC], Object.keys(content)).filter((generator) => {
      const names = blockNamesIn(plan);
      const isKnown = names.includes(generator.name);
      if (!isKnown)
        this.report(
          'unknown-attribute',
          `There is no block "${generator.name}"`,
          [...path, generator.name],
          generator.place,
          `Blocks: ${names.join(', ')}.`,
        );
      return isKnown;
    });
  }

  /** An attribute in the form of blocks: without any, it is not configured. */
  #asBlocks(
    { name, attribute }: AttributePlan,
    blocks: NestedPlan,
    expression: Expression | undefined,
    path: Path,
    place: Path,
    frame: Frame | undefined,
    generators: readonly Generator[],
  ): Value {
    const value = decodeNested(this, blocks, expression, [...path, name], [...place, name], frame, generators);
    const isEmpty = (value instanceof ListValue || value instanceof SetValue) && value.items.length === 0;
    if (isEmpty && attribute.required === true) this.#missing(name, path, place);
    return isEmpty ? null : value;
  }

  #attribute(
    plan: AttributePlan,
    expression: Expression | undefined,
    path: Path,
    place: Path,
    frame: Frame | undefined,
  ): Value {
    if (expression === undefined) {
      if (plan.attribute.required === true) this.#missing(plan.name, path, place);
      return null;
    }
    const value =
      expression.kind === 'literal' ? expression.value : this.#evaluate(expression, plan.name, path, place, frame);
    if (isNull(value)) {
      if (plan.attribute.required === true) this.#missing(plan.name, path, [...place, plan.name], 'null');
      if (value === null) return null;
    } else if (plan.readOnly) {
      this.report(
        'read-only-attribute',
        `"${plan.name}" cannot be set`,
        [...path, plan.name],
        [...place, plan.name],
        'The provider sets its value; it can only be read.',
      );
    }
    const converted = convertInPlace(value, plan.type);
    if (!converted.ok) return this.#wrongType(plan, converted, path, place);
    const infinite = expression.kind === 'literal' ? undefined : infinityIn(converted.value);
    if (infinite === undefined) return converted.value;
    const inside = [plan.name, ...infinite];
    this.report(
      'infinite-number',
      `"${plan.name}" contains an infinite number`,
      [...path, ...inside],
      [...place, ...inside],
      INFINITE,
    );
    return new Unknown(plan.attribute.type);
  }

  #wrongType(plan: AttributePlan, failure: Conversion & { readonly ok: false }, path: Path, place: Path): Value {
    this.report(
      'wrong-type',
      `"${plan.name}" has the wrong type`,
      [...path, plan.name, ...failure.path],
      [...place, plan.name, ...failure.path],
      `${name(failure.path)} ${failure.message}.`,
    );
    return new Unknown(plan.attribute.type);
  }

  #evaluate(expression: Expression, name: string, path: Path, place: Path, frame: Frame | undefined): Value {
    const at = new MemberPlace(this.#source.file, place, name);
    const { value, diagnostics } = evaluate(expression, this.#scope, at, frame);
    if (diagnostics.length > 0) this.#keep(diagnostics, [...path, name]);
    return value;
  }

  #keep(diagnostics: readonly Diagnostic[], path: Path): void {
    for (const diagnostic of diagnostics) {
      const address = this.#address === undefined ? {} : { address: this.#address };
      (this.diagnostics ??= []).push({ ...diagnostic, ...address, path });
    }
  }

  #missing(name: string, path: Path, place: Path, given?: 'null'): void {
    this.report(
      'missing-attribute',
      given === 'null' ? `"${name}" must not be null` : `"${name}" is missing`,
      [...path, name],
      place,
      'The attribute is required: set a value.',
    );
  }

  #unknownNames(content: Content, plan: BlockPlan, path: Path, place: Path): void {
    for (const name of Object.keys(content)) {
      if (plan.names.has(name) || name === '//' || (name === DYNAMIC && plan.hasGenerators)) continue;
      const where = [...place, name];
      const detail =
        plan.names.size === 0 ? 'Nothing can be set here.' : `Supported names: ${[...plan.names].sort().join(', ')}.`;
      this.report(
        'unknown-attribute',
        `There is no attribute or block "${name}"`,
        [...path, name],
        where,
        guess(name, plan.names) + detail,
        'key',
      );
    }
  }
}

const name = (path: Path): string => (path.length === 0 ? 'It' : `${JSON.stringify(path.at(-1))} in it`);

/** Whether there are more names than that. Checked for every resource, so without making a list of the names. */
function hasMoreThan(count: number, content: Content): boolean {
  let left = count;
  for (const name in content) {
    if (Object.hasOwn(content, name)) left -= 1;
    if (left < 0) return true;
  }
  return false;
}
