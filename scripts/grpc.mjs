// What plugins use of @grpc/grpc-js; the build makes one file of it (`#grpc`), without its reader of .proto files, which only debugging services use.
export { Client, Metadata, Server, ServerCredentials, credentials, status } from '@grpc/grpc-js';
