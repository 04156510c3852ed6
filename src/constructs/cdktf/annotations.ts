import type { IConstruct } from 'constructs';
import type { Annotation } from '../synthesize.js';

/** How serious a message is. */
export const AnnotationMetadataEntryType = {
  INFO: '@cdktf/info',
  WARN: '@cdktf/warn',
  ERROR: '@cdktf/error',
} as const;
export type AnnotationMetadataEntryType =
  (typeof AnnotationMetadataEntryType)[keyof typeof AnnotationMetadataEntryType];

export const DISABLE_STACK_TRACE_IN_METADATA = '@cdktf/disable_stack_trace_in_metadata';

const LEVELS = {
  '@cdktf/info': 'info',
  '@cdktf/warn': 'warning',
  '@cdktf/error': 'error',
} as const;

/** Messages about a construct, which commands show with its path. */
export class Annotations {
  readonly #scope: IConstruct;

  private constructor(scope: IConstruct) {
    this.#scope = scope;
  }

  static of(scope: IConstruct): Annotations {
    return new Annotations(scope);
  }

  addInfo(message: string): void {
    this.#add(AnnotationMetadataEntryType.INFO, message);
  }
  addWarning(message: string): void {
    this.#add(AnnotationMetadataEntryType.WARN, message);
  }
  /** An error lets synthesis fail. */
  addError(message: string): void {
    this.#add(AnnotationMetadataEntryType.ERROR, message);
  }

  #add(level: AnnotationMetadataEntryType, message: string): void {
    this.#scope.node.addMetadata(level, message);
  }
}

/** The messages of a construct and everything in it. */
export function annotationsIn(scope: IConstruct): readonly Annotation[] {
  return scope.node.findAll().flatMap((construct) =>
    construct.node.metadata.flatMap(({ type, data }): readonly Annotation[] => {
      const level = Object.entries(LEVELS).find(([name]) => name === type)?.[1];
      return level === undefined ? [] : [{ constructPath: construct.node.path, level, message: String(data) }];
    }),
  );
}
