/**
 * A value that is available now or later. Most calls of a large plan are answered at once; available answers allocate
 * no promise.
 */
export type Eventual<T> = T | Promise<T>;

/**
 * Continues with a value as soon as it is available, synchronously if it already is. Errors and rejections are passed
 * to the caller.
 */
export function after<T, U>(value: Eventual<T>, proceed: (value: T) => Eventual<U>): Eventual<U> {
  return value instanceof Promise ? value.then(proceed) : proceed(value);
}
