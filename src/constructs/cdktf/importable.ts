import type { Construct } from 'constructs';
import type { Dynamic } from '../reference.js';
import { TerraformElement } from './element.js';
import { bare } from './lifecycle.js';
import type { TerraformProvider } from './provider.js';

export interface IImportableConfig {
  terraformResourceType: string;
  importId: string;
  provider?: TerraformProvider | undefined;
}

/** An `import` block without a resource, whose configuration is to be generated. */
export class ImportableResource extends TerraformElement {
  readonly #config: IImportableConfig;

  constructor(scope: Construct, name: string, config: IImportableConfig) {
    super(scope, name, config.terraformResourceType);
    this.#config = config;
  }

  override toTerraform(): Dynamic {
    const { terraformResourceType: type, importId, provider } = this.#config;
    return {
      import: [
        {
          to: `${type}.${this.friendlyUniqueId}`,
          id: importId,
          provider: provider === undefined ? undefined : bare(provider.fqn),
        },
      ],
    };
  }
}
