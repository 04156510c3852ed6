interface ParameterTypes {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
  readonly strings: readonly string[];
}

export type ParameterType = keyof ParameterTypes;

export const PARAMETER_TYPES: readonly string[] = ['string', 'number', 'boolean', 'strings'];

/** A setting of a policy, with its value in landform.json under `parameters`. Without `default` it must be given. */
export type ParameterDefinition = {
  readonly [T in ParameterType]: {
    readonly type: T;
    readonly description?: string;
    readonly default?: ParameterTypes[T];
  };
}[ParameterType];

export type ParameterDefinitions = Readonly<Record<string, ParameterDefinition>>;

export type ParameterValues<P extends ParameterDefinitions> = {
  readonly [Name in keyof P]: ParameterTypes[P[Name]['type']];
};

/** Whether a value has the type of a parameter. */
export function fitsParameter(type: string, value: unknown): boolean {
  if (type === 'strings') return Array.isArray(value) && value.every((one) => typeof one === 'string');
  return type === 'number' ? typeof value === 'number' && Number.isFinite(value) : typeof value === type;
}
