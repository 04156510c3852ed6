import type { Construct } from 'constructs';
import type { Dynamic } from '../reference.js';
import { step } from '../reference.js';
import { keysToSnakeCase } from './case.js';
import { referenceTo, TerraformElement } from './element.js';
import type { IResolvable } from './resolvable.js';
import type { ITerraformAddressable } from './shapes.js';
import { listToken, numberToken, textToken } from './token-map.js';

export interface DataTerraformRemoteStateConfig {
  readonly workspace?: string | undefined;
  readonly defaults?: Record<string, Dynamic> | undefined;
}

/** The outputs in another state. */
export abstract class TerraformRemoteState extends TerraformElement implements ITerraformAddressable {
  static readonly tfResourceType = 'terraform_remote_state';
  readonly #backend: string;
  readonly #config: DataTerraformRemoteStateConfig;

  constructor(scope: Construct, id: string, backend: string, config: DataTerraformRemoteStateConfig) {
    super(scope, id, `data.${TerraformRemoteState.tfResourceType}`);
    this.#backend = backend;
    this.#config = config;
  }

  getString(output: string): string {
    return textToken(this.get(output));
  }
  getNumber(output: string): number {
    return numberToken(this.get(output));
  }
  getList(output: string): string[] {
    return listToken(this.get(output));
  }
  getBoolean(output: string): IResolvable {
    return this.get(output);
  }
  get(output: string): IResolvable {
    return referenceTo(this, `.outputs${step(output)}`);
  }

  override toTerraform(): Dynamic {
    const { workspace, defaults, ...config } = this.#config;
    return {
      data: {
        [TerraformRemoteState.tfResourceType]: {
          [this.friendlyUniqueId]: {
            backend: this.#backend,
            workspace,
            defaults,
            config: keysToSnakeCase(config) as unknown,
          },
        },
      },
    };
  }
}
