import type { Labels } from './document.js';

/** Every block of Terraform's language, with the number of labels between its key and its body. */
export const BLOCKS: Labels = {
  terraform: 0,
  provider: 1,
  variable: 1,
  locals: 0,
  resource: 2,
  data: 2,
  output: 1,
  module: 1,
  moved: 0,
  import: 0,
  removed: 0,
  check: 1,
  ephemeral: 2,
  action: 2,
  list: 2,
};
