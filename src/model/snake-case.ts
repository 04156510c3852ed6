/** Words whose end cannot be found by capitals: units, plural abbreviations, and proper names. */
const WHOLE = /(?:[KMGTPE]iB|(?<![A-Z])[A-Z]{2,}s(?![a-z])|OAuth|GitHub|GitLab|IPv[46]|MacOS|iOS)(?![a-z])/g;

/** `enableNATGateway`, `enable-nat-gateway` → `enable_nat_gateway`; `endpointURLs` → `endpoint_urls`, `quotaMemoryGiB` → `quota_memory_gib`. */
export const snakeCase = (name: string): string =>
  name
    .replaceAll(WHOLE, (word) => word.charAt(0) + word.slice(1).toLowerCase())
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();
