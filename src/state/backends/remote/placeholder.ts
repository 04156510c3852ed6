import { TERRAFORM_VERSION } from '../../../model/index.js';

/**
 * An empty state that was never written. It makes a workspace exist, and a lock possible, where both need a document;
 * for Landform there is none yet.
 */
export const PLACEHOLDER = `${JSON.stringify(
  {
    version: 4,
    terraform_version: TERRAFORM_VERSION,
    serial: 0,
    lineage: '',
    outputs: {},
    resources: [],
    check_results: null,
  },
  undefined,
  2,
)}\n`;

/** Whether what is stored is a placeholder of any version. */
export const isPlaceholder = (stored: string | Buffer): boolean =>
  stored.length < 300 && stored.toString().replace(/"terraform_version": "[^"]*"/, '') === BARE;

const BARE = PLACEHOLDER.replace(/"terraform_version": "[^"]*"/, '');
