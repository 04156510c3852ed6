import type { Dynamic } from '../reference.js';
import type { IPostProcessor, IResolvable, IResolveContext } from './resolvable.js';
import { listToken, numberToken, textToken } from './token-map.js';

interface Producer<T> {
  produce(context: IResolveContext): T | undefined;
}

export interface IStringProducer extends Producer<string> {}
export interface INumberProducer extends Producer<number> {}
export interface IListProducer extends Producer<string[]> {}
export interface IAnyProducer extends Producer<Dynamic> {}

export interface LazyStringValueOptions {
  readonly displayHint?: string | undefined;
}
export interface LazyListValueOptions extends LazyStringValueOptions {
  /** Leaves an empty list out. */
  readonly omitEmpty?: boolean | undefined;
}
export interface LazyAnyValueOptions extends LazyStringValueOptions {
  readonly omitEmptyArray?: boolean | undefined;
}

/** A value that is produced during synthesis, by a class of the program too. */
export abstract class LazyBase implements IResolvable {
  readonly creationStack: string[] = [];
  readonly #processors: IPostProcessor[] = [];

  resolve(context: IResolveContext): Dynamic {
    for (const processor of this.#processors) context.registerPostProcessor(processor);
    return this.resolveLazy(context);
  }

  protected abstract resolveLazy(context: IResolveContext): Dynamic;

  addPostProcessor(postProcessor: IPostProcessor): void {
    this.#processors.push(postProcessor);
  }

  toString(): string {
    return textToken(this);
  }

  toJSON(): Dynamic {
    return textToken(this);
  }
}

class Produced extends LazyBase {
  readonly #producer: Producer<unknown>;
  readonly #omitEmpty: boolean;

  constructor(producer: Producer<unknown>, omitEmpty = false) {
    super();
    this.#producer = producer;
    this.#omitEmpty = omitEmpty;
  }

  protected override resolveLazy(context: IResolveContext): Dynamic {
    const value = this.#producer.produce(context);
    return this.#omitEmpty && Array.isArray(value) && value.length === 0 ? undefined : value;
  }
}

/** Values that are produced during synthesis. */
// oxlint-disable-next-line typescript/no-extraneous-class -- CDKTF's programs call static methods
export class Lazy {
  static stringValue(producer: IStringProducer, _options?: LazyStringValueOptions): string {
    return textToken(new Produced(producer));
  }

  static numberValue(producer: INumberProducer): number {
    return numberToken(new Produced(producer));
  }

  static listValue(producer: IListProducer, options: LazyListValueOptions = {}): string[] {
    return listToken(new Produced(producer, options.omitEmpty));
  }

  static anyValue(producer: IAnyProducer, options: LazyAnyValueOptions = {}): IResolvable {
    return new Produced(producer, options.omitEmptyArray);
  }
}
