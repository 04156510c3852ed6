import type {
  ActionConfiguration,
  LocalConfiguration,
  ModuleCall,
  ModuleConfiguration,
  OutputConfiguration,
  ProviderConfiguration,
  ResourceConfiguration,
  VariableConfiguration,
} from '../../model/index.js';

/** Something in a module that is evaluated or planned: once for each instance of the module. */
export type GraphNode = { readonly module: ModuleConfiguration } & (
  | { readonly kind: 'variable'; readonly variable: VariableConfiguration }
  | { readonly kind: 'local'; readonly local: LocalConfiguration }
  | { readonly kind: 'provider'; readonly provider: ProviderConfiguration }
  | { readonly kind: 'resource'; readonly resource: ResourceConfiguration }
  | { readonly kind: 'action'; readonly action: ActionConfiguration }
  | { readonly kind: 'output'; readonly output: OutputConfiguration }
  /** A module call in `module`; everything in the called module needs it. */
  | { readonly kind: 'call'; readonly call: ModuleCall }
  /** Needs everything in `module`, which is not the root. */
  | { readonly kind: 'end' }
);
