/**
 * The folder of a system's API description: `openapi.yaml` in the sources, `openapi.json` in the package. Sources and
 * built code are both two folders below the package, so that the relative path is the same.
 */
export const descriptionFolder = (system: string): string => new URL(`../providers/${system}/`, import.meta.url).href;
