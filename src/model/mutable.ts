/** Something in the making, whose finished form does not change. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };
