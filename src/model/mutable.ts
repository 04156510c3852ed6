/** A mutable version of a type, for building it. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };
