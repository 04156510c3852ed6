/** Formats we write name this version of Terraform, the one their form was checked against; `required_version` is about it. */
export const TERRAFORM_VERSION = '1.11.4';
