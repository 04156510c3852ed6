/** Why a call has no answer. */
export class CallFailed extends Error {
  /**
   * `lost`: the connection ended. `unimplemented`: the plugin does not know this call, which many may leave out.
   * `refused`: it answered that it failed, or not in time. `rubbish`: its answer cannot be understood. `cancelled`: by us.
   */
  readonly kind: 'lost' | 'unimplemented' | 'refused' | 'rubbish' | 'cancelled';

  constructor(kind: CallFailed['kind'], message: string) {
    super(message);
    this.name = 'CallFailed';
    this.kind = kind;
  }
}
