/** Types of objects whose content is lost with them, `*` for any characters. */
export const STATEFUL_TYPES: readonly string[] = [
  'aws_db_*',
  'aws_rds_cluster*',
  'aws_dynamodb_table',
  'aws_s3_bucket',
  'aws_ebs_volume',
  'aws_efs_file_system',
  'aws_elasticache_*',
  'aws_kms_key',
  'aws_secretsmanager_secret',
  'aws_sqs_queue',
  'aws_kinesis_stream',
  'aws_redshift_cluster',
  'aws_opensearch_domain',
  'aws_docdb_cluster',
  'aws_neptune_cluster',
  'aws_ecr_repository',
  'azurerm_*_database',
  'azurerm_*_server',
  'azurerm_storage_account',
  'azurerm_storage_container',
  'azurerm_managed_disk',
  'azurerm_cosmosdb_account',
  'azurerm_key_vault',
  'azurerm_key_vault_key',
  'google_sql_database*',
  'google_storage_bucket',
  'google_compute_disk',
  'google_bigquery_*',
  'google_kms_*',
  'google_spanner_*',
  'google_bigtable_*',
  'google_filestore_instance',
  'google_secret_manager_secret',
  'kubernetes_persistent_volume*',
  '*_database',
  '*_volume',
  '*_bucket',
];

/** Whether a type is one of the patterns. */
export const isOneOf = (type: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
    return new RegExp(`^${parts.join('.*')}$`).test(type);
  });
