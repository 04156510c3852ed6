import type {
  ActionConfiguration,
  CheckConfiguration,
  ConfigResource,
  ImportConfiguration,
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
  /** In the root module: all import blocks that name the resource, in whichever module it is. */
  | {
      readonly kind: 'import';
      readonly resource: ConfigResource;
      readonly blocks: readonly ImportConfiguration[];
    }
  /** Nothing needs a check. */
  | { readonly kind: 'check'; readonly check: CheckConfiguration }
  /** A module call in `module`; everything in the called module needs it. */
  | { readonly kind: 'call'; readonly call: ModuleCall }
  /** Needs everything in `module`, which is not the root. */
  | { readonly kind: 'end' }
);
