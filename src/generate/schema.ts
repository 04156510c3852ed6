/** The format of `terraform providers schema -json`, as far as constructs need it. */
export interface ProviderSchemaJson {
  readonly provider?: SchemaJson;
  readonly resource_schemas?: Readonly<Record<string, SchemaJson>>;
  readonly data_source_schemas?: Readonly<Record<string, SchemaJson>>;
  readonly action_schemas?: Readonly<Record<string, SchemaJson>>;
}

export interface SchemaJson {
  readonly block: BlockJson;
}

export interface BlockJson extends Described {
  readonly attributes?: Readonly<Record<string, AttributeJson>>;
  readonly block_types?: Readonly<Record<string, BlockTypeJson>>;
}

export interface AttributeJson extends Described {
  readonly type?: unknown;
  readonly nested_type?: {
    readonly attributes: Readonly<Record<string, AttributeJson>>;
    readonly nesting_mode: 'single' | 'list' | 'set' | 'map';
  };
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly write_only?: boolean;
}

export interface BlockTypeJson {
  readonly nesting_mode: 'single' | 'group' | 'list' | 'set' | 'map';
  readonly block: BlockJson;
  readonly min_items?: number;
  readonly max_items?: number;
}

export interface Described {
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly deprecation_message?: string;
}
