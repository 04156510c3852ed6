export interface ServedPlugin {
  /** The path of its socket. */
  readonly address: string;
  close(): void;
}

export function serve(options: {
  readonly protocol: 5 | 6;
  /** The first part of the names of its types. */
  readonly prefix: string;
  /** Where its socket is made. */
  readonly folder: string;
  /** The certificate of the only client, in PEM. */
  readonly secured?: string;
  /** Collects the names of the calls. */
  readonly said?: string[];
}): Promise<ServedPlugin>;
