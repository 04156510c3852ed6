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

/** Whether a stored text is a placeholder of any version. */
export const isPlaceholder = (text: string): boolean =>
  text.length < 300 && text.replace(/"terraform_version": "[^"]*"/, '') === BARE;

const BARE = PLACEHOLDER.replace(/"terraform_version": "[^"]*"/, '');
