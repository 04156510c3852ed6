import type { Construct } from 'constructs';
import type { Dynamic } from '../reference.js';
import type { TerraformMetaArguments } from './block.js';
import { AnyMap } from './complex.js';
import { ImportableResource } from './importable.js';
import type { TerraformProvider } from './provider.js';
import { TerraformResource } from './resource.js';

type Values = Record<string, Dynamic>;

export interface DataConfig extends TerraformMetaArguments {
  readonly input?: Values | undefined;
  readonly triggersReplace?: Values | undefined;
}

/** `terraform_data`, which keeps a value in the state. */
export class DataResource extends TerraformResource {
  static readonly tfResourceType = 'terraform_data';
  #input: Values | undefined;
  #triggersReplace: Values | undefined;

  static generateConfigForImport(
    scope: Construct,
    importToId: string,
    importFromId: string,
    provider?: TerraformProvider,
  ): ImportableResource {
    return new ImportableResource(scope, importToId, {
      terraformResourceType: DataResource.tfResourceType,
      importId: importFromId,
      provider,
    });
  }

  constructor(scope: Construct, id: string, config: DataConfig = {}) {
    super(scope, id, { ...config, terraformResourceType: DataResource.tfResourceType });
    this.#input = config.input;
    this.#triggersReplace = config.triggersReplace;
  }

  get id(): string {
    return this.getStringAttribute('id');
  }
  get input(): Values {
    return this.getAnyMapAttribute('input');
  }
  set input(value: Values) {
    this.#input = value;
  }
  get inputInput(): Values | undefined {
    return this.#input;
  }
  resetInput(): void {
    this.#input = undefined;
  }
  get output(): AnyMap {
    return new AnyMap(this, 'output');
  }
  get triggersReplace(): Values {
    return this.getAnyMapAttribute('triggers_replace');
  }
  set triggersReplace(value: Values) {
    this.#triggersReplace = value;
  }
  get triggersReplaceInput(): Values | undefined {
    return this.#triggersReplace;
  }
  resetTriggersReplace(): void {
    this.#triggersReplace = undefined;
  }

  protected override synthesizeAttributes(): Record<string, Dynamic> {
    return { input: this.#input, triggers_replace: this.#triggersReplace };
  }
}
