import { TERRAFORM_VERSION } from '../../operations/index.js';
import type { Run } from '../command.js';
import { DONE } from '../exit-code.js';

export const run: Run<Record<string, never>> = (context) => {
  const platform = `${process.platform}_${process.arch}`;
  if (context.globals.json) {
    context.present.json({
      landform_version: context.version,
      terraform_version: TERRAFORM_VERSION,
      platform,
      node_version: process.versions.node,
    });
  } else context.present.text(`landform ${context.version}\non ${platform}, Node.js ${process.versions.node}\n`);
  return Promise.resolve(DONE);
};
