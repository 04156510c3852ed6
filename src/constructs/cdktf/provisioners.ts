import type { Dynamic } from '../reference.js';
import { keysToSnakeCase } from './case.js';
import { ref } from './expressions.js';
import { numberToken, textToken } from './token-map.js';

export interface SSHProvisionerConnection {
  readonly type: 'ssh';
  readonly host: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly port?: number | undefined;
  readonly timeout?: string | undefined;
  readonly scriptPath?: string | undefined;
  readonly privateKey?: string | undefined;
  readonly certificate?: string | undefined;
  readonly agent?: string | undefined;
  readonly agentIdentity?: string | undefined;
  readonly hostKey?: string | undefined;
  readonly targetPlatform?: 'unix' | 'windows' | undefined;
  readonly bastionHost?: string | undefined;
  readonly bastionHostKey?: string | undefined;
  readonly bastionPort?: number | undefined;
  readonly bastionUser?: string | undefined;
  readonly bastionPassword?: string | undefined;
  readonly bastionPrivateKey?: string | undefined;
  readonly bastionCertificate?: string | undefined;
  readonly proxyScheme?: 'http' | 'https' | undefined;
  readonly proxyHost?: string | undefined;
  readonly proxyPort?: number | undefined;
  readonly proxyUserName?: string | undefined;
  readonly proxyUserPassword?: string | undefined;
}

export interface WinrmProvisionerConnection {
  readonly type: 'winrm';
  readonly host: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly port?: number | undefined;
  readonly timeout?: string | undefined;
  readonly scriptPath?: string | undefined;
  readonly https?: boolean | undefined;
  readonly insecure?: boolean | undefined;
  readonly useNtlm?: boolean | undefined;
  readonly cacert?: string | undefined;
}

type Connection = SSHProvisionerConnection | WinrmProvisionerConnection;

export interface FileProvisioner {
  readonly type: 'file';
  readonly destination: string;
  readonly source?: string | undefined;
  readonly content?: string | undefined;
  readonly connection?: Connection | undefined;
}

export interface LocalExecProvisioner {
  readonly type: 'local-exec';
  readonly command: string;
  readonly workingDir?: string | undefined;
  readonly interpreter?: string[] | undefined;
  readonly environment?: Record<string, string> | undefined;
  readonly when?: 'destroy' | 'create' | undefined;
}

export interface RemoteExecProvisioner {
  readonly type: 'remote-exec';
  readonly inline?: string[] | undefined;
  readonly script?: string | undefined;
  readonly scripts?: string[] | undefined;
  readonly connection?: Connection | undefined;
}

/** Each in an object with its type as the key, as the language has blocks with labels. */
export const provisionerBlocks = (
  provisioners: readonly (FileProvisioner | LocalExecProvisioner | RemoteExecProvisioner)[] | undefined,
): Dynamic => provisioners?.map(({ type, ...rest }) => ({ [type]: keysToSnakeCase(rest) as unknown }));

/** The resource itself, in its provisioners and postconditions. */
// oxlint-disable-next-line typescript/no-extraneous-class -- CDKTF's programs call static methods
export class TerraformSelf {
  static getString(key: string): string {
    return textToken(ref(`self.${key}`));
  }
  static getNumber(key: string): number {
    return numberToken(ref(`self.${key}`));
  }
  static getAny(key: string): Dynamic {
    return ref(`self.${key}`);
  }
}
