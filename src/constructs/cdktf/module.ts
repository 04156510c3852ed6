import type { Construct } from 'constructs';
import { ConstructError } from '../error.js';
import { placeOf } from '../scope.js';
import type { Dynamic } from '../reference.js';
import { referenceTo, TerraformElement } from './element.js';
import type { ITerraformIterator } from './iterator-types.js';
import { addressesOf, bare } from './lifecycle.js';
import { localModule } from './module-asset.js';
import { TerraformProvider } from './provider.js';
import type { IResolvable } from './resolvable.js';
import type { ITerraformDependable } from './shapes.js';
import { listToken, numberToken, textToken } from './token-map.js';

export interface TerraformModuleProvider {
  readonly provider: TerraformProvider;
  /** The name that the module has for it. */
  readonly moduleAlias: string;
}

export interface TerraformModuleUserConfig {
  readonly providers?: (TerraformProvider | TerraformModuleProvider)[] | undefined;
  readonly dependsOn?: ITerraformDependable[] | undefined;
  readonly forEach?: ITerraformIterator | undefined;
  /** Leaves the path of a local module as it is, relative to the stack's folder in the output. */
  readonly skipAssetCreationFromLocalModules?: boolean | undefined;
}

export interface TerraformModuleConfig extends TerraformModuleUserConfig {
  readonly source: string;
  readonly version?: string | undefined;
}

/** A call of a module. Generated classes extend it. */
export abstract class TerraformModule extends TerraformElement implements ITerraformDependable {
  readonly source: string;
  readonly version?: string | undefined;
  dependsOn?: string[] | undefined;
  forEach?: ITerraformIterator | undefined;
  readonly skipAssetCreationFromLocalModules?: boolean | undefined;
  #providers: (TerraformProvider | TerraformModuleProvider)[] | undefined;

  constructor(scope: Construct, id: string, options: TerraformModuleConfig) {
    super(scope, id, 'module');
    this.skipAssetCreationFromLocalModules = options.skipAssetCreationFromLocalModules;
    this.source =
      /^\.\.?[/\\]/.test(options.source) && options.skipAssetCreationFromLocalModules !== true
        ? localModule(this, options.source)
        : options.source;
    this.version = options.version;
    this.#providers = options.providers;
    this.forEach = options.forEach;
    this.dependsOn = addressesOf(options.dependsOn);
    this.#checkProviders();
  }

  protected synthesizeAttributes(): Record<string, Dynamic> {
    return {};
  }

  protected synthesizeHclAttributes(): Record<string, Dynamic> {
    return {};
  }

  /** The output, of all instances if there are several by `forEach`. */
  interpolationForOutput(moduleOutput: string): IResolvable {
    return referenceTo(this, `${this.forEach === undefined ? '' : '.*'}.${moduleOutput}`);
  }

  getString(output: string): string {
    return textToken(this.interpolationForOutput(output));
  }

  get providers(): (TerraformProvider | TerraformModuleProvider)[] | undefined {
    return this.#providers;
  }

  addProvider(provider: TerraformProvider | TerraformModuleProvider): void {
    this.#providers = [...(this.#providers ?? []), provider];
    this.#checkProviders();
  }

  override toTerraform(): Dynamic {
    return {
      module: {
        [this.friendlyUniqueId]: {
          ...this.synthesizeAttributes(),
          source: this.source,
          version: this.version,
          providers: this.#providers && Object.fromEntries(this.#providers.map(passed)),
          depends_on: this.dependsOn,
          for_each: this.forEach?._getForEachExpression() as unknown,
        },
      },
    };
  }

  #checkProviders(): void {
    const names = (this.#providers ?? []).map((each) => passed(each)[0]);
    const twice = names.find((name, index) => names.indexOf(name) < index);
    if (twice === undefined) return;
    throw new ConstructError(
      'provider-conflict',
      `${this.node.path} is given two providers as ${twice}`,
      'Set a different moduleAlias for one of them.',
      placeOf(this),
    );
  }
}

function passed(each: TerraformProvider | TerraformModuleProvider): [name: string, provider: unknown] {
  if (TerraformProvider.isTerraformProvider(each)) return [each.terraformResourceType, bare(each.fqn)];
  return [`${each.provider.terraformResourceType}.${each.moduleAlias}`, bare(each.provider.fqn)];
}

export interface TerraformHclModuleConfig extends TerraformModuleConfig {
  readonly variables?: Record<string, Dynamic> | undefined;
}

/** A call of a module without a generated class. */
export class TerraformHclModule extends TerraformModule {
  #variables: Record<string, unknown> | undefined;

  constructor(scope: Construct, id: string, options: TerraformHclModuleConfig) {
    super(scope, id, options);
    this.#variables = options.variables;
  }

  get variables(): Record<string, Dynamic> | undefined {
    return this.#variables;
  }

  set(variable: string, value: Dynamic): void {
    this.#variables = { ...this.#variables, [variable]: value as unknown };
  }

  get(output: string): Dynamic {
    return this.interpolationForOutput(output);
  }
  getNumber(output: string): number {
    return numberToken(this.interpolationForOutput(output));
  }
  getBoolean(output: string): IResolvable {
    return this.interpolationForOutput(output);
  }
  getList(output: string): string[] {
    return listToken(this.interpolationForOutput(output));
  }

  protected override synthesizeAttributes(): Record<string, Dynamic> {
    return { ...this.#variables };
  }
}
