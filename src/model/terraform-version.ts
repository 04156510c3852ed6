/** The Terraform version that written files name and were checked against; `required_version` is compared with it. */
export const TERRAFORM_VERSION = '1.11.4';
