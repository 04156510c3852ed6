import { Construct } from 'constructs';
import { App, Fn, Output, Stack, Variable } from 'landform';
import { AcloudProvider, CloudAccount, CloudCredentialsAws, CloudCredentialsHetzner, DataCloudAccountClusters, DataCloudAccounts, DataCloudProfiles, PrimaryCloudCredentials, } from 'landform/providers/acloud';
/** A cloud account with the credentials it works with. */
class Account extends Construct {
    identity;
    constructor(scope, id, props) {
        super(scope, id);
        const profiles = new DataCloudProfiles(this, 'profiles', { type: props.cloud });
        const account = new CloudAccount(this, 'account', {
            displayName: props.displayName,
            cloudProfile: profiles.cloudProfiles.at(0).identity,
            metadata: props.metadata,
        });
        const credentials = props.credentials(this, account.identity);
        new PrimaryCloudCredentials(this, 'primary', {
            cloudAccountIdentity: account.identity,
            credentialsIdentity: credentials.identity,
        });
        this.identity = account.identity;
    }
}
const app = new App();
const stack = new Stack(app, 'accounts');
// The organisation, the token and the address of the service come from the environment: ACLOUD_ORGANISATION,
// ACLOUD_PERSONAL_ACCESS_TOKEN, ACLOUD_API_ENDPOINT. "landform sandbox" prints some that need no account.
new AcloudProvider(stack, 'acloud');
// Secrets come from outside, as TF_VAR_aws_access_key_secret and TF_VAR_hetzner_api_token, and are never shown.
const keyId = new Variable(stack, 'aws_access_key_id', { type: 'string' });
const keySecret = new Variable(stack, 'aws_access_key_secret', { type: 'string', sensitive: true });
const apiToken = new Variable(stack, 'hetzner_api_token', { type: 'string', sensitive: true });
const production = new Account(stack, 'production', {
    displayName: 'Production',
    cloud: 'aws',
    credentials: (scope, cloudAccountIdentity) => new CloudCredentialsAws(scope, 'credentials', {
        cloudAccountIdentity,
        displayName: 'Deployments',
        accessKeyId: keyId.value,
        accessKeySecret: keySecret.value,
        // Make the new credentials before the old ones go; a new version replaces them.
        secretVersion: '1',
        lifecycle: { createBeforeDestroy: true },
    }),
});
// A second set, for what only reads: the account can have many, and one of them is primary.
new CloudCredentialsAws(stack, 'audit', {
    cloudAccountIdentity: production.identity,
    displayName: 'Audit',
    accessKeyId: keyId.value,
    accessKeySecret: keySecret.value,
});
const staging = new Account(stack, 'staging', {
    displayName: 'Staging',
    cloud: 'hetzner',
    metadata: { costCentre: '4711' },
    credentials: (scope, cloudAccountIdentity) => new CloudCredentialsHetzner(scope, 'credentials', {
        cloudAccountIdentity,
        displayName: 'Deployments',
        apiToken: apiToken.value,
        secretVersion: '1',
    }),
});
const clusters = new DataCloudAccountClusters(stack, 'clusters', { cloudAccountIdentity: production.identity });
const all = new DataCloudAccounts(stack, 'all', { dependsOn: [production, staging] });
new Output(stack, 'accounts', { value: { production: production.identity, staging: staging.identity } });
new Output(stack, 'summary', {
    value: `${Fn.length(all.cloudAccounts)} accounts, ${Fn.length(clusters.clusters)} clusters in production`,
});
new Output(stack, 'aws_login', { value: `${keyId}:${keySecret}`, sensitive: true });
app.synth();
