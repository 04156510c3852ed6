/** A lock as Terraform writes it. */
export const TERRAFORM_LOCK_INFO = {
  ID: '5f0b6b1e-1f1e-4c8e-9a43-0a6c3b1b0f3e',
  Operation: 'OperationTypePlan',
  Info: '',
  Who: 'ann@laptop',
  Version: '1.11.4',
  Created: '2030-01-01T00:00:00.123456Z',
  Path: 'states/prod/terraform.tfstate',
};

export const TERRAFORM_LOCK = JSON.stringify(TERRAFORM_LOCK_INFO);
