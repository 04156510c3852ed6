/** For processes of Go that live for a moment, as Terraform's do: collecting garbage, and threads for that, take a quarter of their time. */
export const SHORT_LIVED_GO = { GOGC: 'off', GOMEMLIMIT: '512MiB', GOMAXPROCS: '1' };
