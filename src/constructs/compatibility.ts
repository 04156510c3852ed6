/** The names of CDKTF for what is the same here. `docs/constructs.md` says what is different. */
export { ProviderConfig as TerraformProvider } from './provider.js';
export { DataSource as TerraformDataSource, Resource as TerraformResource } from './resource.js';
export { Stack as TerraformStack } from './stack.js';
export { Local as TerraformLocal, Output as TerraformOutput, Variable as TerraformVariable } from './values.js';
