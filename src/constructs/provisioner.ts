import type { Construct } from 'constructs';
import { snakeCase } from '../model/index.js';
import { refuseUnknownOptions } from './options.js';
import type { Input } from './reference.js';

/** How provisioners reach a machine over SSH. */
export interface Connection {
  readonly type?: 'ssh' | undefined;
  readonly host: Input<string>;
  readonly port?: Input<number> | string | undefined;
  readonly user?: Input<string> | undefined;
  readonly password?: Input<string> | undefined;
  readonly privateKey?: Input<string> | undefined;
  readonly certificate?: Input<string> | undefined;
  readonly hostKey?: Input<string> | undefined;
  readonly agent?: Input<boolean> | string | undefined;
  readonly agentIdentity?: Input<string> | undefined;
  /** How long to wait for the machine: `5m`. */
  readonly timeout?: Input<string> | undefined;
  readonly scriptPath?: Input<string> | undefined;
  readonly targetPlatform?: Input<string> | undefined;
  readonly bastionHost?: Input<string> | undefined;
  readonly bastionPort?: Input<number> | string | undefined;
  readonly bastionUser?: Input<string> | undefined;
  readonly bastionPassword?: Input<string> | undefined;
  readonly bastionPrivateKey?: Input<string> | undefined;
  readonly bastionCertificate?: Input<string> | undefined;
  readonly bastionHostKey?: Input<string> | undefined;
}

interface EveryProvisioner {
  /** Default: `create`. */
  readonly when?: 'create' | 'destroy' | undefined;
  /** Default: `fail`, which taints a new object. */
  readonly onFailure?: 'continue' | 'fail' | undefined;
  /** In place of the connection of the resource. */
  readonly connection?: Connection | undefined;
}

/** Runs a command on the machine where Landform runs. */
export interface LocalExec extends EveryProvisioner {
  readonly type: 'local-exec';
  readonly command: Input<string>;
  readonly workingDir?: Input<string> | undefined;
  readonly interpreter?: readonly Input<string>[] | undefined;
  readonly environment?: Readonly<Record<string, Input<string>>> | undefined;
  readonly quiet?: Input<boolean> | string | undefined;
}

/** Copies a file or a folder to the object, or text to a file. */
export interface CopyFile extends EveryProvisioner {
  readonly type: 'file';
  readonly source?: Input<string> | undefined;
  readonly content?: Input<string> | undefined;
  readonly destination: Input<string>;
}

/** Runs commands on the object. */
export interface RemoteExec extends EveryProvisioner {
  readonly type: 'remote-exec';
  readonly inline?: readonly Input<string>[] | undefined;
  readonly script?: Input<string> | undefined;
  readonly scripts?: readonly Input<string>[] | undefined;
}

/** Work beside the provider's, when an object is created or before it is destroyed. Use `self` for its attributes. */
export type Provisioner = LocalExec | CopyFile | RemoteExec;

const OPTIONS: Readonly<Record<Provisioner['type'], readonly string[]>> = {
  'local-exec': ['command', 'workingDir', 'interpreter', 'environment', 'quiet'],
  file: ['source', 'content', 'destination'],
  'remote-exec': ['inline', 'script', 'scripts'],
};

const EVERY = ['type', 'when', 'onFailure', 'connection'];

/** The `provisioner` blocks, in order. */
export const provisionerBlocks = (
  construct: Construct,
  provisioners: readonly Provisioner[],
): readonly Readonly<Record<string, unknown>>[] =>
  provisioners.map((provisioner) => {
    const { type, connection, ...rest } = provisioner;
    refuseUnknownOptions(construct, provisioner, [...EVERY, ...(OPTIONS[type] ?? [])], 'provisioner.');
    return { [type]: { ...named(rest), connection: connection && named(connection) } };
  });

export const connectionBlock = (connection: Connection): Readonly<Record<string, unknown>> => named(connection);

const named = (options: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [snakeCase(name), value]));
