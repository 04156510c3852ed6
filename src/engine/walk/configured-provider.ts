import type { Diagnostic } from '../../model/index.js';
import type { Provider } from '../../providers/provider.js';

export interface ConfiguredProvider {
  readonly provider?: Provider;
  readonly diagnostics: readonly Diagnostic[];
}
