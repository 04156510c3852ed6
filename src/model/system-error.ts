/** The code of a failed call of the system, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  const code: unknown = isError(error) && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** What was thrown, in words. */
export const reasonOf = (error: unknown): string => (isError(error) ? error.message : String(error));

/** Whether it is an error, also of Node itself where the code runs in another context, as in Jest: there, it is none of its `Error`. */
export const isError = (error: unknown): error is Error =>
  error instanceof Error || Object.prototype.toString.call(error) === '[object Error]';
