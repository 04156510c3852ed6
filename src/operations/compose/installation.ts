import { ProjectProviders } from '../../providers/install/index.js';
import { packageHttp } from './network.js';
import type { OperationEnvironment } from '../environment.js';

/** The providers of Terraform that the project in the current folder uses, installed over the network as it is set up for providers. */
export const composeInstallation = (env: OperationEnvironment): ProjectProviders =>
  new ProjectProviders({
    directory: env.directory,
    environment: env.environment,
    http: packageHttp(env),
    report: (what, bytes) => env.emit({ type: 'download', what, bytes }),
  });
