/**
 * The folder in which the API description of a system lies: `openapi.yaml` among the sources, `openapi.json` in what is shipped.
 * Two folders below the package, as the shipped code is, so that the way is the same from both.
 */
export const descriptionFolder = (system: string): string => new URL(`../providers/${system}/`, import.meta.url).href;
