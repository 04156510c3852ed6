/** A value that is there, or will be. Most calls of a large plan are answered at once, and what is there costs no promise. */
export type Eventual<T> = T | Promise<T>;

/** Goes on with a value as soon as it is there: at once when it is. What is thrown or rejected goes to the caller. */
export function after<T, U>(value: Eventual<T>, proceed: (value: T) => Eventual<U>): Eventual<U> {
  return value instanceof Promise ? value.then(proceed) : proceed(value);
}
