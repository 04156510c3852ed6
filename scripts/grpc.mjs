// What `providers serve` uses of @grpc/grpc-js; the build makes one file of it (`#grpc`), without its reader of .proto files, which only debugging services use.
export { Server, ServerCredentials, status } from '@grpc/grpc-js';
